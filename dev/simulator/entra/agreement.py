"""An administrator agrees for a whole tenant (R9; signin.md, admin consent)."""

from aiohttp import web

from dev.simulator.config import Config
from dev.simulator.entra.admission import not_in_tenant
from dev.simulator.entra.errors import declined, error_parameters
from dev.simulator.entra.flow import AdminConsent, Flow, Step
from dev.simulator.entra.pages import answer_uri, redirect, show
from dev.simulator.state import Account, State


def ask_administrator(
    state: State, config: Config, flow: Flow, goal: AdminConsent, account: Account
) -> web.Response:
    """Show the rights to an administrator of the tenant, and everybody else why not.

    Somebody of another tenant meets AADSTS50020 (an assumption).
    """
    at_home = account.home_tenant == (goal.tenant or account.home_tenant)
    if account.provider != "entra" or not at_home:
        flow.refusal = not_in_tenant(state, config, account)
        flow.go(Step.REFUSED)
    else:
        flow.go(Step.GRANT if account.administrator else Step.APPROVAL)
    return show(flow)


def grant(state: State, config: Config, account: Account) -> None:
    """Record that the account's tenant agreed; once is enough."""
    consent = [account.home_tenant, config.client_id]
    if consent not in state.admin_consents:
        state.admin_consents.append(consent)


def return_consent(flow: Flow, goal: AdminConsent, account: Account) -> web.Response:
    """Return to the application with the documented answer."""
    found = {"tenant": account.home_tenant, "scope": " ".join(goal.scopes)}
    return _leave(flow, goal, found)


def no_consent(flow: Flow, goal: AdminConsent) -> web.Response:
    """Return to the application with the documented failure; admin_consent is True all the same."""
    failure = error_parameters(declined()) | {"error": "consent_required"}
    return _leave(flow, goal, failure)


def _leave(flow: Flow, goal: AdminConsent, parameters: dict[str, str]) -> web.Response:
    answer = {"admin_consent": "True"} | parameters
    flow.location = answer_uri(goal.redirect_uri, answer, goal.state)
    return redirect(flow.location)
