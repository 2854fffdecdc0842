"""What a body of the right shape becomes, and which rules it may break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.company import FIELDS, CompanyData
from shared.domain.errors import InvalidRequest
from shared.domain.invitation import Person
from shared.usecases.create_invitation import InviteGuest
from tests.unit.web.bodies import RIGHT, command, put


def test_everything_arrives_normalised() -> None:
    made = command(
        RIGHT
        | {
            "guest": {"email": " Willy@Bücher.example ", "name": "  Willy \u00a0 URS "},
            "message": " one\r\ntwo ",
            "language": "zh-HK",
            "company": {"legalName": " URS  AG ", "country": "CH"},
            "roles": ["guide", "customer", "guide"],
            "redirectUrl": "https://rconnect.example/a",
        },
        idempotency_key="key",
        respond_async=True,
    )
    assert made == InviteGuest(
        guest=Person("Willy URS", "willy@xn--bcher-kva.example"),
        inviter=Person("x", "a@b.example"),
        organisation="GFMS",
        language="zh-Hant",
        message="one\ntwo",
        company=CompanyData(legalName="URS AG", country="CH"),
        roles=("guide", "customer"),
        redirect_url="https://rconnect.example/a",
        idempotency_key="key",
        respond_async=True,
    )


def test_what_is_left_out_has_its_default() -> None:
    made = command(RIGHT)
    assert made.language_open
    assert (made.language, made.roles) == ("en", ("customer",))
    assert (made.message, made.redirect_url, made.company) == ("", "", CompanyData())
    assert (made.idempotency_key, made.respond_async) == ("", False)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/guest/email", "no address"),
        ("/guest/email", "a+b@kunde.example"),
        ("/guest/name", " \u00a0 "),
        ("/guest/name", "a\nb"),
        ("/inviter/email", "no address"),
        ("/inviter/name", "\u202ea"),
        ("/organisation", "\t"),
        ("/message", "a\x00b"),
        ("/language", "tlh"),
        ("/roles/0", "administrator"),
        ("/roles/1", "Customer"),
        ("/company/country", "XX"),
        ("/redirectUrl", "https://evil.example"),
        *((f"/company/{name}", "\x07") for name in FIELDS if name != "country"),
    ],
)
def test_a_broken_rule_is_pointed_at(pointer: str, value: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        command(put(pointer, value))
    assert {fault.pointer for fault in caught.value.faults} == {pointer}
    assert all(fault.detail for fault in caught.value.faults)


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\r\nb", "<b>\"'&"])
def test_lines_and_html_of_a_message_are_fine(text: str) -> None:
    assert command(put("/message", text)).message == text.replace("\r", "")


@pytest.mark.parametrize(
    "url",
    [
        "https://rconnect.example",
        "https://rconnect.example/a/../b?c=d#e",
        "HTTPS://RCONNECT.EXAMPLE/",
        "https://invite.example/api/Welcome",
    ],
)
def test_an_allowed_redirect(url: str) -> None:
    assert command(RIGHT | {"redirectUrl": url}).redirect_url == url


@pytest.mark.parametrize(
    "url",
    [
        " https://rconnect.example",
        "https://rconnect.example/a\tb",
        "https://rconnect.example/\\evil.example",
        "https://rconnect.example/@evil.example",
        "https://rconnect.example/\x00",
        "https://[",
    ],
)
def test_an_odd_spelling_of_a_redirect(url: str) -> None:
    with pytest.raises(InvalidRequest):
        command(RIGHT | {"redirectUrl": url})


@given(st.text("hps:/\\@.#?%rconectxamlevi[]:0 \t", max_size=40))
def test_no_spelling_of_a_redirect_leaves_the_allow_list(text: str) -> None:
    for url in (text, f"https://rconnect.example{text}", f"https:{text}rconnect.example"):
        try:
            found = command(RIGHT | {"redirectUrl": url}).redirect_url
        except InvalidRequest:
            continue
        allowed = ("https://rconnect.example", "https://invite.example")
        assert not found or found.lower().startswith(allowed)
        rest = found[len("https://rconnect.example") :]
        assert not rest or rest[0] in "/?#"


def test_an_invitation_is_a_single_one_unless_it_says_otherwise() -> None:
    assert not command(RIGHT).bulk
    assert command(RIGHT | {"bulk": True}).bulk
