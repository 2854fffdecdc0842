"""The API's document: every route stands in it and nothing else; what it shows is valid."""

import importlib
import re
import sys
from typing import Any

import azure.functions as func
import msgspec
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from DescribeApi import SEGMENTS
from shared.web.list_query import COUNTS, LONGEST, list_query
from shared.web.openapi.document import OPERATIONS, document, written
from shared.web.openapi.methods import allowed
from shared.web.openapi.reading import sections, shapes

_KEYS = {"get", "post", "delete", "put", "patch"}
_OPEN = {"InviteUser", "health"}


def _registered() -> dict[tuple[str, str], str]:
    """Return name by method and path of every function for keys, tokens or guests' links."""
    function_app = importlib.import_module("function_app")
    # Others of its name are loaded by the tests of the host.
    del sys.modules["function_app"]
    found = {}
    for builder in function_app.app._function_builders:
        function = builder._function
        trigger = function.get_trigger()
        if not isinstance(trigger, func.decorators.http.HttpTrigger):
            continue
        # An id that is none is no address of the API.
        route = str(trigger.route).replace(":guid}", "}")
        level = str(getattr(trigger.auth_level, "value", trigger.auth_level)).lower()
        if level == "function" or route.startswith("entra/") or route in _OPEN:
            for method in trigger.methods or ():
                name = str(getattr(method, "value", method)).lower()
                found[name, f"/{route}"] = str(function.get_function_name())
    del found["head", "/InviteUser"]  # answered as GET is
    return found


def _documented() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method, path): operation
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if method in _KEYS
    }


def test_every_route_is_documented_and_every_documented_route_is_there() -> None:
    names = {place: one["operationId"] for place, one in _documented().items()}
    assert names == _registered()


def test_the_document_is_openapi() -> None:
    validate(msgspec.json.decode(written()))


def test_who_may_call_is_told() -> None:
    for (method, path), operation in _documented().items():
        wanted = "accessToken" if path.startswith("/entra/") else "functionKey"
        open_ = (method, path) in {("get", "/InviteUser"), ("get", "/health")}
        assert operation["security"] == ([] if open_ else [{wanted: []}])


def test_path_parameters_are_those_of_the_path() -> None:
    for (_, path), operation in _documented().items():
        named = [one["name"] for one in operation["parameters"] if one["in"] == "path"]
        assert named == re.findall(r"\{(\w+)\}", path)


def test_the_lists_parameters_are_those_that_are_read() -> None:
    for name in ("/Invitations", "/Invitations/export"):
        documented = {one["name"] for one in document()["paths"][name]["get"]["parameters"]}
        known = documented - {"format"}
        list_query(dict.fromkeys(known, ""), also=frozenset({COUNTS}))
        assert set(LONGEST) - {"continuation"} <= documented


def _examples() -> list[tuple[str, dict[str, Any], Any]]:
    found = []
    for operation in _documented().values():
        contents = [operation.get("requestBody", {}).get("content", {})]
        contents += [one.get("content", {}) for one in operation["responses"].values()]
        found += [
            (operation["operationId"], media["schema"], media["example"])
            for content in contents
            for media in content.values()
            if "example" in media
        ]
    return found


@pytest.mark.parametrize(("name", "schema", "example"), _examples())
def test_examples_are_valid(name: str, schema: dict[str, Any], example: Any) -> None:
    whole = {"components": document()["components"]} | schema
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(example)


def test_examples_of_bodies_are_decoded() -> None:
    for one in OPERATIONS:
        if one.body and one.body.shape:
            content = document()["paths"][one.path][one.method.lower()]["requestBody"]["content"]
            example = content["application/json"]["example"]
            assert msgspec.convert(example, one.body.shape) == one.body.example


def test_no_name_hides_two_shapes() -> None:
    assert all(name.isidentifier() for name in document()["components"]["schemas"])


def test_the_page_has_every_operation_and_every_shape() -> None:
    told = [one for every in sections(document()).values() for one in every]
    assert {one.path for one in told} | {one.entra for one in told} - {""} == set(
        document()["paths"]
    )
    names = {one.name for one in shapes(document())}
    assert names == set(document()["components"]["schemas"])
    linked = {member.shape for one in shapes(document()) for member in one.members}
    assert linked - {""} <= names


def test_links_lead_to_operations_and_their_parameters() -> None:
    every = {one["operationId"]: one for one in _documented().values()}
    links = [
        (one["operationId"], link)
        for one in every.values()
        for answer in one["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert {"InviteUser", "EntraInviteUser", "ListInvitations"} <= {name for name, _ in links}
    for name, link in links:
        target = every[link["operationId"]]
        assert set(link["parameters"]) <= {one["name"] for one in target["parameters"]}
        same_way = target["security"] in ([], every[name]["security"])
        assert same_way, f"{name} leads to {link['operationId']}"


def test_what_an_address_takes_is_what_is_documented() -> None:
    for method, path in _documented():
        address = path.replace("{id}", "0F5D8A4E-6f0b-4b69-9a53-3f6a5f4f8f10").replace(
            "{name}", "x"
        )
        assert method.upper() in allowed(address)
    assert {path.split("/")[1] for _, path in _documented()} == set(SEGMENTS)


def test_what_takes_every_method_is_asked_last() -> None:
    """The host tries routes in the order of the functions' names, ignoring case."""
    names = [name.lower() for name in _registered().values()]
    assert max(names) < "unanswered"
