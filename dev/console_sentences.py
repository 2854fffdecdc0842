"""Sentences of the app itself that the console shows in its reader's language."""

from collections.abc import Iterator

from shared.domain import delivery, failure, import_columns, refusals
from shared.domain.sheets import reading, sheet, xlsx
from shared.usecases import grant_access, sending_failed
from shared.web import import_looking


def sentences() -> Iterator[tuple[str, str]]:
    """Yield the module and the text of each: why Microsoft or a mail server refused, what to do."""
    for row in (*refusals.REFUSALS, refusals.UNKNOWN):
        yield "shared/domain/refusals.py", row.reason
        yield "shared/domain/refusals.py", row.next_step
    for pair in delivery.REASONS.values():
        yield from (("shared/domain/delivery.py", text) for text in pair)
    yield "shared/domain/failure.py", failure.RESEND
    for text in (reading.FILE_TOO_LARGE, reading.EMPTY, reading.OLD_EXCEL):
        yield "shared/domain/sheets", text
    for text in (sheet.TOO_MANY_ROWS, xlsx.NO_WORKBOOK):
        yield "shared/domain/sheets", text
    for text in (import_columns.NO_HEADINGS, import_columns.NO_ADDRESSES):
        yield "shared/domain/import_columns.py", text
    yield "shared/web/import_looking.py", import_looking.NO_ROWS
    for one in (sending_failed.POISON, sending_failed.EXPIRED, grant_access.POISON):
        yield "shared/usecases", one.reason
        yield "shared/usecases", one.next_step
