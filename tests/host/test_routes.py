"""functions-host.md, HTTP: which function answers."""

from __future__ import annotations

from typing import Any

import pytest
from yarl import URL

from dev.host import HostError
from dev.host.functions import Binding, Function
from dev.host.routes import Router

from .conftest import App


def http(name: str, route: str | None = None, methods: list[str] | None = None) -> Function:
    raw: dict[str, Any] = {"route": route, "methods": methods}
    return Function(name, name, Binding("req", "httpTrigger", raw), {})


async def test_prefix_is_api_unless_host_json_says_otherwise(web: App) -> None:
    """Row: prefix `api`, from `extensions.http.routePrefix`."""
    assert await web.text("/api/hello") == "hello"
    assert await web.status("GET", "/hello") == 404


async def test_no_route_means_the_functions_name(web: App) -> None:
    """Row: no route means the function's name."""
    assert await web.text("/api/NoRoute") == "no route"


async def test_paths_ignore_case(web: App) -> None:
    """Row: route templates are case-insensitive."""
    assert await web.text("/API/hELLo") == "hello"


async def test_a_trailing_slash_is_ignored_and_an_escaped_one_is_kept(web: App) -> None:
    """Row: ASP.NET route templates."""
    assert await web.text("/api/hello/") == "hello"
    assert '"word": "a%2Fb c"' in await web.text(URL("/api/echo/a%2Fb%20c", encoded=True))


async def test_optional_parameters(web: App) -> None:
    """Row: ASP.NET route templates; an optional parameter that is missing is not passed."""
    assert '"route": {}' in await web.text("/api/echo")
    assert '"route": {"word": "x"}' in await web.text("/api/echo/x")
    assert await web.status("GET", "/api/echo/x/y") == 404


async def test_constraints_choose_the_function(web: App) -> None:
    """Row: ASP.NET route templates with constraints."""
    guid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
    assert await web.text("/api/items/-5") == "number -5"
    assert await web.text(f"/api/items/{guid}") == f"guid {guid}"
    assert await web.status("GET", "/api/items/99999999999") == 404
    assert await web.status("GET", f"/api/items/{guid}0") == 404


async def test_defaults_and_catch_all(web: App) -> None:
    """Row: ASP.NET route templates."""
    assert await web.text("/api/files") == "inbox None"
    assert await web.text("/api/files/sent/2026/a.txt") == "sent 2026/a.txt"


def test_a_path_may_hold_a_line_feed() -> None:
    router = Router([http("Rest", "x/{*rest}"), http("One", "y/{one}/z")], "api")
    assert router.find("GET", "/api/x/a%0Ab/c") is not None
    assert router.find("GET", "/api/y/%0A/z") is not None


@pytest.mark.parametrize(
    ("constraint", "fits", "refused"),
    [
        ("long", "9223372036854775807", "9223372036854775808"),
        ("bool", "True", "yes"),
        ("alpha", "Abc", "a1"),
        ("decimal", "1.5", "1.5.5"),
        ("min(5)", "5", "4"),
        ("max(5)", "5", "6"),
        ("range(2,4)", "4", "5"),
        ("minlength(2)", "ab", "a"),
        ("maxlength(2)", "ab", "abc"),
        ("length(2)", "ab", "abc"),
        ("length(1,2)", "ab", "abc"),
        (r"regex(^\d-x$)", "1-x", "1-y"),
        ("int:min(5)", "5", "4"),
    ],
)
def test_each_constraint(constraint: str, fits: str, refused: str) -> None:
    """Row: ASP.NET route templates with constraints."""
    router = Router([http("One", f"x/{{value:{constraint}}}")], "api")
    assert router.find("GET", f"/api/x/{fits}") is not None
    assert router.find("GET", f"/api/x/{refused}") is None


@pytest.mark.parametrize("route", ["x/{value:unheard}", "x/{value", "x/{a}/{a}"])
def test_a_route_that_is_not_understood_fails_start_up(route: str) -> None:
    """Row: ASP.NET route templates; what the local host does not know is said at start."""
    with pytest.raises(HostError, match="One"):
        Router([http("One", route)], "api")


async def test_first_match_in_function_name_order_wins(web: App) -> None:
    """Row: tried in function-name order, the first match wins; how specific does not count."""
    assert await web.text("/api/first/exact") == "wide"


async def test_function_names_are_ordered_ignoring_case(web: App) -> None:
    """Row: function-name order (ignoring case)."""
    names = [function.name for function in web.host.functions]
    assert names == sorted(names, key=str.lower)
    assert names != sorted(names)


@pytest.mark.parametrize("route", ["admin/x", "Runtime/x", "administrators"])
def test_reserved_routes_fail_start_up(route: str) -> None:
    """Row: routes may not start with `admin` or `runtime`."""
    with pytest.raises(HostError, match=r"Taken.*built in"):
        Router([http("Taken", route)], "api")


@pytest.mark.parametrize(("one", "other"), [(["get", "POST"], ["post"]), (None, ["GET"])])
def test_one_route_with_overlapping_methods_fails_start_up(
    one: list[str] | None, other: list[str] | None
) -> None:
    """Row: two functions with one route and an overlapping method fail start-up."""
    with pytest.raises(HostError, match=r"'A/b'.*Second.*First"):
        Router([http("First", "a/b", one), http("Second", "A/b", other)], "api")


async def test_one_route_with_disjoint_methods_is_fine(web: App) -> None:
    """Row: disjoint methods are fine."""
    assert await web.text("/api/hello") == "hello"
    async with web.client.post("/api/hello", data=b"posted") as response:
        assert await response.read() == b"posted"


async def test_a_wrong_method_is_404(web: App) -> None:
    """Row: wrong method: 404, never 405."""
    assert await web.status("PUT", "/api/hello") == 404


async def test_no_methods_means_all(web: App) -> None:
    """Row: no methods given means all of them."""
    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"):
        assert await web.status(method, "/api/echo") == 200


async def test_head_is_a_method_of_its_own(web: App) -> None:
    """Row: HEAD is a method of its own: a function for GET alone does not answer it."""
    async with web.client.head("/api/hello") as response:
        assert response.status == 200
        assert response.headers["Content-Length"] == "5"
    router = Router([http("Read", "read", ["GET"])], "api")
    assert router.find("HEAD", "/api/read") is None
