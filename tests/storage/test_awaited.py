"""The invitations whose guests are expected, over the whole table."""

from shared.domain.invitation import Event, State
from shared.outer.invitation_table import InvitationTable
from shared.usecases.ports import Awaited
from tests.samples import NOW, invitation

CREATED = Event("InvitationCreated", NOW, "tamer@gfms.example")


async def test_whose_guests_are_expected(store: InvitationTable) -> None:
    wanted = {}
    for state in State:
        one = await store.add(
            invitation(state=state, guest_id=f"g-{state}", consent="c", guest_gone=True), CREATED
        )
        if state in {State.QUEUED, State.SENT, State.ACCEPTED}:
            wanted[one.id] = Awaited(one.id, f"g-{state}", "c", guest_gone=True)
    found = {one.id: one async for one in store.awaited()}
    assert {key: found.get(key) for key in wanted} == wanted
    assert {one.guest_id for one in found.values()} >= {"g-queued", "g-sent", "g-accepted"}
    assert not {"g-completed", "g-failed", "g-revoked", "g-blocked"} & {
        one.guest_id for one in found.values()
    }
