"""The forms that come after signing in: consent, terms of use, an administrator's approval."""

from aiohttp import web

from dev.simulator.config import CONFIG, STATE
from dev.simulator.entra.admission import gone
from dev.simulator.entra.agreement import grant, no_consent, return_consent
from dev.simulator.entra.flow import AdminConsent, Flow, Step
from dev.simulator.entra.form import Fields, Form
from dev.simulator.entra.journey import consent, decline, proceed, review
from dev.simulator.entra.pages import show
from dev.simulator.entra.people import account_at
from dev.simulator.entra.session import end_session


def answer(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Take the answer to a consent page: Accept or Yes, Cancel or No."""
    if fields.get("action") == "accept":
        return review(request, flow)
    return decline(flow)


def agree(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Take the answer to the terms of use, the last page before the end (R7)."""
    if fields.get("action") == "accept":
        return consent(request, flow)
    return decline(flow)


def approval(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Go back without consent, or sign in as an administrator instead."""
    if fields.get("action") == "administrator":
        return sign_out(request, flow, fields)
    return turn_back(flow)


def turn_back(flow: Flow) -> web.Response:
    """Tell whoever asked that no administrator agreed."""
    if isinstance(flow.goal, AdminConsent):
        return no_consent(flow, flow.goal)
    return decline(flow)


def permit(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Take an administrator's answer for the whole tenant."""
    state, account = request.app[STATE], account_at(request.app[STATE], flow.account)
    if account is None or not account.administrator:
        raise gone()
    if fields.get("action") != "accept":
        return turn_back(flow)
    grant(state, request.app[CONFIG], account)
    if isinstance(flow.goal, AdminConsent):
        return return_consent(flow, flow.goal, account)
    return proceed(request, flow, account)


def sign_out(request: web.Request, flow: Flow, _fields: Fields) -> web.Response:
    """Sign out of an account that was refused, to try with another."""
    if flow.address_is_fixed:
        return show(flow)
    flow.refusal, flow.address, flow.account = None, "", ""
    flow.visited.clear()
    flow.go(Step.EMAIL)
    response = show(flow)
    end_session(request, response)
    return response


CONSENT_FORMS: dict[Step, Form] = {
    Step.REVIEW: answer,
    Step.RIGHTS: answer,
    Step.AGREEMENT: agree,
    Step.APPROVAL: approval,
    Step.GRANT: permit,
    Step.REFUSED: sign_out,
}
