"""Lets a page of the console know who asks, and turns its errors into pages."""

import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

import azure.functions as func

from ManageInvitations.inviter import Inviter, signed_in
from shared.domain.errors import (
    Forbidden,
    IllegalTransition,
    InvalidRequest,
    InvitationNotFound,
    MalformedRequest,
    NoSuchPage,
    SignInNeeded,
    Unavailable,
)
from shared.services import services
from shared.web.console_entrance import console_answer
from shared.web.console_page import HOME, console_page
from shared.web.language_choice import answering
from shared.web.redirects import redirect

log = logging.getLogger(__name__)
Handler = Callable[[func.HttpRequest, Inviter], Awaitable[func.HttpResponse]]
_SEE_OTHER = 303
_RETRY_AFTER = 30


def screen(
    handler: Handler,
) -> Callable[[func.HttpRequest], Coroutine[Any, Any, func.HttpResponse]]:
    """Hand the signed-in inviter to the handler; answer every error with its page.

    Who is not signed in is sent to the sign-in, and comes back. A form that came too late gets a
    page: it may lead nowhere but to this app, and the sign-in is Microsoft's (form-action).
    """

    @functools.wraps(handler)
    async def answered(request: func.HttpRequest) -> func.HttpResponse:
        with answering(request):
            inviter = None
            try:
                inviter = await signed_in(request)
                return await handler(request, inviter)
            except Exception as error:  # noqa: BLE001 - `_page_of` logs what nobody foresaw
                return _page_of(error, request, inviter)

    return answered


def for_admins(handler: Handler) -> Handler:
    """Let only admins come to the handler: for others there is no such page."""

    @functools.wraps(handler)
    async def admitted(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
        if not inviter.caller.admin:
            raise NoSuchPage
        return await handler(request, inviter)

    return admitted


def to_page(path: str, **query: str) -> func.HttpResponse:
    """Return the redirect after a form: a reload does nothing twice."""
    asked = f"?{urlencode(query)}" if query else ""
    url = f"{services().settings.public_url}{HOME}{path}{asked}"
    return redirect(url, status=_SEE_OTHER)


def _page_of(
    error: Exception, request: func.HttpRequest, inviter: Inviter | None
) -> func.HttpResponse:
    def told(why: str, status: int, **headers: str) -> func.HttpResponse:
        return console_page(
            "error", request, inviter, status=status, headers=headers, switch_query={}, why=why
        )

    match error:
        case Forbidden(why="form"):
            log.warning("The console refused a form that is not of its session")
            return told("form", 403)
        case SignInNeeded() | Forbidden():
            return console_answer(error, request)
        case InvitationNotFound():
            return told("no-import" if "/import/" in request.url else "not-found", 404)
        case NoSuchPage():
            return told("no-page", 404)
        case IllegalTransition():
            return told("not-possible", 409)
        case MalformedRequest():
            return told("malformed", error.status)
        case InvalidRequest():
            return told("malformed", 422)
        case Unavailable():
            log.warning("Answered 503: %s", error)
            after = str(error.retry_after or _RETRY_AFTER)
            return told("unavailable", 503, **{"Retry-After": after})
        case _:
            log.error("A page failed for a reason that nobody foresaw", exc_info=error)
            return told("unexpected", 500)
