"""What the rules look at: who meets when, at what kind of table, with which interpreters, as counts.

Each count is a solver variable (``variables.py``) or a plain number (``as_zero_one``); the rules do
not know which.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from scheduler.problem import Interpreter, Participant, Problem, Request
from scheduler.timetable import Meeting

Group = tuple[str, ...]
"""Interpreters whom no rule can tell apart, by id; the solver counts them instead of naming them."""


class Voice(NamedTuple):
    """Meetings whom the same interpreters may serve."""

    interpreters: tuple[str, ...]
    """Ids of those who speak a language of each side and are not dedicated to somebody else."""
    needed: bool
    """Whether these meetings cannot be held without one."""
    request: str | None
    """Set where a lock names the interpreter: then the meeting is a class of its own."""


@dataclass(frozen=True)
class Placement:
    """Meetings as counts. A key that is absent means 0."""

    held: Mapping[tuple[str, str], Any]
    """[request, slot]."""
    chosen: Mapping[str, Any]
    """[request]: how often it is held."""
    busy: Mapping[tuple[str, str], Any]
    """[participant, slot]: 1 if it has any meeting then."""
    home: Mapping[tuple[str, str], Any]
    """[host, slot]: its meetings at its home table."""
    pool: Mapping[tuple[str, str], Any]
    """[host, slot]: its meetings at pool tables."""
    used: Mapping[tuple[str, str], Any]
    """[pool table, slot]: meetings at it."""
    seated: Mapping[tuple[str, str], Any]
    """[request, table], for locks that name a table: 1 if the locked meeting sits there."""
    served: Mapping[tuple[Voice, str, Group], Any]
    """[voice, slot, group of interpreters]: meetings of the voice whom the group serves."""
    breaks: Mapping[str, Any]
    """[participant]: its breaks, counted as groups."""
    groups: tuple[Group, ...]

    def held_at(self, requests: Iterable[Request], slot: str) -> Any:
        """Count these requests held in a slot."""
        return sum(self.held.get((request.id, slot), 0) for request in requests)


def host_of(problem: Problem, request: Request) -> Participant:
    """Return the side with a home table, else a; if both have one, a (C4)."""
    a, b = problem.participant[request.a], problem.participant[request.b]
    return b if a.table is None and b.table is not None else a


def hosted_by(problem: Problem) -> dict[str, list[Request]]:
    """Return the requests that each participant would host."""
    hosted: dict[str, list[Request]] = defaultdict(list)
    for request in problem.requests:
        hosted[host_of(problem, request).id].append(request)
    return hosted


def needs_interpreter(problem: Problem, request: Request) -> bool:
    """Tell whether a request cannot be held without an interpreter (C5)."""
    a, b = problem.participant[request.a], problem.participant[request.b]
    if "required" in (a.interpreter, b.interpreter):
        return True
    return bool(a.languages) and bool(b.languages) and not set(a.languages) & set(b.languages)


def can_serve(problem: Problem, interpreter: Interpreter, request: Request) -> bool:
    """Tell whether an interpreter speaks a language of each side and is not dedicated to somebody else."""
    if interpreter.dedicated_to not in (None, request.a, request.b):
        return False
    spoken = set(interpreter.languages)
    sides = (problem.participant[request.a].languages, problem.participant[request.b].languages)
    return all(not languages or spoken & set(languages) for languages in sides)


def voice_of(problem: Problem, request: Request) -> Voice:
    """Return the class of meetings that a request belongs to."""
    able = tuple(i.id for i in problem.interpreters if can_serve(problem, i, request))
    named = any(lock.request == request.id and lock.interpreter is not None for lock in problem.locks)
    return Voice(able, needs_interpreter(problem, request), request.id if named else None)


def voices_of(problem: Problem) -> dict[Voice, list[Request]]:
    """Return every voice with its requests."""
    voices: dict[Voice, list[Request]] = defaultdict(list)
    for request in problem.requests:
        voices[voice_of(problem, request)].append(request)
    return voices


def open_slots(problem: Problem, request: Request) -> list[str]:
    """Return the slots in which both parties are there and which the request allows (C3), in order."""
    parties = (problem.participant[request.a], problem.participant[request.b])
    open_ = problem.there(request.slots).intersection(*(problem.there(p.available) for p in parties))
    return [slot for slot in problem.slot if slot in open_]


def is_excluded(problem: Problem, request: Request) -> bool:
    """Tell whether its pair must never meet (C6)."""
    return any({request.a, request.b} == {pair.a, pair.b} for pair in problem.exclusions)


def pool_tables(problem: Problem) -> list[str]:
    """Return the tables that are nobody's home."""
    homes = {participant.table for participant in problem.participants}
    return [table for table in problem.table if table not in homes]


def as_zero_one(problem: Problem, meetings: Iterable[Meeting]) -> Placement:
    """Read meetings, whatever rules they break, as plain counts; ids must be known."""
    placed = tuple(meetings)
    held = Counter((m.request, m.slot) for m in placed)
    busy = {(party, m.slot): 1 for m in placed for party in (m.a, m.b)}
    host = {request.id: host_of(problem, request) for request in problem.requests}
    pools = set(pool_tables(problem))
    at_home = [m for m in placed if m.table is not None and m.table == host[m.request].table]
    at_pool = [(m, m.table) for m in placed if m.table is not None and m.table in pools]
    locked = {(lock.request, lock.slot, lock.table) for lock in problem.locks}
    voice = {request.id: voice_of(problem, request) for request in problem.requests}
    return Placement(
        held=held,
        chosen=Counter(m.request for m in placed),
        busy=busy,
        home=Counter((host[m.request].id, m.slot) for m in at_home),
        pool=Counter((host[m.request].id, m.slot) for m, _ in at_pool),
        used=Counter((table, m.slot) for m, table in at_pool),
        seated=Counter((m.request, m.table or "") for m in placed if (m.request, m.slot, m.table) in locked),
        served=Counter((voice[m.request], m.slot, (m.interpreter,)) for m in placed if m.interpreter is not None),
        breaks={p.id: _breaks(problem, {slot for party, slot in busy if party == p.id}) for p in problem.participants},
        groups=tuple((interpreter,) for interpreter in problem.interpreter),
    )


def _breaks(problem: Problem, busy: set[str]) -> int:
    days = [[position for position, slot in enumerate(day) if slot.id in busy] for day in problem.days]
    return sum(later - earlier > 1 for day in days for earlier, later in pairwise(day))
