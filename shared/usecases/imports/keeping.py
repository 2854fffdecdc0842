"""How long imports are kept, for they are full of names and addresses.

A preview that nobody confirmed goes a day after it could be confirmed last. An import goes when the
operator's period (RETENTION_DAYS) has passed since it was confirmed, one that was never finished a
week later: until then it can be gone on with. First nothing else happens to it, then its rows go,
then itself: it is found again until the last.
"""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Protocol

from shared.domain.errors import LostRace
from shared.usecases.imports.model import PREVIEW_LIFE, Import, Lot, Stage
from shared.usecases.imports.ports import ImportStore

PREVIEW_KEPT = 2 * PREVIEW_LIFE
UNFINISHED = timedelta(days=7)
MOST = 20  # a run, of a hundred lots each; the next one goes on


class KeptImports(ImportStore, Protocol):
    """Imports as far as their end goes. All raise Unavailable if storage is down."""

    def over(self, previewed: datetime, confirmed: datetime | None) -> AsyncIterator[str]:
        """Return the ids of previews made, and of other imports confirmed, before those times.

        Also of those whose erasing was cut off.
        """

    async def drop(self, import_id: str) -> None:
        """Delete its lots, and then the import; what is gone already is fine."""

    def brought_by(self, address: str) -> AsyncIterator[str]:
        """Return the ids of those that name the address beside their rows."""

    def lots_naming(self, address: str) -> AsyncIterator[Lot]:
        """Return the lots that hold the address anywhere."""


async def erase_imports(
    *,
    imports: KeptImports,
    clock: Callable[[], datetime],
    period: timedelta,
    most: int = MOST,
) -> int:
    """Return how many were erased, `most` at a time; no period erases only previews.

    Raises Unavailable; what was erased until then stays erased.
    """
    now = clock()
    previewed = now - PREVIEW_KEPT
    confirmed = now - period if period else None
    due: list[str] = []
    async for import_id in imports.over(previewed, confirmed):
        due.append(import_id)
        if len(due) == most:
            break
    done = [await _erase(one, previewed, confirmed, imports) for one in due]
    return sum(done)


async def _erase(
    import_id: str, previewed: datetime, confirmed: datetime | None, imports: KeptImports
) -> bool:
    import_ = await imports.get(import_id)
    if import_ is None or not await _due(import_, previewed, confirmed, imports):
        return False
    try:
        if import_.stage is not Stage.ERASING:
            await imports.save(import_.having(stage=Stage.ERASING))
        await imports.drop(import_id)
    except LostRace:
        return False
    return True


async def _due(
    import_: Import, previewed: datetime, confirmed: datetime | None, imports: KeptImports
) -> bool:
    if import_.stage in {Stage.ERASING, Stage.PREVIEWED}:
        return import_.stage is Stage.ERASING or import_.created < previewed
    if confirmed is None or import_.confirmed is None or import_.confirmed >= confirmed:
        return False
    if import_.confirmed < confirmed - UNFINISHED:
        return True
    return (await imports.progress(import_.id)).lots_done == import_.lots
