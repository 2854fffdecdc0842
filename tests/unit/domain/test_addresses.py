"""Addresses: what Graph takes, in one spelling, and what others may see of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.addresses import address_hash, guest_address, mail_address, masked
from shared.domain.errors import InvalidRequest

POINTER = "/guest/email"
# invitation-post, facts.md section 1; quotation marks of both kinds.
REFUSED = "~!#$%^&*()+=[]{}\\/|;:\"'<>?,`"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Willy.URS@URS-Mechanik.Example", "willy.urs@urs-mechanik.example"),
        ("  willy@kunde.example\n", "willy@kunde.example"),
        ("a@b.example", "a@b.example"),
        ("a_b-c.d9@kunde.example", "a_b-c.d9@kunde.example"),
        ("_a_@kunde.example", "_a_@kunde.example"),
        ("x@Bücher.example", "x@xn--bcher-kva.example"),
        ("x@xn--bcher-kva.example", "x@xn--bcher-kva.example"),
        ("x@例え.テスト", "x@xn--r8jz45g.xn--zckzah"),
        ("x@ｋｕｎｄｅ．example", "x@kunde.example"),
        ("x" * 64 + "@kunde.example", "x" * 64 + "@kunde.example"),
    ],
)
def test_an_address_has_one_spelling(text: str, normal: str) -> None:
    assert guest_address(text, POINTER) == mail_address(text, POINTER) == normal
    assert guest_address(normal, POINTER) == normal


@pytest.mark.parametrize("character", REFUSED)
def test_each_character_that_graph_refuses(character: str) -> None:
    for text in (f"a{character}b", f"{character}a", f"a{character}"):
        with pytest.raises(InvalidRequest) as caught:
            guest_address(f"{text}@kunde.example", POINTER)
        assert [fault.pointer for fault in caught.value.faults] == [POINTER]


@pytest.mark.parametrize("local", [".a", "a.", "-a", "a-", "-", ".", "a..b"])
def test_no_period_or_hyphen_at_an_end(local: str) -> None:
    with pytest.raises(InvalidRequest):
        guest_address(f"{local}@kunde.example", POINTER)


@pytest.mark.parametrize("text", ["o'brien@kunde.example", "a+b@kunde.example", "-a@kunde.example"])
def test_what_only_graph_refuses_is_fine_for_an_inviter(text: str) -> None:
    assert mail_address(text, POINTER) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a",
        "a@",
        "@b.example",
        "a@b",
        "a@localhost",
        "a@b..example",
        "a@-b.example",
        "a@b_c.example",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "a b@kunde.example",
        '"a b"@kunde.example',
        "a@b@kunde.example",
        "a@kunde.example, b@kunde.example",
        "A <a@kunde.example>",
        "jösef@kunde.example",
        "김@kunde.example",
        "a\u202eb@kunde.example",
        "a\x00@kunde.example",
        "a@kunde.example\r\nBcc: b@kunde.example",
        "x" * 65 + "@kunde.example",
        "x@" + "k." * 130 + "example",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        mail_address(text, POINTER)
    (fault,) = caught.value.faults
    assert fault.pointer == POINTER
    assert fault.detail


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        found = guest_address(text, POINTER)
    except InvalidRequest:
        return
    assert found == found.lower()
    assert found.isascii()
    assert not set(REFUSED) & set(found)


def test_a_hash_is_a_key_and_ignores_case() -> None:
    one = address_hash("Willy@kunde.example")
    assert one == address_hash("willy@KUNDE.example")
    assert one != address_hash("willi@kunde.example")
    assert len(one) == 40
    assert "willy" not in one


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("willy.urs@kunde.example", "w***s@kunde.example"),
        ("abc@kunde.example", "a***c@kunde.example"),
        ("ab@kunde.example", "a***@kunde.example"),
        ("a@kunde.example", "a***@kunde.example"),
        ("a@b@kunde.example", "a***b@kunde.example"),
        ("nobody", "n***"),
        ("", "***"),
    ],
)
def test_a_masked_address_tells_its_owner_only(address: str, shown: str) -> None:
    assert masked(address) == shown
