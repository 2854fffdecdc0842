"""A person with a browser, as far as a test needs one: pages, links, forms and cookies."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urljoin, urlsplit

import requests


@dataclass
class Form:
    """A form: where it goes, its hidden fields, its fields by label, its buttons by text."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)  # label: name
    values: dict[str, str] = field(default_factory=dict)  # name: value on the page
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)  # text: (name, value)


class Page(HTMLParser):
    """What a person finds on a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.heading = ""
        self.alert = ""
        self.text = ""
        self.links: dict[str, str] = {}
        self.forms: list[Form] = []
        self.language = ""
        self._labels: dict[str, str] = {}  # id: label
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")
        if tag == "form":
            self.forms.append(Form(values["action"]))
        if tag == "input":
            self._input(values)
        if tag in ("h1", "a", "button", "label", "p", "li"):
            self._open.append((tag, values, []))

    def _input(self, values: dict[str, str]) -> None:
        form = self.forms[-1]
        if values["type"] == "hidden" or "hidden" in values:
            form.hidden[values["name"]] = values["value"]
        else:
            form.fields[self._labels[values["id"]]] = values["name"]
            form.values[values["name"]] = values.get("value", "")

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, _, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return
        _, values, words = self._open.pop()
        text = " ".join("".join(words).split())
        if tag == "h1":
            self.heading = text
        if tag == "a":
            self.links[text] = values["href"]
        if tag == "label":
            self._labels[values["for"]] = text
        # A button elsewhere that belongs to a form by its id is not pressed by its text.
        if tag == "button" and "form" not in values:
            self.forms[-1].buttons[text] = (values.get("name", ""), values.get("value", ""))
        if values.get("role") == "alert":
            self.alert = text


class Browser:
    """Follows redirects within one site; `left_to` is the address at which it left the site."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.left_to = ""
        self.status = 0
        self.headers: dict[str, str] = {}
        self.address = ""
        self.page = Page("")
        self.session = requests.Session()
        self.session.trust_env = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def open(self, address: str) -> Page:
        """Go to an address, and on to where it leads."""
        return self._follow("GET", address, None)

    def click(self, link: str) -> Page:
        """Follow the link with that text."""
        return self.open(urljoin(self.address, self.page.links[link]))

    def press(self, button: str, **typed: str) -> Page:
        """Fill in fields by label, leave the others as they are, and press a button."""
        form = next(form for form in self.page.forms if button in form.buttons)
        data = form.hidden | form.values
        data |= {form.fields[label]: text for label, text in typed.items()}
        name, value = form.buttons[button]
        if name:
            data[name] = value
        return self._follow("POST", urljoin(self.address, form.action), data)

    def _follow(self, method: str, address: str, data: dict[str, str] | None) -> Page:
        self.left_to = ""
        for _ in range(10):
            answer = self.session.request(
                method, address, data=data, allow_redirects=False, timeout=10
            )
            self.status, self.headers, self.address = (
                answer.status_code,
                dict(answer.headers),
                address,
            )
            if not answer.is_redirect:
                self.page = Page(answer.text)
                return self.page
            method, data, address = "GET", None, urljoin(address, answer.headers["Location"])
            if f"{urlsplit(address).scheme}://{urlsplit(address).netloc}" != self.site:
                self.left_to = address
                return self.page
        raise AssertionError(f"too many redirects, the last to {address}")
