"""A problem with no timetable says why: a conflict none of whose members can be dropped."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from scheduler import Conflict, Exclusion, Interpreter, Lock, Participant, Problem, Request, Table, check, solve
from scheduler.rules import RULES
from scheduler.search import Search, run
from scheduler.variables import Variables
from tests.scheduler.problems import make_problem, make_slots, problems

LOCKED = (Lock("s1-b1", "A1"),)
BOTH = (Lock("s1-b1", "A1"), Lock("s1-b2", "A1"))
TWO = (("s1", "b1"), ("s1", "b2"))
LATE = Participant("b1", "buyer", available=("A2",))
KOREAN = Participant("s1", "seller", languages=("ko",), table="t-s1")
THAI = Participant("b1", "buyer", languages=("th",))
AWAY = Interpreter("i1", ("ko", "th"), ("A2",))


@pytest.mark.parametrize(
    ("problem", "conflict"),
    [
        (make_problem(participants=[LATE], locks=LOCKED), [("available", "b1"), ("lock", "s1-b1")]),
        (make_problem(TWO, locks=BOTH), [("no_clash", "s1"), ("lock", "s1-b1"), ("lock", "s1-b2")]),
        (make_problem(exclusions=(Exclusion("s1", "b1"),), locks=LOCKED), [("exclusion", "s1-b1"), ("lock", "s1-b1")]),
        (make_problem(locks=(Lock("s1-b1", "A1"), Lock("s1-b1", "A2"))), [("once", "s1-b1"), ("lock", "s1-b1")]),
        (
            make_problem(tables=(Table("t-s1", ("A2",)),), locks=LOCKED),
            [("table", "s1"), ("table", "t-s1"), ("lock", "s1-b1")],
        ),
        (
            make_problem([("s1", "b1"), ("s2", "b2")], locks=(Lock("s1-b1", "A1", "t-s2"),)),
            [("table", "s1"), ("lock", "s1-b1")],
        ),
        (
            make_problem(participants=[KOREAN, THAI], interpreters=(AWAY,), locks=LOCKED),
            [("interpreter", "A1"), ("interpreter", "i1"), ("lock", "s1-b1")],
        ),
        (
            make_problem(participants=[KOREAN, THAI], locks=LOCKED),
            [("interpreter", "A1"), ("lock", "s1-b1")],
        ),
        (
            make_problem(
                TWO,
                participants=[Participant("s1", "x", max_meetings=1, table="t-s1")],
                locks=(LOCKED[0], Lock("s1-b2", "A2")),
            ),
            [("lock", "s1-b1"), ("lock", "s1-b2"), ("maximum", "s1")],
        ),
        (
            make_problem(
                [Request("r1", "s1", "b1", 1), Request("r2", "s2", "b2", 1, after=("r1",))],
                locks=(Lock("r1", "A2"), Lock("r2", "A2")),
            ),
            [("lock", "r1"), ("lock", "r2"), ("after", "r2")],
        ),
        (
            make_problem(
                TWO,
                participants=[Participant("s1", "x", max_breaks=0, table="t-s1")],
                locks=(Lock("s1-b1", "A1"), Lock("s1-b2", "A3")),
            ),
            [("once", "s1-b1"), ("once", "s1-b2"), ("lock", "s1-b1"), ("lock", "s1-b2"), ("breaks", "s1")],
        ),
        (
            make_problem(
                TWO,
                participants=[Participant("s1", "x", max_consecutive=1, table="t-s1")],
                locks=(Lock("s1-b1", "A1"), Lock("s1-b2", "A2")),
            ),
            [("lock", "s1-b1"), ("lock", "s1-b2"), ("consecutive", "s1")],
        ),
    ],
    ids=[
        "available",
        "no_clash",
        "exclusion",
        "once",
        "table",
        "foreign",
        "away",
        "mute",
        "maximum",
        "after",
        "breaks",
        "row",
    ],
)
def test_the_conflict_is_named(problem: Problem, conflict: Sequence[tuple[str, str]]) -> None:
    timetable = solve(problem)
    assert timetable.status == "infeasible"
    assert [(member.rule, member.subject) for member in timetable.conflict] == conflict
    assert timetable.meetings == ()
    assert check(problem, timetable).valid


def possible(problem: Problem, without: Conflict | None, only: Sequence[Conflict]) -> bool:
    """Tell whether the members of a conflict, but one, can hold together."""
    variables = Variables(problem, everywhere=True)
    for rule in RULES:
        for subject, condition in rule(problem, variables.placement):
            member = Conflict(rule.__name__, subject)
            if member in only and member != without:
                variables.post(condition)
    return run(variables.model, Search(), "test").status == "OPTIMAL"


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(problems(requests=5))
def test_no_member_of_a_conflict_can_be_dropped(problem: Problem) -> None:
    timetable = solve(problem)
    if timetable.status == "infeasible":
        assert not possible(problem, None, timetable.conflict)
        assert all(possible(problem, member, timetable.conflict) for member in timetable.conflict)


def test_two_locks_on_one_pool_table_clash() -> None:
    problem = make_problem([("s1", "b1"), ("s2", "b2")], homes=False, tables=(Table("p1"), Table("p2")))
    clash = replace(problem, locks=(Lock("s1-b1", "A1", "p1"), Lock("s2-b2", "A1", "p1")))
    assert {member.rule for member in solve(clash).conflict} == {"table", "lock"}
    fine = replace(problem, locks=(Lock("s1-b1", "A1", "p1"), Lock("s2-b2", "A1", "p2")))
    assert {m.table for m in solve(fine).meetings} == {"p1", "p2"}


def test_a_lock_names_its_table_and_interpreter_and_gets_them() -> None:
    seller = Participant("s1", "seller", parallel=2, table="t-s1")
    people = [seller, Participant("b1", "buyer"), Participant("b2", "buyer")]
    problem = make_problem(
        TWO,
        slots=make_slots(1),
        participants=people,
        tables=(Table("p1"), Table("p2")),
        interpreters=(Interpreter("i1", ("ko",)), Interpreter("i2", ("ko",))),
        locks=(Lock("s1-b1", "A1", "p2", "i2"),),
    )
    timetable = solve(problem)
    assert {(m.request, m.table, m.interpreter) for m in timetable.meetings} == {
        ("s1-b1", "p2", "i2"),
        ("s1-b2", "t-s1", None),
    }
