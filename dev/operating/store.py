"""The app's own stores and queues, from an operator's machine: by connection string or sign-in."""

import os
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol, Self, cast

from shared.clients import Clients
from shared.operating_services import OperatingServices
from shared.settings import Settings, StorageSettings

if TYPE_CHECKING:
    from azure.core.credentials_async import AsyncTokenCredential
    from azure.storage.queue.aio import QueueClient, QueueServiceClient

    from shared.outer.queues import TaskQueueClient
    from shared.outer.tables import Table

CONNECTION = "AzureWebJobsStorage"


class _Closing(Protocol):
    async def close(self) -> None: ...


class NoStorage(Exception):
    """Nobody said which storage account."""


class _Clients(Clients):
    """Signs in as whoever is signed in to the Azure CLI, not as the app; closes what it made."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._made: list[_Closing] = []

    def identity(self, client_id: str = "") -> "AsyncTokenCredential":  # noqa: ARG002 - as there
        from azure.identity.aio import AzureCliCredential

        return self._kept(AzureCliCredential())

    def table(self, name: str) -> "Table":
        return self._kept(super().table(name))

    def queue(self, name: str) -> "QueueClient":
        return self._kept(super().queue(name))

    def queue_service(self) -> "QueueServiceClient":
        return self._kept(super().queue_service())

    async def close(self) -> None:
        """Close the connections."""
        for one in reversed(self._made):
            await one.close()

    def _kept[T: _Closing](self, made: T) -> T:
        self._made.append(made)
        return made


class Store(OperatingServices):
    """As much of the app's services as storage alone has."""

    def __init__(self, connection: str, account: str) -> None:
        """Take a connection string or the name of an account; raise NoStorage without either."""
        storage = _storage(connection, account)
        # The list's continuations are sealed with a key; here nobody asks for a second page.
        from cryptography.fernet import Fernet

        found: Any = SimpleNamespace(
            storage=storage, session_keys=(Fernet.generate_key().decode(),), webhook_url=""
        )
        self.settings = cast("Settings", found)
        self._clients = _Clients(self.settings)
        self.clients = self._clients

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._clients.close()

    @cached_property
    def queues(self) -> "QueueServiceClient":
        """Return all queues."""
        return self.clients.queue_service()

    def tasks(self, queue: str) -> "TaskQueueClient":
        """Return a queue of the app's tasks."""
        from shared.outer.queues import TaskQueueClient

        return TaskQueueClient(self.clients.queue(queue))


def _storage(connection: str, account: str) -> StorageSettings:
    if not (connection or account):
        connection = os.environ.get(CONNECTION, "")
        account = os.environ.get(f"{CONNECTION}__accountName", "")
    if connection:
        return StorageSettings(connection, "", "", "")
    if not account:
        raise NoStorage(f"Give --account or --connection, or set {CONNECTION}.")
    tables, queues = (f"https://{account}.{kind}.core.windows.net" for kind in ("table", "queue"))
    return StorageSettings("", tables, queues, "")
