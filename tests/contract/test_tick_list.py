"""docs/simulator.md promises nothing that no test shows."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEADER = ["behaviour", "source", "simulated", "test"]
SIMULATED = ("yes", "body not known")
NODE = re.compile(r"`([^`]+::[^`]+)`")


def cells(text: str) -> list[list[str]]:
    """Return the rows of all tables, without their headers."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    table = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
    return [row for row in table if row != HEADER and set(row) != {"---"}]


@cache
def names_of(path: str) -> frozenset[str]:
    """Return the names of the test functions of a file; none where there is no file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(
        node.name
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, functions) and node.name.startswith("test_")
    )


def mistake(row: list[str]) -> str | None:
    """Return what is wrong with a row of the list; None if it keeps its promise."""
    if len(row) != len(HEADER) or not all(row):
        return "wants four filled cells"
    *_, simulated, shown = row
    if simulated == "no":
        return "names a test of something that is not there" if NODE.search(shown) else None
    if simulated not in SIMULATED:
        return f"simulated is {simulated!r}"
    nodes = NODE.findall(shown)
    if not nodes:
        return "names no test"
    missing = [node for node in nodes if not _exists(*node.split("::"))]
    return f"no such test: {missing}" if missing else None


def _exists(path: str, name: str) -> bool:
    return name in names_of(path)


def test_every_simulated_behaviour_names_an_existing_test() -> None:
    rows = cells((ROOT / "docs" / "simulator.md").read_text("utf-8"))
    assert len(rows) > 50
    assert {row[0]: mistake(row) for row in rows if mistake(row)} == {}


@pytest.mark.parametrize(
    "line",
    [
        "| it flies | RFC 1 | yes | – |",
        "| it flies | RFC 1 | yes | `tests/contract/test_tick_list.py::test_that_is_not_there` |",
        "| it flies | RFC 1 | body not known | `tests/contract/nothing.py::test_it` |",
        "| it flies | RFC 1 | perhaps | – |",
        "| it flies | | no | – |",
        "| it flies | RFC 1 | no |",
    ],
)
def test_broken_promises_are_seen(line: str) -> None:
    (row,) = cells(line)
    assert mistake(row)
