"""Companies in Azure Table Storage: one partition an organisation, so that keys are unique."""

import json
from dataclasses import asdict
from typing import Any

from shared.domain.company import Company, CompanyData
from shared.domain.errors import Unavailable
from shared.domain.keys import organisation_key
from shared.outer.tables import AlreadyThere, Operation, Table, create, put

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
        if row is None:
            return None
        data = CompanyData(**json.loads(row["data"]))
        return Company(company_id, row["organisation"], data, row["created"])

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
