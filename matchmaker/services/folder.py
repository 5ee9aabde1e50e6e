"""An event folder as lines: each row with the meaning of its cells, and what is wrong with them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from matchmaker.errors import Fault
from matchmaker.services import cells
from matchmaker.services.cells import Wrong, nearest
from matchmaker.services.columns import LAYOUT_OF, LAYOUTS, TAGS, Column, Layout
from matchmaker.services.sheets import Sheet
from matchmaker.text import Text

GUESSES = 200
"""Unknown ids of a column for which the nearest is sought; more come from another event's file."""

NOUNS = {
    "sellers": Text("참가기업", "a seller"),
    "buyers": Text("바이어", "a buyer"),
    "organisations": Text("기관", "an organisation"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file."""

    file: str
    row: int | None
    cells: Mapping[str, str]
    values: Mapping[str, Any]
    """What the cells of known columns mean; a column is missing here if its cell is at fault.

    A blank cell means None, or () in a column of lists.
    """

    def get(self, column: str) -> Any:
        """Return the value of a column; None if it is blank, missing or at fault."""
        return self.values.get(column)

    def fault(self, column: str | None, ko: str, en: str, suggestion: str | None = None) -> Fault:
        """Return a fault of this row, with the cell of ``column`` as its value."""
        value = self.cells.get(column, "") if column else ""
        return Fault(self.file, self.row, column, value, Text(ko, en), suggestion)


@dataclass(slots=True)
class Folder:
    """The lines of all files, by noun."""

    lines: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    """A file that is not there has none."""
    files: dict[str, str] = field(default_factory=dict)
    """The names of the files or sheets that are there."""
    unknown: set[str] = field(default_factory=set)
    """Files that could not be read: nobody can say which ids they hold."""

    def of(self, *nouns: str) -> Iterator[Line]:
        """Yield the lines of the files named."""
        for noun in nouns:
            yield from self.lines.get(noun, ())

    def by_id(self, *nouns: str) -> dict[str, Line]:
        """Return the lines of the files named by their ids; the first of two equal ids counts."""
        found: dict[str, Line] = {}
        for noun in nouns:
            for line in self.of(noun):
                found.setdefault(line.get(LAYOUT_OF[noun].key or ""), line)
        return found


def folder_of(sheets: Mapping[str, Sheet]) -> tuple[Folder, list[Fault]]:
    """Return the lines of all sheets that belong to a bundle, and every fault of a file or a cell."""
    folder, faults = Folder(), list(_misnamed(sheets))
    for layout in LAYOUTS:
        sheet = sheets.get(layout.noun)
        if sheet is None or not sheet.header:
            faults += sheet.faults if sheet else _missing(layout, sheets)
            folder.files[layout.noun] = sheet.file if sheet else layout.noun
            if sheet or layout.needed:
                folder.unknown.add(layout.noun)
            continue
        missing = list(_missing_columns(layout, sheet))
        folder.files[layout.noun] = sheet.file
        if layout.key in {fault.column for fault in missing}:
            folder.unknown.add(layout.noun)
        faults += (*sheet.faults, *missing)
        folder.lines[layout.noun] = tuple(_line(layout, sheet, row, found, faults) for row, found in sheet.lines)
        faults += _duplicates(layout, folder.lines[layout.noun])
    return folder, faults


def _missing(layout: Layout, sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield the fault of a needed file that is not there."""
    if layout.needed:
        name = layout.noun
        ko = f"필요한 표 ‘{name}’이(가) 없습니다. {name}.csv 또는 시트 {name}을(를) 넣어 주십시오."
        en = f"The table ‘{name}’ is missing. Add {name}.csv or a sheet {name}."
        yield Fault(name, None, None, name, Text(ko, en), nearest(name, sheets.keys() - LAYOUT_OF.keys()))


def _misnamed(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield the faults of files named almost like an optional one, which would be overlooked."""
    absent = [layout.noun for layout in LAYOUTS if not layout.needed and layout.noun not in sheets]
    for name in sorted(sheets.keys() - LAYOUT_OF.keys()):
        meant = nearest(name, absent)
        if meant:
            file = sheets[name].file
            ko = f"모르는 표입니다. ‘{meant}’을(를) 뜻했다면 이름을 바꾸고, 아니면 빼 주십시오."
            en = f"No table has this name. Rename it if ‘{meant}’ was meant, else take it out."
            yield Fault(file, None, None, file, Text(ko, en), meant)


def _missing_columns(layout: Layout, sheet: Sheet) -> Iterator[Fault]:
    """Yield the needed columns that a sheet has not got."""
    known = {column.name for column in layout.columns}
    for column in layout.columns:
        if column.needed and column.name not in sheet.header:
            name = column.name
            ko = f"필요한 열 ‘{name}’이(가) 없습니다. 머리글에 {name} 열을 넣어 주십시오."
            en = f"The column ‘{name}’ is missing. Add it to the header."
            meant = nearest(name, (title for title in sheet.header if title not in known))
            yield Fault(sheet.file, None, name, name, Text(ko, en), meant)


def _line(layout: Layout, sheet: Sheet, row: int, found: tuple[str, ...], faults: list[Fault]) -> Line:
    """Return one row; add what is wrong with its cells to ``faults``."""
    texts = dict(zip(sheet.header, found, strict=True))
    values: dict[str, Any] = {}
    line = Line(sheet.file, row, texts, values)
    for column in layout.columns:
        # Where cells are shifted only the key is worth believing, so that others may refer to it.
        if row in sheet.ragged and column.name != layout.key:
            continue
        if column.needed and column.name not in texts:
            continue
        try:
            values[column.name] = _value(column, texts.get(column.name, "").strip())
        except Wrong as wrong:
            faults.append(line.fault(column.name, *wrong.message, wrong.suggestion))
    return line


def _value(column: Column, cell: str) -> Any:
    """Return what a trimmed cell means. Raises Wrong."""
    parts = [part.strip() for part in cell.split("|") if part.strip()] if column.many else [cell]
    if column.filled and not any(parts):
        raise Wrong(
            f"‘{column.name}’ 칸이 비어 있습니다. 값을 넣어 주십시오.",
            f"‘{column.name}’ is empty. Fill it in.",
        )
    if column.many:
        return tuple(dict.fromkeys(column.kind(part) for part in parts))
    return column.kind(cell) if cell else None


def _duplicates(layout: Layout, lines: Iterable[Line]) -> Iterator[Fault]:
    """Yield the rows whose id an earlier row has."""
    if layout.key:
        key = layout.key
        yield from repeated(
            lines,
            lambda line: line.get(key),
            key,
            "ID ‘{value}’이(가) {row}행에 이미 있습니다. 다른 ID를 주거나 한 행을 지우십시오.",
            "The id ‘{value}’ is already in row {row}. Give it another id or delete one of the rows.",
        )


def repeated(lines: Iterable[Line], key: Callable[[Line], object], column: str, ko: str, en: str) -> Iterator[Fault]:
    """Yield a fault for each line whose key an earlier one has; None is no key.

    The sentences may name ``{value}`` and the ``{row}`` of the earlier line.
    """
    first: dict[object, int | None] = {}
    for line in lines:
        if (found := key(line)) is None:
            continue
        if found in first:
            named = {"value": line.cells.get(column, "").strip(), "row": first[found]}
            yield line.fault(column, ko.format(**named), en.format(**named))
        first.setdefault(found, line.row)


def dangling(folder: Folder, tags: Collection[str]) -> Iterator[Fault]:
    """Yield every cell that refers to an id that no file holds, or to a tag that is not in the taxonomy."""
    ids = {noun: set(folder.by_id(noun)) - {None} for noun in LAYOUT_OF} | {TAGS: set(tags)}
    for layout in LAYOUTS:
        for column in layout.columns:
            if not column.refers or folder.unknown & set(column.refers):
                continue
            known = set[str]().union(*(ids[noun] for noun in column.refers))
            meant: dict[str, str | None] = {}
            for line in folder.of(layout.noun):
                for value in _references(line.get(column.name)):
                    if value not in known:
                        if value not in meant:
                            meant[value] = nearest(value, known) if len(meant) < GUESSES else None
                        yield _no_such_id(line, column, value, meant[value], ids)


def _references(value: str | tuple[str, ...] | None) -> Iterator[str]:
    """Yield the ids a cell refers to, hours left out."""
    for part in value if isinstance(value, tuple) else (value,):
        if part is not None and not cells.HOURS.fullmatch(part):
            yield part


def _no_such_id(line: Line, column: Column, value: str, meant: str | None, ids: Mapping[str, Collection[str]]) -> Fault:
    """Return the fault of a reference that leads nowhere, or to the wrong side."""
    if column.refers == (TAGS,):
        ko = f"‘{value}’은(는) 분류표에 없는 태그입니다. 분류표의 코드로 고쳐 주십시오."
        en = f"‘{value}’ is no tag of the taxonomy. Use one of its codes."
        return line.fault(column.name, ko, en, meant)
    wanted = [NOUNS[noun] for noun in column.refers if noun in NOUNS]
    other = next((NOUNS[noun] for noun in NOUNS if noun not in column.refers and value in ids[noun]), None)
    if wanted and other:
        expected_ko, expected_en = (
            " 또는 ".join(noun.ko for noun in wanted),
            " or ".join(noun.en for noun in wanted),
        )
        ko = f"‘{value}’은(는) {other.ko}입니다. 이 칸에는 {expected_ko}의 ID를 쓰십시오."
        en = f"‘{value}’ is {other.en}; here the id of {expected_en} is needed."
        return line.fault(column.name, ko, en)
    places = ", ".join(column.refers)
    ko = f"‘{value}’이(가) {places} 표에 없습니다. ID를 고치거나 그 표에 추가하십시오."
    en = f"‘{value}’ is not in {places}. Correct the id or add it there."
    return line.fault(column.name, ko, en, meant)
