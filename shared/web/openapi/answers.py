"""The answers of an operation, as the document has them."""

from typing import Any

import msgspec

from shared.web.openapi.parts import JSON, Answer, Described, Link
from shared.web.problems import PROBLEM_JSON
from shared.web.shapes.problem import Problem

Schemas = dict[type[msgspec.Struct], dict[str, Any]]
_EVERYWHERE = (500, 503)
_OPEN = "FollowInvitation"  # the one operation that is there for anybody, and once
_UNAUTHORISED, _FORBIDDEN, _BUSY, _UNAVAILABLE = 401, 403, 429, 503
_TEXTS = {
    400: "The request cannot be read.",
    401: "The access token is missing or wrong.",
    403: "The owner of the token may not do this.",
    404: "There is no such thing, or the caller may not see it.",
    409: "The state of things does not allow this.",
    413: "The body is too large.",
    422: "The request breaks a rule; `errors` names each field.",
    429: "Too many or too soon; `Retry-After` says when.",
    500: "Something that nobody foresaw.",
    503: "The service cannot do this right now. Send the same request again.",
}
_HEADERS: dict[str, dict[str, Any]] = {
    "Location": {
        "description": "The link of the invitation, or where the import is found.",
        "required": True,
        "schema": {"type": "string", "format": "uri"},
    },
    "Idempotent-Replayed": {
        "description": "The answer to the first request with this key.",
        "schema": {"type": "string", "const": "true"},
    },
    "Retry-After": {
        "description": "Seconds.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "WWW-Authenticate": {
        "description": "Why, for clients (RFC 6750).",
        "required": True,
        "schema": {"type": "string"},
    },
    "Content-Disposition": {
        "description": "The file's name.",
        "required": True,
        "schema": {"type": "string"},
    },
}


def answers(one: Described, schemas: Schemas, *, entra: bool) -> dict[str, Any]:
    """Return every status that the operation answers with."""
    refuses = {*one.refuses} if one.open else {*one.refuses, *_EVERYWHERE}
    refuses -= one.answers.keys()
    if entra:
        refuses |= {*one.refuses_tokens, _UNAUTHORISED, _FORBIDDEN}
    found = {status: _good(answer, schemas, entra=entra) for status, answer in one.answers.items()}
    found |= {status: _problem(status, schemas) for status in refuses}
    if not entra and not one.open:
        found[_UNAUTHORISED] = {"description": "The host knows no such key. There is no body."}
    return {str(status): found[status] for status in sorted(found)}


def _good(answer: Answer, schemas: Schemas, *, entra: bool) -> dict[str, Any]:
    content: dict[str, Any] = {media: {} for media in answer.files}
    if answer.shape:
        content[JSON] = {"schema": schemas[answer.shape]}
        if answer.example is not None:
            content[JSON]["example"] = msgspec.to_builtins(answer.example)
    found = {"description": answer.description, "content": content} | _with(answer.headers)
    links = {name: link for one in answer.links for name, link in _links(one, entra=entra)}
    return found | ({"links": links} if links else {})


def _links(link: Link, *, entra: bool) -> list[tuple[str, dict[str, Any]]]:
    return [
        (
            name,
            {
                "operationId": f"Entra{name}" if entra and name != _OPEN else name,
                "parameters": link.parameters,
            },
        )
        for name in link.operations
    ]


def _problem(status: int, schemas: Schemas) -> dict[str, Any]:
    headers = ["Retry-After"] if status in {_BUSY, _UNAVAILABLE} else []
    headers += ["WWW-Authenticate"] if status in {_UNAUTHORISED, _FORBIDDEN} else []
    return {
        "description": _TEXTS[status],
        "content": {PROBLEM_JSON: {"schema": schemas[Problem]}},
    } | _with(headers)


def _with(headers: tuple[str, ...] | list[str]) -> dict[str, Any]:
    return {"headers": {name: _HEADERS[name] for name in headers}} if headers else {}
