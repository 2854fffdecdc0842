"""Which draft carried which e-mail is forgotten a week after it was sent.

Until then whoever sends an e-mail again after a crash finds out that it went (docs/email.md). What
still waits for its turn keeps its draft, however long that takes.
"""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Protocol

from shared.usecases.life import LifeStore

KEPT = timedelta(days=7)
MOST = 1000  # a run; the next one goes on


class KeptDrafts(Protocol):
    """Which draft of a mailbox carries which e-mail. All raise Unavailable."""

    def made_before(self, time: datetime) -> AsyncIterator[str]:
        """Return the operations whose drafts were made before that time."""

    async def forget(self, operation_id: str) -> None:
        """Forget the draft of an operation; one that is forgotten already is fine."""


async def clear_drafts(
    *, drafts: KeptDrafts, life: LifeStore, clock: Callable[[], datetime], most: int = MOST
) -> int:
    """Return how many were forgotten, `most` at a time; raise Unavailable."""
    done = 0
    due: list[str] = []
    async for operation_id in drafts.made_before(clock() - KEPT):
        due.append(operation_id)
        if len(due) == most:
            break
    for operation_id in due:
        if not await life.sending(operation_id):
            await drafts.forget(operation_id)
            done += 1
    return done
