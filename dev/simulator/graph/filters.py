"""$filter of GET /users: the forms that facts.md section 1 (CUST) gives for finding an address."""

import re
from collections.abc import Callable

from dev.simulator.graph.errors import bad_request, no_such_property
from dev.simulator.graph.models import COLLECTIONS, PROPERTIES, property_of
from dev.simulator.state import Guest

Predicate = Callable[[Guest], bool]

_TEXT = r"'((?:[^']|'')*)'"
_COMPARISON = re.compile(rf"\s*(\w+)\s+(eq|ne)\s+(?:{_TEXT}|(null|true|false))")
_ANY = re.compile(rf"\s*(\w+)/any\(\s*(\w+)\s*:\s*\2\s+eq\s+{_TEXT}\s*\)")
_OR = re.compile(r"\s+or(?=\s)")
_WORDS: dict[str, bool | None] = {"null": None, "true": True, "false": False}


def parse_filter(text: str) -> Predicate:
    """Return a test for users.

    Understood: `property eq|ne 'text'`, `collection/any(x:x eq 'text')`, joined by `or`; a
    quote in a text is doubled; texts compare without regard to case. Raises GraphError 400.
    """
    clauses: list[Predicate] = []
    position = 0
    while True:
        clause, position = _clause(text, position)
        clauses.append(clause)
        if not text[position:].strip():
            return lambda guest: any(clause(guest) for clause in clauses)
        joint = _OR.match(text, position)
        if joint is None:
            raise bad_request(f"Invalid filter clause: syntax error at position {position}.")
        position = joint.end()


def _clause(text: str, position: int) -> tuple[Predicate, int]:
    if match := _ANY.match(text, position):
        name, _, value = match.groups()
        if name not in COLLECTIONS:
            raise no_such_property(name)
        return _contains(name, _unquote(value)), match.end()
    if match := _COMPARISON.match(text, position):
        name, operator, value, word = match.groups()
        if name not in PROPERTIES or name in COLLECTIONS:
            raise no_such_property(name)
        wanted = _unquote(value) if word is None else _WORDS[word]
        return _equals(name, wanted, negated=operator == "ne"), match.end()
    raise bad_request(f"Invalid filter clause: syntax error at position {position}.")


def _equals(name: str, wanted: str | bool | None, *, negated: bool) -> Predicate:
    return lambda guest: (_folded(property_of(guest, name)) == _folded(wanted)) != negated


def _contains(name: str, wanted: str) -> Predicate:
    return lambda guest: wanted.lower() in [item.lower() for item in property_of(guest, name)]


def _folded(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _unquote(value: str) -> str:
    return value.replace("''", "'")
