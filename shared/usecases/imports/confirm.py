"""Confirm an import, look at it, tell what became of it."""

from collections.abc import Callable
from datetime import datetime

from shared.domain.caller import Caller
from shared.domain.errors import ImportNotPossible, InvitationNotFound, LostRace
from shared.domain.keys import invitation_id
from shared.usecases.imports.model import PREVIEW_LIFE, Import, Progress, Stage
from shared.usecases.imports.ports import ImportQueue, ImportStore, ImportTask
from shared.usecases.invitee_quota import Quota
from shared.usecases.trying import retry_lost_races


@retry_lost_races
async def confirm_import(
    import_id: str,
    caller: Caller,
    *,
    partial: bool,
    imports: ImportStore,
    quota: Quota,
    queue: ImportQueue,
    clock: Callable[[], datetime],
) -> Import:
    """Return the import, which is accepted from now on; again it does no harm.

    `partial` leaves out the rows that are refused. Raises InvitationNotFound, ImportNotPossible,
    QuotaExceeded or Unavailable. The message goes out after the row is written and only then is
    answered: whoever gets no answer asks again, and the message is sent again.
    """
    import_ = await _own(import_id, caller, imports)
    if import_.stage in {Stage.PREVIEWED, Stage.FAILED}:
        # Where somebody else confirms it at the same moment, that is as good.
        import_ = await _confirmed(import_, partial, imports, quota, clock())
    await queue.send(ImportTask(import_.id))
    return import_


async def _confirmed(
    import_: Import, partial: bool, imports: ImportStore, quota: Quota, now: datetime
) -> Import:
    """Return the import, stored as confirmed; raise LostRace if it changed since it was read."""
    _check_possible(import_, partial, now)
    confirmed = import_.having(
        stage=Stage.CONFIRMED,
        confirmed=import_.confirmed or now,
        partial=partial,
        failure="",
    )
    spent = import_.previewed.ready if import_.stage is Stage.PREVIEWED else 0
    if spent:
        await quota.spend(import_.inviter, import_.organisation, spent)
    try:
        return await imports.save(confirmed)
    except LostRace:
        if spent:
            await quota.give_back(import_.inviter, import_.organisation, spent)
        raise


async def read_import(
    import_id: str, caller: Caller, *, imports: ImportStore
) -> tuple[Import, Progress]:
    """Return the import and how far it is; raise InvitationNotFound."""
    import_ = await _own(import_id, caller, imports)
    progress = await imports.progress(import_.id)
    if import_.stage is Stage.CONFIRMED and progress.lots_done == import_.lots:
        import_ = import_.having(stage=Stage.DONE)
    return import_, progress


async def _own(import_id: str, caller: Caller, imports: ImportStore) -> Import:
    found = invitation_id(import_id)
    import_ = await imports.get(found) if found else None
    if import_ is None or import_.stage is Stage.ERASING or not import_.seen_by(caller):
        raise InvitationNotFound
    return import_


def _check_possible(import_: Import, partial: bool, now: datetime) -> None:
    if import_.stage is Stage.PREVIEWED and now - import_.created > PREVIEW_LIFE:
        raise ImportNotPossible("The preview is older than a day. Send the file again.")
    if import_.previewed.refused and not partial:
        raise ImportNotPossible(
            f"{import_.previewed.refused} rows have problems. Put them right and send the file "
            "again, or confirm with partial=true, which leaves them out."
        )
