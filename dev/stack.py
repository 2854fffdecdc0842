"""The whole local environment as one context manager: Azurite, the simulator and the host."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from dev import parts
from dev.children import Child
from dev.keys import Keys
from dev.parts import Options, Part
from dev.settings import app_settings, connection_string


class Stack:
    """Starts everything on entering and ends everything on leaving.

    Raises ChildError on entering when a part cannot be started, with what did start ended again.
    """

    def __init__(self, options: Options, *, pause: Callable[[float], None] = time.sleep) -> None:
        """Prepare what `options` say; `pause` waits some seconds, and may raise to give up."""
        self.options = options
        self.keys = Keys.kept(options.folder)
        self.ca_file = options.folder / "ca.pem"
        self.settings = {
            **app_settings(options.ports, ca_file=self.ca_file, session_keys=self.keys.session),
            **options.settings,
        }
        keys_file = options.folder / "keys.json"
        self.keys.write_host_file(keys_file)
        self._pause = pause
        self._storage = parts.storage(options)
        paths = ("RedeemInvitation", "Consent", "ManageInvitations/SignedIn")
        redirect_uris = [f"{self.app_url}/api/{path}" for path in paths]
        webhook = f"{self.app_url}/runtime/webhooks/eventgrid?functionName=DeliveryReports"
        events_url = f"{webhook}&code={self.keys.events}"
        self._simulator = parts.simulator(options, self.ca_file, redirect_uris, events_url)
        self._host = parts.host(options, self.settings, keys_file)

    @property
    def app_url(self) -> str:
        """Where the app answers, without a slash at the end."""
        return f"http://localhost:{self.options.ports.app}"

    @property
    def console_url(self) -> str:
        """Where inviters go."""
        return f"{self.app_url}/api/ManageInvitations"

    @property
    def simulator_url(self) -> str:
        """Where the simulator answers, without a slash at the end."""
        return f"http://localhost:{self.options.ports.simulator}"

    @property
    def connection_string(self) -> str:
        """The storage connection string."""
        return connection_string(self.options.ports)

    @property
    def host(self) -> Child:
        """The process that runs the app."""
        return self._host.child

    @property
    def simulator(self) -> Child:
        """The process that is Graph, Entra, the managed identity and ACS Email."""
        return self._simulator.child

    @property
    def storage(self) -> Child:
        """The process that is the tables and queues."""
        return self._storage.child

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start all parts and return when each of them serves."""
        self.storage.start()
        self.simulator.start()
        # A host that finds no storage waits longer from try to try than Azurite takes to start.
        self._wait(self._storage)
        self.host.start()
        self._wait(self._simulator)
        self._wait(self._host)

    def stop(self) -> None:
        """End all parts, the host first: ask all of them, then wait, then use force."""
        for part in reversed(self._parts):
            part.child.terminate()
        for part in reversed(self._parts):
            part.child.stop()

    def check(self) -> None:
        """Raise ChildError when a part has ended by itself."""
        for part in self._parts:
            part.child.check()

    def kill_host(self) -> None:
        """End the host with SIGKILL, as a crash would."""
        self.host.kill()

    def start_host(self) -> None:
        """Start the host after it was ended, and return when it serves."""
        self.host.start()
        self._wait(self._host)

    def restart_host(self) -> None:
        """End the host in order, and start it again."""
        self.host.stop()
        self.start_host()

    def stop_storage(self) -> None:
        """End Azurite in order, so that kept data is written; calls to it are refused."""
        self.storage.stop()

    def start_storage(self) -> None:
        """Start Azurite again, on the same ports and the same data."""
        self.storage.start()
        self._wait(self._storage)

    @property
    def _parts(self) -> tuple[Part, Part, Part]:
        return self._storage, self._simulator, self._host

    def _wait(self, part: Part) -> None:
        def ready() -> bool:
            # Another part that has ended may be why this one never serves.
            self.check()
            return part.ready()

        part.child.wait_ready(ready, pause=self._pause)


__all__ = ["Options", "Stack"]
