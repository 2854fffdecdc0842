"""The table that `bench` prints."""

from collections.abc import Sequence
from dataclasses import dataclass

_COLUMNS = ("", "app", "against / made of", "ratio", "bar", "held")


@dataclass(frozen=True)
class Bar:
    """What a value has to stay below, or reach."""

    limit: float
    at_least: bool = False

    def held(self, value: float) -> bool:
        """Return whether the value is on the right side of the limit."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.limit:g}"


@dataclass(frozen=True)
class Line:
    """One line; without a `value` there is nothing that a bar could be held against."""

    what: str
    app: str
    against: str = ""
    value: float | None = None
    bar: Bar | None = None
    is_ratio: bool = True

    def cells(self) -> tuple[str, ...]:
        """Return the texts of the columns."""
        ratio = f"{self.value:.2f}" if self.value is not None and self.is_ratio else ""
        bar, held = "", ""
        if self.bar is not None and self.value is not None:
            bar = str(self.bar)
            held = "yes" if self.bar.held(self.value) else "NO"
        return (f"  {self.what}", self.app, self.against, ratio, bar, held)


@dataclass(frozen=True)
class Section:
    """The lines of one measurement under its title."""

    title: str
    lines: Sequence[Line]

    def broken(self) -> list[str]:
        """Return the names of the lines whose bar is not held."""
        return [
            f"{self.title}: {line.what}"
            for line in self.lines
            if line.bar is not None and line.value is not None and not line.bar.held(line.value)
        ]


def render(sections: Sequence[Section]) -> str:
    """Return the whole table as text."""
    rows: list[tuple[str, ...]] = [_COLUMNS]
    for section in sections:
        rows += [(section.title,), *(line.cells() for line in section.lines)]
    # A title stands alone in its line and may be wider than the first column.
    widths = [
        max(len(row[column]) for row in rows if len(row) > 1) for column in range(len(_COLUMNS))
    ]
    texts = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in rows
    ]
    return "\n".join(texts)


def verdict(sections: Sequence[Section]) -> str:
    """Return one line that says whether all bars are held, or which are not."""
    broken = [name for section in sections for name in section.broken()]
    return "Not held: " + "; ".join(broken) + "." if broken else "All bars are held."
