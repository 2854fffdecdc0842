"""An invitation that waits to be sent, and the function that sends it."""

from shared.domain.errors import Unavailable
from shared.domain.invitation import Invitation
from shared.domain.letter import TO_INVITER, Kind
from shared.usecases.halting import Hold
from shared.usecases.mailing import Email
from shared.usecases.ports import Task
from shared.usecases.send_invitation import send_invitation
from shared.usecases.sending_failed import give_up_sending
from tests.samples import NOW, bare_email, invitation
from tests.unit.fakes import World

OUTAGE = Unavailable("the e-mail service")
THROTTLED = Unavailable("the e-mail service", 17, sent_nothing=True)


async def write(kind: Kind, one: Invitation) -> Email:
    return compose(one, kind)


def compose(one: Invitation, kind: Kind = Kind.INVITATION) -> Email:
    to = one.inviter if kind in TO_INVITER else one.guest
    return bare_email(to.email, subject=kind.value, text=one.redeem_url, html=one.language)


def queued(world: World, **changed: object) -> tuple[Invitation, Task]:
    """Return a stored invitation that has its guest, and the message that is to send it."""
    fields = {"guest_id": "guest-9", "redeem_url": "https://login.example/9"} | changed
    one = world.have(invitation(**fields))
    return one, Task(one.id, "ticket", NOW)


async def never() -> None:
    """Nobody has paused sending."""


async def send(world: World, task: Task, hold: Hold = never) -> None:
    await send_invitation(
        task,
        store=world.store,
        blocks=world.blocks,
        directory=world.directory,
        ways=world.ways,
        mailer=world.mailer,
        queue=world.queue,
        history=world.history,
        compose=write,
        clock=world.clock,
        new_id=world.new_id,
        hold=hold,
    )


async def give_up(world: World, task: Task) -> None:
    await give_up_sending(
        task,
        store=world.store,
        queue=world.queue,
        history=world.history,
        clock=world.clock,
    )
