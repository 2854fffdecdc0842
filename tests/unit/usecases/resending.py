"""An inviter who sends invitations again."""

import dataclasses

from shared.domain.caller import Caller
from shared.domain.invitation import Invitation, State
from shared.usecases.create_invitation import InvitationMade
from shared.usecases.ports import Consent, DirectoryGuest
from shared.usecases.resend_invitation import ResendInvitation, resend_invitation
from tests.samples import LIFETIME, invitation
from tests.unit.fakes import World

ACCEPTED = Consent("Accepted", "2026-11-19T12:00:00Z")


async def resend(
    world: World, one: Invitation, *, delete_guests: bool = False, **asked: object
) -> InvitationMade:
    command = ResendInvitation(one.id, by="tamer@gfms.example")
    return await resend_invitation(
        dataclasses.replace(command, **asked),  # type: ignore[arg-type]  # of any field
        caller=Caller("", admin=True),
        store=world.store,
        blocks=world.blocks,
        directory=world.directory,
        queue=world.queue,
        desk=world.desk,
        clock=world.clock,
        new_id=world.new_id,
        lifetime=LIFETIME,
        delete_guests=delete_guests,
    )


def stored(world: World, state: State = State.SENT, **changed: object) -> Invitation:
    """Return a stored invitation, with its guest in the directory."""
    fields = {"guest_id": "guest-9", "redeem_url": "https://login.example/9"} | changed
    one = world.have(invitation(state=state, **fields))
    if one.guest_id:
        world.directory.guests[one.guest.email] = DirectoryGuest(one.guest_id, "https://new")
    return one
