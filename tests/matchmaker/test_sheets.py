import io
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.errors import UnreadableFile
from matchmaker.services import archive
from matchmaker.services.sheets import Sheet, read_sheets, sheet_of_csv
from tests.matchmaker import factories as make

Place = tuple[str, int | None, str | None, str]

TEXT = st.text(
    st.one_of(
        st.sampled_from('",|;\n\r\t =+-@한글가각กำ้ıİşğ😀é'),
        st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\n\r\t"),
    ),
    max_size=12,
)
GRIDS = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), max_size=5))


def read_xlsx(tmp_path: Path, write: Callable[[Any, Any], None]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the lines of sheet ``a`` with the header a … e, filled by ``write(sheet, formats)``."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("a")
        sheet.write_row(0, 0, "abcde")
        write(sheet, lambda form: workbook.add_format({"num_format": form}))
    return read_sheets(path)["a"].lines


def cleaned(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n"))


@settings(max_examples=60, deadline=None)
@given(grid=GRIDS)
def test_csv_and_workbook_give_the_cells_that_were_written(
    grid: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    header = [f"c{place}" for place in range(len(grid[0]) if grid else 1)]
    wanted = tuple(
        (row, tuple(cleaned(cell) for cell in cells))
        for row, cells in enumerate(grid, start=2)
        if any(cell.strip() for cell in cells)
    )
    folder = tmp_path_factory.mktemp("grid")
    make.write_folder(folder, {"a": [header, *grid]})
    make.write_workbook(folder / "a.xlsx", {"a": [header, *grid]})
    assert read_sheets(folder)["a"] == Sheet("a.csv", tuple(header), wanted)
    assert read_sheets(folder / "a.xlsx")["a"] == Sheet("a", tuple(header), wanted)


def test_typed_cells_come_back_as_the_text_of_the_csv(tmp_path: Path) -> None:
    def write(sheet: Any, form: Any) -> None:
        sheet.write_datetime(1, 0, date(2022, 10, 7), form("dd/mm/yy"))
        sheet.write_datetime(1, 1, time(9, 30), form("hh:mm"))
        sheet.write_datetime(1, 2, datetime(2022, 10, 7, 9, 30), form("yyyy-mm-dd hh:mm"))
        sheet.write_datetime(1, 3, timedelta(hours=9, minutes=5), form("[h]:mm"))
        sheet.write_datetime(1, 4, time(0, 0), form("hh:mm"))
        sheet.write_number(2, 0, 5.0)
        sheet.write_number(2, 1, 5.25)
        sheet.write_boolean(2, 2, True)
        sheet.write_number(2, 3, -12000000)
        sheet.write_string(2, 4, "007")
        sheet.write_number(3, 0, 44841.3958333, form("yyyy-mm-dd hh:mm"))

    assert read_xlsx(tmp_path, write) == (
        (2, ("2022-10-07", "09:30", "2022-10-07T09:30", "09:05", "00:00")),
        (3, ("5", "5.25", "1", "-12000000", "007")),
        (4, ("2022-10-07T09:30", "", "", "", "")),
    )


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    sheet = sheet_of_csv("a.csv", b'\nid,note\n\nA,"two\r\nlines"\n , \nB,\n')
    assert sheet == Sheet("a.csv", ("id", "note"), ((4, ("A", "two\nlines")), (6, ("B", ""))))


def test_byte_order_mark_and_any_line_end_are_read() -> None:
    for end in ("\n", "\r\n", "\r"):
        data = f"id,name{end}A,가{end}".encode("utf-8-sig")
        assert sheet_of_csv("a.csv", data) == Sheet("a.csv", ("id", "name"), ((2, ("A", "가")),))


def test_decomposed_korean_is_composed() -> None:
    data = unicodedata.normalize("NFD", "이름\n한글\n").encode()
    assert sheet_of_csv("a.csv", data) == Sheet("a.csv", ("이름",), ((2, ("한글",)),))


def test_blank_columns_at_the_end_are_nothing() -> None:
    assert sheet_of_csv("a.csv", b"id,b,,\nA,1,,\n") == Sheet("a.csv", ("id", "b"), ((2, ("A", "1")),))


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (b"", [("a.csv", None, None, "a.csv")]),
        (b"id,b\n1\n1,2\n1,2,3\n", [("a.csv", 2, None, "1"), ("a.csv", 4, None, "3")]),
        (b"id,,b\n1,2,3\n", [("a.csv", 1, None, "")]),
        (b"id,b,id\n1,2,3\n", [("a.csv", 1, "id", "id")]),
        (b'id,b\n"x\ny",1\n2,\xc7\xd1\n', [("a.csv", 3, None, "0xC7")]),
        ("id,b\n".encode("utf-16"), [("a.csv", 1, None, "0xFF")]),
        (b"id,b\n1,2\n3,\x004\n", [("a.csv", 3, None, "0x00")]),
        (b'id,b\n1,"2"x\n', [("a.csv", 2, None, "")]),
        (b'id,b\n1,2\n3,"4\n', [("a.csv", 3, None, "")]),
        (b"id\n" + b"1\n" * 20_001, [("a.csv", 20_002, None, "")]),
        (b"," * 200 + b"\n", [("a.csv", 1, None, "")]),
    ],
)
def test_faults_of_a_csv_file(data: bytes, faults: list[Place]) -> None:
    found = sheet_of_csv("a.csv", data).faults
    assert [(fault.file, fault.row, fault.column, fault.value) for fault in found][: len(faults)] == faults
    assert all(fault.message.ko and fault.message.en for fault in found)


def test_ragged_rows_are_marked_and_kept() -> None:
    sheet = sheet_of_csv("a.csv", b"id,b\n1\n1,2,3\n")
    assert (sheet.lines, sheet.ragged) == (((2, ("1", "")), (3, ("1", "2"))), frozenset({2, 3}))


def test_a_zip_may_hold_the_files_in_one_folder_or_a_workbook(tmp_path: Path) -> None:
    rows = {"a": [["id"], ["1"]]}
    plain, deep = make.write_zip(tmp_path / "p.zip", rows), make.write_zip(tmp_path / "d.zip", rows, "stop/")
    with zipfile.ZipFile(deep, "a") as found:
        found.writestr("__MACOSX/stop/._a.csv", b"\0\0")
        found.writestr("stop/read me.md", "notes")
    book = make.write_workbook(tmp_path / "book.xlsx", rows)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as found:
        found.write(book, "event.xlsx")
    wanted = Sheet("a.csv", ("id",), ((2, ("1",)),))
    assert read_sheets(plain) == {"a": wanted}
    assert read_sheets(deep) == {"a": wanted}
    assert read_sheets(tmp_path / "b.zip") == {"a": Sheet("a", ("id",), ((2, ("1",)),))}


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as found:
        for name, data in members.items():
            found.writestr(name, data)
    return out.getvalue()


def workbook_with(sheet: bytes) -> bytes:
    return zipped(**{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet})


def workbook_with_a_shared_text(length: int, cells: int) -> bytes:
    shared = b"<sst><si><t>" + b"x" * length + b"</t></si></sst>"
    named = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(1, cells + 1))
    return zipped(
        **{
            "xl/workbook.xml": b"<workbook/>",
            "xl/sharedStrings.xml": shared,
            "xl/worksheets/sheet1.xml": sheet_xml(named),
        }
    )


