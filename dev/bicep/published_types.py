"""Holds the resources of a file to their published types."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dev.bicep import nodes
from dev.bicep.nodes import Node, Statement
from dev.bicep.published import READ_ONLY

REQUIRED = 1
# Bicep's own: they are not in the body that is sent.
_BICEP = frozenset({"parent", "scope", "dependsOn"})
_MERGING = frozenset({"union", "concat"})


class Published:
    """The published types of resources."""

    def __init__(self, file: Path) -> None:
        read = json.loads(file.read_text(encoding="utf-8"))
        self.sources: Mapping[str, str] = read.pop("sources")
        self.types: Mapping[str, list[Any]] = read

    def problems(self, statements: Sequence[Statement]) -> list[str]:
        """Return what is wrong with the resources of a file, a line for each."""
        found: list[str] = []
        for statement in statements:
            if statement.kind != "resource":
                continue
            if statement.about not in self.types:
                found.append(f"line {statement.line}: {statement.about} is not published")
                continue
            body = _body(statement.value)
            walk = _Walk(self.types[statement.about], statements, existing=statement.existing)
            found += walk.problems(body, 0, statement.name)
        return found

    def has(self, type_: str, path: Sequence[str]) -> bool:
        """Return whether a resource of the type has what a path of names leads to."""
        table = self.types[type_]
        at: Any = table[0]
        for name in path:
            if not isinstance(at, dict) or "has" not in at:
                return True  # read only and far, or anything at all
            properties = at["has"]
            if name not in properties:
                return "more" in at or "by" in at
            if len(properties[name]) == 1:
                return True
            at = table[properties[name][1]]
        return True


def _body(value: Node | None) -> Node:
    while isinstance(value, nodes.Condition | nodes.Loop):
        value = value.body
    assert value is not None  # noqa: S101 - a resource has a body
    return value


class _Walk:
    """One resource's body beside its type."""

    def __init__(self, table: list[Any], file: Sequence[Statement], *, existing: bool) -> None:
        self._table = table
        self._variables = {item.name: item.value for item in file if item.kind == "var"}
        self._existing = existing

    def problems(self, value: Node | None, type_: int, path: str) -> list[str]:
        return list(self._walk(value, self._table[type_], path))

    def _walk(self, value: Node | None, type_: Any, path: str) -> Iterator[str]:
        match value:
            case nodes.Choice():
                yield from self._walk(value.yes, type_, path)
                yield from self._walk(value.no, type_, path)
            case nodes.Condition() | nodes.Loop() if isinstance(type_, dict) and "of" in type_:
                yield from self._walk(value.body, self._table[type_["of"]], f"{path}[]")
            case nodes.Name() if value.name in self._variables:
                yield from self._walk(self._variables[value.name], type_, path)
            case nodes.Call() if value.name in _MERGING:
                for argument in value.arguments:
                    yield from self._walk(argument, type_, path)
            case nodes.Object():
                yield from self._object(value, type_, path)
            case nodes.Array():
                yield from self._array(value, type_, path)
            case nodes.Text():
                yield from self._text(value, type_, path)
            case nodes.Value():
                yield from self._plain(value, type_, path)

    def _object(self, value: nodes.Object, type_: Any, path: str) -> Iterator[str]:
        type_ = self._chosen(value, type_)
        if type_ == "any":
            return
        if not isinstance(type_, dict) or "has" not in type_:
            yield f"line {value.line}: {path} is no object"
            return
        has, more = type_["has"], type_.get("more")
        for item in value.properties:
            name = item.key.plain
            at = f"{path}.{name or '*'}"
            if "." not in path and name in _BICEP:
                continue
            if name in has and has[name][0] & READ_ONLY:
                yield f"line {item.line}: {at} is read only"
            elif name in has:
                yield from self._walk(item.value, self._table[has[name][1]], at)
            elif more is not None:
                yield from self._walk(item.value, self._table[more], at)
            else:
                near = difflib.get_close_matches(str(name), has) or sorted(has)[:5]
                yield f"line {item.line}: {at} is not published; there is {', '.join(near)}"
        yield from self._lacking(value, has, path)

    def _lacking(self, value: nodes.Object, has: Mapping[str, Any], path: str) -> Iterator[str]:
        given = {item.key.plain for item in value.properties}
        for name, (flags, *_) in has.items():
            if flags & REQUIRED and name not in given and not self._existing:
                yield f"line {value.line}: {path} lacks {name}"

    def _chosen(self, value: nodes.Object, type_: Any) -> Any:
        """Return the type of an object of which one property says what it is."""
        if not isinstance(type_, dict) or "by" not in type_:
            return type_
        said = value.get(type_["by"])
        name = said.plain if isinstance(said, nodes.Text) else None
        one = self._table[type_["one"][name]] if name in type_["one"] else {"has": {}}
        return {**one, "has": {**type_["has"], **one["has"]}}

    def _array(self, value: nodes.Array, type_: Any, path: str) -> Iterator[str]:
        if type_ == "any":
            return
        if not isinstance(type_, dict) or "of" not in type_:
            yield f"{path} is no array"
            return
        for item in value.items:
            yield from self._walk(item, self._table[type_["of"]], f"{path}[]")

    def _text(self, value: nodes.Text, type_: Any, path: str) -> Iterator[str]:
        kinds = self._kinds(type_)
        said = {kind["is"] for kind in kinds if isinstance(kind, dict) and "is" in kind}
        if value.plain is not None and said and value.plain not in said:
            yield f"{path} is {value.plain!r}, which is none of {', '.join(sorted(said))}"
        elif not said and not {"string", "any"} & {k for k in kinds if isinstance(k, str)}:
            yield f"{path} is no text"

    def _plain(self, value: nodes.Value, type_: Any, path: str) -> Iterator[str]:
        if value.value is None:
            return
        wanted = "boolean" if isinstance(value.value, bool) else "integer"
        if not {wanted, "any"} & {kind for kind in self._kinds(type_) if isinstance(kind, str)}:
            yield f"{path} is {value.value}, which is no {wanted}"

    def _kinds(self, type_: Any) -> list[Any]:
        if isinstance(type_, dict) and "any" in type_:
            return [self._table[at] for at in type_["any"]]
        return [type_]
