"""Bicep as far as infra/ uses it, and no further."""

import pytest

from dev.bicep import nodes
from dev.bicep.nodes import BicepError
from dev.bicep.reading import read


def value(text: str) -> nodes.Node:
    """Return the expression that a text is."""
    (statement,) = read(f"var x = {text}\n")
    assert statement.value is not None
    return statement.value


def test_texts_with_what_is_interpolated() -> None:
    read_ = value("'a${toLower('b${c}')}\\'d${'{'}'")
    assert isinstance(read_, nodes.Text)
    assert [type(part).__name__ for part in read_.parts] == ["str", "Call", "str", "Text"]
    assert read_.parts[2] == "'d"
    assert value("'''\none\n'two'\n'''") == nodes.Text(("one\n'two'\n",))
    assert value("''") == nodes.Text(("",))


def test_operators_bind_as_they_should() -> None:
    either = value("a || b && !c")
    assert isinstance(either, nodes.Operation)
    assert either.operator == "||"
    choice = value("a.b == 'x'\n  ? [1, 2]\n  : e.?f ?? {}")
    assert isinstance(choice, nodes.Choice)
    assert isinstance(choice.yes, nodes.Array)
    assert isinstance(choice.no, nodes.Operation)


def test_loops_and_conditions() -> None:
    (statement,) = read("resource a 'T@1' = [for (b, i) in c: if (d) { name: '${b}${i}' }]\n")
    loop = statement.value
    assert isinstance(loop, nodes.Loop)
    assert loop.names == ("b", "i")
    assert isinstance(loop.body, nodes.Condition)


def test_types_and_their_optional_properties() -> None:
    first, second = read("type A = 'x' | 'y'\n@export()\ntype B = {\n  a: string?\n  b: A\n}\n")
    assert isinstance(first.value, nodes.Array)
    assert isinstance(second.value, nodes.Object)
    assert [item.key.plain for item in second.value.properties] == ["a", "b"]
    assert [one.name for one in second.decorators] == ["export"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("var a = 'b\n", "line 1: a string does not end"),
        ("var a = {\n  b: 1 c: 2\n", "line 2"),
        ("var a = [1, 2\n", "line 0"),
        ("var a = 1 2\n", "line 1: '2' after a statement"),
        ("vars a = 1\n", "line 1: 'vars' begins no statement"),
        ('param a string = "b"\n', "line 1: '\"' begins no token"),
        ("resource a 'T@1' = {\n  name 'b'\n}\n", "line 2"),
    ],
)
def test_what_is_no_bicep(text: str, problem: str) -> None:
    with pytest.raises(BicepError, match=problem):
        read(text)
