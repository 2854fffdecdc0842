"""What the tenant holds at the start, and what /control/seed may add."""

import base64
import dataclasses
import time
import uuid
from typing import Any

import msgspec

from dev.simulator import defaults
from dev.simulator.config import Config, new_id, timestamp
from dev.simulator.entra.people import member_at
from dev.simulator.graph.models import guest_of, new_guest, principal_identity
from dev.simulator.mailing import Limits
from dev.simulator.state import Account, Contact, Guest, Policy, ServicePrincipal, Source, State

MEMBERS: tuple[tuple[str, str, list[str]], ...] = (
    (defaults.INVITER, "Tamer Mohamed-Nour", ["Inviter"]),
    (defaults.ADMIN, "Ada Admin", ["Invitation.Admin"]),
    (defaults.NO_INVITER, "Lena Okafor", []),
)


def default_state(config: Config) -> State:
    """Return the tenant of defaults.py: a group, an application with a role, a customer, members.

    Of the members one invites, one is an admin of invitations, and one is neither.
    """
    state = State()
    for mail, name, roles in MEMBERS:
        plant_member(mail, name, roles, state, config)
    state.app_roles[defaults.DAEMON_OBJECT_ID] = ["Invitation.Admin"]
    state.groups[defaults.GROUP_ID] = "Customers"
    state.group_members[defaults.GROUP_ID] = []
    state.service_principals[defaults.RESOURCE_ID] = ServicePrincipal(
        "My rConnect (Stag)", {defaults.APP_ROLE_ID: "Customer"}
    )
    state.sources[defaults.ENTRA_CUSTOMER_DOMAIN] = Source(
        "entra", defaults.ENTRA_CUSTOMER_TENANT_ID, "Precision Werke"
    )
    state.accounts[defaults.ENTRA_CUSTOMER_USER] = Account(
        address=defaults.ENTRA_CUSTOMER_USER,
        password=defaults.ENTRA_CUSTOMER_PASSWORD,
        provider="entra",
        home_tenant=defaults.ENTRA_CUSTOMER_TENANT_ID,
        display_name="Anna Keller",
    )
    return state


def plant_member(mail: str, name: str, roles: list[str], state: State, config: Config) -> None:
    """Add a user of the tenant's own, who signs in with MEMBER_PASSWORD; always the same id."""
    member = _guest(
        SeedGuest(
            mail=mail,
            display_name=name,
            id=str(uuid.uuid5(uuid.UUID(config.tenant_id), mail)),
            external_user_state=None,
            user_type="Member",
        ),
        config,
    )
    state.members[member.id] = member
    state.app_roles[member.id] = roles
    state.keep_account(
        Account(
            address=mail,
            password=defaults.MEMBER_PASSWORD,
            provider="entra",
            home_tenant=config.tenant_id,
            display_name=name,
        )
    )


class SeedGuest(msgspec.Struct, forbid_unknown_fields=True):
    """A user that is in the directory already; everything but the address has a default.

    Without an externalUserState (null) it is a user of the tenant's own, who was never invited.
    """

    mail: str
    display_name: str | None = None
    id: str | None = None
    external_user_state: str | None = "PendingAcceptance"
    user_type: str = "Guest"
    account_enabled: bool = True
    directory_roles: list[str] = []
    fields: dict[str, Any] = {}
    photo: bytes | None = None  # JPEG or PNG; base64 in JSON


class Seed(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /control/seed: what to add to the state, and settings to change."""

    accounts: list[Account] = []
    sources: dict[str, Source | None] = {}  # by domain; null takes one away
    entra_domains: dict[str, str] = {}  # short for sources of kind "entra"
    guests: list[SeedGuest] = []
    groups: dict[str, str] = {}
    group_addresses: dict[str, str] = {}  # address: group id
    contacts: dict[str, Contact] = {}  # by id
    service_principals: dict[str, ServicePrincipal] = {}
    app_roles: dict[str, list[str]] = {}  # by address, or by object id; replaces those before
    policy: dict[str, Any] = {}  # members of Policy; the others stay
    permissions: list[str] | msgspec.UnsetType | None = msgspec.UNSET  # null: all
    visibility_delay: float | None = None
    clock_skew: float | None = None  # seconds, negative: behind
    limits: Limits | None = None  # of ACS Email, all of them anew
    mailboxes: list[str] | msgspec.UnsetType | None = msgspec.UNSET  # null: all


def plant(seed: Seed, state: State, config: Config) -> None:
    """Add everything in `seed` to `state`; what has the same key is replaced.

    Raises msgspec.ValidationError for a policy that there is not, and then changes nothing.
    """
    state.policy = _policy(seed.policy, state.policy)
    for account in seed.accounts:
        state.keep_account(account)
    short = {domain: Source("entra", tenant) for domain, tenant in seed.entra_domains.items()}
    for domain, source in (short | seed.sources).items():
        if source is None:
            state.sources.pop(domain.lower(), None)
        else:
            state.sources[domain.lower()] = source
    for planted in seed.guests:
        _plant_guest(planted, state, config)
    for group, name in seed.groups.items():
        state.groups[group] = name
        state.group_members.setdefault(group, [])
    state.group_addresses.update({one.lower(): key for one, key in seed.group_addresses.items()})
    state.contacts.update(seed.contacts)
    state.service_principals.update(seed.service_principals)
    _give_roles(seed.app_roles, state)
    if seed.permissions is not msgspec.UNSET:
        state.permissions = seed.permissions
    if seed.visibility_delay is not None:
        state.visibility_delay = seed.visibility_delay
    if seed.clock_skew is not None:
        state.clock_skew = seed.clock_skew
    _plant_mail(seed, state)


def _plant_guest(planted: SeedGuest, state: State, config: Config) -> None:
    guest = _guest(planted, config)
    state.guests[guest.id] = guest
    if planted.directory_roles:
        state.directory_roles[guest.id] = planted.directory_roles
    if planted.photo is not None:
        state.photos[guest.id] = base64.b64encode(planted.photo).decode()


def _plant_mail(seed: Seed, state: State) -> None:
    if seed.limits is not None:
        state.limits = seed.limits
    if seed.mailboxes is not msgspec.UNSET:
        state.mailboxes = seed.mailboxes


def _give_roles(wanted: dict[str, list[str]], state: State) -> None:
    for name, roles in wanted.items():
        user = member_at(state, name) or guest_of(state, name)
        state.app_roles[user.id if user else name] = roles


def _guest(planted: SeedGuest, config: Config) -> Guest:
    guest = new_guest(config, planted.mail, planted.display_name, visible_at=time.time())
    guest.id = planted.id or new_id()
    guest.external_user_state = planted.external_user_state
    guest.external_user_state_changed = timestamp()
    guest.user_type = planted.user_type
    guest.account_enabled = planted.account_enabled
    guest.fields.update(planted.fields)
    if planted.external_user_state is None:
        guest.creation_type = guest.external_user_state_changed = None
        guest.user_principal_name = planted.mail
        guest.identities = [principal_identity(config, planted.mail)]
    return guest


def _policy(changes: dict[str, Any], policy: Policy) -> Policy:
    known = dataclasses.asdict(policy)
    for name in changes.keys() - known.keys():
        raise msgspec.ValidationError(f"unknown policy {name!r}")
    changed = msgspec.convert(known | changes, Policy)
    for name in ("allow_domains", "deny_domains", "cross_tenant_blocked", "automatic_redemption"):
        domains = getattr(changed, name)
        if domains is not None:
            setattr(changed, name, [domain.lower() for domain in domains])
    return changed
