"""What is wrong with a catalogue, rule by rule (docs/translations.md explains each)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from gettext import c2py

from babel import Locale
from babel.core import get_global
from babel.messages.catalog import Catalog, Message

from dev.catalogue_files import REVIEWED, File, plural_forms

# As long as two lines of a button on a narrow screen; a browser measures more exactly.
LONGEST_LABEL = 60
# Names that stay in every language. Two other words in a row are English.
NAMES = frozenset(
    {
        *("Eircode", "Entra", "Gmail", "Google", "ID", "IDs", "Microsoft", "Outlook", "PIN"),
        *("rConnect", "VAT", "Yahoo", "ZIP", "offline_access", "openid", "profile"),
    }
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
NUMBER = "%(num)s"
_NUMBERS = 1000
_TAG = re.compile(r"</?\w+[^>]*>")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’_-]+")
_MOST_ALIKE = 1
# How Unicode calls the letters of scripts that are several; all others are called as in CLDR.
_LETTERS = {
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Kore": ("HANGUL", "CJK"),
}
_FILLED = "x" * 18
type Id = str | tuple[str, ...]  # the English text, or both plural forms


def problems(file: File, template: Catalog, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong; `labels` are the texts on buttons."""
    catalogue = file.catalogue
    yield from _keys(catalogue, template)
    yield from _header(file)
    letters = _letters(catalogue.locale) if catalogue.locale else ()
    single = of_one_number(catalogue.plural_expr)
    for message in catalogue:
        if not message.id:
            continue
        name = _name(_id(message))
        if message.fuzzy:
            yield f"fuzzy: {name}"
        for number, text in enumerate(_forms(message)):
            counted = isinstance(message.id, str) or number not in single
            found = _wrong(message, text, letters, is_label=name in labels, counted=counted)
            form = f" (plural form {number})" if not isinstance(message.id, str) else ""
            yield from (f"{what}: {name}{form}" for what in found)


def _keys(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    wanted, there = keys(template), keys(catalogue)
    yield from (f"missing: {_name(key[1])}" for key in sorted(wanted - there, key=str))
    yield from (f"stale: {_name(key[1])}" for key in sorted(there - wanted, key=str))
    yield from (f"obsolete: {_name(_id(message))}" for message in catalogue.obsolete.values())


def keys(catalogue: Catalog) -> set[tuple[str, Id]]:
    """Return the texts of a catalogue, each with its context."""
    return {(message.context or "", _id(message)) for message in catalogue if message.id}


def _header(file: File) -> Iterator[str]:
    if file.reviewed not in {"yes", "no"}:
        yield f"the header {REVIEWED} says neither yes nor no"
    if file.catalogue.locale:
        wanted = plural_forms(str(file.catalogue.locale).replace("_", "-"))
        if file.catalogue.plural_forms.rstrip(";") != wanted.rstrip(";"):
            yield f"the header Plural-Forms is not {wanted}"


def forms(text: str | Sequence[str]) -> tuple[str, ...]:
    """Return the forms of a text: one, or those for each number."""
    return (text,) if isinstance(text, str) else tuple(text)


def _forms(message: Message) -> tuple[str, ...]:
    return forms(message.string or "")


def _id(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _name(key: Id) -> str:
    return key if isinstance(key, str) else key[0]


def of_one_number(plural: str) -> set[int]:
    """Return the plural forms that stand for one number alone, such as "one day"."""
    form_of = c2py(plural)
    found = Counter(form_of(number) for number in range(_NUMBERS))
    return {form for form, numbers in found.items() if numbers == 1}


def _wrong(
    message: Message, text: str, letters: tuple[str, ...], *, is_label: bool, counted: bool
) -> Iterator[str]:
    key = _id(message)
    sources = (key,) if isinstance(key, str) else key
    if not text.strip():
        yield "empty"
        return
    # "One day" has no number, "%(num)s days" has: each form may be like the one or the other.
    numbered = text if counted or NUMBER in text else text + NUMBER
    if not any(_alike(_PLACEHOLDER, one, source) for source in sources for one in (text, numbered)):
        yield "other placeholders"
    if not any(_alike(_TAG, text, source) for source in sources):
        yield "other tags"
    if "%" in _PLACEHOLDER.sub("", text).replace("%%", ""):
        yield "a % that is not %%"
    if any(is_english(text, source, letters) for source in sources):
        yield "English"
    if is_label and width(text) > LONGEST_LABEL:
        yield "too long for a button"


def _alike(what: re.Pattern[str], text: str, source: str) -> bool:
    return Counter(what.findall(text)) == Counter(what.findall(source))


def is_english(text: str, source: str, letters: tuple[str, ...]) -> bool:
    """Return whether a translation was forgotten.

    It is the English text with two words that are no names, or has no letter of the script of
    the language at all, where that is not the Latin one (`letters` is empty then).
    """
    bare = _TAG.sub(" ", _PLACEHOLDER.sub(" ", text))
    rest = _WORD.sub(lambda word: "" if word[0] in NAMES else word[0], bare)
    if letters:
        found = [unicodedata.name(character, "") for character in rest if character.isalpha()]
        return bool(found) and not any(name.startswith(letters) for name in found)
    return text == source and len(_WORD.findall(rest)) > _MOST_ALIKE


def _letters(locale: Locale) -> tuple[str, ...]:
    """Return how Unicode calls the letters of the language, nothing for Latin ones."""
    script = locale.script or _likely_script(str(locale), locale.language)
    if script == "Latn":
        return ()
    called = Locale("en").scripts.get(script, script)
    return _LETTERS.get(script, (called.upper(),))


def _likely_script(*tags: str) -> str:
    likely = get_global("likely_subtags")
    full = next((likely[tag] for tag in tags if tag in likely), "")
    return next((part for part in full.split("_") if len(part) == len("Latn")), "Latn")


def width(text: str) -> int:
    """Return how many Latin letters the text is wide; wide characters count for two."""
    filled = _PLACEHOLDER.sub(_FILLED, text)
    return sum(_cells(character) for character in filled)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
