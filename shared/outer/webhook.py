"""The receiver of webhooks over HTTP."""

from collections.abc import Sequence

import aiohttp

from shared.domain.webhook import signature
from shared.telemetry import names
from shared.telemetry.calls import Calling
from shared.usecases.deliver_webhook import Answer, Verdict

TIMEOUT = 15.0  # seconds for all of it (Standard Webhooks, Request timeouts)
_GONE = 410
_LONGEST_NUMBER = 6


class WebhookReceiver:
    """The Receiver of `shared/usecases/deliver_webhook.py`.

    Redirects are not followed: the operator's address is the only one that is ever asked. Of an
    answer, only the status and Retry-After are read.
    """

    def __init__(self, url: str, keys: Sequence[bytes], timeout: float = TIMEOUT) -> None:
        self._url = url
        self._keys = tuple(keys)
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def post(self, id_: str, timestamp: int, body: bytes) -> Answer:
        """Return what became of it."""
        headers = {
            "Content-Type": "application/cloudevents+json; charset=utf-8",
            "User-Agent": "symuserinvitation",
            "webhook-id": id_,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(self._keys, id_, timestamp, body),
        }
        try:
            with Calling(names.WEBHOOK, "events") as call:
                response = await self._opened().post(
                    self._url, data=body, headers=headers, allow_redirects=False
                )
                call.status = response.status
            async with response:
                return _answer(response.status, response.headers.get("Retry-After", ""))
        except (aiohttp.ClientError, TimeoutError) as error:
            # Not its words: they may name the address, and what stands in it may be a secret.
            return Answer(Verdict.FAILED, type(error).__name__)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._timeout),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def _answer(status: int, retry_after: str) -> Answer:
    if 200 <= status < 300:
        return Answer(Verdict.TAKEN)
    if status == _GONE:
        return Answer(Verdict.GONE, "410: it wants no more. Take WEBHOOK_URL out of the settings")
    plain = retry_after.isascii() and retry_after.isdigit() and len(retry_after) <= _LONGEST_NUMBER
    return Answer(Verdict.FAILED, f"status {status}", int(retry_after) if plain else None)
