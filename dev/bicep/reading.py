"""Reads a file of Bicep, or one with parameters."""

from pathlib import Path

from dev.bicep import nodes
from dev.bicep.expressions import Expressions
from dev.bicep.nodes import BicepError, Statement
from dev.bicep.tokens import tokens


def read(source: str) -> list[Statement]:
    """Return the statements of a file; raise BicepError."""
    reader = Expressions(tokens(source))
    found: list[Statement] = []
    while True:
        reader.lines()
        if reader.next.kind == "end":
            break
        decorators: list[nodes.Call] = []
        while reader.took("@"):
            decorator = reader.expression()
            if not isinstance(decorator, nodes.Call):
                raise BicepError(f"line {reader.next.line}: a decorator is a call")
            decorators.append(decorator)
            reader.lines()
        found.append(_statement(reader, tuple(decorators)))
        if reader.next.kind not in {"newline", "end"}:
            raise BicepError(f"line {reader.next.line}: {reader.next.text!r} after a statement")
    return found


def read_folder(folder: Path) -> dict[Path, list[Statement]]:
    """Return the statements of every .bicep file below a folder, by its path from there."""
    files = sorted(folder.rglob("*.bicep"))
    return {file.relative_to(folder): read(file.read_text(encoding="utf-8")) for file in files}


def _statement(reader: Expressions, decorators: tuple[nodes.Call, ...]) -> Statement:
    keyword = reader.take(kind="name")
    kind, line = keyword.text, keyword.line
    if kind in {"targetScope", "using"}:
        reader.took("=")
        return Statement(kind, "", "", reader.expression(), line)
    if kind == "extension":
        return Statement(kind, reader.take(kind="name").text, "", None, line)
    if kind == "import":
        names = reader.expression() if reader.next.text != "{" else _imported(reader)
        reader.take("from")
        path = reader.text(reader.take(kind="string")).plain or ""
        return Statement(kind, "", path, names, line)
    name = reader.take(kind="name").text
    if kind in {"resource", "module"}:
        about = reader.text(reader.take(kind="string")).plain or ""
        existing = reader.took("existing")
        reader.take("=")
        return Statement(kind, name, about, reader.body(), line, existing, decorators)
    if kind not in {"param", "var", "output", "type"}:
        raise BicepError(f"line {line}: {kind!r} begins no statement")
    about = "" if reader.next.text == "=" else _type(reader)
    if kind == "type":
        reader.take("=")
        return Statement(kind, name, "", _union(reader), line, decorators=decorators)
    value = reader.expression() if reader.took("=") else None
    return Statement(kind, name, about, value, line, decorators=decorators)


def _type(reader: Expressions) -> str:
    name = reader.take(kind="name").text
    while reader.took("["):
        reader.take("]")
        name += "[]"
    return name


def _union(reader: Expressions) -> nodes.Node:
    found = [reader.expression()]
    while reader.took("|"):
        found.append(reader.expression())
    return found[0] if len(found) == 1 else nodes.Array(tuple(found))


def _imported(reader: Expressions) -> nodes.Node:
    reader.take("{")
    found: list[nodes.Node] = []
    while not reader.took("}"):
        token = reader.take(kind="name")
        found.append(nodes.Name(token.text, token.line))
        reader.took(",")
    return nodes.Array(tuple(found))
