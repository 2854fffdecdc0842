"""Sentences of the app itself that the console shows in its reader's language."""

from collections.abc import Iterator

from shared.domain import addresses, delivery, failure, finding_kinds, import_columns, refusals
from shared.domain.sheets import encoding, reading, separated, sheet, xlsx, xlsx_stream
from shared.usecases import grant_access, sending_failed
from shared.web import import_looking, upload_form

_OF_SHEETS = (
    reading.FILE_TOO_LARGE,
    reading.EMPTY,
    reading.OLD_EXCEL,
    sheet.TOO_MANY_ROWS,
    sheet.MANY_COLUMNS,
    sheet.LONG_CELL,
    encoding.NOT_IN_ENCODING,
    encoding.NO_ENCODING,
    encoding.UNKNOWN_ENCODING,
    separated.NO_CSV,
    xlsx.NO_WORKBOOK,
    xlsx.NO_SHEET,
    xlsx_stream.DAMAGED,
    xlsx_stream.UNPACKED,
)


def sentences() -> Iterator[tuple[str, str]]:
    """Yield the module and the text of each: why Microsoft or a mail server refused, what to do."""
    for row in (*refusals.REFUSALS, refusals.UNKNOWN):
        yield "shared/domain/refusals.py", row.reason
        yield "shared/domain/refusals.py", row.next_step
    for pair in delivery.REASONS.values():
        yield from (("shared/domain/delivery.py", text) for text in pair)
    yield "shared/domain/failure.py", failure.RESEND
    yield from (("shared/domain/sheets", text) for text in _OF_SHEETS)
    for text in (
        import_columns.NO_HEADINGS, import_columns.TWO_COLUMNS, import_columns.NO_ADDRESSES,
    ):  # fmt: skip
        yield "shared/domain/import_columns.py", text
    for text in (addresses.ENTRA_SIGNS, addresses.ENTRA_ENDS, addresses.ASCII_ONLY):
        yield "shared/domain/addresses.py", text
    yield "shared/web/import_looking.py", import_looking.NO_ROWS
    yield "shared/web/upload_form.py", upload_form.UNREADABLE
    for one in (sending_failed.POISON, sending_failed.EXPIRED, grant_access.POISON):
        yield "shared/usecases", one.reason
        yield "shared/usecases", one.next_step
    for kind in finding_kinds.KINDS:
        yield "shared/domain/finding_kinds.py", kind.what
        yield "shared/domain/finding_kinds.py", kind.fix
