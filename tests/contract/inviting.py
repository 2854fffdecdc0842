"""Asking Graph bare, so that a test sees status and body as they are."""

from typing import Any

import aiohttp

GUEST = "11111111-2222-4333-8444-555555555555"
REDIRECT = "http://localhost:7071/api/RedeemInvitation?invitationId=7ecbaadb"
Headers = dict[str, str]


async def seed(http: aiohttp.ClientSession, body: dict[str, Any]) -> None:
    """Change the simulator."""
    async with http.post("/control/seed", json=body) as answer:
        assert answer.status == 204, await answer.text()


async def ask(
    http: aiohttp.ClientSession, headers: Headers, method: str, path: str, body: Any = None
) -> tuple[int, dict[str, Any]]:
    """Return status and body, empty where there is none."""
    async with http.request(method, f"/v1.0/{path}", json=body, headers=headers) as answer:
        return answer.status, await answer.json() if answer.content_length else {}


async def invite(
    http: aiohttp.ClientSession,
    headers: Headers,
    address: str = "willy.urs@kunde.example",
    **members: Any,
) -> tuple[int, dict[str, Any]]:
    """Return status and body of an invitation."""
    body = {"invitedUserEmailAddress": address, "inviteRedirectUrl": REDIRECT, **members}
    return await ask(http, headers, "POST", "invitations", body)


def planted(mail: str = "willy.urs@kunde.example", **members: Any) -> dict[str, Any]:
    """Return the seed of one user."""
    return {"guests": [{"mail": mail, "id": GUEST, **members}]}


async def refused(
    http: aiohttp.ClientSession, headers: Headers, body: dict[str, Any], **members: Any
) -> tuple[int, str, str]:
    """Seed `body`, invite, and return status, code and message of the refusal."""
    await seed(http, body)
    status, answer = await invite(http, headers, **members)
    return status, answer["error"]["code"], answer["error"]["message"]
