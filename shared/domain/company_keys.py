"""By which keys the same company is known again."""

import hashlib
import uuid

from shared.domain.company import CompanyData
from shared.domain.country import tax_number_module

# A name space of our own, so that one invitation always makes the same company id.
_COMPANIES = uuid.UUID("6f0c4f3e-6c55-4b1c-9d57-2a4b8d1e7c90")


def company_id(invitation_id: str) -> str:
    """Return the id of the company that this invitation makes, always the same one."""
    return str(uuid.uuid5(_COMPANIES, invitation_id))


def company_keys(data: CompanyData) -> tuple[str, ...]:
    """Return the keys of a company: its tax number, and its name with country and post code.

    Spelling (case, spaces, punctuation of a number) makes no other company.
    """
    keys = []
    if data.taxNumber and data.country:
        keys.append(f"tax:{data.country}:{_compact(data)}")
    if data.legalName and data.country:
        name = "".join(ch for ch in data.legalName.casefold() if ch.isalnum())
        post = "".join(ch for ch in data.postalCode.casefold() if ch.isalnum())
        keys.append(f"name:{data.country}:{name}:{post}")
    return tuple(hashlib.sha256(key.encode()).hexdigest()[:40] for key in keys)


def _compact(data: CompanyData) -> str:
    module = tax_number_module(data.country)
    if module is not None:
        try:
            return str(module.validate(data.taxNumber))
        except ValueError:
            pass
    return "".join(ch for ch in data.taxNumber.upper() if ch.isalnum())
