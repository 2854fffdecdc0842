"""The languages that pages and e-mails are offered in, and which of them fits a reader."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

SOURCE = "en"
# Written from the catalogues (docs/translations.md): what is asked at a click needs no Babel.
LIST = Path(__file__).parents[2] / "locales" / "languages.txt"
_LONGEST_TAG = 100
_LONGEST_HEADER = 2000
_MOST_RANGES = 50
# RFC 5646, 2.1; what follows the region is let go, as RFC 4647 (3.4) lets it go.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.ASCII | re.IGNORECASE,
)
_WEIGHT = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


@dataclass(frozen=True)
class Language:
    """An offered language: its tag, `rtl` or `ltr`, and what it calls itself."""

    tag: str
    direction: str
    name: str


@cache
def languages() -> tuple[Language, ...]:
    """Return the offered languages in the order of their own names."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return tuple(Language(*line.split("\t")) for line in lines if not line.startswith("#"))


def offered() -> tuple[str, ...]:
    """Return the tags of the offered languages."""
    return tuple(language.tag for language in languages())


def direction(language: str) -> str:
    """Return `rtl` or `ltr` for an offered language, as HTML's dir attribute takes it."""
    return {known.tag: known.direction for known in languages()}[language]


def match(tag: str, among: tuple[str, ...] | None = None) -> str | None:
    """Return the offered language for a BCP 47 tag (RFC 4647 lookup), or None.

    Regions fall away (fr-CH finds fr), but not scripts: sr-Latn does not find sr, which is
    Cyrillic, and zh-TW finds zh-Hant (CLDR's likely subtags). Where a language is offered for
    several regions, CLDR's parent locales choose (pt-AO finds pt-PT), else the likely region
    (pt finds pt-BR). Old codes find their new ones (iw, in, tl), no and nn find nb.
    """
    offers = offered() if among is None else among
    exact = next((offer for offer in offers if offer.lower() == tag.lower()), None)
    parts = None if exact else _parts(tag)
    return _find(*parts, _families(offers)) if parts else exact


def choose(header: str, *, first: str = SOURCE, among: tuple[str, ...] | None = None) -> str | None:
    """Return the offered language that an Accept-Language header likes best, or None.

    Weights are RFC 9110's (12.4.2, 12.5.4), equal ones count in their order. `q=0` refuses a
    language; `*` stands for any that is not refused, `first` before the others. Of a header
    without end only the beginning is read.
    """
    offers = offered() if among is None else among
    ranges = list(_ranges(header))
    refused = {tag.lower() for tag, weight in ranges if not weight}
    wanted = sorted((found for found in ranges if found[1]), key=lambda found: -found[1])
    allowed = [offer for offer in sorted(offers, key=first.__ne__) if offer.lower() not in refused]
    for tag, _ in wanted:
        found = next(iter(allowed), None) if tag == "*" else match(tag, offers)
        if found in allowed:
            return found
    return None


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    """Yield the language ranges with their weights; what is malformed is left out."""
    begun = (
        header if len(header) <= _LONGEST_HEADER else header[:_LONGEST_HEADER].rpartition(",")[0]
    )
    for text in begun.split(",")[:_MOST_RANGES]:
        tag, *parameters = (part.strip(" \t") for part in text.split(";"))
        weights = [part[2:] for part in parameters if part[:2].lower() == "q="]
        weight = weights[0] if weights else "1"
        if (tag == "*" or _TAG.fullmatch(tag)) and _WEIGHT.fullmatch(weight):
            yield tag, float(weight)


type _Parts = tuple[str, str, str]
type _Families = dict[tuple[str, str], dict[str, str]]


def _find(language: str, script: str, region: str, families: _Families) -> str | None:
    parents = _cldr("parent_exceptions")
    family = families.get((language, script))
    if family is None:
        parent = parents.get(f"{language}_{script}") or parents.get(language)
        return _find(*_full(*_split(parent)), families) if parent else None
    cousin = parents.get(f"{language}_{region}") or parents.get(f"{language}_{script}_{region}")
    near = _split(cousin or "")[2]
    likely = _full(language, script, "")[2]
    found = (family[one] for one in (region, near, likely) if one in family)
    return next(found, next(iter(family.values())))


@cache
def _families(offers: tuple[str, ...]) -> _Families:
    """Return the offers of each language and script, by region."""
    families: _Families = defaultdict(dict)
    for offer in offers:
        language, script, region = _full(*_split(offer))
        families[language, script].setdefault(region, offer)
        # What nb and nn have in common is "no".
        common = _cldr("parent_exceptions").get(language, language)
        families[common, script].setdefault(region, offer)
    return dict(families)


def _parts(tag: str) -> _Parts | None:
    """Return language, script and region as CLDR writes them now, or None for what is no tag."""
    found = _TAG.fullmatch(tag) if len(tag) <= _LONGEST_TAG else None
    if found is None:
        return None
    language, script, region = (found[name] or "" for name in ("language", "script", "region"))
    known = _split(_cldr("language_aliases").get(language.lower(), language.lower()))
    return _full(known[0], script.title() or known[1], region.upper() or known[2])


def _split(tag: str) -> _Parts:
    language, *rest = tag.replace("-", "_").split("_")
    script = next((part for part in rest if len(part) == 4), "")
    return language, script, next((part for part in rest if len(part) in {2, 3}), "")


def _full(language: str, script: str, region: str) -> _Parts:
    """Return the parts with the script, and the region where the tag named one or CLDR does."""
    likely = _cldr("likely_subtags")
    tries = (
        (script and region) and f"{language}_{script}_{region}",
        region and f"{language}_{region}",
        script and f"{language}_{script}",
        language,
    )
    full = next((likely[one] for one in tries if one in likely), "")
    guess = _split(full)
    return language, script or guess[1], region or guess[2]


def _cldr(
    name: Literal["language_aliases", "likely_subtags", "parent_exceptions"],
) -> Mapping[str, str]:
    # Here and not above: the settings know the offered languages without the cost of Babel.
    from babel.core import get_global

    return get_global(name)
