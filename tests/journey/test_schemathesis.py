"""Schemathesis holds the running app to its own document: every operation, both ways in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev.parts import ROOT
from tests.journey.inviting import system_token
from tests.journey.system import System

SECONDS = int(os.environ.get("SCHEMATHESIS_SECONDS", "60"))
START = 180  # seconds for the stack, and for requests that are under way at the end
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


@pytest.mark.timeout(SECONDS + START)
def test_the_app_does_what_its_document_says(system: System, tmp_path: Path) -> None:
    """Run all phases for a while; the same seed makes the same requests."""
    command = [
        str(Path(sys.executable).with_name("st")),
        f"--config-file={CONFIGURATION}",
        "run",
        f"{system.stack.app_url}/api/openapi.json",
        f"--header=x-functions-key: {system.stack.keys.host}",
        f"--header=Authorization: Bearer {system_token(system)}",
        "--continue-on-failure",
        f"--max-time={SECONDS}",
        "--seed=1",
        "--generation-database=none",
        "--no-color",
    ]
    own = {
        "SCHEMATHESIS_HOOKS": "tests.journey.schemathesis_hooks",
        "PYTHONPATH": str(ROOT),
        "NO_PROXY": "*",
    }
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
