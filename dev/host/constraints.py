"""Inline route constraints of ASP.NET, such as the `int` in `orders/{id:int}`."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

Check = Callable[[str], bool]

_HEX32 = "[0-9a-fA-F]{32}"
_DASHED = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_GUID = re.compile(rf"{_HEX32}|{_DASHED}|\{{{_DASHED}\}}|\({_DASHED}\)")
_INTEGER = re.compile(r"\s*[+-]?\d+\s*")


def _integer(bits: int) -> Check:
    limit = 1 << (bits - 1)
    return lambda text: bool(_INTEGER.fullmatch(text)) and -limit <= int(text) < limit


def _number(text: str) -> bool:
    try:
        Decimal(text.replace(",", ""))
    except InvalidOperation:
        return False
    return True


def _between(low: str, high: str) -> Check:
    is_long = _integer(64)
    return lambda text: is_long(text) and int(low) <= int(text) <= int(high)


def _length(low: str, high: str) -> Check:
    return lambda text: int(low) <= len(text) <= int(high)


_PLAIN: dict[str, Check] = {
    "int": _integer(32),
    "long": _integer(64),
    "bool": lambda text: text.strip().lower() in {"true", "false"},
    "guid": lambda text: bool(_GUID.fullmatch(text.strip())),
    "alpha": lambda text: bool(re.fullmatch("[a-zA-Z]*", text)),
    "decimal": _number,
    "double": _number,
    "float": _number,
    "required": lambda text: text != "",
}
_WITH_ARGUMENTS: dict[str, Callable[[list[str]], Check]] = {
    "min": lambda given: _between(given[0], str(2**63 - 1)),
    "max": lambda given: _between(str(-(2**63)), given[0]),
    "range": lambda given: _between(given[0], given[1]),
    "minlength": lambda given: _length(given[0], str(2**31)),
    "maxlength": lambda given: _length("0", given[0]),
    "length": lambda given: _length(given[0], given[-1]),
}


def parse_constraint(text: str) -> Check:
    """Return the check that `text` (`int`, `range(1,9)`, `regex(^a)`) names.

    Raises ValueError if it is none that the local host knows.
    """
    name, bracket, rest = text.partition("(")
    name = name.lower()
    if not bracket and name in _PLAIN:
        return _PLAIN[name]
    arguments = rest.removesuffix(")")
    if name == "regex":
        pattern = re.compile(arguments, re.IGNORECASE)
        return lambda value: bool(pattern.search(value))
    if bracket and name in _WITH_ARGUMENTS:
        return _WITH_ARGUMENTS[name]([part.strip() for part in arguments.split(",")])
    raise ValueError(f"the local host does not know the route constraint {text!r}")
