"""/inbox and its views; nothing here changes anything."""

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.inbox.views import (
    frame_height,
    framed,
    header_lines,
    source,
    with_pictures,
)
from dev.simulator.pages.rendering import page
from dev.simulator.state import Mail, State

VIEWS = {"html": "HTML", "text": "Text", "headers": "Headers", "source": "Source"}
# What the framed mail may do: nothing but open its links in the window around it, when clicked.
FRAME_POLICY = (
    "sandbox allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:"
)


def add_routes(app: web.Application) -> None:
    """Add everything below /inbox."""
    app.router.add_get("/inbox", list_mails)
    app.router.add_get("/inbox/{mail}", show_mail)
    app.router.add_get("/inbox/{mail}/frame", show_frame)
    app.router.add_get("/inbox/{mail}/{view:html|text|headers|source}", show_mail)


async def list_mails(request: web.Request) -> web.Response:
    """Show all e-mails, newest first."""
    return page("inbox.html", mails=request.app[STATE].mails[::-1])


async def show_mail(request: web.Request) -> web.Response:
    """Show one e-mail: its HTML in a frame, or its text, headers or source."""
    mail = _find(request.app[STATE], request.match_info["mail"])
    if mail is None:
        return page("no_mail.html", status=404)
    view = request.match_info.get("view") or ("html" if mail.html else "text")
    plain = {"text": mail.text, "headers": header_lines(mail), "source": source(mail)}
    return page(
        "mail.html",
        mail=mail,
        view=view,
        views=VIEWS,
        content=plain.get(view, ""),
        height=frame_height(mail),
    )


async def show_frame(request: web.Request) -> web.Response:
    """Answer the mail's HTML for the sandboxed frame."""
    mail = _find(request.app[STATE], request.match_info["mail"])
    if mail is None:
        return page("no_mail.html", status=404)
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": FRAME_POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(text=framed(with_pictures(mail)), content_type="text/html", headers=headers)


def _find(state: State, mail_id: str) -> Mail | None:
    return next((mail for mail in state.mails if mail.id == mail_id), None)
