"""Inviting an address that somebody or something in the directory has already (R4)."""

from typing import Any

import aiohttp
import pytest

from tests.contract.conftest import Simulator
from tests.contract.inviting import GUEST, Headers, invite, planted, refused, seed

GROUP = "21111111-2222-4333-8444-555555555555"
CONFLICT = "Another object with the same value for property proxyAddresses already exists."
EXISTS = f"The invited user already exists in the directory as object ID: {GUEST}"


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


async def test_group_address(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    body = {"groups": {GROUP: "Sales"}, "group_addresses": {"Sales@kunde.example": GROUP}}
    status, _, message = await refused(http, graph_headers, body, address="sales@KUNDE.example")
    assert (status, message) == (400, "Group email address is not supported")


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
