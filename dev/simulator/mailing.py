"""What the simulator remembers of e-mail before it is in the inbox."""

from dataclasses import dataclass


@dataclass
class Draft:
    """A message in the mailbox `owner`; `mime` is base64. Sent, it is no draft any more."""

    id: str
    owner: str
    mime: str
    sent: bool = False
    folder: bool = True  # False while it is on its way: Graph finds it nowhere then


@dataclass
class Limits:
    """How many calls of each kind ACS Email takes in a minute and in an hour; None: any number."""

    sends_per_minute: int | None = None
    sends_per_hour: int | None = None
    checks_per_minute: int | None = None
    checks_per_hour: int | None = None
