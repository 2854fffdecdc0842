"""The list by API: pages, filters, counts, files."""

import csv
import io
import uuid
import zipfile
from typing import Any

import pytest
import requests

from tests.journey.managing import manage, shown
from tests.journey.problems import assert_problem
from tests.journey.system import TIMEOUT, System, body, new_address
from tests.journey.waiting import until


def ask(system: System, path: str = "", **params: str) -> requests.Response:
    return system.session.get(
        f"{system.stack.app_url}/api/Invitations{path}",
        params=params,
        headers={"x-functions-key": system.stack.keys.host},
        timeout=TIMEOUT,
    )


def listed(system: System, **params: str) -> dict[str, Any]:
    answer = ask(system, **params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = answer.json()
    return found


def ids(system: System, **params: str) -> list[str]:
    return [one["invitationId"] for one in listed(system, **params)["items"]]


@pytest.fixture
def organisation() -> str:
    return f"Organisation {uuid.uuid4().hex}"


def keep_list(system: System) -> None:
    answer = system.session.post(
        f"{system.stack.app_url}/admin/functions/KeepList",
        json={"input": ""},
        headers={"x-functions-key": system.stack.keys.master},
        timeout=TIMEOUT,
    )
    assert answer.status_code == 202


def test_a_new_invitation_stands_first_at_once_and_moves_on(
    system: System, organisation: str
) -> None:
    first = system.invite(organisation=organisation)
    content = body(organisation=organisation, company={"legalName": "Kovács Kft"}, language="fr")
    made = system.post(content).json()["invitationId"]
    assert ids(system, organisation=organisation) == [made, first]
    assert ids(system)[:2] == [made, first], "an admin sees all"
    system.sent(made)
    until(lambda: ids(system, organisation=organisation, email="delivered")[:1] == [made])
    line = listed(system, organisation=organisation)["items"][0]
    detail = shown(system, made)
    same = ("state", "email", "link", "created", "expires", "language", "organisation", "inviter")
    assert {name: line[name] for name in same} == {name: detail[name] for name in same}
    assert line["company"] == "Kovács Kft"
    assert line["guest"] == content["guest"]
    assert ids(system, organisation=organisation, search="KOVACS", language="fr") == [made]
    assert ids(system, organisation=organisation, search=content["guest"]["email"]) == [made]
    manage(system, first, "revoke")
    assert ids(system, organisation=organisation, state="revoked") == [first]
    counts = listed(system, organisation=organisation, counts="true")["counts"]
    assert (counts["sent"], counts["revoked"], sum(counts.values())) == (1, 1, 2)


def test_pages_follow_each_other_also_when_the_timer_has_folded(
    system: System, organisation: str
) -> None:
    made = [system.invite(organisation=organisation) for _ in range(5)]
    page = listed(system, organisation=organisation, size="2")
    keep_list(system)
    found = [one["invitationId"] for one in page["items"]]
    while page["continuation"]:
        page = listed(
            system, organisation=organisation, size="2", continuation=page["continuation"]
        )
        found += [one["invitationId"] for one in page["items"]]
    assert found == made[::-1]
    elsewhere = listed(system, organisation=organisation, size="2")["continuation"]
    for params in (
        {"continuation": elsewhere},
        {"continuation": elsewhere, "organisation": "GFMS"},
        {"continuation": elsewhere, "organisation": organisation, "state": "sent"},
        {"continuation": "' or 1 eq 1", "organisation": organisation},
    ):
        assert_problem(ask(system, **params), 400, "malformed", "/continuation")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "x' or state eq 'sent"),
        ("email", "lost"),
        ("since", "yesterday"),
        ("until", "2026-02-30"),
        ("size", "0"),
        ("size", "201"),
        ("size", "²"),
        ("search", "x" * 121),
        ("sate", "sent"),
    ],
)
def test_a_wrong_parameter_is_named(system: System, name: str, value: str) -> None:
    assert_problem(ask(system, **{name: value}), 422, "invalid", f"/{name}")
    assert_problem(ask(system, "/export", **{name: value}), 422, "invalid", f"/{name}")


@pytest.mark.parametrize("path", ["", "/export"])
def test_nobody_gets_the_list_without_a_key(system: System, path: str) -> None:
    url = f"{system.stack.app_url}/api/Invitations{path}"
    assert system.session.get(url, timeout=TIMEOUT).status_code == 401


def test_a_file_has_all_lines_and_no_formulas(system: System, organisation: str) -> None:
    plain = system.invite(organisation=organisation)
    evil = {"email": new_address(), "name": '=HYPERLINK("http://x";"a")'}
    made = system.invite(guest=evil, organisation=organisation, company={"legalName": "A;+1\u00e9"})
    answer = ask(system, "/export", organisation=organisation)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, first, second = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[0] == "Invitation"
    assert (first[0], second[0]) == (made, plain)
    assert first[6].startswith("'=HYPERLINK")
    assert first[8] == "A;'+1\u00e9"
    filtered = ask(system, "/export", organisation=organisation, search="hyperlink")
    assert filtered.text.count("\r\n") == 2
    book = ask(system, "/export", organisation=organisation, format="xlsx")
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        assert "xl/workbook.xml" in parts.namelist()
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=HYPERLINK" in sheet
    assert_problem(ask(system, "/export", format="ods"), 422, "invalid", "/format")
