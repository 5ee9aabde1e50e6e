"""The numbers of a timetable, and the value of every level, from the data alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from scheduler.problem import Participant, Problem, Request, Slot
from scheduler.timetable import Figures, Meeting

Place = tuple[str, int]


def levels_of(problem: Problem, meetings: Sequence[Meeting]) -> dict[str, int]:
    """Return the value of each of the seven levels, listed as a goal or not.

    Source: ``docs/model.md``. Units: counts, except ``value`` (points) and ``breaks``
    (minutes, slots or groups, as ``problem.breaks`` says).
    """
    held = {meeting.request for meeting in meetings}
    count = _meetings_per_participant(problem, meetings)
    return {
        "must": sum(request.must and request.id not in held for request in problem.requests),
        "quota": sum(max(0, p.min_meetings - count[p.id]) for p in problem.participants),
        "worst": _worst(problem, count),
        "meetings": len(meetings),
        "value": sum(problem.request[m.request].value for m in meetings)
        + sum(sum(problem.fair[: count[p.id]]) for p in problem.participants),
        "breaks": sum(
            _waiting(problem, p, day, busy, problem.breaks) for p, day, busy in _days_at_work(problem, meetings)
        ),
        "moves": _moves(problem, meetings),
    }


def figures_of(problem: Problem, meetings: Sequence[Meeting], assisted_bound: int | None) -> Figures:
    """Return the figures that every timetable carries; None where there is nothing to measure.

    ``assisted_bound`` comes from the solver and is passed through: no timetable with the same slots
    and as few moves assists more meetings.
    """
    held = [problem.request[meeting.request] for meeting in meetings]
    counts = sorted(_meetings_per_participant(problem, meetings).values())
    shares = sorted(_shares(problem, held))
    waiting = [_waiting(problem, p, day, busy, "minutes") for p, day, busy in _days_at_work(problem, meetings)]
    levels = levels_of(problem, meetings)
    interpreted = sum(meeting.interpreter is not None for meeting in meetings)
    return {
        "meetings": len(meetings),
        "requests_held": len({request.id for request in held}),
        "requests_asked": len(problem.requests),
        "must_held": sum(request.must for request in problem.requests) - levels["must"],
        "must_asked": sum(request.must for request in problem.requests),
        "meetings_min": counts[0] if counts else None,
        "meetings_median": counts[(len(counts) - 1) // 2] if counts else None,
        "meetings_max": counts[-1] if counts else None,
        "share_min": shares[0] if shares else None,
        "share_p10": shares[len(shares) // 10] if shares else None,
        "share_jain": _jain(shares),
        "idle_slots": sum(
            _waiting(problem, p, day, busy, "slots") for p, day, busy in _days_at_work(problem, meetings)
        ),
        "idle_groups": sum(
            _waiting(problem, p, day, busy, "groups") for p, day, busy in _days_at_work(problem, meetings)
        ),
        "waiting_minutes": sum(waiting),
        "waiting_max": max(waiting, default=0),
        "moves": levels["moves"],
        "interpreted": interpreted,
        "assisted": sum(meeting.interpreter is not None and _preferred(problem, meeting) for meeting in meetings),
        "assisted_bound": assisted_bound,
        "tables_used": _ratio(len(meetings), sum(len(problem.there(table.available)) for table in problem.tables)),
        "interpreters_used": _ratio(interpreted, sum(len(problem.there(i.available)) for i in problem.interpreters)),
        "slots_used": _ratio(len({meeting.slot for meeting in meetings}), len(problem.slots)),
    }


def attainable(problem: Problem, participant: Participant) -> int:
    """Return a_p: the meetings a participant could hold if it had the others to itself.

    The largest matching of its requests to its slots, each slot ``parallel`` times, respecting both
    parties' availability and the request's ``slots``; not excluded, not a request that no
    interpreter could ever serve; capped by ``max_meetings``.
    """
    seat_of: dict[Place, int] = {}
    choices = [
        [
            (slot, seat)
            for slot in problem.slot
            if slot in _open_slots(problem, request)
            for seat in range(participant.parallel)
        ]
        for request in problem.requests_of[participant.id]
        if _possible(problem, request)
    ]

    def seated(number: int, tried: set[Place]) -> bool:
        for place in choices[number]:
            if place not in tried:
                tried.add(place)
                if place not in seat_of or seated(seat_of[place], tried):
                    seat_of[place] = number
                    return True
        return False

    size = sum(seated(number, set()) for number in range(len(choices)))
    return size if participant.max_meetings is None else min(size, participant.max_meetings)


def _open_slots(problem: Problem, request: Request) -> frozenset[str]:
    a, b = problem.participant[request.a], problem.participant[request.b]
    return problem.there(a.available) & problem.there(b.available) & problem.there(request.slots)


def _possible(problem: Problem, request: Request) -> bool:
    if any({request.a, request.b} == {exclusion.a, exclusion.b} for exclusion in problem.exclusions):
        return False
    a, b = problem.participant[request.a], problem.participant[request.b]
    mute = a.languages and b.languages and not set(a.languages) & set(b.languages)
    if not mute and "required" not in (a.interpreter, b.interpreter):
        return True
    return any(
        interpreter.dedicated_to in (None, a.id, b.id)
        and all(not party.languages or set(party.languages) & set(interpreter.languages) for party in (a, b))
        for interpreter in problem.interpreters
    )


def _meetings_per_participant(problem: Problem, meetings: Iterable[Meeting]) -> dict[str, int]:
    count = {participant.id: 0 for participant in problem.participants}
    for meeting in meetings:
        count[meeting.a] += 1
        count[meeting.b] += 1
    return count


def _worst(problem: Problem, count: dict[str, int]) -> int:
    goals = {p.id: attainable(problem, p) for p in problem.participants if problem.requests_of[p.id]}
    short = [count[participant] for participant, goal in goals.items() if count[participant] < goal]
    return min([*short, max(goals.values(), default=0)])


def _days_at_work(
    problem: Problem, meetings: Iterable[Meeting]
) -> Iterable[tuple[Participant, tuple[Slot, ...], set[str]]]:
    """Yield every participant, each day on which it meets anybody, and its busy slots."""
    busy: dict[str, set[str]] = defaultdict(set)
    for meeting in meetings:
        busy[meeting.a].add(meeting.slot)
        busy[meeting.b].add(meeting.slot)
    for participant in problem.participants:
        for day in problem.days:
            at_work = busy[participant.id] & {slot.id for slot in day}
            if at_work:
                yield participant, day, at_work


def _waiting(problem: Problem, participant: Participant, day: Sequence[Slot], busy: set[str], measure: str) -> int:
    positions = [position for position, slot in enumerate(day) if slot.id in busy]
    span = day[positions[0] : positions[-1] + 1]
    there = problem.there(participant.available)
    if measure == "groups":
        return sum(later > earlier + 1 for earlier, later in pairwise(positions))
    if measure == "slots":
        return sum(slot.id in there and slot.id not in busy for slot in span)
    spent = sum(_minutes(slot) for slot in span if slot.id in busy or slot.id not in there)
    return int((span[-1].end - span[0].start).total_seconds()) // 60 - spent


def _minutes(slot: Slot) -> int:
    return int((slot.end - slot.start).total_seconds()) // 60


def _host(problem: Problem, meeting: Meeting) -> str:
    homeless = problem.participant[meeting.a].table is None
    return meeting.b if homeless and problem.participant[meeting.b].table is not None else meeting.a


def _moves(problem: Problem, meetings: Sequence[Meeting]) -> int:
    homes = {participant.table for participant in problem.participants}
    at: dict[tuple[str, str], list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        at[_host(problem, meeting), meeting.slot].append(meeting)

    def pool_table(meeting: Meeting) -> str | None:
        return None if meeting.table in homes else meeting.table

    def interpreter(meeting: Meeting) -> str | None:
        return meeting.interpreter

    return sum(
        _changes([{what(m) for m in at.get((host.id, slot.id), ())} - {None} for slot in session])
        for host in problem.participants
        for session in problem.sessions
        for what in (pool_table, interpreter)
    )


def _changes(in_use: Iterable[set[str | None]]) -> int:
    """Count what is in use and was not in the slot before, over the slots in which anything is."""
    return sum(len(later - earlier) for earlier, later in pairwise(use for use in in_use if use))


def _preferred(problem: Problem, meeting: Meeting) -> bool:
    return any(problem.participant[party].interpreter == "preferred" for party in (meeting.a, meeting.b))


def _shares(problem: Problem, held: Iterable[Request]) -> Iterable[float]:
    """Yield value held / best value attainable alone, for every participant that could get any."""
    got: dict[str, int] = defaultdict(int)
    for request in held:
        got[request.a] += request.value
        got[request.b] += request.value
    for participant in problem.participants:
        values = sorted((request.value for request in problem.requests_of[participant.id]), reverse=True)
        best = sum(values[: attainable(problem, participant)])
        if best:
            yield got[participant.id] / best


def _jain(shares: Sequence[float]) -> float | None:
    """Jain's fairness index: 1 when all shares are equal (Jain, Chiu and Hawe, DEC-TR-301, 1984)."""
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else None


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
