"""What /directory says about the tenant itself."""

from dev.simulator.state import State

INVITERS = {
    "everyone": "Everyone, guests included",
    "adminsGuestInvitersAndAllMembers": "Members and administrators",
    "adminsAndGuestInviters": "Administrators and guest inviters only",
    "none": "Nobody",
}
PROVIDERS = {
    "azureActiveDirectory": "Microsoft Entra ID",
    "externalFederation": "SAML/WS-Fed",
    "socialIdentityProviders": "Google",
    "defaultConfiguredIdp": "default (Microsoft account or one-time passcode)",
    "emailOneTimePasscode": "one-time passcode",
    "microsoftAccount": "Microsoft account",
}

Facts = list[tuple[str, str]]


def settings(state: State) -> Facts:
    """Return the settings of the tenant as (name, value) pairs."""
    policy = state.policy
    order = [PROVIDERS.get(one, one) for one in policy.primary_order]
    allowed, permissions = policy.allow_domains, state.permissions
    facts = {
        "Who may invite": INVITERS.get(policy.allow_invites_from, policy.allow_invites_from),
        "Order of redemption": ", ".join(order) or "No primary provider",
        "Fallback": PROVIDERS.get(policy.fallback, policy.fallback),
        "One-time passcodes": "On" if policy.otp_enabled else "Off",
        "Terms of use": "Shown" if policy.terms_of_use else "None",
        "Allowed domains": "All" if allowed is None else _listed(allowed),
        "Blocked domains": _listed(policy.deny_domains),
        "Blocked by cross-tenant access": _listed(policy.cross_tenant_blocked),
        "Automatic redemption": _listed(policy.automatic_redemption),
        "Objects at most": "No limit" if policy.quota is None else str(policy.quota),
        "Permissions of the application": "All" if permissions is None else _listed(permissions),
    }
    return list(facts.items())


def address_book(state: State) -> Facts:
    """Return the groups with an address and the contacts as (what it is, address) pairs."""
    groups = [
        ("Group", f"{state.groups.get(group, group)} <{address}>")
        for address, group in state.group_addresses.items()
    ]
    contacts = [
        ("Contact", f"{one.display_name} <{one.mail}>" if one.display_name else one.mail)
        for one in state.contacts.values()
    ]
    return groups + contacts


def _listed(values: list[str]) -> str:
    return ", ".join(values) or "None"
