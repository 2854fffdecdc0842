"""What is taken from the parts of a workbook (ECMA-376 part 1, 18.2 to 18.4)."""

import re
from decimal import Decimal, InvalidOperation

from shared.domain.sheets.sheet import (
    MOST_COLUMNS,
    Lines,
    too_large,
    too_many_columns,
    unreadable,
)
from shared.domain.sheets.xlsx_stream import DAMAGED, UNPACKED

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_STRINGS = 1_000_000
_MOST_DIGITS = 20
_SURROGATES = (0xD800, 0xDFFF)


class Relations:
    """Which part is what: (id, last word of the type, target)."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Keep a relation that does not lead outside."""
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.all.append((attributes.get("Id", ""), kind, attributes.get("Target", "")))

    def end(self, name: str) -> None:
        """Nothing ends here."""

    def text(self, data: str) -> None:
        """There is no text."""


class Workbook:
    """`shown` is the relation of the first sheet that is not hidden."""

    def __init__(self) -> None:
        self.shown = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Keep the first sheet that is not hidden."""
        if name == "sheet" and not self.shown and attributes.get("state", "visible") == "visible":
            self.shown = attributes.get("id", "")

    def end(self, name: str) -> None:
        """Nothing ends here."""

    def text(self, data: str) -> None:
        """There is no text."""


class Strings:
    """The texts that cells share, formatted runs put together, readings (rPh) left out."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._pieces: list[str] = []
        self._taking = self._reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        """Begin a text, a run of it or its reading."""
        if name == "si":
            self._pieces = []
        self._reading = self._reading or name == "rPh"
        self._taking = name == "t" and not self._reading

    def end(self, name: str) -> None:
        """Keep a text that is whole."""
        self._taking = False
        if name == "rPh":
            self._reading = False
        elif name == "si":
            if len(self.all) >= _MOST_STRINGS:
                raise too_large(UNPACKED, "too many texts")
            self.all.append(unescaped("".join(self._pieces)))

    def text(self, data: str) -> None:
        """Take a piece."""
        if self._taking:
            self._pieces.append(data)


class Cells:
    """The rows of a sheet, handed on one by one."""

    def __init__(self, strings: list[str], lines: Lines) -> None:
        self._strings = strings
        self._lines = lines
        self._number = 0
        self._row: list[str] = []
        self._column = 0
        self._kind = ""
        self._pieces: list[str] = []
        self._taking = self._reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell or its value."""
        if name == "row":
            self._number = _number(attributes.get("r"), self._number + 1)
            self._row = []
        elif name == "c":
            self._kind = attributes.get("t", "n")
            self._column = _column(attributes.get("r"), len(self._row))
            self._pieces = []
        elif name == "rPh":
            self._reading = True
        self._taking = name in {"v", "t"} and not self._reading

    def end(self, name: str) -> None:
        """Keep a cell, hand on a row."""
        self._taking = False
        if name == "rPh":
            self._reading = False
        elif name == "c":
            self._keep(self._value("".join(self._pieces)))
        elif name == "row":
            self._lines.add(self._number, self._row)
            self._row = []

    def text(self, data: str) -> None:
        """Take a piece."""
        if self._taking:
            self._pieces.append(data)

    def _keep(self, value: str) -> None:
        if not value:
            return
        if self._column >= MOST_COLUMNS:
            raise too_many_columns(self._number)
        self._row += [""] * (self._column + 1 - len(self._row))
        self._row[self._column] = value

    def _value(self, text: str) -> str:
        if not text:
            return ""
        match self._kind:
            case "s":
                return self._shared(text)
            case "b":
                return "true" if text.strip() == "1" else "false"
            case "n":
                return plain_number(text)
            case _:
                return unescaped(text)

    def _shared(self, text: str) -> str:
        if not text.strip().isdecimal() or int(text) >= len(self._strings):
            raise unreadable(DAMAGED, f"row {self._number} has no text {text}")
        return self._strings[int(text)]


def unescaped(text: str) -> str:
    """Return a text with `_x000D_` and the like as the characters they stand for (22.9.2.19)."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    # Half of a pair is no character, and nothing can be done with it.
    return "\ufffd" if _SURROGATES[0] <= code <= _SURROGATES[1] else chr(code)


def plain_number(text: str) -> str:
    """Return a number as people write it: 4.1323E4 as 41323; what is none stays as it is."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return text.strip()
    if number == number.to_integral_value():
        return str(int(number))
    # A double's shortest spelling: files hold 17 digits of it.
    return str(float(number))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= len("1048576") else otherwise


def _column(place: str | None, otherwise: int) -> int:
    """Return the column of a place such as BC12, from 0; a cell without one follows the last."""
    found = _PLACE.fullmatch(place or "")
    if found is None:
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
