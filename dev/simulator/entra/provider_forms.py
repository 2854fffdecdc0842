"""The forms of the other ways in: the choice, passcodes, other providers, an organization."""

import time

from aiohttp import web

from dev.simulator.config import CONFIG, STATE
from dev.simulator.entra.flow import Flow, Portal, Step
from dev.simulator.entra.form import Fields, Form, Mistake
from dev.simulator.entra.journey import sign_in
from dev.simulator.entra.order import Provider
from dev.simulator.entra.pages import show
from dev.simulator.entra.passcodes import Outcome, send_passcode, use_passcode
from dev.simulator.entra.people import passcode_account
from dev.simulator.entra.portal import is_inviting
from dev.simulator.entra.sources import account_with
from dev.simulator.entra.ways import take


def choose(_request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Go on with the work or school account, or with the personal one."""
    wanted = fields.get("action")
    if wanted in (Provider.ENTRA, Provider.MICROSOFT):
        take(flow, Provider(wanted))
    return show(flow)


def send(request: web.Request, flow: Flow, _fields: Fields) -> web.Response:
    """Mail a passcode, now that a person asked for it; a mail scanner follows links only."""
    send_passcode(request.app[STATE], request.app[CONFIG], flow.address, time.time())
    flow.go(Step.PASSCODE)
    return show(flow)


def passcode(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Sign in with the passcode, or send another one."""
    state = request.app[STATE]
    if fields.get("action") == "resend":
        flow.code_sent_again = True
        return send(request, flow, fields)
    outcome = use_passcode(state, flow.address, fields.get("code", ""), time.time())
    if outcome is Outcome.EXPIRED:
        raise Mistake("code", "That code has expired. Send another one.")
    if outcome is Outcome.WRONG:
        raise Mistake("code", "That code didn't work. Check the code and try again.")
    return sign_in(request, flow, passcode_account(state, flow.address))


def by_password(mistake: str) -> Form:
    """Return the form that signs in with the password of the flow's provider, or says `mistake`."""

    def sign_in_with(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
        typed = fields.get("password", "")
        account = account_with(request.app[STATE], flow.address, flow.provider, typed)
        if account is None:
            raise Mistake("password", mistake)
        return sign_in(request, flow, account)

    return sign_in_with


# Google, or the guest's own SAML or WS-Fed provider: what travels between it and Entra is not
# simulated.
provider = by_password("Wrong password, or there is no such account.")


def options(_request: web.Request, flow: Flow, _fields: Fields) -> web.Response:
    """Ask for the organization (R2)."""
    flow.go(Step.ORGANIZATION)
    return show(flow)


def organization(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Sign in to the organization with that domain instead of to the person's own."""
    config, domain = request.app[CONFIG], fields.get("domain", "").strip()
    if not is_inviting(config, domain):
        raise Mistake("domain", f"We couldn't find an organization with the domain {domain!r}.")
    flow.goal = Portal(config.tenant_id)
    flow.go(Step.EMAIL)
    return show(flow)


PROVIDER_FORMS: dict[Step, Form] = {
    Step.CHOOSE: choose,
    Step.SEND: send,
    Step.PASSCODE: passcode,
    Step.FEDERATION: provider,
    Step.GOOGLE: provider,
    Step.OPTIONS: options,
    Step.ORGANIZATION: organization,
}
