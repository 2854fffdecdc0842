"""Opens the storage account of a deployment: as who is signed in, or by a connection string."""

import os
from dataclasses import dataclass
from typing import Any

from azure.data.tables import TableServiceClient
from azure.storage.queue import QueueServiceClient

from dev.backup.errors import BackupError

VARIABLE = "AzureWebJobsStorage"


@dataclass(frozen=True)
class Account:
    """The tables and the queues of one account."""

    tables: TableServiceClient
    queues: QueueServiceClient


def open_account(name: str) -> Account:
    """Return the account, which is not asked for anything yet. Raises BackupError for none."""
    if name:
        from azure.identity import AzureCliCredential

        credential: Any = AzureCliCredential()
        return Account(
            TableServiceClient(f"https://{name}.table.core.windows.net", credential=credential),
            QueueServiceClient(f"https://{name}.queue.core.windows.net", credential=credential),
        )
    connection = os.environ.get(VARIABLE, "")
    if not connection:
        raise BackupError(
            f"No account: give --account NAME, or set {VARIABLE} to its connection string."
        )
    try:
        return Account(
            TableServiceClient.from_connection_string(connection),
            QueueServiceClient.from_connection_string(connection),
        )
    except ValueError as error:
        raise BackupError(f"{VARIABLE} is no connection string: {error}") from error
