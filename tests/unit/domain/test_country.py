"""How the countries of the seeds, and some that differ most, write an address."""

import pytest

from shared.domain.country import (
    ADDRESS_FIELDS,
    NO_COUNTRY_YET,
    AddressFormat,
    address_format,
    address_order,
    countries,
    tax_number_module,
)

STREET, AREA, CITY, REGION, POST = (
    "streetAddress",
    "cityArea",
    "city",
    "countryArea",
    "postalCode",
)


@pytest.mark.parametrize(
    ("country", "fields", "required"),
    [
        ("CH", [STREET, CITY, POST], {STREET, CITY, POST}),
        ("US", [STREET, CITY, REGION, POST], {STREET, CITY, REGION, POST}),
        ("JP", [STREET, REGION, POST], {STREET, REGION, POST}),
        ("KR", [STREET, AREA, CITY, REGION, POST], {STREET, CITY, REGION, POST}),
        ("TW", [STREET, CITY, REGION, POST], {STREET, CITY, REGION, POST}),
        ("GB", [STREET, CITY, POST], {STREET, CITY, POST}),
        ("HU", [STREET, CITY, POST], {STREET, CITY, POST}),
        ("AE", [STREET, REGION], {STREET, REGION}),
        ("FR", [STREET, CITY, POST], {STREET, CITY, POST}),
    ],
)
def test_fields_of_a_country(country: str, fields: list[str], required: set[str]) -> None:
    format_ = address_format(country)
    assert list(format_.fields) == fields
    assert format_.required == required


@pytest.mark.parametrize(
    ("country", "field", "kind"),
    [
        ("US", REGION, "state"),
        ("US", POST, "zip"),
        ("JP", REGION, "prefecture"),
        ("KR", REGION, "do_si"),
        ("KR", AREA, "district"),
        ("TW", REGION, "county"),
        ("TW", CITY, "district"),
        ("GB", CITY, "post_town"),
        ("AE", REGION, "emirate"),
        ("IE", POST, "eircode"),
        ("IN", POST, "pin"),
    ],
)
def test_what_a_field_is_called_there(country: str, field: str, kind: str) -> None:
    assert address_format(country).kinds[field] == kind


@pytest.mark.parametrize(
    ("country", "field", "choice", "number"),
    [
        ("US", REGION, ("CA", "California"), 62),
        ("JP", REGION, ("東京都", "Tokyo"), 47),
        ("KR", REGION, ("서울특별시", "Seoul"), 17),
        ("TW", REGION, ("台北市", "Taipei City"), 22),
        ("AE", REGION, ("إمارة دبيّ", "إمارة دبيّ (Dubai)"), 7),
    ],
)
def test_choices_of_a_country(
    country: str, field: str, choice: tuple[str, str], number: int
) -> None:
    choices = address_format(country).choices[field]
    assert choice[0] in dict(choices)
    assert choice[1].split(" (")[-1].rstrip(")") in dict(choices)[choice[0]]
    assert len(choices) == number


def test_a_chosen_area_narrows_the_cities() -> None:
    assert address_format("KR").choices[CITY] == ()
    assert "강남구" in dict(address_format("KR", "서울특별시").choices[CITY])
    assert "大安區" in dict(address_format("TW", "台北市").choices[CITY])
    assert address_format("KR", "no such place").choices[CITY] == ()


def test_countries_are_iso_codes_and_all_have_a_format() -> None:
    known = countries()
    assert {"CH", "FR", "HU", "KR", "TW", "US", "JP", "DE", "GB", "AE"} <= known
    assert "ZZ" not in known
    assert all(len(code) == 2 and code.isupper() for code in known)
    for code in known:
        format_ = address_format(code)
        assert set(format_.fields) <= set(ADDRESS_FIELDS)
        assert format_.required <= set(format_.fields), code
        for choices in format_.choices.values():
            values = [value for value, _ in choices]
            assert len(values) == len(set(values)), "a place is listed once"


def test_an_unknown_country_has_none() -> None:
    with pytest.raises(ValueError, match="ZZ"):
        address_format("ZZ")
    assert isinstance(NO_COUNTRY_YET, AddressFormat)
    assert NO_COUNTRY_YET.required == frozenset()


@pytest.mark.parametrize(
    ("country", "large_first", "order"),
    [
        ("CH", False, (STREET, POST, CITY)),
        ("US", False, (STREET, CITY, REGION, POST)),
        ("KR", False, (STREET, AREA, CITY, REGION, POST)),
        ("KR", True, (REGION, CITY, AREA, STREET, POST)),
    ],
)
def test_order_in_which_an_address_is_written(
    country: str, large_first: bool, order: tuple[str, ...]
) -> None:
    assert address_order(country, large_first=large_first) == order


@pytest.mark.parametrize("large_first", [True, False])
def test_no_field_is_missing_from_the_order(large_first: bool) -> None:
    for code in countries():
        assert set(address_format(code).fields) <= set(address_order(code, large_first=large_first))


@pytest.mark.parametrize("country", ["CH", "FR", "KR", "TW", "HU", "DE", "JP", "GB", "IS"])
def test_countries_with_a_number_of_companies(country: str) -> None:
    assert tax_number_module(country) is not None


@pytest.mark.parametrize("country", ["US", "AE"])
def test_countries_without_one(country: str) -> None:
    assert tax_number_module(country) is None


def test_every_country_can_be_asked() -> None:
    for code in countries():
        tax_number_module(code)
