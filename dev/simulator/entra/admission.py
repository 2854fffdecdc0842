"""Who may come in: the user of the inviting tenant that a sign-in is about, or a refusal."""

from aiohttp import web

from dev.simulator.config import CONFIG, STATE, Config
from dev.simulator.entra import application
from dev.simulator.entra.claims import identity_provider
from dev.simulator.entra.errors import SignInError
from dev.simulator.entra.flow import Flow, Redemption
from dev.simulator.entra.people import account_at, guest_signed_in
from dev.simulator.graph.rules import redemption_refusal
from dev.simulator.state import Account, Guest, State


def guest_for(request: web.Request, flow: Flow) -> Guest:
    """Return the user of the inviting tenant that `flow`, signed in to its address, is about.

    Raises SignInError: AADSTS50020 where the account is not of the tenant, AADSTS50057 where it is
    blocked, and a refusal where the invitation, its guest or the account is gone, or where the
    tenant does not let the guest redeem any more (the number of that one is not known).
    """
    state, config = request.app[STATE], request.app[CONFIG]
    account = account_at(state, flow.account)
    if account is None:
        raise gone()
    if isinstance(flow.goal, Redemption):
        invitation = state.invitations.get(flow.goal.invitation_id)
        guest = state.guests.get(invitation.guest_id) if invitation else None
        if guest is None:
            raise gone()
    else:
        guest = guest_signed_in(state, account, flow.address)
        if guest is None:
            raise not_in_tenant(state, config, account)
    if not guest.account_enabled:
        raise SignInError(50057, "invalid_grant", "The user account is disabled.", status=403)
    refusal = redemption_refusal(state, guest)
    if refusal:
        raise SignInError(0, "access_denied", refusal.message, status=403)
    return guest


def not_in_tenant(state: State, config: Config, account: Account) -> SignInError:
    """Return the refusal of an account that is no user of the inviting tenant."""
    source = identity_provider(state, account)
    return SignInError(
        50020,
        "interaction_required",
        f"User account '{account.address}' from identity provider '{source}' "
        f"does not exist in tenant '{config.tenant_name}' and cannot access the application "
        f"'{config.client_id}'({application.NAME}) in that tenant. The account needs to be added "
        "as an external user in the tenant first. Sign out and sign in again with a different "
        "Microsoft Entra user account.",
        status=403,
    )


def gone() -> SignInError:
    """Return the refusal of a redeem link that opens nothing (its wording is not known)."""
    return SignInError(
        0,
        "invalid_request",
        "This invitation is not valid any more. Ask the person who invited you for a new one.",
        status=404,
    )
