"""A guest with a browser: follows the link, signs in, checks the company."""

import re
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urljoin

import requests

from tests.contract.sign_in.walking import Browser, Page
from tests.journey.cookies import Cookies
from tests.journey.system import TIMEOUT, System

PASSWORD = "Sehr-geheim-1"


class CompanyPage(Page):
    """A page whose form may hold selects; `selected` maps their names to what is chosen."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.selected: dict[str, str] = {}
        self._select = ""
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        values = dict(attrs)
        if tag == "select":
            self._select = str(values["name"])
            self.selected[self._select] = ""
        if tag == "option" and "selected" in values:
            self.selected[self._select] = str(values["value"])


class Person(Browser):
    """Goes through the app and Microsoft's pages as one browser does, cookies included."""

    def __init__(self, system: System) -> None:
        super().__init__(system.stack.app_url)
        self.system = system
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.cookies = Cookies()
        self.page: CompanyPage = CompanyPage("")
        self.way: list[str] = []

    def _follow(self, method: str, address: str, data: dict[str, str] | None) -> CompanyPage:
        """Go to an address, and on to where it leads, whoever serves it."""
        self.way = []
        for _ in range(15):
            self.way.append(address)
            answer = self.once(method, address, data)
            if not answer.is_redirect:
                self.status, self.headers = answer.status_code, dict(answer.headers)
                self.address, self.page = address, CompanyPage(answer.text)
                return self.page
            method, data, address = "GET", None, urljoin(address, answer.headers["Location"])
        raise AssertionError(f"too many redirects, the last to {address}")

    def once(
        self, method: str, address: str, data: dict[str, str] | None = None
    ) -> requests.Response:
        """Ask for an address with this browser's cookies, and stay there."""
        answer = self.session.request(
            method,
            address,
            data=data,
            headers=self.cookies.header(address),
            allow_redirects=False,
            timeout=TIMEOUT,
        )
        self.cookies.take(answer)
        return answer

    def sign_up(self, address: str) -> CompanyPage:
        """Make a Microsoft account from the page that asks for it, and agree (J6)."""
        self.press("Create account", Password=PASSWORD)
        mails = self.system.mails(address)
        codes = [mail for mail in mails if mail["sender"].startswith("Microsoft account team")]
        found = re.search(r"\b\d{6}\b", codes[-1]["text"])
        assert found
        self.press("Verify", Code=found[0])
        self.press("Yes")
        return self.page

    def arrive(self, invitation: str) -> CompanyPage:
        """Follow the invitation's link through case 2 to the company page."""
        self.open(self.system.link(invitation))
        self.sign_up(self.system.row(invitation)["guest_email"])
        assert self.status == 200, self.page.heading
        return self.page

    def form(self, **changed: str) -> dict[str, str]:
        """Return what the company form would post, with `changed` fields."""
        (form,) = self.page.forms
        return form.hidden | form.values | self.page.selected | changed

    def submit(self, **changed: str) -> CompanyPage:
        """Press Create company, with `changed` fields."""
        return self.post(f"{self.site}/api/CreateCompany", self.form(do="create", **changed))

    def post(self, address: str, data: dict[str, str]) -> CompanyPage:
        """Post a form, and go on to where that leads."""
        return self._follow("POST", address, data)
