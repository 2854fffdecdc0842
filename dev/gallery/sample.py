"""What the e-mails and pages of the gallery are about: the documented invitation (journey.md J2).

All of it is fixed, the dates too: what changes in the gallery was changed in a template or in a
catalogue.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dev.invitation import DOCUMENTED
from dev.ports import Ports
from dev.settings import app_settings
from shared.domain.company import Change, CompanyData
from shared.domain.invitation import Invitation, Person
from shared.settings import Settings, read_settings

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_LIFETIME = timedelta(days=30)
_FERNET_KEY = "Zm9yIHRoZSBnYWxsZXJ5IG9ubHksIG5vdGhpbmcgZWw="
COMPANY = CompanyData(**DOCUMENTED["company"] | {"phone": "+41 32 344 11 11"})
_CHANGES = (
    Change("legalName", "URS Mechanik", "URS Mechanik AG"),
    Change("country", "", "CH"),
    Change("phone", "032 34", "+41 32 344 11 11"),
)


def settings(language: str) -> Settings:
    """Return the settings of the local environment, for an organisation of that language."""
    local = app_settings(Ports.following(1), ca_file=Path(), session_keys=_FERNET_KEY)
    public = {"PUBLIC_URL": "https://invite.rconnect.example", "DEFAULT_LANGUAGE": language}
    return read_settings(local | public)


def invitation(language: str, **changed: Any) -> Invitation:
    """Return the documented invitation, as it is after the guest created the company."""
    fields: dict[str, Any] = {
        "id": "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6",
        "organisation": DOCUMENTED["organisation"],
        "guest": Person(**DOCUMENTED["guest"]),
        "inviter": Person(**DOCUMENTED["inviter"]),
        "message": DOCUMENTED["message"],
        "created": NOW,
        "expires": NOW + _LIFETIME,
        "language": language,
        "roles": ("customer",),
        "company": COMPANY,
        "changes": _CHANGES,
    }
    return Invitation(**fields | changed)
