"""Forms that browsers post."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import MalformedRequest
from shared.web.form import LARGEST, posted
from tests.unit.web.requests import request


def read(body: bytes) -> dict[str, str]:
    return posted(request("POST", body=body))


def test_a_form_is_read() -> None:
    assert read(b"a=1&b=%C3%A9+x&c=&a=2") == {"a": "1", "b": "é x", "c": ""}
    assert read(b"") == {}
    assert read(b"=&&x") == {"": "", "x": ""}


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"x" * (LARGEST + 1), 413), (b"\xff=1", 400), (b"&".join([b"a=1"] * 101), 400)],
)
def test_what_cannot_be_read(body: bytes, status: int) -> None:
    with pytest.raises(MalformedRequest) as caught:
        read(body)
    assert caught.value.status == status


@given(st.binary(max_size=80))
def test_any_bytes_are_a_form_or_malformed(body: bytes) -> None:
    try:
        fields = read(body)
    except MalformedRequest:
        return
    assert all(isinstance(value, str) for value in fields.values())
