"""The language of the e-mail (E9), and the switch on the pages."""

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.journey.person import Person
from tests.journey.system import System, body, new_address
from tests.journey.test_heal import delete_guest
from tests.journey.test_refused_sign_in import asked_state
from tests.journey.test_sign_in import COMPANY, REDEEM

WELCOME = "/api/Welcome"


def known(system: System, language: str, **more: Any) -> dict[str, str]:
    """Return a guest whom the directory knows, with a preferred language."""
    address = new_address()
    user = {"mail": address, "fields": {"preferredLanguage": language}}
    system.simulator("seed", {"guests": [user | more]})
    return {"email": address, "name": "Kim Min-ji"}


@pytest.mark.parametrize(
    ("prefers", "asked", "language"),
    [("ko-KR", None, "ko"), ("ko-KR", "hu", "hu"), ("tlh", None, "en"), ("", None, "en")],
)
@pytest.mark.parametrize("wait", [True, False])
def test_the_email_is_in_the_first_language_that_is_set(
    system: System, prefers: str, asked: str | None, language: str, wait: bool
) -> None:
    headers = {} if wait else {"Prefer": "respond-async"}
    content = body(guest=known(system, prefers), language=asked)
    invitation = system.post(content, **headers).json()["invitationId"]
    assert system.sent(invitation)["language"] == language
    mail = system.mail(content["guest"]["email"])
    assert f'<html lang="{language}"' in mail["html"]


def test_a_member_of_the_tenant_has_a_language_too(system: System) -> None:
    guest = known(system, "fr-FR", user_type="Member", external_user_state=None)
    invitation = system.invite(guest=guest)
    assert system.sent(invitation)["language"] == "fr"


def test_a_choice_is_kept_from_page_to_page(system: System, person: Person) -> None:
    guide = f"{person.site}/api/Guide?way=entra&lang=en"
    person.open(guide)
    person.click("Magyar")
    assert person.page.language == "hu"
    assert parse_qs(urlsplit(person.address).query) == {"way": ["entra"], "lang": ["hu"]}
    assert "munkahelyén" in person.page.text
    person.open(f"{person.site}/api/InviteUser?invitationId=unknown")
    assert person.page.language == "hu"
    person.open(f"{person.site}/api/Guide?lang=fr")
    person.open(f"{person.site}/api/Consent?admin_consent=True&state=ko")
    assert person.page.language == "fr"


def test_what_was_typed_is_kept_and_nothing_else_changes(system: System, person: Person) -> None:
    invitation = system.invite(language="ko")
    system.sent(invitation)
    person.arrive(invitation)
    before = system.row(invitation)
    typed = person.form(legalName="Typed <Ltd>", website="not yet")
    page = person.post(f"{person.site}{COMPANY}?lang=fr", typed)
    assert (person.status, page.language) == (200, "fr")
    assert page.forms[0].values["legalName"] == "Typed <Ltd>"
    assert page.forms[0].values["website"] == "not yet"
    assert system.row(invitation) == before
    person.open(f"{person.site}{COMPANY}")
    assert person.page.language == "fr"


def test_a_switch_without_the_forms_token_ends_the_session(system: System, person: Person) -> None:
    person.arrive(system.invite())
    person.post(f"{person.site}{COMPANY}?lang=fr", person.form(csrf="forged"))
    assert person.status == 401
    assert person.page.language == "fr"


def test_who_is_welcomed_again_keeps_the_language(system: System, person: Person) -> None:
    invitation = system.invite(language="ko")
    link = system.link(invitation)
    person.arrive(invitation)
    system.alter(invitation, state="completed")
    person.open(link)
    assert (person.address, person.page.language) == (f"{person.site}{WELCOME}?lang=ko", "ko")
    person.click("Français")
    assert person.page.language == "fr"
    person.open(link)
    assert (person.address, person.page.language) == (f"{person.site}{WELCOME}?lang=fr", "fr")


def test_a_failed_sign_in_is_told_in_another_language(system: System, person: Person) -> None:
    invitation = system.invite()
    started = person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    answer = {
        "error": "access_denied",
        "error_description": "AADSTS90094: x",
        "state": asked_state(started),
    }
    person.open(f"{person.site}{REDEEM}?{urlencode(answer)}")
    assert person.page.heading == "Your company's administrator must agree first"
    page = person.click("Français")
    assert (person.status, page.language) == (400, "fr")
    assert "AADSTS90094" in page.text
    assert page.links["Revenir à votre invitation"] == system.link(invitation)


def test_a_wrong_account_is_told_in_another_language(system: System, person: Person) -> None:
    mine, other = system.invite(), system.invite()
    person.arrive(mine)
    system.sent(other)
    # Microsoft's page is left out: the account that is signed in already comes back at once.
    started = person.once("GET", f"{person.site}{REDEEM}?invitationId={other}")
    person.open(started.headers["Location"].replace("login_hint=", "unknown="))
    assert person.status == 403
    accounts = re.findall(r"\S+@\S+\w", person.page.text)
    assert len(accounts) == 2
    page = person.click("Magyar")
    assert (person.status, page.language) == (403, "hu")
    assert all(account in page.text for account in accounts)


@pytest.mark.parametrize(
    "why", ["no_guest", "declined", "wrong_account", "<script>", "x" * 500, "state\nforged"]
)
def test_a_made_up_failure_changes_nothing(system: System, person: Person, why: str) -> None:
    invitation = system.invite()
    system.sent(invitation)
    delete_guest(system, invitation)
    person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    before, kept = system.row(invitation), dict(person.cookies.kept)
    query = urlencode({"why": why, "code": "<b>AADSTS1</b>"})
    answer = person.once("GET", f"{person.site}{REDEEM}?{query}")
    assert answer.status_code == 400
    assert "<script>" not in answer.text
    assert "<b>AADSTS1" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert system.row(invitation) == before
    assert person.cookies.kept == kept
