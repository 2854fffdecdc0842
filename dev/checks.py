"""`python3 -m dev check`, `python3 -m dev test` and `python3 -m dev audit dependencies`."""

import os
import subprocess
import sys
import time
from pathlib import Path

from dev import locks
from dev.bootstrap.machine import WINDOWS

ROOT = Path(__file__).parents[1]
# Much of a whole run is waiting for processes. A file stays together, to share what it starts;
# in the order of their names, those with few long tests do not come last and alone.
SIDE_BY_SIDE = ["--numprocesses", "3", "--dist", "loadfile", "--no-loadscope-reorder"]


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


# Offline, for the same answer everywhere; pedantic, for these files are few.
ZIZMOR = [_tool("zizmor"), "--offline", "--no-progress", "--persona", "pedantic", ".github"]
# The schema's patterns are not all ECMAScript's, which is tried otherwise.
_PIPELINE = ["--regex-variant", "python", "docs/azure-pipelines.yml"]


def test(arguments: list[str]) -> int:
    """Run pytest on the whole project, or with `arguments` alone; returns its exit code."""
    command = [sys.executable, "-m", "pytest", *(arguments or SIDE_BY_SIDE)]
    os.chdir(ROOT)
    if not WINDOWS:
        # In place of this process, so that Ctrl-C reaches pytest alone and it can clean up.
        os.execv(command[0], command)  # noqa: S606 - the project's own Python
    return subprocess.call(command)


def check() -> int:
    """Run every check, print a line for each, and return 1 when one of them fails."""
    python = [sys.executable, "-m"]
    schema = [*python, "check_jsonschema", "--builtin-schema"]
    workflows = sorted(str(path) for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    commands = {
        "style (ruff check)": [*python, "ruff", "check", "."],
        "layout (ruff format)": [*python, "ruff", "format", "--check", "."],
        "types (mypy)": [*python, "mypy"],
        "imports (lint-imports)": [_tool("lint-imports")],
        "translations": [*python, "dev.catalogues", "check"],
        "settings page": [*python, "dev.settings_page", "check"],
        "refusals page": [*python, "dev.refusals_page", "check"],
        "workflows (zizmor)": ZIZMOR,
        "workflows (schema)": [*schema, "vendor.github-workflows", *workflows],
        "pipeline (schema)": [*schema, "vendor.azure-pipelines", *_PIPELINE],
        "updates (schema)": [*schema, "vendor.dependabot", ".github/dependabot.yml"],
        "workbook": [*python, "dev.workbook", "check"],
    }
    failed = [name for name, command in commands.items() if not _passes(name, command)]
    start = time.monotonic()
    problems = locks.problems()
    _report("lock files", not problems, time.monotonic() - start, "\n".join(problems))
    return 1 if failed or problems else 0


def audit() -> int:
    """Look for known vulnerabilities, which needs the network; return 1 when there are any."""
    # Strict: a package that could not be looked up is a finding. No pip: all is locked with hashes.
    options = ["--strict", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    command = [_tool("pip-audit"), *options, "-r", "requirements.txt"]
    return 0 if _passes("dependencies (pip-audit)", command) else 1


def _passes(name: str, command: list[str]) -> bool:
    start = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    _report(name, done.returncode == 0, time.monotonic() - start, done.stdout)
    return done.returncode == 0


def _report(name: str, passed: bool, seconds: float, output: str) -> None:
    print(f"{name:<24} {'ok' if passed else 'FAILED':<6} {seconds:5.1f} s", flush=True)
    if not passed:
        print(output.rstrip(), flush=True)
