"""The events of Azure Communication Services on e-mails (Event Grid schema).

An event that cannot be noted yet fails the function, and Event Grid delivers it again; one that
is none of ours, or malformed, is dropped: no later delivery would change it.
"""

import logging
import uuid
from datetime import datetime
from typing import Any

import azure.functions as func

from shared.domain.invitation import EmailFate
from shared.domain.text import one_line
from shared.services import services
from shared.usecases.note_delivery import Report, note_delivery

log = logging.getLogger(__name__)
DELIVERY = "Microsoft.Communication.EmailDeliveryReportReceived"
ENGAGEMENT = "Microsoft.Communication.EmailEngagementTrackingReportReceived"
# The statuses of the delivery report; `Expanded` says that a list was resolved, and no more.
_FATES = {
    "delivered": EmailFate.DELIVERED,
    "bounced": EmailFate.BOUNCED,
    "suppressed": EmailFate.SUPPRESSED,
    "quarantined": EmailFate.QUARANTINED,
    "filteredspam": EmailFate.FILTERED,
    "failed": EmailFate.FAILED,
}
_LONGEST = 500


async def note(event: func.EventGridEvent) -> None:
    """Note the report; raise Unavailable where it should be delivered again."""
    report = read_report(event.event_type, event.get_json())
    if report is None:
        log.warning("An event of type %.100r is not a report on an e-mail", event.event_type)
        return
    outer = services()
    await note_delivery(report, store=outer.invitations, desk=outer.desk, clock=outer.clock)


def read_report(kind: str | None, data: Any) -> Report | None:
    """Return the report that an event's data make, or None.

    Somebody who opens the e-mail or follows its link has received it: an engagement is as good
    as a delivery.
    """
    if not isinstance(data, dict):
        return None
    try:
        letter_id = str(uuid.UUID(str(data["messageId"])))
        if kind == ENGAGEMENT:
            at = _time(data["userActionTimeStamp"])
            return Report(letter_id, EmailFate.DELIVERED, at, str(data.get("engagementType", "")))
        if kind != DELIVERY:
            return None
        fate = _FATES[str(data["status"]).lower()]
        at = _time(data.get("deliveryAttemptTimeStamp") or data["deliveryAttemptTimestamp"])
    except (KeyError, ValueError):
        return None
    details = data.get("deliveryStatusDetails")
    said = details.get("statusMessage", "") if isinstance(details, dict) else ""
    return Report(letter_id, fate, at, one_line(str(said))[:_LONGEST])


def _time(text: object) -> datetime:
    """Return the time, which must have a zone; raise ValueError."""
    read = datetime.fromisoformat(str(text))
    if read.tzinfo is None:
        raise ValueError
    return read
