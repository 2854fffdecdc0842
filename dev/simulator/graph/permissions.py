"""What an app needs for which call (facts.md section 5): application permissions only.

`State.permissions` None is an app with all of them.
"""

import re
from collections.abc import Mapping

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.graph.errors import GraphError, denied
from dev.simulator.state import State

WRITE_USERS = frozenset({"User.ReadWrite.All", "Directory.ReadWrite.All"})
INVITE = WRITE_USERS | {"User.Invite.All"}
READ_USERS = WRITE_USERS | {"User.ReadBasic.All", "User.Read.All", "Directory.Read.All"}
DELETE_USERS = frozenset({"User.DeleteRestore.All", "User.ReadWrite.All"})
WRITE_MEMBERS = frozenset(
    {"GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"}
)
READ_MAIL = frozenset({"Mail.ReadWrite", "Mail.Read"})
WRITE_MAIL = frozenset({"Mail.ReadWrite"})
SEND_MAIL = frozenset({"Mail.Send"})
READ_PHOTOS = frozenset(
    {"ProfilePhoto.Read.All", "ProfilePhoto.ReadWrite.All", "User.Read.All", "User.ReadWrite.All"}
)
WRITE_ROLES = frozenset({"AppRoleAssignment.ReadWrite.All"})
READ_TENANTS = frozenset({"CrossTenantInformation.ReadBasic.All"})
WRITE_ACCESS = frozenset({"Policy.ReadWrite.CrossTenantAccess"})
READ_ACCESS = WRITE_ACCESS | {"Policy.Read.All"}
WRITE_AUTHORIZATION = frozenset({"Policy.ReadWrite.Authorization"})
READ_AUTHORIZATION = WRITE_AUTHORIZATION | {"Policy.Read.All"}

_MESSAGE = re.compile(r"/messages/[^/]+")
# (how the path below /v1.0/ begins, how it ends): the method's permissions, any of which does.
# The first that fits counts; what is not here asks for none.
NEEDS: Mapping[tuple[str, str], Mapping[str, frozenset[str]]] = {
    ("invitations", ""): {"POST": INVITE},
    ("users", "appRoleAssignments"): {"POST": WRITE_ROLES},
    ("users", "/messages"): {"POST": WRITE_MAIL},
    ("users", "/messages/{id}"): {"GET": READ_MAIL, "DELETE": WRITE_MAIL},
    ("users", "/send"): {"POST": SEND_MAIL},
    ("users", "/$value"): {"GET": READ_PHOTOS},
    ("servicePrincipals", "appRoleAssignedTo"): {"POST": WRITE_ROLES},
    ("groups", "$ref"): {"POST": WRITE_MEMBERS, "DELETE": WRITE_MEMBERS},
    ("users", ""): {"GET": READ_USERS, "PATCH": WRITE_USERS, "DELETE": DELETE_USERS},
    ("directory/deletedItems", ""): {
        "GET": READ_USERS,
        "POST": DELETE_USERS,
        "DELETE": DELETE_USERS,
    },
    ("tenantRelationships", ""): {"GET": READ_TENANTS},
    ("policies/crossTenantAccessPolicy", ""): {"GET": READ_ACCESS, "PATCH": WRITE_ACCESS},
    ("policies/authorizationPolicy", ""): {
        "GET": READ_AUTHORIZATION,
        "PATCH": WRITE_AUTHORIZATION,
    },
}


def granted(state: State) -> list[str]:
    """Return the application permissions that the app has."""
    if state.permissions is not None:
        return list(state.permissions)
    return sorted({name for needs in NEEDS.values() for names in needs.values() for name in names})


def check_permissions(request: web.Request) -> None:
    """Raise the refusal of a call that the app's permissions do not cover.

    For /invitations it is the one of issue #10759, whose status is not known.
    """
    path = _MESSAGE.sub("/messages/{id}", request.path.removeprefix("/v1.0/"))
    for (start, end), methods in NEEDS.items():
        if path.startswith(start) and path.endswith(end):
            if not _has(request.app[STATE], methods.get(request.method, frozenset())):
                raise _may_not_invite() if start == "invitations" else denied()
            return


def require_reset(state: State) -> None:
    """Raise 403 where the app may invite but not change users: resetRedemption needs both.

    facts.md section 4: the documented example uses User.ReadWrite.All.
    """
    if not _has(state, WRITE_USERS):
        raise denied()


def _has(state: State, wanted: frozenset[str]) -> bool:
    return state.permissions is None or not wanted or bool(wanted.intersection(state.permissions))


def _may_not_invite() -> GraphError:
    return GraphError(
        401,
        "Unauthorized",
        "Insufficient privileges to perform requested operation by the application "
        "'00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, "
        "ActionName=CreateInvite, URL absolute path=/api/{tenantId}/invites",
    )
