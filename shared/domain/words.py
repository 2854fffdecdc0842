"""Words to search by: without accents, without upper case."""

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared; `Éva Kovács-Øst` has eva, kovacs, ost."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    # Put together again: a Korean syllable comes apart as well, and its parts are no accents.
    return _WORD.findall(unicodedata.normalize("NFC", plain).casefold().translate(_LETTERS))
