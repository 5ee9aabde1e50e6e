"""C1 to C11. A rule yields (subject, condition) for a placement.

The same generator posts the model, explains why nothing is possible (one assumption per rule and
subject) and, read on plain counts, is compared with the judge. M(p) are the requests of participant
p, x[m, t] is 1 if request m is held in slot t. Source of the formulas: ``docs/model.md``.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from scheduler.placement import Placement, hosted_by, is_excluded, pool_tables, voice_of, voices_of
from scheduler.problem import Participant, Problem, Request

Rule = Callable[[Problem, Placement], Iterator[tuple[str, Any]]]


def once(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Hold a request at most once (C1): y[m] = sum of x[m, t] over t <= 1."""
    for request in problem.requests:
        yield request.id, x.chosen.get(request.id, 0) <= 1


def no_clash(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Seat nobody in more meetings than it has delegations (C2).

    Sum of x[m, t] over m in M(p) <= parallel(p), and over the requests of one pair <= 1.
    """
    for participant in problem.participants:
        pairs = _pairs(problem, participant) if participant.parallel > 1 else []
        for slot in problem.slot:
            yield participant.id, x.held_at(problem.requests_of[participant.id], slot) <= participant.parallel
            for requests in pairs:
                yield participant.id, x.held_at(requests, slot) <= 1


def _pairs(problem: Problem, participant: Participant) -> list[list[Request]]:
    by_pair: dict[frozenset[str], list[Request]] = {}
    for request in problem.requests_of[participant.id]:
        by_pair.setdefault(frozenset((request.a, request.b)), []).append(request)
    return list(by_pair.values())


def available(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Meet only when both are there and the request allows it (C3): else x[m, t] = 0."""
    for request in problem.requests:
        for party in (request.a, request.b):
            there = problem.there(problem.participant[party].available)
            for slot in problem.slot:
                if slot not in there:
                    yield party, x.held.get((request.id, slot), 0) == 0
        for slot in problem.slot:
            if slot not in problem.there(request.slots):
                yield request.id, x.held.get((request.id, slot), 0) == 0


def table(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Give every meeting a table, and a table one meeting at a time, while it is available (C4).

    Per host h and slot t: home[h, t] + pool[h, t] = sum of x[m, t] over its meetings m, x[m, t] <=
    home[h, t] if it has a home table, and the hosts of one home table share it; per slot: sum of
    pool[h, t] = sum of used[b, t] over pool tables b; per pool table: used[b, t] <= 1.
    """
    hosted = hosted_by(problem)
    for host in problem.participants:
        for slot in problem.slot:
            home, pool = x.home.get((host.id, slot), 0), x.pool.get((host.id, slot), 0)
            yield host.id, home + pool == x.held_at(hosted[host.id], slot)
            if host.table is not None:
                for request in hosted[host.id]:
                    yield host.id, x.held.get((request.id, slot), 0) <= home
    for slot in problem.slot:
        at_pool = sum(x.pool.get((host.id, slot), 0) for host in problem.participants)
        yield slot, at_pool == sum(x.used.get((name, slot), 0) for name in problem.table)
    for name in problem.table:
        yield from _table_use(problem, x, name)
    yield from _table_locks(problem, x, hosted)


def _table_use(problem: Problem, x: Placement, name: str) -> Iterator[tuple[str, Any]]:
    owners = [participant.id for participant in problem.participants if participant.table == name]
    there = problem.there(problem.table[name].available)
    for slot in problem.slot:
        meetings = sum(x.home.get((owner, slot), 0) for owner in owners) + x.used.get((name, slot), 0)
        yield name, meetings <= (1 if slot in there else 0)


def _table_locks(problem: Problem, x: Placement, hosted: dict[str, list[Request]]) -> Iterator[tuple[str, Any]]:
    """Tell how many of a host's meetings are promised its home table, and how many a pool table."""
    pools = pool_tables(problem)
    host_of = {request.id: problem.participant[host] for host, requests in hosted.items() for request in requests}
    promised: dict[tuple[str, str, bool], Any] = {}
    at_pool: dict[tuple[str, str], Any] = {}
    for lock in problem.locks:
        if lock.table is None:
            continue
        host, seat = host_of[lock.request], x.seated.get((lock.request, lock.table), 0)
        if lock.table not in (host.table, *pools):
            yield host.id, seat == 0
        key = (host.id, lock.slot, lock.table == host.table)
        promised[key] = promised.get(key, 0) + seat
        if lock.table in pools:
            at_pool[lock.table, lock.slot] = at_pool.get((lock.table, lock.slot), 0) + seat
    for (host_id, slot, is_home), seats in promised.items():
        yield host_id, seats <= (x.home if is_home else x.pool).get((host_id, slot), 0)
    for (name, slot), seats in at_pool.items():
        yield name, seats <= x.used.get((name, slot), 0)


def interpreter(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Give every meeting that needs one an interpreter who can serve it (C5).

    Per voice v and slot t: sum of served[v, t, g] over groups g = sum of x[m, t] over its meetings
    (<= where none is needed). Per group g of n interpreters: sum of served over v <= n in a slot it
    is there, <= n max_meetings in all, <= n max_consecutive in any max_consecutive + 1 adjacent slots.
    """
    voices = voices_of(problem)
    for voice, requests in voices.items():
        for slot in problem.slot:
            served = sum(x.served.get((voice, slot, group), 0) for group in x.groups)
            wanted = x.held_at(requests, slot)
            yield slot, (served == wanted if voice.needed else served <= wanted)
    for group in x.groups:
        yield from _interpreters_at_work(problem, x, group, list(voices))


def _interpreters_at_work(
    problem: Problem, x: Placement, group: tuple[str, ...], voices: list[Any]
) -> Iterator[tuple[str, Any]]:
    one = problem.interpreter[group[0]]
    there = problem.there(one.available)
    for voice in voices:
        if one.id not in voice.interpreters:
            for slot in problem.slot:
                yield one.id, x.served.get((voice, slot, group), 0) == 0
    work = {slot: sum(x.served.get((voice, slot, group), 0) for voice in voices) for slot in problem.slot}
    for slot in problem.slot:
        yield one.id, work[slot] <= (len(group) if slot in there else 0)
    if one.max_meetings is not None:
        yield one.id, sum(work.values()) <= one.max_meetings * len(group)
    if one.max_consecutive is not None:
        for window in windows(problem, one.max_consecutive + 1):
            yield one.id, sum(work[slot] for slot in window) <= one.max_consecutive * len(group)


def windows(problem: Problem, length: int) -> Iterator[list[str]]:
    """Yield every run of adjacent slots of this length."""
    for session in problem.sessions:
        for first in range(len(session) - length + 1):
            yield [slot.id for slot in session[first : first + length]]


def exclusion(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Never let an excluded pair meet (C6): x[m, t] = 0."""
    for request in problem.requests:
        if is_excluded(problem, request):
            yield request.id, x.chosen.get(request.id, 0) == 0


def lock(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Let every lock stand exactly as given (C7): x[m, t] >= 1, at its table, with its interpreter."""
    for fixed in problem.locks:
        yield fixed.request, x.held.get((fixed.request, fixed.slot), 0) >= 1
        if fixed.table is not None:
            yield fixed.request, x.seated.get((fixed.request, fixed.table), 0) >= 1
        if fixed.interpreter is not None:
            voice = voice_of(problem, problem.request[fixed.request])
            yield fixed.request, x.served.get((voice, fixed.slot, (fixed.interpreter,)), 0) >= 1


def maximum(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Keep to max_meetings (C8): sum of y[m] over m in M(p) that are no walk-ins <= max_meetings(p)."""
    for participant in problem.participants:
        if participant.max_meetings is not None:
            counted = [request for request in problem.requests_of[participant.id] if not request.walk_in]
            total = sum(x.chosen.get(request.id, 0) for request in counted)
            yield participant.id, total <= participant.max_meetings


def consecutive(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Leave a pause after max_consecutive adjacent slots with a meeting (C9).

    Sum of busy[p, t] over max_consecutive + 1 adjacent slots <= max_consecutive(p).
    """
    for participant in problem.participants:
        most = participant.max_consecutive
        if most is not None:
            for window in windows(problem, most + 1):
                yield participant.id, sum(x.busy.get((participant.id, slot), 0) for slot in window) <= most


def after(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Hold a request after those in ``after`` (C10): x[m, t] + x[r, u] <= 1 for every u >= t."""
    for request in problem.requests:
        for earlier in request.after:
            pairs = [(slot, slot) for slot in problem.slot] + list(combinations(problem.slot, 2))
            for slot, not_before in pairs:
                if (request.id, slot) in x.held and (earlier, not_before) in x.held:
                    yield request.id, x.held[request.id, slot] + x.held[earlier, not_before] <= 1


def breaks(problem: Problem, x: Placement) -> Iterator[tuple[str, Any]]:
    """Keep to max_breaks, counted as groups (C11): breaks[p] <= max_breaks(p)."""
    for participant in problem.participants:
        if participant.max_breaks is not None:
            yield participant.id, x.breaks.get(participant.id, 0) <= participant.max_breaks


RULES: tuple[Rule, ...] = (
    once,
    no_clash,
    available,
    table,
    interpreter,
    exclusion,
    lock,
    maximum,
    consecutive,
    after,
    breaks,
)
