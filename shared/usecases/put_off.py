"""Try later, without costing the message one of its five tries."""

import dataclasses
from datetime import timedelta

from shared.domain.errors import Unavailable
from shared.usecases.ports import Task, TaskQueue

FIRST = timedelta(seconds=5)
LONGEST = timedelta(minutes=15)
ROW_FIRST = timedelta(seconds=1)
ROW_LONGEST = timedelta(seconds=30)
# A queue takes no longer delay than 7 days (facts.md section 10); nobody asks for a day.
LONGEST_ASKED = timedelta(days=1)


async def put_off(task: Task, outage: Unavailable, queue: TaskQueue) -> None:
    """Put the task on the queue again, after Retry-After or after ever longer waits."""
    again = dataclasses.replace(task, attempt=task.attempt + 1)
    await queue.send(again, delay(task.attempt, outage.retry_after))


async def wait_for_row(task: Task, queue: TaskQueue) -> None:
    """Put the task on the queue again, while the request that sent it is still storing its row.

    That takes a moment; after a crash it takes until the request is sent again, or for ever.
    """
    again = dataclasses.replace(task, attempt=task.attempt + 1)
    await queue.send(again, row_delay(task.attempt))


def row_delay(attempt: int) -> timedelta:
    """Return how long to wait for a row that somebody may be storing right now."""
    return min(ROW_FIRST * (1 << min(attempt, 10)), ROW_LONGEST)


def delay(attempt: int, retry_after: int | None) -> timedelta:
    """Return how long to wait: what the service asked for, else 5 s doubling up to 15 min."""
    if retry_after is not None:
        return min(timedelta(seconds=max(retry_after, 1)), LONGEST_ASKED)
    doubled: timedelta = FIRST * (1 << min(attempt, 10))
    return min(doubled, LONGEST)
