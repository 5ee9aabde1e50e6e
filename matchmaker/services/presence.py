"""Who can be in a meeting when: the slots that availability, hours and the programme leave open.

All spans of time are half-open: what ends at 10:00 does not touch what starts at 10:00.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time

from matchmaker.bundle import Availability, Bundle, Company, Interpreter, Session, Slot
from matchmaker.services.cells import HOURS, clock


def slots_in_order(bundle: Bundle) -> tuple[Slot, ...]:
    """Return the slots by time."""
    return tuple(sorted(bundle.slots, key=lambda slot: slot.start))


def open_slots(bundle: Bundle) -> dict[str, tuple[Slot, ...]]:
    """Return the slots in which each seller and buyer can meet, in order of time, by its id."""
    windows, items = defaultdict(list), blocking_items(bundle)
    for window in bundle.availability:
        windows[window.party_id].append(window)
    return {
        company.id: tuple(
            slot
            for slot in slots_in_order(bundle)
            if in_windows(slot, windows[company.id])
            and in_hours(slot, company)
            and not any(touches(slot, item.start, item.end) for item in items[company.id])
        )
        for company in (*bundle.sellers, *bundle.buyers)
    }


def touches(slot: Slot, start: datetime, end: datetime) -> bool:
    """Return whether a slot and a span of time overlap."""
    return slot.start < end and start < slot.end


def in_windows(slot: Slot, windows: Iterable[Availability]) -> bool:
    """Return whether a slot lies wholly inside one available window and touches no blocked one.

    Who has no available window is there throughout.
    """
    there = [window for window in windows if window.kind == "available"]
    blocked = [window for window in windows if window.kind == "blocked"]
    inside = not there or any(window.start <= slot.start and slot.end <= window.end for window in there)
    return inside and not any(touches(slot, window.start, window.end) for window in blocked)


def in_hours(slot: Slot, company: Company) -> bool:
    """Return whether a slot lies between the hours a company has named for every day."""
    return _between(slot, company.not_before, company.not_after)


def _between(slot: Slot, first: time | None, last: time | None) -> bool:
    return (first is None or slot.start.time() >= first) and (last is None or slot.end.time() <= last)


def blocking_items(bundle: Bundle) -> dict[str, tuple[Session, ...]]:
    """Return the programme items that take each seller and buyer out of the slots they overlap, by its id.

    ``all`` takes everybody, ``listed`` those whose presence is required; a one-to-one item nobody.
    """
    required = {(listed.session_id, listed.party_id) for listed in bundle.session_participants if listed.required}
    items = [session for session in bundle.sessions if session.kind != "one-to-one"]
    return {
        company.id: tuple(
            item
            for item in items
            if item.blocks == "all" or (item.blocks == "listed" and (item.id, company.id) in required)
        )
        for company in (*bundle.sellers, *bundle.buyers)
    }


def interpreter_slots(interpreter: Interpreter, slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Return the slots wholly inside an interpreter's hours, less those it cannot be there."""
    return tuple(
        slot
        for slot in slots
        if interpreter.date in {"", slot.start.date().isoformat()}
        and _between(slot, interpreter.available_from, interpreter.available_to)
        and not any(_is_named(slot, named) for named in interpreter.unavailable_slots)
    )


def _is_named(slot: Slot, named: str) -> bool:
    """Return whether an id names the slot or hours ``HH:MM-HH:MM`` touch it, on whatever day."""
    if slot.id == named:
        return True
    hours = HOURS.fullmatch(named)
    if hours is None:
        return False
    start, end = (datetime.combine(slot.start.date(), clock(part)) for part in hours.groups())
    return touches(slot, start, end)
