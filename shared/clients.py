"""The clients under the services: storage and identity, from the settings.

Making one imports its SDK.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from shared.settings import Settings
from shared.telemetry import names

if TYPE_CHECKING:
    from azure.core.credentials_async import AsyncTokenCredential
    from azure.data.tables.aio import TableServiceClient
    from azure.storage.queue.aio import QueueClient, QueueServiceClient

    from shared.outer.entra_sign_in import EntraSignIn
    from shared.outer.graph_reader import GraphReader
    from shared.outer.tables import Table


class Clients:
    """Makes clients; each call makes another one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def graph(self, timeout: float, most: int = 1000) -> "GraphReader":
        """Return a reader of small answers of Graph."""
        from shared.outer.graph_reader import GraphReader

        return GraphReader(self._settings.graph_url, self.identity(), timeout=timeout, most=most)

    def identity(self, client_id: str = "") -> "AsyncTokenCredential":
        """Return the managed identity."""
        from azure.identity.aio import ManagedIdentityCredential

        from shared.outer.watching import WatchedTransport

        return ManagedIdentityCredential(
            client_id=client_id or self._settings.identity_client_id or None,
            transport=WatchedTransport(names.IDENTITY, "token"),
        )

    def federated(self) -> dict[str, Callable[[], str]]:
        """Return the managed identity's token as the client's assertion, instead of a secret."""
        from azure.identity import ManagedIdentityCredential

        credential = ManagedIdentityCredential(client_id=self._settings.identity_client_id or None)
        return {
            "client_assertion": lambda: credential.get_token("api://AzureADTokenExchange").token
        }

    def sign_in(self, redirect_uri: str, clock: Callable[[], datetime]) -> "EntraSignIn":
        """Return the sign-in against the inviting tenant that comes back to `redirect_uri`."""
        from shared.outer.entra_sign_in import EntraSignIn

        return EntraSignIn(
            authority=self._settings.authority,
            client_id=self._settings.client_id,
            client_credential=self._settings.client_secret or self.federated(),
            redirect_uri=redirect_uri,
            clock=clock,
        )

    def table(self, name: str) -> "Table":
        """Return a table of the storage account."""
        from azure.data.tables.aio import TableClient

        from shared.outer.storage import watched_options
        from shared.outer.tables import Table

        options, storage = watched_options(name), self._settings.storage
        if storage.connection_string:
            return Table(
                TableClient.from_connection_string(storage.connection_string, name, **options)
            )
        credential = self.identity(storage.client_id)
        return Table(TableClient(storage.table_url, name, credential=credential, **options))

    def queue(self, name: str) -> "QueueClient":
        """Return a queue of the storage account."""
        from azure.storage.queue import TextBase64EncodePolicy
        from azure.storage.queue.aio import QueueClient

        from shared.outer.storage import watched_options

        options = watched_options(name) | {"message_encode_policy": TextBase64EncodePolicy()}
        storage = self._settings.storage
        if storage.connection_string:
            return QueueClient.from_connection_string(storage.connection_string, name, **options)
        credential = self.identity(storage.client_id)
        return QueueClient(storage.queue_url, name, credential=credential, **options)

    def table_service(self) -> "TableServiceClient":
        """Return all tables of the storage account."""
        from azure.data.tables.aio import TableServiceClient

        from shared.outer.storage import client_options

        storage, options = self._settings.storage, client_options()
        if storage.connection_string:
            return TableServiceClient.from_connection_string(storage.connection_string, **options)
        credential = self.identity(storage.client_id)
        return TableServiceClient(storage.table_url, credential=credential, **options)

    def queue_service(self) -> "QueueServiceClient":
        """Return all queues of the storage account."""
        from azure.storage.queue.aio import QueueServiceClient

        from shared.outer.storage import client_options

        storage, options = self._settings.storage, client_options()
        if storage.connection_string:
            return QueueServiceClient.from_connection_string(storage.connection_string, **options)
        credential = self.identity(storage.client_id)
        return QueueServiceClient(storage.queue_url, credential=credential, **options)
