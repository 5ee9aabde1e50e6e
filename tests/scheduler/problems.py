"""Small problems: factories for cases by hand, strategies for laws."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from scheduler import (
    Exclusion,
    Interpreter,
    Lock,
    Meeting,
    Participant,
    Problem,
    Request,
    Slot,
    Table,
    figures_of,
    levels_of,
)
from scheduler.timetable import Level, Timetable

MORNING = datetime(2022, 10, 7, 9, 30)
ALL_GOALS = ("must", "quota", "worst", "meetings", "value", "breaks", "moves")


def make_slots(*sessions: int, gap: int = 60) -> tuple[Slot, ...]:
    """Make sessions of so many half-hour slots, ``gap`` minutes apart: A1, A2 …, B1 …."""
    slots = []
    start = MORNING
    for number, length in enumerate(sessions):
        session = "ABCDEF"[number]
        for position in range(length):
            slots.append(Slot(f"{session}{position + 1}", start, start + timedelta(minutes=30), session))
            start += timedelta(minutes=30)
        start += timedelta(minutes=gap)
    return tuple(slots)


def make_problem(
    requests: Sequence[Request | tuple[str, str]] = (("s1", "b1"),),
    *,
    slots: Sequence[Slot] | None = None,
    participants: Sequence[Participant] = (),
    homes: bool = True,
    **fields: Any,
) -> Problem:
    """Make a problem from pairs; every s… is a seller with a home table, every b… a buyer."""
    asked = [
        request if isinstance(request, Request) else Request("-".join(request), *request, value=50)
        for request in requests
    ]
    people = {participant.id: participant for participant in participants}
    for name in sorted({party for request in asked for party in (request.a, request.b)}):
        home = f"t-{name}" if homes and name.startswith("s") else None
        side = "seller" if name.startswith("s") else "buyer"
        people.setdefault(name, Participant(name, side, table=home))
    tables = list(fields.pop("tables", ()))
    known = {table.id for table in tables}
    tables += [Table(p.table) for p in people.values() if p.table is not None and p.table not in known]
    fields.setdefault("goals", ALL_GOALS)
    return Problem(
        name="test",
        slots=tuple(make_slots(3) if slots is None else slots),
        participants=tuple(people.values()),
        tables=tuple(tables),
        requests=tuple(asked),
        **fields,
    )


def meet(problem: Problem, request: str, slot: str, table: str | None = "", interpreter: str | None = None) -> Meeting:
    """Make a meeting; at the seller's home table unless said otherwise."""
    asked = problem.request[request]
    home = problem.participant[asked.a].table or problem.participant[asked.b].table
    return Meeting(request, asked.a, asked.b, slot, home if table == "" else table, interpreter)


def make_timetable(problem: Problem, meetings: Sequence[Meeting], **fields: Any) -> Timetable:
    """Make an honest timetable of these meetings that proves nothing."""
    held = {meeting.request for meeting in meetings}
    values = levels_of(problem, meetings)
    names = [*problem.goals, *(name for name in values if name not in problem.goals)]
    honest = Timetable(
        problem=problem.fingerprint,
        meetings=tuple(meetings),
        levels=tuple(Level(name, values[name]) for name in names),
        unheld=tuple(request.id for request in problem.requests if request.id not in held),
        figures=figures_of(problem, meetings, None),
    )
    return replace(honest, **fields)


def _some(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...] | None]:
    subset = st.lists(st.sampled_from(values), unique=True).map(lambda chosen: tuple(v for v in values if v in chosen))
    return st.none() | subset if values else st.none()


LANGUAGES = ("ko", "th", "en")


