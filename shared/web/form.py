"""Forms that browsers post."""

from urllib.parse import parse_qsl

import azure.functions as func

from shared.domain.errors import MalformedRequest

LARGEST = 64 * 1024
_TOO_LARGE = 413
_BAD = 400


def posted(request: func.HttpRequest) -> dict[str, str]:
    """Return the form's fields, the first of each name; raise MalformedRequest."""
    body = request.get_body()
    if len(body) > LARGEST:
        raise MalformedRequest(_TOO_LARGE, "The form is too large.")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100)
    except ValueError as error:
        raise MalformedRequest(_BAD, "The form cannot be read.") from error
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, value)
    return fields
