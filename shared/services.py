"""The outer services, composed in one place and made when first used.

Making one imports its SDK: a function that does not use Graph never loads msgraph. Tests and
other hosts replace a service by keyword.
"""

import functools
import os
import uuid
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shared import transport
from shared.clients import Clients
from shared.import_services import ImportServices
from shared.operating_services import OperatingServices
from shared.settings import Settings, read_settings

if TYPE_CHECKING:
    from shared.outer.block_table import BlockTable
    from shared.outer.company_table import CompanyTable
    from shared.outer.entra_sign_in import EntraSignIn
    from shared.outer.entra_tokens import AccessTokens
    from shared.outer.queues import CodeQueueClient, TaskQueueClient
    from shared.usecases.announce import Desk
    from shared.usecases.mailing import Mailer, Pictures
    from shared.usecases.pacer import Pacer
    from shared.usecases.ports import Directory, Ways

INVITATIONS = "invitations"
BULK = "invitations-bulk"
ACCEPTANCES = "acceptances"
CODES = "codes"


class Services(ImportServices, OperatingServices):
    """Everything outside the app, each part made once."""

    def __init__(self, settings: Settings, **replacements: Any) -> None:
        self.settings = settings
        self.clients = Clients(settings)
        # cached_property looks in the instance first: a replacement is simply there already.
        self.__dict__.update(replacements)

    @cached_property
    def new_id(self) -> Callable[[], str]:
        """Return a random GUID (122 bits, a bearer secret where it is an invitation's)."""
        return lambda: str(uuid.uuid4())

    @cached_property
    def blocks(self) -> "BlockTable":
        """Return the store of blocks."""
        from shared.outer.block_table import BlockTable

        return BlockTable(self.clients.table("Blocks"))

    @cached_property
    def code_queue(self) -> "CodeQueueClient":
        """Return the queue of one-time codes to send."""
        from shared.outer.queues import CodeQueueClient

        return CodeQueueClient(self.clients.queue(CODES))

    @cached_property
    def companies(self) -> "CompanyTable":
        """Return the store of companies."""
        from shared.outer.company_table import CompanyTable

        return CompanyTable(self.clients.table("Companies"))

    @cached_property
    def invitation_queue(self) -> "TaskQueueClient":
        """Return the queue that SendInvitation works on."""
        return self._tasks(INVITATIONS)

    @cached_property
    def desk(self) -> "Desk":
        """Return where the e-mails that a change causes are announced."""
        from shared.usecases.announce import Desk

        return Desk(self.invitation_queue, self.settings.notices, self.clock, self.new_id)

    @cached_property
    def pictures(self) -> "Pictures":
        """Return the pictures of inviters."""
        from shared.outer import graph_pictures

        # Few: a picture is larger than an answer about a domain.
        return graph_pictures.GraphPictures(self.clients.graph(graph_pictures.TIMEOUT, most=100))

    @cached_property
    def acceptance_queue(self) -> "TaskQueueClient":
        """Return the queue that GrantAccess works on."""
        return self._tasks(ACCEPTANCES)

    @cached_property
    def invitation_poison(self) -> "TaskQueueClient":
        """Return the queue of what SendInvitation could not do; noting that may have to wait."""
        return self._tasks(f"{INVITATIONS}-poison")

    @cached_property
    def bulk_queue(self) -> "TaskQueueClient":
        """Return the queue of invitations made in bulk, which SendInvitation works on as well."""
        return self._tasks(BULK)

    @cached_property
    def bulk_poison(self) -> "TaskQueueClient":
        """Return the queue of bulk invitations that could not be sent; noting may have to wait."""
        return self._tasks(f"{BULK}-poison")

    @cached_property
    def acceptance_poison(self) -> "TaskQueueClient":
        """Return the queue of what GrantAccess could not do; noting that may have to wait."""
        return self._tasks(f"{ACCEPTANCES}-poison")

    @cached_property
    def directory(self) -> "Directory":
        """Return Microsoft Entra through Graph."""
        from shared.outer.graph import GraphDirectory

        return GraphDirectory(
            self.settings.graph_url,
            self.clients.identity(),
            self.settings.redirect_uri,
            look_first=self.settings.delete_revoked_guests,
        )

    @cached_property
    def ways(self) -> "Ways":
        """Return what Graph tells about the ways of guests."""
        from shared.outer import graph_ways

        return graph_ways.GraphWays(self.clients.graph(graph_ways.TIMEOUT))

    @cached_property
    def mailer(self) -> "Mailer":
        """Return the e-mail provider, at the pace of its quotas, as far as nobody paused it."""
        from shared.outer.pace_table import CHECKS, SENDS
        from shared.usecases.halting import HeldMailer
        from shared.usecases.pacing import PacedMailer

        paced = PacedMailer(
            self.transport,
            sends=self._pacer(SENDS, 1),
            # Wherever both are documented, twice as many (facts.md section 8).
            checks=self._pacer(CHECKS, 2),
            clock=self.clock,
        )
        return HeldMailer(paced, self.brake.hold)

    def _tasks(self, name: str) -> "TaskQueueClient":
        from shared.outer.queues import TaskQueueClient

        return TaskQueueClient(self.clients.queue(name))

    def _pacer(self, row: str, times: int) -> "Pacer":
        from shared.domain.quota import Quota
        from shared.outer.pace_table import PaceTable
        from shared.usecases.pacer import Pacer

        settings = self.settings
        quotas = (
            Quota(times * settings.email_per_minute, 60),
            Quota(times * settings.email_per_hour, 3600),
        )
        return Pacer(PaceTable(self.clients.table("Pace"), row), quotas, self.clock)

    @cached_property
    def transport(self) -> "Mailer":
        """Return the e-mail provider that EMAIL_TRANSPORT names, without its pace."""
        match self.settings.email_transport:
            case transport.SMTP:
                from shared.outer.smtp_email import SmtpMailer

                return SmtpMailer(self.settings.relay, self.settings.email_sender, self.clock)
            case transport.GRAPH:
                from shared.outer.graph_email import GraphMailer

                return GraphMailer(
                    self.settings.graph_url,
                    self.clients.identity(),
                    self.settings.email_sender,
                    self.clock,
                    drafts=self.drafts,
                )
            case _:
                from azure.core.credentials import AzureKeyCredential

                from shared.outer.acs_email import AcsMailer

                key = self.settings.email_access_key
                credential = AzureKeyCredential(key) if key else self.clients.identity()
                endpoint, sender = self.settings.email_endpoint, self.settings.email_sender
                return AcsMailer(endpoint, credential, sender)

    @cached_property
    def sign_in(self) -> "EntraSignIn":
        """Return the sign-in of guests against the inviting tenant."""
        return self.clients.sign_in(self.settings.redirect_uri, self.clock)

    @cached_property
    def console_sign_in(self) -> "EntraSignIn":
        """Return the sign-in of inviters, which comes back to the console."""
        return self.clients.sign_in(self.settings.console_redirect_uri, self.clock)

    @cached_property
    def access_tokens(self) -> "AccessTokens":
        """Return what tells good access tokens for the API from bad ones."""
        from shared.outer.entra_keys import EntraKeys
        from shared.outer.entra_tokens import AccessTokens

        settings = self.settings
        keys = EntraKeys(settings.authority, settings.tenant_id)
        return AccessTokens(keys, settings.tenant_id, settings.client_id, self.clock)


@functools.cache
def services() -> Services:
    """Return the services of this process, made on first use from the environment."""
    return Services(read_settings(os.environ))
