"""The outer services, composed in one place and made when first used.

Making one imports its SDK: a function that does not use Graph never loads msgraph. Tests and
other hosts replace a service by keyword.
"""

import functools
import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shared.settings import Settings, read_settings

if TYPE_CHECKING:
    from azure.core.credentials_async import AsyncTokenCredential
    from azure.storage.queue.aio import QueueClient

    from shared.outer.company_table import CompanyTable
    from shared.outer.entra_sign_in import EntraSignIn
    from shared.outer.invitation_table import InvitationTable
    from shared.outer.queues import EventQueueClient, TaskQueueClient
    from shared.outer.tables import Table
    from shared.usecases.ports import Directory, Mailer, Ways

INVITATIONS = "invitations"
ACCEPTANCES = "acceptances"
EVENTS = "events"


class Services:
    """Everything outside the app, each part made once."""

    def __init__(self, settings: Settings, **replacements: Any) -> None:
        self.settings = settings
        # cached_property looks in the instance first: a replacement is simply there already.
        self.__dict__.update(replacements)

    @cached_property
    def clock(self) -> Callable[[], datetime]:
        """Return the time in UTC."""
        return lambda: datetime.now(UTC)

    @cached_property
    def new_id(self) -> Callable[[], str]:
        """Return a random GUID (122 bits, a bearer secret where it is an invitation's)."""
        return lambda: str(uuid.uuid4())

    @cached_property
    def invitations(self) -> "InvitationTable":
        """Return the store of invitations."""
        from shared.outer.invitation_table import InvitationTable

        return InvitationTable(self._table("Invitations"), self._table("InvitationIndex"))

    @cached_property
    def companies(self) -> "CompanyTable":
        """Return the store of companies."""
        from shared.outer.company_table import CompanyTable

        return CompanyTable(self._table("Companies"))

    @cached_property
    def invitation_queue(self) -> "TaskQueueClient":
        """Return the queue that SendInvitation works on."""
        from shared.outer.queues import TaskQueueClient

        return TaskQueueClient(self._queue(INVITATIONS))

    @cached_property
    def acceptance_queue(self) -> "TaskQueueClient":
        """Return the queue that GrantAccess works on."""
        from shared.outer.queues import TaskQueueClient

        return TaskQueueClient(self._queue(ACCEPTANCES))

    @cached_property
    def invitation_poison(self) -> "TaskQueueClient":
        """Return the queue of what SendInvitation could not do; noting that may have to wait."""
        from shared.outer.queues import TaskQueueClient

        return TaskQueueClient(self._queue(f"{INVITATIONS}-poison"))

    @cached_property
    def acceptance_poison(self) -> "TaskQueueClient":
        """Return the queue of what GrantAccess could not do; noting that may have to wait."""
        from shared.outer.queues import TaskQueueClient

        return TaskQueueClient(self._queue(f"{ACCEPTANCES}-poison"))

    @cached_property
    def events(self) -> "EventQueueClient":
        """Return the queue on which the platform hears of companies."""
        from shared.outer.queues import EventQueueClient

        return EventQueueClient(self._queue(EVENTS))

    @cached_property
    def directory(self) -> "Directory":
        """Return Microsoft Entra through Graph."""
        from shared.outer.graph import GraphDirectory

        return GraphDirectory(
            self.settings.graph_url,
            self._identity(),
            self.settings.redirect_uri,
            look_first=self.settings.delete_revoked_guests,
        )

    @cached_property
    def ways(self) -> "Ways":
        """Return what Graph tells about the ways of guests."""
        from shared.outer.graph_ways import GraphWays

        return GraphWays(self.settings.graph_url, self._identity())

    @cached_property
    def mailer(self) -> "Mailer":
        """Return the e-mail provider."""
        from azure.core.credentials import AzureKeyCredential

        from shared.outer.acs_email import AcsMailer

        key = self.settings.email_access_key
        credential = AzureKeyCredential(key) if key else self._identity()
        return AcsMailer(self.settings.email_endpoint, credential, self.settings.email_sender)

    @cached_property
    def sign_in(self) -> "EntraSignIn":
        """Return the sign-in against the inviting tenant."""
        from shared.outer.entra_sign_in import EntraSignIn

        settings = self.settings
        return EntraSignIn(
            authority=f"{settings.authority_host}/{settings.tenant_id}",
            client_id=settings.client_id,
            client_credential=settings.client_secret or self._federated(),
            redirect_uri=settings.redirect_uri,
            clock=self.clock,
        )

    def _identity(self, client_id: str = "") -> "AsyncTokenCredential":
        from azure.identity.aio import ManagedIdentityCredential

        return ManagedIdentityCredential(
            client_id=client_id or self.settings.identity_client_id or None
        )

    def _federated(self) -> dict[str, Callable[[], str]]:
        """Return the managed identity's token as the client's assertion, instead of a secret."""
        from azure.identity import ManagedIdentityCredential

        credential = ManagedIdentityCredential(client_id=self.settings.identity_client_id or None)
        return {
            "client_assertion": lambda: credential.get_token("api://AzureADTokenExchange").token
        }

    def _table(self, name: str) -> "Table":
        from azure.data.tables.aio import TableClient

        from shared.outer.storage import client_options
        from shared.outer.tables import Table

        storage = self.settings.storage
        if storage.connection_string:
            return Table(
                TableClient.from_connection_string(
                    storage.connection_string, name, **client_options()
                )
            )
        credential = self._identity(storage.client_id)
        return Table(
            TableClient(storage.table_url, name, credential=credential, **client_options())
        )

    def _queue(self, name: str) -> "QueueClient":
        from azure.storage.queue import TextBase64EncodePolicy
        from azure.storage.queue.aio import QueueClient

        from shared.outer.storage import client_options

        options = client_options() | {"message_encode_policy": TextBase64EncodePolicy()}
        storage = self.settings.storage
        if storage.connection_string:
            return QueueClient.from_connection_string(storage.connection_string, name, **options)
        credential = self._identity(storage.client_id)
        return QueueClient(storage.queue_url, name, credential=credential, **options)


@functools.cache
def services() -> Services:
    """Return the services of this process, made on first use from the environment."""
    return Services(read_settings(os.environ))
