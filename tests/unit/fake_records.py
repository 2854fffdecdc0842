"""Blocks and companies that are kept in dictionaries."""

import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.domain.block import Block, Proof, recent
from shared.domain.company import Company
from shared.domain.errors import (
    LostRace,
)


@dataclass
class FakeBlocks:
    """Blocks, codes and counts in dictionaries. `meanwhile` runs once before a code is saved."""

    kept: dict[tuple[str, str], Block] = field(default_factory=dict)
    proofs: dict[str, tuple[Proof, str]] = field(default_factory=dict)
    counted: dict[str, list[datetime]] = field(default_factory=dict)
    meanwhile: Callable[[], None] | None = None
    _versions: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def block(self, address: str, block: Block) -> None:
        self.kept.setdefault((address, block.organisation), block)

    async def blocks(self, address: str) -> list[Block]:
        found = [block for (whose, _), block in self.kept.items() if whose == address]
        return sorted(found, key=lambda block: block.since)

    async def lift(self, address: str, organisation: str) -> None:
        self.kept.pop((address, organisation), None)

    async def proof(self, address: str) -> tuple[Proof, str]:
        return self.proofs.get(address, (Proof(), ""))

    async def save_proof(self, address: str, proof: Proof, version: str) -> None:
        rival, self.meanwhile = self.meanwhile, None
        if rival is not None:
            rival()
        if self.proofs.get(address, (Proof(), ""))[1] != version:
            raise LostRace
        self.proofs[address] = (proof, str(next(self._versions)))

    async def count(self, who: str, most: int, now: datetime) -> bool:
        times = recent(self.counted.setdefault(who, []), now)
        if len(times) >= most:
            return False
        self.counted[who].append(now)
        return True


@dataclass
class FakeCompanies:
    """Companies and their keys, by organisation."""

    companies: dict[tuple[str, str], Company] = field(default_factory=dict)
    keys: dict[tuple[str, str], str] = field(default_factory=dict)

    async def find(self, organisation: str, keys: tuple[str, ...]) -> Company | None:
        found = next(
            (self.keys[organisation, k] for k in keys if (organisation, k) in self.keys), ""
        )
        return self.companies.get((organisation, found))

    async def get(self, organisation: str, company_id: str) -> Company | None:
        return self.companies.get((organisation, company_id))

    async def naming(self, address: str) -> AsyncIterator[Company]:
        for company in list(self.companies.values()):
            if company.data.contactEmail.lower() == address:
                yield company

    async def forget_contact(self, company: Company, address: str) -> None:
        assert company.data.contactEmail.lower() == address
        data = replace(company.data, contactName="", contactEmail="")
        self.companies[company.organisation, company.id] = replace(company, data=data)

    async def add(self, company: Company, keys: tuple[str, ...]) -> bool:
        places = [(company.organisation, key) for key in keys]
        if any(self.keys.get(place, company.id) != company.id for place in places):
            return False
        self.companies[company.organisation, company.id] = company
        self.keys |= dict.fromkeys(places, company.id)
        return True
