"""How small bodies in JSON are read, and who is said to have done what they ask for."""

import msgspec

from shared.domain.caller import Caller
from shared.domain.errors import Fault, Forbidden, InvalidRequest, MalformedRequest
from shared.domain.text import harmful, one_line
from shared.web.json_body import decoded

LARGEST = 8 * 1024  # bytes
_TOO_LARGE = 413
_BAD = 400
_UNPROCESSABLE = 422
SYSTEM = "system"


def read[T](data: bytes, kind: type[T]) -> T:
    """Return the body; raise MalformedRequest (400, 413 or 422)."""
    if len(data) > LARGEST:
        raise MalformedRequest(_TOO_LARGE, f"The body is larger than {LARGEST} bytes.")
    try:
        return decoded(data or b"{}", kind)
    except msgspec.ValidationError as error:
        raise MalformedRequest(_UNPROCESSABLE, str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedRequest(_BAD, f"The body is not JSON: {error}") from error


def author(by: str, caller: Caller) -> str:
    """Return who did it as the history shows it; raise InvalidRequest.

    With a token it is its owner, and Forbidden is raised for a body that says somebody else.
    """
    if harmful(by):
        raise InvalidRequest(Fault("/by", "may not hold control or direction characters"))
    said = one_line(by)
    if caller.name and said and said.lower() != caller.name.lower():
        raise Forbidden("author", "may only be the caller itself", "/by")
    return caller.name or said or SYSTEM
