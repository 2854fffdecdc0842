"""The workflows: what the checks find when one is spoilt, and commands that exist."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dev import checks
from dev.cli import parse
from dev.parts import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PIPELINE = ROOT / "docs" / "azure-pipelines.yml"
SCHEMA = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "told"),
    [
        ("ci.yml", r"checkout@\w{40} # v[\d.]+", "checkout@main", "unpinned-uses"),
        ("ci.yml", "        with:\n          persist-credentials: false\n", "", "artipacked"),
        ("ci.yml", r"permissions: \{\}", "permissions: write-all", "excessive-permissions"),
        ("ci.yml", "  pull_request:", "  pull_request_target:", "dangerous-triggers"),
        ("deploy-to.yml", r'\$APP"', "${{ inputs.environment }}", "template-injection"),
        ("deploy.yml", r"concurrency:\n  group.*\n.*", "", "concurrency-limits"),
    ],
)
def test_what_is_unsafe_is_found(
    tmp_path: Path, file: str, right: str, wrong: str, told: str
) -> None:
    spoilt = tmp_path / ".github" / "workflows"
    shutil.copytree(ROOT / ".github" / "workflows", spoilt)
    text = (spoilt / file).read_text(encoding="utf-8")
    (spoilt / file).write_text(re.sub(right, wrong, text, count=1), encoding="utf-8")
    done = subprocess.run(checks.ZIZMOR, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert told in done.stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("runs-on:", "runs-one:"), ("timeout-minutes: 40", "timeout-minutes: soon")],
)
def test_what_is_no_workflow_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    file = tmp_path / "ci.yml"
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert subprocess.run([*SCHEMA, str(file)], capture_output=True, check=False).returncode


@pytest.mark.parametrize("file", [*WORKFLOWS, PIPELINE], ids=lambda file: file.name)
def test_each_command_of_the_project_exists(file: Path) -> None:
    lines = re.findall(r"python3 -m dev (.*)", file.read_text(encoding="utf-8"))
    assert lines or file.name == "deploy.yml"
    for line in lines:
        assert parse(shlex.split(line)).command == line.split()[0]


def test_production_gets_the_package_that_staging_had() -> None:
    """Both are deployed by the same steps, from the same run; what is built is built once."""
    text = (ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")
    staging, production = text.partition("  production:\n")[::2]
    staging = staging.partition("  staging:\n")[2]
    assert "needs: staging" in production
    assert "needs.staging.result == 'success'" in production
    for job in (staging, production):
        assert "uses: $/.github/workflows/deploy-to.yml" in job
        assert "run: ${{ inputs.run }}" in job
    assert text.count("python3 -m dev package") == 1


def test_no_secret_is_asked_for() -> None:
    for file in WORKFLOWS:
        assert "secrets." not in file.read_text(encoding="utf-8"), file.name
