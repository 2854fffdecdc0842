"""An event is delivered until it is taken, gone, or given up."""

import json
import logging
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from shared.domain.webhook import WAITS
from shared.usecases.deliver_webhook import Answer, Delivery, Verdict, deliver_webhook
from tests.samples import NOW

EVENT: dict[str, object] = {"specversion": "1.0", "id": "a:1", "data": {"name": "김 <"}}


@dataclass
class FakeReceiver:
    """Answers with `answer`, and keeps what came."""

    answer: Answer = Answer(Verdict.TAKEN)
    came: list[tuple[str, int, bytes]] = field(default_factory=list)

    async def post(self, id_: str, timestamp: int, body: bytes) -> Answer:
        self.came.append((id_, timestamp, body))
        return self.answer


@dataclass
class FakeDeliveries:
    """Deliveries with their delays."""

    later: list[tuple[Delivery, timedelta]] = field(default_factory=list)

    async def send(self, delivery: Delivery, delay: timedelta = timedelta()) -> None:
        self.later.append((delivery, delay))


async def deliver(
    receiver: FakeReceiver | None, delivery: Delivery
) -> list[tuple[Delivery, timedelta]]:
    queue = FakeDeliveries()
    await deliver_webhook(
        delivery, receiver=receiver, queue=queue, clock=lambda: NOW, chance=lambda: 0.0
    )
    return queue.later


async def test_what_is_taken_is_done() -> None:
    receiver = FakeReceiver()
    assert await deliver(receiver, Delivery(EVENT)) == []
    ((id_, timestamp, body),) = receiver.came
    assert (id_, timestamp, json.loads(body)) == ("a:1", int(NOW.timestamp()), EVENT)


async def test_what_failed_comes_again_as_it_was(caplog: pytest.LogCaptureFixture) -> None:
    receiver = FakeReceiver(Answer(Verdict.FAILED, "status 500", 60))
    delivery = Delivery(EVENT)
    for attempt, pause in enumerate(WAITS):
        ((delivery, delay),) = await deliver(receiver, delivery)
        assert (delivery.attempt, delay) == (attempt + 1, max(pause, timedelta(seconds=60)))
    with caplog.at_level(logging.ERROR):
        assert await deliver(receiver, delivery) == []
    assert "a:1" in caplog.text
    assert "status 500" in caplog.text
    assert {body for _, _, body in receiver.came} == {receiver.came[0][2]}


async def test_who_is_gone_is_not_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    assert await deliver(FakeReceiver(Answer(Verdict.GONE, "410")), Delivery(EVENT)) == []
    assert "410" in caplog.text


async def test_without_a_receiver_any_more_it_is_dropped() -> None:
    assert await deliver(None, Delivery(EVENT)) == []
