"""The way through the pages: which one comes first, and what comes after signing in."""

from urllib.parse import urlencode, urlsplit, urlunsplit

from aiohttp import web

from dev.simulator.config import CONFIG, STATE, clock
from dev.simulator.entra import application
from dev.simulator.entra.admission import gone, guest_for
from dev.simulator.entra.errors import SignInError, cancelled, declined, error_parameters
from dev.simulator.entra.flow import ENTRA, AuthorizeRequest, Flow, Redemption, Step
from dev.simulator.entra.grants import Grant
from dev.simulator.entra.pages import redirect
from dev.simulator.entra.people import PENDING, accept, account_at
from dev.simulator.entra.session import browser_of, keep_browser, signed_in
from dev.simulator.state import Account, Guest


def begin(request: web.Request, goal: AuthorizeRequest | Redemption, address: str) -> web.Response:
    """Start a flow for `goal` and send the browser to its first page, or on at once.

    `address` is the invited one, or the application's hint. A sign-in session of that address, or
    of any where there is none, is single sign-on unless the application wants a prompt.
    """
    flow = request.app[ENTRA].start(Flow(goal, browser_of(request), address=address))
    session = signed_in(request)
    prompt = _prompt(goal)
    usable = session if session and _same(session.address, address) else None
    if usable and prompt in ("", "none", "consent"):
        response = proceed(request, flow, usable)
    elif prompt == "none":
        response = leave(flow, error_parameters(_not_signed_in()))
    else:
        flow.go(_first_step(request, flow, session if prompt == "select_account" else None))
        response = show(flow)
    keep_browser(response, flow.browser)
    return response


def _prompt(goal: AuthorizeRequest | Redemption) -> str:
    return goal.prompt if isinstance(goal, AuthorizeRequest) else ""


def _same(signed_in_as: str, wanted: str) -> bool:
    return not wanted or signed_in_as.lower() == wanted.lower()


def _first_step(request: web.Request, flow: Flow, choice: Account | None) -> Step:
    if choice:
        return Step.PICK
    if flow.address and account_at(request.app[STATE], flow.address):
        return Step.PASSWORD
    # J6 step 2: an invited person without any account is asked to make one.
    return Step.CREATE if flow.address_is_fixed else Step.EMAIL


def show(flow: Flow) -> web.Response:
    """Return a redirect to the page that the flow has reached."""
    return redirect(f"/signin?{urlencode({'flow': flow.id})}")


def proceed(request: web.Request, flow: Flow, account: Account) -> web.Response:
    """Go on with a person who has proved to own `account`: refusal, consent, or the end."""
    flow.signed_in()
    flow.address = account.address
    prompt = _prompt(flow.goal)
    try:
        guest = guest_for(request, flow)
    except SignInError as problem:
        if prompt == "none":
            return leave(flow, error_parameters(problem))
        flow.refusal = problem
        flow.go(Step.REFUSED)
        return show(flow)
    if guest.external_user_state != PENDING and prompt != "consent":
        return finish(request, flow, guest)
    if prompt == "none":
        return leave(flow, error_parameters(_consent_needed(request)))
    flow.go(Step.RIGHTS if flow.created else Step.REVIEW)
    return show(flow)


def consent(request: web.Request, flow: Flow) -> web.Response:
    """Accept for the guest, who said yes, and end the flow."""
    guest = guest_for(request, flow)
    account = account_at(request.app[STATE], flow.address)
    if account is None:
        raise gone()
    accept(request.app[STATE], guest, account, request.app[CONFIG].client_id)
    return finish(request, flow, guest)


def decline(flow: Flow) -> web.Response:
    """End the flow of a person who said no; nothing has changed."""
    if isinstance(flow.goal, Redemption):
        flow.go(Step.DECLINED)
        return show(flow)
    return leave(flow, error_parameters(declined()))


def cancel(flow: Flow) -> web.Response:
    """End the flow of a person who turned back before signing in."""
    return leave(flow, error_parameters(cancelled()))


def finish(request: web.Request, flow: Flow, guest: Guest) -> web.Response:
    """Send the person back: to the inviter's page, or to the application with a code."""
    state, goal = request.app[STATE], flow.goal
    if isinstance(goal, Redemption):
        flow.location = state.invitations[goal.invitation_id].redirect_url
        return redirect(flow.location)
    grant = Grant(
        guest_id=guest.id,
        address=flow.address,
        scopes=goal.scopes,
        redirect_uri=goal.redirect_uri,
        nonce=goal.nonce,
        challenge=goal.challenge,
        challenge_method=goal.challenge_method,
    )
    return leave(flow, {"code": request.app[ENTRA].grants.issue_code(grant, clock())})


def leave(flow: Flow, parameters: dict[str, str]) -> web.Response:
    """Return to the application's redirect URI with `parameters` and its own state."""
    if isinstance(flow.goal, Redemption):
        raise gone()
    flow.location = answer_uri(flow.goal.redirect_uri, parameters, flow.goal.state)
    return redirect(flow.location)


def answer_uri(redirect_uri: str, parameters: dict[str, str], state: str) -> str:
    """Return the redirect URI with `parameters` added to its query (RFC 6749 section 4.1.2)."""
    parts = urlsplit(redirect_uri)
    added = urlencode(parameters | ({"state": state} if state else {}))
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))


def _not_signed_in() -> SignInError:
    # signin.md: interaction_required for prompt=none; login_required is unsourced.
    return SignInError(
        50058,
        "interaction_required",
        "A silent sign-in request was sent but no user is signed in.",
    )


def _consent_needed(request: web.Request) -> SignInError:
    return SignInError(
        65001,
        "interaction_required",
        "The user or administrator has not consented to use the application with ID "
        f"'{request.app[CONFIG].client_id}' named '{application.NAME}'.",
    )
