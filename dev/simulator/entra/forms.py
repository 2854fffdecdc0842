"""What each form of the sign-in pages does with what a person typed."""

import re
import secrets
from collections.abc import Callable, Mapping

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.entra.flow import Flow, Step
from dev.simulator.entra.journey import consent, decline, proceed, show
from dev.simulator.entra.people import account_at, create_account
from dev.simulator.entra.session import end_session, signed_in, start_session
from dev.simulator.entra.verification import send_code, use_code
from dev.simulator.state import Account

ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
SHORTEST_PASSWORD = 8
LONGEST = 254  # an address; RFC 5321 leaves no room for more

type Fields = Mapping[str, str]
type Form = Callable[[web.Request, Flow, Fields], web.Response]


class Mistake(Exception):
    """Something to correct in `field`; its text is shown on the same page."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def pick(request: web.Request, flow: Flow, _fields: Fields) -> web.Response:
    """Go on with the account of the session."""
    account = signed_in(request)
    if account:
        return proceed(request, flow, account)
    flow.go(Step.EMAIL)
    return show(flow)


def email(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Ask for the password of a known account."""
    flow.address = _address(fields)
    if account_at(request.app[STATE], flow.address) is None:
        raise Mistake("email", "We couldn't find an account with that email address.")
    flow.go(Step.PASSWORD)
    return show(flow)


def password(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Sign in."""
    account = account_at(request.app[STATE], flow.address)
    typed = fields.get("password", "")
    if account is None or not secrets.compare_digest(typed.encode(), account.password.encode()):
        raise Mistake("password", "Your account or password is incorrect.")
    return _sign_in(request, flow, account)


def create(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Take the password of a new Microsoft account and mail a code to its address (J6 step 2)."""
    if not flow.address_is_fixed:
        flow.address = _address(fields)
    if account_at(request.app[STATE], flow.address):
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
    if account_at(state, flow.address):
        flow.go(Step.PASSWORD)
        return show(flow)
    if fields.get("action") == "resend":
        send_code(state, flow.address)
        flow.code_sent_again = True
        return show(flow)
    if not use_code(state, flow.address, fields.get("code", "")):
        raise Mistake("code", "That code didn't work. Check the code and try again.")
    flow.created = True
    return _sign_in(request, flow, create_account(state, flow.address, flow.new_password))


def answer(request: web.Request, flow: Flow, fields: Fields) -> web.Response:
    """Take the answer to a consent page: Accept or Yes, Cancel or No."""
    if fields.get("action") == "accept":
        return consent(request, flow)
    return decline(flow)


def sign_out(request: web.Request, flow: Flow, _fields: Fields) -> web.Response:
    """Sign out of an account that was refused, to try with another."""
    if flow.address_is_fixed:
        return show(flow)
    flow.refusal, flow.address = None, ""
    flow.go(Step.EMAIL)
    response = show(flow)
    end_session(request, response)
    return response


def _address(fields: Fields) -> str:
    typed = fields.get("email", "").strip()
    if not ADDRESS.fullmatch(typed) or len(typed) > LONGEST:
        raise Mistake("email", "Enter a valid email address.")
    return typed


def _sign_in(request: web.Request, flow: Flow, account: Account) -> web.Response:
    response = proceed(request, flow, account)
    start_session(request, response, account)
    return response


FORMS: dict[Step, Form] = {
    Step.PICK: pick,
    Step.EMAIL: email,
    Step.PASSWORD: password,
    Step.CREATE: create,
    Step.CODE: code,
    Step.REVIEW: answer,
    Step.RIGHTS: answer,
    Step.REFUSED: sign_out,
}
