"""What each form does with what a person typed: those of a Microsoft sign-in, and all by page."""

import re

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.entra.consent_forms import CONSENT_FORMS
from dev.simulator.entra.errors import SignInError
from dev.simulator.entra.flow import AdminConsent, Flow, Step
from dev.simulator.entra.form import Fields, Form, Mistake
from dev.simulator.entra.journey import proceed, refuse, sign_in
from dev.simulator.entra.order import Provider
from dev.simulator.entra.pages import show
from dev.simulator.entra.people import create_account
from dev.simulator.entra.provider_forms import PROVIDER_FORMS, by_password
from dev.simulator.entra.session import signed_in
from dev.simulator.entra.sources import account_of
from dev.simulator.entra.verification import send_code, use_code
from dev.simulator.entra.ways import take, way_of
from dev.simulator.graph.models import guest_of

ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
SHORTEST_PASSWORD = 8
LONGEST = 254  # an address; RFC 5321 leaves no room for more


def pick(request: web.Request, flow: Flow, _fields: Fields) -> web.Response:
    """Go on with the account of the session."""
    account = signed_in(request)
    if account:
        flow.address = account.address
        return proceed(request, flow, account)
    flow.go(Step.EMAIL)
    return show(flow)


def email(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Go on to where the typed address signs in."""
    state, flow.address = request.app[STATE], _address(fields)
    if isinstance(flow.goal, AdminConsent):
        way = Provider.ENTRA if account_of(state, flow.address, "entra") else None
    else:
        try:
            guest = None if flow.is_common else guest_of(state, flow.address)
            way = way_of(state, guest, flow.address)
        except SignInError as problem:
            return refuse(flow, problem)
    if way is None or way == Provider.NEW_MICROSOFT:
        raise Mistake("email", "We couldn't find an account with that email address.")
    take(flow, way)
    return show(flow)


def create(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Take the password of a new Microsoft account and mail a code to its address (J6 step 2)."""
    if not flow.address_is_fixed:
        flow.address = _address(fields)
    taken = ("microsoft",) if flow.address_is_fixed else ("microsoft", "entra")
    if any(account_of(request.app[STATE], flow.address, provider) for provider in taken):
        raise Mistake(
            "email", "There is an account with that email address already. Sign in with it."
        )
    chosen = fields.get("password", "")
    if not acceptable(chosen):
        raise Mistake(
            "password",
            "Passwords must have at least 8 characters and contain at least two of the following: "
            "uppercase letters, lowercase letters, numbers, and symbols.",
        )
    flow.new_password = chosen
    send_code(request.app[STATE], flow.address)
    flow.go(Step.CODE)
    return show(flow)


def acceptable(chosen: str) -> bool:
    """Tell whether a new password follows both rules: its length, and two kinds of characters."""
    kinds = (str.isupper, str.islower, str.isdigit, lambda one: not one.isalnum())
    mixed = sum(any(kind(one) for one in chosen) for kind in kinds)
    return len(chosen) >= SHORTEST_PASSWORD and mixed > 1


def code(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Make the account once the code has proved the address (J6 step 3), or send another code."""
    state = request.app[STATE]
    if account_of(state, flow.address, "microsoft"):
        take(flow, Provider.MICROSOFT)
        return show(flow)
    if fields.get("action") == "resend":
        send_code(state, flow.address)
        flow.code_sent_again = True
        return show(flow)
    if not use_code(state, flow.address, fields.get("code", "")):
        raise Mistake("code", "That code didn't work. Check the code and try again.")
    flow.created = True
    return sign_in(request, flow, create_account(state, flow.address, flow.new_password))


def _address(fields: Fields) -> str:
    typed = fields.get("email", "").strip()
    if not ADDRESS.fullmatch(typed) or len(typed) > LONGEST:
        raise Mistake("email", "Enter a valid email address.")
    return typed


FORMS: dict[Step, Form] = {
    Step.PICK: pick,
    Step.EMAIL: email,
    Step.PASSWORD: by_password("Your account or password is incorrect."),
    Step.CREATE: create,
    Step.CODE: code,
    **PROVIDER_FORMS,
    **CONSENT_FORMS,
}
