"""What an operator sees of the deployment, as the API and the console show it."""

import asyncio
import time
from collections.abc import Callable, Sequence

from shared.build import build
from shared.domain.findings import Part, worst
from shared.domain.halt import LONG_AGO, Switch
from shared.services import Services
from shared.usecases.checking import look_at
from shared.web import deployment, digests
from shared.web.shapes.operating import Findings, PartHealth, Parts, Sending, ShownFinding

KEPT = 30.0  # seconds; a monitor that asks more often hears the same


class KeptParts:
    """Looks at the parts once for all who ask within KEPT seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._kept: tuple[float, list[Part]] | None = None

    async def of(self, outer: Services) -> Parts:
        """Return how the parts stand."""
        async with self._lock:
            if self._kept is None or self._monotonic() - self._kept[0] >= KEPT:
                async with deployment.parts(outer) as checks:
                    found = await look_at(checks)
                self._kept = self._monotonic(), found
            return _parts(self._kept[1])


async def findings(outer: Services) -> Findings:
    """Return everything that is found now."""
    async with deployment.everything(outer) as checks:
        parts = await look_at(checks)
    shown, settings = _parts(parts), outer.settings
    return Findings(
        status=shown.status,
        version=shown.version,
        commit=shown.commit,
        built=shown.built,
        time=outer.clock().isoformat(),
        publicUrl=settings.public_url,
        sender=settings.email_sender,
        transport=settings.email_transport,
        digests={"templates": digests.templates(), "catalogues": digests.translations()},
        parts=shown.parts,
        findings=[_finding(part, number) for part in parts for number in range(len(part.findings))],
    )


def sending(switch: Switch) -> Sending:
    """Return the switch as it is shown."""
    since = "" if switch.at == LONG_AGO else switch.at.isoformat()
    return Sending(switch.paused, since, switch.by, switch.why)


def _parts(found: Sequence[Part]) -> Parts:
    this = build()
    return Parts(
        worst(part.status for part in found).value,
        this.version,
        this.commit,
        this.built,
        [PartHealth(part.name, part.status.value, part.milliseconds) for part in found],
    )


def _finding(part: Part, number: int) -> ShownFinding:
    one = part.findings[number]
    kind = one.kind
    return ShownFinding(part.name, kind.code, kind.level.value, one.subject, kind.what, kind.fix)
