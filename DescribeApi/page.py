"""GET /api/docs: the document as a page, in English: it is for developers."""

import azure.functions as func
from markupsafe import Markup

from shared.services import services
from shared.web.openapi.document import document
from shared.web.openapi.reading import sections, shapes
from shared.web.pages import policy
from shared.web.public_answer import public
from shared.web.rendering import FOLDER, render, stylesheet

_LANGUAGE = "en"


async def page(request: func.HttpRequest) -> func.HttpResponse:
    """Return the page, or 304 for who has it already."""
    own = (FOLDER / "developers" / "style.css").read_text(encoding="utf-8")
    css = stylesheet() + own
    text = render(
        "developers/api.html",
        _LANGUAGE,
        services().settings.brand,
        css=Markup(css),  # noqa: S704
        info=document()["info"],
        sections=sections(document()),
        shapes=shapes(document()),
    )
    headers = {"Content-Security-Policy": policy(css), "Content-Language": _LANGUAGE}
    return public(request, text.encode(), "text/html", headers)
