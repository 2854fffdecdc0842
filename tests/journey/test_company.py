"""The company page: grey, orange, created once, or joined (J7); the welcome (J8)."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
from stdnum.ch import uid

from tests.journey.person import Person
from tests.journey.system import System, body, new_address

RIGHT = {
    "country": "CH",
    "streetAddress": "Industriestrasse 12",
    "postalCode": "2504",
    "city": "Biel",
    "phone": "032 344 11 11",
    "website": "urs-mechanik.example",
    "contactName": "Willy URS",
    "contactEmail": "Willy@urs-mechanik.example",
}
WELCOME = "/api/Welcome"


def company(name: str, **changed: str) -> dict[str, str]:
    return RIGHT | {"legalName": f"{name} {new_address()[:-14]}"} | changed


def partition(system: System, invitation: str) -> list[dict[str, Any]]:
    """Return the companies of the invitation's organisation that it made."""
    made = system.row(invitation)["company_id"]
    table = system.table("Companies")
    found = table.query_entities("RowKey eq @key", parameters={"key": f"company_{made}"})
    return [dict(row) for row in found]


def tax_number(eight: str) -> str:
    number = eight + uid.calc_check_digit(eight)
    return f"CHE{number}MWST"


def test_the_page_shows_what_sales_registered_and_stays_grey_while_it_is_wrong(
    system: System, person: Person
) -> None:
    registered = company("Grey", phone="032 34")
    page = person.arrive(system.invite(company=registered))
    shown = page.forms[0].values | page.selected
    assert shown | registered == shown
    assert page.forms[0].fields["Phone (optional)"] == "phone"
    assert "This is not a valid phone number." in page.text
    assert 'pattern="(?!032\\u{20}34$).*"' in page.html
    assert "Create company" in page.forms[0].buttons


def test_wrong_data_makes_no_company_and_keeps_what_was_typed(
    system: System, person: Person
) -> None:
    invitation = system.invite(company=company("Wrong"))
    person.arrive(invitation)
    page = person.submit(phone="<b>32</b>", contactName="Somebody else")
    assert person.status == 422
    assert page.forms[0].values["contactName"] == "Somebody else"
    assert "<b>32</b>" not in page.html
    assert page.forms[0].values["phone"] == "<b>32</b>"
    assert system.row(invitation)["state"] == "accepted"


def test_creating_stores_the_company_and_the_difference(system: System, person: Person) -> None:
    registered = company("Made", phone="032 34")
    invitation = system.invite(company=registered)
    person.arrive(invitation)
    page = person.submit(phone="+41 32 344 11 12", website=registered["website"])
    assert (person.status, urlsplit(person.address).path) == (200, WELCOME)
    assert page.heading == "Welcome to My rConnect (Stag), Éva Kovács"
    row = system.row(invitation)
    assert row["state"] == "completed"
    changes = {change["field"]: change for change in json.loads(row["changes"])}
    assert changes["phone"] == {
        "field": "phone",
        "registered": "032 34",
        "confirmed": "+41 32 344 11 12",
    }
    assert changes.keys() == {"phone", "website", "contactEmail"}, "only what differs"
    (stored,) = partition(system, invitation)
    assert json.loads(stored["data"])["phone"] == "+41 32 344 11 12"
    assert "CompanyCreated" in system.kinds(invitation)


def test_a_double_submit_makes_one_company(system: System, person: Person) -> None:
    invitation = system.invite(company=company("Twice", taxNumber=tax_number("20040055")))
    person.arrive(invitation)
    data, url = person.form(do="create"), f"{person.site}/api/CreateCompany"
    cookie = person.cookies.header(url)

    def press(_: int) -> tuple[int, str]:
        answer = system.session.post(
            url, data=data, headers=cookie, timeout=30, allow_redirects=False
        )
        return answer.status_code, answer.headers.get("Location", answer.text)

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(press, range(6)))
    assert answers == {(303, f"{person.site}{WELCOME}")}
    assert len(partition(system, invitation)) == 1
    assert system.kinds(invitation).count("CompanyCreated") == 1


@pytest.mark.parametrize("token", [None, "", "forged", "é"])
def test_a_form_without_its_token_is_refused(
    system: System, person: Person, token: str | None
) -> None:
    invitation = system.invite(company=company("Token"))
    person.arrive(invitation)
    data = person.form(do="create")
    del data["csrf"]
    if token is not None:
        data["csrf"] = token
    answer = person.once("POST", f"{person.site}/api/CreateCompany", data)
    assert answer.status_code == 401
    assert system.row(invitation)["state"] == "accepted"


def test_the_token_of_somebody_else_is_refused(
    system: System, people: Callable[[], Person]
) -> None:
    invitation = system.invite(company=company("Theirs"))
    one, other = people(), people()
    one.arrive(invitation)
    other.arrive(system.invite())
    stolen = other.form()["csrf"]
    answer = one.once("POST", f"{one.site}/api/CreateCompany", one.form(do="create", csrf=stolen))
    assert answer.status_code == 401
    assert system.row(invitation)["state"] == "accepted"


