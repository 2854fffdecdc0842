"""Whom the inviting tenant's settings keep out (facts.md sections 2, 5 and 6)."""

import aiohttp
import pytest

from dev.simulator.graph.rules import redemption_refusal
from tests.contract.conftest import Simulator
from tests.contract.inviting import Headers, invite, refused, seed

NOT_ALLOWED = (
    "Guest invitations not allowed for your company. Contact your company administrator for more "
    "details."
)


async def test_address_of_a_verified_domain(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    for domain in ("gfms.example", "GFMS.onmicrosoft.com"):
        status, _, message = await refused(http, graph_headers, {}, address=f"a@{domain}")
        assert status == 400
        assert "is a verified domain of this directory" in message


async def test_denied_domain(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    body = {"policy": {"deny_domains": ["Kunde.example"]}}
    status, code, message = await refused(http, graph_headers, body)
    assert (status, code) == (403, "Forbidden")
    assert "kunde.example" in message
    assert (await invite(http, graph_headers, "a@other.example"))[0] == 201


async def test_allowed_domains_only(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    body = {"policy": {"allow_domains": ["other.example"]}}
    assert (await refused(http, graph_headers, body))[:2] == (403, "Forbidden")
    assert (await invite(http, graph_headers, "a@OTHER.example"))[0] == 201
    await seed(http, {"policy": {"cross_tenant_blocked": ["other.example"]}})
    assert (await invite(http, graph_headers, "a@other.example"))[0] == 403


async def test_cross_tenant_block(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    body = {"policy": {"cross_tenant_blocked": ["kunde.example"]}}
    status, _, message = await refused(http, graph_headers, body)
    assert status == 403
    assert message == (
        "This invitation is blocked by cross-tenant access settings. Admins in both your "
        "organization and the invited user's organization must configure cross-tenant access "
        "settings to allow the invitation."
    )


async def test_pending_guest_of_a_domain_that_is_denied_later(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    _, made = await invite(http, graph_headers)
    guest = simulator.state.guests[made["invitedUser"]["id"]]
    assert redemption_refusal(simulator.state, guest) is None
    await seed(http, {"policy": {"deny_domains": ["kunde.example"]}})
    refusal = redemption_refusal(simulator.state, guest)
    assert refusal is not None
    assert refusal.status == 403
    guest.external_user_state = "Accepted"
    assert redemption_refusal(simulator.state, guest) is None


@pytest.mark.parametrize(
    ("setting", "permissions", "status"),
    [
        ("none", None, 403),
        ("adminsAndGuestInviters", ["User.ReadWrite.All"], 403),
        ("adminsAndGuestInviters", ["User.Invite.All"], 201),
        ("adminsGuestInvitersAndAllMembers", ["User.ReadWrite.All"], 201),
        ("everyone", ["User.ReadWrite.All"], 201),
    ],
)
async def test_guest_invite_settings(
    simulator: Simulator,
    http: aiohttp.ClientSession,
    graph_headers: Headers,
    setting: str,
    permissions: list[str] | None,
    status: int,
) -> None:
    body = {"policy": {"allow_invites_from": setting}, "permissions": permissions}
    await seed(http, body)
    got, answer = await invite(http, graph_headers)
    assert got == status
    if status == 403:
        assert answer["error"]["message"] == NOT_ALLOWED


async def test_full_directory(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    await invite(http, graph_headers)
    objects = len(simulator.state.guests) + len(simulator.state.groups)
    body = {"policy": {"quota": objects}}
    got = await refused(http, graph_headers, body, address="another@kunde.example")
    assert got[:2] == (403, "Directory_QuotaExceeded")
    assert (await invite(http, graph_headers))[0] == 201  # no new object
    await seed(http, {"policy": {"quota": objects + 1}})
    assert (await invite(http, graph_headers, "another@kunde.example"))[0] == 201
