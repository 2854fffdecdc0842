"""The sign-in pages: one address shows what a flow has reached, another takes its forms."""

import secrets

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.entra import application
from dev.simulator.entra.errors import SignInError
from dev.simulator.entra.flow import ENTRA, AdminConsent, AuthorizeRequest, Flow, Step
from dev.simulator.entra.form import Mistake
from dev.simulator.entra.forms import FORMS
from dev.simulator.entra.journey import cancel
from dev.simulator.entra.pages import page, redirect, show
from dev.simulator.entra.session import BROWSER_COOKIE, signed_in
from dev.simulator.entra.sources import domain_of

CHOOSABLE = frozenset(
    {Step.EMAIL, Step.CREATE, Step.OPTIONS}
)  # pages that a link of another page leads to


def flow_of(request: web.Request, flow_id: str) -> Flow:
    """Return the flow of that id, if it runs in this browser; raises SignInError if not.

    The id in the form and the browser's cookie together keep other sites from posting it.
    """
    flow = request.app[ENTRA].flows.get(flow_id)
    browser = request.cookies.get(BROWSER_COOKIE, "")
    if flow is None or not secrets.compare_digest(browser.encode(), flow.browser.encode()):
        raise SignInError(
            0,
            "invalid_request",
            "This sign-in has ended, or was begun in another browser. Cookies must be switched "
            "on. Go back to where you came from and start again.",
        )
    return flow


async def signin(request: web.Request) -> web.Response:
    """Show the page that the flow has reached, or go to the one that a link on it asks for."""
    flow = flow_of(request, request.query.get("flow", ""))
    if flow.location:
        return redirect(flow.location)
    wanted = request.query.get("to", "")
    if wanted in CHOOSABLE:
        if flow.may_choose and (wanted != Step.OPTIONS or flow.is_common):
            flow.go(Step(wanted))
        return show(flow)
    return _step_page(request, flow)


async def submit(request: web.Request) -> web.Response:
    """Take the form of one step.

    A form of a step that the flow has not reached is answered with the page that it is at.
    """
    fields = {name: str(value) for name, value in (await request.post()).items()}
    flow = flow_of(request, fields.get("flow", ""))
    if flow.location:
        return redirect(flow.location)
    step = next((one for one in flow.visited if one == request.match_info["step"]), None)
    if step is None or step not in FORMS:
        return show(flow)
    flow.step = step
    if fields.get("action") == "cancel" and flow.can_cancel:
        return cancel(flow)
    try:
        return FORMS[step](request, flow, fields)
    except Mistake as mistake:
        return _step_page(request, flow, mistake)


def _step_page(request: web.Request, flow: Flow, mistake: Mistake | None = None) -> web.Response:
    account = signed_in(request)
    goal = flow.goal
    scopes: tuple[str, ...] = application.SCOPES
    if isinstance(goal, AuthorizeRequest | AdminConsent):
        scopes = goal.scopes
    return page(
        request,
        flow.step.value,
        status=flow.refusal.status if flow.refusal else 200,
        flow=flow,
        mistake=mistake,
        signed_in_as=account.address if account else "",
        can_cancel=flow.can_cancel,
        problem=flow.refusal,
        rights=application.rights(scopes),
        source=request.app[STATE].sources.get(domain_of(flow.address)),
    )
