"""Calls to a deployed app, and what it answers."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

TIMEOUT = 60.0  # seconds; the findings take up to ten, a cold start some more


class Refused(Exception):
    """The app did not do it; the message says why."""


@dataclass(frozen=True)
class App:
    """A deployed app, and the key with which it is asked; empty for none."""

    url: str
    key: str = ""

    def ask(self, method: str, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
        """Return the answer's JSON; raise Refused for anything but 200."""
        url = f"{self.url}/api/{path}"
        try:
            answer = requests.request(
                method,
                url,
                json=body,
                headers={"x-functions-key": self.key} if self.key else {},
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise Refused(f"{url} does not answer: {type(error).__name__}") from error
        if answer.status_code == requests.codes.unauthorized:
            raise Refused(f"{url} does not take this key: give a host key or the master key.")
        if answer.status_code != requests.codes.ok:
            raise Refused(f"{url} answered {answer.status_code}: {answer.text[:500]}")
        try:
            found: dict[str, Any] = answer.json()
        except ValueError as error:
            raise Refused(f"{url} did not answer in JSON.") from error
        return found


def app_at(url: str, key: str) -> App:
    """Return the app; raise Refused for an address that is none."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise Refused(f"{url} is no http(s) address.")
    return App(url.rstrip("/").removesuffix("/api"), key)
