"""The lock files: how they are written, and what must hold for them."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from dev.bootstrap import node, uv
from dev.bootstrap.progress import BootstrapError

ROOT = Path(__file__).parents[1]
NPM_LOCKS = (
    Path("dev/node/package-lock.json"),
    Path("dev/bench/peers/better_auth/package-lock.json"),
)
_PEER = "dev/bench/peers/django_invitations/requirements"
_SHOWN_COMMAND = "python3 -m dev lock"
_OPTIONS = ("--universal", "--generate-hashes", "--no-emit-index-url", "-q")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def lock() -> int:
    """Bring every lock file up to date with what it is made of; returns the exit code.

    Versions that still fit stay; delete a lock file first to get the newest ones.
    """
    env = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": _SHOWN_COMMAND}
    try:
        tool = uv.find(ROOT, os.environ)
        found = node.find(ROOT, os.environ)
    except BootstrapError as error:
        print(error, file=sys.stderr)
        return 1
    if tool is None or found is None:
        missing = "Node" if tool else "uv"
        print(f"{missing} is not installed; run: python3 -m dev lock", file=sys.stderr)
        return 1
    commands = {
        output: [str(tool), "pip", "compile", *source, *_OPTIONS, "-o", output]
        for output, source in _sources().items()
    }
    for output, command in commands.items():
        if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
            return 1
        print(f"wrote {output}")
    return next((code for lock_file in NPM_LOCKS if (code := _npm(lock_file, found, env))), 0)


def _npm(lock_file: Path, found: node.Node, env: dict[str, str]) -> int:
    update = [*found.npm, "install", "--package-lock-only", "--omit-lockfile-registry-resolved"]
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    done = subprocess.run(
        [*update, *quiet],
        cwd=ROOT / lock_file.parent,
        env=env,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode == 0:
        print(f"wrote {lock_file}")
    return done.returncode


def _sources() -> dict[str, list[str]]:
    """Return for each lock file of Python what uv compiles it from."""
    ours = ["--python-version", "3.13"]
    return {
        "requirements.txt": ["pyproject.toml", *ours],
        "requirements-dev.txt": ["pyproject.toml", "--group", "dev", *ours],
        "dev/checkov/requirements.txt": ["dev/checkov/requirements.in", *ours],
        "dev/node/requirements.txt": ["dev/node/requirements.in", *ours],
        f"{_PEER}.txt": [f"{_PEER}.in", *ours],
        "dev/bootstrap/uv.txt": ["dev/bootstrap/uv.in", "--python-version", "3.9"],
    }


def problems(root: Path = ROOT) -> list[str]:
    """Return what is wrong with the lock files, a line for each; no network is needed."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    deployed = project["project"]["dependencies"]
    wanted = {
        "requirements.txt": deployed,
        "requirements-dev.txt": [*deployed, *project["dependency-groups"]["dev"]],
        "dev/checkov/requirements.txt": _lines(root / "dev/checkov/requirements.in"),
        "dev/node/requirements.txt": _lines(root / "dev/node/requirements.in"),
        f"{_PEER}.txt": _lines(root / f"{_PEER}.in"),
        "dev/bootstrap/uv.txt": _lines(root / "dev/bootstrap/uv.in"),
    }
    found = []
    for name, direct in wanted.items():
        text = (root / name).read_text(encoding="utf-8")
        found += [f"{name}: {problem}" for problem in python_problems(text, direct)]
    for lock_file in NPM_LOCKS:
        npm = json.loads((root / lock_file).read_text(encoding="utf-8"))
        text = (root / lock_file.parent / "package.json").read_text(encoding="utf-8")
        found += [f"{lock_file}: {problem}" for problem in npm_problems(npm, json.loads(text))]
    return found


def python_problems(text: str, direct: list[str]) -> list[str]:
    """Return what is wrong with a requirements file that shall lock the `direct` dependencies."""
    entries = text.replace("\\\n", " ").splitlines()
    entries = [entry for entry in entries if entry.strip() and not entry.lstrip().startswith("#")]
    locked = {_normal(entry): entry for entry in entries}
    found = [f"holds an address: {line.strip()}" for line in text.splitlines() if "://" in line]
    for name, entry in locked.items():
        if "==" not in entry or "--hash=sha256:" not in entry:
            found.append(f"{name} has no exact version with a hash")
    missing = [name for name in map(_normal, direct) if name not in locked]
    found += [f"{name} is missing; run: python3 -m dev lock" for name in missing]
    return found


def npm_problems(lock_file: dict[str, Any], manifest: dict[str, Any]) -> list[str]:
    """Return what is wrong with npm's lock file for `manifest`, a package.json."""
    packages = lock_file["packages"]
    wanted = manifest["dependencies"]
    found = [
        f"{name} is not pinned" for name, version in wanted.items() if not version[0].isdigit()
    ]
    if packages[""].get("dependencies") != wanted:
        found.append("does not match package.json; run: python3 -m dev lock")
    for path, package in packages.items():
        if "resolved" in package:
            found.append(f"{path} holds an address")
        if path and not package.get("integrity"):
            found.append(f"{path} has no hash")
    return found


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split()


def _normal(requirement: str) -> str:
    """Return the name at the start of `requirement`, normalised as PEP 503 says."""
    name = _NAME.match(requirement.strip())
    return re.sub(r"[-_.]+", "-", name.group() if name else requirement).lower()
