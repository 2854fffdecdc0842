"""The delivery reports of Azure Communication Services, sent as Event Grid delivers them.

The name of an address says what becomes of its e-mail: bounce@, suppressed@, quarantine@, spam@,
failed@, dropped@; slow@ is delivered late. A delivery that the webhook does not take is tried
again, sooner than Event Grid would (10 s at first), and every report is sent twice, for Event Grid
delivers at least once.
"""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

from dev.simulator.config import clock, timestamp

log = logging.getLogger(__name__)
SLOW = 3.0  # seconds until the report on slow@
_RETRIES = (0.5, 1, 2, 4, 8, 16, 32)  # seconds
_TYPE = "Microsoft.Communication.EmailDeliveryReportReceived"


@dataclass(frozen=True)
class Fate:
    """What the address of a name meets with: the report's status and what the server said."""

    status: str
    said: str = ""
    arrives: bool = False
    after: float = 0.0


_ARRIVED = Fate("Delivered", arrives=True)
_FATES = {
    "bounce": Fate("Bounced", "550 5.1.1 The email account that you tried to reach does not exist"),
    "suppressed": Fate("Suppressed", "The recipient has bounced before"),
    "quarantine": Fate("Quarantined", "The message was quarantined"),
    "spam": Fate("FilteredSpam", "The message was identified as spam"),
    "failed": Fate("Failed", "The message could not be delivered"),
    "dropped": Fate("Failed", "Email was dropped after several attempts to deliver."),
    "slow": Fate("Delivered", arrives=True, after=SLOW),
}


def name_of(address: str) -> str:
    """Return the name that decides; a tag after `+` tells addresses apart."""
    return address.partition("@")[0].partition("+")[0].lower()


def fate_of(address: str) -> Fate:
    """Return what becomes of an e-mail to the address."""
    return _FATES.get(name_of(address), _ARRIVED)


class Reporter:
    """Sends reports to the webhook at `url`, or nowhere if it is empty."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._tasks: set[asyncio.Task[None]] = set()
        self.sent: list[dict[str, Any]] = []

    def report(self, operation: str, sender: str, recipient: str) -> None:
        """Send the report on one recipient of an e-mail, in the background."""
        if not self._url:
            return
        task = asyncio.create_task(self._report(operation, sender, recipient))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Send nothing more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _report(self, operation: str, sender: str, recipient: str) -> None:
        fate = fate_of(recipient)
        await asyncio.sleep(fate.after)
        event = _event(operation, sender, recipient, fate)
        self.sent.append(event)
        for _ in range(2):
            await self._deliver(event)

    async def _deliver(self, event: dict[str, Any]) -> None:
        headers = {"aeg-event-type": "Notification"}
        async with aiohttp.ClientSession() as client:
            for wait in (*_RETRIES, 0.0):
                try:
                    async with client.post(self._url, json=[event], headers=headers) as response:
                        if response.ok:
                            return
                        why = f"HTTP {response.status}"
                except aiohttp.ClientError as error:
                    why = type(error).__name__
                await asyncio.sleep(wait)
        log.warning("A delivery report was not taken: %s", why)


REPORTER: web.AppKey[Reporter] = web.AppKey("reporter", Reporter)


def reporting(url: str) -> Any:
    """Return the clean-up context that keeps the app's Reporter."""

    async def context(app: web.Application) -> AsyncIterator[None]:
        app[REPORTER] = Reporter(url)
        yield
        await app[REPORTER].close()

    return context


def _event(operation: str, sender: str, recipient: str, fate: Fate) -> dict[str, Any]:
    """Return the event in the Event Grid schema, as published for e-mail events."""
    now = clock()
    return {
        "id": str(uuid.uuid4()),
        "topic": "/subscriptions/simulated/resourceGroups/simulated/providers/"
        "microsoft.communication/communicationservices/simulated",
        "subject": f"sender/{sender}/message/{operation}",
        "data": {
            "sender": sender,
            "recipient": recipient,
            "internetMessageId": f"<{operation}@{sender.rpartition('@')[2]}>",
            "messageId": operation,
            "status": fate.status,
            "deliveryStatusDetails": {"statusMessage": fate.said},
            # The service writes seven digits of a second.
            "deliveryAttemptTimeStamp": now.strftime("%Y-%m-%dT%H:%M:%S.%f0+00:00"),
        },
        "eventType": _TYPE,
        "dataVersion": "1.0",
        "metadataVersion": "1",
        "eventTime": timestamp(now),
    }
