"""Reads Bicep's expressions."""

from collections.abc import Callable, Sequence

from dev.bicep import nodes
from dev.bicep.nodes import BicepError, Node
from dev.bicep.tokens import Token

_LEVELS = (
    ("??",),
    ("||",),
    ("&&",),
    ("==", "!=", "=~", "!~"),
    ("<", ">", "<=", ">="),
    ("+", "-"),
    ("*", "/", "%"),
)
_END = Token("end", "", 0)


class Expressions:
    """Reads expressions off a list of tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> Token:
        """Return the next token without taking it."""
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def take(self, text: str = "", kind: str = "") -> Token:
        """Take the next token; raise BicepError where it is another one."""
        token = self.next
        if token is _END or (text and token.text != text) or (kind and token.kind != kind):
            wanted = text or kind or "more"
            raise BicepError(
                f"line {token.line}: {token.text or token.kind!r} in place of {wanted}"
            )
        self._at += 1
        return token

    def took(self, text: str) -> bool:
        """Take the next token if it is this one."""
        if self.next.text == text and self.next.kind in {"mark", "name"}:
            self._at += 1
            return True
        return False

    def lines(self) -> None:
        """Take ends of lines."""
        while self.next.kind == "newline":
            self._at += 1

    def expression(self) -> Node:
        """Read an expression."""
        condition = self._binary(0)
        mark = self._at
        self.lines()
        if not self.took("?"):
            self._at = mark
            return condition
        if self.next.kind == "newline":
            return condition  # of a type: the property may be missing
        yes = self.expression()
        self.lines()
        self.take(":")
        self.lines()
        return nodes.Choice(condition, yes, self.expression())

    def _binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while self.next.kind == "mark" and self.next.text in _LEVELS[level]:
            operator = self.take().text
            self.lines()
            left = nodes.Operation(operator, (left, self._binary(level + 1)))
        return left

    def _unary(self) -> Node:
        for operator in ("!", "-"):
            if self.next.kind == "mark" and self.took(operator):
                return nodes.Operation(operator, (self._unary(),))
        return self._suffixed(self._primary())

    def _suffixed(self, value: Node) -> Node:
        while True:
            if self.next.text in {".", ".?", "::"} and self.next.kind == "mark":
                self.take()
                token = self.take(kind="name")
                if self.next.text == "(" and self.next.kind == "mark":
                    value = nodes.Call(token.text, self._arguments(), value)
                else:
                    value = nodes.Access(value, token.text, token.line)
            elif self.next.kind == "mark" and self.took("["):
                value = nodes.Index(value, self.expression())
                self.take("]")
            elif self.next.kind == "mark" and self.took("!"):
                continue
            else:
                return value

    def _primary(self) -> Node:
        token = self.take()
        if token.kind == "string":
            return self.text(token)
        if token.kind == "number":
            return nodes.Value(int(token.text))
        if token.kind == "name":
            return self._named(token)
        readers: dict[str, Callable[[int], Node]] = {
            "{": self._object,
            "[": self._array,
            "(": self._group,
        }
        if token.text not in readers:
            raise BicepError(f"line {token.line}: {token.text or token.kind!r} begins no value")
        return readers[token.text](token.line)

    def text(self, token: Token) -> nodes.Text:
        """Return the string that a token is."""
        return nodes.Text(
            tuple(
                part if isinstance(part, str) else Expressions(part).expression()
                for part in token.inner
            )
        )

    def _named(self, token: Token) -> Node:
        constants = {"true": True, "false": False, "null": None}
        if token.text in constants:
            return nodes.Value(constants[token.text])
        if self.next.text == "(" and self.next.kind == "mark":
            return nodes.Call(token.text, self._arguments())
        if self.took("=>"):
            return nodes.Function((token.text,), self.expression())
        return nodes.Name(token.text, token.line)

    def _group(self, _line: int) -> Node:
        self.lines()
        inner = self.expression()
        self.lines()
        self.take(")")
        return inner

    def _arguments(self) -> tuple[Node, ...]:
        self.take("(")
        found = []
        self.lines()
        while not self.took(")"):
            found.append(self.expression())
            self.lines()
            self.took(",")
            self.lines()
        return tuple(found)

    def _array(self, _line: int) -> Node:
        self.lines()
        if self.next.text == "for":
            loop = self._loop()
            self.lines()
            self.take("]")
            return loop
        found = []
        while not self.took("]"):
            found.append(self.expression())
            self.took(",")
            self.lines()
        return nodes.Array(tuple(found))

    def _loop(self) -> Node:
        self.take("for")
        names = []
        if self.took("("):
            names.append(self.take(kind="name").text)
            self.take(",")
            names.append(self.take(kind="name").text)
            self.take(")")
        else:
            names.append(self.take(kind="name").text)
        self.take("in")
        over = self.expression()
        self.take(":")
        return nodes.Loop(tuple(names), over, self.body())

    def body(self) -> Node:
        """Read the body of a resource or module, which may have a condition."""
        if not self.took("if"):
            return self.expression()
        self.take("(")
        condition = self._group(0)
        return nodes.Condition(condition, self.expression())

    def _object(self, line: int) -> Node:
        found = []
        self.lines()
        while not self.took("}"):
            token = self.take()
            if token.kind not in {"name", "string"}:
                raise BicepError(f"line {token.line}: {token.text!r} is no key")
            key = self.text(token) if token.kind == "string" else nodes.Text((token.text,))
            self.take(":")
            found.append(nodes.Property(key, self.expression(), token.line))
            ended = self.took(",") or self.next.kind == "newline"
            if not ended and self.next.text != "}":
                raise BicepError(f"line {self.next.line}: {self.next.text!r} after a property")
            self.lines()
        return nodes.Object(tuple(found), line)
