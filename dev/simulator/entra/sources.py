"""Which accounts an address has, and what is known of its domain."""

import secrets

from dev.simulator.entra.order import Sources
from dev.simulator.state import Account, Source, State

GOOGLE_DOMAINS = ("gmail.com", "googlemail.com")  # R5 step 3


def domain_of(address: str) -> str:
    """Return what stands behind the @, in lower case."""
    return address.strip().lower().rpartition("@")[2]


def account_of(state: State, address: str, provider: str) -> Account | None:
    """Return the account at `provider` with that sign-in name, or else with that alias."""
    wanted = address.strip().lower()
    for key in (wanted, f"{provider}:{wanted}"):
        account = state.accounts.get(key)
        if account and account.provider == provider:
            return account
    for account in state.accounts.values():
        if account.provider == provider and wanted in map(str.lower, account.aliases):
            return account
    return None


def account_with(state: State, address: str, provider: str, password: str) -> Account | None:
    """Return that account if the password is its own; one of passcodes has none."""
    account = account_of(state, address, provider)
    if account is None or not account.password:
        return None
    same = secrets.compare_digest(password.encode(), account.password.encode())
    return account if same else None


def key_of(state: State, account: Account) -> str:
    """Return the key in State.accounts of an account that is kept there."""
    key = account.address.lower()
    return key if state.accounts.get(key) is account else f"{account.provider}:{key}"


def tenant_of(state: State, tenant_id: str) -> Source | None:
    """Return what is known of an Entra tenant."""
    for source in state.sources.values():
        if source.kind == "entra" and source.tenant_id == tenant_id:
            return source
    return None


def is_managed(state: State, account: Account) -> bool:
    """Return whether an Entra account counts: those of unmanaged (viral) tenants do not (RED)."""
    tenant = tenant_of(state, account.home_tenant)
    return tenant is None or tenant.managed


def federation_issuer(state: State, address: str) -> str:
    """Return the issuer URI of the federation of the address's domain."""
    source = state.sources.get(domain_of(address))
    return source.issuer if source and source.issuer else f"https://idp.{domain_of(address)}/"


def sources_of(state: State, address: str) -> Sources:
    """Return where the address has an account; an alias finds one too (R3)."""
    domain = domain_of(address)
    entra = account_of(state, address, "entra")
    kinds = {name: one.kind for name, one in state.sources.items()}
    return Sources(
        entra=entra is not None and is_managed(state, entra),
        federation=kinds.get(domain) == "federation",
        google=domain in GOOGLE_DOMAINS and "google" in map(kinds.get, GOOGLE_DOMAINS),
        microsoft=account_of(state, address, "microsoft") is not None,
    )
