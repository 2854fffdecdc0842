"""Other tenants: whose domain it is, and how this tenant meets them."""

from typing import Any

from aiohttp import web

from dev.simulator.config import CONFIG, STATE
from dev.simulator.graph.errors import not_found
from dev.simulator.graph.models import CONTEXT


async def find_tenant(request: web.Request) -> web.Response:
    """Answer the tenant of a domain; 404 for an unknown one (its error is unsourced)."""
    config, domain = request.app[CONFIG], request.match_info["domain"].lower()
    tenants = {**request.app[STATE].entra_domains, config.tenant_domain: config.tenant_id}
    if domain not in tenants:
        raise not_found(domain)
    own = domain == config.tenant_domain
    return web.json_response(
        {
            "@odata.context": f"{CONTEXT}microsoft.graph.tenantInformation",
            "tenantId": tenants[domain],
            "federationBrandName": None,
            "displayName": config.tenant_name if own else domain.partition(".")[0],
            "defaultDomainName": domain,
        }
    )


async def cross_tenant_default(_: web.Request) -> web.Response:
    """Answer the service default (facts.md section 2, XTAPY reset body)."""
    allowed, blocked = _b2b("allowed"), _b2b("blocked")
    return web.json_response(
        {
            "@odata.context": f"{CONTEXT}policies/crossTenantAccessPolicy/default/$entity",
            "isServiceDefault": True,
            "inboundTrust": {
                "isMfaAccepted": False,
                "isCompliantDeviceAccepted": False,
                "isHybridAzureADJoinedDeviceAccepted": False,
            },
            "b2bCollaborationOutbound": allowed,
            "b2bCollaborationInbound": allowed,
            "b2bDirectConnectOutbound": blocked,
            "b2bDirectConnectInbound": blocked,
            "invitationRedemptionIdentityProviderConfiguration": {
                "primaryIdentityProviderPrecedenceOrder": [
                    "azureActiveDirectory",
                    "externalFederation",
                    "socialIdentityProviders",
                ],
                "fallbackIdentityProvider": "defaultConfiguredIdp",
            },
        }
    )


def _b2b(access: str) -> dict[str, Any]:
    def everything(target: str, kind: str) -> dict[str, Any]:
        return {"accessType": access, "targets": [{"target": target, "targetType": kind}]}

    return {
        "usersAndGroups": everything("AllUsers", "user"),
        "applications": everything("AllApplications", "application"),
    }
