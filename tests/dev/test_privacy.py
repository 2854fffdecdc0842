"""docs/privacy.md names every table, queue and column in which something is stored."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from shared.domain.block import Block, Proof
from shared.domain.company import FIELDS, Company, CompanyData
from shared.domain.invitation import Event
from shared.domain.letter import Kind, letter_to
from shared.outer import letter_rows, rows
from shared.outer.block_table import BlockTable
from shared.outer.claim_rows import claim_rows, renewed_row
from shared.outer.company_table import CompanyTable
from shared.outer.import_table import ImportTable
from shared.outer.tables import Table
from shared.outer.transaction import Operation
from shared.usecases.imports.model import Counts, Import, Lot
from tests.samples import invitation

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")
NOW = datetime(2026, 11, 21, tzinfo=UTC)
# The version of a row's shape is named once, for all tables.
_EVERYWHERE = {"schema"}


class Recording:
    """A table in which nothing is, and that notes the columns of what is written."""

    def __init__(self) -> None:
        self.columns: set[str] = set()

    async def get(self, *_: object, **__: object) -> None:
        return None

    async def write(self, operations: list[Operation]) -> list[str]:
        for operation in operations:
            self.columns |= operation.row.keys()
        return ["1" for _ in operations]


async def blocks(table: Table) -> None:
    store = BlockTable(table)
    await store.block("hash", Block("GFMS", NOW))
    await store.save_proof("hash", Proof("code", NOW, 1), "")
    await store.count("hash", 3, NOW)


async def companies(table: Table) -> None:
    await CompanyTable(table).add(Company("id", "GFMS", CompanyData(), "2026"), ("key",))


async def imports(table: Table) -> None:
    import_ = Import("id", "GFMS", "t@gfms.example", NOW, 1, Counts(), confirmed=NOW)
    await ImportTable(table).add(import_, [Lot("id", 0, ())])


def named(table: str) -> set[str]:
    """Return the columns that the page names in the first cells of a table."""
    found = re.search(rf"<!-- columns: {table} -->(.+?)<!-- end of columns -->", PAGE, re.DOTALL)
    assert found, table
    cells = [line.split("|")[1] for line in found[1].splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


def test_of_an_invitation_its_history_and_its_emails() -> None:
    one = invitation()
    assert named("invitation") == rows.to_row(one).keys() - _EVERYWHERE
    event = rows.event_row(one.id, 1, Event("InvitationSent", NOW, "t@gfms.example"))
    assert named("event") == event.keys() - _EVERYWHERE
    letter = letter_rows.operation(letter_to(Kind.INVITATION, one, one.id, NOW))
    assert named("letter") == letter.row.keys() - _EVERYWHERE


def test_of_a_claim() -> None:
    one = invitation()
    claimed = [row.keys() for row in claim_rows(one, "print", "key").all()]
    stored = set().union(*claimed, renewed_row(one, one.guest.email, NOW))
    assert named("claim") == stored - _EVERYWHERE


@pytest.mark.parametrize(
    ("table", "fill"), [("block", blocks), ("company", companies), ("import", imports)]
)
async def test_of_other_tables(table: str, fill: Any) -> None:
    recording = Recording()
    await fill(cast("Table", recording))
    assert named(table) == recording.columns - _EVERYWHERE


def test_of_a_company() -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith("| `company` | guest's")]
    assert set(re.findall(r"`(\w+)`", row)) == {"company", *FIELDS}


def test_every_table_and_queue() -> None:
    services = "\n".join(path.read_text("utf-8") for path in (ROOT / "shared").glob("*.py"))
    tables = set(re.findall(r'\.table\("(\w+)"\)', services))
    assert {"Invitations", "Blocks", "Imports", "ListingBlocks", "Pace"} <= tables
    said = {name for name in tables if re.search(rf"^(### |\|.*){name}\b", PAGE, re.MULTILINE)}
    assert tables - said == set()
    functions = "\n".join(path.read_text("utf-8") for path in ROOT.glob("[A-Z]*/__init__.py"))
    queues = set(re.findall(r'queue_trigger\("msg", "([\w-]+)"', functions)) | {"events"}
    plain = {name for name in queues if not name.endswith("-poison")}
    assert {"invitations", "codes", "webhooks", "history"} <= plain
    assert {name for name in plain if f"`{name}`" not in PAGE} == set()
