"""The shape of the body of POST /api/InviteUser: every bound, and the pointer to it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.company_rules import MAX_LENGTH
from shared.domain.errors import MalformedRequest
from shared.web.invitation_body import LARGEST, read_body
from tests.unit.web.bodies import PERSON, RIGHT, command, put

BOUNDS = [
    ("/guest/name", 120),
    ("/inviter/name", 120),
    ("/organisation", 120),
    ("/message", 2000),
    ("/roles/0", 120),
    *((f"/company/{name}", 200) for name in ("legalName", "streetAddress", "cityArea", "city")),
    ("/company/countryArea", 200),
    ("/company/contactName", 200),
    ("/company/postalCode", 20),
    ("/company/sortingCode", 20),
    ("/company/taxNumber", 40),
    ("/company/phone", 40),
    ("/company/website", 500),
    ("/company/contactEmail", 254),
    ("/company/country", 2),
    ("/language", 35),
    ("/redirectUrl", 2000),
]


@pytest.mark.parametrize(("pointer", "longest"), BOUNDS)
def test_every_text_has_its_bound(pointer: str, longest: int) -> None:
    with pytest.raises(MalformedRequest) as caught:
        command(put(pointer, "é" * (longest + 1)))
    assert (caught.value.status, caught.value.pointer) == (422, pointer)
    assert str(longest) in caught.value.detail
    free = pointer not in {"/roles/0", "/company/country", "/language", "/redirectUrl"}
    if free:
        command(put(pointer, "é" * longest))


def test_the_bounds_of_a_company_are_those_of_its_page() -> None:
    bounds = {pointer.split("/")[-1]: n for pointer, n in BOUNDS if "company" in pointer}
    assert bounds == MAX_LENGTH


@pytest.mark.parametrize("pointer", ["/guest/email", "/inviter/email"])
@pytest.mark.parametrize("text", ["", "a@", "x" * 250 + "@b.example"])
def test_addresses_have_bounds(pointer: str, text: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        command(put(pointer, text))
    assert caught.value.pointer == pointer


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/guest", ...),
        ("/guest", None),
        ("/guest", "x"),
        ("/guest", [PERSON]),
        ("/guest/email", ...),
        ("/guest/email", 1),
        ("/guest/name", ""),
        ("/guest/phone", "x"),
        ("/inviter", ...),
        ("/inviter/name", None),
        ("/organisation", ...),
        ("/organisation", {"name": "x"}),
        ("/message", 1.5),
        ("/language", False),
        ("/roles", "customer"),
        ("/roles", {}),
        ("/roles/0", None),
        ("/roles/1", 7),
        ("/roles/1", ""),
        ("/roles", ["customer"] * 21),
        ("/company", []),
        ("/company/city", 1),
        ("/company/town", "x"),
        ("/redirectUrl", 1),
        ("/bulk", "true"),
        ("/bulk", 1),
        ("/bulk", None),
        ("/unknown", 1),
        ("/", 1),
    ],
)
def test_a_wrong_shape_is_pointed_at(pointer: str, value: Any) -> None:
    with pytest.raises(MalformedRequest) as caught:
        command(put(pointer, value))
    assert (caught.value.status, caught.value.pointer) == (422, pointer)


@pytest.mark.parametrize(
    ("name", "pointer"),
    [("a/b", "/a~1b"), ("a~b", "/a~0b"), ("~1", "/~01"), ("a`b", "/a`b"), ("a\nb", "/a\nb")],
)
def test_a_pointer_is_escaped(name: str, pointer: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        command(RIGHT | {name: 1})
    assert caught.value.pointer == pointer


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b'{"organisation": "\xff"}', 400),
        (b'{"organisation": "\\ud800"}', 400),
        (b'{"organisation": "\\udc00\\ud800"}', 400),
        (b"[]", 422),
        (b"null", 422),
        (b"[" * 60_000, 422),
        (b" " * (LARGEST + 1), 413),
        (b"x" * (LARGEST + 1), 413),
    ],
)
def test_what_is_no_json_object(data: bytes, status: int) -> None:
    with pytest.raises(MalformedRequest) as caught:
        read_body(data)
    assert (caught.value.status, caught.value.pointer) == (status, "")


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_a_body_or_malformed(data: bytes) -> None:
    with pytest.raises(MalformedRequest):
        read_body(data)


def test_a_body_of_the_largest_size_is_read() -> None:
    data = json.dumps(RIGHT).encode()
    assert read_body(data + b" " * (LARGEST - len(data))).organisation == "GFMS"
