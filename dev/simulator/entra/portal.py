"""Ways in beside the e-mail: links with and without a tenant, and admin consent (R2, R9)."""

from aiohttp import web

from dev.simulator.config import CONFIG, STATE, Config
from dev.simulator.entra.authorize_request import (
    check_client,
    parameters,
    read_scopes,
    trusted_redirect,
)
from dev.simulator.entra.begin import begin
from dev.simulator.entra.errors import SignInError, error_parameters
from dev.simulator.entra.flow import AdminConsent, Portal
from dev.simulator.entra.pages import answer_uri, redirect
from dev.simulator.graph.models import initial_domain
from dev.simulator.state import State


def is_inviting(config: Config, tenant: str) -> bool:
    """Return whether that is the inviting tenant's id or one of its verified domains."""
    names = (config.tenant_id, config.tenant_domain, initial_domain(config))
    return tenant.lower() in map(str.lower, names)


async def apps(request: web.Request) -> web.Response:
    """Start a sign-in to the Apps access panel (signin.md, links with tenant context).

    Without a tenant it is the common endpoint. Raises SignInError for another tenant, and for an
    application that is not the registered one.
    """
    config = request.app[CONFIG]
    if "client" in request.match_info:
        check_client(config, request.match_info["client"])
    query = {name.lower(): value for name, value in request.query.items()}
    tenant = request.match_info.get("domain") or query.get("tenantid", "")
    if not tenant:
        return begin(request, Portal(), "")
    if not is_inviting(config, tenant):
        raise _unknown(tenant)
    return begin(request, Portal(config.tenant_id), "")


async def admin_consent(request: web.Request) -> web.Response:
    """Ask an administrator of the tenant to agree to what the application may do.

    Raises SignInError, shown as a page, for "common" or an unknown tenant, and where nobody may be
    redirected; other mistakes go back to the application.
    """
    state, asked = request.app[STATE], await parameters(request)
    tenant = _tenant(state, request.match_info["tenant"])
    redirect_uri = trusted_redirect(request.app[CONFIG], asked)
    try:
        scopes = read_scopes(asked.get("scope", ""))
    except SignInError as problem:
        failure = {"admin_consent": "True"} | error_parameters(problem)
        return redirect(answer_uri(redirect_uri, failure, asked.get("state", "")))
    goal = AdminConsent(redirect_uri, scopes, asked.get("state", ""), tenant)
    return begin(request, goal, "")


def _tenant(state: State, name: str) -> str:
    if name == "organizations":
        return ""
    for domain, source in state.sources.items():
        if source.kind == "entra" and name.lower() in (domain, source.tenant_id.lower()):
            return source.tenant_id
    raise _unknown(name)


def _unknown(tenant: str) -> SignInError:
    return SignInError(
        90002,
        "invalid_tenant",
        f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are "
        "signing into the correct cloud.",
    )
