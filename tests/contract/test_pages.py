"""The inbox, the directory, the start page and the control URLs."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from dev.simulator import defaults
from dev.simulator.inbox.delivery import deliver
from dev.simulator.inbox.views import framed
from dev.simulator.state import Mail
from tests.contract.conftest import Simulator

HOSTILE = "<script>alert(1)</script>"
ACCOUNTS = {
    defaults.ENTRA_CUSTOMER_USER,
    defaults.INVITER,
    defaults.ADMIN,
    defaults.NO_INVITER,
}


def put(simulator: Simulator, subject: str = "Hi", html: str = "<p>Hello</p>") -> Mail:
    return deliver(
        simulator.state,
        to="willy@kunde.example",
        sender="GFMS <noreply@gfms.example>",
        subject=subject,
        text="Grüezi, Willy!\nA second line",
        html=html,
        headers={"X-Long": "first\r\nsecond"},
        reply_to=["tamer@gfms.example"],
    )


async def read(http: aiohttp.ClientSession, path: str, status: int = 200) -> str:
    async with http.get(path) as answer:
        assert answer.status == status
        assert answer.content_type == "text/html"
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        return await answer.text()


async def test_inbox_lists_newest_first(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    assert "No e-mail has been sent yet" in await read(http, "/inbox")
    put(simulator, "The first")
    put(simulator, f"The second {HOSTILE}")
    page = await read(http, "/inbox")
    assert page.index("The second") < page.index("The first")
    assert HOSTILE not in page


async def test_views_of_a_mail(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    mail = put(simulator)
    page = await read(http, f"/inbox/{mail.id}")
    assert f'<iframe src="/inbox/{mail.id}/frame"' in page
    assert "allow-scripts" not in page
    assert "Grüezi, Willy!" in await read(http, f"/inbox/{mail.id}/text")
    headers = await read(http, f"/inbox/{mail.id}/headers")
    assert "Reply-To: tamer@gfms.example" in headers
    assert "X-Long: first second" in headers
    source = await read(http, f"/inbox/{mail.id}/source")
    assert "multipart/alternative" in source
    assert "Grüezi, Willy!" in source
    assert "&lt;p&gt;Hello&lt;/p&gt;" in source


async def test_frame_shows_the_mail_and_runs_nothing(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    html = f"<!doctype html><html><head><title>x</title></head><body>{HOSTILE}</body></html>"
    mail = put(simulator, html=html)
    async with http.get(f"/inbox/{mail.id}/frame") as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()
    assert page == html.replace("<head>", '<head><base target="_top">')
    assert "sandbox allow-top-navigation-by-user-activation allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy


async def test_frame_shows_the_pictures_of_the_mail_itself(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    html = """<img alt="" src="cid:inviter"><img alt="" src='cid:page'><img src="cid:nobody">"""
    mail = put(simulator, html=html)
    mail.source["attachments"] = [
        {"contentId": "inviter", "contentType": "image/png", "contentInBase64": "iVBORw=="},
        {"contentId": "page", "contentType": "text/html", "contentInBase64": "PHA+"},
        {"name": "a file", "contentType": "image/png", "contentInBase64": "iVBORw=="},
    ]
    shown = await read(http, f"/inbox/{mail.id}/frame")
    assert 'src="data:image/png;base64,iVBORw=="' in shown
    assert "src='cid:page'" in shown
    assert 'src="cid:nobody"' in shown


def test_mail_without_a_head_still_opens_its_links_outside() -> None:
    assert '<base target="_top">' in framed("<p>Hello</p>")


async def test_mail_without_html_shows_its_text(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    mail = put(simulator, html="")
    assert "<pre>Grüezi, Willy!" in await read(http, f"/inbox/{mail.id}")
    assert "has no HTML part" in await read(http, f"/inbox/{mail.id}/html")


@pytest.mark.parametrize("path", ["/inbox/nothing", "/inbox/nothing/text", "/inbox/nothing/frame"])
async def test_unknown_mail(simulator: Simulator, http: aiohttp.ClientSession, path: str) -> None:
    assert "No such e-mail" in await read(http, path, 404)


async def test_start_page_and_style(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    page = await read(http, "/")
    assert 'href="/inbox"' in page
    assert 'href="/directory"' in page
    async with http.get("/assets/pages.css") as answer:
        assert answer.content_type == "text/css"


async def test_directory_shows_what_became_of_a_guest(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    assert "Nobody has been invited yet" in await read(http, "/directory")
    guest = {
        "mail": "willy@kunde.example",
        "id": "11111111-2222-4333-8444-555555555555",
        "display_name": f"Willy {HOSTILE}",
        "external_user_state": "Accepted",
        "account_enabled": False,
        "fields": {"companyName": "Kunde GmbH", "businessPhones": ["+49 221 1"]},
    }
    async with http.post("/control/seed", json={"guests": [guest]}) as answer:
        assert answer.status == 204
    simulator.state.group_members[defaults.GROUP_ID].append(str(guest["id"]))
    simulator.state.app_role_assignments.append(
        {
            "id": "a",
            "principalId": str(guest["id"]),
            "resourceId": defaults.RESOURCE_ID,
            "appRoleId": defaults.APP_ROLE_ID,
        }
    )
    page = await read(http, "/directory")
    for shown in (
        "<dd>Accepted</dd>",
        "<dd>Customers</dd>",
        "<dd>Customer (My rConnect (Stag))</dd>",
        "<dd>Kunde GmbH</dd>",
        "<dd>+49 221 1</dd>",
        "Blocked from signing in",
    ):
        assert shown in page
    assert HOSTILE not in page


async def test_reset_brings_back_the_defaults(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    put(simulator)
    seed = {
        "accounts": [
            {
                "address": "Willy@Outlook.example",
                "password": "p",
                "provider": "microsoft",
                "home_tenant": "m",
            }
        ],
        "entra_domains": {"Kunde.example": "t"},
        "groups": {"g": "Partners"},
        "service_principals": {"s": {"display_name": "Shop", "app_roles": {"r": "Buyer"}}},
        "visibility_delay": 2,
    }
    async with http.post("/control/seed", json=seed) as answer:
        assert answer.status == 204
    async with http.get("/control/state") as answer:
        state = await answer.json()
    assert set(state["accounts"]) == {*ACCOUNTS, "willy@outlook.example"}
    assert state["entra_domains"]["kunde.example"] == "t"
    assert state["group_members"]["g"] == []
    assert state["service_principals"]["s"]["app_roles"] == {"r": "Buyer"}
    assert state["visibility_delay"] == 2
    assert len(state["mails"]) == 1
    async with http.post("/control/reset") as answer:
        assert answer.status == 204
    async with http.get("/control/state") as answer:
        state = await answer.json()
    assert state["mails"] == []
    assert list(state["groups"]) == [defaults.GROUP_ID]
    assert set(state["accounts"]) == ACCOUNTS
    assert state["visibility_delay"] == 0


@pytest.mark.parametrize("body", ["[]", "{", '{"accounts": [{}]}', '{"unknown": 1}'])
async def test_malformed_seed(simulator: Simulator, http: aiohttp.ClientSession, body: str) -> None:
    async with http.post("/control/seed", data=body) as answer:
        assert answer.status == 400


def test_descriptions_are_the_published_slices() -> None:
    for name in ("graph-invitations", "acs-email"):
        content = json.loads(Path(__file__).with_name(f"{name}.openapi.json").read_text("utf-8"))
        assert content["openapi"].startswith("3.0")


@pytest.mark.parametrize(
    "policy", [{"colour": "blue"}, {"quota": "many"}, {"deny_domains": "kunde.example"}]
)
async def test_malformed_policies_change_nothing(
    simulator: Simulator, http: aiohttp.ClientSession, policy: dict[str, Any]
) -> None:
    before = simulator.state.as_dict()
    body = {"policy": policy, "guests": [{"mail": "a@b.example"}]}
    async with http.post("/control/seed", json=body) as answer:
        assert answer.status == 400
    assert simulator.state.as_dict() == before
