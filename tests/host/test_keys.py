"""functions-host.md, HTTP: keys; and the admin API behind the master key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dev.host import HostError, Keys, read_keys

from .conftest import App, running

KEYS = Keys(
    "the-master", {"default": "for-all"}, {"locked": {"a": "for-locked"}, "Vault": {"a": "v"}}
)


@pytest.fixture(scope="module")
async def guarded() -> AsyncIterator[App]:
    """The same app with keys that are checked."""
    async with running("web", keys=KEYS) as app:
        yield app


@pytest.mark.parametrize("key", ["", "wrong", "v"])
async def test_a_bad_key_is_401_with_an_empty_body(guarded: App, key: str) -> None:
    """Row: bad key: 401 with an empty body; another function's key is a bad key."""
    async with guarded.client.get("/api/locked", headers={"x-functions-key": key}) as response:
        assert (response.status, await response.read()) == (401, b"")


@pytest.mark.parametrize("key", ["for-locked", "for-all", "the-master"])
async def test_function_host_and_admin_key_open_a_function(guarded: App, key: str) -> None:
    """Row: the admin key satisfies function level (facts.md 11: and any host key does)."""
    assert await guarded.status("GET", "/api/locked", headers={"X-Functions-Key": key}) == 200
    assert await guarded.status("GET", "/api/locked", params={"code": key}) == 200


async def test_the_header_beats_the_query(guarded: App) -> None:
    """Row: the header `x-functions-key` beats `?code=`."""
    path = "/api/locked?code=for-locked"
    assert await guarded.status("GET", path) == 200
    assert await guarded.status("GET", path, headers={"x-functions-key": "wrong"}) == 401
    assert await guarded.status("GET", path, headers={"x-functions-key": ""}) == 401


async def test_admin_level_needs_the_master_key(guarded: App) -> None:
    """Row: keys; authLevel admin takes the master key only (facts.md section 11)."""
    for key, status in (("for-all", 401), ("v", 401), ("the-master", 200)):
        assert await guarded.status("GET", "/api/vault", params={"code": key}) == status


async def test_anonymous_needs_no_key(guarded: App) -> None:
    """Row: keys; anonymous needs none."""
    assert await guarded.status("GET", "/api/hello", params={"code": "wrong"}) == 200


async def test_the_admin_api_needs_the_master_key(guarded: App) -> None:
    """Row: POST /admin/functions/{name}: 401 without a key, 403 with a lesser one."""
    path = "/admin/host/status"
    for key, status in (("", 401), ("wrong", 401), ("for-all", 403), ("the-master", 200)):
        assert await guarded.status("GET", path, headers={"x-functions-key": key}) == status


def test_a_keys_file(tmp_path: Path) -> None:
    """The file that --keys names."""
    path = tmp_path / "keys.json"
    path.write_text('{"master": "m", "host": {"default": "h"}, "functions": {"F": {"d": "f"}}}')
    assert read_keys(path) == Keys("m", {"default": "h"}, {"F": {"d": "f"}})
    path.write_text("[]")
    with pytest.raises(HostError, match=r"keys\.json"):
        read_keys(path)
