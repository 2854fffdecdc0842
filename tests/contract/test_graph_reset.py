"""resetRedemption and its rules (facts.md section 4)."""

from typing import Any

import aiohttp

from tests.contract.conftest import Simulator
from tests.contract.inviting import Headers, ask, invite, seed

GUEST = "11111111-2222-4333-8444-555555555555"


def planted(**members: Any) -> dict[str, Any]:
    return {"guests": [{"mail": "willy.urs@kunde.example", "id": GUEST, **members}]}


async def test_reset_is_refused_to_who_has_a_role(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    await seed(http, planted(external_user_state="Accepted", directory_roles=["Reports Reader"]))
    reset: dict[str, Any] = {"resetRedemption": True, "invitedUser": {"id": GUEST}}
    status, answer = await invite(http, graph_headers, **reset)
    assert (status, answer["error"]["code"]) == (403, "Authorization_RequestDenied")
    assert simulator.state.guests[GUEST].external_user_state == "Accepted"
    simulator.state.directory_roles.clear()
    assert (await invite(http, graph_headers, **reset))[0] == 201


async def test_reset_to_the_address_of_somebody_else(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    await seed(http, {"guests": [{"mail": "other@kunde.example"}]})
    await seed(http, planted(fields={"otherMails": ["other@kunde.example"]}))
    reset: dict[str, Any] = {"resetRedemption": True, "invitedUser": {"id": GUEST}}
    assert (await invite(http, graph_headers, "other@kunde.example", **reset))[0] == 400


async def test_reset_after_a_change_of_the_mail(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    """facts.md section 4: object id and user principal name stay, the sign-in name changes."""
    await seed(http, planted(external_user_state="Accepted"))
    guest = simulator.state.guests[GUEST]
    principal = guest.user_principal_name
    reset: dict[str, Any] = {"resetRedemption": True, "invitedUser": {"id": GUEST}}
    assert (await invite(http, graph_headers, "new@kunde.example", **reset))[0] == 400
    changed = await ask(
        http, graph_headers, "PATCH", f"users/{GUEST}", {"mail": "new@kunde.example"}
    )
    assert changed[0] == 204
    assert guest.fields["proxyAddresses"] == [
        "SMTP:new@kunde.example",
        "smtp:willy.urs@kunde.example",
    ]
    status, made = await invite(http, graph_headers, "new@kunde.example", **reset)
    assert (status, made["status"]) == (201, "PendingAcceptance")
    assert made["invitedUser"]["id"] == GUEST
    assert (guest.user_principal_name, guest.sign_in_name) == (principal, "new@kunde.example")
    assert guest.external_user_state == "PendingAcceptance"
    assert [one["signInType"] for one in guest.identities] == ["userPrincipalName"]
