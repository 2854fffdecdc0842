"""The guest says no: the link of the e-mail, one click in a mail program, and lifting it again."""

import csv
import io
import re
import uuid
from collections.abc import Callable

import requests
from azure.core.exceptions import ResourceNotFoundError

from shared.domain.addresses import address_hash
from tests.journey.managing import manage
from tests.journey.person import Person
from tests.journey.problems import assert_problem
from tests.journey.system import TIMEOUT, System, body, new_address
from tests.journey.waiting import until

GONE = "This address does not accept invitations."


def block_link(system: System, address: str) -> str:
    """Return the link of the first e-mail to the address."""
    until(lambda: system.mails(address))
    found = re.search(r"http\S+/api/BlockInvitations\?t=\S+", system.mails(address)[0]["text"])
    assert found
    return found[0]


def organisation() -> str:
    return f"GFMS {uuid.uuid4().hex[:8]}"


def invited(system: System, of: str) -> tuple[str, str]:
    """Invite somebody; return the address and the invitation."""
    address = new_address()
    guest = {"email": address, "name": "Éva Kovács"}
    return address, system.invite(guest=guest, organisation=of)


def blocks(system: System, address: str) -> list[str]:
    try:
        rows = system.rows("Blocks", address_hash(address))
    except ResourceNotFoundError:
        return []  # nobody has blocked anything yet
    return [row["organisation"] for row in rows if row["RowKey"].startswith("org_")]


def prove(system: System, person: Person, address: str) -> None:
    """Ask for a code and type it in."""
    before = len(system.mails(address))
    person.open(f"{person.site}/api/BlockInvitations/manage?lang=en")
    person.press("Send the code", **{"E-mail address": address})
    assert person.page.heading == "Enter the code"
    until(lambda: len(system.mails(address)) > before)
    found = re.search(r"\b\d{8}\b", system.mails(address)[-1]["text"])
    assert found
    person.press("Go on", Code=f"{found[0][:4]} {found[0][4:]}")
    assert person.page.heading == "Blocked invitations"


def test_a_look_changes_nothing_and_one_press_blocks(system: System, person: Person) -> None:
    of = organisation()
    address, invitation = invited(system, of)
    link = block_link(system, address)
    for _ in range(3):
        assert system.ask("GET", link).status_code == 200
        assert system.ask("HEAD", link).status_code == 200
    assert blocks(system, address) == []
    person.open(link)
    assert person.page.heading == "Block future invitations"
    assert of in person.page.text
    person.press("Block future invitations")
    assert person.page.heading == "Future invitations are blocked"
    assert blocks(system, address) == [of]
    # The open one still works: the guest may have changed their mind.
    assert system.ask("GET", system.link(invitation)).status_code == 302
    guest = {"email": address.upper(), "name": "Éva"}
    problem = assert_problem(
        system.post(body(guest=guest, organisation=f" {of.lower()} ")),
        422,
        "address-blocked",
        "/guest/email",
    )
    assert problem["title"] == GONE
    assert system.post(body(guest=guest, organisation=organisation())).status_code == 201
    answer = manage(system, invitation, "resend")
    assert_problem(answer, 422, "address-blocked", "/email")


def test_one_click_of_a_mail_program_blocks(system: System) -> None:
    """RFC 8058: no cookie, no redirect, this body alone."""
    of = organisation()
    address, _ = invited(system, of)
    until(lambda: system.mails(address))
    headers = system.mails(address)[0]["headers"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>")
    for content in (
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
    ):
        answer = requests.post(url, timeout=TIMEOUT, allow_redirects=False, **content)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert blocks(system, address) == [of]


def test_a_link_that_was_cut_off_blocks_nothing(system: System, person: Person) -> None:
    address, _ = invited(system, organisation())
    link = block_link(system, address)
    for wrong in (link[:-5], f"{link}A", link.split("t=")[0] + "t=", link.split("?")[0]):
        answer = system.session.post(wrong, timeout=TIMEOUT)
        assert answer.status_code == 404
        assert "This link blocks nothing" in answer.text
    assert blocks(system, address) == []


def test_blocks_are_seen_exported_and_lifted_with_a_code(
    system: System, person: Person, people: Callable[[], Person]
) -> None:
    first, second = "=HYPERLINK(1)" + organisation(), organisation()
    address, _ = invited(system, first)
    until(lambda: system.mails(address))
    for of in (first, second):
        if of is second:
            system.invite(guest={"email": address, "name": "É"}, organisation=second)
            until(lambda: len(system.mails(address)) == 2)
        text = system.mails(address)[-1]["text"]
        found = re.search(r"http\S+/api/BlockInvitations\?t=\S+", text)
        assert found
        assert requests.post(found[0], timeout=TIMEOUT).status_code == 200
    prove(system, person, address)
    assert first in person.page.text
    assert second in person.page.text
    table = person.once("GET", f"{person.site}/api/BlockInvitations/export")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[0] == ["organisation", "since"]
    assert [row[0] for row in rows[1:]] == [f"'{first}", second]
    person.press("Lift")
    assert blocks(system, address) == [second]
    person.press("Block everybody")
    assert sorted(blocks(system, address)) == sorted(["", second])
    refused = system.post(body(guest={"email": address, "name": "É"}, organisation=organisation()))
    assert_problem(refused, 422, "address-blocked", "/guest/email")
    person.press("Lift all")
    assert blocks(system, address) == []
    assert "Nobody is blocked" in person.page.text
    person.press("Done")
    assert "Send the code" in person.page.text
    stranger = people()
    assert stranger.once("GET", f"{person.site}/api/BlockInvitations/export").status_code == 401


def test_every_address_is_answered_the_same(system: System, people: Callable[[], Person]) -> None:
    known, _ = invited(system, organisation())
    pages = []
    for address in (known, new_address("nobody")):
        person = people()
        person.open(f"{person.site}/api/BlockInvitations/manage?lang=en")
        person.press("Send the code", **{"E-mail address": address})
        pages.append((person.status, person.page.html.replace(address, "")))
    assert pages[0] == pages[1]


def test_a_form_of_another_session_lifts_nothing(system: System, person: Person) -> None:
    of = organisation()
    address, _ = invited(system, of)
    assert requests.post(block_link(system, address), timeout=TIMEOUT).status_code == 200
    prove(system, person, address)
    url = f"{person.site}/api/BlockInvitations/manage?lang=en"
    for form in ({"do": "lift", "organisation": of}, {"do": "lift_all", "csrf": "é"}):
        person.post(url, form)
        assert person.status == 401
    assert blocks(system, address) == [of]
