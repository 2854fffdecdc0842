"""Look at a deployed app from outside and, with a key, from inside; say what to do."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from dev.operating import given_settings, inside, options, outside, records, redirects
from dev.operating.calls import App, Refused, app_at
from dev.operating.line import Line, fault, warning
from shared.domain.findings import Level

_NO_KEY = "Give --key or APP_KEY: a host key or the master key of the app."


def main(arguments: list[str]) -> int:
    """Print what was found; return 1 where something is broken."""
    parser = argparse.ArgumentParser(prog="python3 -m dev doctor", description=__doc__)
    options.add_doctor(parser)
    asked = parser.parse_args(arguments)
    try:
        app = app_at(asked.app, asked.key or os.environ.get("APP_KEY", ""))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    settings = Path(asked.settings) if asked.settings else None
    found = []
    for line in look(app, mail_to=asked.mail_to or "", settings=settings):
        print(line.text(), flush=True)
        found.append(line.level)
    faults, warnings = found.count(Level.FAULT), found.count(Level.WARNING)
    print(f"{len(found)} looked at: {faults} faults, {warnings} warnings")
    return 1 if faults else 0


def look(
    app: App,
    *,
    mail_to: str = "",
    settings: Path | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    texts: records.Texts = records.lookup,
) -> Iterator[Line]:
    """Yield a line for each thing that was looked at."""
    if settings is not None:
        yield from given_settings.look(settings)
    there = True
    for line in outside.look(app.url, clock):
        there &= not (line.part == "health" and line.level is Level.FAULT)
        yield line
    if not there:
        return
    yield from redirects.look(app.url)
    if not app.key:
        yield warning("inside", "not looked at", _NO_KEY)
        return
    try:
        found = app.ask("GET", "health/findings")
    except Refused as refusal:
        yield fault("inside", str(refusal), _NO_KEY)
        return
    yield from inside.look(found)
    yield from records.look(found["sender"], texts)
    if mail_to:
        yield inside.test_mail(app, mail_to)
