"""GET /v1.0/users/{id}/photos/{size}/$value: the picture that was seeded for a user.

Source: "Get profilePhoto". A smaller one than asked for may be answered there; here there is one
picture for all sizes. The text of the refusal is not known.
"""

import base64

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.graph.errors import GraphError
from dev.simulator.graph.users import find_user

SIZES = (
    "48x48",
    "64x64",
    "96x96",
    "120x120",
    "240x240",
    "360x360",
    "432x432",
    "504x504",
    "648x648",
)
_PNG = b"\x89PNG"


async def get_photo(request: web.Request) -> web.Response:
    """Answer the picture; raises GraphError 404 for a user without one, and for any other size."""
    state = request.app[STATE]
    photo = state.photos.get(find_user(state, request.match_info["user"]).id)
    if photo is None or request.match_info["size"] not in SIZES:
        raise GraphError(404, "ImageNotFound", "The photo wasn't found.")
    body = base64.b64decode(photo)
    kind = "image/png" if body.startswith(_PNG) else "image/jpeg"
    return web.Response(body=body, content_type=kind)
