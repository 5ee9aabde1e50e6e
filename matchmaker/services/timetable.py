"""From an event bundle and the pairs that ask to meet to the scheduling problem."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from matchmaker.bundle import Bundle, Company
from matchmaker.bundle import Slot as BundleSlot
from matchmaker.matching.requests import Asked
from matchmaker.services.presence import interpreter_slots, open_slots, slots_in_order
from scheduler.problem import Exclusion, Interpreter, Lock, Participant, Problem, Request, Slot, Table
from scheduler.timetable import Meeting as Meeting  # noqa: PLC0414 (for the other services)
from scheduler.timetable import Timetable

if TYPE_CHECKING:
    from matchmaker.matching.requests import Pair

GOALS = ("must", "quota", "worst", "meetings", "value", "breaks", "moves")
"""The order an organiser defends: promises, quotas, the worst served, then how many and how good."""

Ids = tuple[str, str]
Result = TypeVar("Result")


def problem_of(bundle: Bundle, requests: Iterable[Asked], scores: Mapping[Ids, int] | None = None) -> Problem:
    """Return the problem of an event: its slots, parties, tables, interpreters, requests and locks.

    ``scores`` are the values (0–100) of pairs by seller and buyer; only those of locked pairs that
    are no requests are looked up, 0 if they are missing.
    """
    return Problem(
        name=bundle.event.id,
        slots=slots_of(bundle),
        participants=participants_of(bundle),
        tables=tables_of(bundle),
        interpreters=interpreters_of(bundle),
        requests=requests_of(bundle, requests, scores or {}),
        exclusions=exclusions_of(bundle),
        locks=locks_of(bundle),
        goals=GOALS,
        breaks="minutes",
    )


def slots_of(bundle: Bundle) -> tuple[Slot, ...]:
    """Return the slots by time; each one-to-one item is a session."""
    return tuple(
        Slot(id=slot.id, start=slot.start, end=slot.end, session=slot.session_id) for slot in slots_in_order(bundle)
    )


def participants_of(bundle: Bundle) -> tuple[Participant, ...]:
    """Return the sellers, then the buyers, with the slots in which they can meet."""
    there, home = open_slots(bundle), home_tables(bundle)
    return tuple(
        _participant(company, _ids(there[company.id], bundle), home.get(company.id))
        for company in (*bundle.sellers, *bundle.buyers)
    )


def _participant(company: Company, available: tuple[str, ...] | None, table: str | None) -> Participant:
    return Participant(
        id=company.id,
        side=company.side,
        available=available,
        # Delegates are people at one table; only a second team can hold a second meeting.
        parallel=company.parallel_meetings,
        min_meetings=company.min_meetings,
        max_meetings=company.max_meetings,
        max_consecutive=company.max_consecutive,
        languages=company.languages,
        table=table,
        interpreter=company.interpreter_need,
    )


def _ids(found: Iterable[BundleSlot], bundle: Bundle) -> tuple[str, ...] | None:
    """Return the ids of the slots found; None if they are all there are."""
    ids = tuple(slot.id for slot in found)
    return None if len(ids) == len(bundle.slots) else ids


def home_tables(bundle: Bundle) -> dict[str, str]:
    """Return the home table of each seller that has one."""
    return {table.seller_id: table.id for table in bundle.tables if table.use == "home" and table.seller_id}


def tables_of(bundle: Bundle) -> tuple[Table, ...]:
    """Return home and pool tables; walk-in tables are kept for the day, reserved ones never used."""
    return tuple(Table(id=table.id) for table in bundle.tables if table.use in {"home", "pool"})


def interpreters_of(bundle: Bundle) -> tuple[Interpreter, ...]:
    """Return the interpreters with the slots inside their hours.

    Programme items do not touch them: in a slot that an item takes from everybody there is no
    meeting to interpret, and who interprets at an item has its slots in ``unavailable_slots``.
    """
    return tuple(
        Interpreter(
            id=interpreter.id,
            languages=interpreter.languages,
            available=_ids(interpreter_slots(interpreter, slots_in_order(bundle)), bundle),
            max_meetings=interpreter.max_meetings,
            max_consecutive=interpreter.max_consecutive_slots,
            dedicated_to=interpreter.dedicated_to,
        )
        for interpreter in bundle.interpreters
    )


def request_id(seller_id: str, buyer_id: str) -> str:
    """Return the id of the request of a pair."""
    return f"{seller_id}-{buyer_id}"


def requests_of(bundle: Bundle, requests: Iterable[Asked], scores: Mapping[Ids, int]) -> tuple[Request, ...]:
    """Return a request for each pair that asks, then one for each locked pair that does not.

    A lock is the organiser's word and needs no wish. The pair it adds counts with its score and is
    no promise (``must`` is False): the lock alone holds it, and once that is lifted it competes
    like any other.
    """
    asked = {(request.seller_id, request.buyer_id): (request.value, request.must) for request in requests}
    for lock in bundle.locks:
        pair = (lock.seller_id, lock.buyer_id)
        asked.setdefault(pair, (scores.get(pair, 0), False))
    return tuple(
        Request(id=request_id(seller, buyer), a=seller, b=buyer, value=value, must=must)
        for (seller, buyer), (value, must) in asked.items()
    )


def exclusions_of(bundle: Bundle) -> tuple[Exclusion, ...]:
    """Return each pair that an active hard exclusion keeps apart, once; the rest warn or are history."""
    apart = {
        frozenset((found.party_a, found.party_b)): Exclusion(a=found.party_a, b=found.party_b)
        for found in reversed(bundle.exclusions)
        if (found.level, found.status) == ("hard", "active")
    }
    return tuple(reversed(apart.values()))


def locks_of(bundle: Bundle) -> tuple[Lock, ...]:
    """Return the meetings the organiser has fixed."""
    return tuple(
        Lock(
            request=request_id(lock.seller_id, lock.buyer_id),
            slot=lock.slot_id,
            table=lock.table_no,
            interpreter=lock.interpreter_id,
        )
        for lock in bundle.locks
    )


@dataclass(frozen=True)
class Solved:
    """An event, its pairs, and the timetable that was made for it."""

    bundle: Bundle
    pairs: tuple["Pair", ...]
    problem: Problem
    timetable: Timetable
    valid: bool
    """Whether the independent check found nothing wrong."""

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Meetings by time, then by table."""
        order = {slot: number for number, slot in enumerate(self.problem.slot)}
        return tuple(sorted(self.timetable.meetings, key=lambda m: (order[m.slot], m.table or "")))


