"""A company's difference to what sales registered, and the keys it is known by."""

import dataclasses

import pytest

from shared.domain.company import FIELDS, Change, CompanyData, difference
from shared.domain.company_keys import company_id, company_keys
from tests.samples import COMPANY


def test_the_difference_is_field_by_field_in_the_order_of_the_form() -> None:
    assert difference(COMPANY, COMPANY) == ()
    changed = dataclasses.replace(COMPANY, website="", city="Nidau")
    assert difference(COMPANY, changed) == (
        Change("city", "Biel", "Nidau"),
        Change("website", "https://urs-mechanik.example", ""),
    )
    assert [change.field for change in difference(CompanyData(), COMPANY)] == [
        name for name in FIELDS if getattr(COMPANY, name)
    ]


def keys(**changed: str) -> tuple[str, ...]:
    return company_keys(dataclasses.replace(COMPANY, **changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"taxNumber": "CHE100155212MWST"},
        {"taxNumber": "che-100 155 212 mwst"},
        {"legalName": "urs  MECHANIK, ag."},
        {"legalName": "URS-Mechanik AG"},
        {"postalCode": "25 04"},
        {"city": "Nidau", "phone": "", "website": "", "contactName": "x"},
    ],
)
def test_spelling_makes_no_other_company(changed: dict[str, str]) -> None:
    assert keys(**changed) == keys()


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"taxNumber": "CHE-107.787.577 IVA"}, {1}),
        ({"legalName": "URS Maschinen AG"}, {0}),
        ({"postalCode": "2560"}, {0}),
        ({"country": "LI"}, set()),
    ],
)
def test_what_makes_another(changed: dict[str, str], same: set[int]) -> None:
    other = keys(**changed)
    assert {number for number in (0, 1) if other[number] == keys()[number]} == same


def test_a_wrong_number_is_a_key_all_the_same() -> None:
    assert keys(taxNumber="x-1")[0] == keys(taxNumber=" X 1")[0]
    assert len(keys(country="US", taxNumber="12-3")) == 2


def test_what_is_not_known_is_no_key() -> None:
    assert company_keys(CompanyData()) == ()
    assert company_keys(CompanyData(country="CH")) == ()
    assert company_keys(CompanyData(taxNumber="1", legalName="x")) == ()
    assert len(company_keys(CompanyData(country="CH", legalName="x"))) == 1
    assert keys(taxNumber="") == keys()[1:]


def test_keys_hold_no_input() -> None:
    for key in keys(legalName="a/b\\c?#"):
        assert len(key) == 40
        assert key.isalnum()


def test_one_invitation_makes_one_company() -> None:
    assert company_id("a") == company_id("a") != company_id("b")
    assert company_id("a") != "a"
