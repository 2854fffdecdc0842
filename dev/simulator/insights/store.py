"""What was ingested, and the traces that it makes."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

MOST = 50_000
Item = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """The envelopes that came last."""

    items: deque[Item] = field(default_factory=lambda: deque(maxlen=MOST))


KEPT: web.AppKey[Kept] = web.AppKey("telemetry", Kept)


@dataclass
class Node:
    """An item with the items that name it as their parent."""

    item: Item
    children: list[Self] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What it is: a request, a dependency, an event ..."""
        return str(self.item["data"]["baseType"]).removesuffix("Data").removeprefix("Remote")

    @property
    def name(self) -> str:
        """What it is called."""
        base = self.item["data"]["baseData"]
        thrown = base.get("exceptions") or [{}]
        return str(base.get("name") or base.get("message") or thrown[0].get("typeName", ""))

    @property
    def properties(self) -> dict[str, str]:
        """What is said of it besides."""
        return dict(self.item["data"]["baseData"].get("properties") or {})

    @property
    def duration(self) -> str:
        """How long it took, or nothing."""
        return str(self.item["data"]["baseData"].get("duration", ""))

    @property
    def time(self) -> str:
        """When it began."""
        return str(self.item["time"])


@dataclass(frozen=True)
class Tree:
    """A trace: its operation id, and what has no parent in it."""

    operation: str
    roots: list[Node]

    @property
    def latest(self) -> str:
        """When its last root began."""
        return max(root.time for root in self.roots)


def trees(items: Iterable[Item]) -> list[Tree]:
    """Return the traces, the one with the newest root first; metrics belong to none."""
    found: dict[str, list[Node]] = {}
    for item in items:
        operation = item.get("tags", {}).get("ai.operation.id", "")
        if operation.strip("0") and item["data"]["baseType"] != "MetricData":
            found.setdefault(operation, []).append(Node(item))
    made = [Tree(operation, _grown(nodes)) for operation, nodes in found.items()]
    return sorted(made, key=lambda tree: tree.latest, reverse=True)


def _grown(nodes: list[Node]) -> list[Node]:
    """Hang each node under its parent; return those whose parent is not here."""
    nodes.sort(key=lambda node: node.time)
    by_id = {node.item["data"]["baseData"].get("id"): node for node in nodes}
    roots = []
    for node in nodes:
        parent = by_id.get(node.item["tags"].get("ai.operation.parentId") or "nobody")
        if parent is None or parent is node:
            roots.append(node)
        else:
            parent.children.append(node)
    return roots
