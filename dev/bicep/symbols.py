"""Whether files of Bicep fit together: names, modules with their parameters and outputs, types."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import cast

from dev.bicep import nodes
from dev.bicep.nodes import Node, Statement
from dev.bicep.published_types import Published

Files = Mapping[Path, Sequence[Statement]]
_PLAIN = frozenset({"string", "int", "bool", "object", "array", "string[]"})
# The functions that infra/ needs, of those that Bicep has.
_FUNCTIONS = frozenset(
    {"concat", "empty", "environment", "guid", "items", "json", "last", "loadTextContent", "max"}
    | {"replace", "resourceGroup", "split", "string", "subscription", "subscriptionResourceId"}
    | {"take", "tenant", "toLower", "union", "uniqueString"}
)
_DECLARING = frozenset({"param", "var", "resource", "module"})


def problems(files: Files, published: Published) -> list[str]:
    """Return what does not fit together, a line for each."""
    found: list[str] = []
    for path, statements in files.items():
        file = _File(path, statements, files, published)
        found += [f"{path}: {problem}" for problem in file.problems()]
    return found


def exported(statements: Sequence[Statement]) -> dict[str, Statement]:
    """Return the types that a file lets others import."""
    return {
        item.name: item
        for item in statements
        if item.kind == "type" and any(one.name == "export" for one in item.decorators)
    }


def keys(type_: Statement) -> set[str]:
    """Return the names of a type's properties."""
    value = type_.value
    named = value.properties if isinstance(value, nodes.Object) else ()
    return {item.key.plain or "" for item in named}


def below(node: Node | nodes.Property | None) -> Iterator[Node]:
    """Yield a node and all in it."""
    if node is None:
        return
    if not isinstance(node, nodes.Property):
        yield node
    for part in fields(node):
        value = getattr(node, part.name)
        for child in value if isinstance(value, tuple) else (value,):
            if is_dataclass(child):
                yield from below(cast("Node", child))


class _File:
    def __init__(
        self, path: Path, statements: Sequence[Statement], files: Files, published: Published
    ) -> None:
        self._path = path
        self._statements = statements
        self._files = files
        self._published = published
        self._declared = {item.name: item for item in statements if item.kind in _DECLARING}
        self._types = {item.name: item for item in statements if item.kind == "type"}

    def problems(self) -> Iterator[str]:
        yield from self._imports()
        seen: set[str] = set()
        for item in self._statements:
            if item.kind in {"import", "type"}:
                continue
            if item.kind == "param" and item.about not in _PLAIN | self._types.keys():
                yield f"line {item.line}: {item.about} is no type"
            yield from self._names(item, seen)
            if item.kind == "module":
                yield from self._module(item)
        for name, item in self._declared.items():
            if item.kind in {"param", "var"} and name not in seen:
                yield f"line {item.line}: {name} is not used"

    def _imports(self) -> Iterator[str]:
        for item in self._statements:
            if item.kind != "import" or not isinstance(item.value, nodes.Array):
                continue
            there = exported(self._files.get(self._beside(item.about), ()))
            for name in item.value.items:
                assert isinstance(name, nodes.Name)  # noqa: S101 - reading makes no other
                if name.name not in there:
                    yield f"line {item.line}: {item.about} has no {name.name}"
                else:
                    self._types[name.name] = there[name.name]
                if not any(one.about == name.name for one in self._statements):
                    yield f"line {item.line}: {name.name} is not used"

    def _beside(self, path: str) -> Path:
        parts: list[str] = []
        for part in (self._path.parent / path).parts:
            if part == "..":
                parts.pop()
            else:
                parts.append(part)
        return Path(*parts)

    def _names(self, item: Statement, seen: set[str]) -> Iterator[str]:
        local = {
            name
            for node in below(item.value)
            if isinstance(node, nodes.Loop | nodes.Function)
            for name in node.names
        }
        for node in below(item.value):
            if isinstance(node, nodes.Name):
                seen.add(node.name)
                if node.name not in local | self._declared.keys():
                    yield f"line {node.line}: {node.name} is not declared"
            elif isinstance(node, nodes.Call) and node.of is None and node.name not in _FUNCTIONS:
                yield f"line {item.line}: {node.name}() is no function that is used here"
            elif isinstance(node, nodes.Access):
                yield from self._access(node)

    def _access(self, node: nodes.Access) -> Iterator[str]:
        path, root = [node.name], node.of
        while isinstance(root, nodes.Access):
            path.insert(0, root.name)
            root = root.of
        item = self._declared.get(root.name) if isinstance(root, nodes.Name) else None
        if item is None:
            return
        where = f"line {node.line}: {item.name}"
        if item.kind == "resource" and item.about in self._published.types:
            # What every resource has, whatever its type says.
            if path != ["id"] and not self._published.has(item.about, path):
                yield f"{where} has no {'.'.join(path)}"
        elif item.kind == "module" and path[0] == "outputs":
            outputs = self._of(item, "output")
            if len(path) > 1 and path[1] not in outputs:
                yield f"{where} has no output {path[1]}"
        elif item.kind == "param" and item.about in self._types:
            there = keys(self._types[item.about])
            if path[0] not in there:
                yield f"{where} has no {path[0]}"

    def _of(self, module: Statement, kind: str) -> dict[str, Statement]:
        statements = self._files.get(self._beside(module.about), ())
        return {item.name: item for item in statements if item.kind == kind}

    def _module(self, item: Statement) -> Iterator[str]:
        if self._beside(item.about) not in self._files:
            yield f"line {item.line}: there is no {item.about}"
            return
        body = item.value
        while isinstance(body, nodes.Condition | nodes.Loop):
            body = body.body
        given = body.get("params") if isinstance(body, nodes.Object) else None
        names = (
            {one.key.plain for one in given.properties}
            if isinstance(given, nodes.Object)
            else set()
        )
        wanted = self._of(item, "param")
        for name in sorted(map(str, names - wanted.keys())):
            yield f"line {item.line}: {item.about} takes no {name}"
        for name, one in wanted.items():
            if one.value is None and name not in names:
                yield f"line {item.line}: {item.about} wants {name}"
