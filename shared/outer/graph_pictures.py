"""Pictures of inviters from Graph: the Pictures of `shared/usecases/ports.py`.

GET /users/{address}/photos/96x96/$value needs a permission that an operator may withhold
(ProfilePhoto.Read.All or User.Read.All); without it, or without a photo, an e-mail shows initials.
"""

import asyncio
import logging
from urllib.parse import quote

import httpx
from azure.core.exceptions import AzureError

from shared.outer.graph_reader import GraphReader

log = logging.getLogger(__name__)
TIMEOUT = 2.0  # seconds; an e-mail does not wait for what it looks like
SIZE = "96x96"  # twice what is shown, for dense screens
LARGEST = 48 * 1024
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


class GraphPictures:
    """Asks Graph; the reader keeps what it answered, a missing picture too."""

    def __init__(self, reader: GraphReader, *, timeout: float = TIMEOUT) -> None:
        self._reader = reader
        self._timeout = timeout

    async def of(self, address: str) -> bytes:
        """Return the picture, or nothing; never raises."""
        try:
            async with asyncio.timeout(self._timeout):
                status, body = await self._reader.get(
                    f"/users/{quote(address, safe='@')}/photos/{SIZE}/$value"
                )
        except (TimeoutError, httpx.HTTPError, AzureError) as error:
            log.warning("An inviter's picture could not be read: %s", type(error).__name__)
            return b""
        usable = status == httpx.codes.OK and body.startswith((_JPEG, _PNG))
        return body if usable and len(body) <= LARGEST else b""
