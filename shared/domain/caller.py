"""Who asks: a person or a system, and whose invitations they may see.

Application roles are given in the directory (docs/console.md). Of a person, the domain of the
address that they sign in with says whose inviter they are; of a system, its application id does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.domain.addresses import domain_of
from shared.domain.errors import Forbidden
from shared.domain.invitation import Invitation
from shared.domain.keys import organisation_key

INVITER = "Inviter"
ADMIN = "Invitation.Admin"


@dataclass(frozen=True)
class Caller:
    """Somebody who may call; nobody without a role becomes one.

    `name` is who did it, as the history shows it: a person's e-mail address, a system's
    application id, empty for a function key. `organisation` is whose invitations are seen; it is
    empty only together with `admin`, who sees all.
    """

    name: str
    email: str = ""
    organisation: str = ""
    admin: bool = False

    def may_see(self, invitation: Invitation) -> bool:
        """Return whether the invitation exists for this caller."""
        if self.admin:
            return True
        own = organisation_key(self.organisation) if self.organisation else None
        return own == organisation_key(invitation.organisation)


def admit_person(email: str, roles: Iterable[str], organisations: Mapping[str, str]) -> Caller:
    """Return the person who signed in as `email`; raise Forbidden without role or organisation."""
    return _admit(email, email, roles, organisations.get(domain_of(email), ""))


def admit_system(app_id: str, roles: Iterable[str], organisations: Mapping[str, str]) -> Caller:
    """Return the system with that application id; raise Forbidden, as `admit_person` does."""
    return _admit(app_id, "", roles, organisations.get(app_id.lower(), ""))


def _admit(name: str, email: str, roles: Iterable[str], organisation: str) -> Caller:
    held = frozenset(roles)
    if ADMIN in held:
        return Caller(name, email, organisation, admin=True)
    if INVITER not in held:
        raise Forbidden("role", f"One of the application roles {INVITER} and {ADMIN} is needed.")
    if not organisation:
        raise Forbidden("organisation", "No organisation is set up for this caller.")
    return Caller(name, email, organisation)
