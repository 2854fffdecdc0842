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
        for _ in range(_TRIES):
            missing = await self._missing(partition, company, keys)
            if missing is None:
                return False
            try:
                await self._table.write([put(_company_row(partition, company)), *missing])
            except AlreadyThere:
                # Somebody made a company in this moment: a second look tells whose it is.
                continue
            return True
        raise Unavailable("storage", 1)

    async def _missing(
        self, partition: str, company: Company, keys: tuple[str, ...]
    ) -> list[Operation] | None:
        """Return what adds the keys that are not there; None if one is another company's."""
        missing = []
        for key in keys:
            row = {"PartitionKey": partition, "RowKey": f"key_{key}", "company": company.id}
            holder = await self._table.get(partition, row["RowKey"])
            if holder is None:
                missing.append(create(row))
            elif holder["company"] != company.id:
                return None
        return missing


def _company_row(partition: str, company: Company) -> dict[str, Any]:
    return {
        "PartitionKey": partition,
        "RowKey": f"company_{company.id}",
        "organisation": company.organisation,
        "data": json.dumps(asdict(company.data)),
        "created": company.created,
    }
