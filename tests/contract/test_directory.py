"""/directory: what a person sees of guests, deleted ones, other addresses and settings."""

from typing import Any

import aiohttp

from tests.contract.conftest import Simulator
from tests.contract.inviting import Headers, ask, invite, seed


async def shown(http: aiohttp.ClientSession) -> str:
    async with http.get("/directory") as answer:
        assert answer.status == 200
        return await answer.text()


async def test_guest_with_its_addresses(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    fields = {"otherMails": ["new@kunde.example"]}
    guest = {"mail": "a@kunde.example", "id": "g", "fields": fields, "directory_roles": []}
    await seed(http, {"guests": [guest]})
    page = await shown(http)
    assert "SMTP:a@kunde.example" in page
    assert "a_kunde.example#EXT#@gfms.onmicrosoft.com" in page
    assert "Invited as" not in page
    reset: dict[str, Any] = {"resetRedemption": True, "invitedUser": {"id": "g"}}
    await invite(http, graph_headers, "new@kunde.example", **reset)
    assert "<dt>Invited as</dt><dd>new@kunde.example</dd>" in await shown(http)


async def test_deleted_guest(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    _, made = await invite(http, graph_headers)
    assert "Deleted" not in await shown(http)
    await ask(http, graph_headers, "DELETE", f"users/{made['invitedUser']['id']}")
    page = await shown(http)
    assert "<h2>Deleted</h2>" in page
    assert "Nobody has been invited yet" in page
    assert "willy.urs@kunde.example" in page


async def test_other_addresses_and_settings(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    page = await shown(http)
    assert "Microsoft Entra ID, SAML/WS-Fed, Google" in page
    assert "Other addresses" not in page
    await seed(
        http,
        {
            "groups": {"g1": "Sales"},
            "group_addresses": {"sales@gfms.example": "g1"},
            "contacts": {"c1": {"mail": "c@kunde.example", "display_name": "Carla"}},
            "policy": {"deny_domains": ["evil.example"], "allow_invites_from": "none", "quota": 7},
            "permissions": ["User.Invite.All"],
        },
    )
    page = await shown(http)
    for text in (
        "<dt>Group</dt><dd>Sales &lt;sales@gfms.example&gt;</dd>",
        "<dt>Contact</dt><dd>Carla &lt;c@kunde.example&gt;</dd>",
        "<dt>Who may invite</dt><dd>Nobody</dd>",
        "<dt>Blocked domains</dt><dd>evil.example</dd>",
        "<dt>Objects at most</dt><dd>7</dd>",
        "<dt>Permissions of the application</dt><dd>User.Invite.All</dd>",
    ):
        assert text in page
