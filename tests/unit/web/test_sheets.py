"""Files of the list: no cell is a formula in any program (OWASP, CSV Injection)."""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta

import pytest

from shared.usecases.listing import Filters, Listed, Page
from shared.web.sheets import COLUMNS, harmless, sheet
from tests.samples import NOW


class Three:
    """A list of three pages."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def page(
        self,
        organisation: str,
        filters: Filters,
        *,
        continuation: str,
        size: int,
        counting: bool = False,
    ) -> Page:
        assert (filters, size >= 1, counting) == (Filters(), True, False)
        place = int(continuation or 0)
        name, rest = self.names[place], place + 1 < len(self.names)
        line = Listed(
            "i", NOW, NOW + timedelta(days=1), "sent", "sent", "en", name, "a@b.example", "I",
            "i@b.example", organisation, name,
        )  # fmt: skip
        return Page((line,), str(place + 1) if rest else "")


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+49 1", "'+49 1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("  =1", "  '=1"),
        ("＝1", "'＝1"),
        ("a;=1", "a;'=1"),
        ("a,=1", "a,'=1"),
        ('a"=1', "a\"'=1"),
        ("a; -1", "a; '-1"),
        ("Mohamed-Nour, Tamer", "Mohamed-Nour, Tamer"),
        ("eva+x@kunde.example", "eva+x@kunde.example"),
        ("", ""),
    ],
)
def test_no_cell_begins_a_formula(cell: str, safe: str) -> None:
    assert harmless(cell) == safe


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_all_pages_come(kind: str) -> None:
    content = await sheet(kind, Three("one", "two", "Éva"), "GFMS", Filters())
    if kind == "csv":
        found: Sequence[Sequence[str]] = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert tuple(found[0]) == COLUMNS
        assert [row[6] for row in found[1:]] == ["one", "two", "Éva"]
    else:
        assert content.startswith(b"PK")
