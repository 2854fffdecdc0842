"""What the app's own token says of its permissions, and whether Graph agrees.

The token is this app's own and is only read: nobody is let in by it.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError

from shared.domain.finding_kinds import (
    APPLICATION_MISSING,
    GRAPH_DOWN,
    GRAPH_REFUSES,
    GROUP_MISSING,
    NO_TOKEN,
    OTHER_TENANT,
    PERMISSION_MISSING,
    PERMISSION_WISHED,
)
from shared.domain.findings import Finding, Kind
from shared.outer.graph_reader import SCOPE

TIMEOUT = 5.0  # seconds
_NOT_FOUND, _OK = 404, 200
_DOWN = {408, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Need:
    """A permission that some feature needs: any of `names`, the least of them first.

    `path` is what can be read harmlessly with it, and `absent` what a 404 there means.
    """

    names: tuple[str, ...]
    path: str = ""
    missing: Kind = PERMISSION_MISSING
    absent: Kind | None = None


@dataclass(frozen=True)
class Features:
    """As much of the settings as decides which permissions are needed."""

    groups: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    domain: str = ""  # one that surely is in a tenant: the organisation's own


class GraphProbe:
    """Asks for a fresh token, and for small things that change nothing."""

    def __init__(
        self,
        url: str,
        credential: AsyncTokenCredential,
        tenant_id: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url = url
        self._credential = credential
        self._tenant_id = tenant_id
        self._client = httpx.AsyncClient(transport=transport, timeout=TIMEOUT)

    async def token(self) -> Sequence[Finding]:
        """Return what is wrong with the identity."""
        try:
            claims = _claims((await self._credential.get_token(SCOPE)).token)
        except AzureError as error:
            return [Finding(NO_TOKEN, type(error).__name__)]
        tenant = str(claims.get("tid", ""))
        if tenant.lower() != self._tenant_id:
            return [Finding(OTHER_TENANT, tenant)]
        return []

    async def permissions(self, features: Features) -> Sequence[Finding]:
        """Return which permissions are missing, and what Graph refuses although they are there."""
        try:
            token = (await self._credential.get_token(SCOPE)).token
        except AzureError:
            return []  # `token` tells
        held = _claims(token).get("roles")
        roles = set(held) if isinstance(held, list) else set()
        found = []
        for need in needs(features):
            if roles.isdisjoint(need.names):
                found.append(Finding(need.missing, need.names[0]))
            elif need.path:
                found += await self._try(need, token)
        return list(dict.fromkeys(found))

    async def _try(self, need: Need, token: str) -> list[Finding]:
        try:
            answer = await self._client.get(
                f"{self._url}{need.path}", headers={"Authorization": f"Bearer {token}"}
            )
        except httpx.HTTPError as error:
            return [Finding(GRAPH_DOWN, type(error).__name__)]
        status = answer.status_code
        if status in _DOWN:
            return [Finding(GRAPH_DOWN, str(status))]
        if status == _NOT_FOUND:
            subject = need.path.split("/")[2] if need.absent else ""
            return [Finding(need.absent, subject)] if need.absent else []
        return [] if status == _OK else [Finding(GRAPH_REFUSES, f"{need.names[0]}: {status}")]

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
        await self._credential.close()


def needs(features: Features) -> Iterable[Need]:
    """Yield what is needed, as docs/permissions.md lists it (facts.md section 5)."""
    yield Need(("User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"))
    yield Need(("User.ReadWrite.All", "Directory.ReadWrite.All"), "/users?$top=1&$select=id")
    for group in features.groups:
        path = f"/groups/{quote(group)}/members?$top=1&$select=id"
        names = ("GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All")
        yield Need(names, path, absent=GROUP_MISSING)
    for application in features.applications:
        path = f"/servicePrincipals/{quote(application)}/appRoleAssignedTo?$top=1"
        yield Need(("AppRoleAssignment.ReadWrite.All",), path, absent=APPLICATION_MISSING)
    if features.domain:
        find = "/tenantRelationships/findTenantInformationByDomainName(domainName='{}')"
        yield Need(
            ("CrossTenantInformation.ReadBasic.All",),
            find.format(quote(features.domain)),
            missing=PERMISSION_WISHED,
        )
    yield Need(
        ("Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"),
        "/policies/crossTenantAccessPolicy/default",
        missing=PERMISSION_WISHED,
    )
    yield Need(
        ("ProfilePhoto.Read.All", "User.Read.All", "User.ReadWrite.All"),
        missing=PERMISSION_WISHED,
    )


def _claims(token: str) -> dict[str, Any]:
    """Return what a JSON Web Token says, unchecked; nothing of one that is none."""
    try:
        body = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}
