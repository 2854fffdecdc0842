"""Accounts, guests and invitations: who is who, and how a pending guest becomes an accepted one."""

import secrets

from dev.simulator.config import timestamp
from dev.simulator.entra.sources import federation_issuer
from dev.simulator.graph.models import guest_of, proxy_addresses
from dev.simulator.graph.redeem_url import read_redeem_target
from dev.simulator.state import Account, Guest, Invitation, State

MICROSOFT_ACCOUNTS = "9188040d-6c67-4c5b-b112-36a304b66dad"  # signin.md: the consumer tenant
PENDING = "PendingAcceptance"


def account_at(state: State, key: str) -> Account | None:
    """Return the account that is kept under `key`, whatever its case (State.keep_account)."""
    return state.accounts.get(key.strip().lower())


def user_with(state: State, user_id: str) -> Guest | None:
    """Return the guest or the member with that id."""
    return state.guests.get(user_id) or state.members.get(user_id)


def member_at(state: State, address: str) -> Guest | None:
    """Return the member with that address; Graph does not know members here."""
    found = (one for one in state.members.values() if one.mail.lower() == address.lower())
    return next(found, None)


def federated_identity(guest: Guest) -> dict[str, str] | None:
    """Return the identity that the redemption gave the guest; None before it."""
    return next((one for one in guest.identities if one.get("signInType") == "federated"), None)


def identity_of(state: State, account: Account) -> dict[str, str]:
    """Return the identity that a redemption with `account` gives (facts.md section 1)."""
    issuers = {
        "entra": "ExternalAzureAD",
        "microsoft": "Microsoft account",
        "google": "google.com",
        "mail": "mail",
    }
    issuer = issuers.get(account.provider) or federation_issuer(state, account.address)
    return {"signInType": "federated", "issuer": issuer, "issuerAssignedId": account.address}


def guest_signed_in(state: State, account: Account, typed: str) -> Guest | None:
    """Return the user of the inviting tenant that `account` is, coming by a direct link.

    A member signs in with the account of the tenant itself.

    Whoever has redeemed is known by the identity. A pending guest is found by the mail and the
    proxy addresses (R4), not by the other mails (RESET), and neither the account nor what was
    `typed` may be an alias (R3).
    """
    member = member_at(state, account.address) if account.provider == "entra" else None
    if member is not None:
        return member
    identity = identity_of(state, account)
    for guest in state.guests.values():
        if _same_identity(federated_identity(guest), identity):
            return guest
    wanted = account.address.lower()
    found = guest_of(state, wanted)
    if found is None or federated_identity(found) or typed.lower() != wanted:
        return None
    known = {found.mail.lower(), *(one.lower() for one in proxy_addresses(found))}
    return found if wanted in known else None


def _same_identity(one: dict[str, str] | None, other: dict[str, str]) -> bool:
    return one is not None and (
        (one["issuer"], one["issuerAssignedId"].lower())
        == (other["issuer"], other["issuerAssignedId"].lower())
    )


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
    state.keep_account(account)
    return account


def passcode_account(state: State, address: str) -> Account:
    """Return the account that stands for having typed a passcode sent to `address`."""
    account = Account(address=address.strip().lower(), password="", provider="mail")
    state.keep_account(account)
    return account


def accept(state: State, guest: Guest, account: Account, client_id: str) -> None:
    """Make `guest` an accepted one that signs in with `account` (R1); once, later calls do nothing.

    Identities are named as facts.md section 1 names them after redemption; the entry that the
    invitation made stays behind it.
    """
    if guest.external_user_state != PENDING:
        return
    kept = [one for one in guest.identities if one.get("signInType") != "federated"]
    guest.identities = [identity_of(state, account), *kept]
    guest.external_user_state = "Accepted"
    guest.external_user_state_changed = timestamp()
    for invitation in state.invitations.values():
        if invitation.guest_id == guest.id:
            invitation.status = "Completed"
    if [guest.id, client_id] not in state.consents:
        state.consents.append([guest.id, client_id])
