"""Which pairs, without when: a small relaxation that says much about the last levels.

Any timetable that keeps the earlier levels chooses its pairs within it. Where its linear bound meets
the value that was reached, reduced costs settle most pairs (Dantzig, Fulkerson and Johnson, 1954);
and each participant waits at least as long as the kindest pattern of its number of meetings.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from scheduler.goals import GOALS, MAXIMISED, attainable, attended
from scheduler.placement import open_slots
from scheduler.problem import Participant, Problem, Request, Slot
from scheduler.rules import maximum
from scheduler.search import Search, run
from scheduler.variables import Pairs

MARGIN = 1e-6
PATTERNS = 20_000
"""Patterns of one participant and day looked at before giving up on a bound for it."""

Levels = Mapping[str, int]
"""Values that earlier levels have reached and that must be kept."""


def settled_pairs(problem: Problem, reached: Levels) -> dict[str, bool]:
    """Return the requests that every timetable keeping these levels holds (True) or does not (False)."""
    if "value" not in reached:
        return {}
    pairs = _pairs_keeping(problem, {name: value for name, value in reached.items() if name != "value"})
    worth = GOALS["value"](pairs)
    if isinstance(worth, int):
        return {}
    pairs.model.maximize(worth)
    program, variables = _linear(pairs.model)
    if program.Solve() != pywraplp.Solver.OPTIMAL:
        return {}
    slack = program.Objective().Value() - reached["value"] + MARGIN
    settled = {}
    for request, choice in pairs.chosen.items():
        variable = variables[choice.index]
        if abs(variable.reduced_cost()) > slack:
            settled[request] = variable.solution_value() > 0.5  # noqa: PLR2004 - at 0 or at 1
    return settled


def least_waiting(problem: Problem, reached: Levels, settled: Mapping[str, bool], search: Search) -> int:
    """Return a bound: nobody waits less than the kindest pattern of its number of meetings."""
    pairs = _pairs_keeping(problem, reached)
    for request, choice in pairs.chosen.items():
        if request in settled:
            pairs.post(choice == settled[request])
    waits = []
    for participant in problem.participants:
        kindest = _kindest(problem, participant, settled)
        if any(kindest.values()):
            chosen = {number: pairs.boolean() for number in kindest}
            pairs.model.add_exactly_one(chosen.values())
            pairs.post(sum(n * one for n, one in chosen.items()) == attended(pairs, participant))
            waits += [wait * chosen[number] for number, wait in kindest.items()]
    if not waits:
        return 0
    pairs.model.minimize(sum(waits))
    return max(0, run(pairs.model, replace(search, progress=None), "breaks", seconds=1.0).bound or 0)


def _pairs_keeping(problem: Problem, reached: Levels) -> Pairs:
    pairs = Pairs(problem)
    for _, condition in maximum(problem, pairs.placement):
        pairs.post(condition)
    for participant in problem.participants:
        pairs.post(attended(pairs, participant) <= attainable(problem, participant, capped=False))
    for name, value in reached.items():
        goal = GOALS[name](pairs)
        pairs.post(goal >= value if name in MAXIMISED else goal <= value)
    return pairs


def _linear(model: cp_model.CpModel) -> tuple[pywraplp.Solver, list[pywraplp.Variable]]:
    """Turn a model of linear constraints and implications into its linear relaxation."""
    program = pywraplp.Solver.CreateSolver("GLOP")
    proto = model.proto
    variables = [program.NumVar(*_ends(v.domain), "") for v in proto.variables]
    for constraint in proto.constraints:
        if constraint.has_bool_and():
            premise, conclusion = constraint.enforcement_literal[0], constraint.bool_and.literals[0]
            program.Add(variables[premise] <= variables[conclusion])
        elif constraint.has_linear():
            row = program.Constraint(*_ends(constraint.linear.domain))
            for index, factor in zip(constraint.linear.vars, constraint.linear.coeffs, strict=True):
                row.SetCoefficient(variables[index], factor)
    sign = proto.objective.scaling_factor or 1.0
    for index, factor in zip(proto.objective.vars, proto.objective.coeffs, strict=True):
        program.Objective().SetCoefficient(variables[index], sign * factor)
    program.Objective().SetOffset(sign * proto.objective.offset)
    program.Objective().SetOptimizationDirection(sign < 0)
    return program, variables


def _ends(domain: Sequence[int]) -> tuple[int, int]:
    """Return the least and the greatest value of a domain; its list knows no index from the end."""
    return domain[0], domain[len(domain) - 1]


def _kindest(problem: Problem, participant: Participant, settled: Mapping[str, bool]) -> dict[int, int]:
    """Return the least waiting for each number of meetings, over all days; {} if nothing is known."""
    requests = [r for r in problem.requests_of[participant.id] if settled.get(r.id, True)]
    totals = {0: 0}
    for day in problem.days:
        patterns = list(islice(_patterns(problem, participant, day, requests), PATTERNS))
        if len(patterns) == PATTERNS or participant.parallel > 1:
            return {}
        totals = _best_sums(totals, [(0, 0), *patterns])
    return totals


def _best_sums(totals: Mapping[int, int], patterns: Iterable[tuple[int, int]]) -> dict[int, int]:
    least: dict[int, int] = {}
    for number, wait in patterns:
        least[number] = min(wait, least.get(number, wait))
    sums: dict[int, int] = {}
    for before, waited in totals.items():
        for number, wait in least.items():
            sums[before + number] = min(waited + wait, sums.get(before + number, waited + wait))
    return sums


def _patterns(
    problem: Problem, participant: Participant, day: Sequence[Slot], requests: Sequence[Request]
) -> Iterator[tuple[int, int]]:
    """Yield (meetings, waiting) for every set of slots of a day that requests can fill one to one."""
    asking = {slot.id: [r.id for r in requests if slot.id in open_slots(problem, r)] for slot in day}
    there = problem.there(participant.available)

    def extended(last: int, number: int, waited: int, filled: dict[str, str]) -> Iterator[tuple[int, int]]:
        yield number, waited
        for position in range(last + 1, len(day)):
            more = dict(filled)
            if _fill(day[position].id, asking, more, set()):
                wait = waited + _wait(problem.breaks, day[last : position + 1], there)
                yield from extended(position, number + 1, wait, more)

    for first, slot in enumerate(day):
        if asking[slot.id]:
            yield from extended(first, 1, 0, {asking[slot.id][0]: slot.id})


def _fill(slot: str, asking: Mapping[str, Sequence[str]], filled: dict[str, str], tried: set[str]) -> bool:
    """Find a request for one more slot, moving others if need be (an augmenting path)."""
    for request in asking[slot]:
        if request not in tried:
            tried.add(request)
            if request not in filled or _fill(filled[request], asking, filled, tried):
                filled[request] = slot
                return True
    return False


def _wait(measure: str, stretch: Sequence[Slot], there: frozenset[str]) -> int:
    """Return the waiting from one meeting to the next: the first and last slot of a stretch."""
    between = stretch[1:-1]
    if measure == "groups":
        return int(bool(between))
    if measure == "slots":
        return sum(slot.id in there for slot in between)
    away = sum(slot.minutes for slot in between if slot.id not in there)
    return int((stretch[-1].start - stretch[0].end).total_seconds()) // 60 - away
