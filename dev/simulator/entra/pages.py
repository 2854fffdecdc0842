"""How a page is made: templates, and headers that keep it out of caches and frames."""

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from dev.simulator.config import CONFIG
from dev.simulator.entra import application
from dev.simulator.entra.errors import SignInError
from dev.simulator.entra.flow import Flow
from dev.simulator.templating import TEMPLATES, environment, headers

# No form-action: Chromium applies it to the redirect after a post, which leaves for the app.
HEADERS = headers("")

_templates = environment("entra")


def render(template: str, **values: Any) -> str:
    """Return a template of templates/entra filled with `values`."""
    return _templates.get_template(template).render(**values)


def page(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Return a page that names the tenant and the application."""
    html = render(
        f"{template}.html", tenant=request.app[CONFIG], application=application.NAME, **values
    )
    return web.Response(text=html, content_type="text/html", status=status, headers=HEADERS)


def redirect(location: str) -> web.Response:
    """Return a redirect that the browser follows with GET and never caches."""
    headers = {"Location": location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(status=303 if location.startswith("/") else 302, headers=headers)


def show(flow: Flow) -> web.Response:
    """Return a redirect to the page that the flow has reached."""
    return redirect(f"/signin?{urlencode({'flow': flow.id})}")


def answer_uri(redirect_uri: str, parameters: dict[str, str], state: str) -> str:
    """Return the redirect URI with `parameters` added to its query (RFC 6749 section 4.1.2)."""
    parts = urlsplit(redirect_uri)
    added = urlencode(parameters | ({"state": state} if state else {}))
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))


def shows_errors(handler: Handler) -> Handler:
    """Turn a SignInError that leaves `handler` into Entra's own error page."""

    async def wrapped(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except SignInError as problem:
            return page(request, "refused", status=problem.status, problem=problem, flow=None)

    return wrapped


async def stylesheet(_request: web.Request) -> web.StreamResponse:
    """Return the look of the pages."""
    return web.FileResponse(
        TEMPLATES / "entra" / "style.css", headers={"Cache-Control": "no-cache"}
    )


async def notice(request: web.Request) -> web.Response:
    """Return the simulated terms of use or privacy statement that the consent pages link to."""
    return page(request, request.match_info["notice"])
