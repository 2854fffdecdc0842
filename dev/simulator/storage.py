"""The state on disk: one JSON file in the data folder, replaced as a whole."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from dev.simulator.config import STATE
from dev.simulator.state import State

FILE = "state.json"
QUIET = 0.2  # seconds that changes are gathered before one write


class UnreadableState(Exception):
    """The kept state is not what this version writes."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be read ({why}). Move it away to start afresh.")


def load_state(folder: Path) -> State | None:
    """Return the kept state; None where there is none yet. Raises UnreadableState."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        # Until domains had sources they were kept with nothing but the id of their tenant.
        for domain, tenant in kept.pop("entra_domains", {}).items():
            kept.setdefault("sources", {})[domain] = {"kind": "entra", "tenant_id": tenant}
        return msgspec.convert(kept, State)
    except msgspec.DecodeError as error:
        raise UnreadableState(path, str(error)) from error


def save_state(folder: Path, content: bytes) -> None:
    """Replace the kept state; a reader never sees half of it."""
    draft = folder / f"{FILE}.new"
    draft.write_bytes(content)
    draft.replace(folder / FILE)


def keep_saved(app: web.Application, folder: Path) -> None:
    """Make `app` save its state after every request that changed it, and at its end."""
    changed = asyncio.Event()

    @web.middleware
    async def note_change(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        finally:
            changed.set()

    async def save(last: bytes) -> bytes:
        content = msgspec.json.encode(app[STATE])
        if content != last:
            await asyncio.to_thread(save_state, folder, content)
        return content

    async def saving(_: web.Application) -> AsyncIterator[None]:
        async def save_changes() -> None:
            last = b""
            while True:
                await changed.wait()
                await asyncio.sleep(QUIET)
                changed.clear()
                last = await save(last)

        task = asyncio.create_task(save_changes())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await save(b"")

    app.middlewares.insert(0, note_change)
    app.cleanup_ctx.append(saving)
