"""The invitation e-mail: the documented words (J2), one link, and text that stays text."""

import re

import pytest

from shared.domain.invitation import Invitation, Person
from shared.domain.letter import Kind
from shared.usecases.mailing import Email
from shared.usecases.ports import ACCOUNT, ENTRA
from shared.web.letters import compose
from tests.samples import invitation, settings
from tests.unit.web.reading import Text, linked

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
    return compose(Kind.INVITATION, documented(**changed), settings())


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
    email = compose(Kind.INVITATION, one, settings())
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


def test_it_is_from_the_product_on_behalf_of_the_organisation() -> None:
    """E2."""
    assert composed().from_name == "My rConnect (Stag) on behalf of GFMS"
    assert composed(language="fr").from_name == "My rConnect (Stag) pour le compte de GFMS"


@pytest.mark.parametrize(("setting", "domain"), [("", "gfms.example"), ("GFMS.com", "gfms.com")])
def test_it_says_who_invites_and_for_whom(setting: str, domain: str) -> None:
    """E5."""
    email = compose(Kind.INVITATION, documented(), settings(ORGANISATION_DOMAIN=setting))
    for text in (Text(email.html).line, " ".join(email.text.split())):
        for words in ("Invited by: Mohamed-Nour, Tamer", "Organization: GFMS", f"Domain: {domain}"):
            assert words in linked(text)


def test_the_inviters_picture_stands_for_the_initials() -> None:
    """E5."""
    assert "<img" not in composed().html
    assert Text(composed().html).line.count(" TM ") == 1
    shown = compose(Kind.INVITATION, documented(), settings(), picture=b"\xff\xd8\xff")
    assert re.findall(r'<img src="([^"]*)" alt="([^"]*)"', shown.html) == [("cid:inviter", "TM")]
    assert shown.picture == b"\xff\xd8\xff"


def test_it_ends_with_what_the_guest_can_do_against_it() -> None:
    """E7."""
    email, bare = composed(), compose(Kind.INVITATION, documented(), settings(PRIVACY_URL=""))
    html = Text(email.html)
    blocks = [link for link in html.links if "/api/BlockInvitations?t=" in link]
    assert len(blocks) == 1
    assert f"Block future invitations from GFMS\n{blocks[0][:50]}" in email.text
    manage = "https://invite.example/api/BlockInvitations/manage?lang=en"
    assert manage in html.links
    assert f"\n{manage}\n" in email.text
    statement = "Read the privacy statement of GFMS"
    none = "GFMS has not provided a link to its privacy statement."
    for text in (html.line, email.text):
        assert statement in text
        assert none not in text
    for text in (Text(bare.html).line, bare.text):
        assert statement not in text
        assert none in text


def test_one_click_unsubscribes() -> None:
    """RFC 8058."""
    headers = dict(composed().headers)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"]
    assert link.startswith("<https://invite.example/api/BlockInvitations?t=")
    assert link.endswith(">")
    assert len(f"List-Unsubscribe: {link}") <= 998
    longest = dict(composed(organisation="㊙" * 200).headers)["List-Unsubscribe"]
    assert len(f"List-Unsubscribe: {longest}") <= 998


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
    for link in Text(compose(Kind.INVITATION, one, settings()).html).links:
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
    assert HOSTILE in linked(html.line)
    assert HOSTILE in linked(email.text)


def test_the_lines_of_a_message_stay() -> None:
    email = composed(message="Dear Willy,\n\n* one\n* two")
    quote = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", email.html, re.DOTALL)
    assert quote
    assert quote[1] == "Dear Willy,<br><br>* one<br>* two"
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
