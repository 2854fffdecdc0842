"""Text from outside: normalised, and free of characters that only do harm."""

import unicodedata

# Bidirectional overrides and isolates reorder what a reader sees (Unicode UAX #9).
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def harmful(text: str, *, lines: bool = False) -> bool:
    """Return whether `text` holds control, bidi or unpaired surrogate characters.

    With `lines`, line breaks and tabs are fine (an inviter's message).
    """
    allowed = "\n\r\t" if lines else ""
    return any(
        character in _BIDI or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        for character in text
        if character not in allowed
    )


def one_line(text: str) -> str:
    """Return the text in NFC, trimmed, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def many_lines(text: str) -> str:
    """Return the text in NFC, trimmed, with LF line ends."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified).strip()
