"""/directory: the guests and what became of them, and what the tenant has set."""

from aiohttp import web

from dev.simulator.config import CONFIG, STATE
from dev.simulator.directory.people import described
from dev.simulator.directory.settings import address_book, settings
from dev.simulator.pages.rendering import page


def add_routes(app: web.Application) -> None:
    """Add /directory."""
    app.router.add_get("/directory", show_directory)


async def show_directory(request: web.Request) -> web.Response:
    """Show every guest, the newest first, then the deleted ones, other entries and settings."""
    state = request.app[STATE]
    return page(
        "directory.html",
        config=request.app[CONFIG],
        guests=[described(state, guest) for guest in reversed(state.guests.values())],
        deleted=[described(state, one.guest) for one in reversed(state.deleted.values())],
        entries=address_book(state),
        settings=settings(state),
    )
