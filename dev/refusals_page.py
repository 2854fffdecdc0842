"""docs/refusals.md, written from the table of refusals: `update` it, `check` that it is."""

import sys

from dev.made_page import MadePage
from shared.domain.refusals import REFUSALS, UNKNOWN, Refusal

_DOING = {"reset": "while redemption is reset", "": ""}


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


PAGE = MadePage(
    name="refusals",
    start="<!-- made from the table of refusals -->\n",
    end="<!-- end of the table -->",
    made=_table,
    module="dev.refusals_page",
)
check = PAGE.check

if __name__ == "__main__":
    sys.exit(PAGE.main(__doc__))
