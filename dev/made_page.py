"""Pages of docs/ with a part that is made from the code: `update` them, `check` that they are."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


@dataclass(frozen=True)
class MadePage:
    """The page docs/`name`.md; what stands between its comments `start` and `end` is `made`.

    `module` is the command that makes it, for people to call.
    """

    name: str
    start: str
    end: str
    made: Callable[[], str]
    module: str

    @property
    def path(self) -> Path:
        """Return where the page is kept."""
        return DOCS / f"{self.name}.md"

    def text(self) -> str:
        """Return the page with its part made anew; what stands around that is kept."""
        before, _, rest = self.path.read_text(encoding="utf-8").partition(self.start)
        after = rest.partition(self.end)[2]
        return before + self.start + self.made() + self.end + after

    def check(self) -> list[str]:
        """Return a sentence if the page is behind the code."""
        if self.path.read_text(encoding="utf-8") == self.text():
            return []
        return [f"docs/{self.name}.md is behind: run .venv/bin/python -m {self.module} update"]

    def main(self, description: str | None, arguments: list[str] | None = None) -> int:
        """Do what the command line asks; return 0, or 1 where `check` finds something."""
        parser = argparse.ArgumentParser(
            prog=f"python3 -m {self.module}", description=description, epilog="example: ... check"
        )
        parser.add_argument("what", choices=["check", "update"])
        if parser.parse_args(arguments).what == "update":
            self.path.write_text(self.text(), encoding="utf-8")
            return 0
        for problem in (problems := self.check()):
            print(problem, file=sys.stderr)
        return 1 if problems else 0
