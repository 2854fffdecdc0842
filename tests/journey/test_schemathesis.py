"""Schemathesis holds the running app to its own document: every operation, all checks.

With the function key and, where a token is asked for, a system's or an admin's.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev.parts import ROOT
from dev.simulator import defaults
from tests.journey.inviting import person_token, system_token
from tests.journey.person import Person
from tests.journey.system import System

SECONDS = int(os.environ.get("SCHEMATHESIS_SECONDS", "30"))
CALLER = os.environ.get("SCHEMATHESIS_TOKEN", "system")
START = 180  # seconds for the stack, and for requests that are under way at the end
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


@pytest.mark.timeout(SECONDS + START)
def test_the_app_does_what_its_document_says(
    system: System, person: Person, tmp_path: Path
) -> None:
    """Run all phases for a while; the same seed makes the same requests.

    Its report is this test's output: shown where it fails, and with `-s`.
    """
    token, name = _system(system) if CALLER == "system" else _admin(person)
    command = [
        str(Path(sys.executable).with_name("st")),
        f"--config-file={CONFIGURATION}",
        "run",
        f"{system.stack.app_url}/api/openapi.json",
        f"--header=x-functions-key: {system.stack.keys.host}",
        f"--header=Authorization: Bearer {token}",
        "--continue-on-failure",
        f"--max-time={SECONDS}",
        "--seed=1",
        "--generation-database=none",
        "--no-color",
    ]
    own = {
        "SCHEMATHESIS_HOOKS": "tests.journey.schemathesis_hooks",
        "SCHEMATHESIS_CALLER": name,
        "PYTHONPATH": str(ROOT),
        "NO_PROXY": "*",
    }
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | own, check=False)
    assert done.returncode == 0


def _system(system: System) -> tuple[str, str]:
    """Return the token of a system, and as whom it acts."""
    return system_token(system), defaults.DAEMON_CLIENT_ID


def _admin(person: Person) -> tuple[str, str]:
    return person_token(person, defaults.ADMIN), defaults.ADMIN
