"""Whom the inviting tenant lets in: at invitation, and again at redemption.

Statuses and codes are facts.md section 6 where it has them; what is not known there is said in
docs/simulator.md.
"""

from dataclasses import dataclass

from dev.simulator.config import Config
from dev.simulator.graph.errors import GraphError
from dev.simulator.graph.models import guest_of, initial_domain, proxy_addresses
from dev.simulator.state import Contact, Guest, State

ADDRESS_CONFLICT = "Another object with the same value for property proxyAddresses already exists."
UNBLOCK = "If the account is unblocked, they can use that account to sign in to shared apps and"


@dataclass(frozen=True)
class Refusal:
    """Why not: what Graph answers, or what a page says."""

    status: int
    code: str
    message: str

    def error(self) -> GraphError:
        """Return it as Graph's answer."""
        return GraphError(self.status, self.code, self.message)


def invitation_refusal(state: State, config: Config, address: str) -> Refusal | None:
    """Return why `address` may not be invited; None if it may."""
    return (
        _settings_refusal(state)
        or _group_refusal(state, address)
        or _list_refusal(state, address)
        or _cross_tenant_refusal(state, address)
        or _verified_domain_refusal(config, address)
        or _user_refusal(state, address)
        or _conflict_refusal(state, address)
        or _quota_refusal(state, address)
    )


def redemption_refusal(state: State, guest: Guest) -> Refusal | None:
    """Return why `guest` may not redeem now; None if it may.

    A pending invitation fails where its domain has been blocked since; whoever has redeemed is
    unaffected (facts.md section 2, ALLOW). The wording is not known.
    """
    if guest.external_user_state != "PendingAcceptance":
        return None
    return _list_refusal(state, guest.sign_in_name or guest.mail)


def contact_at(state: State, address: str) -> Contact | None:
    """Return the contact whose mail is `address`, in any case (R4)."""
    wanted = address.lower()
    return next((one for one in state.contacts.values() if one.mail.lower() == wanted), None)


def _settings_refusal(state: State) -> Refusal | None:
    """Guest-invite settings, for an app alone (facts.md section 5: the sources conflict).

    "none" refuses every app; "adminsAndGuestInviters" one that lacks User.Invite.All, which is
    how both live tests can be true. The code is not known.
    """
    setting, permissions = state.policy.allow_invites_from, state.permissions
    may_invite = permissions is None or "User.Invite.All" in permissions
    if setting == "none" or (setting == "adminsAndGuestInviters" and not may_invite):
        return Refusal(
            403,
            "Forbidden",
            "Guest invitations not allowed for your company. Contact your company administrator "
            "for more details.",
        )
    return None


def _group_refusal(state: State, address: str) -> Refusal | None:
    if address.lower() in state.group_addresses:
        return Refusal(400, "BadRequest", "Group email address is not supported")
    return None


def _list_refusal(state: State, address: str) -> Refusal | None:
    """One list per tenant, of whole domains; status, code and text are not known."""
    allowed, domain = state.policy.allow_domains, _domain(address)
    listed = allowed is None or domain in allowed
    if listed and domain not in state.policy.deny_domains:
        return None
    return Refusal(
        403, "Forbidden", f"Invitations to the domain '{domain}' are blocked by your organization."
    )


def _cross_tenant_refusal(state: State, address: str) -> Refusal | None:
    if _domain(address) not in state.policy.cross_tenant_blocked:
        return None
    return Refusal(
        403,
        "Forbidden",
        "This invitation is blocked by cross-tenant access settings. Admins in both your "
        "organization and the invited user's organization must configure cross-tenant access "
        "settings to allow the invitation.",
    )


def _verified_domain_refusal(config: Config, address: str) -> Refusal | None:
    if _domain(address) not in (config.tenant_domain, initial_domain(config)):
        return None
    return Refusal(
        400,
        "BadRequest",
        "This user cannot be invited because the domain of the user's email address is a verified "
        "domain of this directory.",
    )


def _user_refusal(state: State, address: str) -> Refusal | None:
    """A blocked account, and a user who was never invited; an invited one is invited again."""
    user = guest_of(state, address)
    if user is None:
        return None
    known = f"The invited user already exists in the directory as object ID: {user.id}"
    if not user.account_enabled:
        blocked = f"{known}, but the account is blocked from signing in. {UNBLOCK} resources."
        return Refusal(400, "BadRequest", blocked)
    if user.external_user_state is not None:
        return None
    if address.lower() not in (user.mail.lower(), user.sign_in_name.lower()):
        return None  # only a proxy address: a conflict
    return Refusal(
        400,
        "BadRequest",
        f"{known}. They can use that account to sign in to shared apps and resources.",
    )


def _conflict_refusal(state: State, address: str) -> Refusal | None:
    """The address is a proxy address of another user or of a contact (facts.md section 2, TRB).

    An invited user with the address is the one that is meant, so only internal ones conflict.
    """
    owned = [proxy_addresses(one) for one in state.guests.values() if not one.external_user_state]
    owned += [
        [proxy.partition(":")[2] for proxy in one.proxy_addresses]
        for one in state.contacts.values()
    ]
    if address.lower() in {proxy.lower() for proxies in owned for proxy in proxies}:
        return Refusal(400, "Request_BadRequest", ADDRESS_CONFLICT)
    return None


def _quota_refusal(state: State, address: str) -> Refusal | None:
    """A new guest needs room in the directory; the text is Graph's for any new object."""
    quota = state.policy.quota
    objects = len(state.guests) + len(state.contacts) + len(state.groups)
    if quota is None or objects < quota or guest_of(state, address):
        return None
    return Refusal(
        403,
        "Directory_QuotaExceeded",
        "The directory object quota limit for the Tenant has been exceeded. Please ask your "
        "administrator to increase the quota limit or delete objects to reduce the used quota.",
    )


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
