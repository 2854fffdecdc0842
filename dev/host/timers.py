"""Runs a timer's function when it is due (functions-host.md, Timers and admin)."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime

from .calls import Calls, OutputError
from .functions import Function, HostError
from .protos import TypedData
from .schedule import Schedule, parse_schedule
from .worker import InvocationError

log = logging.getLogger(__name__)

_MONITORED = 60


class TimerListener:
    """One timer. The next run is planned after the last one has ended, so runs never overlap."""

    def __init__(self, function: Function, calls: Calls) -> None:
        """Read the schedule. Raises HostError if there is none to read."""
        try:
            self._schedule: Schedule = parse_schedule(function.trigger.setting("schedule"))
        except (ValueError, KeyError) as error:
            raise HostError(f"The schedule of function {function.name}: {error}") from error
        self._function = function
        self._calls = calls
        self._last: datetime | None = None

    async def run(self) -> None:
        """Run the function whenever it is due, until cancelled."""
        if self._function.trigger.raw.get("runOnStartup"):
            await self._fire()
        due = datetime.now(UTC)
        while True:
            # A sleep may end a tick early; without max() the same moment would be due again.
            due = self._schedule.next_after(max(due, datetime.now(UTC)))
            await asyncio.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
            await self._fire()

    async def _fire(self) -> None:
        now = datetime.now(UTC)
        trigger = timer_input(self.status(now))
        call = self._calls.start(self._call(trigger))
        # The call outlives a cancelled listener: it is drained with all others.
        await asyncio.wait((call,))
        self._last = now

    async def _call(self, trigger: TypedData) -> None:
        try:
            await self._calls.run(self._function, trigger)
        except (InvocationError, OutputError) as error:
            log.error("Function %s failed: %s", self._function.name, error)  # noqa: TRY400 - its trace is the text

    def status(self, now: datetime) -> dict[str, str] | None:
        """Return last and next run; None below one minute, where Azure keeps no status."""
        following = self._schedule.next_after(now)
        after = self._schedule.next_after(following)
        monitored = self._function.trigger.raw.get("useMonitor", True)
        if not monitored or (after - following).total_seconds() < _MONITORED:
            return None
        last = self._last or datetime.min.replace(tzinfo=UTC)
        return {
            "Last": last.isoformat(),
            "Next": following.isoformat(),
            "LastUpdated": last.isoformat(),
        }


def timer_input(status: dict[str, str] | None = None) -> TypedData:
    """Return what a timer function gets; locally nothing is ever past due."""
    info = {
        "Schedule": {"AdjustForDST": True},
        "ScheduleStatus": status,
        "IsPastDue": False,
    }
    return TypedData(json=json.dumps(info))
