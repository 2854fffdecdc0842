"""The inviting tenant's settings about invitations, readable and writable."""

from typing import Any

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.graph.access import json_object
from dev.simulator.graph.errors import invalid_value
from dev.simulator.graph.models import CONTEXT
from dev.simulator.state import Policy

CONFIGURATION = "invitationRedemptionIdentityProviderConfiguration"
ORDER, FALLBACK = "primaryIdentityProviderPrecedenceOrder", "fallbackIdentityProvider"
# IDPCFG: which values of b2bIdentityProvidersType may stand where.
PRIMARY = frozenset({"azureActiveDirectory", "externalFederation", "socialIdentityProviders"})
FALLBACKS = frozenset({"defaultConfiguredIdp", "emailOneTimePasscode", "microsoftAccount"})
INVITERS = ("none", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone")


async def cross_tenant_default(request: web.Request) -> web.Response:
    """Answer the policy: the service default (facts.md section 2, XTAPY), or what was set."""
    policy = request.app[STATE].policy
    usual = Policy()
    allowed, blocked = _b2b("allowed"), _b2b("blocked")
    return web.json_response(
        {
            "@odata.context": f"{CONTEXT}policies/crossTenantAccessPolicy/default/$entity",
            "isServiceDefault": (policy.primary_order, policy.fallback)
            == (usual.primary_order, usual.fallback),
            "inboundTrust": {
                "isMfaAccepted": False,
                "isCompliantDeviceAccepted": False,
                "isHybridAzureADJoinedDeviceAccepted": False,
            },
            "b2bCollaborationOutbound": allowed,
            "b2bCollaborationInbound": allowed,
            "b2bDirectConnectOutbound": blocked,
            "b2bDirectConnectInbound": blocked,
            CONFIGURATION: {ORDER: policy.primary_order, FALLBACK: policy.fallback},
        }
    )


async def update_cross_tenant_default(request: web.Request) -> web.Response:
    """Change the redemption order and answer 204; nothing else of the policy can be changed.

    The fallback is required, all primary providers may be off (IDPCFG, XTAP). Raises GraphError
    400 (wording not known); an order that is left out stays.
    """
    policy = request.app[STATE].policy
    for name, value in _members(await json_object(request)).items():
        if name != CONFIGURATION or not isinstance(value, dict):
            raise invalid_value(name, "CrossTenantAccessPolicyConfigurationDefault")
        order, fallback = value.get(ORDER, policy.primary_order), value.get(FALLBACK)
        if not _is_order(order):
            raise invalid_value(ORDER, CONFIGURATION)
        if not isinstance(fallback, str) or fallback not in FALLBACKS:
            raise invalid_value(FALLBACK, CONFIGURATION)
        policy.primary_order, policy.fallback = order, fallback
    return web.Response(status=204)


async def authorization_policy(request: web.Request) -> web.Response:
    """Answer the guest-invite settings (facts.md section 5, EXTC)."""
    return web.json_response(
        {
            "@odata.context": f"{CONTEXT}policies/authorizationPolicy/$entity",
            "id": "authorizationPolicy",
            "displayName": "Authorization Policy",
            "allowInvitesFrom": request.app[STATE].policy.allow_invites_from,
        }
    )


async def update_authorization_policy(request: web.Request) -> web.Response:
    """Change who may invite and answer 204; on Entra it takes 15 to 60 minutes, here none."""
    for name, value in _members(await json_object(request)).items():
        if name != "allowInvitesFrom" or value not in INVITERS:
            raise invalid_value(name, "AuthorizationPolicy")
        request.app[STATE].policy.allow_invites_from = value
    return web.Response(status=204)


def _members(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if not name.startswith("@odata.")}


def _is_order(order: object) -> bool:
    if not isinstance(order, list) or not all(isinstance(one, str) for one in order):
        return False
    return len(set(order)) == len(order) and PRIMARY.issuperset(order)


def _b2b(access: str) -> dict[str, Any]:
    def everything(target: str, kind: str) -> dict[str, Any]:
        return {"accessType": access, "targets": [{"target": target, "targetType": kind}]}

    return {
        "usersAndGroups": everything("AllUsers", "user"),
        "applications": everything("AllApplications", "application"),
    }
