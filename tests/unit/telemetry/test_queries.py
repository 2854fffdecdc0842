"""The queries for operators use no name that the app does not send."""

import json
import re

import pytest

from dev.parts import ROOT
from dev.workbook import PAGE, WORKBOOK, Question, made, questions
from function_app import app
from shared.telemetry import names

QUESTIONS = questions(PAGE.read_text(encoding="utf-8"))
# Tables of a workspace, and the columns of theirs that the queries use (learn.microsoft.com/azure/
# azure-monitor/reference/tables).
COLUMNS = {
    "AppEvents": {"Name"},
    "AppMetrics": {"Name", "Sum", "Max", "ItemCount"},
    "AppDependencies": {"Name", "Target", "DependencyType", "DurationMs", "Success", "ResultCode"}
    | {"ItemCount"},
    "AppTraces": {"Message"},
    "AppExceptions": {"ExceptionType"},
}
COMMON = {"TimeGenerated", "OperationId", "Properties", "Type", "AppRoleName", "AppRoleInstance"}
COMMON |= {"AppVersion"}
# What Calling says of an answer, the calls that take an e-mail, and words of the exporters'.
VALUES = {"yes", "2xx", "HTTP", "REFERENCE", "Poison", names.ROLE}
VALUES |= {"POST emails", "POST users/*/messages/*/send", "SEND message"}


def _vocabulary() -> frozenset[str]:
    # The blueprints' functions, without what the app's own list needs settings for.
    functions = {str(one._function.get_function_name()) for one in app._function_builders}
    return names.METRICS | names.STEP_NAMES | names.SERVICES | functions | VALUES


def _without_texts(query: str) -> str:
    return re.sub(r'"[^"]*"', '""', query)


def test_there_are_twelve() -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 13))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_every_text_is_a_name_that_is_sent(question: Question) -> None:
    assert set(re.findall(r'"([^"]*)"', question.query)) <= _vocabulary()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_every_dimension_is_one_that_is_sent(question: Question) -> None:
    assert set(re.findall(r"\bProperties\.(\w+)", question.query)) <= names.DIMENSIONS


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_tables_and_columns_are_those_of_a_workspace(question: Question) -> None:
    plain = _without_texts(question.query)
    tables = set(re.findall(r"\bApp(?:Events|Metrics|Dependencies|Traces|Exceptions)\b", plain))
    assert tables
    columns = COMMON.union(*(COLUMNS[table] for table in tables))
    assert set(re.findall(r"\b[A-Z]\w+", plain)) - tables <= columns


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_brackets_are_closed(question: Question) -> None:
    plain = _without_texts(question.query)
    assert plain.count("(") == plain.count(")")
    assert question.query.count('"') % 2 == 0


def test_the_workbook_holds_these_queries_and_no_other() -> None:
    text = WORKBOOK.read_text(encoding="utf-8")
    assert text == made(), "run: python -m dev.workbook update"
    items = json.loads(text)["items"]
    queries = [item["content"]["query"] for item in items if item["type"] == 3]
    asked = [question.query.replace('"REFERENCE"', '"{Reference}"') for question in QUESTIONS]
    assert queries == asked
    assert len({item["name"] for item in items}) == len(items)


def test_the_page_names_every_metric_and_step_of_its_own() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in names.METRICS | names.SEEN:
        assert f"`{name}`" in page


def test_every_stored_kind_of_event_is_a_known_step() -> None:
    files = [*(ROOT / "shared" / "usecases").rglob("*.py")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    kinds = set(re.findall(r'Event\(\s*"(\w+)"', text))
    assert len(kinds) > 15
    assert kinds <= names.STORED | names.SEEN
