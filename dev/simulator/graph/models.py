"""Directory objects: how they are made, found, and written as JSON."""

import time
from collections.abc import Iterable
from typing import Any

from dev.simulator.config import Config, new_id, timestamp
from dev.simulator.graph.errors import no_such_property
from dev.simulator.state import Guest, State

CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#"

# Returned without $select; everything else must be asked for (msgraph-sdk's comments on User).
DEFAULT_PROPERTIES = (
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
)
COLLECTIONS = ("businessPhones", "otherMails", "proxyAddresses")
# Kept in Guest.fields under Graph's own name; the number is the longest value (SDK, User).
TEXT_LIMITS = {
    "city": 128,
    "companyName": 64,
    "country": 128,
    "department": 64,
    "displayName": 256,
    "employeeId": 16,
    "employeeType": 64,
    "faxNumber": 64,
    "givenName": 64,
    "jobTitle": 128,
    "mail": 256,
    "mailNickname": 64,
    "mobilePhone": 64,
    "officeLocation": 128,
    "postalCode": 40,
    "preferredLanguage": 64,
    "state": 128,
    "streetAddress": 1024,
    "surname": 64,
    "usageLocation": 2,
    "userType": 16,
}
OWN = {  # Graph's name: the attribute of Guest
    "id": "id",
    "accountEnabled": "account_enabled",
    "creationType": "creation_type",
    "displayName": "display_name",
    "externalUserState": "external_user_state",
    "externalUserStateChangeDateTime": "external_user_state_changed",
    "identities": "identities",
    "mail": "mail",
    "userPrincipalName": "user_principal_name",
    "userType": "user_type",
}
PROPERTIES = frozenset({*OWN, *TEXT_LIMITS, *COLLECTIONS, "createdDateTime", "deletedDateTime"})


def initial_domain(config: Config) -> str:
    """Return the onmicrosoft.com domain of the inviting tenant."""
    return f"{config.tenant_domain.split('.')[0]}.onmicrosoft.com"


def new_guest(config: Config, mail: str, name: str | None, *, visible_at: float) -> Guest:
    """Return the user object that an invitation makes (facts.md section 1).

    Its sign-in name carries #EXT#; before redemption its identity is the host's own domain.
    Without a name Entra shows the local part of the address (unsourced).
    """
    principal = f"{mail.replace('@', '_')}#EXT#@{initial_domain(config)}"
    return Guest(
        id=new_id(),
        mail=mail,
        display_name=name or mail.partition("@")[0],
        user_principal_name=principal,
        external_user_state_changed=timestamp(),
        identities=[principal_identity(config, principal)],
        fields={"createdDateTime": timestamp(), "proxyAddresses": [f"SMTP:{mail}"]},
        visible_at=visible_at,
        sign_in_name=mail,
    )


def principal_identity(config: Config, principal: str) -> dict[str, str]:
    """Return the identity that every user has, of the host's own domain (PROPS)."""
    return {
        "signInType": "userPrincipalName",
        "issuer": initial_domain(config),
        "issuerAssignedId": principal,
    }


def is_visible(guest: Guest) -> bool:
    """Return whether the whole directory knows the guest already (facts.md section 6)."""
    return guest.visible_at <= time.time()


def property_of(guest: Guest, name: str) -> Any:
    """Return one property by Graph's name; unset ones are null, or empty for collections."""
    if name in OWN:
        return getattr(guest, OWN[name])
    return guest.fields.get(name, [] if name in COLLECTIONS else None)


def user_json(guest: Guest, select: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the selected properties of a user, or the default ones.

    Raises GraphError 400 for a property that users do not have.
    """
    names = tuple(select or DEFAULT_PROPERTIES)
    for name in names:
        if name not in PROPERTIES:
            raise no_such_property(name)
    return {name: property_of(guest, name) for name in names}


def guest_of(state: State, address: str) -> Guest | None:
    """Return the user who has the address in any case, or None.

    Looked for in the invited address, the mail, the other mails and the proxy addresses: a guest
    without proxy addresses is found all the same (R4).
    """
    wanted = address.lower()
    return next((guest for guest in state.guests.values() if wanted in addresses_of(guest)), None)


def addresses_of(guest: Guest) -> set[str]:
    """Return every address of a user in lower case."""
    others = guest.fields.get("otherMails", [])
    return {
        one.lower()
        for one in (guest.mail, guest.sign_in_name, *others, *proxy_addresses(guest))
        if one
    }


def proxy_addresses(guest: Guest) -> list[str]:
    """Return the proxy addresses without their `SMTP:`."""
    return [one.partition(":")[2] for one in guest.fields.get("proxyAddresses", [])]
