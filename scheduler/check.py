"""The judge: says of any timetable which rules it breaks and which of its claims are not so.

Shares no code with the solver and imports none of it; written first, from ``docs/model.md``.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from scheduler.figures import figures_of, levels_of
from scheduler.problem import Interpreter, Participant, Problem, Request
from scheduler.timetable import Figures, Level, Meeting, Timetable

MAXIMISED = ("worst", "meetings", "value")
TOLERANCE = 1e-9


class Fault(NamedTuple):
    """A rule that is broken (short names as in ``docs/model.md``), ``form`` or ``claim``."""

    rule: str
    subject: str
    """Id of the participant, request, table or interpreter concerned; the level for a claim."""
    message: str


class Claim(NamedTuple):
    """What a timetable says of one level beside what is so; ``fault`` is empty if they agree."""

    level: str
    claimed: int
    actual: int
    fault: str


@dataclass(frozen=True)
class Verdict:
    """The judgement on a timetable."""

    faults: tuple[Fault, ...]
    levels: Mapping[str, int]
    claims: tuple[Claim, ...]
    figures: Figures

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def check(problem: Problem, timetable: Timetable) -> Verdict:
    """Judge a timetable: its form, every rule, every level and figure it claims.

    An infeasible timetable holds no meetings and is judged for form only: that nothing can satisfy
    the problem is not for a judge without a solver to say.
    """
    faults = [*_form(problem, timetable), *_unheld_form(problem, timetable), *_level_form(problem, timetable)]
    known = [meeting for meeting in timetable.meetings if _is_known(problem, meeting)]
    levels = levels_of(problem, known)
    figures = figures_of(problem, known, _whole(timetable.figures.get("assisted_bound")))
    claims: tuple[Claim, ...] = ()
    if timetable.status != "infeasible":
        claims = tuple(_claim(level, levels, timetable.levels) for level in timetable.levels if level.name in levels)
        faults += broken_rules(problem, known)
        faults += [Fault("claim", claim.level, claim.fault) for claim in claims if claim.fault]
        faults += _figure_claims(timetable, figures)
    return Verdict(tuple(faults), levels, claims, figures)


def broken_rules(problem: Problem, meetings: Iterable[Meeting]) -> tuple[Fault, ...]:
    """Return every breach of C1 to C11 by meetings whose ids are all known."""
    placed = tuple(meetings)
    return tuple(fault for rule in JUDGES for fault in rule(problem, placed))


def _is_known(problem: Problem, meeting: Meeting) -> bool:
    request = problem.request.get(meeting.request)
    return request is not None and (request.a, request.b) == (meeting.a, meeting.b) and meeting.slot in problem.slot


def _form(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    if timetable.problem != problem.fingerprint:
        yield Fault("form", "problem", f"is of the problem {timetable.problem!r}, not {problem.fingerprint!r}")
    for meeting in timetable.meetings:
        if not _is_known(problem, meeting):
            yield Fault("form", meeting.request, "no such request, pair or slot in the problem")
        if meeting.table is not None and meeting.table not in problem.table:
            yield Fault("form", meeting.request, f"there is no table {meeting.table!r}")
        if meeting.interpreter is not None and meeting.interpreter not in problem.interpreter:
            yield Fault("form", meeting.request, f"there is no interpreter {meeting.interpreter!r}")


def _unheld_form(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    held = {meeting.request for meeting in timetable.meetings}
    missing = Counter(request.id for request in problem.requests if request.id not in held)
    listed = Counter(timetable.unheld)
    for request in missing - listed:
        yield Fault("form", request, "is neither held nor listed as unheld")
    for request in listed - missing:
        yield Fault("form", request, "is listed as unheld, but is held, unknown or listed twice")


def _level_form(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    names = [level.name for level in timetable.levels]
    if timetable.status == "infeasible":
        if timetable.meetings or not timetable.conflict:
            yield Fault("form", "status", "an infeasible timetable holds a conflict and no meetings")
        return
    if sorted(names) != sorted(levels_of(problem, ())) or tuple(names[: len(problem.goals)]) != problem.goals:
        yield Fault("form", "levels", "must be the goals of the problem in their order, then every other level")
    if timetable.conflict:
        yield Fault("form", "conflict", "only an infeasible timetable has a conflict")
    if timetable.status == "optimal" and not all(level.proven for level in timetable.levels[: len(problem.goals)]):
        yield Fault("claim", "status", "says optimal, but not every goal is proven")


def _claim(level: Level, actual: Mapping[str, int], levels: Sequence[Level]) -> Claim:
    before = levels[: levels.index(level)]
    fault = ""
    if level.value != actual[level.name]:
        fault = f"says {level.value}, but it is {actual[level.name]}"
    elif level.bound is not None and (
        level.value > level.bound if level.name in MAXIMISED else level.value < level.bound
    ):
        fault = f"{level.value} is better than the bound {level.bound} says anything can be"
    elif level.proven and (level.value != level.bound or not all(earlier.proven for earlier in before)):
        fault = "says proven, but value and bound differ or an earlier level is not proven"
    return Claim(level.name, level.value, actual[level.name], fault)


def _figure_claims(timetable: Timetable, actual: Figures) -> Iterator[Fault]:
    for name, claimed in timetable.figures.items():
        if name not in actual:
            yield Fault("form", f"figures.{name}", "is not a figure of this format")
            continue
        figure = actual[name]
        same = claimed == figure or (claimed is not None and figure is not None and abs(claimed - figure) <= TOLERANCE)
        if not same:
            yield Fault("claim", f"figures.{name}", f"says {claimed}, but it is {figure}")
    assisted, bound = actual["assisted"], actual["assisted_bound"]
    if assisted is not None and bound is not None and assisted > bound:
        yield Fault("claim", "figures.assisted_bound", f"{assisted} is better than the bound {bound}")


def _whole(value: float | None) -> int | None:
    return value if isinstance(value, int) else None


def _grouped(
    meetings: Iterable[Meeting], keys: Callable[[Meeting], Iterable[tuple[str, ...]]]
) -> dict[tuple[str, ...], list[Meeting]]:
    groups: dict[tuple[str, ...], list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        for key in keys(meeting):
            groups[key].append(meeting)
    return groups


def _parties(meeting: Meeting) -> tuple[str, str]:
    return meeting.a, meeting.b


def _of_participants(meetings: Sequence[Meeting]) -> dict[tuple[str, ...], list[Meeting]]:
    return _grouped(meetings, lambda meeting: [(party,) for party in _parties(meeting)])


def _once(_problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C1."""
    for request, times in Counter(meeting.request for meeting in meetings).items():
        if times > 1:
            yield Fault("once", request, f"is held {times} times")


