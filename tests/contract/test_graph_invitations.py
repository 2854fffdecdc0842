"""POST /v1.0/invitations: what the SDK sends and gets, and what is refused."""

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from msgraph.generated.models.invitation import Invitation
from msgraph.generated.models.invited_user_message_info import InvitedUserMessageInfo
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.user import User

from dev.simulator.graph.redeem_url import read_redeem_target
from tests.contract.clients import graph_client
from tests.contract.conftest import Simulator

REDIRECT = "http://localhost:7071/api/RedeemInvitation?invitationId=7ecbaadb"


def invitation(address: str = "willy.urs@kunde.example", **members: Any) -> dict[str, Any]:
    return {"invitedUserEmailAddress": address, "inviteRedirectUrl": REDIRECT, **members}


async def invite(
    http: aiohttp.ClientSession, headers: dict[str, str], body: Any, status: int = 201
) -> dict[str, Any]:
    async with http.post("/v1.0/invitations", json=body, headers=headers) as answer:
        content: dict[str, Any] = await answer.json()
        assert answer.status == status, content
        return content


async def test_sdk_invites_a_guest(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    async with graph_client(simulator, monkeypatch) as graph:
        made = await graph.invitations.post(
            Invitation(
                invited_user_email_address="Willy.Urs@kunde.example",
                invited_user_display_name="Willy URS",
                invite_redirect_url=REDIRECT,
                invited_user_type="Guest",
                send_invitation_message=False,
                invited_user_message_info=InvitedUserMessageInfo(message_language="fr-FR"),
            )
        )
    assert made is not None
    assert made.status == "PendingAcceptance"
    assert made.invited_user is not None
    guest = simulator.state.guests[str(made.invited_user.id)]
    assert guest.mail == "Willy.Urs@kunde.example"
    assert guest.display_name == "Willy URS"
    assert guest.user_principal_name == "Willy.Urs_kunde.example#EXT#@gfms.onmicrosoft.com"
    assert (guest.user_type, guest.external_user_state) == ("Guest", "PendingAcceptance")
    assert simulator.state.mails == []
    assert simulator.recorder.check() == 1


async def test_redeem_url_has_the_documented_shape(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str]
) -> None:
    made = await invite(http, graph_headers, invitation())
    url = made["inviteRedeemUrl"]
    assert url.startswith(
        f"{simulator.url}/redeem?rd=https%3a%2f%2finvitations.microsoft.com%2fredeem%2f%3ftenant%3d"
    )
    assert url.endswith("%26ver%3d2.0")
    assert "%25253d" in url  # the "=" of the ticket, escaped three times
    target = read_redeem_target(parse_qs(urlsplit(url).query)["rd"][0])
    assert target == (made["id"], simulator.state.invitations[made["id"]].ticket)


async def test_redeem_target_reads_nothing_else() -> None:
    assert read_redeem_target("https://elsewhere.example/redeem/?user=a&ticket=b") is None
    assert read_redeem_target("https://invitations.microsoft.com/redeem/?user=a") is None


async def test_second_invitation_of_a_pending_guest(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str]
) -> None:
    first = await invite(http, graph_headers, invitation())
    second = await invite(http, graph_headers, invitation("WILLY.URS@kunde.example"))
    assert second["invitedUser"] == first["invitedUser"]
    assert second["id"] != first["id"]
    assert second["inviteRedeemUrl"] != first["inviteRedeemUrl"]
    assert len(simulator.state.guests) == 1


async def test_invitation_of_a_guest_who_accepted(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str]
) -> None:
    first = await invite(http, graph_headers, invitation())
    simulator.state.guests[first["invitedUser"]["id"]].external_user_state = "Accepted"
    again = await invite(http, graph_headers, invitation(sendInvitationMessage=True))
    assert again["invitedUser"] == first["invitedUser"]
    assert again["status"] == "Completed"
    assert simulator.state.mails == []


async def test_reset_redemption_keeps_the_guest(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str]
) -> None:
    first = await invite(http, graph_headers, invitation())
    guest = simulator.state.guests[first["invitedUser"]["id"]]
    guest.external_user_state = "Accepted"
    guest.fields["otherMails"] = ["new@kunde.example"]
    body = invitation("new@kunde.example", resetRedemption=True, invitedUser={"id": guest.id})
    again = await invite(http, graph_headers, body)
    assert again["invitedUser"]["id"] == guest.id
    assert again["status"] == guest.external_user_state == "PendingAcceptance"
    assert (guest.sign_in_name, guest.mail) == ("new@kunde.example", "willy.urs@kunde.example")
    await invite(http, graph_headers, body | {"invitedUserEmailAddress": "x@y.example"}, 400)
    await invite(http, graph_headers, body | {"invitedUser": {"id": "nobody"}}, 404)
    await invite(http, graph_headers, body | {"invitedUser": None}, 400)


