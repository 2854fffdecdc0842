"""Works out what variables and outputs of a file of Bicep come to, for given parameters."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dev.bicep import nodes
from dev.bicep.nodes import Node, Statement

TENANT = "5f1c2d7e-93a4-4a0b-8a55-0b7d2f6c1e90"


class Evaluation:
    """The values of a file; only what infra/ uses is known, anything else is a KeyError."""

    def __init__(self, file: Sequence[Statement], parameters: Mapping[str, Any]) -> None:
        self._made: dict[str, Any] = dict(parameters)
        self._file = {(item.kind, item.name): item for item in file}

    def output(self, name: str) -> Any:
        """Return an output's value."""
        return self.of(self._file["output", name].value)

    def variable(self, name: str) -> Any:
        """Return a variable's or a parameter's value."""
        if name not in self._made:
            self._made[name] = self.of(self._file["var", name].value)
        return self._made[name]

    def of(self, node: Node | None) -> Any:
        """Return what an expression comes to."""
        match node:
            case nodes.Text():
                return "".join(p if isinstance(p, str) else str(self.of(p)) for p in node.parts)
            case nodes.Value():
                return node.value
            case nodes.Name():
                return self.variable(node.name)
            case nodes.Access():
                found = self.of(node.of)
                return None if found is None else found.get(node.name)
            case nodes.Index():
                return self.of(node.of)[self.of(node.at)]
            case nodes.Choice():
                return self.of(node.yes if self.of(node.condition) else node.no)
        return self._combined(node)

    def _combined(self, node: Node | None) -> Any:
        match node:
            case nodes.Object():
                return {self.of(item.key): self.of(item.value) for item in node.properties}
            case nodes.Array():
                return [self.of(item) for item in node.items]
            case nodes.Operation():
                return self._operation(node.operator, [self.of(one) for one in node.operands])
            case nodes.Call():
                return self._call(node.name, [self.of(one) for one in node.arguments])
        raise KeyError(type(node).__name__)

    def _operation(self, operator: str, values: list[Any]) -> Any:
        known: dict[str, Callable[[], Any]] = {
            "!": lambda: not values[0],
            "&&": lambda: values[0] and values[1],
            "||": lambda: values[0] or values[1],
            "==": lambda: values[0] == values[1],
            "??": lambda: values[1] if values[0] is None else values[0],
        }
        return known[operator]()

    def _call(self, name: str, values: list[Any]) -> Any:
        known: dict[str, Callable[[], Any]] = {
            "empty": lambda: not values[0],
            "tenant": lambda: {"tenantId": TENANT},
            "union": lambda: _union(values),
        }
        return known[name]()


def _union(values: list[Any]) -> Any:
    if isinstance(values[0], dict):
        return {name: value for one in values for name, value in one.items()}
    return list(dict.fromkeys(item for one in values for item in one))
