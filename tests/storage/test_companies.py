"""Companies: the same one is known again, and is nobody else's."""

import asyncio
import dataclasses
import uuid

import pytest

from shared.domain.company import Company
from shared.domain.company_keys import company_keys
from shared.outer.company_table import CompanyTable
from tests.samples import COMPANY, invitation


@pytest.fixture
def company() -> Company:
    organisation = f"GFMS {uuid.uuid4()}"
    return Company(str(uuid.uuid4()), organisation, COMPANY, "2026-11-20T12:00:00+00:00")


def another(company: Company, **changed: str) -> Company:
    data = dataclasses.replace(company.data, **changed)
    return dataclasses.replace(company, id=str(uuid.uuid4()), data=data)


KEYS = company_keys(COMPANY)


async def test_a_company_is_found_by_each_of_its_keys(
    companies: CompanyTable, company: Company
) -> None:
    assert await companies.find(company.organisation, KEYS) is None
    assert await companies.add(company, KEYS)
    assert await companies.get(company.organisation, company.id) == company
    for key in KEYS:
        assert await companies.find(company.organisation, ("unknown", key)) == company
    assert await companies.find(company.organisation.upper(), KEYS) == company
    assert await companies.find("Another organisation", KEYS) is None
    assert await companies.find(company.organisation, ()) is None


async def test_the_same_company_again_takes_its_new_data(
    companies: CompanyTable, company: Company
) -> None:
    await companies.add(company, KEYS)
    data = dataclasses.replace(COMPANY, city="Nidau", legalName="URS AG")
    changed = dataclasses.replace(company, data=data)
    assert await companies.add(changed, company_keys(data))
    assert await companies.get(company.organisation, company.id) == changed
    assert await companies.find(company.organisation, company_keys(data)[1:]) == changed


@pytest.mark.parametrize("shared", [0, 1])
async def test_one_key_of_another_company_is_enough_to_refuse(
    companies: CompanyTable, company: Company, shared: int
) -> None:
    await companies.add(company, KEYS)
    other = another(company)
    keys = tuple(key if number == shared else key[::-1] for number, key in enumerate(KEYS))
    assert not await companies.add(other, keys)
    assert await companies.get(company.organisation, other.id) is None
    assert await companies.find(company.organisation, keys) == company


async def test_a_double_submit_at_once_makes_one_company(
    companies: CompanyTable, company: Company
) -> None:
    outcomes = await asyncio.gather(*(companies.add(company, KEYS) for _ in range(10)))
    assert all(outcomes)
    assert await companies.find(company.organisation, KEYS) == company


async def test_of_different_companies_at_once_one_gets_the_key(
    companies: CompanyTable, company: Company
) -> None:
    rivals = [another(company, city=str(number)) for number in range(8)]
    outcomes = await asyncio.gather(*(companies.add(rival, KEYS) for rival in rivals))
    assert outcomes.count(True) == 1
    winner = rivals[outcomes.index(True)]
    assert await companies.find(company.organisation, KEYS) == winner
    others = [rival for rival in rivals if rival is not winner]
    for rival in others:
        assert await companies.get(company.organisation, rival.id) is None


async def test_a_contact_is_found_and_forgotten(companies: CompanyTable) -> None:
    one = invitation()
    address = f"contact.{one.id}@urs.example"
    data = dataclasses.replace(COMPANY, contactEmail=address.upper())
    company = Company("company-1", one.organisation, data, "2026")
    assert await companies.add(company, ("k",))
    assert [found async for found in companies.naming(address)] == [company]
    await companies.forget_contact(company, address)
    await companies.forget_contact(company, address)
    assert [found async for found in companies.naming(address)] == []
    kept = await companies.get(one.organisation, "company-1")
    assert kept == dataclasses.replace(
        company, data=dataclasses.replace(data, contactName="", contactEmail="")
    )
