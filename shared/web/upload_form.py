"""Forms with a file (RFC 7578), within bounds and in memory."""

import io
from dataclasses import dataclass
from typing import IO

import azure.functions as func
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from shared.domain.errors import MalformedRequest

# For all that is not the file: the fields, and what stands around the parts.
_BESIDE = 64 * 1024
_MOST_PARTS = 20
# What the parser may hold beside the file: a piece of it counts, too.
_HELD = 512 * 1024
UNREADABLE = "The form cannot be read."
_TOO_LARGE = 413
_BAD = 400


@dataclass(frozen=True)
class Upload:
    """The fields of a form, and its file; without a file, `name` and `content` are empty."""

    fields: dict[str, str]
    name: str
    content: bytes


def uploaded(request: func.HttpRequest, field: str, largest: int, too_large: str) -> Upload:
    """Return the form and the file of a field; raise MalformedRequest.

    A body that cannot hold a file of at most `largest` bytes is not parsed: `too_large` is said.
    """
    body = request.get_body()
    if len(body) > largest + _BESIDE:
        raise MalformedRequest(_TOO_LARGE, too_large)
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data":
        raise MalformedRequest(_BAD, UNREADABLE)
    parser = FormDataParser(
        stream_factory=_in_memory,
        max_form_memory_size=_HELD,
        max_form_parts=_MOST_PARTS,
        silent=False,
    )
    try:
        _, fields, files = parser.parse(io.BytesIO(body), kind, len(body), options)
    except (ValueError, RequestEntityTooLarge) as error:
        raise MalformedRequest(_BAD, UNREADABLE) from error
    file = files.get(field)
    first = {name: values[0] for name, values in fields.lists()}
    if file is None:
        return Upload(first, "", b"")
    return Upload(first, file.filename or "", file.stream.read())


def _in_memory(*_: object, **__: object) -> IO[bytes]:
    return io.BytesIO()
