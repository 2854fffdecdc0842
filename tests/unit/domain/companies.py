"""A right company of each of the seeds' countries and some of their kin."""

import dataclasses

from shared.domain.company import CompanyData
from tests.samples import COMPANY

RIGHT = {
    "CH": COMPANY,
    "FR": CompanyData(
        country="FR",
        streetAddress="10 rue de la Paix",
        city="Paris",
        postalCode="75002",
        taxNumber="FR 40 303 265 045",
        phone="01 44 77 50 00",
    ),
    "KR": CompanyData(
        country="KR",
        streetAddress="테헤란로 152",
        city="강남구",
        countryArea="서울특별시",
        postalCode="06236",
        taxNumber="116-82-00276",
        phone="02-531-7000",
    ),
    "TW": CompanyData(
        country="TW",
        streetAddress="信義路五段7號",
        city="信義區",
        countryArea="台北市",
        postalCode="110",
        taxNumber="00501503",
        phone="02 8101 8800",
    ),
    "HU": CompanyData(
        country="HU",
        streetAddress="Váci út 1-3.",
        city="BUDAPEST",
        postalCode="1062",
        taxNumber="HU-12892312",
        phone="+36 1 238 7777",
    ),
    "DE": CompanyData(
        country="DE",
        streetAddress="Marienplatz 1",
        city="München",
        postalCode="80331",
        taxNumber="DE 136,695 976",
        phone="089 23300",
    ),
    "US": CompanyData(
        country="US",
        streetAddress="1600 Amphitheatre Pkwy",
        city="Mountain View",
        countryArea="CA",
        postalCode="94043-1351",
        taxNumber="any text",
        phone="650 253 0000",
    ),
}


def right(of: str, /, **changed: str) -> CompanyData:
    """Return a right company of a country, with some fields changed."""
    named = {"legalName": "Firma", "contactName": "Éva", "contactEmail": "eva@kunde.example"}
    return dataclasses.replace(RIGHT[of], **(named | changed))
