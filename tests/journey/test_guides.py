"""What a guest, and a guest's administrator, can read before the sign-in (J5, J6, R9)."""

from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

import pytest

from dev.simulator import defaults
from tests.journey.person import Person
from tests.journey.system import System, new_address

GUIDE = "/api/Guide"
CONSENT = "/api/Consent"
BACK = {"admin_consent": "True", "tenant": "x", "scope": "openid", "state": "en"}


def entra_address() -> str:
    return new_address("anna").replace("kunde.example", defaults.ENTRA_CUSTOMER_DOMAIN)


def test_the_way_of_a_company_with_a_directory_is_foreseen(system: System) -> None:
    address = entra_address()
    invitation = system.invite(guest={"email": address, "name": "Anna"})
    assert system.row(invitation)["way"] == "entra"
    text = system.mail(address)["text"]
    assert "uses Microsoft Entra ID: sign in with the account that you use at work." in text
    assert f"tenant={defaults.ENTRA_CUSTOMER_DOMAIN}" in text


def test_the_way_of_anybody_else_is_foreseen_too(system: System) -> None:
    invitation = system.invite()
    row = system.row(invitation)
    assert row["way"] == "account"
    text = system.mail(row["guest_email"])["text"]
    assert "Sign in with the Microsoft account of the invited address." in text


@pytest.mark.parametrize(
    ("query", "there", "missing"),
    [
        ("way=entra", "With the account that you use at work", "With a Microsoft account"),
        ("way=account", "With a Microsoft account", "With the account that you use at work"),
        ("way=%3Cscript%3E", "There are two ways.", "script"),
        ("", "There are two ways.", "script"),
    ],
)
def test_the_guide_describes_the_way_that_awaits(
    person: Person, query: str, there: str, missing: str
) -> None:
    page = person.open(f"{person.site}{GUIDE}?lang=en&{query}")
    assert person.status == 200
    assert there in page.text
    assert missing not in person.page.html.partition("<main>")[2]


@pytest.mark.parametrize("tenant", ["kunde.example", defaults.ENTRA_CUSTOMER_TENANT_ID])
def test_the_administrators_guide_leads_to_their_own_tenant(person: Person, tenant: str) -> None:
    query = urlencode({"for": "administrator", "tenant": tenant, "lang": "fr"})
    person.open(f"{person.site}{GUIDE}?{query}")
    url = consent_link(person)
    assert url.path == f"/{tenant}/v2.0/adminconsent"
    assert parse_qs(url.query) == {
        "client_id": [defaults.CLIENT_ID],
        "scope": ["openid profile offline_access"],
        "redirect_uri": [f"{person.site}{CONSENT}"],
        "state": ["fr"],
    }


@pytest.mark.parametrize("tenant", ["", "common", "a/../b", "x.example?y=", "-x.example", "a b.c"])
def test_what_is_no_tenant_becomes_any_organisation(person: Person, tenant: str) -> None:
    query = urlencode({"for": "administrator", "tenant": tenant})
    person.open(f"{person.site}{GUIDE}?{query}")
    assert person.status == 200
    assert consent_link(person).path == "/organizations/v2.0/adminconsent"


def consent_link(person: Person) -> SplitResult:
    (link,) = [link for link in person.page.links.values() if "adminconsent" in link]
    return urlsplit(link)


@pytest.mark.parametrize(
    ("query", "status", "heading"),
    [
        (BACK, 200, "The application is approved"),
        (BACK | {"admin_consent": "true"}, 200, "The application is approved"),
        (BACK | {"error": "consent_required"}, 400, "The application was not approved"),
        (BACK | {"admin_consent": "False"}, 400, "The application was not approved"),
        ({}, 400, "The application was not approved"),
    ],
)
def test_an_error_comes_before_the_consent(
    person: Person, query: dict[str, str], status: int, heading: str
) -> None:
    person.open(f"{person.site}{CONSENT}?{urlencode(query)}")
    assert (person.status, person.page.heading) == (status, heading)


def test_the_code_of_a_refused_consent_is_shown_and_nothing_else_of_it(person: Person) -> None:
    description = "AADSTS65004: <script>alert(1)</script>\r\nTrace ID: 1"
    query = BACK | {"error": "consent_required", "error_description": description, "state": "hu"}
    page = person.open(f"{person.site}{CONSENT}?{urlencode(query)}")
    assert page.heading == "Az alkalmazást nem hagyták jóvá"
    assert "AADSTS65004" in page.text
    assert "<script" not in person.page.html
    assert "Trace" not in person.page.html
