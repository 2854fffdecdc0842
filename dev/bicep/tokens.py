"""Bicep's tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dev.bicep.nodes import BicepError

_TOKEN = re.compile(
    r"(?P<space>[ \t\r]+|//[^\n]*|/\*.*?\*/|\#[^\n]*)"
    r"|(?P<newline>\n)"
    r"|(?P<block>'''.*?''')"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<number>\d+)"
    r"|(?P<mark>=>|\?\?|\.\?|::|&&|\|\||==|!=|=~|!~|<=|>=|[{}\[\]().,:?@=<>!+\-*/%|])",
    re.DOTALL,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "'": "'", "\\": "\\", "$": "$"}


@dataclass(frozen=True)
class Token:
    """A token; `inner` holds the tokens of what a string interpolates, between plain texts."""

    kind: str
    text: str
    line: int
    inner: "tuple[str | tuple[Token, ...], ...]" = ()


def tokens(source: str) -> list[Token]:
    """Return the tokens of a file, without spaces and comments; raise BicepError."""
    found, rest = _read(source, 0, 1, closing=False)
    assert rest == len(source)  # noqa: S101 - only a closing brace ends it earlier
    return found


def _read(source: str, at: int, line: int, *, closing: bool) -> tuple[list[Token], int]:
    """Return tokens from `at` on, up to the brace that closes an interpolation."""
    found: list[Token] = []
    depth = 0
    while at < len(source):
        if source[at] == "'" and not source.startswith("'''", at):
            token, at = _string(source, at, line)
            found.append(token)
            continue
        match = _TOKEN.match(source, at)
        if match is None:
            raise BicepError(f"line {line}: {source[at]!r} begins no token")
        kind, text = str(match.lastgroup), match[0]
        if closing and text in "{}" and kind == "mark":
            depth += 1 if text == "{" else -1
            if depth < 0:
                return found, at
        if kind == "block":
            found.append(Token("string", "", line, (text[3:-3].removeprefix("\n"),)))
        elif kind != "space":
            found.append(Token(kind, text, line))
        line += text.count("\n")
        at = match.end()
    return found, at


def _string(source: str, at: int, line: int) -> tuple[Token, int]:
    parts: list[str | tuple[Token, ...]] = []
    pieces = list(_pieces(source, at + 1, line))
    for piece, _ in pieces:
        if isinstance(piece, str) and parts and isinstance(parts[-1], str):
            parts[-1] += piece
        else:
            parts.append(piece)
    return Token("string", "", line, tuple(parts)), pieces[-1][1] + 1


def _pieces(source: str, at: int, line: int) -> Iterator[tuple[str | tuple[Token, ...], int]]:
    """Yield each piece of a string with where it ends; the last one ends at its quote."""
    yield "", at
    while at < len(source) and source[at] not in "'\n":
        if source.startswith("${", at):
            inner, at = _read(source, at + 2, line, closing=True)
            yield tuple(inner), (at := at + 1)
        elif source[at] == "\\":
            if source[at + 1] not in _ESCAPES:
                raise BicepError(f"line {line}: \\{source[at + 1]} is no escape")
            yield _ESCAPES[source[at + 1]], (at := at + 2)
        else:
            yield source[at], (at := at + 1)
    if at >= len(source) or source[at] != "'":
        raise BicepError(f"line {line}: a string does not end")
