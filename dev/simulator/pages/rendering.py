"""How a page is made: templates that escape everything, and headers that forbid scripts."""

from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent.parent / "templates" / "pages"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_templates = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# RFC 3339 for machines stands in the attribute beside it.
_templates.filters["moment"] = lambda stamp: stamp.replace("T", " ").replace("Z", " UTC")


def page(template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Return a template of templates/pages, filled with `values`."""
    html = _templates.get_template(template).render(**values)
    return web.Response(text=html, content_type="text/html", status=status, headers=HEADERS)
