"""A system that imports invitations."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import requests

from tests.journey.system import TIMEOUT, System
from tests.journey.waiting import until

INVITER = {
    "organisation": "GFMS",
    "inviterName": "Mohamed-Nour, Tamer",
    "inviterEmail": "tamer@gfms.example",
}


def table(*rows: Sequence[str], headings: Iterable[str] = ("email", "name", "language")) -> bytes:
    """Return a CSV file."""
    written = io.StringIO()
    csv.writer(written).writerows([list(headings), *rows])
    return written.getvalue().encode()


def call(
    system: System, method: str, path: str, data: bytes | None = None, **query: str
) -> requests.Response:
    """Ask for something of imports."""
    return system.session.request(
        method,
        f"{system.stack.app_url}/api/{path}",
        params=query,
        data=data,
        headers={"x-functions-key": system.stack.keys.host},
        timeout=TIMEOUT,
    )


def upload(system: System, data: bytes, **query: str) -> requests.Response:
    """Send a file."""
    return call(system, "POST", "Invitations/import", data, **(INVITER | query))


def preview(system: System, data: bytes, **query: str) -> dict[str, Any]:
    """Send a file and return what is answered."""
    answer = upload(system, data, **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def done(system: System, import_id: str) -> dict[str, Any]:
    """Wait until an import is done, and return it."""
    until(lambda: shown(system, import_id)["stage"] == "done")
    return shown(system, import_id)


def shown(system: System, import_id: str) -> dict[str, Any]:
    """Return how far an import is."""
    answer = call(system, "GET", f"Imports/{import_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def result(system: System, import_id: str) -> list[dict[str, str]]:
    """Return the result file."""
    answer = call(system, "GET", f"Imports/{import_id}/result", format="csv")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
