"""docs/refusals.md, written from the table of refusals: `update` it, `check` that it is."""

import argparse
import sys
from pathlib import Path

from shared.domain.refusals import REFUSALS, UNKNOWN, Refusal

PAGE = Path(__file__).parents[1] / "docs" / "refusals.md"
START, END = "<!-- made from the table of refusals -->\n", "<!-- end of the table -->"
_DOING = {"reset": "while redemption is reset", "": ""}


def page() -> str:
    """Return the page with its table made anew; what stands around the table is kept."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    return before + START + _table() + END + after


def _table() -> str:
    head = "| kind | Graph says | reason | next step | then |\n|---|---|---|---|---|\n"
    return head + "".join(_row(row) for row in (*REFUSALS, UNKNOWN))


def _row(row: Refusal) -> str:
    then = "tried again" if row.again else "final"
    return f"| `{row.kind}` | {_said(row)} | {row.reason} | {row.next_step} | {then} |\n"


def _said(row: Refusal) -> str:
    said = [f"`{code}`" for code in sorted(row.codes)]
    said += [str(status) for status in sorted(row.statuses)]
    said += [f"“{row.words}”"] if row.words else []
    text = ", ".join(said) or "anything else"
    return f"{text} {_DOING[row.doing]}".strip()


def check() -> list[str]:
    """Return a sentence if the page is behind the table."""
    if PAGE.read_text(encoding="utf-8") == page():
        return []
    return ["docs/refusals.md is behind: run .venv/bin/python -m dev.refusals_page update"]


def main(arguments: list[str] | None = None) -> int:
    """Return 0, or 1 where `check` finds something."""
    parser = argparse.ArgumentParser(
        prog="python3 -m dev.refusals_page", description=__doc__, epilog="example: ... check"
    )
    parser.add_argument("what", choices=["check", "update"])
    if parser.parse_args(arguments).what == "update":
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    for problem in (problems := check()):
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
