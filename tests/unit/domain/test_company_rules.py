"""When the button is orange (J7): every rule, for the countries of the seeds and their kin."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.company import FIELDS, CompanyData
from shared.domain.company_rules import MAX_LENGTH, check_company, company_faults
from shared.domain.country import countries
from shared.domain.errors import WrongCompany
from tests.unit.domain.companies import RIGHT, right


@pytest.mark.parametrize("country", RIGHT)
def test_a_right_company_is_orange_and_its_normal_form_stays(country: str) -> None:
    normal = check_company(right(country))
    assert company_faults(normal) == {}
    assert check_company(normal) == normal
    assert normal.phone.startswith("+")


@pytest.mark.parametrize(
    ("field", "code"),
    [(field, "required") for field in ("legalName", "country", "contactName", "contactEmail")]
    + [(field, "required") for field in ("streetAddress", "city", "postalCode")],
)
@pytest.mark.parametrize("blank", ["", " \t\n "])
def test_what_is_needed_is_asked_for(field: str, code: str, blank: str) -> None:
    assert company_faults(right("CH", **{field: blank}))[field] == code


@pytest.mark.parametrize("field", ["taxNumber", "phone", "website"])
def test_what_is_optional_may_be_empty(field: str) -> None:
    assert company_faults(right("CH", **{field: ""})) == {}


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_a_bound_and_takes_no_control_characters(field: str) -> None:
    long = "1" * (MAX_LENGTH[field] + 1)
    assert company_faults(right("CH", **{field: long}))[field] in {"too-long", "unknown"}
    for character in "\x00\u202e\x7f":
        fault = company_faults(right("CH", **{field: f"a{character}"}))[field]
        assert fault in {"characters", "unknown"}


@pytest.mark.parametrize("code", ["XX", "ch", "CHE", "ZZ", "C", "??"])
def test_an_unknown_country(code: str) -> None:
    faults = company_faults(right("CH", country=code, phone=""))
    assert faults["country"] in {"unknown", "too-long"}


@pytest.mark.parametrize(
    ("country", "changed", "wrong"),
    [
        ("CH", {"postalCode": "250"}, "postalCode"),
        ("CH", {"postalCode": "2504a"}, "postalCode"),
        ("FR", {"postalCode": "2504"}, "postalCode"),
        ("KR", {"postalCode": "123-456"}, "postalCode"),
        ("US", {"postalCode": "9404"}, "postalCode"),
        ("US", {"countryArea": "ZZ"}, "countryArea"),
        ("US", {"countryArea": ""}, "countryArea"),
        ("KR", {"countryArea": "Nowhere"}, "countryArea"),
        ("TW", {"city": "Nowhere"}, "city"),
    ],
)
def test_an_address_is_checked_by_its_countrys_format(
    country: str, changed: dict[str, str], wrong: str
) -> None:
    assert wrong in company_faults(right(country, **changed))


@pytest.mark.parametrize(
    ("country", "number", "normal"),
    [
        ("CH", "CHE-100.155.212 MWST", "CHE100155212MWST"),
        ("CH", "che100155212 tva", "CHE100155212TVA"),
        ("FR", "FR40303265045", "40303265045"),
        ("KR", "1168200276", "1168200276"),
        ("TW", "00501503", "00501503"),
        ("HU", "12892312", "12892312"),
        ("DE", "DE136695976", "136695976"),
        ("US", "12-3456789", "12-3456789"),
    ],
)
def test_a_right_number(country: str, number: str, normal: str) -> None:
    assert check_company(right(country, taxNumber=number)).taxNumber == normal


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("CH", "CHE-100.155.213 MWST"),
        ("CH", "CHE-100.155.212 XX"),
        ("CH", "100155212"),
        ("CH", "DE136695976"),
        ("FR", "FR40303265046"),
        ("FR", "x"),
        ("KR", "100-82-00276"),
        ("KR", "116-82-0027"),
        ("TW", "00501502"),
        ("TW", "0050150"),
        ("HU", "12892313"),
        ("HU", "HU"),
        ("DE", "DE136695978"),
        ("DE", "136695976x"),
        ("DE", "١٣٦٦٩٥٩٧٦"),
    ],
)
def test_a_wrong_number(country: str, number: str) -> None:
    assert company_faults(right(country, taxNumber=number)) == {"taxNumber": "invalid"}


@pytest.mark.parametrize(
    ("country", "phone", "normal"),
    [
        ("CH", "032 344 11 11", "+41 32 344 11 11"),
        ("CH", "+49 89 23300", "+49 89 23300"),
        ("CH", "0041323441111", "+41 32 344 11 11"),
        ("TW", "(02) 8101-8800", "+886 2 8101 8800"),
        ("CH", "tel:+41-32-344-11-11", "+41 32 344 11 11"),
    ],
)
def test_a_right_phone(country: str, phone: str, normal: str) -> None:
    assert check_company(right(country, phone=phone)).phone == normal


@pytest.mark.parametrize(
    "phone", ["032 34", "x", "+", "+999 12345678", "<b>032</b>", "1" * 40, "911", "+41", "--"]
)
def test_a_wrong_phone(phone: str) -> None:
    assert company_faults(right("CH", phone=phone)) == {"phone": "invalid"}


@pytest.mark.parametrize(
    ("website", "normal"),
    [
        ("urs.example", "https://urs.example"),
        ("www.urs.example/de?x=1#y", "https://www.urs.example/de?x=1#y"),
        ("http://urs.example", "http://urs.example"),
        ("HTTPS://urs.example:8443/", "https://urs.example:8443/"),
        ("https://bücher.example", "https://bücher.example"),
        ("例え.jp", "https://例え.jp"),
    ],
)
def test_a_right_website(website: str, normal: str) -> None:
    assert check_company(right("CH", website=website)).website == normal


@pytest.mark.parametrize(
    "website",
    [
        "javascript:alert(1)",
        "javascript://urs.example/%0aalert(1)",
        "data:text/html,x.y",
        "mailto:a@urs.example",
        "ftp://urs.example",
        "//urs.example",
        "https://",
        "https://urs",
        "localhost",
        "https://user@urs.example",
        "https://user:pass@urs.example",
        "https://urs.example@evil.example",
        "https://urs.example\\@evil.example",
        "https://urs .example",
        "https://urs.example/a b",
        "https://urs..example",
        "https://.urs.example",
        "https://-urs.example",
        "https://urs.example<script>",
        'https://urs.example"onclick=x',
        "https://urs.example。evil.example",
        "https://urs.example:99999",
        "https://urs.example:x",
        "https://192.168.0.1",
        "https://[::1]",
        "https://[",
        "https://urs℀.example",
    ],
)
def test_a_hostile_or_wrong_website(website: str) -> None:
    assert company_faults(right("CH", website=website)) == {"website": "invalid"}


@pytest.mark.parametrize("address", ["x", "x@", "x@y", "a b@kunde.example", "x@kunde.example>"])
def test_a_wrong_contact_address(address: str) -> None:
    assert company_faults(right("CH", contactEmail=address)) == {"contactEmail": "invalid"}


def test_every_wrong_field_is_told_at_once() -> None:
    wrong = right("CH", legalName="", postalCode="x", phone="x", website="x", taxNumber="x")
    with pytest.raises(WrongCompany) as caught:
        check_company(wrong)
    assert caught.value.faults.keys() == {
        "legalName",
        "postalCode",
        "phone",
        "website",
        "taxNumber",
    }


def test_spelling_is_made_one() -> None:
    normal = check_company(right("CH", legalName="  URS \u00a0 Mechanik ", city=" Biel\n"))
    assert (normal.legalName, normal.city) == ("URS Mechanik", "Biel")
    assert check_company(right("US", countryArea="California")).countryArea == "CA"
    assert check_company(right("HU", city="Budapest")).city.upper() == "BUDAPEST"


TEXT = st.one_of(
    st.text(max_size=30),
    st.text("0123456789 -+.", max_size=16),
    st.sampled_from(["", "https://[", "a@b.example", "CHE-100.155.212 MWST", "²", "١٢٣٤"]),
)
ANY_COMPANY = st.fixed_dictionaries(
    dict.fromkeys(FIELDS, TEXT) | {"country": st.one_of(st.sampled_from(sorted(countries())), TEXT)}
)


@given(ANY_COMPANY)
def test_whatever_is_typed_is_right_or_has_its_faults(fields: dict[str, Any]) -> None:
    data = CompanyData(**fields)
    faults = company_faults(data)
    assert faults.keys() <= set(FIELDS)
    assert set(faults.values()) <= {"required", "too-long", "characters", "unknown", "invalid"}
    if not faults:
        assert company_faults(check_company(data)) == {}


def test_no_countrys_checker_breaks_on_odd_input() -> None:
    for country in sorted(countries()):
        for number in ("x", "²", "١٢٣", "0" * 40, "-", "A1B2C3", "12345678", "é" * 9):
            faults = company_faults(right("CH", country=country, taxNumber=number))
            assert faults.get("taxNumber", "invalid") == "invalid", (country, number)
