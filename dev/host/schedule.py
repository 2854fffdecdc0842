"""When a timer runs: an NCRONTAB expression or a TimeSpan (functions-host.md, Timers)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Protocol

_TIMESPAN = re.compile(r"(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?")


class Schedule(Protocol):
    """Knows when it is due next."""

    def next_after(self, moment: datetime) -> datetime:
        """Return the first time after `moment`, in UTC."""


class Every:
    """A constant interval."""

    def __init__(self, seconds: float) -> None:
        self._interval = timedelta(seconds=seconds)

    def next_after(self, moment: datetime) -> datetime:
        """Return `moment` plus the interval."""
        return moment + self._interval


class Cron:
    """Six fields, seconds first; with five, the second is 0. Day of month AND day of week count."""

    def __init__(self, expression: str) -> None:
        # Imported here because it costs as much as azure.functions and only timers need it.
        from croniter import croniter

        fields = expression.split()
        if len(fields) not in {5, 6}:
            raise ValueError(f"{expression!r} has {len(fields)} fields instead of 6")
        six = " ".join(fields if len(fields) == 6 else ["0", *fields])
        self._cron = croniter(six, second_at_beginning=True, day_or=False)

    def next_after(self, moment: datetime) -> datetime:
        """Return the next matching second after `moment`, in UTC as on Azure."""
        seconds: float = self._cron.get_next(float, start_time=moment.timestamp())
        return datetime.fromtimestamp(seconds, UTC)


def parse_schedule(text: str) -> Schedule:
    """Return the schedule that `text` means. Raises ValueError if it means none."""
    if ":" in text:
        return Every(parse_timespan(text))
    return Cron(text)


def parse_timespan(text: str) -> float:
    """Return the seconds of a .NET TimeSpan `[d.]hh:mm[:ss[.fff]]`, or raise ValueError."""
    match = _TIMESPAN.fullmatch(str(text).strip())
    if match is None:
        raise ValueError(f"{text!r} is not a time span such as 00:00:30")
    days, hours, minutes, seconds, fraction = match.groups()
    whole = (int(days or 0) * 24 + int(hours)) * 3600 + int(minutes) * 60 + int(seconds or 0)
    return whole + float(fraction or 0)
