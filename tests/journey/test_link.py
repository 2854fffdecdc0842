"""GET and HEAD of an invitation's link: a pure read, and a page for every closed state."""

import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from tests.journey.system import System

UNKNOWN = str(uuid.UUID(int=4711))


@pytest.fixture(scope="module")
def invitation(system: System) -> str:
    """An invitation whose e-mail has gone out; these tests leave it as it is."""
    made = system.invite()
    system.sent(made)
    return made


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_link_is_a_pure_read_however_often_it_is_fetched(
    system: System, invitation: str, method: str
) -> None:
    row, kinds = system.row(invitation), system.kinds(invitation)
    mails, calls = system.state()["mails"], _asked(system)
    answers = [system.ask(method, system.link(invitation)) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {302}
    assert {answer.headers["Location"] for answer in answers} == {row["redeem_url"]}
    assert system.row(invitation) == row  # the ETag included: it was not even written again
    assert system.kinds(invitation) == kinds
    assert _asked(system) == calls
    assert system.state()["mails"] == mails


def _asked(system: System) -> dict[str, int]:
    """Return how often each service was asked; telemetry goes out in its own time."""
    calls = system.state()["calls"]
    return {
        call: number
        for call, number in calls.items()
        if not call.startswith(("insights ", "identity "))
    }


def test_nothing_keeps_or_leaks_the_link(system: System, invitation: str) -> None:
    for method in ("GET", "HEAD"):
        for link in (system.link(invitation), system.link(UNKNOWN)):
            headers = system.ask(method, link).headers
            assert headers["Cache-Control"] == "no-store"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert "Set-Cookie" not in headers
    policy = system.ask("GET", system.link(UNKNOWN)).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_id_may_be_in_upper_case(system: System, invitation: str) -> None:
    answer = system.ask("GET", system.link(invitation.upper()))
    assert answer.headers["Location"] == system.row(invitation)["redeem_url"]


def test_a_mail_scanner_needs_no_key_and_cannot_post(system: System, invitation: str) -> None:
    assert system.ask("POST", system.link(invitation)).status_code == 401
    for method in ("PUT", "DELETE", "PATCH"):
        assert system.ask(method, system.link(invitation)).status_code == 405


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "empty"),
        ("x", "short"),
        (UNKNOWN[:-1], "a digit short"),
        (UNKNOWN + "0", "a digit too long"),
        (UNKNOWN.replace("-", ""), "without hyphens"),
        ("{" + UNKNOWN + "}", "in braces"),
        (f"urn:uuid:{UNKNOWN}", "URN"),
        (UNKNOWN.replace("0", "g", 1), "no hexadecimal digit"),
        (f" {UNKNOWN[:-1]}", "with a space"),
        ("00000000-0000-0000-0000-00000000000'", "with a quotation mark"),
        (f"{UNKNOWN}_e0001", "the key of an event"),
        ("../../etc/passwd", "path"),
        ("<script>alert(1)</script>", "HTML"),
        ("\u0660" * 8 + UNKNOWN[8:], "digits of another script"),
        ("\x00" * 36, "NUL"),
        ("a" * 8000, "very long"),
    ],
)
def test_a_malformed_id_looks_like_an_unknown_one(system: System, text: str, named: str) -> None:
    unknown = system.ask("GET", system.link(UNKNOWN))
    malformed = system.ask("GET", system.link(quote(text)))
    assert unknown.status_code == malformed.status_code == 404
    assert malformed.content == unknown.content
    ours = {"Date"}
    assert {name: value for name, value in malformed.headers.items() if name not in ours} == {
        name: value for name, value in unknown.headers.items() if name not in ours
    }


def test_without_or_with_two_ids_there_is_the_same_page(system: System, invitation: str) -> None:
    unknown = system.ask("GET", system.link(UNKNOWN)).content
    assert system.ask("GET", system.url).content == unknown
    twice = f"{system.link(invitation)}&invitationId={invitation}"
    assert system.ask("GET", twice).content == unknown


CLOSED = [
    (
        {"state": "sent", "expires": datetime.now(UTC) - timedelta(seconds=1)},
        410,
        "This invitation has expired",
    ),
    ({"state": "revoked"}, 410, "This invitation was withdrawn"),
    ({"state": "blocked"}, 410, "Invitations to this address are blocked"),
    ({"state": "failed"}, 410, "This invitation does not work"),
    ({"state": "sent", "redeem_url": ""}, 503, "Your invitation is still being prepared"),
]


@pytest.mark.parametrize(("columns", "status", "heading"), CLOSED)
def test_a_closed_link_says_what_to_do_next(
    system: System, columns: dict[str, object], status: int, heading: str
) -> None:
    closed = system.invite()
    system.alter(closed, **columns)
    answer = system.ask("GET", system.link(closed))
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert system.ask("HEAD", system.link(closed)).status_code == status


def test_a_closed_page_speaks_the_guests_language(system: System) -> None:
    closed = system.invite(language="zh-TW")
    system.alter(closed, state="revoked")
    answer = system.ask("GET", system.link(closed), **{"Accept-Language": "fr"})
    assert '<html lang="zh-Hant"' in answer.text
    unknown = system.ask("GET", system.link(UNKNOWN), **{"Accept-Language": "fr-CH, en;q=0.5"})
    assert '<html lang="fr"' in unknown.text
    assert unknown.headers["Content-Language"] == "fr"


def test_the_link_of_who_is_further_leads_further(system: System) -> None:
    further = system.invite(language="hu")
    system.alter(further, state="accepted")
    answer = system.ask("GET", system.link(further.upper()))
    redeem = f"{system.stack.app_url}/api/RedeemInvitation?invitationId={further}"
    assert (answer.status_code, answer.headers["Location"]) == (302, redeem)
    system.alter(further, state="completed")
    answer = system.ask("GET", system.link(further))
    assert answer.headers["Location"] == f"{system.stack.app_url}/api/Welcome?lang=hu"
