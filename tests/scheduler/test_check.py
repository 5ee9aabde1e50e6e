"""The judge on whole timetables: form, claims and figures, and that it needs no solver."""

import subprocess
import sys
from dataclasses import replace

import pytest

from scheduler import Conflict, Interpreter, Level, Participant, Request, Table, check, figures_of, levels_of, solve
from scheduler.timetable import Timetable
from tests.scheduler.problems import make_problem, make_slots, make_timetable, meet

PROBLEM = make_problem([("s1", "b1"), ("s1", "b2"), ("s2", "b1")])
MEETINGS = (meet(PROBLEM, "s1-b1", "A1"), meet(PROBLEM, "s2-b1", "A2"))
HONEST = make_timetable(PROBLEM, MEETINGS)


def faults(timetable: Timetable) -> set[tuple[str, str]]:
    return {(fault.rule, fault.subject) for fault in check(PROBLEM, timetable).faults}


def claiming(name: str, **fields: object) -> Timetable:
    levels = tuple(replace(level, **fields) if level.name == name else level for level in HONEST.levels)  # type: ignore[arg-type]
    return replace(HONEST, levels=levels)


def test_an_honest_timetable_is_valid() -> None:
    verdict = check(PROBLEM, HONEST)
    assert verdict.valid
    assert verdict.faults == ()
    assert verdict.levels == levels_of(PROBLEM, MEETINGS)
    assert verdict.figures == figures_of(PROBLEM, MEETINGS, None)
    assert [(claim.level, claim.claimed, claim.fault) for claim in verdict.claims] == [
        (level.name, level.value, "") for level in HONEST.levels
    ]


@pytest.mark.parametrize(
    ("timetable", "expected"),
    [
        (replace(HONEST, problem="0" * 64), {("form", "problem")}),
        (replace(HONEST, unheld=()), {("form", "s1-b2")}),
        (replace(HONEST, unheld=("s1-b2", "s1-b2")), {("form", "s1-b2")}),
        (replace(HONEST, unheld=("s1-b2", "s1-b1")), {("form", "s1-b1")}),
        (replace(HONEST, conflict=(Conflict("lock", "x"),)), {("form", "conflict")}),
        (replace(HONEST, levels=HONEST.levels[1:]), {("form", "levels")}),
        (replace(HONEST, levels=HONEST.levels[::-1]), {("form", "levels")}),
        (replace(HONEST, status="optimal"), {("claim", "status")}),
        (claiming("value", value=1), {("claim", "value")}),
        (claiming("value", bound=1), {("claim", "value")}),
        (claiming("breaks", bound=9), {("claim", "breaks")}),
        (claiming("must", bound=0, proven=True), set()),
        (claiming("value", bound=500, proven=True), {("claim", "value")}),
        (claiming("quota", bound=0, proven=True), {("claim", "quota")}),
        (replace(HONEST, figures={**HONEST.figures, "meetings": 3}), {("claim", "figures.meetings")}),
        (replace(HONEST, figures={**HONEST.figures, "share_min": None}), {("claim", "figures.share_min")}),
        (replace(HONEST, figures={**HONEST.figures, "beauty": 3}), {("form", "figures.beauty")}),
        (replace(HONEST, figures={**HONEST.figures, "assisted_bound": -1}), {("claim", "figures.assisted_bound")}),
        (replace(HONEST, figures={}), set()),
    ],
    ids=range(19),
)
def test_what_is_not_so_is_named(timetable: Timetable, expected: set[tuple[str, str]]) -> None:
    assert faults(timetable) == expected
    assert check(PROBLEM, timetable).valid is not bool(expected)


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"request": "s9-b9"}, "s9-b9"),
        ({"a": "s2"}, "s1-b1"),
        ({"slot": "Z9"}, "s1-b1"),
        ({"table": "t9"}, "s1-b1"),
        ({"interpreter": "i9"}, "s1-b1"),
    ],
)
def test_unknown_ids_are_a_fault_of_form(change: dict[str, str], subject: str) -> None:
    changed = replace(MEETINGS[0], **change)
    assert ("form", subject) in faults(replace(HONEST, meetings=(changed, MEETINGS[1])))


