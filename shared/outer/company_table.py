"""Companies in Azure Table Storage: one partition an organisation, so that keys are unique."""

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from typing import Any

from shared.domain.company import Company, CompanyData
from shared.domain.errors import LostRace, Unavailable
from shared.domain.keys import organisation_key
from shared.outer.tables import AlreadyThere, Table, create, put, update, version_of
from shared.outer.transaction import Operation

_TRIES = 5


class CompanyTable:
    """The CompanyStore of `shared/usecases/ports.py`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def find(self, organisation: str, keys: tuple[str, ...]) -> Company | None:
        """Return the first company that has one of the keys."""
        partition = organisation_key(organisation)
        for key in keys:
            row = await self._table.get(partition, f"key_{key}")
            if row is not None:
                return await self.get(organisation, row["company"])
        return None

    async def get(self, organisation: str, company_id: str) -> Company | None:
        """Return the company in one point read."""
        row = await self._table.get(organisation_key(organisation), f"company_{company_id}")
        return _from_row(row) if row is not None else None

    async def naming(self, address: str) -> AsyncIterator[Company]:
        """Yield them in one query over the table: a company's data is one text."""
        columns = ["RowKey", "organisation", "data", "created"]
        found = self._table.where("RowKey ge 'company_' and RowKey lt 'company`'", columns)
        async with contextlib.aclosing(found):
            async for row in found:
                company = _from_row(row)
                if company.data.contactEmail.lower() == address:
                    yield company

    async def forget_contact(self, company: Company, address: str) -> None:
        """Change the row if nobody else did meanwhile."""
        partition = organisation_key(company.organisation)
        for _ in range(_TRIES):
            row = await self._table.get(partition, f"company_{company.id}")
            found = _from_row(row) if row is not None else None
            if found is None or found.data.contactEmail.lower() != address:
                return
            data = replace(found.data, contactName="", contactEmail="")
            changed = _company_row(partition, replace(found, data=data))
            try:
                await self._table.write([update(changed, version_of(row))])
            except LostRace:
                continue
            return
        raise Unavailable("storage", 1)

    async def add(self, company: Company, keys: tuple[str, ...]) -> bool:
        """Store the company and its keys in one transaction.

        The same company again replaces its data: a guest whose first press was cut off by a
        crash may have changed a field since.
        """
        partition = organisation_key(company.organisation)
        row = _company_row(partition, company)
        held = [_key_row(partition, key, company.id) for key in keys]
        operations: list[Operation] | None = [create(row), *map(create, held)]
        for _ in range(_TRIES):
            if operations is None:
                return False
            try:
                await self._table.write(operations)
            except AlreadyThere:
                # The same company again, or one made in this moment: look whose it is.
                operations = await self._replacing(partition, row, held)
                continue
            return True
        raise Unavailable("storage", 1)

    async def _replacing(
        self, partition: str, row: dict[str, Any], held: list[dict[str, Any]]
    ) -> list[Operation] | None:
        """Return what puts the company anew; None if one of its keys is another company's."""
        operations = [put(row)]
        for key_row in held:
            holder = await self._table.get(partition, key_row["RowKey"])
            if holder is None:
                operations.append(create(key_row))
            elif holder["company"] != key_row["company"]:
                return None
        return operations


def _from_row(row: Any) -> Company:
    data = CompanyData(**json.loads(row["data"]))
    id_ = row["RowKey"].removeprefix("company_")
    return Company(id_, row["organisation"], data, row["created"])


def _key_row(partition: str, key: str, company_id: str) -> dict[str, Any]:
    return {"PartitionKey": partition, "RowKey": f"key_{key}", "company": company_id}


def _company_row(partition: str, company: Company) -> dict[str, Any]:
    return {
        "PartitionKey": partition,
        "RowKey": f"company_{company.id}",
        "organisation": company.organisation,
        "data": json.dumps(asdict(company.data)),
        "created": company.created,
    }
