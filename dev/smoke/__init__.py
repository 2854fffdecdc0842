"""`python3 -m dev smoke`: whether a deployment has arrived and lets in nobody whom it should not.

The bootstrap runs it before anything is installed, as a pipeline does: the standard library alone,
and Python 3.9.
"""

from __future__ import annotations

import argparse
import sys
import time

from dev.smoke import options
from dev.smoke.asking import Expected, NotYet, Wrong, ask_all

_POLL = 3.0


def main(argv: list[str]) -> int:
    """Ask until all is well or the time is over; returns 0, or 1 with what is not as it must be."""
    parser = argparse.ArgumentParser(
        prog="python3 -m dev smoke",
        description="Asks a deployed app whether it is up, and is the version that it should be.",
        epilog=f"example: python3 -m dev {options.EXAMPLE}",
    )
    options.add(parser)
    given = parser.parse_args(argv)
    try:
        expected = Expected.of(given.package, given.version, given.commit)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return _until(given.app, expected, given.within)


def _until(url: str, expected: Expected, within: float) -> int:
    end = time.monotonic() + within
    told = ""
    while True:
        try:
            for line in ask_all(url, expected):
                print(f"ok      {line}")
        except NotYet as problem:
            if time.monotonic() > end:
                print(f"FAILED  {problem} (after {within:.0f} s)", file=sys.stderr)
                return 1
            if str(problem) != told:
                told = str(problem)
                print(f"waiting {told}", file=sys.stderr, flush=True)
        except Wrong as problem:
            print(f"FAILED  {problem}", file=sys.stderr)
            return 1
        else:
            return 0
        time.sleep(min(_POLL, within))
