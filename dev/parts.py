"""The three processes of the local environment: how each is started, and when it serves."""

import os
import sys
import sysconfig
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dev import azurite
from dev.bootstrap import node
from dev.bootstrap.machine import child_environment
from dev.children import Child
from dev.func import func_command, func_environment, func_ready
from dev.ports import Ports

ROOT = Path(__file__).parents[1]
LISTENING = "Listening on "
# Serves another folder in place of the tree, such as an unpacked package.
APP_VARIABLE = "SERVED_APP"
_SERVING = ROOT / "dev" / "package" / "serving.py"
# A developer's own settings for a real account must not reach the local app.
_FOREIGN = ("AZUREWEBJOBS", "AZURE_", "IDENTITY_", "MSI_")


@dataclass(frozen=True)
class Options:
    """How a stack runs; what is not given is what `python3 -m dev up` does."""

    folder: Path
    """Holds the keys, the CA and the logs; no two stacks share one."""
    ports: Ports = field(default_factory=Ports.free)
    data: Path | None = None
    """Keeps the state of Azurite and the simulator; None keeps it in memory."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Overrides of the app's settings; also AzureFunctionsJobHost__... for host.json."""
    queue_lease: int | None = None
    """Seconds for which a received message stays hidden (`dev.host --queue-lease`)."""
    func: bool = False
    """Run the app under Core Tools' func in place of dev.host."""
    app: Path = field(default_factory=lambda: Path(os.environ.get(APP_VARIABLE) or ROOT))
    """The folder of the app: the tree unless SERVED_APP names another one."""


@dataclass(frozen=True)
class Part:
    """A child process and the question whether it serves."""

    child: Child
    ready: Callable[[], bool]


def storage(options: Options) -> Part:
    """Return Azurite, not started; raises BootstrapError when it is not installed."""
    env = _environment()
    kept = options.data and options.data / "azurite"
    command = azurite.command(node.installed(ROOT, env), node.modules(ROOT), options.ports, kept)
    options.folder.mkdir(parents=True, exist_ok=True)
    child = _child("Azurite", command, env, options, cwd=options.folder)
    return Part(child, lambda: azurite.serves(options.ports))


def simulator(
    options: Options, ca_file: Path, redirect_uris: Iterable[str], events_url: str
) -> Part:
    """Return the simulator, not started; it will write its CA's certificate to `ca_file`."""
    command = [sys.executable, "-m", "dev.simulator"]
    command += ["--port", str(options.ports.simulator), "--tls-port", str(options.ports.tls)]
    command += ["--ca-file", str(ca_file), "--events-url", events_url]
    for redirect_uri in redirect_uris:
        command += ["--redirect-uri", redirect_uri]
    if options.data is not None:
        command += ["--data", str(options.data / "simulator")]
    return _announcing(_child("the simulator", command, _environment(), options))


def host(options: Options, settings: Mapping[str, str], keys_file: Path) -> Part:
    """Return the app on its host, not started.

    Raises ChildError when it shall run under func and func is not installed.
    """
    env = _environment()
    if options.func:
        command = func_command(env, options.ports.app)
        env |= func_environment(env, settings)
        child = _child("func", command, env, options, cwd=options.app)
        return Part(child, lambda: func_ready(options.ports.app))
    command = [*_host_command(options.app), "--app", str(options.app)]
    command += ["--port", str(options.ports.app), "--enable-auth", "--keys", str(keys_file)]
    if options.queue_lease is not None:
        command += ["--queue-lease", str(options.queue_lease)]
    return _announcing(_child("the host", command, env | dict(settings), options))


def _host_command(app: Path) -> list[str]:
    """Return how the local host is started; a package brings its own libraries."""
    if (app / ".python_packages").is_dir():
        return [sys.executable, "-S", "-P", str(_SERVING), sysconfig.get_path("purelib")]
    return [sys.executable, "-m", "dev.host"]


def _child(
    name: str, command: list[str], env: Mapping[str, str], options: Options, cwd: Path = ROOT
) -> Child:
    log = options.folder / "logs" / f"{name.removeprefix('the ').lower()}.log"
    return Child(name, command, env=env, cwd=cwd, log=log)


def _announcing(child: Child) -> Part:
    def ready() -> bool:
        return any(line.startswith(LISTENING) for line in child.output().splitlines())

    return Part(child, ready)


def _environment() -> dict[str, str]:
    env = child_environment(os.environ, ROOT)
    env = {name: value for name, value in env.items() if not name.upper().startswith(_FOREIGN)}
    # A proxy of the machine must not see what stays on the loopback.
    excepted = filter(None, [env.get("NO_PROXY", env.get("no_proxy")), "localhost,127.0.0.1"])
    local = ",".join(excepted)
    return {**env, "NO_PROXY": local, "no_proxy": local, "PYTHONUNBUFFERED": "1"}
