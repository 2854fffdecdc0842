"""The columns of a file of invitations: ours, and those of Entra's own bulk invite.

Entra's template has the line `version:v1.0`, then headings such as
`Email address to invite [inviteeEmail] Required`; older ones vary in their words, so what counts is
the name in brackets (learn.microsoft.com/entra/external-id/tutorial-bulk-invite).
"""

import re
from dataclasses import dataclass

from shared.domain.company import FIELDS
from shared.domain.sheets.sheet import MOST_ROWS, Line, too_many_rows, unreadable

EMAIL, NAME, SEND, REDIRECT, ROLES = "email", "name", "sendEmail", "redirectUrl", "roles"
COLUMNS = (EMAIL, NAME, "language", "message", *FIELDS, ROLES, REDIRECT)
ENTRA_COLUMNS = {
    "Email address to invite [inviteeEmail] Required": EMAIL,
    "Redirection url [inviteRedirectURL] Required": REDIRECT,
    "Send invitation message (true or false) [sendEmail]": SEND,
    "Customized invitation message [customizedMessageBody]": "message",
}
VERSION = "version:v1.0"
EXAMPLE = "example:"
NO_HEADINGS = f"The first row must hold headings such as {EMAIL}, {NAME}, language."
TWO_COLUMNS = "Columns %(first)s and %(second)s are both the column %(name)s."
NO_ADDRESSES = "There is no column of e-mail addresses."
_IN_BRACKETS = re.compile(r"\[([^\]]+)\]")
_ALIASES = {
    EMAIL: ("e-mail", "mail", "e-mail address", "email address", "guest email", "inviteeEmail"),
    NAME: ("guest name", "display name", "full name", "contact"),
    "language": ("guest language", "locale"),
    "message": ("customizedMessageBody",),
    REDIRECT: ("inviteRedirectURL", "redirection url"),
    SEND: ("send invitation message",),
    ROLES: ("role",),
    "legalName": ("company", "company name", "organisation name"),
    "country": ("country code",),
    "streetAddress": ("street",),
    "postalCode": ("zip", "zip code", "postcode"),
    "countryArea": ("state", "province", "region"),
    "taxNumber": ("vat", "vat number", "tax id"),
    "phone": ("telephone", "phone number"),
    "website": ("url", "web site"),
}


def plain(heading: str) -> str:
    """Return a heading as it is compared: what is in brackets, else all of it, in any case."""
    found = _IN_BRACKETS.search(heading)
    text = found[1] if found else heading
    text = re.sub(r"^(guest|company)\.", "", text.strip(), flags=re.IGNORECASE)
    return "".join(character for character in text.casefold() if character.isalnum())


_KNOWN = {plain(name): name for name in (*COLUMNS, SEND)} | {
    plain(alias): name for name, aliases in _ALIASES.items() for alias in aliases
}


def known(heading: str) -> bool:
    """Return whether a heading is one of those that are understood."""
    return plain(heading) in _KNOWN


@dataclass(frozen=True)
class Columns:
    """Which column is where, from 0; `unknown` are headings that nothing is done with."""

    places: dict[str, int]
    headings: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]
    entra: bool

    def place(self, name: str) -> tuple[str, str]:
        """Return a column's letter and heading; without a letter where the file has none."""
        at = self.places.get(name)
        return ("", name) if at is None else (letter(at), self.headings[at].strip())


def columns_of(lines: tuple[Line, ...]) -> tuple[Columns, tuple[Line, ...]]:
    """Return the columns, and the lines below the headings.

    Raises MalformedRequest where no line of headings is found, or two say the same.
    """
    rest = list(lines)
    version = bool(rest) and rest[0].cells[0].strip().casefold().startswith("version:")
    if version:
        rest.pop(0)
    if not rest or not any(map(known, rest[0].cells)):
        raise unreadable(NO_HEADINGS)
    headings = rest.pop(0).cells
    places: dict[str, int] = {}
    for at, heading in enumerate(headings):
        name = _KNOWN.get(plain(heading))
        if name in places:
            first = letter(places[name])
            raise unreadable(TWO_COLUMNS, first=first, second=letter(at), name=name)
        if name is not None:
            places[name] = at
    if EMAIL not in places:
        raise unreadable(NO_ADDRESSES)
    unknown = tuple(
        (letter(at), heading.strip()[:200])
        for at, heading in enumerate(headings)
        if heading.strip() and not known(heading)
    )
    entra = version or "inviteeEmail" in headings[places[EMAIL]]
    if entra and rest and rest[0].cells[0].strip().casefold().startswith(EXAMPLE):
        rest.pop(0)  # the row of examples that Entra's template asks to remove
    if len(rest) > MOST_ROWS:
        raise too_many_rows()
    return Columns(places, headings, unknown, entra), tuple(rest)


def letter(at: int) -> str:
    """Return the letter of a column as spreadsheets show it, from 0: A, Z, AA."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
