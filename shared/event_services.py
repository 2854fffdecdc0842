"""The outer services by which other systems hear of invitations, and the quotas of inviters."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from shared.clients import Clients
from shared.settings import Settings

if TYPE_CHECKING:
    from shared.outer.event_queues import (
        DeliveryQueueClient,
        HappeningQueueClient,
        WebhookedEvents,
    )
    from shared.outer.queues import EventQueueClient
    from shared.outer.webhook import WebhookReceiver
    from shared.usecases.invitee_quota import Quota

EVENTS = "events"
HISTORY = "history"
WEBHOOKS = "webhooks"


class EventServices:
    """That part of `Services`."""

    settings: Settings
    clients: Clients

    @cached_property
    def clock(self) -> Callable[[], datetime]:
        """Return the time in UTC."""
        return lambda: datetime.now(UTC)

    @cached_property
    def history_queue(self) -> "HappeningQueueClient":
        """Return the queue of what is about to happen to invitations."""
        from shared.outer.event_queues import HappeningQueueClient

        return HappeningQueueClient(self.clients.queue(HISTORY))

    @cached_property
    def events(self) -> "EventQueueClient | WebhookedEvents":
        """Return where events go: the queue `events`, and the webhook if there is one."""
        from shared.outer.event_queues import WebhookedEvents
        from shared.outer.queues import EventQueueClient

        events = EventQueueClient(self.clients.queue(EVENTS))
        return WebhookedEvents(events, self.webhook_queue) if self.settings.webhook_url else events

    @cached_property
    def webhook_queue(self) -> "DeliveryQueueClient":
        """Return the queue of events to deliver to the webhook."""
        from shared.outer.event_queues import DeliveryQueueClient

        return DeliveryQueueClient(self.clients.queue(WEBHOOKS))

    @cached_property
    def webhook(self) -> "WebhookReceiver | None":
        """Return the system behind WEBHOOK_URL, if there is one."""
        from shared.outer.webhook import WebhookReceiver

        settings = self.settings
        if not settings.webhook_url:
            return None
        return WebhookReceiver(settings.webhook_url, settings.webhook_keys)

    @cached_property
    def quota(self) -> "Quota":
        """Return how many people may be invited; without limits, nothing is counted."""
        from shared.outer.quota_table import QuotaTable
        from shared.usecases.invitee_quota import Limits, StoredQuota

        settings = self.settings
        limits = Limits(settings.invitees_per_inviter, settings.invitees_per_organisation)
        return StoredQuota(QuotaTable(self.clients.table("Quotas")), limits, self.clock)
