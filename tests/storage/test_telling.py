"""What is stored was announced before; what was announced and not stored is not there."""

import asyncio
import base64
import contextlib
import dataclasses
import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from azure.data.tables.aio import TableClient
from azure.storage.queue import TextBase64EncodePolicy
from azure.storage.queue.aio import QueueClient

from shared.domain.errors import LostRace, Unavailable
from shared.domain.invitation import Event, State
from shared.outer.event_queues import (
    DeliveryQueueClient,
    HappeningQueueClient,
    WebhookedEvents,
    decode_delivery,
    decode_happening,
)
from shared.outer.queues import EventQueueClient
from shared.outer.tables import Table
from shared.outer.telling_table import Teller, TellingInvitationTable, TellingLifeTable
from shared.usecases.deliver_webhook import Delivery
from shared.usecases.happenings import Happening
from tests.samples import NOW, invitation

CREATED = Event("InvitationCreated", NOW, "tamer@gfms.example")
SENT = Event("InvitationSent", NOW + timedelta(microseconds=123457), "SendInvitation")


@dataclass
class Heard:
    """Happenings in the order of sending."""

    happenings: list[Happening] = field(default_factory=list)
    outage: Unavailable | None = None

    async def send(self, happening: Happening, delay: timedelta = timedelta()) -> None:
        assert delay == timedelta()
        if self.outage is not None:
            raise self.outage
        self.happenings.append(happening)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def store(tables: dict[str, TableClient], heard: Heard) -> TellingInvitationTable:
    return TellingInvitationTable(
        Table(tables["Invitations"]),
        Table(tables["InvitationIndex"]),
        teller=Teller(lambda: heard, lambda: NOW),
    )


@pytest.fixture
def life(tables: dict[str, TableClient], heard: Heard) -> TellingLifeTable:
    return TellingLifeTable(
        Table(tables["Invitations"]),
        Table(tables["InvitationIndex"]),
        teller=Teller(lambda: heard, lambda: NOW),
    )


async def test_each_event_is_announced_with_the_number_that_it_gets(
    store: TellingInvitationTable, heard: Heard
) -> None:
    made = await store.add(invitation(), CREATED)
    assert heard.happenings == [], "a create costs no more than it did"
    sent = await store.save(made.to(State.SENT), SENT)
    (happening,) = heard.happenings
    assert (happening.invitation_id, happening.number) == (made.id, 2)
    stored = await store.event(made.id, 2)
    assert stored is not None
    assert stored == SENT, "to the microsecond"
    assert happening.is_of(stored)
    assert not dataclasses.replace(happening, at=SENT.at - timedelta(microseconds=20)).is_of(stored)
    assert await store.event(made.id, 1) == CREATED
    assert await store.event(made.id, 3) is None
    await store.save(sent, Event("GuestInvited", NOW, "SendInvitation"))
    await store.save((await store.get(made.id)) or made)
    assert len(heard.happenings) == 1


async def test_who_loses_the_race_has_announced_what_never_comes(
    store: TellingInvitationTable, heard: Heard
) -> None:
    made = await store.add(invitation(), CREATED)
    await store.save(made.to(State.REVOKED), Event("InvitationRevoked", NOW, "tamer"))
    with pytest.raises(LostRace):
        await store.save(made.to(State.SENT), SENT)
    winner, loser = heard.happenings
    stored = await store.event(made.id, 2)
    assert stored is not None
    assert (winner.is_of(stored), loser.is_of(stored)) == (True, False)


async def test_what_cannot_be_announced_is_not_stored(
    store: TellingInvitationTable, heard: Heard
) -> None:
    made = await store.add(invitation(), CREATED)
    heard.outage = Unavailable("storage")
    with pytest.raises(Unavailable):
        await store.save(made.to(State.SENT), SENT)
    assert await store.get(made.id) == made


