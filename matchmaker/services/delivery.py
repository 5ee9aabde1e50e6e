"""Everything that is written for a stop, in one folder."""

import json
import os
from pathlib import Path
from typing import Any

from matchmaker.services.csvfile import write_csv
from matchmaker.services.matching import write_pairs
from matchmaker.services.report import TIMETABLE_HEADER, report_of, timetable_rows
from matchmaker.services.timetable import Solved, exchange_files
from matchmaker.services.unheld import HEADER, unheld_wishes
from matchmaker.services.workbook import write_workbook


def deliver(solved: Solved, folder: Path) -> dict[str, Any]:
    """Write every file of a stop and return its report.

    Each file is written whole or not at all, ``report.json`` last: where it stands, all others do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    report_path = folder / "report.json"
    report_path.unlink(missing_ok=True)
    unheld = unheld_wishes(solved)
    write_pairs(solved.pairs, folder / "pairs.csv")
    write_csv(folder / "timetable.csv", TIMETABLE_HEADER, timetable_rows(solved))
    write_csv(folder / "unheld.csv", HEADER, (one.row() for one in unheld))
    for name, text in exchange_files(solved).items():
        write_text(folder / name, text)
    write_workbook(solved, unheld, folder / "timetable.xlsx")
    names = ("pairs.csv", "timetable.csv", "unheld.csv", "problem.json", "timetable.json", "timetable.xlsx")
    report = report_of(solved, [folder / name for name in names])
    write_text(report_path, json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    return report


def write_text(path: Path, text: str) -> None:
    """Write a whole text file or nothing."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
