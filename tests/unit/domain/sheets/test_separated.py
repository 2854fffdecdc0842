"""CSV: any table through the encodings and separators that spreadsheets write."""

import contextlib
import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.errors import MalformedRequest
from shared.domain.import_columns import known
from shared.domain.sheets.reading import read_sheet

HEADINGS = ("email", "name", "message")
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from(',;\t|"\n'),
    max_size=12,
)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6)
# What the legacy encodings are found by: whole words of the languages that use them.
SPOKEN = {
    "cp1252": ("François Müller", "Société Générale à Genève, près du lac Léman"),
    "cp1250": ("Őri Győző", "Árvíztűrő tükörfúrógép, a szerződés szövege"),
    "cp932": ("山田太郎", "お世話になっております。ご招待いたします。"),
    "gb18030": ("王小明", "您好，我们邀请您使用我们的平台，谢谢。"),
    "cp949": ("김민준", "안녕하세요, 저희 플랫폼에 초대합니다. 감사합니다."),
    "big5": ("陳大文", "您好，我們邀請您使用我們的平台，謝謝。"),
    "cp1251": ("Иван Петров", "Здравствуйте, приглашаем вас на нашу платформу"),
}


def written(rows: Sequence[tuple[str, ...]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([HEADINGS, *rows])
    return text.getvalue()


def kept(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the rows as they are read: empty cells at the end and empty rows fall away."""
    found = []
    for row in rows:
        cells = list(row)
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            found.append(tuple(cells))
    return found


@given(
    rows=TABLES,
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")),
)
@example(rows=[("a@b.example", "A;B", "two\nlines")], separator=";", encoding="utf-16")
def test_any_table_comes_back(rows: list[tuple[str, ...]], separator: str, encoding: str) -> None:
    sheet = read_sheet(written(rows, separator).encode(encoding), known)
    assert [line.cells for line in sheet.lines] == [HEADINGS, *kept(rows)]
    assert sheet.separator == separator
    assert encoding.startswith(sheet.encoding)


@pytest.mark.parametrize("separator", list(",;\t"))
@pytest.mark.parametrize("encoding", SPOKEN)
def test_what_people_write_is_read_in_the_encodings_that_they_write_it_in(
    encoding: str, separator: str
) -> None:
    rows = [(f"guest{number}@kunde.example", *SPOKEN[encoding]) for number in range(5)]
    sheet = read_sheet(written(rows, separator).encode(encoding), known)
    assert [line.cells for line in sheet.lines[1:]] == rows, sheet.encoding


@given(rows=TABLES, encoding=st.sampled_from(sorted(SPOKEN)))
def test_who_names_the_encoding_is_believed(rows: list[tuple[str, ...]], encoding: str) -> None:
    text = written(rows, ",").encode(encoding, "replace")
    sheet = read_sheet(text, known, encoding)
    whole = [line.cells for line in sheet.lines]
    lossy = [tuple(cell.encode(encoding, "replace").decode(encoding) for cell in r) for r in rows]
    assert whole == [HEADINGS, *kept(lossy)]


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00")
@example(b'email\n"')
@example(b"sep=;\nemail;name\na@b.example;x\n")
def test_nothing_breaks_the_reader(data: bytes) -> None:
    with contextlib.suppress(MalformedRequest):
        read_sheet(data, known)


def test_rows_have_the_numbers_of_a_spreadsheet() -> None:
    data = b'sep=;\r\nemail;name\r\n\r\na@b.example;"two\r\nlines"\r\nc@d.example;C\r\n'
    sheet = read_sheet(data, known)
    assert [(line.number, line.cells[0]) for line in sheet.lines] == [
        (2, "email"),
        (4, "a@b.example"),
        (5, "c@d.example"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"email\n" + b"a@b.example\n" * 10_100,
        b"email" + b",x" * 60,
        b"email\n" + b"x" * 40_000,
        b"x" * (5 * 1024 * 1024 + 1),
    ],
)
def test_too_much_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedRequest) as refused:
        read_sheet(data, known)
    assert refused.value.status == 413


def test_an_unknown_or_wrong_encoding_is_told() -> None:
    for charset in ("klingon", "hex", "utf-8", "ascii"):
        with pytest.raises(MalformedRequest):
            read_sheet(b"email\nfran\xe7ois@b.example\n", known, charset)
