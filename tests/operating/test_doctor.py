"""The doctor finds nothing in a healthy world, and each fault by its name once it is there."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from azure.storage.queue import QueueClient

from dev.operating import doctor, redirects
from dev.operating.calls import App
from dev.operating.line import Line
from dev.simulator.graph.permissions import granted
from dev.simulator.state import State
from dev.stack import Stack
from shared.domain.findings import Level
from shared.usecases.halting import FRESH
from shared.web import digests
from tests.faults.client import faults
from tests.journey.system import System, new_address
from tests.journey.waiting import until

pytestmark = [pytest.mark.usefixtures("well_again", "trusting")]
Look = Callable[..., list[Line]]


@pytest.fixture
def trusting(operated: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulator's own authority is trusted, as by the app."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(operated.ca_file))


@pytest.fixture
def examine(operated: Stack) -> Look:
    """Have the doctor look."""

    def look(**options: object) -> list[Line]:
        app = App(operated.app_url, operated.keys.master)
        return list(doctor.look(app, **options))  # type: ignore[arg-type]  # of any kind

    return look


def ill(lines: list[Line]) -> list[tuple[Level, str, str]]:
    """Return what is not fine: how bad, which part, and what."""
    assert all(line.fix for line in lines if line.level is not Level.OK), "each has its fix"
    return [(line.level, line.part, line.what) for line in lines if line.level is not Level.OK]


def test_nothing_is_found_in_a_healthy_world(examine: Look, system: System) -> None:
    system.invite()  # so that there are tables
    lines = examine()
    assert ill(lines) == []
    parts = {line.part for line in lines}
    assert parts == {
        "https", "health", "clock", "headers", "address", "redirects", "tables", "queues",
        "identity", "mail", "sending", "keys", "catalogues", "permissions", "sign-in", "settings",
        "templates", "domain",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "part", "code"),
    [
        ({"service": "identity", "status": 500}, "identity", "no-token"),
        ({"service": "graph", "status": 503}, "permissions", "graph-down"),
        ({"service": "graph", "status": 429, "retry_after": 60}, "permissions", "graph-down"),
        ({"service": "graph", "status": 403, "path": "/members"}, "permissions", "graph-refuses"),
        ({"service": "email", "status": 401}, "mail", "mail-denied"),
        ({"service": "email", "status": 429, "retry_after": 60}, "mail", "mail-quota"),
        ({"service": "email", "status": 500}, "mail", "mail-down"),
        ({"service": "email", "kind": "drop"}, "mail", "mail-down"),
        ({"service": "login", "path": "openid-configuration"}, "sign-in", "sign-in-down"),
    ],
)
def test_each_outage_is_found(
    examine: Look, operated: Stack, fault: dict[str, object], part: str, code: str
) -> None:
    faults(operated, {"kind": "status", "times": -1} | fault)
    found = ill(examine())
    assert [(where, what.endswith(f"({code})")) for _, where, what in found] == [(part, True)]


_GUESTS = {"User.ReadWrite.All", "Directory.ReadWrite.All"}
_GROUPS = {"GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"}
_PHOTOS = {"ProfilePhoto.Read.All", "ProfilePhoto.ReadWrite.All", "User.Read.All", *_GUESTS}


@pytest.mark.parametrize(
    ("withheld", "named", "level"),
    [
        ({"User.Invite.All", *_GUESTS}, "User.Invite.All", Level.FAULT),
        (_GUESTS, "User.ReadWrite.All", Level.FAULT),
        (_GROUPS, "GroupMember.ReadWrite.All", Level.FAULT),
        ({"AppRoleAssignment.ReadWrite.All"}, "AppRoleAssignment.ReadWrite.All", Level.FAULT),
        (
            {"CrossTenantInformation.ReadBasic.All"},
            "CrossTenantInformation.ReadBasic.All",
            Level.WARNING,
        ),
        (
            {"Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"},
            "Policy.Read.All",
            Level.WARNING,
        ),
        (_PHOTOS, "ProfilePhoto.Read.All", Level.WARNING),
    ],
)
def test_each_missing_permission_is_found_and_named(
    examine: Look, system: System, withheld: set[str], named: str, level: Level
) -> None:
    system.simulator("seed", {"permissions": sorted(set(granted(State())) - withheld)})
    found = ill(examine())
    assert any(one[0] is level and f"[{named}]" in one[2] for one in found), found
    assert {where for _, where, _ in found} == {"permissions"}


def test_a_message_that_was_given_up_is_found(examine: Look, operated: Stack) -> None:
    with QueueClient.from_connection_string(operated.connection_string, "nobodys-poison") as queue:
        queue.create_queue()
        queue.send_message("unreadable")
        try:
            ((level, part, what),) = ill(examine())
        finally:
            queue.delete_queue()
    assert (level, part) == (Level.WARNING, "queues")
    assert "[nobodys-poison: 1]" in what


def test_a_table_that_is_gone_is_found(examine: Look, system: System) -> None:
    system.invite()
    system.table("InvitationIndex").delete_table()
    ((level, part, what),) = ill(examine())
    assert (level, part) == (Level.FAULT, "tables")
    assert "[InvitationIndex] (table-missing)" in what
    system.invite()  # it is made again
    assert ill(examine()) == []


def test_a_pause_that_was_forgotten_is_found(examine: Look, operated: Stack) -> None:
    app = App(operated.app_url, operated.keys.host)
    app.ask("POST", "Sending/pause", {"why": "Wrong link"})
    try:
        ((level, part, what),) = ill(examine())
        mail_to = new_address("operator")
        time.sleep(FRESH + 0.5)  # until the app surely knows
        (_, test) = ill(examine(mail_to=mail_to))
    finally:
        app.ask("POST", "Sending/resume")
    assert (level, part) == (Level.WARNING, "sending")
    assert "[Wrong link] (paused)" in what
    assert test[:2] == (Level.FAULT, "test e-mail"), "nothing goes out, this neither"
    assert "503" in test[2]


def test_a_test_e_mail_arrives(examine: Look, system: System) -> None:
    mail_to = new_address("operator")
    until(lambda: ill(examine(mail_to=mail_to)) == [])  # a pause of before may still be known
    until(lambda: system.mails(mail_to))
    mail = system.mails(mail_to)[0]
    assert mail["subject"] == "Test e-mail of My rConnect (Stag)"
    assert system.stack.app_url in mail["text"]


@pytest.mark.parametrize(("minutes", "level"), [(2, Level.WARNING), (-10, Level.FAULT)])
def test_a_wrong_clock_is_found(examine: Look, minutes: int, level: Level) -> None:
    now = datetime.now(UTC) + timedelta(minutes=minutes)
    found = ill(examine(clock=lambda: now))
    assert [(one, part) for one, part, _ in found] == [(level, "clock")]


def test_a_redirect_uri_that_is_not_registered_is_found(
    operated: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redirects, "PATHS", ("RedeemInvitation", "Nowhere"))
    ((level, _, what),) = ill(list(redirects.look(operated.app_url)))
    assert level is Level.FAULT
    assert what == f"{operated.app_url}/api/Nowhere: AADSTS50011"


def test_another_address_than_public_url_is_found(operated: Stack) -> None:
    other = operated.app_url.replace("localhost", "127.0.0.1")
    ((level, part, what),) = ill(list(redirects.look(other)))
    assert (level, part) == (Level.WARNING, "address")
    assert operated.app_url in what


def test_other_texts_than_those_of_the_tree_are_found(
    examine: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "templates", lambda: "other")
    ((level, part, _),) = ill(examine())
    assert (level, part) == (Level.WARNING, "templates")


@pytest.mark.parametrize("key", ["", "wrong"])
def test_without_a_good_key_the_outside_is_looked_at(operated: Stack, key: str) -> None:
    lines = list(doctor.look(App(operated.app_url, key)))
    assert [part for _, part, _ in ill(lines)] == ["inside"]
    assert "redirects" in {line.part for line in lines}


def test_the_command_says_it_and_returns_1_for_a_fault(
    operated: Stack, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APP_KEY", operated.keys.host)
    assert doctor.main(["--app", f"{operated.app_url}/"]) == 0
    told = capsys.readouterr().out
    assert told.splitlines()[-1].endswith("0 faults, 0 warnings")
    faults(operated, {"service": "identity", "status": 500, "times": -1})
    assert doctor.main(["--app", operated.app_url]) == 1
    told = capsys.readouterr().out
    assert "FAULT    identity" in told
    assert "fix: Check that an identity is assigned" in told


def test_settings_of_an_app_that_does_not_start_are_named(operated: Stack, tmp_path: Path) -> None:
    right = dict(operated.settings)
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"Values": right}))
    assert ill(list(doctor.look(App("http://localhost:1"), settings=file)))[0][1] == "health"
    wrong = right | {"TENANT_ID": "gfms", "EMAIL_PER_HOUR": "many"}
    del wrong["PUBLIC_URL"]
    listed = [{"name": name, "value": value, "slotSetting": False} for name, value in wrong.items()]
    file.write_text(json.dumps(listed))
    found = ill(list(doctor.look(App("http://localhost:1"), settings=file)))
    named = {what.split()[0] for _, part, what in found if part == "settings"}
    assert named == {"PUBLIC_URL", "TENANT_ID", "EMAIL_PER_HOUR"}
    assert "many" not in " ".join(what for _, _, what in found), "values may be secrets"
