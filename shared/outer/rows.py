"""How an invitation and its events stand in the table `Invitations`."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from shared.domain.company import Change, CompanyData
from shared.domain.invitation import EmailFate, Event, Invitation, Link, Person, State
from shared.domain.reminding import next_reminder
from shared.outer.schema import COLUMN, SCHEMA, upgraded
from shared.usecases.ports import Awaited

Row = Mapping[str, Any]
_PREFIX = 3
_TEXTS = (
    "organisation",
    "language",
    "message",
    "redirect_url",
    "way",
    "tenant_name",
    "guest_id",
    "redeem_url",
    "operation_id",
    "send_ticket",
    "failure",
    "failure_reason",
    "failure_next_step",
    "failure_kind",
    "failure_answer",
    "failure_request_id",
    "consent",
    "consent_changed",
    "resend_key",
    "company_id",
    "access",
    "successor",
    "predecessor",
)
# Times that may be missing: as text, for a merge cannot take a value away.
_TIMES = ("resent", "emailed", "ended")
AWAITED_COLUMNS = ["RowKey", "guest_id", "consent", "guest_gone"]
LINK_COLUMNS = ["state", "expires", "language", "redeem_url", "guest_gone", "successor"]


def partition(invitation_id: str) -> str:
    """Return the partition of an invitation and its events (design.md, Storage)."""
    return invitation_id[:_PREFIX]


def to_row(invitation: Invitation) -> dict[str, Any]:
    """Return the invitation as an entity."""
    texts = {name: getattr(invitation, name) for name in _TEXTS}
    return texts | {
        "PartitionKey": partition(invitation.id),
        "RowKey": invitation.id,
        # In every whole row, also where it is merged into one of an older shape.
        COLUMN: SCHEMA,
        "state": invitation.state.value,
        "email": invitation.email.value,
        "guest_name": invitation.guest.name,
        "guest_email": invitation.guest.email,
        "inviter_name": invitation.inviter.name,
        "inviter_email": invitation.inviter.email,
        "created": invitation.created,
        "expires": invitation.expires,
        "company": json.dumps(asdict(invitation.company)),
        "roles": json.dumps(invitation.roles),
        "changes": json.dumps([asdict(change) for change in invitation.changes]),
        "event_count": invitation.event_count,
        "revision": invitation.revision,
        "language_open": invitation.language_open,
        "guest_created": invitation.guest_created,
        "guest_gone": invitation.guest_gone,
        "healed": invitation.healed,
        "round": invitation.round,
        "bulk": invitation.bulk,
        "days": invitation.days,
        "reminders": json.dumps(invitation.reminders),
        "reminded": invitation.reminded,
        "erasing": invitation.erasing,
        "erased": invitation.erased,
        # Of use in queries alone.
        "remind_at": sortable(next_reminder(invitation)),
        **{name: sortable(getattr(invitation, name)) for name in _TIMES},
        **_contacts(invitation),
    }


def _contacts(invitation: Invitation) -> dict[str, str]:
    """Return the addresses that the company's data names, in a form that can be asked for."""
    confirmed = {change.field: change.confirmed for change in invitation.changes}
    return {
        "contact_email": invitation.company.contactEmail.lower(),
        "contact_confirmed": confirmed.get("contactEmail", "").lower(),
    }


def from_row(row: Row, version: str) -> Invitation:
    """Return the invitation of an entity of any shape, with the ETag as its version."""
    row = upgraded(row)
    texts = {name: row.get(name, "") for name in _TEXTS}
    return Invitation(
        id=row["RowKey"],
        state=State(row["state"]),
        email=EmailFate(row["email"]),
        guest=Person(row["guest_name"], row["guest_email"]),
        inviter=Person(row["inviter_name"], row["inviter_email"]),
        created=to_time(row["created"]),
        expires=to_time(row["expires"]),
        company=CompanyData(**json.loads(row["company"])),
        roles=tuple(json.loads(row["roles"])),
        changes=tuple(Change(**change) for change in json.loads(row["changes"])),
        event_count=row["event_count"],
        revision=row.get("revision", 0),
        language_open=row.get("language_open", False),
        guest_created=row.get("guest_created", False),
        guest_gone=row.get("guest_gone", False),
        healed=row.get("healed", False),
        round=row.get("round", 0),
        bulk=row.get("bulk", False),
        days=row.get("days", 0),
        reminders=tuple(json.loads(row.get("reminders", "[]"))),
        reminded=row.get("reminded", 0),
        erasing=row.get("erasing", False),
        erased=row.get("erased", False),
        resent=_time_of(row, "resent"),
        emailed=_time_of(row, "emailed"),
        ended=_time_of(row, "ended"),
        version=version,
        **texts,
    )


def link_from_row(row: Row) -> Link:
    """Return the part of the invitation that its link needs."""
    return Link(
        State(row["state"]),
        to_time(row["expires"]),
        row["language"],
        row.get("redeem_url", ""),
        row.get("guest_gone", False),
        bool(row.get("successor")),
    )


def awaited_from_row(row: Row) -> Awaited:
    """Return the part of the invitation that looking after its guest needs."""
    return Awaited(
        row["RowKey"],
        row.get("guest_id", ""),
        row.get("consent", ""),
        row.get("guest_gone", False),
    )


def event_place(invitation_id: str, number: int) -> tuple[str, str]:
    """Return partition and row key of an event."""
    return partition(invitation_id), f"{invitation_id}_e{number:04d}"


def event_row(invitation_id: str, number: int, event: Event) -> dict[str, Any]:
    """Return an event as an entity that sorts after its invitation."""
    partition_key, row_key = event_place(invitation_id, number)
    return {
        "PartitionKey": partition_key,
        "RowKey": row_key,
        "kind": event.kind,
        "at": event.at,
        "by": event.by,
        "details": json.dumps(event.details),
    }


def event_from_row(row: Row) -> Event:
    """Return the event of an entity."""
    return Event(row["kind"], to_time(row["at"]), row["by"], json.loads(row["details"]))


def to_time(value: datetime) -> datetime:
    """Return a plain datetime: the SDK's own subclass would compare and print differently."""
    return datetime.fromtimestamp(value.timestamp(), UTC)


def sortable(time: datetime | None) -> str:
    """Return a time as text that sorts like it, empty for none."""
    return time.astimezone(UTC).isoformat() if time is not None else ""


def _time_of(row: Row, name: str) -> datetime | None:
    text = row.get(name)
    return datetime.fromisoformat(text) if text else None
