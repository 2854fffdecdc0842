"""The language that a reader asks for, and the switch on each page with which to ask.

`?lang=` on any page asks for a language and a cookie keeps it; it changes nothing else. Light
enough for a guest's click: neither templates nor Babel are loaded where nobody asks.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import azure.functions as func

from shared.domain.languages import Language, languages, match, offered
from shared.web.headers import PREFIX, add_cookie

NAME = "lang"  # of the parameter and of the cookie
_AGE = timedelta(days=365)
_COOKIE = re.compile(rf"(?:^|;)\s*{PREFIX}{NAME}=([A-Za-z0-9-]+)\s*(?:;|$)")
# The switch repeats a page's query for every language: one that is longer is left behind.
_LONGEST_QUERY = 1000
_answered: ContextVar[func.HttpRequest | None] = ContextVar("answered", default=None)


@dataclass(frozen=True)
class Switch:
    """The language of a page and the address of the page in each, for the template.

    `form` is the id of the page's own form, which is sent along so that nothing typed is lost.
    """

    here: Language
    addresses: tuple[tuple[Language, str], ...]
    form: str


@contextmanager
def answering(request: func.HttpRequest) -> Iterator[None]:
    """Let pages that are made meanwhile know the request that they answer."""
    token = _answered.set(request)
    try:
        yield
    finally:
        _answered.reset(token)


def asked(request: func.HttpRequest) -> str:
    """Return the offered language that the address asks for, or nothing."""
    return match(request.params.get(NAME, "")) or ""


def kept(request: func.HttpRequest) -> str:
    """Return the language that this browser's user asked for before, or nothing."""
    found = _COOKIE.search(request.headers.get("cookie", ""))
    return found[1] if found and found[1] in offered() else ""


def keep(response: func.HttpResponse) -> None:
    """Let the browser remember the language if the request that is answered asks for one."""
    request = _answered.get()
    wanted = asked(request) if request is not None else ""
    if wanted:
        add_cookie(response, NAME, wanted, _AGE)


def switch(
    language: str,
    *,
    query: Mapping[str, str] | None = None,
    form: str = "",
    among: Collection[str] | None = None,
) -> Switch | None:
    """Return the switch of a page in `language`, or None where it could not show the page again.

    That is so for what a POST was answered with, unless the page has a `form` that comes along,
    or a `query` that shows the same; a GET is repeated as it was. `among` are the languages that
    the page has, where those are not all.
    """
    request = _answered.get()
    if request is None or (request.method == "POST" and query is None and not form):
        return None
    whole = request.params if query is None else query
    same = {name: value for name, value in whole.items() if value and name != NAME}
    if len(urlencode(same)) > _LONGEST_QUERY:
        same = {}
    shown = [one for one in languages() if among is None or one.tag in among]
    addresses = tuple((one, "?" + urlencode(same | {NAME: one.tag})) for one in shown)
    here = next(one for one in languages() if one.tag == language)
    return Switch(here, addresses, form)
