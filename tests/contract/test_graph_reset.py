"""resetRedemption: who is pending again, under which address, and who may not be (RESET)."""

from typing import Any

import aiohttp
import pytest
from msgraph.generated.models.invitation import Invitation
from msgraph.generated.models.user import User

from tests.contract.clients import graph_client
from tests.contract.conftest import Simulator
from tests.contract.inviting import GUEST, REDIRECT, Headers, ask, invite, planted, seed

RESET: dict[str, Any] = {"resetRedemption": True, "invitedUser": {"id": GUEST}}


async def test_reset_is_refused_to_who_has_a_role(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    await seed(http, planted(external_user_state="Accepted", directory_roles=["Reports Reader"]))
    status, answer = await invite(http, graph_headers, **RESET)
    assert (status, answer["error"]["code"]) == (403, "Authorization_RequestDenied")
    assert simulator.state.guests[GUEST].external_user_state == "Accepted"
    simulator.state.directory_roles.clear()
    assert (await invite(http, graph_headers, **RESET))[0] == 201


async def test_reset_to_the_address_of_somebody_else(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    await seed(http, {"guests": [{"mail": "other@kunde.example"}]})
    await seed(http, planted(fields={"otherMails": ["other@kunde.example"]}))
    assert (await invite(http, graph_headers, "other@kunde.example", **RESET))[0] == 400


async def test_reset_after_a_change_of_the_mail(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    """facts.md section 4: object id and user principal name stay, the sign-in name changes."""
    await seed(http, planted(external_user_state="Accepted"))
    guest = simulator.state.guests[GUEST]
    principal = guest.user_principal_name
    assert (await invite(http, graph_headers, "new@kunde.example", **RESET))[0] == 400
    changed = await ask(
        http, graph_headers, "PATCH", f"users/{GUEST}", {"mail": "new@kunde.example"}
    )
    assert changed[0] == 204
    assert guest.fields["proxyAddresses"] == [
        "SMTP:new@kunde.example",
        "smtp:willy.urs@kunde.example",
    ]
    status, made = await invite(http, graph_headers, "new@kunde.example", **RESET)
    assert (status, made["status"]) == (201, "PendingAcceptance")
    assert made["invitedUser"]["id"] == GUEST
    assert (guest.user_principal_name, guest.sign_in_name) == (principal, "new@kunde.example")
    assert guest.external_user_state == "PendingAcceptance"
    assert [one["signInType"] for one in guest.identities] == ["userPrincipalName"]


async def test_sdk_resets(
    simulator: Simulator, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await seed(http, planted(external_user_state="Accepted"))
    async with graph_client(simulator, monkeypatch) as graph:
        made = await graph.invitations.post(
            Invitation(
                invited_user_email_address="willy.urs@kunde.example",
                invite_redirect_url=REDIRECT,
                invited_user=User(id=GUEST),
                reset_redemption=True,
            )
        )
    assert made is not None
    assert made.invited_user is not None
    assert (made.reset_redemption, made.invited_user.id) == (True, GUEST)
    assert simulator.state.guests[GUEST].external_user_state == "PendingAcceptance"
    assert simulator.recorder.check() == 1
