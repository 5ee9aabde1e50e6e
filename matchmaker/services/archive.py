"""Unpack zip archives and workbooks in memory, and refuse those that would hurt.

Nothing is written to disk. Sizes are judged first as declared, then as really read.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from matchmaker.errors import Fault, UnreadableFile
from matchmaker.text import Text

UNPACKED = 50 * 2**20
"""Most bytes a file may hold, unpacked."""
RATIO = 50
"""Most unpacked bytes for one packed byte, in archives larger than ``SMALL``."""
SMALL = 2**20
"""A few hundred equal lines pack better than any ratio, and hurt nobody."""
ENTRIES = 500
ROWS = 20_000
"""Most rows of a sheet below its header."""
COLUMNS = 200

WORKBOOK = "xl/workbook.xml"
OTHER_FORMATS = frozenset({"xl/workbook.bin", "content.xml"})
CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*|)>")
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,7})([0-9]{1,9})["']""")
SHARED = re.compile(rb"<(?:\w+:)?si\b")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*([0-9]{1,7})\s*<")
BROKEN = re.compile(rb"""\st\s*=\s*["']e["']""")


def unpack(file: str, data: bytes) -> dict[str, bytes]:
    """Return the members of a zip archive by name, folders left out.

    Raises UnreadableFile if it is no archive, encrypted, larger than the caps, or names a path
    outside itself.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _judge_declared(file, members, len(data))
            return dict(_read(file, archive, members))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise _refused(
            file,
            "압축 파일이 손상되었거나 zip·xlsx 형식이 아닙니다. 다시 저장하여 보내 주십시오.",
            "This is not a sound zip or xlsx file. Save it again and send it once more.",
        ) from error


def _judge_declared(file: str, members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse an archive by what its directory declares."""
    size = sum(member.file_size for member in members)
    if len(members) > ENTRIES or size > UNPACKED or (size > SMALL and size > RATIO * packed):
        raise _too_large(file)
    for member in members:
        if not _is_inside(member.filename):
            raise _refused(
                file,
                f"압축 파일 밖을 가리키는 경로 ‘{member.filename}’이(가) 들어 있어 열지 않았습니다.",
                f"It holds a path that leads outside the archive, ‘{member.filename}’; it was not opened.",
            )
        if member.flag_bits & 0x1:
            raise _refused(
                file,
                "암호가 걸려 있습니다. 암호를 풀고 다시 저장해 주십시오.",
                "It is locked with a password. Save it without one.",
            )


def _is_inside(name: str) -> bool:
    """Return whether a member's name stays inside the archive on every system."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return bool(parts) and ".." not in parts and parts[0] != "/" and ":" not in parts[0]


def _read(file: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each member, counting what is really read."""
    left = UNPACKED
    for member in members:
        with archive.open(member) as stream:
            data = stream.read(left + 1)
        left -= len(data)
        if left < 0:
            raise _too_large(file)
        yield member.filename, data


def judge_workbook(file: str, members: dict[str, bytes]) -> tuple[Fault, ...]:
    """Return the broken formulas of an unpacked xlsx, whose cells a reader would give as empty.

    Raises UnreadableFile if a cell lies beyond the caps: readers reserve memory for the whole
    rectangle, so a file of 4 kB with one far cell can ask for gigabytes.
    """
    if OTHER_FORMATS & members.keys() or any(b"<!DOCTYPE" in part[:4096] for part in members.values()):
        raise _refused(
            file,
            "엑셀 xlsx 형식이 아닙니다. ‘Excel 통합 문서(.xlsx)’로 저장해 주십시오.",
            "This is not an Excel xlsx workbook. Save it as ‘Excel Workbook (.xlsx)’.",
        )
    sheets = [part for part in members.values() if b"sheetData" in part]
    if _spelt_out(sheets, [part for part in members.values() if SHARED.search(part)]) > UNPACKED:
        raise _too_large(file)
    faults = []
    for part in sheets:
        faults += [_broken_formula(file, place) for place in _broken_cells(file, part)]
    return tuple(faults)


def _spelt_out(sheets: list[bytes], shared: list[bytes]) -> int:
    """Return at least how many bytes the shared strings take once each cell has its own copy.

    A long text stored once and named by a million cells packs into kilobytes.
    """
    lengths = [len(item) for part in shared for item in SHARED.split(part)[1:]]
    named = (int(value[1]) for part in sheets for value in VALUE.finditer(part))
    return sum(lengths[place] for place in named if place < len(lengths))


def _broken_cells(file: str, part: bytes) -> Iterator[str]:
    """Yield the places of cells that show an error; refuse cells beyond the caps."""
    for cell in CELL.finditer(part):
        attributes = cell[1]
        if attributes.endswith(b"/"):
            continue
        place = PLACE.search(attributes)
        if place is None or int(place[2]) > ROWS + 1 or _number(place[1]) > COLUMNS:
            raise _too_large(file)
        if BROKEN.search(attributes):
            yield (place[1] + place[2]).decode()


def _number(letters: bytes) -> int:
    """Return the number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _broken_formula(file: str, place: str) -> Fault:
    return Fault(
        file,
        int("".join(filter(str.isdigit, place))),
        None,
        place,
        Text(
            f"{place} 셀의 수식이 오류 값을 냅니다. 수식을 고치거나 값을 직접 입력하십시오.",
            f"The formula in cell {place} shows an error. Mend it or type the value.",
        ),
    )


def _too_large(file: str) -> UnreadableFile:
    return _refused(
        file,
        f"너무 큽니다. 푼 크기 {UNPACKED >> 20} MB, 압축비 {RATIO}, 시트마다 {ROWS:,}행 {COLUMNS}열까지 "
        "읽습니다. 빈 행과 열을 지우고 다시 저장해 주십시오.",
        f"It is too large. At most {UNPACKED >> 20} MB unpacked, {RATIO} times its packed size, "
        f"{ROWS:,} rows and {COLUMNS} columns per sheet are read. Delete what is unused and save it again.",
    )


def _refused(file: str, ko: str, en: str) -> UnreadableFile:
    return UnreadableFile((Fault(file, None, None, file, Text(ko, en)),))
