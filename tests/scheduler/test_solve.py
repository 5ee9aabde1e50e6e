"""The solver against brute force, against itself, and at the edges."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler import (
    Interpreter,
    Meeting,
    Participant,
    Problem,
    Progress,
    Request,
    Table,
    Timetable,
    broken_rules,
    check,
    levels_of,
    solve,
    timetable_to_json,
)
from tests.scheduler.problems import ALL_GOALS, make_problem, make_slots, problems

MAXIMISED = {"worst", "meetings", "value"}
BEFORE_MOVES = ALL_GOALS[:-1]
slow_search = settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def every_timetable(problem: Problem) -> Iterator[tuple[Meeting, ...]]:
    """Yield every way to hold, place, seat and interpret that breaks no rule."""
    tables, interpreters = list(problem.table), [None, *problem.interpreter]
    choices: list[list[Meeting | None]] = [
        [None, *(Meeting(r.id, r.a, r.b, *names) for names in product(problem.slot, tables, interpreters))]
        for r in problem.requests
    ]
    yield from _extended(problem, choices, ())


def _extended(
    problem: Problem, choices: Sequence[Sequence[Meeting | None]], placed: tuple[Meeting, ...]
) -> Iterator[tuple[Meeting, ...]]:
    if not choices:
        if not broken_rules(problem, placed):
            yield placed
        return
    for choice in choices[0]:
        more = placed if choice is None else (*placed, choice)
        if choice is None or not _hopeless(problem, more):
            yield from _extended(problem, choices[1:], more)


def _hopeless(problem: Problem, placed: tuple[Meeting, ...]) -> bool:
    """Tell whether a rule is broken that further meetings cannot mend."""
    return bool({f.rule for f in broken_rules(problem, placed)} & {"no_clash", "available", "exclusion", "maximum"})


def rank(levels: dict[str, int], names: Sequence[str]) -> tuple[int, ...]:
    """Return what to compare: greater is better, the first level first."""
    return tuple(levels[name] if name in MAXIMISED else -levels[name] for name in names)


@slow_search
@given(problems(requests=3))
def test_brute_force_finds_nothing_better(problem: Problem) -> None:
    best = max((rank(levels_of(problem, t), BEFORE_MOVES) for t in every_timetable(problem)), default=None)
    timetable = solve(problem)
    if best is None:
        assert timetable.status == "infeasible"
        return
    assert timetable.status == "optimal"
    assert rank({level.name: level.value for level in timetable.levels}, BEFORE_MOVES) == best
    assert all(level.proven and level.value == level.bound for level in timetable.levels)


@slow_search
@given(problems(requests=3, locks=False))
def test_no_other_names_move_less_or_assist_more(problem: Problem) -> None:
    timetable = solve(problem)
    times = {(meeting.request, meeting.slot) for meeting in timetable.meetings}
    moves, assisted = [], []
    for other in every_timetable(problem):
        if {(meeting.request, meeting.slot) for meeting in other} == times:
            moves.append(levels_of(problem, other)["moves"])
            assisted.append((-moves[-1], sum(m.interpreter is not None and prefers(problem, m) for m in other)))
    assert timetable.level["moves"].value == min(moves)
    assert timetable.figures["assisted"] == timetable.figures["assisted_bound"] == max(assisted)[1]


def prefers(problem: Problem, meeting: Meeting) -> bool:
    return any(problem.participant[p].interpreter == "preferred" for p in (meeting.a, meeting.b))


@slow_search
@given(problems(requests=6, slots=4), st.randoms(use_true_random=False))
def test_order_and_ids_do_not_matter(problem: Problem, random: Random) -> None:
    changed = shuffled(problem, random)
    one, other = solve(problem), solve(changed)
    assert one.status == other.status
    names = [name for name in problem.goals if name != "moves"]
    assert [one.level[n] for n in names if n in one.level] == [other.level[n] for n in names if n in other.level]


def shuffled(problem: Problem, random: Random) -> Problem:
    """Rename participants and requests and change the order of everything that has no order."""
    people = {
        p.id: f"x{number}" for number, p in enumerate(random.sample(problem.participants, len(problem.participants)))
    }
    asked = {r.id: f"y{number}" for number, r in enumerate(random.sample(problem.requests, len(problem.requests)))}
    participants = [replace(p, id=people[p.id]) for p in problem.participants]
    requests = [
        replace(r, id=asked[r.id], a=people[r.a], b=people[r.b], after=tuple(asked[e] for e in r.after))
        for r in problem.requests
    ]
    interpreters = [replace(i, dedicated_to=i.dedicated_to and people[i.dedicated_to]) for i in problem.interpreters]
    return replace(
        problem,
        participants=tuple(random.sample(participants, len(participants))),
        requests=tuple(random.sample(requests, len(requests))),
        interpreters=tuple(random.sample(interpreters, len(interpreters))),
        tables=tuple(random.sample(problem.tables, len(problem.tables))),
        exclusions=tuple(replace(e, a=people[e.b], b=people[e.a]) for e in problem.exclusions),
        locks=tuple(replace(lock, request=asked[lock.request]) for lock in problem.locks),
    )


def fair(sellers: int = 4, buyers: int = 8, slots: int = 6) -> Problem:
    """Make a problem that takes the solver a little while."""
    pairs = [
        Request(f"s{s}-b{b}", f"s{s}", f"b{b}", (s * 37 + b * 53) % 101, (s + b) % 5 == 0)
        for s in range(sellers)
        for b in range(buyers)
        if (s * 7 + b * 3) % 4
    ]
    people = [Participant(f"b{b}", "buyer", max_meetings=3, languages=("th",)) for b in range(buyers)]
    people += [
        Participant(f"s{s}", "seller", table=f"t-s{s}", languages=("ko",) if s % 2 else ("ko", "th"))
        for s in range(sellers)
    ]
    interpreters = (Interpreter("i1", ("ko", "th"), max_consecutive=2), Interpreter("i2", ("ko", "th")))
    half = slots // 2
    return make_problem(
        pairs,
        slots=make_slots(half, slots - half),
        participants=people,
        interpreters=interpreters,
        breaks="minutes",
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_same_seed_same_bytes(workers: int) -> None:
    one, other = (replace(solve(fair(), seed=7, workers=workers), seconds=0) for _ in range(2))
    assert timetable_to_json(one) == timetable_to_json(other)


def test_more_time_is_never_worse() -> None:
    problem = fair()
    ranks = []
    for limit in (0, 0.05, 0.2, 1, None):
        timetable = solve(problem, time_limit=limit)
        assert check(problem, timetable).valid
        ranks.append(rank({level.name: level.value for level in timetable.levels}, BEFORE_MOVES))
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[-1]


def test_no_time_at_all_still_gives_a_timetable_and_says_it_is_not_proven() -> None:
    timetable = solve(fair(), time_limit=0)
    assert timetable.status == "feasible"
    assert not timetable.level["value"].proven
    assert check(fair(), timetable).valid


def test_cancel_keeps_the_best_found() -> None:
    problem = fair(9, 24, 12)
    cancel = threading.Event()
    seen: list[Progress] = []

    def listen(progress: Progress) -> None:
        seen.append(progress)
        if progress.level == "breaks":
            cancel.set()

    started = time.monotonic()
    timetable = solve(problem, progress=listen, cancel=cancel)
    assert timetable.status == "cancelled"
    assert timetable.level["value"].proven
    assert not timetable.level["moves"].proven
    assert check(problem, timetable).valid
    assert time.monotonic() - started < 60


def test_progress_names_every_level_in_order() -> None:
    seen: list[Progress] = []
    timetable = solve(fair(), progress=seen.append)
    order = list(dict.fromkeys(progress.level for progress in seen))
    assert order == list(ALL_GOALS)
    last = {progress.level: progress for progress in seen}
    assert [last[name].incumbent for name in BEFORE_MOVES] == [timetable.level[name].value for name in BEFORE_MOVES]
    assert [progress.seconds for progress in seen] == sorted(progress.seconds for progress in seen)


def held(timetable: Timetable) -> dict[str, str]:
    return {meeting.request: meeting.slot for meeting in timetable.meetings}


def test_two_meetings_at_once_for_one_company_with_two_teams() -> None:
    seller = Participant("s1", "seller", parallel=2, table="t-s1")
    problem = make_problem(
        [("s1", "b1"), ("s1", "b2")], slots=make_slots(1), participants=[seller], tables=(Table("pool"),)
    )
    timetable = solve(problem)
    assert {(m.request, m.slot) for m in timetable.meetings} == {("s1-b1", "A1"), ("s1-b2", "A1")}
    assert {m.table for m in timetable.meetings} == {"t-s1", "pool"}
    alone = make_problem([("s1", "b1"), ("s1", "b2")], slots=make_slots(1), participants=[seller])
    assert len(solve(alone).meetings) == 1


def test_a_pair_with_two_requests_meets_twice_but_never_at_once() -> None:
    twice = [Request("r1", "s1", "b1", 50), Request("r2", "s1", "b1", 50)]
    team = [Participant("s1", "seller", parallel=2), Participant("b1", "buyer", parallel=2)]
    problem = make_problem(twice, participants=team, tables=(Table("p1"), Table("p2")))
    slots = held(solve(problem))
    assert set(slots) == {"r1", "r2"}
    assert slots["r1"] != slots["r2"]


@pytest.mark.parametrize(
    "problem",
    [
        Problem(
            "no slots",
            (),
            (Participant("a", "x"), Participant("b", "y")),
            requests=(Request("r", "a", "b", 1),),
        ),
        Problem("no requests", make_slots(2), (Participant("a", "x"), Participant("b", "y"))),
        Problem("one participant", make_slots(2), (Participant("a", "x"),)),
        Problem("nothing", (), ()),
    ],
    ids=lambda problem: problem.name,
)
def test_nothing_to_do_is_done(problem: Problem) -> None:
    timetable = solve(problem)
    assert timetable.meetings == ()
    assert timetable.status == "optimal"
    assert timetable.unheld == tuple(request.id for request in problem.requests)


def test_a_break_taken_by_a_reserved_table() -> None:
    problem = make_problem(
        [Request("r1", "s1", "b1", 50, slots=("A1",)), Request("r2", "s1", "b2", 50, slots=("A3",))],
        tables=(Table("t-s1", ("A1", "A3")),),
    )
    timetable = solve(replace(problem, breaks="slots"))
    assert held(timetable) == {"r1": "A1", "r2": "A3"}
    assert timetable.level["breaks"].value == 1
    assert (
        len(
            solve(
                make_problem([("s1", "b1"), ("s1", "b2"), ("s1", "b3")], tables=(Table("t-s1", ("A1", "A3")),))
            ).meetings
        )
        == 2
    )


def test_an_interpreter_shared_by_two_languages_is_in_one_place_at_a_time() -> None:
    korean = [Participant(s, "seller", languages=("ko",), table=f"t-{s}") for s in ("s1", "s2")]
    locals_ = [Participant("b1", "buyer", languages=("th",)), Participant("b2", "buyer", languages=("tr",))]
    one = Interpreter("i1", ("ko", "th", "tr"))
    pairs = [("s1", "b1"), ("s2", "b2")]
    at_once = make_problem(pairs, slots=make_slots(1), participants=[*korean, *locals_], interpreters=(one,))
    assert len(solve(at_once).meetings) == 1
    in_turn = make_problem(pairs, slots=make_slots(2), participants=[*korean, *locals_], interpreters=(one,))
    assert {m.interpreter for m in solve(in_turn).meetings} == {"i1"}
    assert len(solve(in_turn).meetings) == 2


def test_musts_that_cannot_be_met_are_counted() -> None:
    problem = make_problem(
        [Request("r1", "s1", "b1", 1, must=True), Request("r2", "s1", "b2", 1, must=True)],
        slots=make_slots(1),
    )
    timetable = solve(problem)
    assert timetable.status == "optimal"
    assert timetable.level["must"].value == 1


def test_nobody_is_kept_over_lunch_for_one_more_meeting_if_it_can_be_avoided() -> None:
    slots = make_slots(2, 2, gap=90)
    problem = make_problem([("s1", "b1"), ("s2", "b1")], slots=slots, breaks="minutes")
    timetable = solve(problem)
    assert timetable.level["breaks"].value == 0
    assert len({problem.slot[slot].session for slot in held(timetable).values()}) == 1


def test_a_goal_that_is_not_listed_is_reported_without_bound() -> None:
    problem = replace(fair(2, 3, 3), goals=("meetings",))
    timetable = solve(problem)
    assert timetable.levels[0].name == "meetings"
    assert {level.name for level in timetable.levels} == set(ALL_GOALS)
    assert all(level.bound is None and not level.proven for level in timetable.levels[1:])
    assert timetable.status == "optimal"


def test_slots_may_be_relabelled() -> None:
    problem = fair(3, 5, 4)
    later = replace(
        problem,
        slots=tuple(
            replace(s, id=f"z{n}", start=s.start + timedelta(days=3), end=s.end + timedelta(days=3))
            for n, s in enumerate(problem.slots)
        ),
    )
    assert [level.value for level in solve(later).levels][:6] == [level.value for level in solve(problem).levels][:6]