@st.composite
def problems(draw: st.DrawFn, *, requests: int = 4, slots: int = 3, locks: bool = True) -> Problem:
    """Draw a small problem in which every rule and every field may matter."""
    sessions = draw(st.sampled_from([s for s in ((1,), (2,), (3,), (1, 1), (2, 1), (2, 2)) if sum(s) <= slots]))
    times = make_slots(*sessions, gap=draw(st.sampled_from([0, 60, 24 * 60])))
    ids = [slot.id for slot in times]
    tables = [Table(f"t{n}", draw(_some(ids))) for n in range(draw(st.integers(0, 3)))]
    homes: st.SearchStrategy[str | None] = st.sampled_from([None, *(t.id for t in tables)])
    names = ["p1", "p2", "p3", "p4"][: draw(st.integers(2, 4))]
    participants = [draw(_participants(name, ids, homes)) for name in names]
    interpreters = [draw(_interpreters(f"i{n}", ids, names)) for n in range(draw(st.integers(0, 2)))]
    asked: list[Request] = []
    for number in range(draw(st.integers(0, requests))):
        a, b = draw(st.permutations(names))[:2]
        after = draw(st.sampled_from([(), *((r.id,) for r in asked)]))
        asked.append(
            Request(
                f"r{number}",
                a,
                b,
                draw(st.integers(0, 100)),
                draw(st.booleans()),
                draw(_some(ids)),
                after,
                draw(st.booleans()),
            )
        )
    pairs = [Exclusion(*draw(st.permutations(names))[:2]) for _ in range(draw(st.integers(0, 1)))]
    fixed = draw(_locks(asked, ids, tables, interpreters)) if locks and asked else ()
    return Problem(
        name="drawn",
        slots=times,
        participants=tuple(participants),
        tables=tuple(tables),
        interpreters=tuple(interpreters),
        requests=tuple(asked),
        exclusions=tuple(pairs),
        locks=fixed,
        goals=ALL_GOALS,
        fair=draw(st.sampled_from([(), (40, 20, 10, 5), (7,)])),
        breaks=draw(st.sampled_from(["minutes", "slots", "groups"])),
    )


@st.composite
def _participants(draw: st.DrawFn, name: str, ids: Sequence[str], homes: st.SearchStrategy[str | None]) -> Participant:
    few = st.sampled_from([None, None, None, 1, 2])
    return Participant(
        name,
        "side",
        available=draw(_some(ids)),
        parallel=draw(st.sampled_from([1, 1, 1, 2])),
        min_meetings=draw(st.sampled_from([0, 0, 1, 2])),
        max_meetings=draw(few),
        max_consecutive=draw(few),
        max_breaks=draw(st.sampled_from([None, None, 0, 1])),
        languages=draw(st.sampled_from([(), ("ko",), ("th",), ("ko", "en")])),
        table=draw(homes),
        interpreter=draw(st.sampled_from(["none", "none", "preferred", "required"])),
    )


@st.composite
def _interpreters(draw: st.DrawFn, name: str, ids: Sequence[str], names: Sequence[str]) -> Interpreter:
    few = st.sampled_from([None, None, 1])
    return Interpreter(
        name,
        draw(st.sampled_from([("ko", "th"), ("ko", "th", "en"), ("en",)])),
        draw(_some(ids)),
        draw(few),
        draw(few),
        draw(st.sampled_from([None, None, None, names[0]])),
    )


@st.composite
def _locks(
    draw: st.DrawFn,
    asked: Sequence[Request],
    ids: Sequence[str],
    tables: Sequence[Table],
    interpreters: Sequence[Interpreter],
) -> tuple[Lock, ...]:
    if draw(st.integers(0, 3)):
        return ()
    return (
        Lock(
            draw(st.sampled_from(asked)).id,
            draw(st.sampled_from(ids)),
            draw(st.sampled_from([None, *(t.id for t in tables)])),
            draw(st.sampled_from([None, *(i.id for i in interpreters)])),
        ),
    )


@st.composite
def placements(draw: st.DrawFn, problem: Problem) -> tuple[Meeting, ...]:
    """Draw meetings of known ids, whatever rules they break; a request may be held twice, in two slots."""
    if not problem.requests:
        return ()
    tables = st.sampled_from([None, *problem.table])
    interpreters = st.sampled_from([None, *problem.interpreter])
    meetings = []
    places = st.tuples(st.sampled_from(problem.requests), st.sampled_from(list(problem.slot)))
    for request, slot in draw(st.lists(places, max_size=5, unique_by=lambda place: (place[0].id, place[1]))):
        meetings.append(Meeting(request.id, request.a, request.b, slot, draw(tables), draw(interpreters)))
    return tuple(meetings)
