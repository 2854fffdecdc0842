"""Every kind of e-mail in every language: whole, in one language, the same in HTML and text."""

import re
from datetime import timedelta

import pytest

from dev.catalogue_rules import forms
from dev.catalogues import extract
from shared.domain.delivery import failure_of
from shared.domain.invitation import NOT_ARRIVED, Person
from shared.domain.languages import SOURCE, direction, offered
from shared.domain.letter import CARRIES_LINK, Kind
from shared.web.letters import compose
from tests.samples import NOW, settings
from tests.unit.web.letters import CODE, body, letter, whole
from tests.unit.web.reading import Text, linked
from tests.unit.web.test_rendering import foreign

ALL = [(kind, language) for kind in Kind for language in offered()]
# Sentences of one form alone: on the button, and the head of a table.
HTML_ALONE = {
    "Use the button below to set up your account and get started:",
    "Get started now",
    "If you're having trouble with the button above, copy and paste the URL below into your web "
    "browser",
    "Your invitation to %(product)s is good until %(date)s.",
    "Field",
    "Before",
    "After",
}
TEXT_ALONE = {
    "Open the address below to set up your account and get started:",
    "Before: %(value)s",
    "After: %(value)s",
}


@pytest.mark.parametrize(("kind", "language"), ALL)
def test_every_email_is_whole_and_in_its_language_alone(kind: Kind, language: str) -> None:
    email = letter(kind, language)
    html = Text(email.html)
    for text in (email.subject, email.text, html.line, email.from_name):
        assert text.strip()
        assert "%(" not in text
        if language != SOURCE:
            assert foreign(" ".join(text.split()), language) == []
    assert f'<html lang="{language}" dir="{direction(language)}">' in email.html
    assert html.tags.count("h1") == html.tags.count("title") == 1
    assert dict(email.headers)["Content-Language"] == language
    assert "\n\n\n" not in email.text


@pytest.mark.parametrize("kind", Kind)
def test_html_and_text_say_the_same(kind: Kind) -> None:
    """By the sentences of the templates, which every language shares."""
    email = letter(kind, SOURCE)
    html, text = body(email), " ".join(email.text.split())
    for message in extract():
        for sentence in forms(message.id) if message.id else ():
            named = sentence.replace("%(product)s", settings().brand.product)
            pattern = re.compile(re.sub(r"%\\\(\w+\\\)s", ".+?", re.escape(named)))
            if len(sentence) < 12 or sentence in HTML_ALONE | TEXT_ALONE:
                continue
            assert bool(pattern.search(html)) == bool(pattern.search(text)), sentence


@pytest.mark.parametrize("kind", Kind)
def test_html_and_text_have_the_same_links(kind: Kind) -> None:
    email = letter(kind, SOURCE)
    # Each sealing is another token.
    links = {re.sub(r"\?t=.*", "?t=", link) for link in Text(email.html).links}
    assert {
        re.sub(r"\?t=.*", "?t=", found) for found in re.findall(r"https?://\S+", email.text)
    } == links


@pytest.mark.parametrize("kind", Kind)
def test_the_headers_say_that_a_machine_wrote_it(kind: Kind) -> None:
    """RFC 3834; RFC 8058 only where there is something to unsubscribe from."""
    headers = dict(letter(kind, "ko").headers)
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert ("List-Unsubscribe" in headers) == (kind in CARRIES_LINK)
    assert ("List-Unsubscribe-Post" in headers) == (kind in CARRIES_LINK)
    assert "Message-ID" not in headers


GUEST, INVITER, NOBODY = "willy@urs.example", "tamer@gfms.example", ""


@pytest.mark.parametrize(
    ("kind", "to", "answers", "from_name"),
    [
        (Kind.INVITATION, GUEST, INVITER, "My rConnect (Stag) on behalf of GFMS"),
        (Kind.REMINDER, GUEST, INVITER, "My rConnect (Stag) on behalf of GFMS"),
        (Kind.SUPERSEDED, GUEST, INVITER, "My rConnect (Stag) on behalf of GFMS"),
        (Kind.WELCOME, GUEST, INVITER, "My rConnect (Stag) on behalf of GFMS"),
        (Kind.ACCEPTED, INVITER, GUEST, "My rConnect (Stag)"),
        (Kind.COMPLETED, INVITER, GUEST, "My rConnect (Stag)"),
        (Kind.BOUNCED, INVITER, NOBODY, "My rConnect (Stag)"),
        (Kind.CODE, "willy@urs-mechanik.example", NOBODY, "My rConnect (Stag)"),
    ],
)
def test_whom_it_is_from_and_to(kind: Kind, to: str, answers: str, from_name: str) -> None:
    email = letter(kind, SOURCE, whole(guest=Person("Willy URS", GUEST)))
    assert (email.to, email.reply_to, email.from_name) == (to, answers, from_name)


