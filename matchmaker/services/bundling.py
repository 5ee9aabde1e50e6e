"""Build the nouns of a bundle from the lines of a folder without faults."""

from datetime import datetime

from matchmaker.bundle import (
    Availability,
    Bundle,
    Company,
    Event,
    Exclusion,
    Interpreter,
    Lock,
    Organisation,
    Session,
    SessionParticipant,
    Slot,
    Table,
    Wish,
)
from matchmaker.services.folder import Folder, Line

# In the words of each side: id, tags, smallest and largest price.
COMPANY_COLUMNS = {
    "seller": ("seller_id", "solution_tags", "price_min_usd", "price_max_usd"),
    "buyer": ("buyer_id", "need_tags", "budget_min_usd", "budget_max_usd"),
}


def bundle_of(folder: Folder) -> Bundle:
    """Return the bundle of a folder whose lines have been judged and found sound."""
    return Bundle(
        event=_event(next(folder.of("event"))),
        sessions=tuple(map(_session, folder.of("sessions"))),
        session_participants=tuple(map(_session_participant, folder.of("session_participants"))),
        slots=tuple(_slot(line, folder) for line in folder.of("slots")),
        sellers=tuple(_company(line, "seller") for line in folder.of("sellers")),
        buyers=tuple(_company(line, "buyer") for line in folder.of("buyers")),
        availability=tuple(map(_availability, folder.of("availability"))),
        tables=tuple(map(_table, folder.of("tables"))),
        interpreters=tuple(map(_interpreter, folder.of("interpreters"))),
        wishes=_wishes(folder),
        exclusions=tuple(map(_exclusion, folder.of("exclusions"))),
        locks=tuple(map(_lock, folder.of("locks"))),
        organisations=tuple(map(_organisation, folder.of("organisations"))),
        timetable=tuple(line.cells for line in folder.of("timetable")),
        attendance=tuple(line.cells for line in folder.of("attendance")),
        outcomes=tuple(line.cells for line in folder.of("outcomes")),
        mous=tuple(line.cells for line in folder.of("mous")),
    )


def _text(line: Line, column: str) -> str:
    """Return a cell of text; "" if it is blank or the column is not there."""
    return line.get(column) or ""


def _span(line: Line) -> tuple[datetime, datetime]:
    """Return start and end of a line; that they are in order has been judged."""
    return datetime.combine(line.get("date"), line.get("start")), datetime.combine(line.get("date"), line.get("end"))


def _event(line: Line) -> Event:
    return Event(
        id=line.get("event_id"),
        name_ko=_text(line, "name_ko"),
        name_en=_text(line, "name_en"),
        timezone=line.get("timezone"),
        slot_minutes=line.get("slot_minutes"),
        meeting_minutes=line.get("meeting_minutes"),
        changeover_minutes=line.get("changeover_minutes"),
        row=line.cells,
    )


def _session(line: Line) -> Session:
    start, end = _span(line)
    return Session(
        id=line.get("session_id"),
        start=start,
        end=end,
        kind=line.get("kind"),
        blocks=line.get("blocks"),
        title_ko=_text(line, "title_ko"),
        title_en=_text(line, "title_en"),
        row=line.cells,
    )


def _session_participant(line: Line) -> SessionParticipant:
    return SessionParticipant(
        session_id=line.get("session_id"),
        party_id=line.get("party_id"),
        role=_text(line, "role"),
        required=line.get("required"),
        row=line.cells,
    )


def _slot(line: Line, folder: Folder) -> Slot:
    start, end = _span(line)
    return Slot(id=line.get("slot_id"), start=start, end=end, session_id=_item_of(line, folder), row=line.cells)


def _item_of(slot: Line, folder: Folder) -> str:
    """Return the id of the one-to-one item a slot lies in; there is exactly one."""
    start, end = _span(slot)
    items = (line for line in folder.of("sessions") if line.get("kind") == "one-to-one")
    spans = ((_span(line), line) for line in items)
    return next(str(line.get("session_id")) for (first, last), line in spans if first <= start and end <= last)


