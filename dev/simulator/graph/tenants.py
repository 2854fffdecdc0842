"""GET /v1.0/tenantRelationships/findTenantInformationByDomainName."""

from aiohttp import web

from dev.simulator.config import CONFIG, STATE
from dev.simulator.graph.errors import not_found
from dev.simulator.graph.models import CONTEXT


async def find_tenant(request: web.Request) -> web.Response:
    """Answer the tenant of a domain; 404 for one of no Entra tenant (its error is unsourced)."""
    config, domain = request.app[CONFIG], request.match_info["domain"].lower()
    source = request.app[STATE].sources.get(domain)
    if domain == config.tenant_domain:
        tenant_id, name = config.tenant_id, config.tenant_name
    elif source is not None and source.kind == "entra":
        tenant_id, name = source.tenant_id, source.tenant_name or domain.partition(".")[0]
    else:
        raise not_found(domain)
    return web.json_response(
        {
            "@odata.context": f"{CONTEXT}microsoft.graph.tenantInformation",
            "tenantId": tenant_id,
            "federationBrandName": None,
            "displayName": name,
            "defaultDomainName": domain,
        }
    )
