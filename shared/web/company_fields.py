"""The fields of the company page: what the browser is told of each.

The button's grey and orange work without JavaScript: a field that the server knows to be wrong
carries a pattern that its present value fails, so that the form is invalid until it is changed.
"""

from dataclasses import dataclass

from babel import Locale

from shared.domain.company import CompanyData
from shared.domain.company_rules import MAX_LENGTH, REQUIRED
from shared.domain.country import (
    NO_COUNTRY_YET,
    AddressFormat,
    address_format,
    address_order,
    countries,
)
from shared.web.catalogues import locale

FIRST = ("legalName", "country")
LAST = ("taxNumber", "phone", "website", "contactName", "contactEmail")
_LARGE_FIRST = {"ja", "ko", "zh"}
# WCAG 1.3.5: the purpose of a field, in the words of HTML's autocomplete.
AUTOCOMPLETE = {
    "legalName": "organization",
    "country": "country",
    "streetAddress": "address-line1",
    "cityArea": "address-level3",
    "city": "address-level2",
    "countryArea": "address-level1",
    "postalCode": "postal-code",
    "phone": "tel",
    "website": "url",
    "contactName": "name",
    "contactEmail": "email",
}
_INPUT = {"phone": "tel", "contactEmail": "email"}
_NOT_BLANK = r".*\S.*"


@dataclass(frozen=True)
class Field:
    """One field of the form. `kind` is what the country calls it, `fault` the code if wrong."""

    name: str
    value: str
    kind: str
    fault: str
    required: bool
    pattern: str
    example: str
    max_length: int
    input_type: str
    autocomplete: str
    choices: tuple[tuple[str, str], ...]


def form_fields(data: CompanyData, faults: dict[str, str], language: str) -> list[Field]:
    """Return the fields in the order of the form, as the chosen country has them."""
    format_ = _format(data)
    shown = (*FIRST, *_address(data, format_, language), *LAST)
    return [_field(name, data, faults.get(name, ""), format_, language) for name in shown]


def _address(data: CompanyData, format_: AddressFormat, language: str) -> tuple[str, ...]:
    """Return the address fields in the order in which the reader would write them."""
    if format_ is NO_COUNTRY_YET:
        return format_.fields
    large_first = language.partition("-")[0] in _LARGE_FIRST
    written = address_order(data.country, large_first=large_first)
    return tuple(name for name in written if name in format_.fields)


def _field(
    name: str, data: CompanyData, fault: str, format_: AddressFormat, language: str
) -> Field:
    value = getattr(data, name)
    choices = country_names(language) if name == "country" else format_.choices.get(name, ())
    required = name in REQUIRED or name in format_.required
    return Field(
        name=name,
        value=value,
        kind=format_.kinds.get(name, ""),
        fault=fault,
        required=required,
        pattern=_pattern(name, value, fault, format_, required=required),
        example=format_.postal_example if name == "postalCode" else "",
        max_length=MAX_LENGTH[name],
        input_type=_INPUT.get(name, "text"),
        autocomplete=AUTOCOMPLETE.get(name, "off"),
        choices=choices,
    )


def _format(data: CompanyData) -> AddressFormat:
    if data.country not in countries():
        return NO_COUNTRY_YET
    return address_format(data.country, data.countryArea, data.city)


def _pattern(name: str, value: str, fault: str, format_: AddressFormat, *, required: bool) -> str:
    """Return a pattern for the browser, empty where any text may be right."""
    if fault and value:
        return f"(?!{_escaped(value)}$).*"
    digits_only = not any(character.isupper() for character in format_.postal_pattern)
    if name == "postalCode" and digits_only:
        # Patterns with letters are left to the server, which takes lower case as well.
        return format_.postal_pattern.removeprefix("^").removesuffix("$")
    return _NOT_BLANK if required else ""


def _escaped(text: str) -> str:
    """Return the text as a literal of a JavaScript regular expression with the flag v."""
    return "".join(
        character if character.isalnum() else f"\\u{{{ord(character):x}}}" for character in text
    )


def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of the countries in the order of the language's names."""
    names: Locale = locale(language)
    pairs = [(code, names.territories.get(code, code)) for code in countries()]
    return tuple(sorted(pairs, key=lambda pair: pair[1].casefold()))
