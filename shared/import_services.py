"""The outer services of imports, a part of `shared/services.py`."""

from functools import cached_property
from typing import TYPE_CHECKING

from shared.clients import Clients

if TYPE_CHECKING:
    from shared.outer.import_table import ImportTable
    from shared.outer.kept_imports import KeptImportTable
    from shared.outer.many_invitations import ManyInvitationsTable
    from shared.outer.queues import ImportQueueClient

IMPORTS = "imports"


class ImportServices:
    """Each made once, from the clients of the whole."""

    clients: Clients

    @cached_property
    def imports(self) -> "ImportTable":
        """Return the store of imports."""
        from shared.outer.import_table import ImportTable

        return ImportTable(self.clients.table("Imports"))

    @cached_property
    def kept_imports(self) -> "KeptImportTable":
        """Return the store of imports as far as their end goes."""
        from shared.outer.kept_imports import KeptImportTable

        return KeptImportTable(self.clients.table("Imports"))

    @cached_property
    def many(self) -> "ManyInvitationsTable":
        """Return the store of invitations by the hundred."""
        from shared.outer.watched_many import WatchedMany

        names = ("Invitations", "InvitationIndex", "Blocks")
        return WatchedMany(*map(self.clients.table, names))

    @cached_property
    def import_queue(self) -> "ImportQueueClient":
        """Return the queue of imports to go on with."""
        from shared.outer.queues import ImportQueueClient

        return ImportQueueClient(self.clients.queue(IMPORTS))
