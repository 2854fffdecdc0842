"""Accounts, guests and invitations: who is who, and how a pending guest becomes an accepted one."""

import secrets

from dev.simulator.config import timestamp
from dev.simulator.graph.models import guest_of
from dev.simulator.graph.redeem_url import read_redeem_target
from dev.simulator.state import Account, Guest, Invitation, State

MICROSOFT_ACCOUNTS = "9188040d-6c67-4c5b-b112-36a304b66dad"  # signin.md: the consumer tenant
PENDING = "PendingAcceptance"


def account_at(state: State, address: str) -> Account | None:
    """Return the account that signs in with `address`, whatever its case."""
    return state.accounts.get(address.strip().lower())


def invitation_of(state: State, rd: str) -> Invitation | None:
    """Return the invitation whose redeem link carried `rd`; None if the ticket opens nothing."""
    try:
        target = read_redeem_target(rd)
    except ValueError:  # not even an address
        return None
    invitation = state.invitations.get(target[0]) if target else None
    if not target or not invitation:
        return None
    same = secrets.compare_digest(target[1].encode(), invitation.ticket.encode())
    return invitation if same else None


def create_account(state: State, address: str, password: str) -> Account:
    """Return a new Microsoft account with that address (facts.md section 2, step 7)."""
    guest = guest_of(state, address.strip())
    account = Account(
        address=address.strip().lower(),
        password=password,
        provider="microsoft",
        home_tenant=MICROSOFT_ACCOUNTS,
        display_name=guest.display_name if guest else address.partition("@")[0],
    )
    state.accounts[account.address] = account
    return account


def accept(state: State, guest: Guest, account: Account, client_id: str) -> None:
    """Make `guest` an accepted one that signs in with `account` (R1); once, later calls do nothing.

    Identities are named as facts.md section 1 names them after redemption; the entry that the
    invitation made stays behind it.
    """
    if guest.external_user_state != PENDING:
        return
    issuer = "Microsoft account" if account.provider == "microsoft" else "ExternalAzureAD"
    kept = [one for one in guest.identities if one.get("signInType") != "federated"]
    guest.identities = [
        {"signInType": "federated", "issuer": issuer, "issuerAssignedId": account.address},
        *kept,
    ]
    guest.external_user_state = "Accepted"
    guest.external_user_state_changed = timestamp()
    for invitation in state.invitations.values():
        if invitation.guest_id == guest.id:
            invitation.status = "Completed"
    if [guest.id, client_id] not in state.consents:
        state.consents.append([guest.id, client_id])
