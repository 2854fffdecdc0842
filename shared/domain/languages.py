"""The languages that pages and e-mails are offered in, and which of them fits a request."""

import re
from functools import cache

# An allow-list: a folder under locales/ alone offers nothing.
OFFERED = ("en", "fr", "hu", "ko", "zh-Hant")
SOURCE = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")


def match(tag: str) -> str | None:
    """Return the offered language for a BCP 47 tag (RFC 4647 lookup), or None.

    Regions fall away (fr-CH finds fr); a region that implies a script finds that script
    (zh-TW finds zh-Hant, by CLDR's likely subtags).
    """
    if not _TAG.fullmatch(tag):
        return None
    wanted = _language_and_script(tag)
    return next((offer for offer in OFFERED if _language_and_script(offer) == wanted), None)


@cache
def _language_and_script(tag: str) -> tuple[str, str]:
    language, *rest = tag.split("-")
    language = language.lower()
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    region = next((part.upper() for part in rest if len(part) in {2, 3}), "")
    if script:
        return language, script
    # Here and not above: the settings know the offered languages without the cost of Babel.
    from babel.core import get_global

    likely = get_global("likely_subtags")
    full = likely.get(f"{language}_{region}") or likely.get(language) or language
    found = next((part for part in full.split("_")[1:] if len(part) == 4), "")
    return language, found


def direction(language: str) -> str:
    """Return `rtl` or `ltr`, as HTML's dir attribute takes it."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"
