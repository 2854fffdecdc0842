"""XLSX (ECMA-376): the first sheet that is shown, read within bounds and without a library.

What is needed of it is text: numbers come as written, dates as the numbers they are stored as.
"""

import io
import posixpath
import zipfile
import zlib

from shared.domain.sheets.sheet import Lines, Sheet, unreadable
from shared.domain.sheets.xlsx_parts import Cells, Relations, Strings, Workbook
from shared.domain.sheets.xlsx_stream import DAMAGED, Inflating

SIGNATURE = b"PK\x03\x04"
_MOST_PARTS = 2000
NO_WORKBOOK = "The file is no workbook: save it as XLSX or as CSV."
NO_SHEET = "The workbook shows no sheet."


def read_xlsx(data: bytes) -> Sheet:
    """Return the table; raise MalformedRequest for what is no workbook, or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        KeyError,
        OSError,
        OverflowError,
        ValueError,
    ) as error:
        raise unreadable(DAMAGED, str(error)) from error


def _read(archive: zipfile.ZipFile) -> Sheet:
    parts = {info.filename: info for info in archive.infolist()}
    if len(parts) > _MOST_PARTS:
        raise unreadable(DAMAGED, "it has too many parts")
    inflating = Inflating(archive)
    root = _relations(inflating, parts, "_rels/.rels", "")
    book_path = next((path for kind, path in root.values() if kind == "officeDocument"), "")
    if book_path not in parts:
        raise unreadable(NO_WORKBOOK)
    folder, name = posixpath.split(book_path)
    related = _relations(inflating, parts, f"{folder}/_rels/{name}.rels", folder)
    book = Workbook()
    inflating.parse(book_path, book)
    if not book.shown:
        raise unreadable(NO_SHEET)
    strings = Strings()
    for kind, path in related.values():
        if kind == "sharedStrings" and path in parts:
            inflating.parse(path, strings)
    lines = Lines()
    _, sheet_path = related.get(book.shown, ("", ""))
    if sheet_path not in parts:
        raise unreadable(NO_SHEET, "its part is missing")
    inflating.parse(sheet_path, Cells(strings.all, lines))
    return Sheet(lines.all())


def _relations(
    inflating: Inflating, parts: dict[str, zipfile.ZipInfo], path: str, folder: str
) -> dict[str, tuple[str, str]]:
    path = path.lstrip("/")
    if path not in parts:
        return {}
    relations = Relations()
    inflating.parse(path, relations)
    return {
        id_: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        for id_, kind, target in relations.all
    }
