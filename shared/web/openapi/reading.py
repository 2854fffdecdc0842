"""The document as a page shows it."""

from dataclasses import dataclass
from typing import Any

import msgspec

_FEW = 20


@dataclass(frozen=True)
class Member:
    """A member of a shape, or a parameter: `kind` in words, `shape` where it leads to one."""

    name: str
    kind: str
    required: bool
    description: str = ""
    place: str = ""
    shape: str = ""


@dataclass(frozen=True)
class Shape:
    """A shape with its members."""

    name: str
    description: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Told:
    """An answer: its status, what it says, the headers it has, and the shape of its body."""

    status: str
    description: str
    headers: str
    shape: str
    media: str


@dataclass(frozen=True)
class Section:
    """An operation; `entra` is its path for tokens, empty where anybody may call it."""

    id: str
    tag: str
    summary: str
    method: str
    path: str
    entra: str
    parameters: tuple[Member, ...]
    body: str
    media: str
    example: str
    answers: tuple[Told, ...]


def sections(document: dict[str, Any]) -> dict[str, list[Section]]:
    """Return the operations by their tags; that for tokens stands with that for keys."""
    every = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    entra = {operation["operationId"]: path for path, _, operation in every}
    found: dict[str, list[Section]] = {}
    for path, method, operation in every:
        other = entra.get(f"Entra{operation['operationId']}", "")
        if other or not operation["security"]:
            section = _section(path, method, operation, document, other)
            found.setdefault(section.tag, []).append(section)
    return found


def shapes(document: dict[str, Any]) -> list[Shape]:
    """Return all shapes, by name."""
    return [
        Shape(
            name,
            schema.get("description", ""),
            tuple(
                Member(
                    member,
                    kind(inner),
                    member in schema.get("required", []),
                    inner.get("description", ""),
                    shape=_shape(inner),
                )
                for member, inner in schema["properties"].items()
            ),
        )
        for name, schema in sorted(document["components"]["schemas"].items())
    ]


def kind(schema: dict[str, Any]) -> str:
    """Return in words what a schema takes."""
    if "allOf" in schema and "type" not in schema:
        return kind(schema["allOf"][0])
    if "anyOf" in schema and "type" not in schema:
        return " or ".join(said for one in schema["anyOf"] if (said := kind(one)))
    if "const" in schema:
        return str(schema["const"])
    if "$ref" in schema:
        return _shape(schema)
    if "enum" in schema:
        named = [str(one) for one in schema["enum"] if one != ""]
        return (
            ", ".join(named) if len(named) <= _FEW else f"one of {len(named)}, such as {named[0]}"
        )
    said = str(schema.get("format") or schema.get("type", "anything"))
    if said == "array":
        said = f"list of {kind(schema.get('items', {}))}"
    bounds = {"minLength": "from", "minimum": "from", "maxLength": "up to", "maximum": "up to"}
    return " ".join(
        [said, *(f"{word} {schema[name]}" for name, word in bounds.items() if name in schema)]
    )


def _section(
    path: str, method: str, operation: dict[str, Any], document: dict[str, Any], entra: str
) -> Section:
    content = operation.get("requestBody", {}).get("content", {})
    json = content.get("application/json", {})
    told = document["paths"][entra or path][method]["responses"]
    example = json.get("example")
    return Section(
        id=operation["operationId"],
        tag=operation["tags"][0],
        summary=operation["summary"],
        method=method.upper(),
        path=path,
        entra=entra,
        parameters=tuple(_parameter(one) for one in operation["parameters"]),
        body=_shape(json.get("schema", {})),
        media=", ".join(content),
        example=msgspec.json.format(msgspec.json.encode(example)).decode() if example else "",
        answers=tuple(_told(status, one) for status, one in told.items()),
    )


def _parameter(one: dict[str, Any]) -> Member:
    return Member(one["name"], kind(one["schema"]), one["required"], one["description"], one["in"])


def _told(status: str, answer: dict[str, Any]) -> Told:
    content = answer.get("content", {})
    named = [_shape(one["schema"]) for one in content.values() if "schema" in one]
    return Told(
        status,
        answer["description"],
        ", ".join(answer.get("headers", {})),
        named[0] if named else "",
        ", ".join(content),
    )


def _shape(schema: dict[str, Any]) -> str:
    """Return the name of the shape that a schema leads to, empty for none."""
    inner = (*schema.get("anyOf", []), *schema.get("allOf", []))
    for one in (schema, schema.get("items", {}), *inner):
        if isinstance(one, dict) and "$ref" in one:
            return str(one["$ref"]).rpartition("/")[2]
    return ""
