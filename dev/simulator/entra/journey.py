"""The way through the pages once a person has signed in: refusal, consent, and the end."""

from aiohttp import web

from dev.simulator.config import CONFIG, STATE, clock
from dev.simulator.entra import application
from dev.simulator.entra.admission import gone, guest_for
from dev.simulator.entra.agreement import ask_administrator, no_consent
from dev.simulator.entra.errors import SignInError, cancelled, declined, error_parameters
from dev.simulator.entra.flow import (
    ENTRA,
    AdminConsent,
    AuthorizeRequest,
    Flow,
    Redemption,
    Step,
)
from dev.simulator.entra.grants import Grant
from dev.simulator.entra.home_tenant import check_home_tenant, needs_administrator
from dev.simulator.entra.notification import is_automatic
from dev.simulator.entra.pages import answer_uri, redirect, show
from dev.simulator.entra.people import PENDING, accept, account_at
from dev.simulator.entra.session import start_session
from dev.simulator.entra.sources import domain_of, key_of, tenant_of
from dev.simulator.state import Account, Guest, State


def sign_in(request: web.Request, flow: Flow, account: Account) -> web.Response:
    """Start a session for a person who has proved to own `account`, and go on."""
    response = proceed(request, flow, account)
    start_session(request, response, account)
    return response


def proceed(request: web.Request, flow: Flow, account: Account) -> web.Response:
    """Go on with a person who is signed in with `account`: refusal, consent, or the end."""
    state, config = request.app[STATE], request.app[CONFIG]
    flow.signed_in()
    flow.account = key_of(state, account)
    if isinstance(flow.goal, AdminConsent):
        return ask_administrator(state, config, flow, flow.goal, account)
    if flow.is_common:
        return _go_home(state, flow, account)
    try:
        check_home_tenant(state, config, account)
        guest = guest_for(request, flow)
    except SignInError as problem:
        return refuse(flow, problem)
    prompt = flow.prompt
    if isinstance(flow.goal, AuthorizeRequest) and needs_administrator(state, config, account):
        if prompt == "none":
            return leave(flow, error_parameters(_consent_needed(request)))
        flow.go(Step.GRANT if account.administrator else Step.APPROVAL)
        return show(flow)
    if guest.external_user_state == PENDING and is_automatic(state, account):
        accept(state, guest, account, config.client_id)
    if guest.external_user_state != PENDING and prompt != "consent":
        return finish(request, flow, guest)
    if prompt == "none":
        return leave(flow, error_parameters(_consent_needed(request)))
    flow.go(Step.RIGHTS if flow.created else Step.REVIEW)
    return show(flow)


def _go_home(state: State, flow: Flow, account: Account) -> web.Response:
    """End a sign-in without a tenant in the account's own: nothing is redeemed there (R2)."""
    tenant = tenant_of(state, account.home_tenant)
    flow.home = tenant.tenant_name if tenant else domain_of(account.address)
    flow.go(Step.APPS)
    return show(flow)


def refuse(flow: Flow, problem: SignInError) -> web.Response:
    """Show why not, or tell the application where it wants no pages."""
    if flow.prompt == "none":
        return leave(flow, error_parameters(problem))
    flow.refusal = problem
    flow.go(Step.REFUSED)
    return show(flow)


def review(request: web.Request, flow: Flow) -> web.Response:
    """Go on with a guest who agreed to the permissions: to the terms of use, if there are any."""
    if request.app[STATE].policy.terms_of_use:
        guest = guest_for(request, flow)
        if guest.external_user_state == PENDING:
            flow.go(Step.AGREEMENT)
            return show(flow)
    return consent(request, flow)


def consent(request: web.Request, flow: Flow) -> web.Response:
    """Accept for the guest, who said yes to everything, and end the flow."""
    guest = guest_for(request, flow)
    account = account_at(request.app[STATE], flow.account)
    if account is None:
        raise gone()
    accept(request.app[STATE], guest, account, request.app[CONFIG].client_id)
    return finish(request, flow, guest)


def decline(flow: Flow) -> web.Response:
    """End the flow of a person who said no; nothing has changed."""
    if not isinstance(flow.goal, AuthorizeRequest):
        flow.go(Step.DECLINED)
        return show(flow)
    return leave(flow, error_parameters(declined()))


def cancel(flow: Flow) -> web.Response:
    """End the flow of a person who turned back before signing in."""
    if isinstance(flow.goal, AdminConsent):
        return no_consent(flow, flow.goal)
    return leave(flow, error_parameters(cancelled()))


def finish(request: web.Request, flow: Flow, guest: Guest) -> web.Response:
    """Send the person back: to the inviter's page, or to the application with a code."""
    state, goal = request.app[STATE], flow.goal
    if isinstance(goal, Redemption):
        flow.location = state.invitations[goal.invitation_id].redirect_url
        return redirect(flow.location)
    if not isinstance(goal, AuthorizeRequest):
        flow.go(Step.APPS)
        return show(flow)
    grant = Grant(
        guest_id=guest.id,
        account=flow.account,
        scopes=goal.scopes,
        redirect_uri=goal.redirect_uri,
        nonce=goal.nonce,
        challenge=goal.challenge,
        challenge_method=goal.challenge_method,
    )
    return leave(flow, {"code": request.app[ENTRA].grants.issue_code(grant, clock())})


def leave(flow: Flow, parameters: dict[str, str]) -> web.Response:
    """Return to the application's redirect URI with `parameters` and its own state."""
    if not isinstance(flow.goal, AuthorizeRequest):
        raise gone()
    flow.location = answer_uri(flow.goal.redirect_uri, parameters, flow.goal.state)
    return redirect(flow.location)


def _consent_needed(request: web.Request) -> SignInError:
    return SignInError(
        65001,
        "interaction_required",
        "The user or administrator has not consented to use the application with ID "
        f"'{request.app[CONFIG].client_id}' named '{application.NAME}'.",
    )
