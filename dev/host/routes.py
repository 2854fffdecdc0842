"""Which function answers a request (functions-host.md, HTTP).

Routes are tried in function-name order and the first match wins; a wrong method is no match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from .constraints import Check, parse_constraint
from .functions import Function, HostError

_PARAMETER = re.compile(
    r"\{(?P<rest>\*{0,2})(?P<name>\w+)(?P<checks>(?::[^:(){}?=]+(?:\(.*?\))?)*)"
    r"(?:=(?P<default>[^?}]*))?(?P<optional>\?)?\}"
)
_CHECK = re.compile(r":([^:()]+(?:\(.*?\))?)")
_RESERVED = ("admin", "runtime")


@dataclass(frozen=True, slots=True)
class Route:
    """A function's route, compiled: `pattern` matches a decoded path without its first slash."""

    function: Function
    template: str
    methods: frozenset[str]
    pattern: re.Pattern[str]
    checks: tuple[tuple[str, Check], ...]
    defaults: tuple[tuple[str, str], ...]

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """Return the route's parameters, None if method, path or a constraint do not fit."""
        if self.methods and method not in self.methods:
            return None
        found = self.pattern.fullmatch(path)
        if found is None:
            return None
        given = {name: value for name, value in found.groupdict().items() if value}
        if not all(check(given[name]) for name, check in self.checks if name in given):
            return None
        return {**dict(self.defaults), **given} if self.defaults else given


class Router:
    """All routes of an app, in the order in which they are tried."""

    def __init__(self, functions: Iterable[Function], prefix: str) -> None:
        """Compile the routes. Raises HostError for a reserved, broken or doubled route."""
        self.routes: list[Route] = []
        for function in functions:
            if function.trigger.type.lower() == "httptrigger":
                route = _compile(function, prefix)
                self._refuse_conflict(route)
                self.routes.append(route)

    def find(self, method: str, raw_path: str) -> tuple[Function, dict[str, str]] | None:
        """Return the function and its route parameters, None if there is none (404)."""
        path = unquote(raw_path.replace("%2F", "%252F").replace("%2f", "%252f"))
        path = path[1:-1] if path.endswith("/") else path[1:]
        for route in self.routes:
            parameters = route.match(method, path)
            if parameters is not None:
                return route.function, parameters
        return None

    def _refuse_conflict(self, new: Route) -> None:
        for route in self.routes:
            overlap = not route.methods or not new.methods or route.methods & new.methods
            if overlap and route.template.lower() == new.template.lower():
                raise HostError(
                    f"The route {new.template!r} of function {new.function.name} conflicts with "
                    f"the route of function {route.function.name}: their methods overlap"
                )


def _compile(function: Function, prefix: str) -> Route:
    raw = function.trigger.raw
    template = str(raw.get("route") or function.name).strip("/")
    if template.lower().startswith(_RESERVED):
        raise HostError(
            f"The route {template!r} of function {function.name} conflicts with one or more "
            f"built in routes: it may not start with {' or '.join(_RESERVED)}"
        )
    methods = frozenset(str(method).upper() for method in raw.get("methods") or ())
    checks: list[tuple[str, Check]] = []
    defaults: list[tuple[str, str]] = []
    try:
        pattern = re.escape(prefix)
        for segment in template.split("/"):
            pattern += _segment(segment, checks, defaults, first=not pattern)
        # A segment may hold a line feed (%0A).
        compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    except (ValueError, re.error) as error:
        raise HostError(f"The route {template!r} of {function.name}: {error}") from error
    return Route(function, template, methods, compiled, tuple(checks), tuple(defaults))


def _segment(
    segment: str, checks: list[tuple[str, Check]], defaults: list[tuple[str, str]], *, first: bool
) -> str:
    pattern, end, omittable = "", 0, False
    for part in _PARAMETER.finditer(segment):
        name = part["name"]
        pattern += re.escape(segment[end : part.start()])
        end = part.end()
        pattern += f"(?P<{name}>{'.*' if part['rest'] else '[^/]+?'})"
        omittable = bool(part["rest"] or part["optional"] or part["default"] is not None)
        checks += [(name, parse_constraint(check[1])) for check in _CHECK.finditer(part["checks"])]
        if part["default"] is not None:
            defaults.append((name, part["default"]))
    literal = segment[end:]
    if "{" in literal or "}" in literal:
        raise ValueError(f"{segment!r} is not a route segment that the local host understands")
    pattern = ("" if first else "/") + pattern + re.escape(literal)
    return f"(?:{pattern})?" if omittable else pattern
