"""The API's document and its page, for anybody."""

import json

from tests.journey.system import TIMEOUT, System


def test_anybody_may_read_the_document_and_keep_it(system: System) -> None:
    address = f"{system.stack.app_url}/api/openapi.json"
    answer = system.ask("GET", address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.json()["openapi"] == "3.1.0"
    again = system.ask("GET", address, If_None_Match=answer.headers["ETag"])
    assert again.status_code == 200  # no such header
    again = system.ask("GET", address, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_nothing_of_the_settings_stands_in_it(system: System) -> None:
    text = system.ask("GET", f"{system.stack.app_url}/api/openapi.json").text
    secrets = [value for value in system.stack.settings.values() if len(value) > len("development")]
    assert [value for value in secrets if value in text] == []
    assert system.key not in text


def test_its_page_needs_nothing_else(system: System) -> None:
    answer = system.ask("GET", f"{system.stack.app_url}/api/docs")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for path in json.loads(
        system.session.get(f"{system.stack.app_url}/api/openapi.json", timeout=TIMEOUT).text
    )["paths"]:
        assert f"/api{path}</code>" in answer.text
