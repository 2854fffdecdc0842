"""Every page for people with all its faces, in a language."""

from collections.abc import Iterator
from typing import Any

import azure.functions as func

from dev.gallery.sample import COMPANY, NOW, invitation, settings
from shared.domain.block import Block
from shared.domain.company import CompanyData
from shared.domain.company_rules import company_faults
from shared.usecases.ports import ACCOUNT, ENTRA
from shared.web.company_fields import form_fields
from shared.web.language_choice import answering, switch
from shared.web.rendering import render

CLOSED = ("expired", "preparing", "revoked", "blocked", "failed")
REFUSED = (
    *("declined", "expired", "state", "refused", "approval", "unmanaged", "no_guest", "partner"),
    *("blocked", "setup", "clock"),
)
ALL_WRONG = CompanyData(
    legalName="x" * 201,
    country="CH",
    postalCode="x",
    taxNumber="x",
    phone="x",
    website="x",
    contactName="\x00",
    contactEmail="x",
)
# One of each kind of address form.
COUNTRIES = ("CH", "US", "JP", "KR", "TW", "GB", "IE", "IN", "AE", "BR", "JM", "NI", "")
_ELSEWHERE = "https://rconnect.example"
_FAILED = {
    "code": "AADSTS50020",
    "again": "",
    "sign_out_url": "",
    "administrators": _ELSEWHERE,
}
_APPLICATION = {
    "client_id": "b3a1f0c2-6d54-4f0e-9c1d-2f8e7a6b5c4d",
    "tenant_id": "5f1c2d7e-93a4-4a0b-8a55-0b7d2f6c1e90",
    "website": _ELSEWHERE,
    "consent": _ELSEWHERE,
}
_ASKING = func.HttpRequest(method="GET", url="/", headers={}, params={}, body=b"")
type Face = tuple[str, str, dict[str, Any]]


def pages(language: str, only: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of each page, and of each face that a page can have.

    Those alone whose name begins with `only`.
    """
    brand = settings(language).brand
    with answering(_ASKING):
        choice = switch(language)
    for name, template, context in faces(language):
        if name.startswith(only):
            yield name, render(f"pages/{template}.html", language, brand, switch=choice, **context)


def faces(language: str) -> Iterator[Face]:
    """Yield for each face its name, its template and what the template is given."""
    yield from _plain()
    yield from _refusals()
    yield from _guides()
    yield from _companies(language)
    yield from _blocks()


def _plain() -> Iterator[Face]:
    for template in ("link_unknown", "session_ended", "unavailable"):
        yield template, template, {}
    for why in CLOSED:
        yield f"link_closed-{why}", "link_closed", {"why": why}
    yield "renew", "renew", {"invitation": "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6"}
    yield "renewed", "renewed", {"again": _ELSEWHERE}


def _refusals() -> Iterator[Face]:
    for why in REFUSED:
        yield f"sign_in_failed-{why}", "sign_in_failed", _FAILED | {"why": why}
    again = {"why": "declined", "again": _ELSEWHERE}
    yield "sign_in_failed-again", "sign_in_failed", _FAILED | again
    leaving = {"why": "no_guest", "sign_out_url": _ELSEWHERE}
    yield "sign_in_failed-sign_out", "sign_in_failed", _FAILED | leaving
    accounts = {"invited": "w***s@urs-mechanik.example", "signed_in": "erika@kunde.example"}
    yield "wrong_account", "wrong_account", accounts | {"sign_out_url": _ELSEWHERE}


def _guides() -> Iterator[Face]:
    for way in ("", ENTRA, ACCOUNT):
        yield _face("guide", way), "guide", {"way": way, "administrators": _ELSEWHERE}
    for tenant in ("", "kunde.example"):
        name = _face("administrators", tenant)
        yield name, "administrators", _APPLICATION | {"tenant": tenant}
    yield "consent_given", "consent_given", {}
    yield "consent_missing", "consent_missing", {"code": "AADSTS65004", "guide": _ELSEWHERE}


def _companies(language: str) -> Iterator[Face]:
    yield "company", "company", form(language, COMPANY)
    yield "company-wrong", "company", form(language, ALL_WRONG, exists=True)
    for country in COUNTRIES:
        name = _face("company", country or "none")
        yield name, "company", form(language, CompanyData(country=country))
    joined = {"csrf": "", "invitation": invitation(language), "company": COMPANY}
    yield "join", "join", joined
    yield "welcome", "welcome", {"name": "Willy URS", "target": _ELSEWHERE}
    yield "welcome-stranger", "welcome", {"name": "", "target": _ELSEWHERE}


def form(language: str, data: CompanyData, *, exists: bool = False) -> dict[str, Any]:
    """Return what the company page is given for the data."""
    fields = form_fields(data, company_faults(data), language)
    return {"csrf": "", "invitation": invitation(language), "fields": fields, "exists": exists}


def _blocks() -> Iterator[Face]:
    manage = {"manage": _ELSEWHERE}
    yield "block", "block", manage | {"organisation": "GFMS", "token": ""}
    yield "blocked", "blocked", manage | {"organisation": "GFMS"}
    yield "block_unknown", "block_unknown", manage
    for wrong in (False, True):
        face = "wrong" if wrong else ""
        yield _face("block_address", face), "block_address", {"wrong": wrong}
        code = {"wrong": wrong, "email": "willy@urs.example"}
        yield _face("block_code", face), "block_code", code
    blocked = [Block("GFMS", NOW), Block("", NOW)]
    yield "block_list", "block_list", {"csrf": "", "blocks": blocked}
    yield "block_list-empty", "block_list", {"csrf": "", "blocks": []}


def _face(template: str, face: str) -> str:
    return f"{template}-{face}" if face else template
