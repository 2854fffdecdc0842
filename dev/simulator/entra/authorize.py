"""Where people come in: /authorize of the application, /redeem of an invitation, and sign-out."""

from aiohttp import web

from dev.simulator.config import CONFIG, STATE
from dev.simulator.entra.admission import gone
from dev.simulator.entra.authorize_request import (
    check_tenant,
    parameters,
    read_request,
    trusted_redirect,
)
from dev.simulator.entra.begin import begin
from dev.simulator.entra.errors import SignInError, error_parameters
from dev.simulator.entra.flow import Redemption
from dev.simulator.entra.pages import answer_uri, page, redirect
from dev.simulator.entra.people import invitation_of
from dev.simulator.entra.session import end_session


async def authorize(request: web.Request) -> web.Response:
    """Start the sign-in that an application asks for.

    Raises SignInError, shown as a page, where the tenant, the client or the redirect URI is not
    the registered one; every other mistake goes back to the application.
    """
    config = request.app[CONFIG]
    check_tenant(config, request.match_info["tenant"])
    asked = await parameters(request)
    redirect_uri = trusted_redirect(config, asked)
    try:
        goal = read_request(asked, redirect_uri)
    except SignInError as problem:
        state = asked.get("state", "")
        return redirect(answer_uri(redirect_uri, error_parameters(problem), state))
    return begin(request, goal, goal.login_hint)


async def redeem(request: web.Request) -> web.Response:
    """Start the redemption of an invitation (R2: the link of the e-mail).

    Following the link changes nothing; raises SignInError if its ticket opens nothing.
    """
    state = request.app[STATE]
    invitation = invitation_of(state, request.query.get("rd", ""))
    if invitation is None or invitation.guest_id not in state.guests:
        raise gone()
    return begin(request, Redemption(invitation.id), invitation.mail)


async def logout(request: web.Request) -> web.Response:
    """End the sign-in session; go on to post_logout_redirect_uri only if it is registered."""
    config = request.app[CONFIG]
    check_tenant(config, request.match_info["tenant"])
    asked = await parameters(request)
    target = asked.get("post_logout_redirect_uri", "")
    if target in config.redirect_uris:
        response = redirect(answer_uri(target, {}, asked.get("state", "")))
    else:
        response = page(request, "signed_out")
    end_session(request, response)
    return response
