"""A page of users: $filter, $select, $top, $count and the next page."""

from collections.abc import Iterable
from typing import Any

from aiohttp import web

from dev.simulator.graph.errors import bad_request
from dev.simulator.graph.filters import parse_filter
from dev.simulator.graph.models import CONTEXT, user_json
from dev.simulator.state import Guest

PAGE_LIMIT = 999
SIMULATED_OPTIONS = frozenset({"$filter", "$select", "$top", "$skiptoken", "$count"})


def listed(request: web.Request, guests: Iterable[Guest], collection: str) -> web.Response:
    """Return the page of `guests` that the query asks for; raises GraphError 400."""
    query = request.query
    for option in query:
        if option not in SIMULATED_OPTIONS:
            raise bad_request(f"The query option '{option}' is not simulated.")
    test = parse_filter(query["$filter"]) if "$filter" in query else lambda _: True
    found = [guest for guest in guests if test(guest)]
    top, start = _number(query.get("$top", "100")), _number(query.get("$skiptoken", "0"))
    if not 1 <= top <= PAGE_LIMIT:
        raise bad_request(f"Invalid page size specified: '{top}'. Must be between 1 and 999.")
    names = selected(request)
    answer: dict[str, Any] = {"@odata.context": f"{CONTEXT}{collection}{context_of(names)}"}
    if query.get("$count") == "true":
        answer["@odata.count"] = len(found)
    if start + top < len(found):
        answer["@odata.nextLink"] = str(request.url.update_query({"$skiptoken": start + top}))
    answer["value"] = [user_json(guest, names) for guest in found[start : start + top]]
    return web.json_response(answer)


def selected(request: web.Request) -> list[str] | None:
    """Return the names in $select; None for the default ones."""
    text = request.query.get("$select", "")
    return [name.strip() for name in text.split(",") if name.strip()] or None


def context_of(names: list[str] | None) -> str:
    """Return the selected names as an @odata.context ends with them."""
    return f"({','.join(names)})" if names else ""


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise bad_request(f"Invalid number: '{text}'.")
    return int(text)
