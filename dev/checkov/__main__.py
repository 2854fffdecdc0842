"""Scans infra/ and says what was found."""

import sys
import time
from pathlib import Path

from dev.bootstrap import scanner
from dev.bootstrap.progress import BootstrapError
from dev.checkov.scanning import scan

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Return 0, or 1 where something was found."""
    start = time.monotonic()
    try:
        python = scanner.installed(ROOT)
    except BootstrapError as error:
        print(error, file=sys.stderr)
        return 1
    found = scan(python, ROOT / "infra", ROOT / ".dev" / "checkov-copy")
    print("\n".join(found.problems), end="\n" if found.problems else "")
    seconds = time.monotonic() - start
    print(
        f"checkov: {found.files} files, {found.passed} checks passed, {found.skipped} left out "
        f"with a reason, {len(found.problems)} problems, {seconds:.1f} s"
    )
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
