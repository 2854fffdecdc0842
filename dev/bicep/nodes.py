"""What Bicep is read into."""

from dataclasses import dataclass, field


class BicepError(Exception):
    """The text is not Bicep, as far as it is known here."""


@dataclass(frozen=True)
class Text:
    """A string; its parts are plain texts and what is interpolated."""

    parts: tuple["str | Node", ...]

    @property
    def plain(self) -> str | None:
        """Return the text where nothing is interpolated."""
        return (
            "".join(map(str, self.parts)) if all(isinstance(p, str) for p in self.parts) else None
        )


@dataclass(frozen=True)
class Value:
    """A number, true, false or null."""

    value: int | bool | None


@dataclass(frozen=True)
class Name:
    """A symbol."""

    name: str
    line: int


@dataclass(frozen=True)
class Access:
    """`of.name`, `of.?name`."""

    of: "Node"
    name: str
    line: int


@dataclass(frozen=True)
class Index:
    """`of[at]`."""

    of: "Node"
    at: "Node"


@dataclass(frozen=True)
class Call:
    """A function, of a namespace or another value where `of` is given."""

    name: str
    arguments: tuple["Node", ...]
    of: "Node | None" = None


@dataclass(frozen=True)
class Operation:
    """Operators, and the condition of a ternary: no more than its operands count."""

    operator: str
    operands: tuple["Node", ...]


@dataclass(frozen=True)
class Choice:
    """`condition ? yes : no`."""

    condition: "Node"
    yes: "Node"
    no: "Node"


@dataclass(frozen=True)
class Function:
    """A lambda."""

    names: tuple[str, ...]
    body: "Node"


@dataclass(frozen=True)
class Property:
    """A property of an object; a key that is made of others is a Text."""

    key: Text
    value: "Node"
    line: int


@dataclass(frozen=True)
class Object:
    """An object."""

    properties: tuple[Property, ...]
    line: int

    def get(self, name: str) -> "Node | None":
        """Return the value of a property, or None."""
        found = (item.value for item in self.properties if item.key.plain == name)
        return next(found, None)


@dataclass(frozen=True)
class Array:
    """An array."""

    items: tuple["Node", ...]


@dataclass(frozen=True)
class Loop:
    """`[for name in over: body]`, with the names of item and index."""

    names: tuple[str, ...]
    over: "Node"
    body: "Node"


@dataclass(frozen=True)
class Condition:
    """`if (condition) body` of a resource or module."""

    condition: "Node"
    body: "Node"


Node = (
    Text | Value | Name | Access | Index | Call | Operation | Choice | Function | Object | Array
    | Loop | Condition
)  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """A statement. `about` is the type of a resource or parameter, or the path of a module."""

    kind: str
    name: str
    about: str
    value: Node | None
    line: int
    existing: bool = False
    decorators: tuple[Call, ...] = field(default=())
