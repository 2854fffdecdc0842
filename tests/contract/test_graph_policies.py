"""The tenant's settings, and what an app needs to see and change them."""

from typing import Any

import aiohttp
import pytest
from msgraph.generated.models.allow_invites_from import AllowInvitesFrom
from msgraph.generated.models.authorization_policy import AuthorizationPolicy
from msgraph.generated.models.b2b_identity_providers_type import B2bIdentityProvidersType
from msgraph.generated.models.cross_tenant_access_policy_configuration_default import (
    CrossTenantAccessPolicyConfigurationDefault,
)
from msgraph.generated.models.default_invitation_redemption_identity_provider_configuration import (
    DefaultInvitationRedemptionIdentityProviderConfiguration,
)
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from dev.simulator import defaults
from tests.contract.clients import graph_client
from tests.contract.conftest import Simulator
from tests.contract.inviting import Headers, ask, invite, seed

ACCESS = "policies/crossTenantAccessPolicy/default"
AUTHORIZATION = "policies/authorizationPolicy"
FIND = (
    "tenantRelationships/findTenantInformationByDomainName"
    f"(domainName='{defaults.ENTRA_CUSTOMER_DOMAIN}')"
)
Provider = B2bIdentityProvidersType


async def test_sdk_changes_the_redemption_order(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = DefaultInvitationRedemptionIdentityProviderConfiguration(
        primary_identity_provider_precedence_order=[
            Provider.ExternalFederation,
            Provider.AzureActiveDirectory,
        ],
        fallback_identity_provider=Provider.EmailOneTimePasscode,
    )
    async with graph_client(simulator, monkeypatch) as graph:
        default = graph.policies.cross_tenant_access_policy.default
        await default.patch(
            CrossTenantAccessPolicyConfigurationDefault(
                invitation_redemption_identity_provider_configuration=wanted
            )
        )
        read = await default.get()
    assert read is not None
    assert read.is_service_default is False
    got = read.invitation_redemption_identity_provider_configuration
    assert got is not None
    assert got.primary_identity_provider_precedence_order == [
        Provider.ExternalFederation,
        Provider.AzureActiveDirectory,
    ]
    assert got.fallback_identity_provider == Provider.EmailOneTimePasscode
    assert simulator.state.policy.primary_order == ["externalFederation", "azureActiveDirectory"]


def order(primary: Any, fallback: Any = "defaultConfiguredIdp") -> dict[str, Any]:
    return {
        "invitationRedemptionIdentityProviderConfiguration": {
            "primaryIdentityProviderPrecedenceOrder": primary,
            "fallbackIdentityProvider": fallback,
        }
    }


@pytest.mark.parametrize(
    "body",
    [
        order(["azureActiveDirectory"], None),
        order(["azureActiveDirectory"], "externalFederation"),
        order(["azureActiveDirectory"], ["microsoftAccount"]),
        order(["microsoftAccount"]),
        order(["azureActiveDirectory", "azureActiveDirectory"]),
        order("azureActiveDirectory"),
        order([None]),
        {"invitationRedemptionIdentityProviderConfiguration": None},
        {"isServiceDefault": True},
    ],
)
async def test_orders_that_are_refused(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers, body: dict[str, Any]
) -> None:
    before = simulator.state.as_dict()["policy"]
    status, answer = await ask(http, graph_headers, "PATCH", ACCESS, body)
    assert (status, answer["error"]["code"]) == (400, "Request_BadRequest")
    assert simulator.state.as_dict()["policy"] == before


async def test_all_primary_providers_may_be_off(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    assert (await ask(http, graph_headers, "PATCH", ACCESS, order([])))[0] == 204
    assert simulator.state.policy.primary_order == []


async def test_sdk_changes_who_may_invite(
    simulator: Simulator,
    http: aiohttp.ClientSession,
    graph_headers: Headers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with graph_client(simulator, monkeypatch) as graph:
        policy = graph.policies.authorization_policy
        usual = await policy.get()
        assert usual is not None
        assert usual.allow_invites_from == AllowInvitesFrom.Everyone
        await policy.patch(AuthorizationPolicy(allow_invites_from=AllowInvitesFrom.None_))
        changed = await policy.get()
    assert changed is not None
    assert changed.allow_invites_from == AllowInvitesFrom.None_
    assert (await invite(http, graph_headers))[0] == 403
    for wrong in ({"allowInvitesFrom": "friends"}, {"displayName": "Mine"}):
        assert (await ask(http, graph_headers, "PATCH", AUTHORIZATION, wrong))[0] == 400


@pytest.mark.parametrize(
    ("method", "path", "permission"),
    [
        ("GET", FIND, "CrossTenantInformation.ReadBasic.All"),
        ("GET", ACCESS, "Policy.Read.All"),
        ("PATCH", ACCESS, "Policy.ReadWrite.CrossTenantAccess"),
        ("GET", AUTHORIZATION, "Policy.Read.All"),
        ("PATCH", AUTHORIZATION, "Policy.ReadWrite.Authorization"),
        ("GET", "users", "User.Read.All"),
        ("GET", "directory/deletedItems/microsoft.graph.user", "User.Read.All"),
        ("POST", f"groups/{defaults.GROUP_ID}/members/$ref", "GroupMember.ReadWrite.All"),
        ("DELETE", "users/nobody", "User.DeleteRestore.All"),
        ("POST", "users/nobody/appRoleAssignments", "AppRoleAssignment.ReadWrite.All"),
    ],
)
async def test_calls_need_their_permission(
    simulator: Simulator,
    http: aiohttp.ClientSession,
    graph_headers: Headers,
    method: str,
    path: str,
    permission: str,
) -> None:
    body: dict[str, Any] | None = None if method in ("GET", "DELETE") else {}
    await seed(http, {"permissions": ["User.Invite.All"]})
    status, answer = await ask(http, graph_headers, method, path, body)
    assert (status, answer["error"]["code"]) == (403, "Authorization_RequestDenied")
    await seed(http, {"permissions": [permission]})
    assert (await ask(http, graph_headers, method, path, body))[0] != 403
    await seed(http, {"permissions": None})
    assert (await ask(http, graph_headers, method, path, body))[0] != 403


async def test_inviting_needs_its_permission(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    await seed(http, {"permissions": ["User.Read.All"]})
    status, answer = await invite(http, graph_headers)
    assert (status, answer["error"]["code"]) == (401, "Unauthorized")
    assert "ActionName=CreateInvite" in answer["error"]["message"]
    await seed(http, {"permissions": ["User.Invite.All"]})
    status, made = await invite(http, graph_headers)
    assert status == 201
    reset: dict[str, Any] = {
        "resetRedemption": True,
        "invitedUser": {"id": made["invitedUser"]["id"]},
    }
    assert (await invite(http, graph_headers, **reset))[0] == 403


async def test_sdk_sees_what_it_lacks(
    simulator: Simulator, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await seed(http, {"permissions": ["User.Invite.All"]})
    async with graph_client(simulator, monkeypatch) as graph:
        with pytest.raises(ODataError) as caught:
            await graph.policies.cross_tenant_access_policy.default.get()
    assert caught.value.error is not None
    assert caught.value.error.message == "Insufficient privileges to complete the operation."


async def test_tenant_of_a_seeded_domain(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    sources = {
        "werk.example": {"kind": "entra", "tenant_id": "t-1", "tenant_name": "Werk AG"},
        "saml.example": {"kind": "federation"},
    }
    await seed(http, {"sources": sources})
    find = "tenantRelationships/findTenantInformationByDomainName(domainName='{}')".format
    status, found = await ask(http, graph_headers, "GET", find("WERK.example"))
    assert (status, found["tenantId"], found["displayName"]) == (200, "t-1", "Werk AG")
    assert (await ask(http, graph_headers, "GET", find("saml.example")))[0] == 404
