"""What the programme must be: one event, its items, slots and times; and slots where none are given.

A rule yields the faults it finds and stays silent where a cell it needs is at fault itself.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from matchmaker.errors import Fault
from matchmaker.services.folder import Folder, Line


def one_event(folder: Folder) -> Iterator[Fault]:
    """Let a bundle hold one event, and every row that names an event name this one."""
    lines = folder.lines.get("event")
    if lines is None:
        return
    if not lines:
        line = Line(folder.files["event"], None, {}, {})
        yield line.fault(None, "행사 행이 없습니다. 한 행을 넣어 주십시오.", "It has no row. Add the row of the event.")
        return
    for line in lines[1:]:
        yield line.fault(
            "event_id",
            "행사는 하나여야 합니다. 이 행을 지우십시오.",
            "A bundle holds one event. Delete this row.",
        )
    event = lines[0].get("event_id")
    for line in folder.of(*(noun for noun in folder.lines if noun != "event")):
        named = line.cells.get("event_id", "").strip()
        if event and named and named != event:
            ko = f"이 행은 다른 행사의 것입니다. 이 자료의 행사는 ‘{event}’입니다."
            yield line.fault("event_id", ko, f"This row belongs to another event; this bundle is ‘{event}’.", event)


def slot_length(folder: Folder) -> Iterator[Fault]:
    """Let a slot be the meeting and the changeover after it."""
    for line in folder.of("event"):
        slot, meeting, changeover = map(line.get, ("slot_minutes", "meeting_minutes", "changeover_minutes"))
        if None not in (slot, meeting, changeover) and slot != meeting + changeover:
            yield line.fault(
                "slot_minutes",
                f"슬롯은 상담 {meeting}분과 교대 {changeover}분의 합이어야 합니다.",
                f"A slot must be {meeting} minutes of meeting and {changeover} of changeover.",
                str(meeting + changeover),
            )


ORDERED = {
    "event": (("start_date", "end_date"),),
    "sessions": (("start", "end"),),
    "slots": (("start", "end"),),
    "availability": (("start", "end"),),
    "timetable": (("start", "end"),),
    "outcomes": (("start", "end"),),
    "interpreters": (("available_from", "available_to"),),
    "sellers": (
        ("not_before", "not_after"),
        ("price_min_usd", "price_max_usd"),
        ("min_meetings", "max_meetings"),
    ),
    "buyers": (
        ("not_before", "not_after"),
        ("budget_min_usd", "budget_max_usd"),
        ("min_meetings", "max_meetings"),
    ),
}


def ordered(folder: Folder) -> Iterator[Fault]:
    """Let times end after they start, the least not pass the most, the last day not precede the first."""
    for noun, pairs in ORDERED.items():
        for line in folder.of(noun):
            for low, high in pairs:
                if _is_reversed(line.get(low), line.get(high)):
                    before = line.cells.get(low, "").strip()
                    ko = f"{high}이(가) {low}({before})와 순서가 맞지 않습니다. 두 값을 확인하십시오."
                    yield line.fault(high, ko, f"{high} does not come after {low} ({before}). Check both.")


def _is_reversed(low: Any, high: Any) -> bool:
    """Return whether two values stand in the wrong order; numbers and dates may be equal, times may not."""
    if low is None or high is None:
        return False
    return bool(low > high) or (low == high and hasattr(low, "hour"))


def within_event(folder: Folder) -> Iterator[Fault]:
    """Let what has a date lie on a day of the event."""
    event = next(folder.of("event"), None)
    first, last = (event.get("start_date"), event.get("end_date")) if event else (None, None)
    if first is None or last is None or first > last:
        return
    for line in folder.of("sessions", "slots", "availability", "interpreters"):
        day = line.get("date")
        if day is not None and not first <= day <= last:
            ko = f"행사 기간({first}~{last}) 밖의 날짜입니다. 날짜를 확인하십시오."
            yield line.fault("date", ko, f"This is outside the event ({first} to {last}). Check the date.")


def one_to_one(folder: Folder) -> Iterator[Fault]:
    """Require a one-to-one item, and that no two of them overlap."""
    items = [line for line in folder.of("sessions") if line.get("kind") == "one-to-one"]
    sessions = folder.lines.get("sessions")
    if sessions is not None and not items and all("kind" in line.values for line in sessions):
        line = Line(folder.files["sessions"], None, {}, {})
        ko = "1:1 상담 일정이 없습니다. kind가 one-to-one인 행을 넣어 주십시오."
        yield line.fault("kind", ko, "There is no one-to-one item. Add a row with the kind one-to-one.")
    yield from _overlapping(items, "session_id", "1:1 상담 일정", "one-to-one item")


def slots(folder: Folder) -> Iterator[Fault]:
    """Let a slot lie in a one-to-one item, hold a meeting, and overlap no other."""
    items = [span for line in folder.of("sessions") if line.get("kind") == "one-to-one" and (span := span_of(line))]
    event = next(folder.of("event"), None)
    minutes = event.get("meeting_minutes") if event else None
    # Slots made from the items have no cells and cannot be at fault.
    given = [(line, span) for line in folder.of("slots") if line.cells and (span := span_of(line))]
    for line, (start, end) in given:
        if items and not any(first <= start and end <= last for first, last in items):
            ko = "이 슬롯은 1:1 상담 일정 안에 있지 않습니다. 시각을 고치거나 1:1 상담 일정을 늘리십시오."
            en = "This slot lies in no one-to-one item. Correct its time or lengthen the item."
            yield line.fault("start", ko, en)
        if minutes is not None and (end - start).total_seconds() < 60 * minutes:
            ko = f"슬롯이 상담 시간 {minutes}분보다 짧습니다. 끝 시각이나 meeting_minutes를 고치십시오."
            en = f"This slot is shorter than a meeting, {minutes} minutes. Correct its end or meeting_minutes."
            yield line.fault("end", ko, en)
    yield from _overlapping([line for line, _ in given], "slot_id", "슬롯", "slot")


def span_of(line: Line) -> tuple[datetime, datetime] | None:
    """Return start and end of a line with date and times; None if they do not make a span of time."""
    day, start, end = map(line.get, ("date", "start", "end"))
    if day is None or start is None or end is None or start >= end:
        return None
    return datetime.combine(day, start), datetime.combine(day, end)


def _overlapping(lines: list[Line], key: str, ko: str, en: str) -> Iterator[Fault]:
    """Yield the lines that start before another that started earlier has ended."""
    timed = [(*span, line) for line in lines if (span := span_of(line))]
    timed.sort(key=lambda found: found[:2])
    latest = None
    for start, end, line in timed:
        if latest and start < latest[0]:
            other = latest[1].get(key)
            yield line.fault(
                "start",
                f"{ko} ‘{other}’과(와) 시간이 겹칩니다. 한쪽의 시각을 고치십시오.",
                f"This overlaps the {en} ‘{other}’. Correct the time of one of them.",
            )
        latest = max(latest or (end, line), (end, line), key=lambda found: found[0])


def meeting_times(folder: Folder) -> Iterator[Fault]:
    """Let a meeting start when its slot does."""
    known = folder.by_id("slots")
    for line in folder.of("timetable", "outcomes"):
        slot = known.get(line.get("slot_id"))
        for column in ("date", "start") if slot else ():
            given, wanted = line.get(column), slot.get(column) if slot else None
            if given is not None and wanted is not None and given != wanted:
                expected = wanted.isoformat() if column == "date" else wanted.isoformat(timespec="minutes")
                ko = f"슬롯 ‘{line.get('slot_id')}’의 {column}은(는) {expected}입니다. 한쪽을 고치십시오."
                en = f"Slot ‘{line.get('slot_id')}’ has the {column} {expected}. Correct one of them."
                yield line.fault(column, ko, en, expected)


def make_slots(folder: Folder) -> Iterator[Fault]:
    """Fill in the slots if none are given, from the one-to-one items in order of time.

    A rest too short for a whole slot is left over. If the items are at fault the slots stay unknown.
    """
    if "slots" in folder.unknown or folder.lines.get("slots"):
        return
    event, items = next(folder.of("event"), None), list(folder.of("sessions"))
    minutes = event.get("slot_minutes") if event else None
    spans = [(span_of(line), line) for line in items if line.get("kind") == "one-to-one"]
    if minutes is None or not spans or any(span is None for span, _ in spans):
        folder.unknown.add("slots")
        return
    made = list(_cut(sorted(((*span, line) for span, line in spans if span), key=lambda item: item[:2]), minutes))
    folder.lines["slots"] = tuple(made)
    if not made:
        folder.unknown.add("slots")
        ko = f"1:1 상담 일정이 슬롯 {minutes}분보다 짧습니다. 일정을 늘리거나 slot_minutes를 줄이십시오."
        en = f"No one-to-one item holds a slot of {minutes} minutes. Lengthen it, or shorten the slots."
        yield spans[0][1].fault("end", ko, en)


def _cut(items: list[tuple[datetime, datetime, Line]], minutes: int) -> Iterator[Line]:
    """Yield lines of whole slots, one after the other, in each item."""
    length, made = timedelta(minutes=minutes), 0
    for start, end, line in items:
        for place in range((end - start) // length):
            made += 1
            begin = start + place * length
            values = {
                "slot_id": f"S{made}",
                "date": begin.date(),
                "start": begin.time(),
                "end": (begin + length).time(),
            }
            yield Line(line.file, line.row, {}, values)


RULES = (one_event, slot_length, ordered, within_event, one_to_one, slots, meeting_times)
