"""Small answers of Graph, read with plain requests and kept for a while: they need no SDK."""

import time
from collections.abc import Callable

import httpx
from azure.core.credentials_async import AsyncTokenCredential

from shared.outer.watched_httpx import WatchedClient
from shared.telemetry import names

SCOPE = "https://graph.microsoft.com/.default"
KEPT = 600.0  # seconds
_LARGEST = 64 * 1024
_PASSING = {httpx.codes.UNAUTHORIZED, httpx.codes.TOO_MANY_REQUESTS}
Answer = tuple[int, bytes]


class GraphReader:
    """GET requests to Graph; `most` answers are kept, the oldest go first."""

    def __init__(
        self,
        url: str,
        credential: AsyncTokenCredential,
        *,
        timeout: float,
        most: int,
        monotonic: Callable[[], float] = time.monotonic,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url = url
        self._credential = credential
        self._most = most
        self._monotonic = monotonic
        self._client = WatchedClient(names.GRAPH, transport=transport, timeout=timeout)
        self._kept: dict[str, tuple[float, Answer]] = {}

    async def get(self, path: str) -> Answer:
        """Return status and body, of 64 KB at most; the answer that was kept if not too old.

        Raises httpx.HTTPError or AzureError.
        """
        now = self._monotonic()
        kept = self._kept.get(path)
        if kept is not None and now - kept[0] < KEPT:
            return kept[1]
        token = await self._credential.get_token(SCOPE)
        headers = {"Authorization": f"Bearer {token.token}"}
        answer = await self._client.get(f"{self._url}{path}", headers=headers)
        read = (answer.status_code, answer.content if len(answer.content) <= _LARGEST else b"")
        if not answer.is_server_error and answer.status_code not in _PASSING:
            self._keep(path, now, read)
        return read

    def _keep(self, path: str, now: float, answer: Answer) -> None:
        self._kept.pop(path, None)
        if len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[path] = (now, answer)
