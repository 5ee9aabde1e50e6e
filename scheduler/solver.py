"""From a problem to a checked timetable."""

import threading
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from scheduler.check import check
from scheduler.conflict import conflict_of
from scheduler.errors import UncheckedTimetable
from scheduler.exact import Slotting, solve_exactly
from scheduler.figures import figures_of, levels_of
from scheduler.problem import Problem
from scheduler.search import Progress, Search
from scheduler.seating import Seating, seat
from scheduler.timetable import Level, Timetable


def solve(
    problem: Problem,
    *,
    time_limit: float | None = None,
    workers: int = 1,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
) -> Timetable:
    """Find the best timetable, level after level, and prove it as far as possible.

    Parameters
    ----------
    problem
        What is given.
    time_limit
        Seconds of searching; None = until everything is proven. A first timetable is always found.
    workers
        Threads of the solver. The same problem, seed, workers and version give the same timetable
        unless a limit or a cancel cut the search.
    seed
        Of the solver's random choices.
    progress
        Called from the solver's threads with level, incumbent, bound and seconds.
    cancel
        Set it from another thread to stop; the best timetable found so far is returned.

    Returns
    -------
    Timetable
        Checked. ``optimal`` if every goal is proven; ``infeasible`` with its conflict if none exists.

    Raises
    ------
    UncheckedTimetable
        If the timetable fails its own check: a defect, never the input's fault.
    """
    search = Search(time_limit, workers, seed, progress, cancel or threading.Event())
    slotting = solve_exactly(problem, search)
    if slotting is None:
        timetable = _infeasible(problem, search)
    else:
        seating = seat(problem, slotting.slot, search, optimise="moves" in problem.goals)
        timetable = _timetable(problem, slotting, seating, search)
    faults = check(problem, timetable).faults
    if faults:
        raise UncheckedTimetable("; ".join(f"{fault.rule} {fault.subject}: {fault.message}" for fault in faults))
    return timetable


def _timetable(problem: Problem, slotting: Slotting, seating: Seating, search: Search) -> Timetable:
    actual = levels_of(problem, seating.meetings)
    reached = {level.name: level for level in slotting.levels}
    levels: list[Level] = []
    for name in problem.goals:
        if name == "moves":
            bound = seating.moves_bound
            proven = actual[name] == bound and all(level.proven for level in levels)
            levels.append(Level(name, actual[name], bound, proven))
        else:
            levels.append(reached[name])
    proven = all(level.proven for level in levels)
    levels += [Level(name, value) for name, value in actual.items() if name not in problem.goals]
    status = "cancelled" if search.cancel.is_set() else "optimal" if proven else "feasible"
    return Timetable(
        problem=problem.fingerprint,
        meetings=seating.meetings,
        levels=tuple(levels),
        unheld=tuple(request.id for request in problem.requests if request.id not in slotting.slot),
        figures=figures_of(problem, seating.meetings, seating.assisted_bound),
        seed=search.seed,
        workers=search.workers,
        version=release(),
        seconds=round(search.seconds, 3),
        status=status,
    )


def _infeasible(problem: Problem, search: Search) -> Timetable:
    return Timetable(
        problem=problem.fingerprint,
        meetings=(),
        levels=(),
        unheld=tuple(request.id for request in problem.requests),
        figures=figures_of(problem, (), None),
        conflict=conflict_of(problem, search),
        seed=search.seed,
        workers=search.workers,
        version=release(),
        seconds=round(search.seconds, 3),
        status="infeasible",
    )


def release() -> str:
    """Return the version of the installed distribution; ``unknown`` where it is not installed."""
    try:
        return version("roadshow-matchmaker")
    except PackageNotFoundError:
        return "unknown"
