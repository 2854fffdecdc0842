"""docs/asvs.md has a line for each requirement, and what our security pages point to is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = ("security.md", "asvs.md", "privacy.md")
VERDICTS = {"met", "not applicable", "**not met**"}
_LINE = re.compile(r"\| (V[0-9.]+) \| ([12]) \| ([^|]+) \| ([^|]+) \|")
_COUNT = re.compile(r"\| (met|not applicable|not met) \| ([0-9]+) \|")
# What stands in backticks and has a slash in it is a file, unless it is an address or a media type.
_FILE = re.compile(r"`([A-Za-z_.][\w./-]*/[\w.-]+)(?:::(\w+))?`")
_NO_FILES = {"People/export", "People/erase"}
_LINK = re.compile(r"\]\(([\w-]+\.md)?(?:#([\w-]+))?\)")


def lines() -> list[tuple[str, str, str, str]]:
    text = (DOCS / "asvs.md").read_text("utf-8")
    return [found for line in text.splitlines() if (found := _parts(line))]


def _parts(line: str) -> tuple[str, str, str, str] | None:
    found = _LINE.fullmatch(line)
    return (found[1], found[2], found[3], found[4]) if found else None


def test_each_requirement_has_one_line_with_a_verdict_and_why() -> None:
    wanted = [
        tuple(line.split())
        for line in (ROOT / "tests" / "data" / "asvs" / "ids.txt").read_text("utf-8").splitlines()
    ]
    assert len(wanted) == 253
    assert [(id_, level) for id_, level, _, _ in lines()] == wanted
    assert {verdict for _, _, verdict, _ in lines()} == VERDICTS
    rows = re.findall(r"^\| V", (DOCS / "asvs.md").read_text("utf-8"), re.MULTILINE)
    assert len(rows) == len(wanted), "a line that cannot be read"


def test_the_counts_are_right() -> None:
    told = {name: int(number) for name, number in _COUNT.findall((DOCS / "asvs.md").read_text())}
    assert told == Counter(verdict.strip("*") for _, _, verdict, _ in lines())


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_points_to_is_there(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    files = [found for found in _FILE.findall(text) if found[0] not in _NO_FILES]
    assert files
    assert [name for name, _ in files if not (ROOT / name).is_file()] == []
    assert [f"{name}::{test}" for name, test in files if test and not _has(name, test)] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    lost = [
        f"{name}#{anchor}"
        for name, anchor in _LINK.findall(text)
        if not (DOCS / (name or page)).is_file()
        or (anchor and anchor not in _anchors(name or page))
    ]
    assert lost == []


def _has(name: str, test: str) -> bool:
    return f"def {test}(" in (ROOT / name).read_text("utf-8")


def _anchors(page: str) -> set[str]:
    """Return what headings are called in links, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", (DOCS / page).read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
