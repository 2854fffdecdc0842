"""Pages of the inviters' console: for who is signed in, with headers that let nothing in."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Protocol

import azure.functions as func

from shared.domain.caller import Caller
from shared.domain.languages import choose
from shared.services import services
from shared.web import console_script as script
from shared.web.catalogues import CONSOLE, console_language, console_languages
from shared.web.headers import PRIVATE
from shared.web.language_choice import asked, keep, kept, switch
from shared.web.rendering import render, stylesheet

HOME = "/api/ManageInvitations"


class SignedIn(Protocol):
    """Somebody who is signed in to the console."""

    @property
    def caller(self) -> Caller:
        """Return who it is."""

    @property
    def csrf(self) -> str:
        """Return what must come back in every form."""

    @property
    def language(self) -> str:
        """Return the language they prefer, or nothing."""


def console_page(
    template: str,
    request: func.HttpRequest,
    inviter: SignedIn | None,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    switch_query: Mapping[str, str] | None = None,
    switch_form: str = "",
    styles: Iterable[str] = (),
    pictures: str = "",
    **context: Any,
) -> func.HttpResponse:
    """Return the page `templates/console/<template>.html` in the reader's language.

    For the switch to other languages, `switch_query` and `switch_form` are as for
    `shared.web.pages.page`. `styles` are those of an e-mail that the page shows, `pictures` the
    origin of its pictures.
    """
    language = language_for(request, inviter)
    text = render(
        f"{CONSOLE}/{template}.html",
        language,
        services().settings.brand,
        switch=switch(language, query=switch_query, form=switch_form, among=console_languages()),
        inviter=inviter,
        home=HOME,
        script=script.address(),
        integrity=script.integrity(),
        **context,
    )
    response = func.HttpResponse(
        text,
        status_code=status,
        mimetype="text/html",
        headers=PRIVATE
        | {"Content-Security-Policy": _policy(styles, pictures), "Content-Language": language}
        | dict(headers or {}),
    )
    keep(response)
    return response


def language_for(request: func.HttpRequest, inviter: SignedIn | None) -> str:
    """Return the console's language: asked for, now or before; the inviter's; the browser's.

    A language that the console does not have is answered in English.
    """
    settings = services().settings
    header = request.headers.get("accept-language", "")
    wanted = asked(request) or kept(request) or (inviter.language if inviter else "")
    liked = wanted or choose(header, among=console_languages())
    return console_language(liked or settings.default_language)


def hash_of(text: str) -> str:
    """Return a source expression that allows exactly this inline text (CSP level 3)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _policy(styles: Iterable[str], pictures: str) -> str:
    allowed = " ".join(dict.fromkeys(map(hash_of, styles)))
    # A framed document without an address of its own is held to the policy of its page.
    hashed = f" 'unsafe-hashes' {allowed}" if allowed else ""
    return (
        f"default-src 'none'; script-src 'self'; connect-src 'self'; style-src {_own_style()}"
        f"{hashed}; img-src {f'data: {pictures}'.strip()}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


@cache
def _own_style() -> str:
    return hash_of(stylesheet(CONSOLE))
