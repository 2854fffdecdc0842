"""The photos that were seeded for users."""

import base64
from typing import Any

import aiohttp
import pytest

from tests.contract.conftest import Simulator

Headers = dict[str, str]
TAMER = "tamer@gfms.example"
PNG, JPEG = b"\x89PNG\r\n\x1a\n1", b"\xff\xd8\xff\xe01"


async def seed(http: aiohttp.ClientSession, photo: str | None, status: int = 204) -> None:
    user: dict[str, Any] = {"mail": TAMER, "external_user_state": None, "user_type": "Member"}
    body = {"guests": [user if photo is None else user | {"photo": photo}]}
    async with http.post("/control/seed", json=body) as answer:
        assert answer.status == status


def path(size: str = "96x96") -> str:
    return f"/v1.0/users/{TAMER}/photos/{size}/$value"


@pytest.mark.parametrize(("photo", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
async def test_a_seeded_photo_is_answered(
    http: aiohttp.ClientSession, graph_headers: Headers, photo: bytes, kind: str
) -> None:
    await seed(http, base64.b64encode(photo).decode())
    async with http.get(path(), headers=graph_headers) as answer:
        assert (answer.status, answer.content_type) == (200, kind)
        assert await answer.read() == photo


@pytest.mark.parametrize(("photo", "size"), [(None, "96x96"), (PNG, "97x97")])
async def test_who_has_no_photo(
    http: aiohttp.ClientSession, graph_headers: Headers, photo: bytes | None, size: str
) -> None:
    await seed(http, base64.b64encode(photo).decode() if photo else None)
    async with http.get(path(size), headers=graph_headers) as answer:
        assert answer.status == 404
        assert (await answer.json())["error"]["code"] == "ImageNotFound"


async def test_a_photo_needs_its_permission(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    await seed(http, base64.b64encode(PNG).decode())
    for permissions, status in ((["User.Invite.All"], 403), (["ProfilePhoto.Read.All"], 200)):
        simulator.state.permissions = permissions
        async with http.get(path(), headers=graph_headers) as answer:
            assert answer.status == status


async def test_a_photo_that_is_no_base64_is_not_seeded(http: aiohttp.ClientSession) -> None:
    await seed(http, "!", 400)