def test_each_session_sees_its_own_company_only(
    system: System, people: Callable[[], Person]
) -> None:
    one, other = people(), people()
    mine, theirs = company("Mine"), company("Theirs")
    one.arrive(system.invite(company=mine))
    other.arrive(system.invite(company=theirs))
    one.open(f"{one.site}/api/CreateCompany?invitationId={new_address()}")
    assert one.page.forms[0].values["legalName"] == mine["legalName"]
    assert theirs["legalName"] not in one.page.html
    stranger = people()
    page = stranger.open(f"{stranger.site}/api/CreateCompany")
    assert (stranger.status, page.heading) == (401, "Please open your invitation again")


def test_a_colleague_joins_the_company_that_is_there(
    system: System, people: Callable[[], Person]
) -> None:
    registered = company("Shared", taxNumber=tax_number("20030042"))
    first, second = people(), people()
    made = system.invite(company=registered)
    first.arrive(made)
    first.submit()
    joined = system.invite(company=registered | {"legalName": "Another spelling"})
    page = second.arrive(joined)
    assert page.heading == "Your company is here already"
    assert registered["legalName"] in page.text
    second.press("Join company")
    assert urlsplit(second.address).path == WELCOME
    row = system.row(joined)
    assert row["state"] == "completed"
    assert row["company_id"] == system.row(made)["company_id"]
    assert "CompanyJoined" in system.kinds(joined)


def test_a_company_of_others_is_not_made_again_nor_given_away(
    system: System, people: Callable[[], Person]
) -> None:
    """Only what sales registered decides which company is joined."""
    number = tax_number("30040050")
    first, second = people(), people()
    first.arrive(system.invite(company=company("First", taxNumber=number)))
    first.submit()
    invitation = system.invite(company=company("Second"))
    second.arrive(invitation)
    page = second.submit(taxNumber=number)
    assert second.status == 409
    assert "exists already" in page.text
    assert "First" not in page.html
    assert system.row(invitation)["state"] == "accepted"


def test_another_country_shows_its_own_form(system: System, person: Person) -> None:
    person.arrive(system.invite(company=company("Moved")))
    data = person.form(do="country", country="US", csrf=person.form()["csrf"])
    page = person.post(f"{person.site}/api/CreateCompany", data)
    assert person.status == 200
    assert "ZIP code" in page.text
    assert 'value="CA"' in page.html
    assert "State" in page.text


def test_html_of_sales_is_shown_as_text(system: System, person: Person) -> None:
    hostile = "<img src=x onerror=alert(1)>\"'"
    name = dict.fromkeys(("legalName", "city", "phone", "website", "contactName"), hostile)
    invitation = system.invite(
        company=RIGHT | name, organisation=hostile, guest={"email": new_address(), "name": hostile}
    )
    page = person.arrive(invitation)
    assert "<img" not in page.html
    assert page.forms[0].values["legalName"] == hostile
    assert hostile in page.text


def test_the_link_of_a_guest_who_is_done_leads_to_the_welcome(
    system: System, people: Callable[[], Person]
) -> None:
    target = "https://rconnect.example/start?tab=1"
    done = body(company=company("Done"), redirectUrl=target)
    invitation = system.post(done).json()["invitationId"]
    one = people()
    one.arrive(invitation)
    page = one.submit()
    assert page.links["Open My rConnect (Stag)"] == target
    assert page.links["Where to start"] == "https://rconnect.example/start"
    one.open(system.link(invitation))
    assert one.page.heading == "Welcome to My rConnect (Stag), Éva Kovács"
    one.open(f"{one.site}/api/CreateCompany")
    assert urlsplit(one.address).path == WELCOME
    stranger = people()
    stranger.open(system.link(invitation))
    assert stranger.page.heading == "Welcome to My rConnect (Stag)"
    assert "Kovács" not in stranger.page.html


def test_an_oversized_or_garbled_form_is_answered_with_a_page(
    system: System, person: Person
) -> None:
    person.arrive(system.invite(company=company("Large")))
    url = f"{person.site}/api/CreateCompany"
    large = person.once("POST", url, person.form(do="create", city="x" * 70_000))
    assert large.status_code == 413
    many = person.once("POST", url, person.form() | {f"x{n}": "" for n in range(200)})
    assert many.status_code == 400
    cookie = person.cookies.header(url)
    garbled = system.session.post(url, data=b"\xff\xfe=\x80", headers=cookie, timeout=30)
    assert garbled.status_code == 400
    empty = system.session.post(url, data=b"", headers=cookie, timeout=30)
    assert empty.status_code == 401
    for answer in (large, many, garbled, empty):
        assert "<h1>Please open your invitation again</h1>" in answer.text
