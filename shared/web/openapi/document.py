"""The document: OpenAPI 3.1, whose schemas are JSON Schema 2020-12."""

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from shared.web.openapi import imports, invitations, listing, operating, people
from shared.web.openapi.answers import answers
from shared.web.openapi.parts import JSON, Body, Described
from shared.web.openapi.rules import ruled
from shared.web.shapes.problem import Problem

OPERATIONS: tuple[Described, ...] = (
    *invitations.OPERATIONS,
    *listing.OPERATIONS,
    *people.OPERATIONS,
    *imports.OPERATIONS,
    *operating.OPERATIONS,
)
REFERENCE = "#/components/schemas/{name}"
_INTRODUCTION = """\
Invite guests to the platform, one by one or by file, and look after their invitations.

Each operation is there twice: for function keys, which may do everything, and under `/entra/` for
access tokens of the inviting tenant, whose owner may do what their role and organisation allow. A
function key opens nothing under `/entra/`, and a token nothing else; `/health` is for anybody. A
method that an address does not take is answered 405, with those that it takes in `Allow`.
"""
_SCHEMES = {
    "functionKey": {"type": "apiKey", "in": "header", "name": "x-functions-key"},
    "accessToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A Microsoft Entra access token (version 2.0) for this application, whose "
        "owner has the role Inviter or Invitation.Admin.",
    },
}


@cache
def document() -> dict[str, Any]:
    """Return the document. Nothing in it depends on the settings."""
    shapes = sorted(set(_shapes()), key=lambda shape: shape.__name__)
    written, components = msgspec.json.schema_components(shapes, ref_template=REFERENCE)
    schemas = dict(zip(shapes, written, strict=True))
    paths: dict[str, Any] = {}
    for one in OPERATIONS:
        for entra in (False,) if one.open else (False, True):
            path = one.at_entra()[1] if entra else one.path
            paths.setdefault(path, {})[one.method.lower()] = _operation(one, schemas, entra=entra)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Invitations",
            "version": "1",
            "description": _INTRODUCTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api"}],
        "tags": [{"name": name} for name in dict.fromkeys(one.tag for one in OPERATIONS)],
        "paths": paths,
        "components": {"schemas": ruled(components), "securitySchemes": copy.deepcopy(_SCHEMES)},
    }


@cache
def written() -> bytes:
    """Return the document as JSON."""
    return msgspec.json.encode(document())


def _shapes() -> Iterator[type[msgspec.Struct]]:
    yield Problem
    for one in OPERATIONS:
        if one.body and one.body.shape:
            yield one.body.shape
        for answer in one.answers.values():
            if answer.shape:
                yield answer.shape


def _operation(
    one: Described, schemas: dict[type[msgspec.Struct], dict[str, Any]], *, entra: bool
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": one.at_entra()[0] if entra else one.name,
        "tags": [one.tag],
        "summary": one.summary,
        "security": _security(one, entra=entra),
        "parameters": [parameter.written(entra=entra) for parameter in one.parameters],
        "responses": answers(one, schemas, entra=entra),
    }
    if one.body:
        found["requestBody"] = _body(one.body, schemas)
    return found


def _security(one: Described, *, entra: bool) -> list[dict[str, list[str]]]:
    if one.open:
        return []
    return [{"accessToken": []}] if entra else [{"functionKey": []}]


def _body(body: Body, schemas: dict[type[msgspec.Struct], dict[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {media: {} for media in body.files}
    if body.shape:
        content[JSON] = {"schema": schemas[body.shape]}
        if body.example is not None:
            content[JSON]["example"] = _given(body.example)
    return {"required": body.required, "content": content}


def _given(example: msgspec.Struct) -> Any:
    """Return the members of an example that say something."""
    return _without_defaults(msgspec.to_builtins(example), type(example))


def _without_defaults(content: dict[str, Any], shape: type[msgspec.Struct]) -> dict[str, Any]:
    kept = {}
    for member in msgspec.structs.fields(shape):
        value = content[member.encode_name]
        default = member.default
        if isinstance(default, msgspec.Struct):
            value = {name: text for name, text in value.items() if text}
        elif value in (default, [], None):
            continue
        kept[member.encode_name] = value
    return kept
