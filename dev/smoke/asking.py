"""What a smoke test asks: three requests that change nothing, and what each must answer."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_TIMEOUT = 30
_BUILD = "build.json"


class NotYet(Exception):
    """The app, or this version of it, does not answer: it may still be starting."""


class Wrong(Exception):
    """The app answers, and not as it must: waiting will not help."""


@dataclass(frozen=True)
class Expected:
    """What must answer; nothing where anything will do."""

    version: str = ""
    commit: str = ""

    @classmethod
    def of(cls, package: Path | None, version: str | None, commit: str | None) -> Expected:
        """Return what was asked for, else what is in the package.

        Raises OSError when there is no such file, ValueError when it is no package.
        """
        built = {} if package is None else _built(package)
        return cls(version or built.get("version", ""), commit or built.get("commit", ""))


@dataclass(frozen=True)
class Answer:
    """What came back; `said` is empty unless it was a JSON object."""

    status: int
    said: dict[str, Any]
    location: str


def ask_all(url: str, expected: Expected) -> Iterator[str]:
    """Ask, and yield a line for each answer that is as it must be. Raises NotYet or Wrong."""
    base = url.rstrip("/")
    yield _health(base, expected)
    status = _ask(f"{base}/api/InviteUser", b"{}").status
    if status not in {401, 403}:
        raise Wrong(f"POST /api/InviteUser without a key answers {status}, not 401")
    yield f"POST /api/InviteUser without a key answers {status}"
    answer = _ask(f"{base}/api/ManageInvitations")
    if answer.status not in {302, 303} or not answer.location:
        raise Wrong(f"/api/ManageInvitations answers {answer.status}: it leads to no sign-in")
    yield "/api/ManageInvitations leads to the sign-in"


def _health(base: str, expected: Expected) -> str:
    answer = _ask(f"{base}/api/health")
    said = answer.said
    if answer.status != 200 or said.get("status") != "up":
        raise NotYet(f"/api/health answers {answer.status} {said.get('status', '')}".rstrip())
    for name, wanted in (("version", expected.version), ("commit", expected.commit)):
        if wanted and said.get(name) != wanted:
            raise NotYet(f"/api/health tells {name} {said.get(name)}, not {wanted}")
    return f"/api/health: up, version {said.get('version')}, commit {said.get('commit')}"


def _ask(url: str, data: bytes | None = None) -> Answer:
    """Ask and stay there, whatever the status. Raises NotYet when nobody answers."""
    if urlsplit(url).scheme not in {"https", "http"}:
        raise Wrong(f"{url} is no address of an app")
    headers = {"Content-Type": "application/json"} if data else {}
    request = urllib.request.Request(url, data, headers)  # noqa: S310 - looked at above
    try:
        with _OPENER.open(request, timeout=_TIMEOUT) as answer:
            return _answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return _answer(refusal.code, refusal.headers, refusal.read())
    except OSError as error:
        raise NotYet(f"{url} does not answer: {getattr(error, 'reason', error)}") from error


def _answer(status: int, headers: Any, body: bytes) -> Answer:
    try:
        said = json.loads(body)
    except ValueError:
        said = {}
    return Answer(status, said if isinstance(said, dict) else {}, headers.get("Location", ""))


def _built(package: Path) -> dict[str, str]:
    try:
        with zipfile.ZipFile(package) as archive:
            built: dict[str, str] = json.loads(archive.read(_BUILD))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ValueError(f"{package} is no package of this app: {error}") from error
    return built


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing: where it leads is what is asked."""


_OPENER = urllib.request.build_opener(_Stay)
