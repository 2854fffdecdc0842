"""Microsoft's Python worker library, driven in this process.

Only names of its `__all__` are used, and none that exists in one release alone
(functions-host.md, "The Python worker").
"""

from __future__ import annotations

import logging
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import azure_functions_runtime as runtime

from . import protos
from .functions import Function, HostError, parse_function
from .protos import ParameterBinding, TypedData

log = logging.getLogger(__name__)

_PROPERTIES = {"host": "127.0.0.1", "protos": protos}
_NO_RETRY = SimpleNamespace(retry_count=0, max_retry_count=0, exception=None)


class InvocationError(Exception):
    """The function raised; the message is its exception and stack trace."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a function that did not raise gave back."""

    returned: TypedData | None
    outputs: list[ParameterBinding] | tuple[ParameterBinding, ...]


class _Request:
    """The envelope of one request to the worker."""

    __slots__ = ("properties", "request")

    def __init__(self, **verb: Any) -> None:
        self.request = SimpleNamespace(**verb)
        self.properties = _PROPERTIES


class _Trace:
    """An RpcTraceContext."""

    __slots__ = ("attributes", "trace_parent", "trace_state")

    def __init__(self, trace_parent: str, trace_state: str) -> None:
        self.trace_parent = trace_parent or f"00-{os.urandom(16).hex()}-{os.urandom(8).hex()}-00"
        self.trace_state = trace_state
        self.attributes: dict[str, str] = {}


class Worker:
    """The app in `app_dir`, imported and ready to be called."""

    def __init__(self, app_dir: Path) -> None:
        self._app_dir = app_dir
        self._imported: list[str] = []

    async def start(self) -> list[Function]:
        """Import the app and return its functions, sorted by name, ignoring case.

        The order is the order in which routes are tried (functions-host.md, HTTP).
        Raises HostError with the worker's explanation if the app cannot be indexed.
        """
        before = set(sys.modules)
        sys.path.insert(0, str(self._app_dir))
        runtime.start_threadpool_executor()
        init = SimpleNamespace(capabilities={}, function_app_directory=str(self._app_dir))
        answer = await runtime.worker_init_request(_Request(worker_init_request=init))
        self._imported = [name for name in set(sys.modules) - before if self._is_app(name)]
        if answer.result.status != protos.StatusResult.Success:
            failure = answer.result.exception
            raise HostError(f"{failure.message}\n{failure.stack_trace}")
        found = await runtime.functions_metadata_request(_Request())
        if not found.function_metadata_results:
            raise HostError(f"No functions found in {self._app_dir / 'function_app.py'}")
        functions = [
            parse_function(item.name, item.function_id, item.raw_bindings)
            for item in found.function_metadata_results
        ]
        return sorted(functions, key=lambda function: function.name.lower())

    async def invoke(
        self,
        function: Function,
        trigger: TypedData,
        metadata: dict[str, TypedData] | None = None,
        trace: tuple[str, str] = ("", ""),
    ) -> Result:
        """Run the function once and return its result. Raises InvocationError if it raised."""
        started = time.perf_counter()
        invocation = SimpleNamespace(
            invocation_id=str(uuid4()),
            function_id=function.id,
            input_data=(ParameterBinding(function.trigger.name, trigger),),
            trigger_metadata=metadata,
            trace_context=_Trace(*trace),
            retry_context=_NO_RETRY,
        )
        answer = await runtime.invocation_request(_Request(invocation_request=invocation))
        if log.isEnabledFor(logging.DEBUG):
            elapsed = (time.perf_counter() - started) * 1000
            log.debug("%s %s %.1f ms", function.name, invocation.invocation_id, elapsed)
        if answer.result.status != protos.StatusResult.Success:
            failure = answer.result.exception
            raise InvocationError(failure.stack_trace or failure.message)
        return Result(answer.return_value, answer.output_data)

    def stop(self) -> None:
        """Forget the app's modules and end the threads of sync functions without waiting."""
        executor = runtime.get_threadpool_executor()
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)
        for name in self._imported:
            sys.modules.pop(name, None)
        if str(self._app_dir) in sys.path:
            sys.path.remove(str(self._app_dir))

    def _is_app(self, name: str) -> bool:
        path = getattr(sys.modules.get(name), "__file__", None)
        if not path or name.partition(".")[0] == "dev":
            return False
        return Path(path).is_relative_to(self._app_dir) and not Path(path).is_relative_to(
            sys.prefix
        )
