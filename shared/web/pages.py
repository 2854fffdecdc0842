"""Pages for people: rendered, with headers that let nothing in and nothing out."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import azure.functions as func

from shared.domain.languages import choose
from shared.services import services
from shared.web.headers import PRIVATE
from shared.web.language_choice import asked, keep, kept, switch
from shared.web.rendering import render, stylesheet


def page(
    template: str,
    language: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    switch_query: Mapping[str, str] | None = None,
    switch_form: str = "",
    **context: Any,
) -> func.HttpResponse:
    """Return the page `templates/pages/<template>.html` in the language.

    For the switch to other languages, `switch_query` is what shows the same page where that is
    not the request's own query; `switch_form` the id of the form whose fields come along.
    """
    text = render(
        f"pages/{template}.html",
        language,
        services().settings.brand,
        switch=switch(language, query=switch_query, form=switch_form),
        **context,
    )
    response = func.HttpResponse(
        text,
        status_code=status,
        mimetype="text/html",
        headers=PRIVATE
        | {"Content-Security-Policy": policy(stylesheet()), "Content-Language": language}
        | (headers or {}),
    )
    keep(response)
    return response


def language_of(request: func.HttpRequest, otherwise: str = "") -> str:
    """Return the language for whoever asks: the first that is known of these.

    What the switch was set to, now or before; `otherwise`, such as the invitation's; what the
    browser likes best; the setting DEFAULT_LANGUAGE.
    """
    default = services().settings.default_language
    header = request.headers.get("accept-language", "")
    return asked(request) or kept(request) or otherwise or choose(header, first=default) or default


@cache
def policy(css: str) -> str:
    """Return the policy of a page with that style sheet: nothing comes from elsewhere."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