async def test_an_invitation_that_is_succeeded_is_announced_and_its_successor_is_not(
    store: TellingInvitationTable, life: TellingLifeTable, heard: Heard
) -> None:
    made = await store.add(invitation(), CREATED)
    after = invitation(id=made.id[:8] + str(uuid.uuid4())[8:], predecessor=made.id)
    revoked = Event("InvitationRevoked", NOW, "tamer", {"why": "address-corrected"})
    heard.outage = Unavailable("storage")
    with pytest.raises(Unavailable):
        await life.succeed(made.to(State.REVOKED), revoked, after, CREATED)
    assert (await store.get(made.id), await store.get(after.id)) == (made, None)
    heard.outage = None
    closed, opened = await life.succeed(made.to(State.REVOKED), revoked, after, CREATED)
    (happening,) = heard.happenings
    assert (happening.invitation_id, happening.number) == (made.id, 2)
    assert await store.event(made.id, 2) == revoked
    assert happening.is_of(revoked)
    assert (closed.state, await store.get(after.id)) == (State.REVOKED, opened)


async def test_of_two_successors_at_once_one_end_is_told(
    store: TellingInvitationTable, life: TellingLifeTable, heard: Heard
) -> None:
    made = await store.add(invitation(), CREATED)
    ends = [Event("InvitationRevoked", NOW + timedelta(seconds=n), "tamer") for n in range(5)]

    async def succeed(ended: Event) -> None:
        after = invitation(id=made.id[:8] + str(uuid.uuid4())[8:])
        with contextlib.suppress(LostRace):
            await life.succeed(made.to(State.REVOKED), ended, after, CREATED)

    await asyncio.gather(*map(succeed, ends))
    stored = await store.event(made.id, 2)
    assert stored is not None
    assert len(heard.happenings) == len(ends)
    assert [one.is_of(stored) for one in heard.happenings].count(True) == 1
    assert await store.event(made.id, 3) is None


@pytest.fixture
async def raw(azurite: str) -> AsyncIterator[list[QueueClient]]:
    """Three queues that are not there yet."""
    encoded = TextBase64EncodePolicy()
    clients = [
        QueueClient.from_connection_string(
            azurite, f"q{uuid.uuid4().hex}", message_encode_policy=encoded
        )
        for _ in range(3)
    ]
    yield clients
    for client in clients:
        await client.close()


async def body(client: QueueClient) -> bytes:
    (message,) = [message async for message in client.receive_messages()]
    return base64.b64decode(message.content, validate=True)


async def test_messages_come_back_as_they_were(raw: list[QueueClient]) -> None:
    happening = Happening("i", 3, NOW, "InvitationSent", NOW, 2)
    await HappeningQueueClient(raw[0]).send(happening)
    assert decode_happening(await body(raw[0])) == happening
    event: dict[str, object] = {"id": "a:1", "data": {"name": "김 é <"}}
    both = WebhookedEvents(EventQueueClient(raw[1]), DeliveryQueueClient(raw[2]))
    await both.publish(event)
    assert json.loads(await body(raw[1])) == event
    message = await body(raw[2])
    assert decode_delivery(message).event == event
    assert not json.loads(message).keys() & {"id", "dequeueCount"}, "the host takes those"
    with pytest.raises((ValueError, KeyError, TypeError)):
        decode_happening(b'{"invitation": "i"}')
    with pytest.raises((ValueError, KeyError, TypeError)):
        decode_delivery(b'{"event": null}')


async def test_the_largest_event_fits_a_message(raw: list[QueueClient]) -> None:
    # All fields of a company at their bounds (InviteUser/request.py), registered and confirmed,
    # in the characters that take most room.
    event: dict[str, object] = {"id": "a:1", "data": {"texts": ["𠀀" * 2200] * 3}}
    await DeliveryQueueClient(raw[0]).send(Delivery(event, 7))
    assert decode_delivery(await body(raw[0])) == Delivery(event, 7)
