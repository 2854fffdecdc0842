"""One instance of the app: its clock, its memory, its workers. All but the first two may die."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from dev.rush.provider import Provider
from dev.rush.queue import VirtualQueue
from dev.rush.virtual_time import VirtualTime
from shared.domain.block import Block
from shared.domain.errors import Unavailable
from shared.domain.invitation import Event, Invitation
from shared.domain.letter import Kind, Letter
from shared.domain.pace import Pace
from shared.domain.quota import Quota
from shared.usecases.happenings import Happening
from shared.usecases.mailing import Email
from shared.usecases.pacer import Pacer, PaceStore
from shared.usecases.pacing import PacedMailer
from shared.usecases.ports import UNKNOWN_WAY, DirectoryGuest, Way
from shared.usecases.send_invitation import send_invitation

WORKERS = 16  # batchSize (host.json), for each queue
_RESTART = 15.0  # seconds
_IDS = "00000000-0000-4000-8000-{:012x}"


class Rows(Protocol):
    """As much of the InvitationStore as sending needs."""

    async def add(self, invitation: Invitation, event: Event) -> Invitation:
        """Store a new invitation."""

    async def get(self, invitation_id: str) -> Invitation | None:
        """Return the invitation, or None."""

    async def save(
        self, invitation: Invitation, event: Event | None = None, *letters: Letter
    ) -> Invitation:
        """Store a change and its event; raise LostRace if it changed since."""


@dataclass
class Shared:
    """What instances have in common."""

    time: VirtualTime
    store: Rows
    sends: PaceStore
    checks: PaceStore
    provider: Provider
    queues: Sequence[VirtualQueue]
    quotas: Sequence[Quota]
    operations: int = 0

    def new_id(self) -> str:
        """Return GUIDs that count up."""
        self.operations += 1
        return _IDS.format(self.operations)


@dataclass
class Instance:
    """Works off both queues until it dies, and starts again with nothing in memory."""

    shared: Shared
    skew: float  # seconds that its clock is ahead
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    def start(self) -> None:
        """Let the workers work."""
        body = _Body(self)
        self._tasks = [
            self.shared.time.work(body.work(queue))
            for queue in self.shared.queues
            for _ in range(WORKERS)
        ]

    def stop(self) -> None:
        """End the workers in the middle of what they do."""
        for task in self._tasks:
            task.cancel()

    def die(self) -> None:
        """Lose everything that is in memory; start again a little later."""
        self.stop()
        self.shared.time.call_later(_RESTART, self.start)

    async def ended(self) -> None:
        """Return when no worker is left."""
        await asyncio.gather(*self._tasks, return_exceptions=True)


class _Untold:
    """A HappeningQueue that nobody listens to."""

    async def send(self, happening: Happening, delay: timedelta = timedelta()) -> None:
        """Tell nobody."""


class _Body:
    """An instance from its start to its death. It is the Directory and the Ways as well."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._shared = instance.shared
        self._alive = True
        shared = self._shared
        checked = [Quota(2 * quota.limit, quota.seconds) for quota in shared.quotas]
        self._mailer = PacedMailer(
            self,
            sends=Pacer(_Mortal(self, shared.sends), shared.quotas, self._clock),
            checks=Pacer(_Mortal(self, shared.checks), checked, self._clock),
            clock=self._clock,
            sleep=shared.time.sleep,
        )

    @property
    def alive(self) -> bool:
        """Whether it did not die yet."""
        return self._alive

    async def work(self, queue: VirtualQueue) -> None:
        """Send what the queue holds, message by message."""
        while True:
            received = await queue.receive()
            await send_invitation(
                received.task,
                store=self._shared.store,  # type: ignore[arg-type]  # nor for more rows
                blocks=self,  # type: ignore[arg-type]  # nor here
                directory=self,  # type: ignore[arg-type]  # nobody asks for more than is here
                ways=self,
                mailer=self._mailer,
                queue=queue,
                history=_Untold(),
                compose=_compose,
                clock=self._clock,
                new_id=self._shared.new_id,
                hold=_nobody_paused,
            )
            queue.delete(received)

    async def send(self, email: Email, operation_id: str) -> None:
        """Hand the e-mail to the provider, and die with it."""
        if await self._shared.provider.send(email, operation_id):
            return
        self._alive = False
        self._instance.die()
        await asyncio.sleep(0)  # it was cancelled with all the others

    async def has(self, operation_id: str) -> bool:
        """Ask the provider."""
        return await self._shared.provider.has(operation_id)

    async def close(self) -> None:
        """Nothing is open."""

    async def blocks(self, address: str) -> list[Block]:  # noqa: ARG002 - the port gives it
        """Return that nobody has said no."""
        return []

    async def invite(self, invitation: Invitation) -> DirectoryGuest:
        """Return a guest."""
        return DirectoryGuest(f"guest of {invitation.id}", "https://login.example/redeem")

    async def of(self, domain: str) -> Way:  # noqa: ARG002 - the port gives it
        """Return that nobody knows."""
        return UNKNOWN_WAY

    def _clock(self) -> datetime:
        return datetime.fromtimestamp(self._shared.time.now + self._instance.skew, UTC)


@dataclass(frozen=True)
class _Mortal:
    """A store that an instance does not reach any more once it is dead."""

    body: _Body
    store: PaceStore

    async def read(self) -> tuple[Pace, str]:
        self._check()
        return await self.store.read()

    async def write(self, state: Pace, version: str) -> str:
        self._check()
        return await self.store.write(state, version)

    def _check(self) -> None:
        if not self.body.alive:
            raise Unavailable("storage")


async def _nobody_paused() -> None:
    pass


async def _compose(_kind: Kind, invitation: Invitation) -> Email:
    return Email(
        to=invitation.guest.email,
        to_name=invitation.guest.name,
        from_name="",
        reply_to=invitation.inviter.email,
        reply_to_name=invitation.inviter.name,
        subject="You are invited",
        text=invitation.redeem_url,
        html="",
        bulk=invitation.bulk,
    )
