"""How /directory describes a user."""

from typing import Any

from dev.simulator.state import Guest, State

STATES = {"PendingAcceptance": "Invited, not accepted yet", "Accepted": "Accepted"}
# Graph's name: what the page calls it.
SHOWN_FIELDS = {
    "companyName": "Company",
    "department": "Department",
    "jobTitle": "Job title",
    "givenName": "First name",
    "surname": "Last name",
    "streetAddress": "Street",
    "postalCode": "Postal code",
    "city": "City",
    "state": "State or province",
    "country": "Country",
    "businessPhones": "Business phone",
    "mobilePhone": "Mobile phone",
    "faxNumber": "Fax",
    "preferredLanguage": "Language",
    "usageLocation": "Usage location",
}


def described(state: State, guest: Guest) -> dict[str, Any]:
    """Return a guest as (name, value) pairs under a heading."""
    groups = [
        state.groups.get(group, group)
        for group, members in state.group_members.items()
        if guest.id in members
    ]
    providers = [
        identity["issuer"]
        for identity in guest.identities
        if identity.get("signInType") != "userPrincipalName"
    ]
    moved = guest.sign_in_name.lower() != guest.mail.lower()
    facts = {
        "State": STATES.get(guest.external_user_state or "", "Not invited"),
        "Since": guest.external_user_state_changed,
        "Deleted": guest.fields.get("deletedDateTime"),
        "E-mail": guest.mail,
        "Invited as": guest.sign_in_name if moved else None,
        "Other e-mail": ", ".join(guest.fields.get("otherMails", [])),
        "Proxy addresses": ", ".join(guest.fields.get("proxyAddresses", [])) or "None",
        "Signs in with": ", ".join(providers) or "Nothing yet",
        "Groups": ", ".join(groups) or "None",
        "Roles": ", ".join(_roles(state, guest)) or "None",
        "Directory roles": ", ".join(state.directory_roles.get(guest.id, [])),
    }
    for name, label in SHOWN_FIELDS.items():
        value = guest.fields.get(name)
        facts[label] = ", ".join(value) if isinstance(value, list) else value
    facts |= {
        "Account": None if guest.account_enabled else "Blocked from signing in",
        "User principal name": guest.user_principal_name,
        "Object ID": guest.id,
    }
    return {
        "id": guest.id,
        "name": guest.display_name,
        "facts": [(label, value) for label, value in facts.items() if value],
    }


def _roles(state: State, guest: Guest) -> list[str]:
    names = []
    for given in state.app_role_assignments:
        if given["principalId"] == guest.id:
            application = state.service_principals[given["resourceId"]]
            role = application.app_roles.get(given["appRoleId"], "Default access")
            names.append(f"{role} ({application.display_name})")
    return names
