"""What the API and the console do alike: send an invitation again, or to the right address."""

from shared.domain.caller import Caller
from shared.services import services
from shared.usecases.correct_address import CorrectAddress, correct_address
from shared.usecases.create_invitation import InvitationMade
from shared.usecases.resend_invitation import ResendInvitation, resend_invitation


async def correct(command: CorrectAddress) -> InvitationMade:
    """Return the successor; raise what `correct_address` raises."""
    outer = services()
    return await correct_address(
        command,
        store=outer.invitations,
        life=outer.life,
        blocks=outer.blocks,
        directory=outer.directory,
        ways=outer.ways,
        queue=outer.invitation_queue,
        desk=outer.desk,
        clock=outer.clock,
        new_id=outer.new_id,
        lifetime=outer.settings.lifetime,
        delete_guests=outer.settings.delete_revoked_guests,
    )


async def resend(command: ResendInvitation, caller: Caller) -> InvitationMade:
    """Return the invitation, on its way again; raise what `resend_invitation` raises."""
    outer = services()
    return await resend_invitation(
        command,
        caller=caller,
        store=outer.invitations,
        blocks=outer.blocks,
        directory=outer.directory,
        queue=outer.invitation_queue,
        desk=outer.desk,
        clock=outer.clock,
        new_id=outer.new_id,
        lifetime=outer.settings.lifetime,
        delete_guests=outer.settings.delete_revoked_guests,
    )
