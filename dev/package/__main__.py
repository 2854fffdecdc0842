"""Makes the package and says what it became."""

import argparse
import hashlib
import os
import sys
import time
from pathlib import Path

from dev.package import identity, options
from dev.package.build import Package, build
from dev.package.errors import NotPackaged

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".dev" / "package"


def main(argv: list[str]) -> int:
    """Make the package; returns 0, or 1 when it could not be made."""
    given = _parser().parse_args(argv)
    started = time.monotonic()

    def tell(text: str) -> None:
        print(f"[{time.monotonic() - started:5.1f} s] {text}", file=sys.stderr, flush=True)

    try:
        known = identity.of(ROOT, os.environ)
        made = build(ROOT, given.to, known, CACHE, fresh=given.fresh, tell=tell)
    except (NotPackaged, OSError) as error:
        print(f"No package was made. {error}", file=sys.stderr)
        return 1
    print(_told(made, known))
    return 0


def _told(made: Package, known: identity.Identity) -> str:
    megabytes = made.file.stat().st_size / 1e6
    digest = hashlib.sha256(made.file.read_bytes()).hexdigest()
    return (
        f"{made.file}  {megabytes:.1f} MB, version {known.version}, commit {known.commit}\n"
        f"sha256 {digest}\n{made.bill}  its bill of materials"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m dev package",
        description="Makes the zip that is deployed, and its bill of materials.",
        epilog=f"example: python3 -m dev {options.EXAMPLE}",
    )
    options.add(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