def sheet_xml(cells: bytes) -> bytes:
    return b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"


BOMB = zipped(**{"a.csv": b"a\n" + b"1" * (archive.SMALL * 8)})
LYING = BOMB.replace(struct.pack("<I", archive.SMALL * 8 + 2), struct.pack("<I", 10))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no archive at all",
        zipped(**{"notes.txt": b"no table"}),
        zipped(**{"inner.zip": zipped(**{"a.csv": b"id\n"})}),
        zipped(**{"one/a.csv": b"id\n", "two/b.csv": b"id\n"}),
        zipped(**{"../a.csv": b"id\n"}),
        zipped(**{"/etc/a.csv": b"id\n"}),
        zipped(**{"C:/a.csv": b"id\n"}),
        zipped(**{"..\\a.csv": b"id\n"}),
        zipped(**{f"{number}.csv": b"id\n" for number in range(archive.ENTRIES + 1)}),
        BOMB,
        LYING,
        workbook_with(b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" + sheet_xml(b"")),
        workbook_with(sheet_xml(b'<c r="A20002"><v>1</v></c>')),
        workbook_with(sheet_xml(b'<c r="XFD1"><v>1</v></c>')),
        workbook_with(sheet_xml(b"<c><v>1</v></c>")),
        workbook_with(sheet_xml(b'<c r="A1"><v>1</v></c>')),
        workbook_with_a_shared_text(30_000, 2_000),
    ],
)
def test_what_is_no_bundle_or_would_hurt_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(path)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(None, None)]


def test_a_missing_path_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(UnreadableFile) as refused:
            read_sheets(path)
        assert [fault.value for fault in refused.value.faults] == [path.name]


def test_a_broken_formula_is_not_read_as_empty(tmp_path: Path) -> None:
    def write(sheet: Any, _: Any) -> None:
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")

    with pytest.raises(UnreadableFile) as refused:
        read_xlsx(tmp_path, write)
    assert [(fault.row, fault.value) for fault in refused.value.faults] == [(3, "B3")]


def test_formatted_but_empty_cells_far_away_do_no_harm(tmp_path: Path) -> None:
    def write(sheet: Any, form: Any) -> None:
        sheet.write_string(1, 0, "x")
        sheet.write_blank(1_000_000, 300, None, form("0"))

    assert read_xlsx(tmp_path, write) == ((2, ("x", "", "", "", "")),)
