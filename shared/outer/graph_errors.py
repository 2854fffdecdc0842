"""What an error of Graph means: try again, refused for good, or done already.

What each means stands in the table of `shared/domain/refusals.py`.
"""

import contextlib
from collections.abc import Iterator

from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from shared.domain.errors import GuestRefused, InvitationError, Unavailable
from shared.domain.failure import Failure
from shared.domain.refusals import refusal

_ALREADY_THERE = ("already exist", "already assigned", "already exists")
_THROTTLED = 429


def verdict(error: ODataError, doing: str = "") -> InvitationError:
    """Return Unavailable where the same may work later, else GuestRefused with its reason."""
    status = error.response_status_code or 0
    code, message = parts(error)
    row = refusal(status, code, message, doing)
    if row.again:
        nothing_done = status == _THROTTLED
        return Unavailable("Microsoft Graph", _retry_after(error), sent_nothing=nothing_done)
    answer = message or f"Microsoft Graph answered {status}."
    return GuestRefused(
        Failure(code or str(status), row.reason, row.next_step, row.kind, answer, _id_of(error))
    )


def parts(error: ODataError) -> tuple[str, str]:
    """Return code and message, empty where Graph gave none."""
    main = error.error
    return (main.code or "", main.message or "") if main else ("", "")


@contextlib.contextmanager
def already_done() -> Iterator[None]:
    """Take "exists already" for done: each grant bears repeating."""
    try:
        yield
    except ODataError as error:
        _, message = parts(error)
        if not any(words in message for words in _ALREADY_THERE):
            raise


def _id_of(error: ODataError) -> str:
    """Return the request-id, by which Microsoft's support finds the call."""
    inner = error.error.inner_error if error.error else None
    return (inner.request_id or "") if inner else ""


def _retry_after(error: ODataError) -> int | None:
    headers = {name.lower(): value for name, value in (error.response_headers or {}).items()}
    value = headers.get("retry-after", "")
    return int(value) if value.isdigit() else None
