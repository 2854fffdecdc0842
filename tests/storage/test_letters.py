"""The e-mails of an invitation, stored with what caused them."""

import uuid

import pytest

from shared.domain.errors import LostRace
from shared.domain.invitation import EmailFate, Event, State
from shared.domain.letter import Kind, letter_to
from shared.outer.invitation_table import InvitationTable
from tests.samples import NOW, invitation

CREATED = Event("InvitationCreated", NOW, "tamer@gfms.example")
SENT = Event("InvitationSent", NOW, "SendInvitation")


async def test_a_letter_is_stored_with_its_cause_and_found_by_its_id(
    store: InvitationTable,
) -> None:
    one = await store.add(invitation(), CREATED)
    letter = letter_to(Kind.WELCOME, one, str(uuid.uuid4()), NOW)
    await store.save(one.to(State.SENT), SENT, letter)
    read = await store.letter(letter.id)
    assert read == letter
    assert read is not None
    assert read.version
    assert await store.history(one.id) == [CREATED, SENT]


async def test_a_change_that_loses_its_race_leaves_no_letter(store: InvitationTable) -> None:
    one = await store.add(invitation(), CREATED)
    await store.save(one.having(way="entra"))
    letter = letter_to(Kind.WELCOME, one, str(uuid.uuid4()), NOW)
    with pytest.raises(LostRace):
        await store.save(one.to(State.SENT), SENT, letter)
    assert await store.letter(letter.id) is None


async def test_of_two_changes_of_a_letter_the_second_is_lost(store: InvitationTable) -> None:
    one = await store.add(invitation(), CREATED)
    letter = letter_to(Kind.ACCEPTED, one, str(uuid.uuid4()), NOW)
    await store.save(one, None, letter)
    read = await store.letter(letter.id)
    assert read is not None
    first = await store.save_letter(read.having(ticket="first"))
    with pytest.raises(LostRace):
        await store.save_letter(read.having(ticket="second"))
    await store.save_letter(first.having(fate=EmailFate.SENT))
    again = await store.letter(letter.id)
    assert again is not None
    assert (again.ticket, again.fate) == ("first", EmailFate.SENT)
