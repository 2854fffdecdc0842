"""Asking Graph bare, so that a test sees status and body as they are."""

from typing import Any

import aiohttp

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
