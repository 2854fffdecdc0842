"""Installs the peers into .dev/peers, from the registries that their makers publish in."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dev.bootstrap import node, python, uv
from dev.bootstrap.environment import fingerprint
from dev.bootstrap.machine import BIN, EXE, run
from dev.bootstrap.node import Node
from dev.bootstrap.progress import Progress

HERE = Path(__file__).parent
DJANGO = HERE / "django_invitations"
BETTER_AUTH = HERE / "better_auth"
# From here on node:sqlite needs no flag.
NODE = (22, 13)
ADVICE = """\
The peers come from the Python package index and from npm's registry: both must be reachable the
first time. Without them, measure another part alone, as in: python3 -m dev bench --only create"""


@dataclass(frozen=True)
class Installed:
    """What runs the peers: a Python with Django and gunicorn, a Node, and better-auth's folder."""

    python: Path
    node: Node
    better_auth: Path


def installed(root: Path, env: Mapping[str, str], progress: Progress) -> Installed:
    """Return the peers, installed first where they are not there yet; raises BootstrapError."""
    folder = root / ".dev" / "peers"
    folder.mkdir(parents=True, exist_ok=True)
    return Installed(
        _django(root, folder / "django", env, progress),
        found := node.provide(root, env, progress, NODE),
        _better_auth(found, folder / "better-auth", env, progress),
    )


def _django(root: Path, target: Path, env: Mapping[str, str], progress: Progress) -> Path:
    locked = DJANGO / "requirements.txt"
    own = target / BIN / f"python{EXE}"
    stamp, wanted = target / ".installed", fingerprint(locked)
    if own.exists() and stamp.is_file() and stamp.read_text() == wanted:
        return own
    tool = uv.ensure(root, env, progress)
    base = python.ensure(tool, env, progress)
    with progress.step("Installing django-invitations into .dev/peers/django"):
        made = [str(tool), "venv", "--clear", "--no-project", "--python", str(base), str(target)]
        options = ["--require-hashes", "--compile-bytecode", "--python", str(own)]
        for command in (made, [str(tool), "pip", "sync", *options, str(locked)]):
            run(
                command,
                env,
                what="Installing django-invitations",
                advice=ADVICE,
                tick=progress.tick,
                cwd=root,
            )
    stamp.write_text(wanted)
    return own


def _better_auth(found: Node, target: Path, env: Mapping[str, str], progress: Progress) -> Path:
    sources = [BETTER_AUTH / name for name in ("package.json", "package-lock.json", "server.mjs")]
    stamp, wanted = target / ".installed", fingerprint(*sources)
    if stamp.is_file() and stamp.read_text() == wanted:
        return target
    stamp.unlink(missing_ok=True)
    with progress.step("Installing better-auth into .dev/peers/better-auth"):
        target.mkdir(exist_ok=True)
        for source in sources:
            shutil.copy(source, target / source.name)
        # npm's own patience with a registry that does not answer is more than a minute.
        hasty = {
            **env,
            "npm_config_fetch_retries": "1",
            "npm_config_fetch_retry_mintimeout": "1000",
        }
        node.clean_install(
            found, target, hasty, progress, what="Installing better-auth", advice=ADVICE
        )
    stamp.write_text(wanted)
    return target
