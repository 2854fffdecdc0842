"""The local host for an app's HTTP functions alone.

On Flex Consumption queue functions run on instances of their own (facts.md section 11); what is
measured here must not compete with the work that it sets off.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from dev.host import Options, run

_NEVER = 10**9


def main(argv: list[str]) -> None:
    """Serve until a signal comes."""
    parser = argparse.ArgumentParser(prog="python -m dev.bench.web_host", description=__doc__)
    parser.add_argument("--app", type=Path, required=True, help="folder with function_app.py")
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args(argv)
    os.chdir(given.app)
    asyncio.run(run(Options(given.app, given.port, listener_delay=_NEVER)))


if __name__ == "__main__":
    main(sys.argv[1:])
