"""The start page and the style sheet."""

from aiohttp import web

from dev.simulator.config import CONFIG
from dev.simulator.pages.rendering import page
from dev.simulator.templating import TEMPLATES


def add_routes(app: web.Application) -> None:
    """Add / and what its pages load."""
    app.router.add_get("/", start_page)
    app.router.add_get("/assets/pages.css", style_sheet)
    app.router.add_get("/favicon.ico", no_icon)


async def start_page(request: web.Request) -> web.Response:
    """Show where everything is."""
    return page("start.html", config=request.app[CONFIG])


async def style_sheet(_: web.Request) -> web.FileResponse:
    """Answer the look of the pages."""
    return web.FileResponse(
        TEMPLATES / "pages" / "style.css", headers={"Cache-Control": "no-cache"}
    )


async def no_icon(_: web.Request) -> web.Response:
    """Answer browsers that ask for an icon without being told of one."""
    return web.Response(status=204)
