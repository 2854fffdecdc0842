"""An invitation that waits to be sent, and the function that sends it."""

from shared.domain.errors import Unavailable
from shared.domain.invitation import Invitation
from shared.usecases.ports import Email, Task
from shared.usecases.send_invitation import send_invitation
from tests.samples import NOW, invitation
from tests.unit.fakes import World

OUTAGE = Unavailable("the e-mail service")
THROTTLED = Unavailable("the e-mail service", 17, sent_nothing=True)


def compose(one: Invitation) -> Email:
    return Email(one.guest.email, "", "", "", "subject", one.redeem_url, "")


def queued(world: World, **changed: object) -> tuple[Invitation, Task]:
    """Return a stored invitation that has its guest, and the message that is to send it."""
    fields = {"guest_id": "guest-9", "redeem_url": "https://login.example/9"} | changed
    one = world.have(invitation(**fields))
    return one, Task(one.id, "ticket", NOW)


async def send(world: World, task: Task) -> None:
    await send_invitation(
        task,
        store=world.store,
        directory=world.directory,
        ways=world.ways,
        mailer=world.mailer,
        queue=world.queue,
        compose=compose,
        clock=world.clock,
        new_id=world.new_id,
    )
