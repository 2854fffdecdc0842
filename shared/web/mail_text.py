"""Text that people gave, made fit for an e-mail.

Mail programs turn what looks like an address into a link, and show text of the other direction
where a sender wants it: neither may let a name or a message pass for a part of the e-mail.
"""

import re
import unicodedata
from collections.abc import Iterator

# Characters, as the API takes them at most.
NAME, LINE, ADDRESS, REASON, MESSAGE = 120, 200, 254, 500, 2000
# UAX #9: the isolates that fence a text in, and everything that could break out of them.
FIRST_STRONG, POP = "\u2068", "\u2069"
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
# Scripts join letters with them, and so do emoji; all other format characters are invisible.
_JOINERS = {"\u200c", "\u200d"}
_UNSEEN = {"Cc", "Cs", "Zl", "Zp", "Cf"}
# Neither breaks a line nor shows, and no host name or scheme may hold it (RFC 5892: DISALLOWED).
_WORD_JOINER = "\u2060"
_LINKED = re.compile(
    r"(?<=\S)[.:@](?=\S)|[@＠]|(?<=[:/\\])[/\\]|(?<=\S)[。．｡](?=[A-Za-z0-9])", re.ASCII
)
_BLANK_LINES = re.compile(r"\n{3,}")


def one_line(text: str, most: int = LINE) -> str:
    """Return the text on one line, of `most` characters at most, without what nobody sees."""
    return _cut(" ".join(_seen(" ".join(text.split())).split()), most)


def many_lines(text: str, most: int = MESSAGE) -> tuple[str, ...]:
    """Return the lines of a message; an empty message has none, and no gap is wider than one."""
    lines = "\n".join(_seen(line.replace("\t", " ")).rstrip() for line in text.splitlines())
    return tuple(_cut(_BLANK_LINES.sub("\n\n", lines.strip()), most).splitlines())


def unlinked(text: str) -> str:
    """Return the text so that no mail program makes a link of a part of it."""
    return _LINKED.sub(lambda found: f"{_WORD_JOINER}{found[0]}{_WORD_JOINER}", text)


def isolated(text: str, *, right_to_left: bool) -> str:
    """Return plain text fenced in where its direction could change that of what is around it."""
    other = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)
    return f"{FIRST_STRONG}{text}{POP}" if right_to_left or other else text


def initials(name: str, otherwise: str = "") -> str:
    """Return one or two letters for a name, else for `otherwise`.

    Two where the script has capitals; one where letters join or a family name is one letter. A
    name with a comma has the family name first.
    """
    family, _, given = name.partition(",")
    words = list(_first_letters(f"{given} {family}"))
    if not words:
        return initials(otherwise) if otherwise else ""
    first, last = words[0], words[-1]
    if unicodedata.category(first[0]) == "Lo":  # a letter of a script without capitals
        return last if given.strip() else first
    return (f"{first}{last}" if len(words) > 1 else first).upper()


def _first_letters(name: str) -> Iterator[str]:
    """Yield each word's first letter with the marks that belong to it."""
    for word in unicodedata.normalize("NFC", name).split():
        for place, character in enumerate(word):
            if unicodedata.category(character).startswith("L"):
                rest = word[place + 1 : place + 3]
                marks = [mark for mark in rest if unicodedata.category(mark).startswith("M")]
                yield character + "".join(marks)
                break


def _seen(text: str) -> str:
    return "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if character in _JOINERS
        or not (unicodedata.category(character) in _UNSEEN or _is_noncharacter(character))
    )


def _is_noncharacter(character: str) -> bool:
    number = ord(character)
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
