"""Deliver events to the receiver that the operator has set (Standard Webhooks 1.0.0).

The message on the queue `webhooks` holds the whole event, and a new one takes its place until the
receiver has taken it, or for about a day. So an event may come twice, with the same webhook-id, and
events may overtake each other.
"""

import dataclasses
import enum
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shared.domain.webhook import wait

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivery:
    """A queue message: an event, and how often it was tried."""

    event: dict[str, object]
    attempt: int = 0


class Verdict(enum.Enum):
    """What became of a try."""

    TAKEN = "taken"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True)
class Answer:
    """What the receiver said; `why` is for the log, `retry_after` in seconds if it named a time."""

    verdict: Verdict
    why: str = ""
    retry_after: int | None = None


class DeliveryQueue(Protocol):
    """Events to deliver."""

    async def send(self, delivery: Delivery, delay: timedelta = timedelta()) -> None:
        """Put it on the queue, invisible for `delay`."""


class Receiver(Protocol):
    """The system behind WEBHOOK_URL."""

    async def post(self, id_: str, timestamp: int, body: bytes) -> Answer:
        """Return what became of it; never raise for what the receiver does."""


async def deliver_webhook(
    delivery: Delivery,
    *,
    receiver: Receiver | None,
    queue: DeliveryQueue,
    clock: Callable[[], datetime],
    chance: Callable[[], float],
) -> None:
    """Deliver the event, or try again later; without a receiver (any more), drop it."""
    if receiver is None:
        return
    id_ = str(delivery.event["id"])
    answer = await receiver.post(id_, int(clock().timestamp()), body_of(delivery.event))
    if answer.verdict is Verdict.TAKEN:
        return
    pause = wait(delivery.attempt, answer.retry_after, chance())
    if answer.verdict is Verdict.GONE or pause is None:
        log.error("The webhook did not take event %s, which is given up: %s", id_, answer.why)
        return
    log.warning("The webhook did not take event %s, next try in %s: %s", id_, pause, answer.why)
    await queue.send(dataclasses.replace(delivery, attempt=delivery.attempt + 1), pause)


def body_of(event: dict[str, object]) -> bytes:
    """Return what is signed and sent: the event, always written the same."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
