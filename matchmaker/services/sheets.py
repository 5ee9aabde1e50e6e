"""Read a folder of CSV files, a workbook or a zip of either as sheets of text cells.

Every cell is the text that the CSV file of the same bundle would have, Unicode NFC, with line
feeds for line ends. The standard csv module and calamine are enough; both start fast.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePosixPath

from matchmaker.errors import Fault, UnreadableFile
from matchmaker.services import archive
from matchmaker.text import Text


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of text cells."""

    file: str
    """Name of the CSV file or of the workbook's sheet."""
    header: tuple[str, ...] = ()
    """Names of the columns, trimmed; () if nothing could be read."""
    lines: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Row number (the header is 1) and as many cells as the header; blank rows are left out."""
    faults: tuple[Fault, ...] = ()
    ragged: frozenset[int] = frozenset()
    """Rows that had fewer or more cells than the header; padded or cut in ``lines``."""


def read_sheets(path: Path) -> dict[str, Sheet]:
    """Return the sheets at ``path`` by name: that of the CSV file without its ending, or of the sheet.

    Raises UnreadableFile if there is nothing there that could be a bundle.
    """
    try:
        if path.is_dir():
            return _sheets_of_files({found.name: found for found in sorted(path.iterdir()) if found.is_file()}, path)
        if path.stat().st_size > archive.UNPACKED:
            raise _no_bundle(path.name)
        data = path.read_bytes()
    except OSError as error:
        raise _no_bundle(path.name) from error
    return _sheets_of_archive(path.name, data)


def _sheets_of_files(files: dict[str, Path], folder: Path) -> dict[str, Sheet]:
    """Return the sheets of the CSV files of a folder."""
    tables = {name: found for name, found in files.items() if _is_csv(name)}
    if not tables or sum(found.stat().st_size for found in tables.values()) > archive.UNPACKED:
        raise _no_bundle(folder.name)
    return {_noun(name): sheet_of_csv(name, found.read_bytes()) for name, found in tables.items()}


def _sheets_of_archive(name: str, data: bytes) -> dict[str, Sheet]:
    """Return the sheets of a workbook, or of a zip with CSV files or one workbook in one folder."""
    members = archive.unpack(name, data)
    if archive.WORKBOOK in members:
        return sheets_of_workbook(name, data, members)
    files = {PurePosixPath(member): content for member, content in members.items() if not _is_clutter(member)}
    tables = [file for file in files if _is_csv(file.name)]
    workbooks = [file for file in files if file.suffix.lower() == ".xlsx"]
    if len(workbooks) == 1 and not tables:
        content = files[workbooks[0]]
        return sheets_of_workbook(workbooks[0].name, content, archive.unpack(workbooks[0].name, content))
    if not tables or workbooks or len({file.parent for file in tables}) > 1:
        raise _no_bundle(name)
    return {_noun(file.name): sheet_of_csv(file.name, files[file]) for file in tables}


def _is_csv(name: str) -> bool:
    return name.lower().endswith(".csv") and not name.startswith((".", "~$"))


def _is_clutter(member: str) -> bool:
    """Return whether an operating system put the member there, not a person."""
    parts = PurePosixPath(member).parts
    return "__MACOSX" in parts or parts[-1].startswith((".", "~$"))


def _noun(name: str) -> str:
    return unicodedata.normalize("NFC", PurePosixPath(name).stem).strip().lower()


def sheet_of_csv(file: str, data: bytes) -> Sheet:
    """Return a CSV file as a sheet; what cannot be decoded or parsed is a fault with its row."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Sheet(file, faults=(_undecodable(file, data[: error.start], data[error.start : error.start + 1]),))
    if "\0" in text:
        return Sheet(file, faults=(_undecodable(file, text[: text.index("\0")].encode(), b"\0"),))
    records, faults = _records(file, text)
    return _sheet(file, records, faults)


def _records(file: str, text: str) -> tuple[list[list[str]], list[Fault]]:
    """Return the records of a CSV text as far as they can be parsed, blank lines as []."""
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for record in reader:
            if len(records) > archive.ROWS or len(record) > archive.COLUMNS:
                return records, [_oversize(file, len(records) + 1)]
            records.append(record)
    except csv.Error:
        return records, [_unparsable(file, len(records) + 1)]
    return records, []


