"""The invitation e-mail: the documented words (J2), one link, and text that stays text."""

import re

import pytest

from shared.domain.invitation import Invitation, Person
from shared.usecases.ports import ACCOUNT, ENTRA, Email
from shared.web.invitation_email import compose
from tests.samples import invitation, settings
from tests.unit.web.reading import Text

LINE = (
    "Mohamed-Nour, Tamer from GFMS has invited you to use My rConnect (Stag) to collaborate with "
    "them. My rConnect (Stag) is a platform which helps you to boost your service processes and "
    "assets to the next level."
)
J2 = [
    "Hi, Willy URS!",
    LINE,
    "Use the button below to set up your account and get started:",
    "Get started now",
    "Feel free to contact our customer success team anytime. (We're lightning quick at replying.)",
    "Welcome aboard.",
    "The My rConnect (Stag) Team",
    "P.S. Need help getting started? Check out our product documentation.",
    "If you're having trouble with the button above, copy and paste the URL below into your web "
    "browser",
]


def documented(**changed: object) -> Invitation:
    return invitation(**({"organisation": "GFMS", "message": "Dear Willy"} | changed))


def composed(**changed: object) -> Email:
    return compose(documented(**changed), settings())


def test_the_wording_is_the_documented_one() -> None:
    text = Text(composed().html).line
    places = [text.index(sentence) for sentence in J2]
    assert places == sorted(places), "in the documented order"


def test_the_plain_text_says_the_same_without_a_button() -> None:
    text = " ".join(composed().text.split())
    for sentence in [*J2[:2], *J2[4:8]]:
        assert sentence in text
    assert "button" not in text


def test_it_opens_with_a_warning_and_says_how_long_the_link_is_good() -> None:
    """E4, E6."""
    email = composed()
    warning = "Only act on this e-mail if you expect it from the person and organization named"
    until = "stays good until December 20, 2026. You can use it again later to come back."
    assert email.text.startswith(warning)
    for text in (Text(email.html).line, email.text):
        assert warning in text
        assert until in text


def test_the_link_is_the_same_everywhere() -> None:
    one = documented()
    email = compose(one, settings())
    link = f"https://invite.example/api/InviteUser?invitationId={one.id}"
    html = Text(email.html)
    assert html.links.count(link) == 1
    assert html.line.count(link) == 1, "in clear at the foot (J3)"
    assert email.text.count(link) == 1
    assert f"\n{link}\n" in email.text
    assert email.html.count(one.id) == 2
    assert one.id not in email.subject


def test_it_answers_to_the_inviter() -> None:
    """E1, E3."""
    email = composed()
    assert email.subject == (
        "Mohamed-Nour, Tamer invited you to access applications within their organization."
    )
    assert (email.reply_to, email.reply_to_name) == ("tamer@gfms.example", "Mohamed-Nour, Tamer")
    assert email.to_name == "Willy URS"
    assert email.to.endswith("@urs-mechanik.example")


GUIDE = "https://invite.example/api/Guide"
WORK = "sign in with the account that you use at work."
OWN = "ign in with the Microsoft account of the invited address."


def test_it_describes_the_way_through_the_companys_directory() -> None:
    """J5."""
    email = composed(way=ENTRA, tenant_name="URS <b>Mechanik</b>")
    for text in (Text(email.html).line, email.text):
        assert f"URS <b>Mechanik</b> uses Microsoft Entra ID: {WORK}" in text
        assert OWN not in text
    links = Text(email.html).links
    assert f"{GUIDE}?lang=en&way=entra&tenant=urs-mechanik.example" in links
    assert f"{GUIDE}?for=administrator&lang=en&tenant=urs-mechanik.example" in links


def test_it_describes_the_way_with_an_account_of_ones_own() -> None:
    """J6."""
    email = composed(way=ACCOUNT)
    for text in (Text(email.html).line, email.text):
        assert f"S{OWN}" in text
        assert WORK not in text
        assert "for=administrator" not in text


def test_it_describes_both_ways_where_nobody_knows() -> None:
    email = composed()
    for text in (Text(email.html).line, email.text):
        assert f"If your company uses Microsoft Entra ID, {WORK}" in text
        assert f"If not, s{OWN}" in text
        assert "way=" not in text


@pytest.mark.parametrize("way", ["", ENTRA, ACCOUNT])
def test_the_guides_name_no_invitation_and_no_person(way: str) -> None:
    one = documented(way=way)
    for link in Text(compose(one, settings()).html).links:
        if "Guide" in link:
            assert one.id not in link
            assert one.guest.email not in link
            assert "willy" not in link.lower()


HOSTILE = "<a href='https://evil.example'>x</a><img src=x onerror=alert(1)>&amp;\""


@pytest.mark.parametrize("place", ["guest", "inviter", "organisation", "message"])
def test_html_is_shown_as_it_was_typed(place: str) -> None:
    """E5: HTML in the inviter's message is not processed."""
    texts = {"guest": Person(HOSTILE, "a@b.example"), "inviter": Person(HOSTILE, "a@b.example")}
    email = composed(**{place: texts.get(place, HOSTILE)})
    html = Text(email.html)
    assert "img" not in html.tags
    assert "https://evil.example" not in html.links
    assert HOSTILE in html.line
    assert HOSTILE in email.text


def test_the_lines_of_a_message_stay() -> None:
    email = composed(message="Dear Willy,\n\n* one\n* two")
    quote = re.search(r"<blockquote style=\"([^\"]*)\">(.*?)</blockquote>", email.html, re.DOTALL)
    assert quote
    assert "white-space:pre-line" in quote[1]
    assert quote[2] == "Dear Willy,\n\n* one\n* two"
    assert "\n    Dear Willy,\n\n    * one\n    * two\n" in email.text


def test_without_a_message_nothing_is_said_of_one() -> None:
    email = composed(message="")
    for text in (email.html, email.text):
        assert "Message from" not in text
        assert "blockquote" not in text
    assert "\n\n\n" not in email.text


@pytest.mark.parametrize("separator", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\t"])
def test_a_subject_is_one_line_whatever_a_name_holds(separator: str) -> None:
    email = composed(inviter=Person(f"Tamer{separator}Bcc: x@evil.example", "a@b.example"))
    assert len(email.subject.splitlines()) == 1
    assert email.subject.startswith("Tamer Bcc: x@evil.example invited")
