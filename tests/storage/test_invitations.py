"""Invitations and their history: one transaction, never overwritten blindly."""

import asyncio
from datetime import timedelta

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.company import Change, difference
from shared.domain.errors import LostRace
from shared.domain.invitation import EmailFate, Event, Link, Person, State
from shared.outer.invitation_table import InvitationTable
from tests.samples import COMPANY, NOW, invitation

CREATED = Event("InvitationCreated", NOW, "tamer@gfms.example")


async def test_what_was_stored_is_read_again(store: InvitationTable) -> None:
    everything = invitation(
        guest=Person("김 <b>'\"", "kim@kunde.example"),
        created=NOW + timedelta(microseconds=7),
        language="zh-Hant",
        language_open=True,
        message="x\n" + "\U0001f600" * 1998,
        company=COMPANY,
        roles=("customer", "ключ"),
        redirect_url="https://rconnect.example/a?b=c",
        state=State.SENT,
        guest_id="g",
        redeem_url="https://login.example/redeem?x=%2f",
        email=EmailFate.SENT,
        operation_id="o",
        send_ticket="t",
        failure="f",
        failure_reason="r",
        failure_next_step="n",
        failure_kind="k",
        failure_answer="a",
        failure_request_id="i",
        consent="Accepted",
        consent_changed="2026-11-20T11:58:00Z",
        guest_created=True,
        healed=True,
        round=3,
        bulk=True,
        resend_key="h",
        company_id="c",
        changes=(Change("city", "Bienne", "Biel"),),
        access="queued",
    )
    stored = await store.add(everything, CREATED)
    assert stored == everything.having(event_count=1)
    read = await store.get(everything.id)
    assert read == stored
    assert read is not None
    assert read.version == stored.version != ""
    assert read.created.tzinfo is NOW.tzinfo
    assert await store.history(everything.id) == [CREATED]


async def test_the_link_is_a_part_of_it(store: InvitationTable) -> None:
    stored = await store.add(invitation(redeem_url="https://login.example/r"), CREATED)
    link = Link(stored.state, stored.expires, stored.language, stored.redeem_url)
    assert await store.link(stored.id) == link


async def test_what_nobody_stored_is_not_there(store: InvitationTable) -> None:
    unknown = invitation().id
    assert await store.get(unknown) is None
    assert await store.link(unknown) is None
    assert await store.history(unknown) == []


async def test_of_twins_the_faster_ones_row_counts(store: InvitationTable) -> None:
    draft = invitation()
    outcomes = await asyncio.gather(
        *(store.add(draft.having(message=str(number)), CREATED) for number in range(5))
    )
    assert len({outcome.message for outcome in outcomes}) == 1
    assert {outcome.version for outcome in outcomes} == {outcomes[0].version}
    assert await store.history(draft.id) == [CREATED]


async def test_a_change_and_its_event_go_together(store: InvitationTable) -> None:
    stored = await store.add(invitation(), CREATED)
    sent = Event("InvitationSent", NOW, "SendInvitation", {"code": "é", "reason": ""})
    changed = await store.save(stored.to(State.SENT), sent)
    assert changed.version != stored.version
    assert await store.get(stored.id) == changed
    assert await store.history(stored.id) == [CREATED, sent]


async def test_a_stale_change_is_lost_with_its_event(store: InvitationTable) -> None:
    stored = await store.add(invitation(), CREATED)
    changed = await store.save(stored.having(message="first"))
    for event in (Event("InvitationRevoked", NOW, "x"), None):
        with pytest.raises(LostRace):
            await store.save(stored.having(message="second"), event)
    assert await store.get(stored.id) == changed
    assert await store.history(stored.id) == [CREATED]


async def test_of_changes_at_once_one_wins(store: InvitationTable) -> None:
    stored = await store.add(invitation(), CREATED)

    async def change(number: int) -> None:
        event = Event(f"Change {number}", NOW, "x")
        await store.save(stored.having(message=str(number)), event)

    outcomes = await asyncio.gather(*map(change, range(8)), return_exceptions=True)
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, LostRace) for outcome in outcomes) == 7
    row, history = await store.get(stored.id), await store.history(stored.id)
    assert row is not None
    assert [event.kind for event in history] == ["InvitationCreated", f"Change {row.message}"]


async def test_a_row_that_was_deleted_is_a_lost_race(
    store: InvitationTable, tables: dict[str, TableClient]
) -> None:
    stored = await store.add(invitation(), CREATED)
    await tables["Invitations"].delete_entity(stored.id[:3], stored.id)
    with pytest.raises(LostRace):
        await store.save(stored.to(State.REVOKED))


async def test_history_is_in_order_and_of_one_invitation(store: InvitationTable) -> None:
    first = await store.add(invitation(), CREATED)
    # A neighbour in the same partition, whose id comes right after.
    neighbour = first.id[:-1] + ("f" if first.id[-1] != "f" else "e")
    await store.add(invitation(id=neighbour), CREATED)
    for number in range(11):
        event = Event(f"Step {number}", NOW + timedelta(seconds=number), "x")
        first = await store.save(first, event)
    kinds = [event.kind for event in await store.history(first.id)]
    assert kinds == ["InvitationCreated", *(f"Step {number}" for number in range(11))]
    assert len(await store.history(neighbour)) == 1


async def test_a_difference_is_kept_field_by_field(store: InvitationTable) -> None:
    changes = difference(COMPANY, invitation().company)
    stored = await store.add(invitation(changes=changes), CREATED)
    read = await store.get(stored.id)
    assert read is not None
    assert read.changes == changes
