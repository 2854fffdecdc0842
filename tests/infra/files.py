"""The files of infra/, read."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from dev.bicep import nodes
from dev.bicep.nodes import Statement
from dev.bicep.published_types import Published
from dev.bicep.reading import read, read_folder

ROOT = Path(__file__).parents[2]
INFRA = ROOT / "infra"
DATA = Path(__file__).parent / "data"


@cache
def files() -> dict[Path, list[Statement]]:
    """Return the statements of every file."""
    return read_folder(INFRA)


@cache
def published() -> Published:
    """Return the published types."""
    return Published(DATA / "types.json")


@cache
def values() -> list[Statement]:
    """Return the statements of main.bicepparam."""
    return read((INFRA / "main.bicepparam").read_text(encoding="utf-8"))


def named(file: str, kind: str, name: str) -> Statement:
    """Return a statement of a file."""
    return next(i for i in files()[Path(file)] if (i.kind, i.name) == (kind, name))


def texts(node: nodes.Node | None) -> list[str]:
    """Return the plain texts of an array."""
    assert isinstance(node, nodes.Array)
    return [item.plain or "" for item in node.items if isinstance(item, nodes.Text)]


def properties(node: nodes.Node | None) -> dict[str, nodes.Node]:
    """Return an object's properties by name."""
    assert isinstance(node, nodes.Object)
    return {item.key.plain or "": item.value for item in node.properties}


def of_kind(statements: Iterable[Statement], kind: str) -> Sequence[Statement]:
    """Return the statements of a kind."""
    return [item for item in statements if item.kind == kind]
