"""Rooms: CP-SAT, level after level, each with value, bound and proof."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scheduler.figures import levels_of
from scheduler.goals import GOALS, MAXIMISED
from scheduler.problem import Problem
from scheduler.rules import RULES
from scheduler.search import Answer, Search, run
from scheduler.timetable import Level, Meeting
from scheduler.variables import Variables
from scheduler.waiting import minimise_waiting

SHARE = 0.5
"""Of the time left, what one level may use while others wait."""
LAST_SHARE = 0.8
"""The same for the last of them: the rest is for naming tables and interpreters."""


@dataclass(frozen=True)
class Slotting:
    """Which requests are held and when; tables and interpreters are named by ``seating``."""

    slot: Mapping[str, str]
    """Slot id by request id, in the order of the problem."""
    levels: tuple[Level, ...]
    """The goals of the problem but ``moves``, in their order."""


def solve_exactly(problem: Problem, search: Search) -> Slotting | None:
    """Optimise every goal but ``moves``; None if no timetable keeps the rules.

    Levels keep the values of those before. When the time is up the best timetable found so far
    stands, and what was not proven says so.
    """
    variables = Variables(problem)
    for rule in RULES:
        for _, condition in rule(problem, variables.placement):
            variables.post(condition)
    # A first timetable is found whatever the time limit: without one there is no answer at all.
    answer = run(variables.model, Search(seed=search.seed), "feasible", stop_after_first_solution=True)
    if answer.solution is None:
        return None
    levels: list[Level] = []
    names = [name for name in problem.goals if name != "moves"]
    for position, name in enumerate(names):
        seconds = _share(search, last=position == len(names) - 1)
        level, answer = _level(variables, name, levels, answer, search, seconds)
        levels.append(level)
        search.tell(name, level.value, level.bound)
    slot = {request: slot for (request, slot), choice in variables.held.items() if answer[choice]}
    return Slotting({r.id: slot[r.id] for r in problem.requests if r.id in slot}, tuple(levels))


def _share(search: Search, *, last: bool) -> float | None:
    return None if search.left is None else search.left * (LAST_SHARE if last else SHARE)


def _level(
    variables: Variables,
    name: str,
    levels: list[Level],
    answer: Answer,
    search: Search,
    seconds: float | None,
) -> tuple[Level, Answer]:
    """Optimise one goal and keep its value for those that follow."""
    goal = GOALS[name](variables)
    upwards = name in MAXIMISED
    bound: int | None
    if isinstance(goal, int):
        value, bound = goal, goal
    elif name == "breaks":
        reached = {level.name: level.value for level in levels}
        limited = search if seconds is None else replace(search, time_limit=search.seconds + seconds)
        answer, bound = minimise_waiting(variables, goal, reached, answer, limited)
        value = _value_of(variables, name, answer)
    else:
        (variables.model.maximize if upwards else variables.model.minimize)(goal)
        variables.hint(answer.solution or ())
        # Choosing pairs is nearly a linear program: all of the model goes into the linear relaxation.
        better = run(variables.model, search, name, seconds=seconds, linearization_level=2)
        answer, bound = (better if better.solution is not None else answer), better.bound
        value = better.value if better.value is not None else _value_of(variables, name, answer)
        variables.model.clear_objective()
    if not isinstance(goal, int):
        variables.post(goal >= value if upwards else goal <= value)
    proven = value == bound and all(level.proven for level in levels)
    return Level(name, value, bound, proven), answer


def _value_of(variables: Variables, name: str, answer: Answer) -> int:
    """Return what a goal is worth in a timetable that was not found for it."""
    problem = variables.problem
    meetings = [
        Meeting(request, problem.request[request].a, problem.request[request].b, slot)
        for (request, slot), choice in variables.held.items()
        if answer[choice]
    ]
    return levels_of(problem, meetings)[name]