async def test_microsofts_own_mail(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str]
) -> None:
    info = {"customizedMessageBody": "Never shown to app-only callers"}
    body = invitation(sendInvitationMessage=True, invitedUserMessageInfo=info)
    made = await invite(http, graph_headers, body)
    (mail,) = simulator.state.mails
    assert mail.to == "willy.urs@kunde.example"
    assert made["inviteRedeemUrl"] in mail.text
    assert "Never shown" not in mail.text + mail.html


async def test_blocked_account_is_refused(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str]
) -> None:
    first = await invite(http, graph_headers, invitation())
    guest_id = first["invitedUser"]["id"]
    simulator.state.guests[guest_id].account_enabled = False
    refused = await invite(http, graph_headers, invitation(), 400)
    assert guest_id in refused["error"]["message"]


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b@c.example", ".a@b.example", "a.@b.example", "-a@b.example", "a@localhost"]
    + [f"a{bad}b@c.example" for bad in "~!#$%^&*()+=[]{}\\/|;:\"'<>?, \n\x00"]
    + [None, 7, ["a@b.example"]],
)
async def test_addresses_that_graph_refuses(
    simulator: Simulator,
    http: aiohttp.ClientSession,
    graph_headers: dict[str, str],
    address: object,
) -> None:
    body = {"invitedUserEmailAddress": address, "inviteRedirectUrl": REDIRECT}
    refused = await invite(http, graph_headers, body, 400)
    assert refused["error"]["code"] in ("BadRequest", "Request_BadRequest")
    assert set(refused["error"]["innerError"]) == {"date", "request-id", "client-request-id"}
    assert simulator.state.guests == {}


@pytest.mark.parametrize("address", ["_a_@b.example", "a.b-c@d-e.example", "李@b.example"])
async def test_addresses_that_graph_takes(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str], address: str
) -> None:
    await invite(http, graph_headers, invitation(address))


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"inviteRedirectUrl": REDIRECT},
        {"invitedUserEmailAddress": "a@b.example"},
        invitation(inviteRedirectUrl="not a url"),
        invitation(inviteRedirectUrl="javascript:alert(1)"),
        invitation(inviteRedirectUrl="/api/RedeemInvitation"),
        invitation(inviteRedirectUrl="http://[broken"),
        invitation(invitedUserType="Owner"),
        invitation(sendInvitationMessage="yes"),
        invitation(invitedUserDisplayName=""),
        invitation(invitedUserMessageInfo="Hello"),
        invitation(invitedUserMessageInfo={"ccRecipients": [{}, {}]}),
    ],
)
async def test_bodies_that_graph_refuses(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str], body: Any
) -> None:
    await invite(http, graph_headers, body, 400)
    assert simulator.state.invitations == {}


async def test_malformed_json_is_refused(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str]
) -> None:
    headers = graph_headers | {"Content-Type": "application/json"}
    for body in (b"{", b"\xff"):
        async with http.post("/v1.0/invitations", data=body, headers=headers) as answer:
            assert answer.status == 400
            assert (await answer.json())["error"]["code"] == "BadRequest"


@pytest.mark.parametrize("token", [None, "", "Bearer", "Bearer abc", "Basic abc"])
async def test_calls_without_a_token_are_refused(
    simulator: Simulator, http: aiohttp.ClientSession, token: str | None
) -> None:
    headers = {} if token is None else {"Authorization": token}
    refused = await invite(http, headers, invitation(), 401)
    assert refused["error"]["code"] == "InvalidAuthenticationToken"


async def test_throttle_and_its_retry_after(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str]
) -> None:
    async def post(number: int) -> tuple[int, str | None]:
        body = invitation(f"guest{number}@kunde.example")
        async with http.post("/v1.0/invitations", json=body, headers=graph_headers) as answer:
            await answer.read()
            return answer.status, answer.headers.get("Retry-After")

    answers = await asyncio.gather(*(post(number) for number in range(160)))
    assert [status for status, _ in answers].count(201) == 150
    waits = {wait for status, wait in answers if status == 429}
    assert waits
    assert all(wait is not None and 1 <= int(wait) <= 5 for wait in waits)
    assert len(simulator.state.guests) == 150


async def test_sdk_raises_graphs_error(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with graph_client(simulator, monkeypatch) as graph:
        with pytest.raises(ODataError) as caught:
            await graph.invitations.post(
                Invitation(
                    invited_user_email_address="willy+urs@kunde.example",
                    invite_redirect_url=REDIRECT,
                    invited_user=User(display_name="Willy"),
                )
            )
    assert caught.value.response_status_code == 400
    assert caught.value.error is not None
    assert caught.value.error.message == "The Primary SMTP Address is an invalid value"
