"""Small events to test with: as nouns (``bundle`` and its parts) and as files (``FILES`` and writers)."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from matchmaker.bundle import (
    Availability,
    Bundle,
    Company,
    Event,
    Exclusion,
    Interpreter,
    Lock,
    Session,
    SessionParticipant,
    Slot,
    Table,
    Wish,
)

DAY = date(2022, 10, 7)
TAGS = frozenset({"parking-control", "flood-early-warning", "smart-home", "its"})

Rows = Sequence[Sequence[Any]]


def at(clock: str, day: date = DAY) -> datetime:
    """Return a time of the day of the event."""
    return datetime.combine(day, time.fromisoformat(clock))


def event(**changes: Any) -> Event:
    given: dict[str, Any] = {
        "id": "E1",
        "name_ko": "로드쇼",
        "name_en": "Roadshow",
        "timezone": "Asia/Bangkok",
        "slot_minutes": 30,
        "meeting_minutes": 25,
        "changeover_minutes": 5,
        "row": {},
    }
    return Event(**(given | changes))


def session(key: str = "M", start: str = "09:00", end: str = "11:00", **changes: Any) -> Session:
    given: dict[str, Any] = {
        "kind": "one-to-one",
        "blocks": "none",
        "title_ko": "",
        "title_en": "",
        "row": {},
    }
    return Session(id=key, start=at(start), end=at(end), **(given | changes))


def listed(session_id: str, party_id: str, required: bool = True) -> SessionParticipant:
    return SessionParticipant(session_id=session_id, party_id=party_id, role="", required=required, row={})


def slot(key: str, start: str, end: str, session_id: str = "M", day: date = DAY) -> Slot:
    return Slot(id=key, start=at(start, day), end=at(end, day), session_id=session_id, row={})


def company(key: str, side: str, **changes: Any) -> Company:
    given: dict[str, Any] = {
        "name_ko": key,
        "name_en": key,
        "name_local": "",
        "org_type": "company",
        "country": "",
        "tags": ("parking-control",),
        "languages": ("en",),
        "interpreter_need": "none",
        "price_usd": None,
        "vip": False,
        "delegates": 2,
        "max_meetings": None,
        "min_meetings": 0,
        "max_consecutive": None,
        "parallel_meetings": 1,
        "not_before": None,
        "not_after": None,
        "row": {},
    }
    return Company(id=key, side=side, **(given | changes))


def seller(key: str = "K1", **changes: Any) -> Company:
    return company(key, "seller", **changes)


def buyer(key: str = "B1", **changes: Any) -> Company:
    return company(key, "buyer", **changes)


def window(party_id: str, start: str, end: str, kind: str = "available", day: date = DAY) -> Availability:
    return Availability(party_id=party_id, start=at(start, day), end=at(end, day), kind=kind, reason="", row={})


def table(key: str = "T1", use: str = "home", seller_id: str | None = None, seats: int | None = None) -> Table:
    return Table(id=key, use=use, seller_id=seller_id, seats=seats, hall="", row={})


def interpreter(key: str = "I1", **changes: Any) -> Interpreter:
    given: dict[str, Any] = {
        "label": key,
        "languages": ("ko", "en"),
        "domain_tags": (),
        "date": "",
        "available_from": None,
        "available_to": None,
        "unavailable_slots": (),
        "max_consecutive_slots": None,
        "max_meetings": None,
        "dedicated_to": None,
        "row": {},
    }
    return Interpreter(id=key, **(given | changes))


def wish(from_id: str = "B1", to_id: str = "K1", **changes: Any) -> Wish:
    given: dict[str, Any] = {
        "side": "buyer",
        "rank": 1,
        "strength": "want",
        "reason_ko": "",
        "reason_en": "",
        "row": {},
    }
    return Wish(from_id=from_id, to_id=to_id, **(given | changes))


def exclusion(party_a: str = "K1", party_b: str = "B1", **changes: Any) -> Exclusion:
    given: dict[str, Any] = {
        "id": "X1",
        "kind": "do-not-meet",
        "level": "hard",
        "status": "active",
        "requested_by": "seller",
        "reason_ko": "",
        "reason_en": "",
        "row": {},
    }
    return Exclusion(party_a=party_a, party_b=party_b, **(given | changes))


def lock(seller_id: str = "K1", buyer_id: str = "B1", slot_id: str = "S1", **changes: Any) -> Lock:
    given: dict[str, Any] = {"table_no": None, "interpreter_id": None, "row": {}}
    return Lock(seller_id=seller_id, buyer_id=buyer_id, slot_id=slot_id, **(given | changes))


def bundle(**changes: Any) -> Bundle:
    """Return one seller and one buyer, and four slots from 09:00 to 11:00."""
    given: dict[str, Any] = dict.fromkeys(Bundle.__dataclass_fields__, ()) | {
        "event": event(),
        "sessions": (session(),),
        "slots": (
            slot("S1", "09:00", "09:30"),
            slot("S2", "09:30", "10:00"),
            slot("S3", "10:00", "10:30"),
            slot("S4", "10:30", "11:00"),
        ),
        "sellers": (seller(),),
        "buyers": (buyer(),),
        "tables": (table(seller_id="K1"),),
    }
    return Bundle(**(given | changes))


def columns(names: str) -> list[str]:
    """Return the names of columns divided by blanks."""
    return names.split()


FILES: dict[str, Rows] = {
    "event": [
        columns(
            "event_id name_ko name_en start_date end_date timezone slot_minutes meeting_minutes changeover_minutes"
        ),
        ["E1", "로드쇼", "Roadshow", DAY, DAY, "Asia/Bangkok", 30, 25, 5],
    ],
    "sessions": [
        ["session_id", "date", "start", "end", "kind", "blocks", "title_ko", "title_en"],
        ["M", DAY, time(9), time(10, 30), "one-to-one", "none", "1:1 상담", "Meetings"],
        ["V", DAY, time(9, 30), time(10), "procurer-interview", "listed", "면담", "Interview"],
    ],
    "session_participants": [
        ["session_id", "party_id", "role", "required"],
        ["V", "K1", "company", 1],
        ["V", "ORG", "host", 0],
    ],
    "slots": [
        ["slot_id", "date", "start", "end", "kind"],
        ["A1", DAY, time(9), time(9, 30), "meeting"],
        ["A2", DAY, time(9, 30), time(10), "meeting"],
        ["A3", DAY, time(10), time(10, 30), "meeting"],
    ],
    "sellers": [
        columns(
            "seller_id name_ko solution_tags languages interpreter_need price_min_usd "
            "price_max_usd table_no delegates max_meetings colour"
        ),
        ["K1", "율도파킹㈜", "parking-control", "ko|en", "preferred", 100, 200, "T1", 2, 3, "빨강"],
        [
            "K2",
            "길동센스㈜",
            "flood-early-warning|its",
            "ko",
            "required",
            "",
            "",
            "T2",
            2,
            "",
            "blue, or green",
        ],
    ],
    "buyers": [
        columns("buyer_id name_local name_en need_tags languages budget_max_usd vip max_meetings not_before"),
        ["B1", "เทศบาลนครรมจักร", "Romchak", "parking-control|its", "th|en", 5000, 1, 2, ""],
        ["B2", "เทศบาลเมืองผลึก", 'Phaluek "Town"\nHall', "smart-home", "th", "", 0, 3, time(9, 30)],
    ],
    "organisations": [
        ["org_id", "name_ko", "kind", "role"],
        ["ORG", "국토교통부", "government", "organiser"],
    ],
    "availability": [
        ["party_id", "date", "start", "end", "kind", "reason"],
        ["B1", DAY, time(9), time(10, 30), "available", ""],
        ["B1", DAY, time(9), time(9, 30), "blocked", "late"],
    ],
    "tables": [
        ["table_no", "use", "seller_id", "seats"],
        ["T1", "home", "K1", 6],
        ["T2", "home", "K2", 6],
        ["P1", "pool", "", 4],
        ["W1", "walk-in", "", 4],
    ],
    "interpreters": [
        columns("interpreter_id languages date available_from available_to unavailable_slots dedicated_to domain_tags"),
        ["I1", "ko|th", DAY, time(9), time(12), "A1|10:00-10:15", "", "its"],
    ],
    "wishes": [
        ["from_id", "to_id", "side", "rank", "strength"],
        ["B1", "K1", "buyer", 1, "must"],
        ["K2", "B2", "seller", 1, "want"],
        ["B2", "K1", "buyer", 1, "could"],
    ],
    "exclusions": [
        ["exclusion_id", "party_a", "party_b", "kind", "level", "status"],
        ["X1", "K2", "B1", "do-not-meet", "hard", "active"],
    ],
    "locks": [
        ["seller_id", "buyer_id", "slot_id", "table_no", "interpreter_id"],
        ["K1", "B1", "A3", "T1", "I1"],
    ],
    "timetable": [
        columns("meeting_id seller_id buyer_id slot_id date start end table_no interpreter_id value locked version"),
        ["M1", "K1", "B1", "A3", DAY, time(10), time(10, 30), "T1", "I1", 90, 1, 1],
    ],
    "attendance": [
        ["party_id", "side", "checked_in_at", "status", "meetings_held", "left_early"],
        ["B1", "buyer", at("08:50"), "attended", 1, 0],
    ],
    "outcomes": [
        columns(
            "meeting_id seller_id buyer_id slot_id date start end table_no origin status "
            "consult_amount_usd contract_expected_usd amount_entered currency_entered topic_tag "
            "log_submitted"
        ),
        [
            "M1",
            "K1",
            "B1",
            "A3",
            DAY,
            time(10),
            time(10, 30),
            "T1",
            "pre-arranged",
            "held",
            900,
            100,
            900.5,
            "USD",
            "its",
            1,
        ],
    ],
    "mous": [
        columns("mou_id signed_date signed_time party_a_id party_b_id status witness_ids session_id"),
        ["MOU1", DAY, time(10), "K1", "B1", "signed", "ORG|B2", "V"],
    ],
}
"""A sound event that uses every file; dates, times and numbers as Excel would type them."""


def files(**tables: Rows | None) -> dict[str, Rows]:
    """Return the sound event with some tables replaced, or left out where None."""
    return {noun: rows for noun, rows in (FILES | tables).items() if rows is not None}


def changed(noun: str, row: int, **cells: Any) -> dict[str, Rows]:
    """Return the sound event with some cells of one row (the header is 1) changed, columns added."""
    rows = [list(line) for line in FILES[noun]]
    for column, cell in cells.items():
        if column not in rows[0]:
            for line in rows:
                line.append("")
            rows[0][-1] = column
        rows[row - 1][rows[0].index(column)] = cell
    return files(**{noun: rows})


def added(noun: str, **cells: Any) -> dict[str, Rows]:
    """Return the sound event with one more row, a copy of the first but for the cells named."""
    row = dict(zip(FILES[noun][0], FILES[noun][1], strict=True)) | cells
    return files(**{noun: [*FILES[noun], list(row.values())]})


def as_text(cell: Any) -> str:
    """Return a cell as the CSV file has it."""
    match cell:
        case datetime():
            return cell.strftime("%Y-%m-%dT%H:%M")
        case time():
            return cell.strftime("%H:%M")
        case _:
            return str(cell)


def csv_text(rows: Rows) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[as_text(cell) for cell in row] for row in rows])
    return out.getvalue()


def write_folder(path: Path, tables: Mapping[str, Rows]) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for noun, rows in tables.items():
        (path / f"{noun}.csv").write_bytes(csv_text(rows).encode())
    return path


def write_zip(path: Path, tables: Mapping[str, Rows], inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for noun, rows in tables.items():
            archive.writestr(f"{inside}{noun}.csv", csv_text(rows))
    return path


def write_workbook(path: Path, tables: Mapping[str, Rows], typed: bool = True) -> Path:
    """Write a workbook; ``typed`` cells are dates, times and numbers, others the text of the CSV."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as workbook:
        formats = {
            datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
            time: workbook.add_format({"num_format": "hh:mm"}),
        }
        for noun, rows in tables.items():
            sheet = workbook.add_worksheet(noun)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if not typed or isinstance(cell, str):
                        sheet.write_string(place, column, as_text(cell))
                    elif type(cell) in formats:
                        sheet.write_datetime(place, column, cell, formats[type(cell)])
                    else:
                        sheet.write_number(place, column, cell)
    return path
