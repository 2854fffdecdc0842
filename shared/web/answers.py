"""Turns the errors of a handler for people into pages that say what to do next."""

import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import azure.functions as func

from shared.domain.errors import (
    Forbidden,
    GuestGone,
    InvitationNotFound,
    LinkClosed,
    MalformedRequest,
    SessionEnded,
    SignInFailed,
    SignInNeeded,
    Unavailable,
)
from shared.services import services
from shared.telemetry.operation import because
from shared.web.console_entrance import console_answer
from shared.web.guide_links import administrators_guide
from shared.web.language_choice import answering
from shared.web.pages import language_of, page

log = logging.getLogger(__name__)
Handler = Callable[[func.HttpRequest], Awaitable[func.HttpResponse]]
_GONE = 410
_NOWHERE = {"invitationId": "unknown"}
_LINK_STATUS = {"preparing": 503}
_RETRY_AFTER = 30


def with_pages(
    handler: Handler,
) -> Callable[[func.HttpRequest], Coroutine[Any, Any, func.HttpResponse]]:
    """Answer every error of the handler with its page, in the guest's or browser's language."""

    @functools.wraps(handler)
    async def answered(request: func.HttpRequest) -> func.HttpResponse:
        with answering(request):
            try:
                return await handler(request)
            except Exception as error:  # noqa: BLE001 - `answer` logs what nobody foresaw
                return answer(error, request)

    return answered


def answer(error: Exception, request: func.HttpRequest) -> func.HttpResponse:
    """Return the page for an error; one that nobody foresaw is logged whole."""
    with answering(request):
        return _page_of(error, request)


def _page_of(error: Exception, request: func.HttpRequest) -> func.HttpResponse:
    language = language_of(request)
    because(str(getattr(error, "why", "")) or type(error).__name__)
    match error:
        case InvitationNotFound():
            # Whatever was asked for, the page is the same to the letter.
            return page("link_unknown", language, status=404, switch_query=_NOWHERE)
        case GuestGone():
            chosen = language_of(request, error.language)
            return page("renew", chosen, status=409, invitation=error.invitation_id)
        case LinkClosed():
            return _closed(error, language_of(request, error.language))
        case SignInNeeded() | Forbidden():
            return console_answer(error, request)
        case SessionEnded():
            return page("session_ended", language, status=401)
        case MalformedRequest():
            return page("session_ended", language, status=error.status)
        case SignInFailed():
            return sign_in_failed(error, language)
        case Unavailable():
            log.warning("Answered 503: %s", error)
            return unavailable(language, error.retry_after or _RETRY_AFTER)
        case _:
            log.error("A page failed for a reason that nobody foresaw", exc_info=error)
            return page("unavailable", language, status=500)


def sign_in_failed(
    error: SignInFailed, language: str, *, again: str = "", sign_out_url: str = ""
) -> func.HttpResponse:
    """Return the page on why a sign-in failed, with a way to start again.

    `again` leads back to the invitation, where the browser still knows it.
    """
    log.warning("A sign-in failed: %s %s", error.why, error.code)
    because(" ".join(filter(None, (error.why, error.code))))
    return page(
        "sign_in_failed",
        language,
        status=400,
        # The answer of Microsoft's in the address counts once.
        switch_query={"why": error.why, "code": error.code},
        why=error.why,
        code=error.code,
        again=again,
        sign_out_url=sign_out_url,
        administrators=administrators_guide(services().settings, language),
    )


def unavailable(language: str, retry_after: int) -> func.HttpResponse:
    """Return the page that asks to come back in a while; the link stays good."""
    return page("unavailable", language, status=503, headers={"Retry-After": str(retry_after)})


def _closed(closed: LinkClosed, language: str) -> func.HttpResponse:
    status = _LINK_STATUS.get(closed.why, _GONE)
    headers = {"Retry-After": str(_RETRY_AFTER)} if closed.why in _LINK_STATUS else {}
    return page("link_closed", language, status=status, headers=headers, why=closed.why)
