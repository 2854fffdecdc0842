"""What all measurements share: how thorough to be, what is told meanwhile, what runs beside."""

import sys
import time
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from dev.bench.surroundings import Surroundings, surroundings


class Run:
    """One run of `bench`; its folder and all that it started go away with it."""

    def __init__(self, *, quick: bool) -> None:
        self.quick = quick
        self._started = time.monotonic()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @cached_property
    def folder(self) -> Path:
        """A folder for keys and logs."""
        return Path(self._open.enter_context(TemporaryDirectory(prefix="bench-")))

    @cached_property
    def around(self) -> Surroundings:
        """Azurite and the simulator, started when first asked for."""
        self.tell("starting Azurite and the simulator")
        return self._open.enter_context(surroundings(self.folder / "around"))

    def tell(self, text: str) -> None:
        """Print a line of progress, beside the table on stdout."""
        seconds = time.monotonic() - self._started
        print(f"[{seconds:5.1f} s] {text}", file=sys.stderr, flush=True)