def solve_stop(
    bundle: Bundle,
    pairs: Sequence["Pair"],
    *,
    time_limit: float | None = None,
    workers: int = 1,
    seed: int = 0,
    progress: Callable[[Any], None] | None = None,
    cancel: threading.Event | None = None,
) -> Solved:
    """Make the timetable of an event; the parameters are those of ``scheduler.solve``."""
    from scheduler.check import check
    from scheduler.solver import solve

    asked = (Asked(p.seller.id, p.buyer.id, p.score.total, p.must) for p in pairs if p.request)
    scores = {(pair.seller.id, pair.buyer.id): pair.score.total for pair in pairs}
    problem = problem_of(bundle, asked, scores)
    timetable = solve(problem, time_limit=time_limit, workers=workers, seed=seed, progress=progress, cancel=cancel)
    return Solved(bundle, tuple(pairs), problem, timetable, check(problem, timetable).valid)


def watched(work: Callable[[threading.Event], Result]) -> Result:
    """Search on another thread; Ctrl-C sets the event given to ``work``, which keeps the best found."""
    from scheduler.progress import watched as wait

    return wait(work)


def exchange_files(solved: Solved) -> dict[str, str]:
    """Return ``problem.json`` and ``timetable.json``, on which ``python -m scheduler check`` can be run."""
    from scheduler.exchange import problem_to_json, timetable_to_json

    return {"problem.json": problem_to_json(solved.problem), "timetable.json": timetable_to_json(solved.timetable)}


def attainable_value(solved: Solved, party: str) -> int:
    """Return the most that a company's meetings could be worth if it had everybody to itself."""
    from scheduler.figures import attainable

    values = sorted((request.value for request in solved.problem.requests_of[party]), reverse=True)
    return sum(values[: attainable(solved.problem, solved.problem.participant[party])])


def needs_interpreter(solved: Solved, request: Request) -> bool:
    """Tell whether a request cannot be held without an interpreter."""
    from scheduler.placement import needs_interpreter as needed

    return needed(solved.problem, request)


def could_interpret(solved: Solved, request: Request, slot: str) -> bool:
    """Tell whether an interpreter who could serve a request is there in a slot, free, and not at its maximum."""
    from scheduler.placement import can_serve

    busy = {meeting.interpreter for meeting in solved.timetable.meetings if meeting.slot == slot}
    times = Counter(meeting.interpreter for meeting in solved.timetable.meetings)
    busy |= {i.id for i in solved.problem.interpreters if i.max_meetings is not None and times[i.id] >= i.max_meetings}
    return any(
        one.id not in busy and slot in solved.problem.there(one.available) and can_serve(solved.problem, one, request)
        for one in solved.problem.interpreters
    )


def has_pool_table(solved: Solved, slot: str) -> bool:
    """Tell whether a table that is nobody's home is free in a slot."""
    from scheduler.placement import pool_tables

    used = {meeting.table for meeting in solved.timetable.meetings if meeting.slot == slot}
    there = solved.problem.there
    return any(
        table not in used and slot in there(solved.problem.table[table].available)
        for table in pool_tables(solved.problem)
    )
