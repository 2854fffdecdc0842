"""Answers to systems, encoded from the shapes that the API's document is made of."""

import azure.functions as func
import msgspec

from shared.web.headers import PRIVATE

JSON = "application/json"


def json_answer(
    content: msgspec.Struct, status: int = 200, headers: dict[str, str] | None = None
) -> func.HttpResponse:
    """Return the content as JSON, for nobody to keep."""
    return func.HttpResponse(
        msgspec.json.encode(content),
        status_code=status,
        mimetype=JSON,
        headers=PRIVATE | (headers or {}),
    )
