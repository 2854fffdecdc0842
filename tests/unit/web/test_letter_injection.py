"""What people type stays text: no tag, no link, no header, no broken layout comes of it (E5)."""

import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.company import FIELDS, Change
from shared.domain.invitation import Invitation, Person
from shared.domain.letter import Kind
from shared.usecases.mailing import Email
from tests.unit.web.letters import body, letter, whole
from tests.unit.web.reading import Text

KINDS = [(kind, language) for kind in Kind for language in ("en", "ko", "ar")]
ID = "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6"
FRAGMENTS = [
    *("<script>alert(1)</script>", "</td></tr></table>", "<!--", "-->", "]]>", "<![CDATA[", "<br>"),
    *("<a href='https://evil.example'>x</a>", "<img src=x onerror=alert(1)>", "</bdi>", "</style>"),
    *('"', "'", "&amp;", "&#60;", "&", "%(inviter)s", "{{ link }}", "{% raw %}", "%s", "%"),
    *("\r\nBcc: x@evil.example\r\n", "\nSubject: y", "\0", "\x0b", "\x85", "\u2028", "\ufeff"),
    *("https://evil.example/?a=b#c", "http:evil.example", "www.evil.example", "evil.example"),
    *("mailto:a@evil.example", "a@evil.example", "tel:+41321234567", "javascript:alert(1)"),
    *(
        "//evil.example",
        "\\\\evil.example\\x",
        "evil。example",
        "xn--e1a.com",
        "＠evil.com",
        "ftp.",
    ),
    *("\u202eright", "\u2066", "\u2069", "\u2068", "\u200f", "\u061c", "\u202c", "שלום", "مرحبا"),
    *("=?utf-8?q?x?=", "a" * 10_000, "ﷺ" * 10_000, "&" * 10_000, "x. " * 3_334, "\n" * 10_000),
    *("\ud800", "\ufffe", "\U000e0001", "👨‍👩‍👧", "Z̴̡̢͎͓", " ", "\t", "," * 10_000, "@" * 10_000),
]
HOSTILE = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20), min_size=1, max_size=4).map(
    "".join
)
# What a mail program may take for a link; the joiner that breaks it up is no letter.
LINK = re.compile(
    r"//|\\\\\w|\bwww\.|[\w-]\.[a-z]{2}|\w[@＠]\w|\b(?:mailto|tel|javascript):\w", re.IGNORECASE
)
FORBIDDEN = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f\u061c")


class Structure(HTMLParser):
    """The tags, attributes and comments of HTML; line breaks are the message's own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[object] = []
        self.feed(re.sub(r"\?t=[\w-]+", "?t=", html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.parts.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(tag)

    def handle_comment(self, data: str) -> None:
        self.parts.append(("comment", data))

    def unknown_decl(self, data: str) -> None:
        self.parts.append(("declaration", data))


def about(text: str) -> Invitation:
    """Return an invitation all of whose texts are `text`, after a letter that is surely shown."""
    return whole(
        id=ID,
        guest=Person(text, "willy@urs-mechanik.example"),
        inviter=Person(text, "tamer@gfms.example"),
        organisation=text,
        message=f"x{text}",
        tenant_name=f"x{text}",
        changes=tuple(Change(name, f"x{text}", f"y{text}") for name in FIELDS),
        failure_reason=f"x{text}",
        failure_next_step=f"x{text}",
    )


def own_links(email: Email) -> list[str]:
    return [link for link in Text(email.html).links if link.startswith("https://")]


def check_lines(email: Email) -> None:
    names = [email.to_name, email.from_name, email.reply_to_name, email.subject]
    lines = [*names, *(part for header in email.headers for part in header)]
    for line in lines:
        assert not any(unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} for one in line)
        assert len(line) <= 998
    assert all("\u2068" not in line and "\u2069" not in line for line in names[:3])


def check_text(text: str) -> None:
    assert not FORBIDDEN.intersection(text)
    for line in text.splitlines():
        assert line.count("\u2068") == line.count("\u2069")
    controls = {one for one in text if unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"}}
    assert controls <= {"\n"}


@pytest.mark.parametrize(("kind", "language"), KINDS)
@given(text=HOSTILE)
def test_what_was_typed_stays_text(kind: Kind, language: str, text: str) -> None:
    email, harmless = letter(kind, language, about(text)), letter(kind, language, about("Name"))
    assert Structure(email.html).parts == Structure(harmless.html).parts
    assert len(email.html.encode()) < 100_000
    check_lines(email)
    check_text(email.text)
    check_text(Text(email.html).line)
    links = own_links(email)
    for shown in (email.text, body(email)):
        rest = re.sub(r"https://invite\.example/api/BlockInvitations\?t=[\w-]+", "", shown)
        for link in sorted(links, key=len, reverse=True):
            rest = rest.replace(link, "")
        assert not LINK.search(rest)


@pytest.mark.parametrize("text", FRAGMENTS)
def test_every_known_trick_alone(text: str) -> None:
    for kind in Kind:
        email = letter(kind, "en", about(text))
        assert Structure(email.html).parts == Structure(letter(kind, "en", about("N")).html).parts
        check_lines(email)
        check_text(email.text)


def test_the_check_finds_a_link_and_a_tag() -> None:
    for shown in ("evil.example", "a@b", "https://x", "\\\\server", "tel:1", "www.x"):
        assert LINK.search(shown), shown
    email = letter(Kind.INVITATION, "en")
    broken = email.html.replace("Willy URS", "<b>Willy</b>")
    assert Structure(broken).parts != Structure(email.html).parts


def test_links_are_the_ones_of_the_template_alone() -> None:
    links = [
        re.sub(r"\?t=.*", "?t=", link)
        for link in own_links(letter(Kind.INVITATION, "en", about("https://evil.example")))
    ]
    base = "https://invite.example/api"
    assert links == [
        f"{base}/InviteUser?invitationId={ID}",
        f"{base}/Guide?lang=en&way=entra&tenant=urs-mechanik.example",
        f"{base}/Guide?for=administrator&lang=en&tenant=urs-mechanik.example",
        "https://rconnect.example/support",
        "https://rconnect.example/documentation",
        f"{base}/BlockInvitations?t=",
        f"{base}/BlockInvitations/manage?lang=en",
        "https://rconnect.example/privacy",
    ]
