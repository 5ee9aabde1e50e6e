"""The level ``breaks``: a timetable first, then a bound raised step by step until both meet.

Waiting is a puzzle of clauses: a solver that minimises it finds a good timetable in a second and then
proves for a long time. Asked instead whether anything at all waits no longer than the best bound, it
says no fast; so the bound rises by the smallest amount that waiting can change by (a destructive lower
bound, Klein and Scholl, European Journal of Operational Research 112 (1999) 322-346).
"""

from dataclasses import replace
from math import gcd
from typing import Any

from scheduler.problem import Problem
from scheduler.relaxation import least_waiting, settled_pairs
from scheduler.search import Answer, Search, run
from scheduler.variables import Variables

FIRST = 1.0
"""Deterministic time (about seconds) of the first search for a timetable."""
STEP = 60.0
"""Deterministic time to refute one bound before the search for timetables goes on instead."""


def minimise_waiting(
    variables: Variables, waiting: Any, reached: dict[str, int], known: Answer, search: Search
) -> tuple[Answer, int]:
    """Return the answer that waits least and a bound; ``known`` is what to start from.

    ``reached`` holds the values of the earlier levels, which the model already keeps.
    """
    problem = variables.problem
    settled = settled_pairs(problem, reached)
    for request, is_held in settled.items():
        variables.post(variables.chosen[request] == is_held)
    bound = least_waiting(problem, reached, settled, search)
    variables.post(waiting >= bound)
    best = _shortest(variables, waiting, known, search, FIRST)
    bound, best = _raised(variables, waiting, bound, best, search)
    while best.value != bound and not search.over:
        best = _shortest(variables, waiting, best, search, None)
        bound = max(bound, best.bound or 0)
    return best, bound


def _shortest(variables: Variables, waiting: Any, known: Answer, search: Search, effort: float | None) -> Answer:
    """Minimise with limited effort, or until the time is up; the answer known so far if nothing is better."""
    variables.model.minimize(waiting)
    variables.hint(known.solution or ())
    limits = {} if effort is None else {"max_deterministic_time": effort}
    answer = run(variables.model, search, "breaks", seconds=search.left, linearization_level=0, **limits)
    variables.model.clear_objective()
    if answer.value is None or (known.value is not None and answer.value > known.value):
        return known
    return answer


def _raised(variables: Variables, waiting: Any, bound: int, best: Answer, search: Search) -> tuple[int, Answer]:
    """Raise the bound while nothing waits as little; stop where something does or effort runs out."""
    grain = _grain(variables.problem)
    variables.model.clear_hints()
    quiet = replace(search, progress=None)
    while (best.value is None or bound < best.value) and not search.over:
        trial = variables.model.clone()
        trial.add(waiting <= bound)
        answer = run(trial, quiet, "breaks", seconds=search.left, linearization_level=0, max_deterministic_time=STEP)
        if answer.status == "INFEASIBLE":
            bound += grain
            variables.post(waiting >= bound)
            search.tell("breaks", best.value, bound)
        elif answer.solution is not None:
            return bound, replace(answer, value=bound, bound=bound)
        else:
            break
    return bound, best


def _grain(problem: Problem) -> int:
    """Return what waiting changes by at least: a common divisor of all its amounts."""
    if problem.breaks != "minutes":
        return 1
    edges = [moment for slot in problem.slots for moment in (slot.start, slot.end)]
    return gcd(*(int((later - edges[0]).total_seconds()) // 60 for later in edges[1:])) or 1
