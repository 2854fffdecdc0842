"""What the tenant holds at the start, and what /control/seed may add."""

import time
from typing import Any

import msgspec

from dev.simulator import defaults
from dev.simulator.config import Config, new_id, timestamp
from dev.simulator.graph.models import new_guest
from dev.simulator.state import Account, Guest, ServicePrincipal, State


def default_state() -> State:
    """Return the tenant of defaults.py: one group, one application with a role, one customer."""
    state = State()
    state.groups[defaults.GROUP_ID] = "Customers"
    state.group_members[defaults.GROUP_ID] = []
    state.service_principals[defaults.RESOURCE_ID] = ServicePrincipal(
        "My rConnect (Stag)", {defaults.APP_ROLE_ID: "Customer"}
    )
    state.entra_domains[defaults.ENTRA_CUSTOMER_DOMAIN] = defaults.ENTRA_CUSTOMER_TENANT_ID
    state.accounts[defaults.ENTRA_CUSTOMER_USER] = Account(
        address=defaults.ENTRA_CUSTOMER_USER,
        password=defaults.ENTRA_CUSTOMER_PASSWORD,
        provider="entra",
        home_tenant=defaults.ENTRA_CUSTOMER_TENANT_ID,
        display_name="Anna Keller",
    )
    return state


class SeedGuest(msgspec.Struct, forbid_unknown_fields=True):
    """A user that is in the directory already; everything but the address has a default."""

    mail: str
    display_name: str | None = None
    id: str | None = None
    external_user_state: str | None = "PendingAcceptance"
    user_type: str = "Guest"
    account_enabled: bool = True
    fields: dict[str, Any] = {}


class Seed(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /control/seed: what to add to the state, and settings to change."""

    accounts: list[Account] = []
    entra_domains: dict[str, str] = {}
    guests: list[SeedGuest] = []
    groups: dict[str, str] = {}
    service_principals: dict[str, ServicePrincipal] = {}
    visibility_delay: float | None = None


def plant(seed: Seed, state: State, config: Config) -> None:
    """Add everything in `seed` to `state`; what has the same key is replaced."""
    for account in seed.accounts:
        state.accounts[account.address.lower()] = account
    state.entra_domains.update({d.lower(): tenant for d, tenant in seed.entra_domains.items()})
    for planted in seed.guests:
        guest = _guest(planted, config)
        state.guests[guest.id] = guest
    for group, name in seed.groups.items():
        state.groups[group] = name
        state.group_members.setdefault(group, [])
    state.service_principals.update(seed.service_principals)
    if seed.visibility_delay is not None:
        state.visibility_delay = seed.visibility_delay


def _guest(planted: SeedGuest, config: Config) -> Guest:
    guest = new_guest(config, planted.mail, planted.display_name, visible_at=time.time())
    guest.id = planted.id or new_id()
    guest.external_user_state = planted.external_user_state
    guest.external_user_state_changed = timestamp()
    guest.user_type = planted.user_type
    guest.account_enabled = planted.account_enabled
    guest.fields.update(planted.fields)
    return guest
