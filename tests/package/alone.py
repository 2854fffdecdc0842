"""Runs a script in a Python that sees the unpacked package and the standard library only."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from dev.bootstrap.machine import child_environment
from dev.package.build import SITE
from dev.parts import ROOT

_TIMEOUT = 60


def run(script: Path, app: Path, given: Any) -> Any:
    """Run the script with `given` on stdin; return what it prints, both as JSON."""
    command = [sys.executable, "-S", "-P", str(script), str(app), str(app / SITE)]
    done = subprocess.run(
        command,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=_TIMEOUT,
        check=False,
        env=child_environment(os.environ, ROOT),
        cwd=app,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
