"""An operator's pause of all e-mails, for the night on which wrong ones go out."""

from dataclasses import dataclass
from datetime import UTC, datetime

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SHORTEST, _LONGEST = 5, 300  # seconds


@dataclass(frozen=True)
class Switch:
    """Whether sending is paused, who did that, when and why."""

    paused: bool = False
    by: str = ""
    at: datetime = LONG_AGO
    why: str = ""


def wait(switch: Switch, now: datetime) -> int:
    """Return after how many seconds a message that may not go now comes again.

    A quarter of how long the pause has lasted: a short one is over quickly, and a long one does
    not turn thousands of messages over every few seconds.
    """
    lasted = (now - switch.at).total_seconds()
    return int(min(max(lasted / 4, _SHORTEST), _LONGEST))
