"""Running invocations: what is under way, and what a result sets off."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol

from .functions import Function
from .protos import TypedData
from .worker import Result, Worker


class OutputError(Exception):
    """An output binding could not be written, which fails the invocation."""


class Outputs(Protocol):
    """Writes what a function gave to its output bindings."""

    async def write(self, function: Function, result: Result) -> None:
        """Write the outputs. Raises OutputError if one of them fails."""


class NoOutputs:
    """For apps without output bindings."""

    async def write(self, function: Function, result: Result) -> None:
        """Do nothing."""


class Calls:
    """Runs functions and knows which of them are still running."""

    def __init__(self, worker: Worker, outputs: Outputs) -> None:
        self._worker = worker
        self._outputs = outputs
        self._running: set[asyncio.Task[Any]] = set()

    def start[T](self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start `work` at once and return its task, which may be done already.

        The task does not end with the request or the loop that started it.
        """
        task = asyncio.Task(work, loop=asyncio.get_running_loop(), eager_start=True)
        if not task.done():
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return task

    async def run(
        self,
        function: Function,
        trigger: TypedData,
        metadata: dict[str, TypedData] | None = None,
        trace: tuple[str, str] = ("", ""),
    ) -> Result:
        """Invoke the function, write its outputs after success only, and return its result.

        Raises InvocationError if the function raised, OutputError if an output failed.
        """
        result = await self._worker.invoke(function, trigger, metadata, trace)
        if function.outputs:
            await self._outputs.write(function, result)
        return result

    async def drain(self, grace: float) -> int:
        """Wait up to `grace` seconds for what runs, cancel the rest and return its number."""
        if not self._running:
            return 0
        _, late = await asyncio.wait(set(self._running), timeout=grace)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1)
        return len(late)
