"""XLSX: files of several writers, and files that mean harm."""

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import MalformedRequest
from shared.domain.import_columns import COLUMNS, known
from shared.domain.sheets.reading import read_sheet
from shared.domain.sheets.sheet import Sheet
from shared.domain.sheets.xlsx_parts import plain_number
from shared.domain.sheets.xlsx_stream import MOST_ELEMENTS, MOST_INFLATED
from shared.web.import_templates import template

DATA = Path(__file__).parents[3] / "data" / "imports"
BOOK = (
    '<workbook xmlns:r="r"><sheets><sheet name="h" state="hidden" r:id="a"/>'
    '<sheet name="s" r:id="b"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships><Relationship Id="b" Type="x/worksheet" Target="/xl/s.xml"/>'
    '<Relationship Id="c" Type="x/sharedStrings" Target="t.xml"/></Relationships>'
)
ROOT = (
    '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/b.xml"/>'
    "</Relationships>"
)


def packed(**parts: str | bytes) -> bytes:
    whole: dict[str, str | bytes] = {
        "_rels/.rels": ROOT, "xl/b.xml": BOOK, "xl/_rels/b.xml.rels": RELATIONS,
        "xl/t.xml": "<sst/>", "xl/s.xml": "<worksheet/>",
    }  # fmt: skip
    whole |= {f"xl/{name}.xml": content for name, content in parts.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in whole.items():
            archive.writestr(path, content)
    return written.getvalue()


def read(**parts: str | bytes) -> Sheet:
    return read_sheet(packed(**parts), known)


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.xlsx")))
def test_workbooks_of_several_writers_read_the_same(name: str) -> None:
    sheet = read_sheet((DATA / name).read_bytes(), known)
    assert [line.number for line in sheet.lines] == [1, 2, 4]
    assert sheet.lines[0].cells == ("email", "name", "postalCode", "phone", "message")
    assert sheet.lines[1].cells == (
        "eva@kunde.example", "Éva Kovács 山田", "2504", "41323441111", "two\nlines & <more>",
    )  # fmt: skip
    assert sheet.lines[2].cells == ("kim@kunde.example", "김민준", "01234", "", "true")


def test_our_template_is_read() -> None:
    found = template("invitations.xlsx")
    assert found is not None
    [line] = read_sheet(found[0], known).lines
    assert line.cells == COLUMNS


def test_runs_readings_and_places_are_understood() -> None:
    strings = (
        '<sst><si><r><t>ema</t></r><r><t>il</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>'
        "<si><t>a_x000D_b_xD800_</t></si></sst>"
    )
    sheet = read(
        t=strings,
        s='<worksheet><sheetData><row r="3"><c r="B3" t="s"><v>0</v></c><c t="inlineStr"><is><t>n'
        '</t></is></c></row><row><c t="s"><v>1</v></c></row></sheetData></worksheet>',
    )
    assert [(line.number, line.cells) for line in sheet.lines] == [
        (3, ("", "email", "n")),
        (4, ("a\rb\ufffd",)),
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2504", "2504"), ("4.1323441111E10", "41323441111"), ("0.1", "0.1"), ("1E400", "1E400"),
     ("-0", "0"), ("1.0", "1"), ("0.30000000000000004", "0.30000000000000004"), ("x", "x")],
)  # fmt: skip
def test_numbers_are_what_people_wrote(written: str, shown: str) -> None:
    assert plain_number(written) == shown


BOMB = b"<worksheet><t>" + b"a" * MOST_INFLATED + b"</t></worksheet>"
HAIL = b"<worksheet>" + b"<c/>" * (MOST_ELEMENTS + 1) + b"</worksheet>"
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<worksheet>&b;</worksheet>"
)


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ({"s": BOMB}, 413),
        ({"s": HAIL}, 413),
        ({"s": ENTITIES}, 422),
        ({"s": "<worksheet><row>"}, 422),
        ({"s": '<worksheet><row r="1"><c r="ZZZ1"><v>1</v></c></row></worksheet>'}, 413),
        ({"s": '<worksheet><row r="1"><c t="s"><v>7</v></c></row></worksheet>'}, 422),
        ({"s": '<worksheet><row r="1"><c t="s"><v>-1</v></c></row></worksheet>'}, 422),
        ({"s": "<w>" + "<row><c><v>1</v></c></row>" * 10_100 + "</w>"}, 413),
        ({"b": "<workbook/>"}, 422),
    ],
)
def test_files_that_mean_harm_are_refused(parts: dict[str, str | bytes], status: int) -> None:
    with pytest.raises(MalformedRequest) as refused:
        read(**parts)
    assert refused.value.status == status


@given(st.integers(0, 900), st.integers(0, 255))
def test_a_damaged_file_is_refused_or_read(at: int, value: int) -> None:
    data = bytearray(packed(s="<worksheet><row><c><v>1</v></c></row></worksheet>"))
    data[at % len(data)] = value
    with contextlib.suppress(MalformedRequest):
        read_sheet(bytes(data), known)
