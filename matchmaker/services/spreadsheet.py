"""Sheets that print well: formats, lists with headings, heights that fit, text that is never a formula."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from matchmaker.text import Text

LINE = 13.0
"""Height of a line of text, in points."""
NARROW, WIDE = 8, 46
"""Column widths in characters; a Korean character takes two."""


class Book:
    """A workbook and its formats; ``footer`` stands below every page."""

    def __init__(self, book: Any, footer: str) -> None:
        self.book = book
        self.footer = footer
        look = {"font_name": "Arial", "font_size": 10, "valign": "vcenter", "text_wrap": True}
        self.title = book.add_format(look | {"bold": True, "font_size": 16, "text_wrap": False})
        self.head = book.add_format(look | {"bold": True, "bg_color": "#DCE6F1", "border": 1, "align": "center"})
        self.cell = book.add_format(look | {"border": 1})
        self.away = book.add_format(look | {"border": 1, "bg_color": "#D9D9D9", "font_color": "#404040"})

    def sheet(self, name: str, widths: Iterable[float], *, tall: bool = False) -> Any:
        """Add a sheet that prints well: landscape unless tall, one page wide, its version below."""
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if not tall:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer(f"&L{self.footer}&R&P / &N")
        return sheet

    def table(self, name: str, headings: Sequence[Text], rows: Sequence[Sequence[object]], *, wrap: int = WIDE) -> None:
        """Add a sheet with a list: frozen headings that repeat on every page, a filter, fitting widths."""
        lines = [[f"{heading.ko}\n{heading.en}" for heading in headings], *rows]
        columns = list(zip(*lines, strict=True))
        widths = [min(max(NARROW, *(width_of(cell) for cell in column)) + 2, wrap) for column in columns]
        sheet = self.sheet(name, widths)
        sheet.set_row(0, 30)
        for column, text in enumerate(lines[0]):
            sheet.write_string(0, column, text, self.head)
        for number, row in enumerate(rows, start=1):
            sheet.set_row(
                number, LINE * max(lines_of(cell, width) for cell, width in zip(row, widths, strict=True)) + 2
            )
            for column, value in enumerate(row):
                self.put(sheet, number, column, value)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
        sheet.print_area(0, 0, max(len(rows), 1), len(headings) - 1)

    def put(self, sheet: Any, row: int, column: int, value: object) -> None:
        """Write a number as a number and everything else as text, never as a formula."""
        if isinstance(value, int | float):
            sheet.write_number(row, column, value, self.cell)
        else:
            sheet.write_string(row, column, "" if value is None else str(value), self.cell)


def width_of(cell: object) -> int:
    """Return how many narrow characters the longest line of a cell takes."""
    lines = ("" if cell is None else str(cell)).split("\n")
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines)


def lines_of(cell: object, width: float) -> int:
    """Return how many lines a cell takes in a column of this width."""
    return sum(max(1, -(-width_of(line) // int(width - 1))) for line in ("" if cell is None else str(cell)).split("\n"))
