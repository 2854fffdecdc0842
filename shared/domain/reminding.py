"""When a guest who has not answered yet is reminded, and of what nobody is ever reminded."""

from datetime import datetime, timedelta

from shared.domain.invitation import NOT_ARRIVED, Invitation, State

MOST_REMINDERS = 2


def reminders_fault(days: tuple[int, ...]) -> str:
    """Return what is wrong with the days after which a guest is reminded, or nothing."""
    if len(days) > MOST_REMINDERS:
        return f"may be {MOST_REMINDERS} at most"
    if any(one < 1 for one in days) or sorted(set(days)) != list(days):
        return "must be numbers of days from 1 on, the smaller one first"
    return ""


def next_reminder(invitation: Invitation) -> datetime | None:
    """Return when the next reminder is due, or None where there will be none.

    One that would come after the end is never sent: `Invitation.expired` at that time says so.
    """
    left = invitation.reminders[invitation.reminded :]
    if not left or invitation.emailed is None or not _waits(invitation):
        return None
    return invitation.emailed + timedelta(days=left[0])


def may_remind(invitation: Invitation, now: datetime) -> bool:
    """Return whether the guest still has the invitation, can use it, and has not."""
    return _waits(invitation) and not invitation.expired(now)


def _waits(invitation: Invitation) -> bool:
    arrived = invitation.email not in NOT_ARRIVED
    return invitation.state is State.SENT and arrived and not invitation.erased
