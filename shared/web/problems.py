"""Problem documents (RFC 9457) for systems."""

import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Concatenate

import azure.functions as func
import msgspec

from shared.domain.errors import (
    AddressAlreadyInvited,
    AddressBlocked,
    AddressBusy,
    Forbidden,
    GuestRefused,
    IdempotencyKeyReused,
    IllegalTransition,
    ImportNotPossible,
    InvalidRequest,
    InvitationErased,
    InvitationNotFound,
    MalformedRequest,
    QuotaExceeded,
    TooSoon,
    Unauthorised,
    Unavailable,
)
from shared.domain.failure import Failure
from shared.services import services
from shared.telemetry.operation import because
from shared.web.headers import PRIVATE
from shared.web.shapes.problem import Problem, ProblemFault

KIND = "urn:symuserinvitation:problem:"
PROBLEM_JSON = "application/problem+json"
log = logging.getLogger(__name__)
_RETRY_AFTER = 30
_OF_THE_GUEST = (AddressAlreadyInvited, AddressBlocked, IdempotencyKeyReused, GuestRefused)
_SCHEME = 'Bearer realm="symuserinvitation"'


def problem(
    kind: str, status: int, title: str, /, *, headers: dict[str, str] | None = None, **members: Any
) -> func.HttpResponse:
    """Return a problem document; `kind` names it under docs/problems.md."""
    because(kind)
    told = {name: value for name, value in members.items() if value}
    body = Problem(type=f"{KIND}{kind}", title=title, status=status, **told)
    return func.HttpResponse(
        msgspec.json.encode(body),
        status_code=status,
        mimetype=PROBLEM_JSON,
        headers=PRIVATE | (headers or {}),
    )


def with_problems[**P](
    handler: Callable[Concatenate[func.HttpRequest, P], Awaitable[func.HttpResponse]],
) -> Callable[Concatenate[func.HttpRequest, P], Coroutine[Any, Any, func.HttpResponse]]:
    """Answer every error of the handler with its problem document."""

    @functools.wraps(handler)
    async def answered(
        request: func.HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> func.HttpResponse:
        try:
            return await handler(request, *args, **kwargs)
        except (Unauthorised, Forbidden) as error:
            return _not_for_you(error)
        except (InvalidRequest, MalformedRequest) as error:
            return _bad_input(error)
        except _OF_THE_GUEST as error:
            # An invitation's own routes have its id, and the address on top of their bodies.
            return _refused(error, "/email" if "id" in request.route_params else "/guest/email")
        except (InvitationNotFound, IllegalTransition, ImportNotPossible) as error:
            return _of_the_invitation(error, request)
        except (QuotaExceeded, TooSoon, Unavailable) as error:
            return _later(error)
        except Exception:
            log.exception("A request failed for a reason that nobody foresaw")
            return problem("unexpected", 500, "The request failed. Nothing is wrong with it.")

    return answered


def _of_the_invitation(
    error: InvitationNotFound | IllegalTransition | ImportNotPossible, request: func.HttpRequest
) -> func.HttpResponse:
    if isinstance(error, (InvitationNotFound, InvitationErased)):
        what = "import" if "/Imports/" in request.url else "invitation"
        return problem("not-found", 404, f"There is no such {what}.")
    if isinstance(error, ImportNotPossible):
        return problem("import-not-possible", 409, str(error))
    title = "The invitation's state does not allow this."
    return problem("not-possible", 409, title, detail=str(error))


def _later(error: QuotaExceeded | TooSoon | Unavailable) -> func.HttpResponse:
    headers = {"Retry-After": str(error.retry_after or _RETRY_AFTER)}
    if isinstance(error, QuotaExceeded):
        return problem(
            "quota-exceeded",
            429,
            "Too many people are invited in one day.",
            headers=headers,
            detail=f"{str(error).capitalize()}.",
            limit=error.limit,
            left=error.left,
        )
    if isinstance(error, AddressBusy):
        title = "Somebody is inviting this address right now."
        return problem("being-invited", 409, title, headers=headers)
    if isinstance(error, TooSoon):
        return problem("too-soon", 429, str(error), headers=headers)
    log.warning("Answered 503: %s", error)
    title = "The service cannot do this right now. Send the same request again later."
    return problem("unavailable", 503, title, headers=headers, detail=str(error))


def _bad_input(error: InvalidRequest | MalformedRequest) -> func.HttpResponse:
    if isinstance(error, MalformedRequest):
        errors = [ProblemFault(error.pointer, error.detail)] if error.pointer else []
        return problem(
            "malformed",
            error.status,
            "The request cannot be read.",
            detail=error.detail,
            errors=errors,
        )
    return problem(
        "invalid",
        422,
        "Some fields are not right.",
        detail=str(error),
        errors=[ProblemFault(fault.pointer, fault.detail) for fault in error.faults],
    )


def _not_for_you(error: Unauthorised | Forbidden) -> func.HttpResponse:
    """Return 401 or 403; `WWW-Authenticate` says why to clients (RFC 6750, section 3)."""
    told = error.why if isinstance(error, Forbidden) else error.detail
    log.warning("A call of the API was refused: %s", told)
    if isinstance(error, Unauthorised):
        why = f', error="invalid_token", error_description="{error.detail}"' if error.shown else ""
        return problem(
            "unauthorised",
            401,
            "An access token is needed.",
            headers={"WWW-Authenticate": f"{_SCHEME}{why}"},
            detail=error.detail,
        )
    where = [ProblemFault(error.pointer, error.detail)] if error.pointer else []
    return problem(
        "forbidden",
        403,
        "The token does not allow this.",
        headers={"WWW-Authenticate": f'{_SCHEME}, error="insufficient_scope"'},
        detail=error.detail,
        errors=where,
    )


def _refused(
    error: AddressAlreadyInvited | AddressBlocked | IdempotencyKeyReused | GuestRefused,
    pointer: str,
) -> func.HttpResponse:
    if isinstance(error, AddressBlocked):
        errors = [ProblemFault(pointer, "does not accept invitations")]
        return problem("address-blocked", 422, str(error), errors=errors)
    if isinstance(error, AddressAlreadyInvited):
        return problem(
            "already-invited",
            409,
            "This address has an open invitation already.",
            errors=[ProblemFault(pointer, "has an open invitation already")],
            invitation=link_of(error.invitation_id),
        )
    if isinstance(error, IdempotencyKeyReused):
        return problem(
            "idempotency-key-reused",
            422,
            "This Idempotency-Key was used for another request.",
            detail="Use a new key for a new request, and the same body for the same key.",
        )
    return _guest_refused(error.failure, pointer)


def _guest_refused(failure: Failure, pointer: str) -> func.HttpResponse:
    return problem(
        "guest-refused",
        422,
        "Microsoft Entra refuses this guest.",
        detail=failure.reason,
        errors=[ProblemFault(pointer, failure.reason)],
        **failure_members(failure),
    )


def failure_members(failure: Failure) -> dict[str, Any]:
    """Return a failure as systems read it, on a problem document and on an invitation."""
    return {
        "kind": failure.kind,
        "reason": failure.reason,
        "nextStep": failure.next_step,
        "code": failure.code,
        "answer": failure.answer,
        "requestId": failure.request_id,
    }


def link_of(invitation_id: str) -> str:
    """Return the link of an invitation (J3)."""
    return f"{services().settings.public_url}/api/InviteUser?invitationId={invitation_id}"
