"""Why no timetable keeps the rules: a smallest set of rules and subjects that cannot all hold."""

from typing import Any

from ortools.sat.python import cp_model

from scheduler.problem import Problem
from scheduler.rules import RULES
from scheduler.search import Search, run
from scheduler.timetable import Conflict
from scheduler.variables import Variables


def conflict_of(problem: Problem, search: Search) -> tuple[Conflict, ...]:
    """Return a minimal conflict of a problem that has no timetable: drop any member, and one exists.

    One assumption per rule and subject; the solver's core is then reduced by leaving members out one
    at a time (deletion filter, Chinneck and Dravnieks, ORSA J. Computing 3 (1991) 157-168).
    """
    variables = Variables(problem, everywhere=True)
    switches: dict[Conflict, cp_model.IntVar] = {}
    for rule in RULES:
        for subject, condition in rule(problem, variables.placement):
            if condition is not True:
                switch = switches.setdefault(Conflict(rule.__name__, subject), variables.boolean())
                _post_if(variables.model, condition, switch)
    members = _reduce(variables.model, list(switches.values()), search)
    order = [rule.__name__ for rule in RULES]
    found = [conflict for conflict, switch in switches.items() if switch.index in members]
    return tuple(sorted(found, key=lambda c: (order.index(c.rule), c.subject)))


def _post_if(model: cp_model.CpModel, condition: Any, switch: cp_model.IntVar) -> None:
    if condition is False:
        model.add(switch == 0)
    else:
        model.add(condition).only_enforce_if(switch)


def _reduce(model: cp_model.CpModel, switches: list[cp_model.IntVar], search: Search) -> set[int]:
    """Return the indices of a minimal set of switches that cannot all be on."""
    core = _core(model, switches, search) or set()
    kept = [switch for switch in switches if switch.index in core]
    for switch in list(kept):
        if switch in kept:
            rest = [other for other in kept if other is not switch]
            smaller = _core(model, rest, search)
            if smaller is not None:
                kept = [other for other in rest if other.index in smaller]
    return {switch.index for switch in kept}


def _core(model: cp_model.CpModel, switches: list[cp_model.IntVar], search: Search) -> set[int] | None:
    """Return switches that cannot all be on, or None if they can."""
    model.clear_assumptions()
    model.add_assumptions(switches)
    answer = run(model, Search(seed=search.seed), "conflict", num_workers=1)
    return set(answer.core) if answer.status == "INFEASIBLE" else None
