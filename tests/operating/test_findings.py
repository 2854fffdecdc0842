"""What a world with other settings is found to suffer from: each fault by its name."""

import json
import os
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dev.ports import Ports
from dev.settings import connection_string
from dev.simulator.graph.permissions import granted
from dev.simulator.state import State
from dev.stack import Stack
from shared.services import Services
from shared.setting_findings import OLDEST
from shared.settings import read_settings
from shared.usecases.checking import look_at
from shared.web import catalogues, deployment
from tests.journey.system import System

Find = Callable[..., Awaitable[set[tuple[str, str, str]]]]
NOBODY = "00000000-0000-4000-8000-00000000dead"
_MISSPELT = "EMAIL_PER_HOURS: EMAIL_PER_HOUR?"
_PSEUDONYMS = "PSEUDONYM_KEY"


@pytest.fixture
def find(operated: Stack, monkeypatch: pytest.MonkeyPatch) -> Find:
    """Look at the world with other settings: return part, code and subject of what is found."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(operated.ca_file))
    for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER"):
        monkeypatch.setenv(name, operated.settings[name])

    async def found(
        clock: Callable[[], datetime] | None = None, **changed: str
    ) -> set[tuple[str, str, str]]:
        environment = operated.settings | changed
        monkeypatch.setattr(os, "environ", {**os.environ, **environment})
        replaced: dict[str, Any] = {"clock": clock} if clock else {}
        outer = Services(read_settings(environment), **replaced)
        async with AsyncExitStack() as opened, deployment.everything(outer) as checks:
            opened.push_async_callback(_close, outer)
            parts = await look_at(checks, limit=20)
        return {(part.name, one.kind.code, one.subject) for part in parts for one in part.findings}

    return found


async def _close(outer: Services) -> None:
    for name in ("transport", "switch", "key_sightings"):
        made = outer.__dict__.get(name)
        if made is not None:
            await getattr(made, "_table", made).close()


async def test_the_world_as_it_is_has_nothing(find: Find) -> None:
    assert await find() == set()


_GROUP = json.dumps({"customer": {"groups": [NOBODY]}})
_APPLICATION = json.dumps({"customer": {"appRoles": [{"resourceId": NOBODY, "appRoleId": NOBODY}]}})


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"ROLES": _GROUP}, ("permissions", "group-missing", NOBODY)),
        ({"ROLES": _APPLICATION}, ("permissions", "application-missing", NOBODY)),
        ({"EMAIL_ACCESS_KEY": "d3Jvbmcga2V5"}, ("mail", "mail-denied", "401")),
        ({"EMAIL_PER_HOURS": "5"}, ("settings", "unknown-setting", _MISSPELT)),
        ({"PUBLIC_URL": "http://invite.example"}, ("settings", "insecure-address", "PUBLIC_URL")),
        ({"RETENTION_DAYS": "30", "PSEUDONYM_KEY": ""}, ("settings", "pseudonyms", _PSEUDONYMS)),
    ],
)
async def test_each_wrong_setting_is_found(
    find: Find, changed: dict[str, str], wanted: tuple[str, str, str]
) -> None:
    assert await find(**changed) == {wanted}


async def test_a_key_that_is_there_twice_is_found(find: Find, operated: Stack) -> None:
    key = operated.settings["SESSION_KEYS"]
    found = await find(SESSION_KEYS=f"{key},{key}")
    assert found == {("settings", "key-twice", "SESSION_KEYS")}


async def test_another_tenant_is_found(find: Find, operated: Stack) -> None:
    found = await find(TENANT_ID=NOBODY)
    own = operated.settings["TENANT_ID"]
    assert ("identity", "other-tenant", own) in found
    assert "sign-in-down" in {code for _, code, _ in found}


async def test_a_secret_that_is_not_taken_is_found(find: Find) -> None:
    assert await find(CLIENT_SECRET="run out") == {("sign-in", "unproven", "AADSTS7000215")}


async def test_an_identity_in_place_of_a_secret_is_tried_as_well(find: Find) -> None:
    assert await find(CLIENT_SECRET="") == set()
    found = await find(CLIENT_SECRET="", IDENTITY_HEADER="wrong")
    assert {(part, code) for part, code, _ in found} == {
        ("identity", "no-token"),
        ("sign-in", "unproven"),
    }


async def test_another_application_is_found(find: Find) -> None:
    assert await find(CLIENT_ID=NOBODY) == {("sign-in", "unproven", "AADSTS700016")}


async def test_no_identity_is_found(find: Find) -> None:
    found = await find(IDENTITY_HEADER="wrong")
    assert {(part, code) for part, code, _ in found} == {("identity", "no-token")}


async def test_storage_that_is_down_is_found(find: Find) -> None:
    found = await find(AzureWebJobsStorage=connection_string(Ports.free()))
    assert {("tables", "no-answer", "tables"), ("queues", "no-answer", "queues")} <= found


# azure-data-tables reads the refusal in a way that xml.etree will give up.
@pytest.mark.filterwarnings("ignore:Testing an element's truth value:DeprecationWarning")
async def test_storage_that_is_closed_to_us_is_found(find: Find, operated: Stack) -> None:
    wrong = operated.connection_string.replace("Eby8vdM0", "AAAAAAAA")
    found = await find(AzureWebJobsStorage=wrong)
    assert ("tables", "storage-denied", "tables") in found
    assert ("queues", "storage-denied", "queues") in found


@pytest.mark.parametrize("minutes", [-20, 5])
async def test_a_wrong_clock_is_found(find: Find, minutes: int) -> None:
    found = await find(clock=lambda: datetime.now(UTC) + timedelta(minutes=minutes))
    ((part, code, subject),) = [one for one in found if one[0] == "tables"]
    assert (part, code) == ("tables", "clock")
    assert abs(float(subject.split()[0]) - minutes * 60) < 30


async def test_an_old_key_is_found(find: Find, operated: Stack, system: System) -> None:
    assert await find() == set()
    table = system.table("Pace")
    rows = system.rows("Pace", "session-key")
    seen = datetime.now(UTC) - OLDEST - timedelta(days=1)
    for row in rows:
        table.update_entity({**row, "seen": seen})
    try:
        assert await find() == {("keys", "key-old", f"{OLDEST.days + 1} d")}
    finally:
        for row in rows:
            table.delete_entity(row)


async def test_a_broken_catalogue_is_found(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(language: str, domain: str) -> None:
        if (language, domain) == ("fr", catalogues.CONSOLE):
            raise ValueError("no catalogue")

    monkeypatch.setattr(deployment, "translations", broken)
    assert await find() == {("catalogues", "catalogue", "fr (console): ValueError")}


async def test_a_mailbox_that_is_closed_to_us_is_found(find: Find, system: System) -> None:
    mailbox = {"EMAIL_TRANSPORT": "graph", "EMAIL_SENDER": "invitations@gfms.example"}
    assert await find(**mailbox) == set()
    others = set(granted(State())) - {"Mail.ReadWrite", "Mail.Read"}
    system.simulator("seed", {"permissions": sorted(others)})
    try:
        assert await find(**mailbox) == {("mail", "mail-denied", "403")}
    finally:
        system.simulator("seed", {"permissions": None})


async def test_a_mail_server_that_is_down_is_found(find: Find) -> None:
    server = {"EMAIL_TRANSPORT": "smtp", "SMTP_HOST": "localhost", "SMTP_PORT": "1"}
    assert await find(**server) == {("mail", "mail-down", "smtp")}


async def test_the_end_of_a_service_is_told_a_year_before(find: Find) -> None:
    almost = datetime(2027, 9, 30, tzinfo=UTC)
    found = await find(clock=lambda: almost)
    assert ("mail", "acs-ends", "") in found
    found = await find(clock=lambda: almost - timedelta(days=1))
    assert "acs-ends" not in {code for _, code, _ in found}
