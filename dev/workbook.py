"""infra/workbook.json, made of the queries of docs/telemetry.md: `update` it, `check` that it is.

An Azure Monitor workbook: for each question its words, and the query with its result as a table or
a chart. Its links and questions are the page's own.
"""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "telemetry.md"
WORKBOOK = ROOT / "infra" / "workbook.json"
_QUESTION = re.compile(
    r"^### (\d+)\. (.+)\n((?:(?!```).*\n)*)```kusto\n((?:(?!```).*\n)*)```$", re.MULTILINE
)
_WORKSPACE = "microsoft.operationalinsights/workspaces"
_TEXT, _QUERY, _PARAMETERS = 1, 3, 9
_LOGS = 0
_CHARTS = {4: "linechart", 5: "linechart", 6: "barchart", 7: "categoricalbar"}
_HANDLE = '"REFERENCE"'
_TIMES = (3600, 14_400, 43_200, 86_400, 259_200, 604_800, 2_592_000)  # seconds


@dataclass(frozen=True)
class Question:
    """A question that an operator asks, with the query that answers it."""

    number: int
    title: str
    words: str
    query: str


def questions(page: str) -> list[Question]:
    """Return the questions of the page."""
    return [
        Question(int(number), title, words.strip(), query.strip())
        for number, title, words, query in _QUESTION.findall(page)
    ]


def workbook(asked: list[Question]) -> dict[str, Any]:
    """Return the workbook's content (`serializedData` of Microsoft.Insights/workbooks)."""
    items = [_parameters(), *(item for question in asked for item in _items(question))]
    return {
        "version": "Notebook/1.0",
        "items": items,
        "fallbackResourceIds": [],
        "$schema": "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/"
        "schema/workbook.json",
    }


def _parameters() -> dict[str, Any]:
    times = {
        "name": "Time",
        "type": 4,
        "isRequired": True,
        "value": {"durationMs": 86_400_000},
        "typeSettings": {"selectableValues": [{"durationMs": time * 1000} for time in _TIMES]},
    }
    handle = {"name": "Reference", "type": 1, "value": "", "label": "Reference of an invitation"}
    content = {
        "version": "KqlParameterItem/1.0",
        "parameters": [times, handle],
        "style": "pills",
        "queryType": _LOGS,
        "resourceType": _WORKSPACE,
    }
    return {"type": _PARAMETERS, "content": content, "name": "parameters"}


def _items(question: Question) -> list[dict[str, Any]]:
    words = f"### {question.title}\n{question.words}".strip()
    query = question.query.replace(_HANDLE, '"{Reference}"')
    content = {
        "version": "KqlItem/1.0",
        "query": query,
        "size": 0,
        "timeContextFromParameter": "Time",
        "queryType": _LOGS,
        "resourceType": _WORKSPACE,
        "visualization": _CHARTS.get(question.number, "table"),
    }
    name = f"question-{question.number}"
    return [
        {"type": _TEXT, "content": {"json": words}, "name": f"{name}-words"},
        {"type": _QUERY, "content": content, "name": name},
    ]


def made() -> str:
    """Return the text of the file as it should be."""
    found = questions(PAGE.read_text(encoding="utf-8"))
    return json.dumps(workbook(found), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Update or check the file; returns 1 when it is not up to date."""
    if arguments == ["update"]:
        WORKBOOK.parent.mkdir(exist_ok=True)
        WORKBOOK.write_text(made(), encoding="utf-8")
        return 0
    if arguments != ["check"]:
        print(__doc__, file=sys.stderr)
        return 2
    if not WORKBOOK.exists() or WORKBOOK.read_text(encoding="utf-8") != made():
        print("infra/workbook.json is out of date: python -m dev.workbook update", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