def _no_clash(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C2."""
    seats = _grouped(meetings, lambda m: [(party, m.slot) for party in _parties(m)])
    for (party, slot), together in seats.items():
        if len(together) > problem.participant[party].parallel:
            yield Fault("no_clash", party, f"has {len(together)} meetings in slot {slot}")
        elif len({_parties(m) if m.a == party else (m.b, m.a) for m in together}) < len(together):
            yield Fault("no_clash", party, f"meets the same counterpart twice in slot {slot}")


def _available(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C3."""
    for meeting in meetings:
        for party in _parties(meeting):
            if meeting.slot not in problem.there(problem.participant[party].available):
                yield Fault("available", party, f"is not there in slot {meeting.slot} ({meeting.request})")
        if meeting.slot not in problem.there(problem.request[meeting.request].slots):
            yield Fault("available", meeting.request, f"may not lie in slot {meeting.slot}")


def _table(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C4."""
    yield from _table_use(problem, meetings)
    homes = {participant.table for participant in problem.participants}
    for (host, slot), hosted in _grouped(meetings, lambda m: [(_host(problem, m), m.slot)]).items():
        home = problem.participant[host].table
        at_home = [meeting for meeting in hosted if meeting.table == home and home is not None]
        if home is not None and len(at_home) != 1:
            yield Fault("table", host, f"has {len(at_home)} meetings at its home table {home} in slot {slot}, not one")
        for meeting in hosted:
            if meeting not in at_home and meeting.table in homes:
                yield Fault("table", host, f"{meeting.request} is at somebody's home table {meeting.table}")


def _table_use(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    for (name, slot), together in _grouped(meetings, lambda m: [(m.table or "", m.slot)]).items():
        table = problem.table.get(name)
        if table is None:
            for meeting in together:
                yield Fault("table", meeting.request, "has no table")
        else:
            if len(together) > 1:
                yield Fault("table", name, f"hosts {len(together)} meetings in slot {slot}")
            if slot not in problem.there(table.available):
                yield Fault("table", name, f"is not available in slot {slot}")


def _host(problem: Problem, meeting: Meeting) -> str:
    """Return the side with a home table, else a; if both have one, a."""
    if problem.participant[meeting.a].table is None and problem.participant[meeting.b].table is not None:
        return meeting.b
    return meeting.a


def _interpreter(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C5."""
    for meeting in meetings:
        parties = [problem.participant[party] for party in _parties(meeting)]
        interpreter = problem.interpreter.get(meeting.interpreter or "")
        if interpreter is None:
            if _needs_interpreter(*parties):
                yield Fault("interpreter", meeting.request, "needs an interpreter and has none")
        else:
            yield from _unfit(problem, interpreter, meeting, parties)
    for (name,), served in _grouped(meetings, lambda m: [(m.interpreter,)] if m.interpreter else []).items():
        interpreter = problem.interpreter.get(name)
        if interpreter is not None:
            yield from _overworked(problem, interpreter, served)


def _needs_interpreter(a: Participant, b: Participant) -> bool:
    stated = bool(a.languages) and bool(b.languages)
    return "required" in (a.interpreter, b.interpreter) or (stated and not set(a.languages) & set(b.languages))


def _unfit(
    problem: Problem, interpreter: Interpreter, meeting: Meeting, parties: Iterable[Participant]
) -> Iterator[Fault]:
    for party in parties:
        if party.languages and not set(party.languages) & set(interpreter.languages):
            yield Fault("interpreter", interpreter.id, f"speaks no language of {party.id} ({meeting.request})")
    if interpreter.dedicated_to is not None and interpreter.dedicated_to not in _parties(meeting):
        yield Fault("interpreter", interpreter.id, f"serves only {interpreter.dedicated_to} ({meeting.request})")
    if meeting.slot not in problem.there(interpreter.available):
        yield Fault("interpreter", interpreter.id, f"is not there in slot {meeting.slot} ({meeting.request})")


def _overworked(problem: Problem, interpreter: Interpreter, served: Sequence[Meeting]) -> Iterator[Fault]:
    for slot, times in Counter(meeting.slot for meeting in served).items():
        if times > 1:
            yield Fault("interpreter", interpreter.id, f"serves {times} meetings in slot {slot}")
    if interpreter.max_meetings is not None and len(served) > interpreter.max_meetings:
        yield Fault("interpreter", interpreter.id, f"serves {len(served)} meetings, more than its maximum")
    run = _longest_run(problem, served)
    if interpreter.max_consecutive is not None and run > interpreter.max_consecutive:
        yield Fault("interpreter", interpreter.id, f"serves {run} adjacent slots in a row")


def _longest_run(problem: Problem, meetings: Iterable[Meeting]) -> int:
    """Return the most adjacent slots in a row with a meeting; a session's end ends a run."""
    busy = {meeting.slot for meeting in meetings}
    longest = run = 0
    for session in problem.sessions:
        run = 0
        for slot in session:
            run = run + 1 if slot.id in busy else 0
            longest = max(longest, run)
    return longest


def _exclusion(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C6."""
    excluded = [{exclusion.a, exclusion.b} for exclusion in problem.exclusions]
    for meeting in meetings:
        if {meeting.a, meeting.b} in excluded:
            yield Fault("exclusion", meeting.request, f"{meeting.a} and {meeting.b} must never meet")


def _lock(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C7."""
    for lock in problem.locks:
        stands = any(
            (meeting.request, meeting.slot) == (lock.request, lock.slot)
            and lock.table in (None, meeting.table)
            and lock.interpreter in (None, meeting.interpreter)
            for meeting in meetings
        )
        if not stands:
            yield Fault("lock", lock.request, f"does not stand as locked in slot {lock.slot}")


def _maximum(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C8."""
    for (party,), attended in _of_participants(meetings).items():
        most = problem.participant[party].max_meetings
        counted = sum(not problem.request[meeting.request].walk_in for meeting in attended)
        if most is not None and counted > most:
            yield Fault("maximum", party, f"has {counted} meetings, more than its maximum of {most}")


def _consecutive(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C9."""
    for (party,), attended in _of_participants(meetings).items():
        most = problem.participant[party].max_consecutive
        run = _longest_run(problem, attended)
        if most is not None and run > most:
            yield Fault("consecutive", party, f"meets in {run} adjacent slots in a row, more than {most}")


def _after(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C10."""
    position = {slot.id: number for number, slot in enumerate(problem.slots)}
    slots = _grouped(meetings, lambda meeting: [(meeting.request,)])
    for meeting in meetings:
        request: Request = problem.request[meeting.request]
        for earlier in request.after:
            if any(position[first.slot] >= position[meeting.slot] for first in slots.get((earlier,), ())):
                yield Fault("after", request.id, f"must come after {earlier}")


def _breaks(problem: Problem, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """C11."""
    for (party,), attended in _of_participants(meetings).items():
        most = problem.participant[party].max_breaks
        busy = {meeting.slot for meeting in attended}
        groups = 0
        for day in problem.days:
            at_work = [number for number, slot in enumerate(day) if slot.id in busy]
            groups += sum(later - earlier > 1 for earlier, later in pairwise(at_work))
        if most is not None and groups > most:
            yield Fault("breaks", party, f"has {groups} breaks, more than {most}")


JUDGES: Collection[Callable[[Problem, Sequence[Meeting]], Iterator[Fault]]] = (
    _once,
    _no_clash,
    _available,
    _table,
    _interpreter,
    _exclusion,
    _lock,
    _maximum,
    _consecutive,
    _after,
    _breaks,
)
