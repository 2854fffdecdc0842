"""Which page comes first: single sign-on, or the way that the address signs in."""

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.entra.errors import SignInError, error_parameters
from dev.simulator.entra.flow import ENTRA, Flow, Goal, Redemption, Step
from dev.simulator.entra.journey import leave, proceed, refuse
from dev.simulator.entra.order import Provider
from dev.simulator.entra.pages import show
from dev.simulator.entra.session import browser_of, keep_browser, signed_in
from dev.simulator.entra.ways import providers, take, way_of
from dev.simulator.graph.models import guest_of
from dev.simulator.state import Account, State


def begin(request: web.Request, goal: Goal, address: str) -> web.Response:
    """Start a flow for `goal` and send the browser to its first page, or on at once.

    `address` is the invited one, or the application's hint. A sign-in session of that address, or
    of any where there is none, is single sign-on unless the application wants a prompt.
    """
    flow = request.app[ENTRA].start(Flow(goal, browser_of(request), address=address))
    response = _begin(request, flow)
    keep_browser(response, flow.browser)
    return response


def _begin(request: web.Request, flow: Flow) -> web.Response:
    session, prompt = signed_in(request), flow.prompt
    try:
        way = _way(request.app[STATE], flow)
    except SignInError as problem:
        return refuse(flow, problem)
    if session and prompt in ("", "none", "consent") and _is_meant(session, flow, way):
        flow.address = session.address if not flow.address_is_fixed else flow.address
        return proceed(request, flow, session)
    if prompt == "none":
        return leave(flow, error_parameters(_not_signed_in()))
    if session and prompt == "select_account":
        flow.go(Step.PICK)
    elif way and (flow.address_is_fixed or way != Provider.NEW_MICROSOFT):
        take(flow, way)
    else:
        flow.go(Step.EMAIL)
    return show(flow)


def _way(state: State, flow: Flow) -> Provider | None:
    """Return how the address that the flow starts with signs in; None: none, or no such account."""
    if not flow.address:
        return None
    if isinstance(flow.goal, Redemption):
        invitation = state.invitations[flow.goal.invitation_id]
        return way_of(state, state.guests.get(invitation.guest_id), flow.address)
    return way_of(state, guest_of(state, flow.address), flow.address)


def _is_meant(session: Account, flow: Flow, way: Provider | None) -> bool:
    """Return whether the account that is signed in may be used without asking."""
    if not flow.address:
        return True
    names = {name.lower() for name in (session.address, *session.aliases)}
    return flow.address.lower() in names and session.provider in providers(way)


def _not_signed_in() -> SignInError:
    # signin.md: interaction_required for prompt=none; login_required is unsourced.
    return SignInError(
        50058,
        "interaction_required",
        "A silent sign-in request was sent but no user is signed in.",
    )
