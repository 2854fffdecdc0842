"""Azurite and the simulator, for hosts that come and go beside them."""

import dataclasses
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev import parts
from dev.children import Child
from dev.keys import Keys
from dev.parts import ROOT, Options, Part
from dev.ports import Ports
from dev.settings import app_settings

APPS = Path(__file__).with_name("apps")
# Finer than a child's own: what is measured is a few hundred milliseconds.
_POLL = 0.001


@dataclass(frozen=True)
class Surroundings:
    """Where outer services are; makes hosts that use them."""

    folder: Path
    ports: Ports
    keys: Keys
    storage: Child
    simulator: Child

    def host(
        self, name: str, app: Path, *, port: int = 0, settings: Mapping[str, str] | None = None
    ) -> "Hosted":
        """Return `python -m dev.host` for an app, not started; port 0 is any free one.

        People sign in to the one on `ports.app` alone, whose address the simulator knows.
        """
        options = self._options(name, app, port or Ports.free().app)
        keys_file = options.folder / "keys.json"
        self.keys.write_host_file(keys_file)
        usual = app_settings(
            options.ports, ca_file=self.folder / "ca.pem", session_keys=self.keys.session
        )
        part = parts.host(options, usual | dict(settings or {}), keys_file)
        return Hosted(part, options.ports.app)

    def web_host(
        self, name: str, app: Path, *, port: int = 0, settings: Mapping[str, str] | None = None
    ) -> "Hosted":
        """Return a host that serves HTTP and leaves queues to others, as Flex Consumption does."""
        whole = self.host(name, app, port=port, settings=settings)
        model = whole.part.child
        command = [sys.executable, "-m", "dev.bench.web_host"]
        command += ["--app", str(app), "--port", str(whole.port)]
        child = Child(model.name, command, env=model.env, cwd=ROOT, log=model.log)
        return Hosted(Part(child, lambda: parts.LISTENING in child.output()), whole.port)

    def _options(self, name: str, app: Path, port: int) -> Options:
        return Options(
            folder=self.folder / name, ports=dataclasses.replace(self.ports, app=port), app=app
        )


@dataclass(frozen=True)
class Hosted:
    """An app on its host."""

    part: Part
    port: int

    @property
    def url(self) -> str:
        """Where the app answers, without a slash at the end."""
        return f"http://localhost:{self.port}"

    @contextmanager
    def running(self) -> Iterator[str]:
        """Start the host, give its URL as soon as it serves, and end it."""
        child = self.part.child
        child.start()
        try:
            child.wait_ready(self.part.ready, pause=lambda _: time.sleep(_POLL))
            yield self.url
        finally:
            child.stop()


@contextmanager
def surroundings(folder: Path) -> Iterator[Surroundings]:
    """Run Azurite, all in memory, and the simulator until the block ends.

    Raises ChildError or BootstrapError when one of them cannot be started.
    """
    options = Options(folder=folder)
    keys = Keys.kept(folder)
    redirect_uri = f"http://localhost:{options.ports.app}/api/RedeemInvitation"
    storage = parts.storage(options)
    simulator = parts.simulator(options, folder / "ca.pem", [redirect_uri], events_url="")
    services = [storage, simulator]
    try:
        for part in services:
            part.child.start()
        for part in services:
            part.child.wait_ready(part.ready)
        yield Surroundings(folder, options.ports, keys, storage.child, simulator.child)
    finally:
        for part in services:
            part.child.stop()