def test_a_notice_is_in_the_language_of_the_inviters() -> None:
    """The guest's is that of the invitation (E9)."""
    email = compose(Kind.ACCEPTED, whole(language="ko"), settings(DEFAULT_LANGUAGE="fr"))
    assert email.subject == "Willy URS a accepté votre invitation"


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (timedelta(days=10), "for 10 more days, until December 20, 2026."),
        (timedelta(days=9, hours=1), "for 10 more days,"),
        (timedelta(days=1), "for 1 more day,"),
        (timedelta(hours=1), "for 1 more day,"),
        (timedelta(hours=-1), "for 1 more day,"),
    ],
)
def test_a_reminder_says_how_many_days_are_left(left: timedelta, sentence: str) -> None:
    one = whole()
    email = compose(Kind.REMINDER, one, settings(), now=one.expires - left)
    for text in (Text(email.html).line, email.text):
        assert f"Your invitation is good {sentence}" in text
        assert "Mohamed-Nour, Tamer is still waiting for you on My rConnect (Stag)." in text


def test_who_is_no_longer_invited_learns_no_address_and_gets_no_link() -> None:
    email = letter(Kind.SUPERSEDED, SOURCE, whole(guest=Person("Willy", "new@urs.example")))
    for text in (email.html, email.text):
        assert "new@" not in linked(text)
        assert "http" not in text
        assert "no longer works." in text


def test_the_inviter_reads_what_the_guest_changed() -> None:
    email = letter(Kind.COMPLETED, SOURCE)
    assert email.subject == "Willy URS created the company URS Mechanik AG"
    html = Text(email.html)
    head = "Field Before After"
    rows = "Company name URS Mechanik URS Mechanik AG Country or region (empty) Switzerland"
    cells = " ".join("".join(f" {word} " for word in html.words).split())
    assert f"{head} {rows} Website https://urs-mechanik.example (empty)" in linked(cells)
    assert "Country or region\n    Before: (empty)\n    After: Switzerland\n" in email.text
    unchanged = letter(Kind.COMPLETED, SOURCE, whole(changes=()))
    for text in (Text(unchanged.html).line, unchanged.text):
        assert "The guest changed nothing in what you had registered." in text
    assert "<th" not in unchanged.html


@pytest.mark.parametrize("fate", sorted(NOT_ARRIVED))
def test_the_inviter_reads_why_it_bounced_in_the_words_of_the_domain(fate: str) -> None:
    failure = next(failure_of(one, "") for one in NOT_ARRIVED if one == fate)
    assert failure is not None
    email = letter(Kind.BOUNCED, SOURCE, whole(**failure.fields()))
    for text in (Text(email.html).line, email.text):
        assert failure.reason in text
        assert failure.next_step in text
    french = letter(Kind.BOUNCED, "fr", whole(**failure.fields()))
    assert failure.reason not in french.text


def test_another_reason_is_told_as_it_is() -> None:
    email = letter(
        Kind.BOUNCED, "fr", whole(failure_kind="x", failure_reason="Why.", failure_next_step="How.")
    )
    for text in (Text(email.html).line, email.text):
        assert "Why." in text
        assert "How." in text


def test_the_code_is_there_once_and_not_in_the_subject() -> None:
    email = letter(Kind.CODE, SOURCE)
    assert CODE not in email.subject
    assert Text(email.html).line.count(CODE) == email.text.count(CODE) == 1
    assert "The code is good for 10 minutes." in email.text


def test_a_company_without_a_name_of_its_own_is_still_welcome() -> None:
    now = NOW + timedelta(days=1)
    email = compose(Kind.WELCOME, whole(changes=()), settings(), now=now)
    assert "Your company URS Mechanik AG is set up" in email.text
    assert "\nhttps://rconnect.example\n" in email.text
    assert "https://rconnect.example/start" in Text(email.html).links


def test_the_welcome_leads_where_the_invitation_says() -> None:
    target = "https://rconnect.example/machines/7"
    email = letter(Kind.WELCOME, SOURCE, whole(redirect_url=target))
    assert Text(email.html).links[0] == target
    assert f"Open My rConnect (Stag)\n{target}\n" in email.text
