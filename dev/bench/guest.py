"""A guest with a browser, as far as a count of storage calls needs one."""

from html.parser import HTMLParser
from http.cookiejar import DefaultCookiePolicy
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import requests

from dev.bench.errors import NotMeasured
from dev.simulator import defaults

_TIMEOUT = 30
_MOST_PAGES = 20


class Form(HTMLParser):
    """The first form of a page: where it goes, its fields, and its first button if that has one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self._forms = 0
        self._pressed = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the form and what is in it."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._forms += 1
            if self._forms == 1:
                self.action = values.get("action", "")
        if self._forms != 1 or tag not in {"input", "button"}:
            return
        name = values.get("name", "")
        first = tag == "input" or not self._pressed
        self._pressed = self._pressed or tag == "button"
        if name and first:
            self.fields[name] = values.get("value", "")


class Guest:
    """Somebody who has an account (case 1), and goes where they are sent."""

    def __init__(self, app_url: str) -> None:
        self._app_url = app_url
        self._session = requests.Session()
        self._session.trust_env = False
        # http.cookiejar minds what browsers do not: Secure on http://localhost, and the empty
        # domain that the host sends (RFC 6265, 5.2.3).
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._cookies: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def ask(self, url: str, expected: int, form: dict[str, str] | None = None) -> requests.Response:
        """Return one answer of the app, redirects not followed; raises NotMeasured for others."""
        answer = self._request(url, form)
        if answer.status_code != expected:
            raise NotMeasured(
                f"{url.partition('?')[0]} answered {answer.status_code}, not {expected}"
            )
        return answer

    @property
    def cookies(self) -> str:
        """What the browser sends along."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def sent_on(self, url: str) -> str:
        """Go through Microsoft's pages from `url` on; returns the app's address they lead to."""
        form: dict[str, str] | None = None
        for _ in range(_MOST_PAGES):
            answer = self._request(url, form)
            if answer.is_redirect:
                url, form = urljoin(url, answer.headers["Location"]), None
                if url.startswith(self._app_url):
                    return url
                continue
            found = Form(answer.text)
            if not found.action:
                break
            url, form = urljoin(url, found.action), found.fields
            if "password" in form:
                form["password"] = defaults.ENTRA_CUSTOMER_PASSWORD
        raise NotMeasured(f"The sign-in ended at {url.partition('?')[0]}")

    def _request(self, url: str, form: dict[str, str] | None) -> requests.Response:
        answer = self._session.request(
            "GET" if form is None else "POST",
            url,
            data=form,
            headers={"Cookie": self.cookies},
            allow_redirects=False,
            timeout=_TIMEOUT,
        )
        for header in answer.raw.headers.getlist("Set-Cookie"):
            for name, morsel in SimpleCookie(header).items():
                self._cookies[name] = morsel.value
        return answer
