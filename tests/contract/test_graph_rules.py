"""Whom Graph refuses to invite, and why (facts.md sections 2 and 6)."""

from typing import Any

import aiohttp
import pytest

from dev.simulator.graph.rules import redemption_refusal
from tests.contract.conftest import Simulator
from tests.contract.inviting import Headers, invite, seed

GUEST = "11111111-2222-4333-8444-555555555555"
GROUP = "21111111-2222-4333-8444-555555555555"
CONFLICT = "Another object with the same value for property proxyAddresses already exists."
EXISTS = f"The invited user already exists in the directory as object ID: {GUEST}"
NOT_ALLOWED = (
    "Guest invitations not allowed for your company. Contact your company administrator for more "
    "details."
)


def planted(mail: str = "willy.urs@kunde.example", **members: Any) -> dict[str, Any]:
    return {"guests": [{"mail": mail, "id": GUEST, **members}]}


async def refused(
    http: aiohttp.ClientSession, headers: Headers, body: dict[str, Any], **members: Any
) -> tuple[int, str, str]:
    await seed(http, body)
    status, answer = await invite(http, headers, **members)
    return status, answer["error"]["code"], answer["error"]["message"]


async def test_blocked_account(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    status, _, message = await refused(http, graph_headers, planted(account_enabled=False))
    assert status == 400
    assert message == (
        f"{EXISTS}, but the account is blocked from signing in. If the account is unblocked, they "
        "can use that account to sign in to shared apps and resources."
    )
    assert simulator.state.invitations == {}


async def test_existing_member(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    member = planted(external_user_state=None, user_type="Member")
    status, code, message = await refused(http, graph_headers, member)
    assert (status, code) == (400, "BadRequest")
    assert message.startswith(f"{EXISTS}. ")
    user = simulator.state.guests[GUEST]
    assert (user.user_principal_name, user.creation_type) == ("willy.urs@kunde.example", None)


async def test_address_of_a_verified_domain(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    for domain in ("gfms.example", "GFMS.onmicrosoft.com"):
        status, _, message = await refused(http, graph_headers, {}, address=f"a@{domain}")
        assert status == 400
        assert "is a verified domain of this directory" in message


async def test_group_address(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    body = {"groups": {GROUP: "Sales"}, "group_addresses": {"Sales@kunde.example": GROUP}}
    status, _, message = await refused(http, graph_headers, body, address="sales@KUNDE.example")
    assert (status, message) == (400, "Group email address is not supported")


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


async def test_contact_leaves_the_guest_without_proxy_addresses(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    """R4: found by the invited address all the same."""
    await seed(http, {"contacts": {"c": {"mail": "Willy.Urs@kunde.example"}}})
    _, made = await invite(http, graph_headers)
    guest = simulator.state.guests[made["invitedUser"]["id"]]
    assert guest.fields["proxyAddresses"] == []
    _, again = await invite(http, graph_headers)
    assert again["invitedUser"] == made["invitedUser"]
    _, other = await invite(http, graph_headers, "other@kunde.example")
    other_guest = simulator.state.guests[other["invitedUser"]["id"]]
    assert other_guest.fields["proxyAddresses"] == ["SMTP:other@kunde.example"]


@pytest.mark.parametrize(
    "owner",
    [
        {"contacts": {"c": {"mail": "x@y.example", "proxy_addresses": ["smtp:a@kunde.example"]}}},
        planted(
            "x@y.example",
            external_user_state=None,
            fields={"proxyAddresses": ["SMTP:x@y.example", "smtp:A@kunde.example"]},
        ),
    ],
)
async def test_proxy_address_of_somebody_else(
    simulator: Simulator,
    http: aiohttp.ClientSession,
    graph_headers: Headers,
    owner: dict[str, Any],
) -> None:
    status, _, message = await refused(http, graph_headers, owner, address="a@kunde.example")
    assert (status, message) == (400, CONFLICT)


async def test_proxy_address_of_a_guest_is_that_guest(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    """facts.md section 1: the e-mail is added to the existing B2B user (TRB)."""
    await seed(http, planted(fields={"proxyAddresses": ["smtp:alias@kunde.example"]}))
    status, made = await invite(http, graph_headers, "alias@kunde.example")
    assert (status, made["invitedUser"]["id"]) == (201, GUEST)


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
