"""The inviter's session: how long it counts for what, and where it leads when it does not."""

from datetime import timedelta

import azure.functions as func
import pytest
import time_machine

from ManageInvitations import inviter
from shared.domain.caller import Caller
from shared.domain.errors import Forbidden, SignInNeeded
from shared.web.answers import with_pages
from shared.web.console_entrance import local
from shared.web.console_page import HOME
from shared.web.headers import PREFIX
from tests.samples import NOW
from tests.unit.web.requests import cookies_of, request

URL = f"https://invite.example{HOME}/new"
NAME = f"{PREFIX}{inviter.NAME}"
CALLER = Caller("t@gfms.example", "t@gfms.example", "GFMS")
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.usefixtures("environment")


def begun(before: func.HttpRequest | None = None, oid: str = "o1") -> func.HttpResponse:
    """Return the response that starts a session."""
    response = func.HttpResponse()
    found = inviter.find(before) if before else None
    inviter.begin(response, CALLER, oid=oid, name="Tamer", before=found)
    return response


def asking(
    response: func.HttpResponse, method: str = "GET", params: dict[str, str] | None = None
) -> func.HttpRequest:
    """Return a request of the browser that got the response."""
    cookie = f"{NAME}={cookies_of(response)[NAME]}"
    return request(method, URL, headers={"cookie": cookie}, params=params)


async def needed(asked: func.HttpRequest) -> SignInNeeded:
    with pytest.raises(SignInNeeded) as found:
        await inviter.signed_in(asked)
    return found.value


async def test_the_session_says_who_it_is() -> None:
    one = await inviter.signed_in(asking(begun()))
    assert (one.caller, one.name, one.language) == (CALLER, "Tamer", "en")
    one.check_form(one.csrf)
    for token in ("", one.csrf[:-1], "é"):
        with pytest.raises(Forbidden):
            one.check_form(token)


@pytest.mark.parametrize(
    ("method", "minutes", "silent"),
    [
        ("GET", 49, None),
        ("GET", 50, True),
        ("POST", 59, None),
        ("POST", 60, True),
        ("GET", 119, True),
        ("GET", 120, False),
        ("POST", 120, False),
        ("GET", 1000, False),
    ],
)
async def test_what_is_confirmed_counts_for_an_hour_at_most(
    method: str, minutes: int, *, silent: bool | None
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        response = begun()
        clock.shift(minutes * MINUTE)
        asked = asking(response, method)
        if silent is None:
            await inviter.signed_in(asked)
        else:
            assert (await needed(asked)).silent is silent


async def test_renewing_does_not_move_the_end() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        response = begun()
        first = inviter.find(asking(response))
        for _ in range(14):
            clock.shift(50 * MINUTE)
            response = begun(asking(response))
        last = inviter.find(asking(response))
        assert first is not None
        assert last is not None
        assert (last.began, last.csrf) == (first.began, first.csrf)
        clock.shift(20 * MINUTE)  # 12 hours after it began
        assert not (await needed(asking(response))).silent
        anew = inviter.find(asking(begun(asking(response))))
        assert anew is not None
        assert anew.began > last.began
        assert anew.csrf != last.csrf


def test_somebody_elses_session_is_another_one() -> None:
    response = begun()
    first = inviter.find(asking(response))
    other = inviter.find(asking(begun(asking(response), oid="o2")))
    assert first is not None
    assert other is not None
    assert other.csrf != first.csrf


async def test_it_leads_back_to_the_page_and_after_a_form_to_the_list() -> None:
    page = request(url=f"{URL}?a=1", params={"a": "1 ü", "b": "x&y"})
    assert (await needed(page)).back == f"{HOME}/new?a=1+%C3%BC&b=x%26y"
    assert (await needed(request("POST", URL))).back == HOME


@with_pages
async def handler(asked: func.HttpRequest) -> func.HttpResponse:
    """Answer as a page of the console does."""
    await inviter.signed_in(asked)
    return func.HttpResponse("in")


async def test_a_page_leads_to_the_sign_in_and_a_form_to_a_page_that_does() -> None:
    led = await handler(request(url=URL))
    assert led.status_code == 303
    wanted = "https://invite.example/api/ManageInvitations/SignIn?back=%2Fapi%2FManageInvitations"
    assert led.headers["Location"] == f"{wanted}%2Fnew"
    late = await handler(request("POST", URL))
    assert late.status_code == 401
    assert "Location" not in late.headers
    assert f'href="{wanted}"' in late.get_body().decode()


@pytest.mark.parametrize(
    "path",
    [
        HOME,
        f"{HOME}/new",
        f"{HOME}/7b0c1d5e-2f64-4a39-8e1b-90c2d3a4f5b6",
        f"{HOME}?state=sent&a=%C3",
    ],
)
def test_pages_of_the_console_are_come_back_to(path: str) -> None:
    assert local(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "https://evil.example",
        "//evil.example",
        f"{HOME}/../x",
        f"{HOME}/%2e%2e/x",
        f"{HOME}//x",
        f"{HOME}\\x",
        f"{HOME}?a\nb",
        f"{HOME}\n",
        f"{HOME}?" + "x" * 1001,
        f"{HOME}/SignedIn?code=1",
        f"{HOME}/signOUT",
        f"{HOME}é",
        f"{HOME}#x",
    ],
)
def test_nothing_else_is(path: str) -> None:
    assert local(path) == HOME
