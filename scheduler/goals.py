"""The levels, most important first by default. A goal returns what to maximise or minimise.

Level values are recomputed by ``figures.py`` from the timetable alone; source: ``docs/model.md``.
``moves`` is decided afterwards, with the slots fixed (``seating.py``).
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from ortools.graph.python import max_flow

from scheduler.placement import is_excluded, needs_interpreter, open_slots, voice_of
from scheduler.problem import Participant, Problem, Request
from scheduler.variables import Model, Variables

Goal = Callable[[Any], Any]
"""Takes a model with its ``chosen`` requests: ``Variables``, or ``Pairs`` for all but ``breaks``."""


def must(variables: Model) -> Any:
    """Minimise must-requests not held: sum of 1 - y[m], y[m] = 1 if m is held."""
    return sum(1 - held(variables, request) for request in variables.problem.requests if request.must)


def quota(variables: Model) -> Any:
    """Minimise meetings short of min_meetings: sum of max(0, min(p) - sum of y[m] over m in M(p))."""
    short = []
    for participant in variables.problem.participants:
        if participant.min_meetings > 0:
            missing = variables.count(participant.min_meetings)
            variables.post(missing >= participant.min_meetings - attended(variables, participant))
            short.append(missing)
    return sum(short)


def worst(variables: Model) -> Any:
    """Maximise f such that everybody with a request holds min(f, a_p): f = sum of steps.

    sum of y[m] over m in M(p) >= step[1] + … + step[a_p], steps falling.
    """
    problem = variables.problem
    alone = {p.id: attainable(problem, p) for p in problem.participants if problem.requests_of[p.id]}
    steps = [variables.boolean() for _ in range(max(alone.values(), default=0))]
    for step, following in pairwise(steps):
        variables.model.add_implication(following, step)
    for participant, most in alone.items():
        variables.post(attended(variables, problem.participant[participant]) >= sum(steps[:most]))
    return sum(steps)


def meetings(variables: Model) -> Any:
    """Maximise meetings: sum of y[m]."""
    return sum(held(variables, request) for request in variables.problem.requests)


def value(variables: Model) -> Any:
    """Maximise the sum of value(m) y[m] + the sum over p of fair[1] + … + fair[held(p)]."""
    problem = variables.problem
    total = sum(request.value * held(variables, request) for request in problem.requests)
    for participant in problem.participants:
        places = problem.fair[: len(problem.requests_of[participant.id])]
        filled = [variables.boolean() for _ in places]
        if filled:
            variables.post(sum(filled) <= attended(variables, participant))
        for place, following in pairwise(filled):
            variables.model.add_implication(following, place)
        total += sum(bonus * place for bonus, place in zip(places, filled, strict=True))
    return total


def breaks(variables: Variables) -> Any:
    """Minimise waiting between the first and last meeting of a day, as ``problem.breaks`` measures it."""
    problem = variables.problem
    return sum(term for p in problem.participants for term in variables.waiting(p, problem.breaks))


GOALS: dict[str, Goal] = {goal.__name__: goal for goal in (must, quota, worst, meetings, value, breaks)}
MAXIMISED = frozenset({"worst", "meetings", "value"})


def held(variables: Model, request: Request) -> Any:
    """y[m]: whether a request is held."""
    return variables.chosen.get(request.id, 0)


def attended(variables: Model, participant: Participant) -> Any:
    """Count the meetings of a participant."""
    return sum(held(variables, request) for request in variables.problem.requests_of[participant.id])


def attainable(problem: Problem, participant: Participant, *, capped: bool = True) -> int:
    """a_p: the meetings a participant could hold if it had everybody to itself, by maximum flow.

    ``capped`` by ``max_meetings``, as the level says; without, walk-ins count too.
    """
    requests = [
        request
        for request in problem.requests_of[participant.id]
        if not is_excluded(problem, request)
        and (voice_of(problem, request).interpreters or not needs_interpreter(problem, request))
    ]
    position = {slot: 2 + len(requests) + number for number, slot in enumerate(problem.slot)}
    network = max_flow.SimpleMaxFlow()
    for node, request in enumerate(requests, start=2):
        network.add_arc_with_capacity(0, node, 1)
        for slot in open_slots(problem, request):
            network.add_arc_with_capacity(node, position[slot], 1)
    for node in position.values():
        network.add_arc_with_capacity(node, 1, participant.parallel)
    network.solve(0, 1)
    most = network.optimal_flow() if requests else 0
    return most if participant.max_meetings is None or not capped else min(most, participant.max_meetings)
