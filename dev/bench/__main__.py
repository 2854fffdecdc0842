"""Measures what was asked for and prints the table."""

import argparse
import signal
import subprocess
import sys
from types import FrameType
from typing import Any

import requests

from dev.bench import (
    bulk,
    comparing,
    creating,
    following,
    imports,
    listing,
    options,
    packaged,
    rushing,
    starts,
    transactions,
    watched,
)
from dev.bench.errors import NotMeasured
from dev.bench.run import Run
from dev.bench.table import Line, Section, render, verdict
from dev.bootstrap.progress import BootstrapError
from dev.children import ChildError
from dev.package.errors import NotPackaged

_PARTS: dict[str, Any] = {
    "import": imports,
    "start": starts,
    "link": following,
    "create": creating,
    "bulk": bulk,
    "storage": transactions,
    "rush": rushing,
    "list": listing,
    "peers": comparing,
    "package": packaged,
    "telemetry": watched,
}
_NOTE = """\
Rates are medians of interleaved rounds, their ratios the medians of the rounds' ratios. Storage
calls are counted at the wire, a batch as one; the host's own (receive and delete) are apart."""


def main(argv: list[str]) -> int:
    """Print the table; returns 0 whatever it says, 1 when it could not be measured."""
    given = _parser().parse_args(argv)
    # So that the children end in order, as they do after Ctrl-C.
    signal.signal(signal.SIGTERM, _end)
    wanted = [given.only] if given.only else list(options.NAMES)
    try:
        with Run(quick=given.quick) as run:
            sections = []
            for name in wanted:
                run.tell(_PARTS[name].TITLE)
                sections.append(_measured(name, run, alone=bool(given.only)))
            run.tell("ending what was started")
    except KeyboardInterrupt:
        print("\nEnded; nothing is left running.", file=sys.stderr)
        return 130
    except (
        NotMeasured,
        NotPackaged,
        ChildError,
        BootstrapError,
        OSError,
        subprocess.SubprocessError,
        requests.RequestException,
    ) as error:
        print(f"\nIt could not be measured. {error}", file=sys.stderr)
        return 1
    print(f"\n{render(sections)}\n\n{verdict(sections)}\n{_NOTE}", flush=True)
    return 0


def _measured(name: str, run: Run, *, alone: bool) -> Section:
    """Return a part of the table; what cannot be installed takes no other part with it."""
    part = _PARTS[name]
    try:
        section: Section = part.measure(run)
    except BootstrapError as error:
        if alone:
            raise
        print(error, file=sys.stderr)
        return Section(part.TITLE, [Line("NOT MEASURED", error.reason)])
    return section


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m dev bench",
        description="Measures the app and prints a table of ratios, each with its bar.",
        epilog=f"example: python3 -m dev {options.EXAMPLE}",
    )
    options.add(parser)
    return parser


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature is given
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
