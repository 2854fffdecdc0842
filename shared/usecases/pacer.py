"""Slots to call a service, shared by all instances through one stored row."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from shared.domain import pace
from shared.domain.errors import LostRace, Unavailable
from shared.domain.pace import Answer, Asked, Pace
from shared.domain.quota import Quota

STORAGE = "storage"
_TRIES = 25


class PaceStore(Protocol):
    """The one row that all instances share."""

    async def read(self) -> tuple[Pace, str]:
        """Return what is stored and its version; the version is empty where nothing is."""

    async def write(self, state: Pace, version: str) -> str:
        """Store a change and return its version; raise LostRace if it changed since."""


class Pacer:
    """Asks for slots; those of one instance who ask at the same time share one update."""

    def __init__(
        self, store: PaceStore, quotas: Sequence[Quota], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._quotas = tuple(quotas)
        self._clock = clock
        self._asking: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._working: asyncio.Task[None] | None = None
        self._known: tuple[Pace, str] | None = None

    async def ask(self, asked: Asked) -> Answer:
        """Return the answer; raise Unavailable where storage is down."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._asking.append((asked, answer))
        if self._working is None or self._working.done():
            # A task of its own: one asker who is cancelled must not take the others along.
            self._working = asyncio.create_task(self._work())
        return await answer

    async def pause(self, seconds: float, refused: Asked) -> None:
        """Let nobody call for so long; raise Unavailable where storage is down."""
        until = self._clock().timestamp() + seconds

        def change(state: Pace) -> tuple[Pace, None]:
            return pace.pause(state, until, refused), None

        await self._change(change)

    async def _work(self) -> None:
        while self._asking:
            asking, self._asking = self._asking, []
            asking.sort(key=lambda one: one[0].bulk)
            try:
                answers = await self._change(self._answers_to(asking))
            except Exception as error:  # noqa: BLE001 - each who asked is told
                for _, waiting in asking:
                    if not waiting.done():
                        waiting.set_exception(error)
                continue
            for (_, waiting), answer in zip(asking, answers, strict=True):
                if not waiting.done():
                    waiting.set_result(answer)

    def _answers_to(
        self, asking: Sequence[tuple[Asked, asyncio.Future[Answer]]]
    ) -> Callable[[Pace], tuple[Pace, list[Answer]]]:
        def change(state: Pace) -> tuple[Pace, list[Answer]]:
            now, answers = self._clock().timestamp(), []
            for asked, _ in asking:
                state, answer = pace.ask(state, self._quotas, asked, now)
                answers.append(answer)
            return state, answers

        return change

    async def _change[T](self, change: Callable[[Pace], tuple[Pace, T]]) -> T:
        """Store the change, begun anew from what is there whenever another instance was faster.

        What this instance wrote last is as good as a read: a stale one loses the race.
        """
        for _ in range(_TRIES):
            known, self._known = self._known, None
            state, version = known or await self._store.read()
            changed, result = change(state)
            if changed != state:
                try:
                    version = await self._store.write(changed, version)
                except LostRace:
                    continue
            self._known = changed, version
            return result
        raise Unavailable(STORAGE, 1)
