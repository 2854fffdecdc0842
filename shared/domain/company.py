"""The company's data: what sales registered, what the guest made of it (J7)."""

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True)
class CompanyData:
    """A company as it stands on the form; every field is text, empty if not known."""

    legalName: str = ""  # noqa: N815 - the names of the wire and of the form
    country: str = ""
    streetAddress: str = ""  # noqa: N815
    cityArea: str = ""  # noqa: N815
    city: str = ""
    countryArea: str = ""  # noqa: N815
    postalCode: str = ""  # noqa: N815
    sortingCode: str = ""  # noqa: N815
    taxNumber: str = ""  # noqa: N815
    phone: str = ""
    website: str = ""
    contactName: str = ""  # noqa: N815
    contactEmail: str = ""  # noqa: N815


FIELDS = tuple(field.name for field in dataclasses.fields(CompanyData))


@dataclass(frozen=True)
class Change:
    """One field that the guest changed against what sales registered."""

    field: str
    registered: str
    confirmed: str


def difference(registered: CompanyData, confirmed: CompanyData) -> tuple[Change, ...]:
    """Return the changed fields in the order of the form."""
    return tuple(
        Change(name, getattr(registered, name), getattr(confirmed, name))
        for name in FIELDS
        if getattr(registered, name) != getattr(confirmed, name)
    )


@dataclass(frozen=True)
class Company:
    """A company that a guest created; `id` is stable for the invitation that made it."""

    id: str
    organisation: str
    data: CompanyData
    created: str  # RFC 3339
