"""What the doctor says: a line for each thing that was looked at."""

from dataclasses import dataclass

from shared.domain.findings import Level


@dataclass(frozen=True)
class Line:
    """`what` was looked at and how it stands; `fix` says what to do where it is not fine."""

    level: Level
    part: str
    what: str
    fix: str = ""

    def text(self) -> str:
        """Return it for a terminal."""
        mark = {Level.OK: "ok", Level.WARNING: "warning", Level.FAULT: "FAULT"}[self.level]
        fix = f"\n{'':22}fix: {self.fix}" if self.fix else ""
        return f"{mark:<8} {self.part:<12} {self.what}{fix}"


def fine(part: str, what: str) -> Line:
    """Return that something is as it should be."""
    return Line(Level.OK, part, what)


def warning(part: str, what: str, fix: str) -> Line:
    """Return what is not fatal."""
    return Line(Level.WARNING, part, what, fix)


def fault(part: str, what: str, fix: str) -> Line:
    """Return what is."""
    return Line(Level.FAULT, part, what, fix)
