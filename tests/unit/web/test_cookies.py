"""Sealed cookies, and the session in one of them."""

from datetime import timedelta

import azure.functions as func
import pytest
import time_machine
from cryptography.fernet import Fernet

from shared.domain.errors import SessionEnded
from shared.web import cookies, session
from shared.web.headers import PREFIX
from tests.samples import NOW, SESSION_KEY
from tests.unit.conftest import forget
from tests.unit.web.requests import carrying, cookies_of, request

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("environment")


def sealed(name: str = "flow", **content: object) -> func.HttpResponse:
    response = func.HttpResponse()
    cookies.set_sealed(response, name, dict(content), HOUR)
    return response


def test_what_was_sealed_is_opened() -> None:
    response = sealed(invitation="x", flow={"state": "é"})
    opened = cookies.open_sealed(carrying(response), "flow", HOUR)
    assert opened == {"cookie": "flow", "invitation": "x", "flow": {"state": "é"}}


def test_a_browser_keeps_it_to_the_app_and_cannot_read_it() -> None:
    (line,) = sealed(secret="geheim").headers.getlist("Set-Cookie")
    attributes = {part.strip() for part in line.split(";")[1:]}
    assert attributes == {"Path=/api", "Max-Age=3600", "Secure", "HttpOnly", "SameSite=Lax"}
    value = cookies_of(sealed(secret="geheim"))[f"{PREFIX}flow"]
    assert "geheim" not in value
    # The host escapes what is not unreserved in a cookie's value and never unescapes it.
    assert value.replace("-", "").replace("_", "").isalnum()


def test_a_cookie_is_good_until_it_is_too_old() -> None:
    with time_machine.travel(NOW, tick=False) as now:
        kept = carrying(sealed())
        now.shift(HOUR)
        assert cookies.open_sealed(kept, "flow", HOUR) is not None
        now.shift(timedelta(seconds=1))
        assert cookies.open_sealed(kept, "flow", HOUR) is None


def test_a_cookie_from_the_future_is_none() -> None:
    with time_machine.travel(NOW + HOUR, tick=False):
        kept = carrying(sealed())
    with time_machine.travel(NOW, tick=False):
        assert cookies.open_sealed(kept, "flow", HOUR) is None


def test_a_cookie_under_another_name_is_none() -> None:
    value = cookies_of(sealed("flow"))[f"{PREFIX}flow"]
    moved = request(headers={"cookie": f"{PREFIX}session={value}"})
    assert cookies.open_sealed(moved, "session", HOUR) is None


@pytest.mark.parametrize(
    "header",
    ["", "N", "N=", "N=x", "N=é", 'N="', "other=1", "N=gAAAAA==", ";;=;", "\x00"],
)
def test_a_forged_cookie_is_none(header: str) -> None:
    sent = request(headers={"cookie": header.replace("N", f"{PREFIX}flow")})
    assert cookies.open_sealed(sent, "flow", HOUR) is None
    assert cookies.open_sealed(request(), "flow", HOUR) is None


def test_a_cookie_that_came_without_tls_is_none() -> None:
    """What is not named so could have been put by somebody on the way (RFC 6265bis, 4.1.3.1)."""
    value = cookies_of(sealed())[f"{PREFIX}flow"]
    plain = request(headers={"cookie": f"flow={value}"})
    assert cookies.open_sealed(plain, "flow", HOUR) is None


def test_a_changed_cookie_is_none() -> None:
    value = cookies_of(sealed())[f"{PREFIX}flow"]
    for place in range(0, len(value), 7):
        other = "A" if value[place] != "A" else "B"
        changed = f"{value[:place]}{other}{value[place + 1 :]}"
        forged = request(headers={"cookie": f"{PREFIX}flow={changed}"})
        assert cookies.open_sealed(forged, "flow", HOUR) is None


def test_a_key_of_somebody_else_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, new = carrying(sealed()), Fernet.generate_key().decode()
    monkeypatch.setenv("SESSION_KEYS", new)
    forget()
    assert cookies.open_sealed(kept, "flow", HOUR) is None
    monkeypatch.setenv("SESSION_KEYS", f"{new}, {SESSION_KEY}")
    forget()
    assert cookies.open_sealed(kept, "flow", HOUR) is not None, "the old key opens still"


def test_a_cleared_cookie_is_forgotten() -> None:
    response = func.HttpResponse()
    cookies.clear(response, "flow")
    assert response.headers["Set-Cookie"].startswith("__Secure-flow=; Path=/api; Max-Age=0;")


def test_a_session_lives_for_a_working_day() -> None:
    response = func.HttpResponse()
    with time_machine.travel(NOW, tick=False) as now:
        session.begin(response, invitation="i", oid="o", language="fr")
        kept = carrying(response)
        found = session.current(kept)
        assert (found.invitation, found.oid, found.language) == ("i", "o", "fr")
        now.shift(timedelta(hours=8, seconds=1))
        assert session.find(kept) is None
        with pytest.raises(SessionEnded):
            session.current(kept)


def test_each_session_has_a_token_of_its_own_that_its_forms_bring_back() -> None:
    tokens = set()
    for _ in range(3):
        response = func.HttpResponse()
        session.begin(response, invitation="i", oid="o", language="fr")
        found = session.current(carrying(response))
        found.check_form(found.csrf)
        for forged in ("", "x", "é", found.csrf[:-1], found.csrf + "x"):
            with pytest.raises(SessionEnded):
                found.check_form(forged)
        tokens.add(found.csrf)
    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 32