def _company(line: Line, side: str) -> Company:
    key, tags, least, most = COMPANY_COLUMNS[side]
    return Company(
        id=line.get(key),
        side=side,
        name_ko=_text(line, "name_ko"),
        name_en=_text(line, "name_en"),
        name_local=_text(line, "name_local"),
        org_type=_text(line, "org_type"),
        country=_text(line, "country"),
        tags=line.get(tags),
        languages=line.get("languages"),
        interpreter_need=line.get("interpreter_need") or "none",
        price_usd=_price(line.get(least), line.get(most)),
        vip=bool(line.get("vip")),
        delegates=line.get("delegates") or 1,
        max_meetings=line.get("max_meetings"),
        min_meetings=line.get("min_meetings") or 0,
        max_consecutive=line.get("max_consecutive"),
        parallel_meetings=line.get("parallel_meetings") or 1,
        not_before=line.get("not_before"),
        not_after=line.get("not_after"),
        row=line.cells,
    )


def _price(least: int | None, most: int | None) -> tuple[int, int] | None:
    """Return a range in US dollars; with one end stated, from 0 to the most or just the least."""
    if most is not None:
        return (least or 0, most)
    return None if least is None else (least, least)


def _availability(line: Line) -> Availability:
    start, end = _span(line)
    return Availability(
        party_id=line.get("party_id"),
        start=start,
        end=end,
        kind=line.get("kind"),
        reason=_text(line, "reason"),
        row=line.cells,
    )


def _table(line: Line) -> Table:
    return Table(
        id=line.get("table_no"),
        use=line.get("use"),
        seller_id=line.get("seller_id"),
        seats=line.get("seats"),
        hall=_text(line, "hall"),
        row=line.cells,
    )


def _interpreter(line: Line) -> Interpreter:
    day = line.get("date")
    return Interpreter(
        id=line.get("interpreter_id"),
        label=_text(line, "label"),
        languages=line.get("languages"),
        domain_tags=line.get("domain_tags"),
        date=day.isoformat() if day else "",
        available_from=line.get("available_from"),
        available_to=line.get("available_to"),
        unavailable_slots=line.get("unavailable_slots"),
        max_consecutive_slots=line.get("max_consecutive_slots"),
        max_meetings=line.get("max_meetings"),
        dedicated_to=line.get("dedicated_to"),
        row=line.cells,
    )


def _wishes(folder: Folder) -> tuple[Wish, ...]:
    sellers = folder.by_id("sellers")
    return tuple(
        Wish(
            from_id=line.get("from_id"),
            to_id=line.get("to_id"),
            side="seller" if line.get("from_id") in sellers else "buyer",
            rank=line.get("rank"),
            strength=line.get("strength"),
            reason_ko=_text(line, "reason_ko"),
            reason_en=_text(line, "reason_en"),
            row=line.cells,
        )
        for line in folder.of("wishes")
    )


def _exclusion(line: Line) -> Exclusion:
    return Exclusion(
        id=line.get("exclusion_id"),
        party_a=line.get("party_a"),
        party_b=line.get("party_b"),
        kind=line.get("kind"),
        level=line.get("level"),
        status=line.get("status"),
        requested_by=_text(line, "requested_by"),
        reason_ko=_text(line, "reason_ko"),
        reason_en=_text(line, "reason_en"),
        row=line.cells,
    )


def _lock(line: Line) -> Lock:
    return Lock(
        seller_id=line.get("seller_id"),
        buyer_id=line.get("buyer_id"),
        slot_id=line.get("slot_id"),
        table_no=line.get("table_no"),
        interpreter_id=line.get("interpreter_id"),
        row=line.cells,
    )


def _organisation(line: Line) -> Organisation:
    return Organisation(
        id=line.get("org_id"),
        name_ko=_text(line, "name_ko"),
        name_en=_text(line, "name_en"),
        kind=_text(line, "kind"),
        role=_text(line, "role"),
        row=line.cells,
    )
