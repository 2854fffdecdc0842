"""/directory: the guests, and what became of them."""

from typing import Any

from aiohttp import web

from dev.simulator.config import CONFIG, STATE
from dev.simulator.pages.rendering import page
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


def add_routes(app: web.Application) -> None:
    """Add /directory."""
    app.router.add_get("/directory", show_directory)


async def show_directory(request: web.Request) -> web.Response:
    """Show every guest, the newest first."""
    state = request.app[STATE]
    guests = [_described(state, guest) for guest in reversed(state.guests.values())]
    return page("directory.html", config=request.app[CONFIG], guests=guests)


def _described(state: State, guest: Guest) -> dict[str, Any]:
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
    facts = {
        "State": STATES.get(guest.external_user_state or "", "Not invited"),
        "Since": guest.external_user_state_changed,
        "E-mail": guest.mail,
        "Signs in with": ", ".join(providers) or "Nothing yet",
        "Groups": ", ".join(groups) or "None",
        "Roles": ", ".join(_roles(state, guest)) or "None",
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
