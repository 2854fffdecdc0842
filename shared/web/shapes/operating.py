"""What those who look after the app send and get."""

from typing import Annotated

import msgspec

from shared.domain.findings import Level
from shared.web.shapes.common import Moment

Shown = Annotated[str, msgspec.Meta(extra_json_schema={"enum": [level.value for level in Level]})]
UpOrDown = Annotated[str, msgspec.Meta(extra_json_schema={"enum": ["up", "down"]})]
By = Annotated[str, msgspec.Meta(max_length=254)]
Why = Annotated[str, msgspec.Meta(max_length=200)]


class Health(msgspec.Struct, frozen=True):
    """Whether the app is up, and which build it is; `built` is empty where nobody packaged it."""

    status: UpOrDown
    version: str
    commit: str
    built: str


class PartHealth(msgspec.Struct, frozen=True):
    """How a part stands, and how long that took to find out."""

    name: str
    status: Shown
    milliseconds: int


class Parts(msgspec.Struct, frozen=True):
    """How the parts stand; `status` is that of the worst."""

    status: Shown
    version: str
    commit: str
    built: str
    parts: list[PartHealth]


class ShownFinding(msgspec.Struct, frozen=True):
    """Something that is not as it should be: of which part, what about, and its fix."""

    part: str
    code: str
    level: Shown
    subject: str
    what: str
    fix: str


class Findings(msgspec.Struct, frozen=True):
    """All that was found. `digests` tell whether two deployments have the same texts."""

    status: Shown
    version: str
    commit: str
    built: str
    time: Moment
    publicUrl: str  # noqa: N815 - the name of the wire
    sender: str
    transport: str
    digests: dict[str, str]
    parts: list[PartHealth]
    findings: list[ShownFinding]


class SwitchBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who turns the switch, and why."""

    by: By = ""
    why: Why = ""


class Sending(msgspec.Struct, frozen=True):
    """Whether sending is paused: since when, by whom and why; empty where it never was."""

    paused: bool
    since: str
    by: str
    why: str


class TakenMail(msgspec.Struct, frozen=True):
    """A test e-mail that the e-mail service has taken."""

    operation: str
