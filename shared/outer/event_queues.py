"""The queues on which events come about, and on which they go out."""

import json
from datetime import datetime, timedelta
from typing import Any

from azure.storage.queue.aio import QueueClient

from shared.outer.queues import EventQueueClient, put
from shared.usecases.deliver_webhook import Delivery
from shared.usecases.happenings import Happening


class HappeningQueueClient:
    """The HappeningQueue of `shared/usecases/happenings.py`."""

    def __init__(self, client: QueueClient) -> None:
        self._client = client

    async def send(self, happening: Happening, delay: timedelta = timedelta()) -> None:
        """Put it on the queue, invisible for `delay`."""
        await put(self._client, _encode(happening), int(delay.total_seconds()))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


class DeliveryQueueClient:
    """The DeliveryQueue of `shared/usecases/deliver_webhook.py`."""

    def __init__(self, client: QueueClient) -> None:
        self._client = client

    async def send(self, delivery: Delivery, delay: timedelta = timedelta()) -> None:
        """Put it on the queue, invisible for `delay`."""
        # The event has an `id`, and so cannot be the message itself (functions-host.md, Queues).
        text = json.dumps(
            {"event": delivery.event, "attempt": delivery.attempt}, ensure_ascii=False
        )
        await put(self._client, text, int(delay.total_seconds()))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


class WebhookedEvents:
    """An EventQueue that has each event delivered to the webhook as well."""

    def __init__(self, events: EventQueueClient, deliveries: DeliveryQueueClient) -> None:
        self._events = events
        self._deliveries = deliveries

    async def publish(self, event: dict[str, object]) -> None:
        """Put the event on both queues; cut off in between, it is published again."""
        await self._events.publish(event)
        await self._deliveries.send(Delivery(event))

    async def close(self) -> None:
        """Close the connections."""
        await self._events.close()
        await self._deliveries.close()


def _encode(happening: Happening) -> str:
    return json.dumps(
        {
            "invitation": happening.invitation_id,
            "number": happening.number,
            "created": happening.created.isoformat(),
            "kind": happening.kind,
            "at": happening.at.isoformat() if happening.at else None,
            "attempt": happening.attempt,
        }
    )


def decode_happening(body: bytes) -> Happening:
    """Return what a message holds; raise ValueError, KeyError or TypeError for one that is none."""
    read: dict[str, Any] = json.loads(body)
    return Happening(
        invitation_id=str(read["invitation"]),
        number=int(read["number"]),
        created=datetime.fromisoformat(read["created"]),
        kind=str(read["kind"]),
        at=datetime.fromisoformat(read["at"]) if read["at"] else None,
        attempt=int(read["attempt"]),
    )


def decode_delivery(body: bytes) -> Delivery:
    """Return what a message holds; raise ValueError, KeyError or TypeError for one that is none."""
    read: dict[str, Any] = json.loads(body)
    return Delivery(dict(read["event"]), int(read["attempt"]))
