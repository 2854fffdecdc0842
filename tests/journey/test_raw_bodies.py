"""Bodies that are no invitation at all: refused with a problem document before anything else."""

import contextlib
import http.client
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.journey.problems import assert_problem
from tests.journey.system import System, body, new_address

DEEP = 20_000


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b" ", 400),
        (b"{", 400),
        (b"not JSON", 400),
        (b"{'guest': 1}", 400),
        (b'{"guest": NaN}', 400),
        (b"\xff\xfe{\x00}\x00", 400),
        (b'{"organisation": "\xff"}', 400),
        (b'{"organisation": "\\ud800"}', 400),
        (b"guest=1&inviter=2", 400),
        (b"null", 422),
        (b"[]", 422),
        (b'"text"', 422),
        (b"1e999", 422),
        (b"[" * DEEP, 422),
        (b'{"guest":' * 5_000 + b"1" + b"}" * 5_000, 422),
        (b'{"message":' + b"[" * DEEP + b"]" * DEEP + b"}", 422),
        (b'{"roles": [' + b"[" * DEEP, 422),
    ],
)
def test_what_is_no_invitation_is_refused(system: System, data: bytes, status: int) -> None:
    answer = system.post(data)
    pointers = {error["pointer"] for error in answer.json().get("errors", [])}
    problem = assert_problem(answer, status, "malformed", *pointers)
    assert problem["detail"]
    assert pointers <= {"/guest/guest", "/message", "/roles/0"}


def test_a_large_body_is_refused(system: System) -> None:
    large = b'{"message": "' + b"x" * 64 * 1024 + b'"}'
    assert_problem(system.post(large), 413, "malformed")
    assert_problem(system.post(b"x" * 5_000_000), 413, "malformed")


def test_a_chunked_body_is_told_to_bring_its_length(system: System) -> None:
    """The host hands on a body only with a Content-Length (functions-host.md)."""

    def chunks() -> Iterator[bytes]:
        yield b'{"guest": '
        yield b"1}"

    headers = {"x-functions-key": system.key, "Content-Type": "application/json"}
    answer = system.session.post(system.url, data=chunks(), headers=headers, timeout=30)
    assert "Content-Length" in assert_problem(answer, 400, "malformed")["detail"]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "", "a/b; c", "\u00e9"]
)
def test_json_under_another_name_is_json(system: System, content_type: str) -> None:
    """What curl sends without a Content-Type of its own is taken for what it is."""
    answer = system.post(body(), Content_Type=content_type)
    assert answer.status_code == 201, answer.text


def test_of_two_members_of_one_name_the_last_counts(system: System) -> None:
    first, last = new_address(), new_address()
    person = '{{"email": "{0}", "name": "x"}}'
    data = (
        f'{{"guest": {person.format(first)}, "organisation": "GFMS", '
        f'"inviter": {person.format(first)}, "guest": {person.format(last)}}}'
    )
    assert system.post(data.encode()).json()["guest"]["email"] == last
    assert system.guest(first) is None


@pytest.mark.parametrize("key", ["x" * 256, "é", "a\tb"])
def test_an_idempotency_key_is_short_visible_ascii(system: System, key: str) -> None:
    content, parts = json.dumps(body()).encode(), urlsplit(system.url)
    with contextlib.closing(http.client.HTTPConnection(parts.netloc, timeout=30)) as connection:
        connection.putrequest("POST", parts.path)
        connection.putheader("x-functions-key", system.key)
        connection.putheader("Content-Length", str(len(content)))
        connection.putheader("Idempotency-Key", key.encode("latin-1"))
        connection.endheaders(content)
        answer = connection.getresponse()
        problem = json.loads(answer.read())
    assert answer.status == 422
    assert [error["pointer"] for error in problem["errors"]] == ["/headers/Idempotency-Key"]
