"""GET /api/openapi.json, for anybody."""

import azure.functions as func

from shared.web.openapi.document import written
from shared.web.public_answer import public


async def document(request: func.HttpRequest) -> func.HttpResponse:
    """Return the OpenAPI document, or 304 for who has it already."""
    return public(request, written(), "application/json", {"Access-Control-Allow-Origin": "*"})
