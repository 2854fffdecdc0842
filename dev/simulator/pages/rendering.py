"""How a page is made: templates that escape everything, and headers that forbid scripts."""

from typing import Any

from aiohttp import web

from dev.simulator.templating import environment, headers

HEADERS = headers("frame-src 'self'; form-action 'none'; ")

_templates = environment("pages")
# RFC 3339 for machines stands in the attribute beside it.
_templates.filters["moment"] = lambda stamp: stamp.replace("T", " ").replace("Z", " UTC")


def page(template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Return a template of templates/pages, filled with `values`."""
    html = _templates.get_template(template).render(**values)
    return web.Response(text=html, content_type="text/html", status=status, headers=HEADERS)
