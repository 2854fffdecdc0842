"""Which language a page has, and the switch to another."""

from urllib.parse import parse_qs

import pytest

from shared.domain.errors import InvitationNotFound, LinkClosed, SessionEnded, SignInFailed
from shared.domain.languages import languages, offered
from shared.web import language_choice
from shared.web.answers import answer
from shared.web.language_choice import answering, kept, switch
from shared.web.pages import language_of, page
from tests.unit.conftest import forget
from tests.unit.web.reading import Text
from tests.unit.web.requests import cookies_of, request

pytestmark = pytest.mark.usefixtures("environment")
KOREAN = {"accept-language": "ko"}


@pytest.mark.parametrize(
    ("params", "cookie", "otherwise", "browser", "language"),
    [
        ({"lang": "fr-CH"}, "__Secure-lang=hu", "zh-Hant", "ko", "fr"),
        ({}, "__Secure-lang=hu", "zh-Hant", "ko", "hu"),
        ({}, "", "zh-Hant", "ko", "zh-Hant"),
        ({}, "", "", "ko", "ko"),
        ({}, "", "", "", "en"),
        ({"lang": "tlh"}, "__Secure-lang=tlh", "", "ko", "ko"),
        ({"lang": "<script>"}, "slang=fr", "hu", "", "hu"),
        ({"lang": ""}, "a=b; __Secure-lang=zh-Hant; session=x", "", "", "zh-Hant"),
        ({}, "__Secure-lang=fr-CH", "", "", "en"),
        ({}, "__Secure-lang=fr%0d%0a", "", "", "en"),
    ],
)
def test_the_first_that_is_known_counts(
    params: dict[str, str], cookie: str, otherwise: str, browser: str, language: str
) -> None:
    asked = request(params=params, headers={"cookie": cookie, "accept-language": browser})
    assert language_of(asked, otherwise) == language


def test_who_says_nothing_gets_the_inviting_tenants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFAULT_LANGUAGE", "hu")
    forget()
    for header in ("", "tlh", "tlh, *;q=0.1"):
        assert language_of(request(headers={"accept-language": header})) == "hu"
    assert language_of(request(headers=KOREAN)) == "ko"


def test_asking_sets_the_cookie_and_nothing_else_does() -> None:
    asked = answer(InvitationNotFound(), request(params={"lang": "ko", "invitationId": "x"}))
    (line,) = asked.headers.getlist("Set-Cookie")
    assert line == "__Secure-lang=ko; Path=/api; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax"
    assert asked.headers["Content-Language"] == "ko"
    for params in ({}, {"lang": "tlh"}, {"lang": "x; Domain=evil"}):
        assert cookies_of(answer(InvitationNotFound(), request(params=params))) == {}


def test_the_cookie_comes_back() -> None:
    asked = answer(InvitationNotFound(), request(params={"lang": "zh-TW"}))
    pair = "; ".join(f"{name}={value}" for name, value in cookies_of(asked).items())
    assert kept(request(headers={"cookie": pair})) == "zh-Hant"
    closed = answer(LinkClosed("expired", "hu"), request(headers={"cookie": pair}))
    assert closed.headers["Content-Language"] == "zh-Hant"


def test_the_switch_repeats_the_address() -> None:
    params = {"invitationId": "<7ec>", "lang": "fr", "empty": ""}
    html = answer(LinkClosed("expired", "hu"), request(params=params)).get_body().decode()
    links = [link for link in Text(html).links if link.startswith("?")]
    assert [parse_qs(link[1:]) for link in links] == [
        {"invitationId": ["<7ec>"], "lang": [tag]} for tag in offered()
    ]
    assert "<7ec>" not in html
    for one in languages():
        assert f' lang="{one.tag}"' in html
        assert f"<bdi>{one.name}</bdi>" in html
    assert html.count(' aria-current="true">') == 1


def test_of_a_link_that_leads_nowhere_nothing_is_repeated() -> None:
    pages = {
        answer(InvitationNotFound(), request(params=params)).get_body()
        for params in ({}, {"invitationId": "x"}, {"invitationId": "y", "more": "z"})
    }
    assert len(pages) == 1


def test_a_query_without_end_is_left_behind() -> None:
    params = {"state": "x" * 2_000, "lang": "fr"}
    html = answer(LinkClosed("expired"), request(params=params)).get_body().decode()
    assert "x" * 100 not in html
    assert 'href="?lang=hu"' in html


def test_what_a_post_was_answered_with_has_no_switch() -> None:
    html = answer(SessionEnded(), request("POST", params={})).get_body().decode()
    assert "<details" not in html


def test_the_page_of_a_failed_sign_in_is_shown_again_by_its_reason() -> None:
    params = {"state": "secret", "code": "secret"}
    error = SignInFailed("no_guest", "detail", code="AADSTS50020")
    html = answer(error, request(params=params)).get_body().decode()
    assert 'href="?why=no_guest&amp;code=AADSTS50020&amp;lang=fr"' in html
    assert "secret" not in html


def test_a_form_goes_along_with_its_fields() -> None:
    with answering(request("POST", params={})):
        html = page("link_unknown", "fr", switch_form="company").get_body().decode()
    assert html.count('form="company" formaction="?lang=') == len(offered())
    assert html.count("formnovalidate") == len(offered())


def test_outside_of_a_request_there_is_none() -> None:
    assert switch("fr") is None
    with answering(request()):
        assert switch("fr") is not None
    assert switch("fr") is None
    assert language_choice.NAME == "lang"
