"""Queue output bindings (functions-host.md, Queues)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from azure.core.exceptions import AzureError, ResourceNotFoundError

from .calls import OutputError
from .functions import RETURN_BINDING, Binding, Function
from .messages import encode
from .newtonsoft import indented, output_messages
from .protos import TypedData
from .storage import Storage
from .worker import Result


class QueueOutputs:
    """Writes queue outputs; `written` is told the name of the queue, to wake who listens."""

    def __init__(
        self, storage: Storage, *, base64_encoded: bool, written: Callable[[str], None]
    ) -> None:
        self._storage = storage
        self._base64 = base64_encoded
        self._written = written

    async def write(self, function: Function, result: Result) -> None:
        """Send every message of the result's queue outputs. Raises OutputError if one fails."""
        values = {output.name: output.data for output in result.outputs}
        values[RETURN_BINDING] = result.returned
        for name, binding in function.outputs.items():
            data = values.get(name)
            if binding.type == "queue" and data is not None:
                try:
                    await self._send(binding, data)
                except (AzureError, ValueError) as error:
                    raise OutputError(f"output {name}: {error}") from error

    async def _send(self, binding: Binding, data: TypedData) -> None:
        name = binding.setting("queueName")
        queue = self._storage.queue(binding.setting("connection", "AzureWebJobsStorage"), name)
        for message in _messages(data):
            content = encode(message, base64_encoded=self._base64)
            try:
                await queue.send_message(content)
            except ResourceNotFoundError:
                await queue.create_queue()
                await queue.send_message(content)
        self._written(name)


def _messages(data: TypedData) -> Iterator[str | bytes]:
    if data.kind == "bytes":
        yield data.value
    elif data.kind == "json":
        value = json.loads(data.value)
        yield from (indented(item) for item in (value if isinstance(value, list) else [value]))
    else:
        yield from output_messages(str(data.value))