def test_an_infeasible_timetable_holds_a_conflict_and_nothing_else() -> None:
    good = Timetable(
        PROBLEM.fingerprint,
        (),
        (),
        tuple(request.id for request in PROBLEM.requests),
        figures_of(PROBLEM, (), None),
        (Conflict("lock", "s1-b1"),),
        status="infeasible",
    )
    assert faults(good) == set()
    assert faults(replace(good, conflict=())) == {("form", "status")}
    assert ("form", "status") in faults(replace(good, meetings=MEETINGS, unheld=("s1-b2",)))


def test_a_mutated_timetable_of_the_solver_is_refused() -> None:
    timetable = solve(PROBLEM)
    for number in range(len(timetable.meetings)):
        fewer = replace(timetable, meetings=timetable.meetings[:number] + timetable.meetings[number + 1 :])
        assert not check(PROBLEM, fewer).valid


def test_figures_by_hand() -> None:
    people = [
        Participant("s1", "seller", table="t1", interpreter="preferred", languages=("ko",)),
        Participant("b1", "buyer", languages=("th",), max_meetings=2),
    ]
    problem = make_problem(
        [Request("r1", "s1", "b1", 80, must=True), Request("r2", "s1", "b2", 40), Request("r3", "s2", "b1", 20)],
        slots=make_slots(2, 2, gap=90),
        participants=people,
        homes=False,
        tables=(Table("t1"), Table("p1", ("A1", "B1"))),
        interpreters=(Interpreter("i1", ("ko", "th"), ("A1", "A2")), Interpreter("i2", ("ko",))),
        breaks="minutes",
    )
    meetings = [
        meet(problem, "r1", "A1", "t1", "i1"),
        meet(problem, "r2", "B2", "t1", "i2"),
        meet(problem, "r3", "B1", "p1"),
    ]
    assert levels_of(problem, meetings) == {
        "must": 0,
        "quota": 0,
        "worst": 2,
        "meetings": 3,
        "value": 140 + 60 + 60 + 40 + 40,
        "breaks": (30 + 90 + 30) + (30 + 90),
        "moves": 0,
    }
    assert figures_of(problem, meetings, 2) == {
        "meetings": 3,
        "requests_held": 3,
        "requests_asked": 3,
        "must_held": 1,
        "must_asked": 1,
        "meetings_min": 1,
        "meetings_median": 1,
        "meetings_max": 2,
        "share_min": 1.0,
        "share_p10": 1.0,
        "share_jain": 1.0,
        "idle_slots": 3,
        "idle_groups": 2,
        "waiting_minutes": 270,
        "waiting_max": 150,
        "moves": 0,
        "interpreted": 2,
        "assisted": 2,
        "assisted_bound": 2,
        "tables_used": 3 / 6,
        "interpreters_used": 2 / 6,
        "slots_used": 3 / 4,
    }


def test_moves_count_what_was_not_in_use_in_the_slot_before() -> None:
    problem = make_problem(
        [("s1", "b1"), ("s1", "b2"), ("s1", "b3")],
        slots=make_slots(4, 1),
        homes=False,
        tables=(Table("p1"), Table("p2")),
        interpreters=(Interpreter("i1", ("ko",)), Interpreter("i2", ("ko",))),
    )
    same = [meet(problem, "s1-b1", "A1", "p1", "i1"), meet(problem, "s1-b2", "A4", "p1", "i1")]
    other = [meet(problem, "s1-b1", "A1", "p1", "i1"), meet(problem, "s1-b2", "A4", "p2", "i2")]
    later = [meet(problem, "s1-b1", "A1", "p1", "i1"), meet(problem, "s1-b2", "B1", "p2", "i2")]
    assert [levels_of(problem, meetings)["moves"] for meetings in (same, other, later)] == [0, 2, 0]


def test_judging_loads_no_solver() -> None:
    program = "import sys, scheduler, scheduler.check, scheduler.__main__; print('ortools' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_level_is_told_by_its_name() -> None:
    assert HONEST.level["must"] == Level("must", 0)
