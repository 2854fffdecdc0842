"""Empty files to fill in: ours, with the company's columns, and Entra's own."""

import csv
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from shared.domain.import_columns import COLUMNS, ENTRA_COLUMNS, VERSION, letter

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Kept texts: a spreadsheet must not take the zeros off a postal code.
_TEXT_FORMAT = "49"


def template(name: str) -> tuple[bytes, str] | None:
    """Return an empty file and its media type, or None for a name that there is not."""
    match name:
        case "invitations.csv":
            return _csv([list(COLUMNS)]), CSV
        case "invitations.xlsx":
            return _xlsx(COLUMNS), XLSX
        case "entra.csv":
            return _csv([[VERSION], list(ENTRA_COLUMNS)]), CSV
        case _:
            return None


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    # With the mark, Excel reads it as UTF-8 and writes it back so.
    return written.getvalue().encode("utf-8-sig")


def _xlsx(headings: Sequence[str]) -> bytes:
    cells = "".join(
        f'<c r="{letter(at)}1" t="inlineStr"><is><t>{escape(name)}</t></is></c>'
        for at, name in enumerate(headings)
    )
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><cols><col min="1" max="{len(headings)}" width="18" '
        f'style="1" customWidth="1"/></cols><sheetData><row r="1">{cells}</row></sheetData>'
        "</worksheet>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in _parts(sheet).items():
            part = zipfile.ZipInfo(path)  # with a fixed time: the same file each time
            archive.writestr(part, f'<?xml version="1.0" encoding="UTF-8"?>\n{content}')
    return written.getvalue()


def _parts(sheet: str) -> dict[str, str]:
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/>'
        '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
        f'</cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="{_TEXT_FORMAT}" '
        'applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>'
        ),
        "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="Invitations" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            {"worksheet": "sheet1.xml", "styles": "styles.xml"}
        ),
        "xl/sheet1.xml": sheet,
        "xl/styles.xml": styles,
    }


def _relations(targets: dict[str, str]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'
