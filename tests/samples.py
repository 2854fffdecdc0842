"""Right values to start from: an invitation, a company, settings."""

import base64
import dataclasses
import itertools
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.company import CompanyData
from shared.domain.invitation import Invitation, Person
from shared.settings import Settings, read_settings
from shared.usecases.mailing import Email

NOW = datetime(2026, 11, 20, 12, 0, 0, 250_000, tzinfo=UTC)
LIFETIME = timedelta(days=30)
SESSION_KEY = "Zm9yIHRlc3RzIG9ubHksIG5vdGhpbmcgZWxzZSEhISE="
COMPANY = CompanyData(
    legalName="URS Mechanik AG",
    country="CH",
    streetAddress="Industriestrasse 12",
    city="Biel",
    postalCode="2504",
    taxNumber="CHE-100.155.212 MWST",
    phone="+41 32 344 11 11",
    website="https://urs-mechanik.example",
    contactName="Willy URS",
    contactEmail="willy@urs-mechanik.example",
)
ENVIRONMENT = {
    "AzureWebJobsStorage": "UseDevelopmentStorage=true",
    "PUBLIC_URL": "https://invite.example",
    "TENANT_ID": "5f1c2d7e-93a4-4a0b-8a55-0b7d2f6c1e90",
    "CLIENT_ID": "b3a1f0c2-6d54-4f0e-9c1d-2f8e7a6b5c4d",
    "EMAIL_ENDPOINT": "https://mail.example",
    "EMAIL_SENDER": "donotreply@rconnect.example",
    "SESSION_KEYS": SESSION_KEY,
    "ROLES": '{"customer": {"groups": ["g1", "g2"], '
    '"appRoles": [{"resourceId": "r1", "appRoleId": "a1"}]}, "guide": {}}',
    "DEFAULT_ROLES": "customer",
    "PRODUCT_NAME": "My rConnect (Stag)",
    "SUPPORT_URL": "https://rconnect.example/support",
    "DOCUMENTATION_URL": "https://rconnect.example/documentation",
    "PRIVACY_URL": "https://rconnect.example/privacy",
    "TERMS_URL": "https://rconnect.example/terms",
    "PLATFORM_URL": "https://rconnect.example",
    "WELCOME_LINKS": '[{"url": "https://rconnect.example/start", '
    '"title": {"en": "Where to start", "fr": "Par où commencer"}}]',
    "ALLOWED_REDIRECTS": "https://rconnect.example, https://invite.example",
}
_NUMBERS = itertools.count(1)
# A PNG of one grey pixel.
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


def bare_email(to: str, **changed: Any) -> Email:
    """Return an e-mail with nothing in it but what is given."""
    empty = dict.fromkeys(("to_name", "from_name", "reply_to", "reply_to_name", "subject"), "")
    return Email(**({"to": to, "text": "", "html": ""} | empty | changed))


def settings(**changed: str) -> Settings:
    """Return the settings of ENVIRONMENT with some changed."""
    return read_settings(ENVIRONMENT | changed)


def invitation(**changed: Any) -> Invitation:
    """Return an invitation of its own organisation, with a random id, with some fields changed."""
    number = next(_NUMBERS)
    draft = Invitation(
        id=str(uuid.uuid4()),
        organisation=f"Organisation {number} {uuid.uuid4().hex[:8]}",
        guest=Person("Willy URS", f"willy{number}@urs-mechanik.example"),
        inviter=Person("Mohamed-Nour, Tamer", "tamer@gfms.example"),
        created=NOW,
        expires=NOW + LIFETIME,
        language="en",
        roles=("customer",),
    )
    return dataclasses.replace(draft, **changed)
