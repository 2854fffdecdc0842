"""Note what became of an e-mail, as its provider reports it (facts.md section 8)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.delivery import failure_of
from shared.domain.errors import Unavailable
from shared.domain.failure import NONE
from shared.domain.invitation import NOT_ARRIVED, EmailFate, Event, Invitation
from shared.domain.letter import CARRIES_LINK, Kind, Letter
from shared.usecases.announce import Desk
from shared.usecases.ports import InvitationStore
from shared.usecases.trying import retry_lost_races

BY = "DeliveryReports"
# A report may be faster than the note that the e-mail was handed over; later than this, it is on
# somebody else's e-mail, who sends through the same resource.
_PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True)
class Report:
    """What the provider says of one e-mail; `at` orders the reports, however they arrive."""

    letter_id: str
    fate: EmailFate
    at: datetime
    reason: str = ""


@retry_lost_races
async def note_delivery(
    report: Report,
    *,
    store: InvitationStore,
    desk: Desk,
    clock: Callable[[], datetime],
) -> None:
    """Store the fate of the e-mail, unless a later report has been stored already.

    If the guest did not get the link, the inviter is told, once for each e-mail. Raises
    Unavailable where the report should come again: storage is down, or its e-mail is not noted
    yet.
    """
    letter = await store.letter(report.letter_id)
    if letter is None:
        if clock() - report.at < _PATIENCE:
            raise Unavailable("the e-mail's row")
    elif report.at > letter.fate_at:
        await _note(report, letter, store, desk)


async def _note(report: Report, letter: Letter, store: InvitationStore, desk: Desk) -> None:
    changed = letter.having(fate=report.fate, fate_at=report.at, reason=report.reason)
    invitation = await store.get(letter.invitation_id)
    if invitation is None or letter.kind not in CARRIES_LINK:
        await store.save_letter(changed)
        return
    bad = report.fate in NOT_ARRIVED and letter.fate not in NOT_ARRIVED
    told = await desk.announce(invitation, Kind.BOUNCED) if bad else ()
    happened = Event(f"Email{report.fate.value.title()}", report.at, BY, {"reason": report.reason})
    await store.save(_with_fate(invitation, letter, report), happened, changed, *told)


def _with_fate(invitation: Invitation, letter: Letter, report: Report) -> Invitation:
    """Return the invitation with the fate of its e-mail; an earlier one's changes nothing.

    After a reminder that did not arrive there is no other.
    """
    if letter.kind is Kind.REMINDER and letter.created >= invitation.begun:
        bad = report.fate in NOT_ARRIVED
        return invitation.having(reminded=len(invitation.reminders)) if bad else invitation
    if invitation.operation_id != letter.id:
        return invitation
    failure = failure_of(report.fate, report.reason)
    if failure is not None:
        return invitation.having(email=report.fate, **failure.fields())
    ours = invitation.failure_kind.startswith("email-")
    return invitation.having(email=report.fate, **(NONE if ours else {}))
