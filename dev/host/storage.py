"""Queue storage clients. Imported only for an app that has a queue binding."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from typing import Any

from azure.core.credentials_async import AsyncTokenCredential
from azure.storage.queue.aio import QueueClient, QueueServiceClient

from .functions import HostError

# Two seconds between tries: enough for a restart of the storage, short enough for a person.
_RETRY: dict[str, Any] = {"retry_total": 3, "initial_backoff": 1, "increment_base": 1}


class Storage:
    """Opens queues by the name of a connection setting, once each."""

    def __init__(self) -> None:
        self._services: dict[str, QueueServiceClient] = {}
        self._queues: dict[tuple[str, str], QueueClient] = {}
        self._open = AsyncExitStack()

    def queue(self, connection: str, name: str) -> QueueClient:
        """Return a client of the queue that takes and gives the stored content as it is.

        Raises HostError if the environment does not say where the storage is.
        """
        key = connection, name
        if key not in self._queues:
            if connection not in self._services:
                self._services[connection] = self._connect(connection)
            self._queues[key] = self._services[connection].get_queue_client(name)
        return self._queues[key]

    async def close(self) -> None:
        """Close every connection."""
        await self._open.aclose()

    def _connect(self, connection: str) -> QueueServiceClient:
        for prefix in (connection, f"AzureWebJobs{connection}"):
            if text := os.environ.get(prefix):
                service = QueueServiceClient.from_connection_string(text, **_RETRY)
                break
            if url := _service_url(prefix):
                credential = self._identity(os.environ.get(f"{prefix}__clientId"))
                service = QueueServiceClient(url, credential, **_RETRY)
                break
        else:
            raise HostError(
                f"No storage for the queues: set the environment variable {connection} to a "
                f"connection string, or {connection}__accountName"
            )
        self._open.push_async_callback(service.close)
        return service

    def _identity(self, client_id: str | None) -> AsyncTokenCredential:
        from azure.identity.aio import DefaultAzureCredential

        credential = DefaultAzureCredential(managed_identity_client_id=client_id)
        self._open.push_async_callback(credential.close)
        return credential


def _service_url(prefix: str) -> str:
    """Return the queue service that identity-based settings name (facts.md section 11)."""
    if url := os.environ.get(f"{prefix}__queueServiceUri"):
        return url
    account = os.environ.get(f"{prefix}__accountName")
    return f"https://{account}.queue.core.windows.net" if account else ""
