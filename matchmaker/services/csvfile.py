"""Write CSV files that are either whole or not there, and that no spreadsheet runs."""

import csv
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path

PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
STARTS_FORMULA = frozenset("=+-@")
CONTROL = frozenset("\t\r\n")


def guard(cell: str) -> str:
    """Return the cell with an apostrophe before it if a spreadsheet might run it as a formula.

    That is a cell that starts with ``= + - @`` or their wide, small or raised forms, also after blanks
    and characters that show nothing, and one that starts with a tab or a line break. Plain numbers
    stay numbers. Source: OWASP, CSV Injection.
    """
    if PLAIN_NUMBER.fullmatch(cell):
        return cell
    shown = 0
    while shown < len(cell) and _shows_nothing(cell[shown]):
        shown += 1
    blanks, first = cell[:shown], unicodedata.normalize("NFKC", cell[shown : shown + 1])
    return f"'{cell}" if CONTROL & set(blanks) or first in STARTS_FORMULA else cell


def _shows_nothing(character: str) -> bool:
    """Return whether it is a blank, a control character or one that only steers the display."""
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf"}


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table to ``path`` in UTF-8, every cell guarded; None is an empty cell.

    There is never half a file: what was at ``path`` stays until all rows are written. Lines end in
    CR LF (RFC 4180); csv puts quotes round a cell with either of the two only if the line end has it.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines)
            for row in (header, *rows):
                writer.writerow(["" if cell is None else guard(str(cell)) for cell in row])
            lines.flush()
            os.fsync(lines.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
