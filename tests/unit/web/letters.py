"""Every kind of e-mail, about one invitation."""

import re
from datetime import timedelta
from typing import Any

from shared.domain.company import Change
from shared.domain.invitation import Invitation
from shared.domain.letter import Kind
from shared.usecases.mailing import Email
from shared.usecases.ports import ENTRA
from shared.web.letters import compose, compose_code
from tests.samples import COMPANY, NOW, invitation, settings
from tests.unit.web.reading import Text

CODE = "20261120"
CHANGES = (
    Change("legalName", "URS Mechanik", "URS Mechanik AG"),
    Change("country", "", "CH"),
    Change("website", "https://urs-mechanik.example", ""),
)


def whole(**changed: Any) -> Invitation:
    """Return an invitation that has everything an e-mail can speak of."""
    fields = {
        "organisation": "GFMS",
        "message": "Dear Willy,\n\nwelcome!",
        "way": ENTRA,
        "tenant_name": "URS Mechanik",
        "company": COMPANY,
        "changes": CHANGES,
    }
    return invitation(**(fields | changed))


def letter(kind: Kind, language: str, one: Invitation | None = None, **changed: str) -> Email:
    """Return the e-mail as it is ten days before the invitation ends."""
    with_language = settings(DEFAULT_LANGUAGE=language, **changed)
    if kind is Kind.CODE:
        return compose_code("willy@urs-mechanik.example", CODE, language, with_language)
    about = (one or whole()).having(language=language)
    now = NOW + timedelta(days=20)
    return compose(kind, about, with_language, now=now)


def body(email: Email) -> str:
    """Return what is read of the HTML; mail programs do not show its title."""
    shown = re.sub(r"<title>.*?</title>", "", email.html, flags=re.DOTALL)
    return Text(shown.replace("<br>", "<br> ")).line