def sheets_of_workbook(file: str, data: bytes, members: dict[str, bytes]) -> dict[str, Sheet]:
    """Return the sheets of an xlsx file whose unpacked ``members`` are given.

    Raises UnreadableFile if it is no sound workbook or a sheet is beyond the caps.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    broken = archive.judge_workbook(file, members)
    if broken:
        raise UnreadableFile(broken)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
    except CalamineError as error:
        raise _no_bundle(file) from error
    return {
        _noun(name): _sheet(name, [[_typed(cell) for cell in row] for row in found], []) for name, found in rows.items()
    }


def _typed(cell: object) -> str:
    """Return a workbook's cell as the CSV file would have it: ISO dates and times, 5 for 5.0, 1 for true."""
    match cell:
        case bool():
            return str(int(cell))
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            # A serial number of seven decimals lies milliseconds beside its minute.
            rounded = cell + timedelta(milliseconds=500)
            return rounded.isoformat(timespec="seconds").removesuffix(":00")
        case time():
            return cell.isoformat(timespec="seconds").removesuffix(":00")
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _sheet(file: str, records: Sequence[Sequence[str]], faults: list[Fault]) -> Sheet:
    """Return records as a sheet: the first that is not blank is the header."""
    numbered = [(row, [_clean(cell) for cell in cells]) for row, cells in enumerate(records, start=1)]
    filled = [(row, cells) for row, cells in numbered if any(cell.strip() for cell in cells)]
    if not filled:
        return Sheet(file, faults=(*faults, _empty(file)))
    header_row, titles = filled[0]
    header = _trimmed([title.strip() for title in titles])
    faults += _header_faults(file, header_row, header)
    lines, ragged = [], set()
    for row, cells in filled[1:]:
        # A cell too many may be a blank one at the end, pushed there by a comma in the text before.
        if len(cells) != len(titles) or any(cell.strip() for cell in cells[len(header) :]):
            faults.append(_ragged(file, row, len(cells), len(titles)))
            ragged.add(row)
        lines.append((row, tuple([*cells, *[""] * len(header)][: len(header)])))
    return Sheet(file, header, tuple(lines), tuple(faults), frozenset(ragged))


def _clean(cell: str) -> str:
    """Return a cell in NFC, with line feeds: macOS sends Korean decomposed, Windows sends CR LF."""
    return unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n"))


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells without the blank ones at the end, which spreadsheets like to add."""
    last = max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return tuple(cells[:last])


def _header_faults(file: str, row: int, header: tuple[str, ...]) -> Iterator[Fault]:
    """Yield columns without a name and names given twice."""
    for place, name in enumerate(header, start=1):
        if not name:
            ko = f"{place}번째 열에 이름이 없습니다. 이름을 쓰거나 열을 지우십시오."
            yield Fault(file, row, None, "", Text(ko, f"Column {place} has no name. Name it or delete it."))
        elif name in header[: place - 1]:
            ko = f"열 이름 ‘{name}’이(가) 두 번 나옵니다. 하나를 지우거나 이름을 바꾸십시오."
            yield Fault(file, row, name, name, Text(ko, f"The column {name} appears twice. Delete or rename one."))


def _ragged(file: str, row: int, cells: int, columns: int) -> Fault:
    ko = f"이 행은 {cells}칸인데 머리글은 {columns}칸입니다. 쉼표가 든 글은 큰따옴표로 묶고 빈칸도 쉼표로 구분하십시오."
    en = (
        f"This row has {cells} cells, the header has {columns}. "
        "Put text that holds a comma in double quotes, and write a comma for each empty cell."
    )
    return Fault(file, row, None, str(cells), Text(ko, en))


def _undecodable(file: str, before: bytes, byte: bytes) -> Fault:
    """Return the fault of a file that is not UTF-8 text; ``before`` is what precedes the bad byte."""
    try:
        row = sum(1 for _ in csv.reader(io.StringIO(before.decode("utf-8-sig") + "x", newline="")))
    except csv.Error:
        row = before.count(b"\n") + 1
    ko = "UTF-8 글자가 아닌 바이트가 있어 읽을 수 없습니다. ‘CSV UTF-8’ 형식으로 다시 저장해 주십시오."
    en = "There is a byte here that is no UTF-8 text. Save the file again as ‘CSV UTF-8’."
    return Fault(file, row, None, f"0x{byte.hex().upper()}", Text(ko, en))


def _unparsable(file: str, row: int) -> Fault:
    ko = "큰따옴표의 짝이 맞지 않거나 한 칸이 너무 깁니다. 글 안의 큰따옴표는 두 번 쓰십시오."
    en = "Double quotes do not match here, or one cell is too long. Write a double quote inside text twice."
    return Fault(file, row, None, "", Text(ko, en))


def _oversize(file: str, row: int) -> Fault:
    rows, columns = f"{archive.ROWS:,}", archive.COLUMNS
    ko = f"시트마다 {rows}행 {columns}열까지 읽습니다. 파일을 나누거나 필요 없는 부분을 지우십시오."
    en = f"At most {rows} rows and {columns} columns are read. Split the file or delete the rest."
    return Fault(file, row, None, "", Text(ko, en))


def _empty(file: str) -> Fault:
    ko = "비어 있습니다. 첫 행에 열 이름을 쓰십시오."
    return Fault(file, None, None, file, Text(ko, "It is empty. The first row must name the columns."))


def _no_bundle(name: str) -> UnreadableFile:
    ko = (
        "행사 자료를 찾을 수 없습니다. CSV 파일이 든 폴더, 같은 이름의 시트가 든 xlsx, "
        "또는 그 둘 중 하나를 담은 50 MB 이하의 zip을 지정하십시오."
    )
    en = (
        "No event was found here. Give a folder of CSV files, an xlsx workbook with the same sheets, "
        "or a zip of either, of at most 50 MB."
    )
    return UnreadableFile((Fault(name, None, None, name, Text(ko, en)),))
