"""A file of whatever kind as a table."""

from collections.abc import Callable

from shared.domain.sheets.separated import read_separated
from shared.domain.sheets.sheet import LARGEST, Sheet, too_large, unreadable
from shared.domain.sheets.xlsx import SIGNATURE, read_xlsx

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
FILE_TOO_LARGE = f"The file is larger than {LARGEST // 1024**2} MB."
EMPTY = "The file is empty."
OLD_EXCEL = "The file is an old or a protected Excel workbook. Save it as XLSX."


def read_sheet(data: bytes, known: Callable[[str], bool], charset: str = "") -> Sheet:
    """Return the table in a file; `known` tells a heading, `charset` is the sender's word.

    Raises MalformedRequest (413 or 422), which says what to do.
    """
    if len(data) > LARGEST:
        raise too_large(FILE_TOO_LARGE)
    if not data.strip():
        raise unreadable(EMPTY)
    if data.startswith(SIGNATURE):
        return read_xlsx(data)
    if data.startswith(_OLD_EXCEL):
        raise unreadable(OLD_EXCEL)
    return read_separated(data, known, charset)
