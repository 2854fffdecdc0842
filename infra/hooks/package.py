"""azd's hook before deploying: makes the package and puts it where azure.yaml says."""

import pathlib
import subprocess
import sys

FOLDER = pathlib.Path("dist", "azd")
PACKAGE = FOLDER.parent / "app.zip"


def main() -> int:
    """Make it anew."""
    for old in FOLDER.glob("*.zip"):
        old.unlink()
    subprocess.run([sys.executable, "-m", "dev", "package", "--to", str(FOLDER)], check=True)
    (made,) = FOLDER.glob("*.zip")
    made.replace(PACKAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
