"""Every rule alone, with pinned placements; and rules and judge name the same faults."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler import (
    Exclusion,
    Interpreter,
    Lock,
    Meeting,
    Participant,
    Problem,
    Request,
    Table,
    broken_rules,
)
from scheduler.placement import as_zero_one
from scheduler.rules import RULES
from scheduler.variables import Variables
from tests.scheduler.problems import make_problem, make_slots, meet, placements, problems

TWO = (("s1", "b1"), ("s1", "b2"))
THAI = Participant("b1", "buyer", languages=("th",))
KOREAN = Participant("s1", "seller", languages=("ko",), table="t-s1")


def with_participant(name: str, requests: Sequence[tuple[str, str]] = TWO, **fields: object) -> Problem:
    home = {"table": "t-s1"} if name == "s1" else {}
    return make_problem(requests, participants=[Participant(name, "x", **(home | fields))])  # type: ignore[arg-type]


def interpreted(**fields: object) -> Problem:
    one = Interpreter("i1", **({"languages": ("ko", "th")} | fields))  # type: ignore[arg-type]
    both = (("s1", "b1"), ("s2", "b1"))
    sellers = [KOREAN, Participant("s2", "seller", languages=("ko",), table="t-s2")]
    return make_problem(both, participants=[*sellers, THAI], interpreters=(one,))


TWICE = (Request("r1", "s1", "b1", 50), Request("r2", "b1", "s1", 50))
POOL = {"homes": False, "tables": (Table("p1"),)}
CASES: list[tuple[str, str, Problem, Sequence[Sequence[str | None]]]] = [
    ("once", "held once", make_problem(), [("s1-b1", "A1")]),
    ("once", "held twice", make_problem(), [("s1-b1", "A1"), ("s1-b1", "A2")]),
    ("no_clash", "one after the other", make_problem(TWO), [("s1-b1", "A1"), ("s1-b2", "A2")]),
    ("no_clash", "both at once", make_problem(TWO), [("s1-b1", "A1"), ("s1-b2", "A1")]),
    ("no_clash", "two teams", with_participant("s1", parallel=2), [("s1-b1", "A1"), ("s1-b2", "A1")]),
    (
        "no_clash",
        "two teams, but the same counterpart twice",
        make_problem(TWICE, participants=[Participant(n, "x", parallel=2) for n in ("s1", "b1")]),
        [("r1", "A1"), ("r2", "A1")],
    ),
    ("available", "there", with_participant("b1", available=("A2",)), [("s1-b1", "A2")]),
    ("available", "not there", with_participant("b1", available=("A2",)), [("s1-b1", "A1")]),
    ("available", "request bound", make_problem([Request("r", "s1", "b1", 1, slots=("A3",))]), [("r", "A1")]),
    ("table", "at home", make_problem(), [("s1-b1", "A1")]),
    ("table", "no table", make_problem(), [("s1-b1", "A1", None)]),
    ("table", "at another's home", make_problem([("s1", "b1"), ("s2", "b2")]), [("s1-b1", "A1", "t-s2")]),
    ("table", "home is taken away", make_problem(tables=(Table("t-s1", ("A2",)),)), [("s1-b1", "A1")]),
    ("table", "at a pool table though at home", make_problem(tables=(Table("p1"),)), [("s1-b1", "A1", "p1")]),
    ("table", "pool table", make_problem(**POOL), [("s1-b1", "A1", "p1")]),  # type: ignore[arg-type]
    (
        "table",
        "one pool table for two",
        make_problem([("s1", "b1"), ("s2", "b2")], **POOL),  # type: ignore[arg-type]
        [("s1-b1", "A1", "p1"), ("s2-b2", "A1", "p1")],
    ),
    ("interpreter", "served", interpreted(), [("s1-b1", "A1", "", "i1")]),
    ("interpreter", "alone", interpreted(), [("s1-b1", "A1")]),
    ("interpreter", "does not speak it", interpreted(languages=("ko", "en")), [("s1-b1", "A1", "", "i1")]),
    ("interpreter", "not there", interpreted(available=("A2",)), [("s1-b1", "A1", "", "i1")]),
    ("interpreter", "somebody else's", interpreted(dedicated_to="s2"), [("s1-b1", "A1", "", "i1")]),
    ("interpreter", "its own", interpreted(dedicated_to="s1"), [("s1-b1", "A1", "", "i1")]),
    (
        "interpreter",
        "more than the maximum",
        interpreted(max_meetings=1),
        [("s1-b1", "A1", "", "i1"), ("s2-b1", "A3", "", "i1")],
    ),
    (
        "interpreter",
        "no pause",
        interpreted(max_consecutive=1),
        [("s1-b1", "A1", "", "i1"), ("s2-b1", "A2", "", "i1")],
    ),
    (
        "interpreter",
        "a pause",
        interpreted(max_consecutive=1),
        [("s1-b1", "A1", "", "i1"), ("s2-b1", "A3", "", "i1")],
    ),
    ("exclusion", "excluded", make_problem(exclusions=(Exclusion("b1", "s1"),)), [("s1-b1", "A1")]),
    ("exclusion", "others", make_problem(TWO, exclusions=(Exclusion("b1", "s1"),)), [("s1-b2", "A1")]),
    ("lock", "stands", make_problem(locks=(Lock("s1-b1", "A2", "t-s1"),)), [("s1-b1", "A2")]),
    ("lock", "other slot", make_problem(locks=(Lock("s1-b1", "A2"),)), [("s1-b1", "A1")]),
    ("lock", "not held", make_problem(locks=(Lock("s1-b1", "A2"),)), []),
    ("maximum", "within", with_participant("s1", max_meetings=1), [("s1-b1", "A1")]),
    ("maximum", "beyond", with_participant("s1", max_meetings=1), [("s1-b1", "A1"), ("s1-b2", "A2")]),
    (
        "maximum",
        "a walk-in does not count",
        make_problem(
            [Request("r1", "s1", "b1", 1), Request("r2", "s1", "b2", 1, walk_in=True)],
            participants=[Participant("s1", "seller", max_meetings=1, table="t-s1")],
        ),
        [("r1", "A1"), ("r2", "A2")],
    ),
    (
        "consecutive",
        "in a row",
        with_participant("s1", max_consecutive=1),
        [("s1-b1", "A1"), ("s1-b2", "A2")],
    ),
    (
        "consecutive",
        "with a pause",
        with_participant("s1", max_consecutive=1),
        [("s1-b1", "A1"), ("s1-b2", "A3")],
    ),
    (
        "consecutive",
        "lunch between",
        make_problem(
            TWO,
            slots=make_slots(1, 1),
            participants=[Participant("s1", "x", max_consecutive=1, table="t-s1")],
        ),
        [("s1-b1", "A1"), ("s1-b2", "B1")],
    ),
    (
        "breaks",
        "none allowed, one taken",
        with_participant("s1", max_breaks=0),
        [("s1-b1", "A1"), ("s1-b2", "A3")],
    ),
    (
        "breaks",
        "none allowed, none taken",
        with_participant("s1", max_breaks=0),
        [("s1-b1", "A1"), ("s1-b2", "A2")],
    ),
]
LAWFUL = {
    "held once",
    "one after the other",
    "two teams",
    "there",
    "at home",
    "pool table",
    "served",
    "its own",
    "a pause",
    "others",
    "stands",
    "within",
    "a walk-in does not count",
    "with a pause",
    "lunch between",
    "none allowed, none taken",
}
AFTER = make_problem([Request("r1", "s1", "b1", 1), Request("r2", "s2", "b2", 1, after=("r1",))])


def pinned(problem: Problem, rule_name: str, meetings: Sequence[Meeting]) -> bool:
    """Tell whether one rule alone, posted to the solver, allows exactly these meetings."""
    variables = Variables(problem, everywhere=True)
    for rule in RULES:
        if rule.__name__ == rule_name:
            for _, condition in rule(problem, variables.placement):
                variables.post(condition)
    held = {(meeting.request, meeting.slot) for meeting in meetings}
    for key, choice in variables.held.items():
        variables.post(choice == (key in held))
    status = cp_model.CpSolver().solve(variables.model)
    return status == cp_model.OPTIMAL


@pytest.mark.parametrize(("rule", "case", "problem", "rows"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES])
def test_rule_alone(rule: str, case: str, problem: Problem, rows: Sequence[Sequence[str]]) -> None:
    meetings = [meet(problem, *row) for row in rows]
    verdict = {each.__name__: all(ok for _, ok in each(problem, as_zero_one(problem, meetings))) for each in RULES}
    assert verdict[rule] is (case in LAWFUL)
    assert (rule in {fault.rule for fault in broken_rules(problem, meetings)}) is (case not in LAWFUL)


NAMES_ONLY = {"alone", "no table", "at another's home", "at a pool table though at home"}
"""Faults of names: the solver is free to choose others."""
TIMED = [case for case in CASES if case[1] not in NAMES_ONLY]


@pytest.mark.parametrize(("rule", "case", "problem", "rows"), TIMED, ids=[f"{c[0]}: {c[1]}" for c in TIMED])
def test_rule_alone_in_the_solver(rule: str, case: str, problem: Problem, rows: Sequence[Sequence[str]]) -> None:
    assert pinned(problem, rule, [meet(problem, *row) for row in rows]) is (case in LAWFUL)


@pytest.mark.parametrize(
    ("first", "second", "lawful"),
    [("A1", "A2", True), ("A1", "A1", False), ("A2", "A1", False), (None, "A1", True)],
)
def test_after_means_strictly_earlier(first: str | None, second: str, lawful: bool) -> None:
    rows = [("r2", second)] + ([("r1", first)] if first else [])
    meetings = [meet(AFTER, *row) for row in rows]
    assert {fault.rule for fault in broken_rules(AFTER, meetings)} == (set() if lawful else {"after"})
    assert pinned(AFTER, "after", meetings) is lawful


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_rules_and_judge_name_the_same_faults(data: st.DataObject) -> None:
    problem = data.draw(problems())
    placement = data.draw(placements(problem))
    x = as_zero_one(problem, placement)
    by_rules = {rule.__name__ for rule in RULES if not all(ok for _, ok in rule(problem, x))}
    by_judge = {fault.rule for fault in broken_rules(problem, placement)}
    assert by_rules == by_judge
