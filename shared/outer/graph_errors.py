"""What an error of Graph means: try again, refused for good, or done already.

Codes count, messages do not ("can change at any time", facts.md section 6), except where Graph
gives two cases one code.
"""

import contextlib
from collections.abc import Iterator

from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from shared.domain.errors import GuestRefused, InvitationError, Unavailable

_TRY_LATER = {408, 429, 500, 502, 503, 504}
# A fresh guest is not everywhere at once (facts.md section 6, "Right after an invitation").
_NOT_THERE_YET = ("Directory_ObjectNotFound", "Request_ResourceNotFound")
_NOT_VALID_YET = "Not a valid reference update"
_ALREADY_THERE = ("already exist", "already assigned", "already exists")
_TOKEN_REFUSED = 401
_THROTTLED = 429


def verdict(error: ODataError) -> InvitationError:
    """Return Unavailable where the same may work later, else GuestRefused with Graph's words."""
    status = error.response_status_code or 0
    code, message = parts(error)
    if status in _TRY_LATER or code in _NOT_THERE_YET or _NOT_VALID_YET in message:
        nothing_done = status == _THROTTLED
        return Unavailable("Microsoft Graph", _retry_after(error), sent_nothing=nothing_done)
    if status == _TOKEN_REFUSED and code == "InvalidAuthenticationToken":
        return Unavailable("Microsoft Graph")
    return GuestRefused(code or str(status), message or f"Microsoft Graph answered {status}.")


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


def _retry_after(error: ODataError) -> int | None:
    headers = {name.lower(): value for name, value in (error.response_headers or {}).items()}
    value = headers.get("retry-after", "")
    return int(value) if value.isdigit() else None
