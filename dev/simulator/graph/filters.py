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
_IN = re.compile(rf"\s*(\w+)\s+in\s+\(\s*({_TEXT}(?:\s*,\s*{_TEXT})*)\s*\)")
_MOST = 15  # values that `in` takes (Graph's documented limit)
_OR = re.compile(r"\s+or(?=\s)")
_WORDS: dict[str, bool | None] = {"null": None, "true": True, "false": False}


def parse_filter(text: str) -> Predicate:
    """Return a test for users.

    Understood: `property eq|ne 'text'`, `property in ('text', ...)`,
    `collection/any(x:x eq 'text')`, joined by `or`; a quote in a text is doubled; texts compare
    without regard to case. Raises GraphError 400.
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
    if match := _IN.match(text, position):
        name, values = match[1], [_unquote(one[1]) for one in re.finditer(_TEXT, match[2])]
        if name not in PROPERTIES or name in COLLECTIONS:
            raise no_such_property(name)
        if len(values) > _MOST:
            raise bad_request(f"Too many child clauses specified in search filter: {len(values)}.")
        return _one_of(name, values), match.end()
    if match := _COMPARISON.match(text, position):
        name, operator, value, word = match.groups()
        if name not in PROPERTIES or name in COLLECTIONS:
            raise no_such_property(name)
        wanted = _unquote(value) if word is None else _WORDS[word]
        return _equals(name, wanted, negated=operator == "ne"), match.end()
    raise bad_request(f"Invalid filter clause: syntax error at position {position}.")


def _equals(name: str, wanted: str | bool | None, *, negated: bool) -> Predicate:
    return lambda guest: (_folded(property_of(guest, name)) == _folded(wanted)) != negated


def _one_of(name: str, wanted: list[str]) -> Predicate:
    folded = {one.lower() for one in wanted}
    return lambda guest: _folded(property_of(guest, name)) in folded


def _contains(name: str, wanted: str) -> Predicate:
    return lambda guest: wanted.lower() in [item.lower() for item in property_of(guest, name)]


def _folded(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _unquote(value: str) -> str:
    return value.replace("''", "'")
