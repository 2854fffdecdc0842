"""Reads the audit trail: one query of its index, and point reads of what it shows."""

from typing import Any

from shared.domain.invitation import Person
from shared.outer import rows
from shared.outer.audit.index import COLUMNS, FIRST_DAY, LAST_DAY, day_key, place_of
from shared.outer.side_by_side import side_by_side
from shared.outer.table_pages import page_of
from shared.outer.tables import Table
from shared.usecases.audit import PAGE, SEARCHED, AuditFilters, AuditPage, Recorded

_INVITATION = ["guest_name", "guest_email", "organisation"]


class AuditTrail:
    """The AuditStore of `shared/usecases/audit.py`."""

    def __init__(self, index: Table, invitations: Table) -> None:
        self._index = index
        self._invitations = invitations

    async def page(self, filters: AuditFilters, *, continuation: str) -> AuditPage:
        """Return the events of a page of the index: PAGE of them, of SEARCHED with a `who`."""
        condition, asked = _condition(filters)
        size = SEARCHED if filters.who else PAGE
        found = await page_of(
            self._index, condition, COLUMNS, size=size, continuation=continuation, **asked
        )
        places = list(dict.fromkeys(place_of(row) for row in found.rows))
        events = await side_by_side(self._event, places)
        fitting = [
            (place[0], event)
            for place, event in zip(places, events, strict=True)
            if event is not None and _is_by(event["by"], filters.who)
        ]
        ids = list(dict.fromkeys(id_ for id_, _ in fitting))
        about = dict(zip(ids, await side_by_side(self._invitation, ids), strict=True))
        items = [_recorded(id_, event, about[id_]) for id_, event in fitting]
        return AuditPage(tuple(items), found.continuation)

    async def _event(self, place: tuple[str, int]) -> Any:
        return await self._invitations.get(*rows.event_place(*place))

    async def _invitation(self, invitation_id: str) -> Any:
        partition = rows.partition(invitation_id)
        found = await self._invitations.get(partition, invitation_id, select=_INVITATION)
        return found or dict.fromkeys(_INVITATION, "")


def _condition(filters: AuditFilters) -> tuple[str, dict[str, str]]:
    asked = {
        "first": day_key(filters.until) if filters.until else FIRST_DAY,
        "last": day_key(filters.since) if filters.since else LAST_DAY,
    }
    condition = "PartitionKey ge @first and PartitionKey le @last"
    if filters.kind:
        return f"{condition} and kind eq @kind", asked | {"kind": filters.kind}
    return condition, asked


def _is_by(by: str, who: str) -> bool:
    return not who or by.lower() == who.lower()


def _recorded(invitation_id: str, event: Any, invitation: Any) -> Recorded:
    return Recorded(
        invitation_id,
        rows.event_from_row(event),
        Person(invitation["guest_name"], invitation["guest_email"]),
        invitation["organisation"],
    )
