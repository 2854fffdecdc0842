"""Roles and permissions: the right ids, the least of them, all documented."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.infra.evaluating import Evaluation
from tests.infra.files import DATA, INFRA, ROOT, files

ROLES: dict[str, list[str]] = json.loads((DATA / "roles.json").read_text("utf-8"))["roles"]
PERMISSIONS: dict[str, str] = json.loads((DATA / "permissions.json").read_text("utf-8"))[
    "permissions"
]
PAGE = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_GRAPH = "00000003-0000-0000-c000-000000000000"  # Graph's own application, in every tenant
FEATURES = (
    "lookAfterGuests",
    "companyFields",
    "resets",
    "deleteRevokedGuests",
    "groups",
    "appRoles",
    "recogniseWays",
    "pictures",
    "mailEverywhere",
)


def granted(*on: str, transport: str = "graph") -> set[str]:
    """Return the permissions that the identity gets with these features on."""
    features = {name: name in on for name in FEATURES}
    parameters: dict[str, Any] = {"features": features, "email": {"transport": transport}}
    evaluation = Evaluation(files()[Path("graph-permissions.bicep")], parameters)
    found = evaluation.variable("permissions")
    assert all(name in evaluation.variable("ids") for name in found)
    return set(found)


def test_every_guid_is_a_published_one() -> None:
    source = "\n".join(file.read_text("utf-8") for file in INFRA.rglob("*.bicep"))
    known = {*ROLES, *PERMISSIONS.values(), _GRAPH}
    assert set(_GUID.findall(source)) == known


def test_permission_names_have_their_own_ids() -> None:
    evaluation = Evaluation(files()[Path("graph-permissions.bicep")], {})
    assert evaluation.variable("ids") == PERMISSIONS


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        ((), set()),
        (("lookAfterGuests",), {"User.Read.All"}),
        (("lookAfterGuests", "pictures"), {"User.Read.All"}),
        (("pictures",), {"ProfilePhoto.Read.All"}),
        (("deleteRevokedGuests",), {"User.Read.All", "User.DeleteRestore.All"}),
        (
            ("companyFields", "lookAfterGuests", "deleteRevokedGuests", "pictures"),
            {"User.ReadWrite.All"},
        ),
        (("resets",), {"User.ReadWrite.All"}),
        (("groups",), {"GroupMember.ReadWrite.All"}),
        (("appRoles",), {"AppRoleAssignment.ReadWrite.All"}),
        (("recogniseWays",), {"CrossTenantInformation.ReadBasic.All", "Policy.Read.All"}),
        (("mailEverywhere",), {"Mail.ReadWrite", "Mail.Send"}),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_the_least_permissions_of_each_feature(on: tuple[str, ...], wanted: set[str]) -> None:
    assert granted(*on) == {"User.Invite.All"} | wanted


def test_other_transports_need_no_mailbox() -> None:
    assert granted("mailEverywhere", transport="acs") == {"User.Invite.All"}


@pytest.mark.parametrize("name", PERMISSIONS)
def test_permissions_are_documented(name: str) -> None:
    assert re.search(rf"^\| `{re.escape(name)}` .*{PERMISSIONS[name]}.*\|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("id_", ROLES)
def test_roles_are_documented(id_: str) -> None:
    assert re.search(rf"^\| {ROLES[id_][0]} .*{id_}.*\|$", PAGE, re.MULTILINE)


def test_no_key_opens_what_an_identity_opens() -> None:
    source = {file.name: file.read_text("utf-8") for file in INFRA.rglob("*.bicep")}
    assert "allowSharedKeyAccess: false" in source["storage.bicep"]
    assert "disableLocalAuth: true" in source["email.bicep"]
    assert "DisableLocalAuth: true" in source["monitoring.bicep"]
    assert "adminUserEnabled: false" in source["registry.bicep"]
    assert not re.search(r"list(Keys|Credentials)\(|listKeys|accountKey", "".join(source.values()))
