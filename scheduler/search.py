"""One run of CP-SAT: seeded, limited, cancellable, telling how it goes."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ortools.sat.python import cp_model


class Progress(NamedTuple):
    """How the search stands."""

    level: str
    incumbent: int | None
    bound: int | None
    seconds: float
    """Since the start of ``solve``."""


@dataclass
class Search:
    """What limits a search, and whom to tell; shared by every run of one ``solve``."""

    time_limit: float | None = None
    """Seconds from now."""
    workers: int = 1
    seed: int = 0
    progress: Callable[[Progress], None] | None = None
    cancel: threading.Event = field(default_factory=threading.Event)
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float | None:
        """Seconds left; None without a limit."""
        return None if self.time_limit is None else max(0.0, self.time_limit - self.seconds)

    @property
    def over(self) -> bool:
        """Whether the time is up or somebody cancelled."""
        return self.cancel.is_set() or self.left == 0.0

    def tell(self, level: str, incumbent: int | None, bound: int | None) -> None:
        """Report progress, if anybody listens."""
        if self.progress is not None:
            self.progress(Progress(level, incumbent, bound, self.seconds))


@dataclass(frozen=True)
class Answer:
    """The result of a run; ``solution`` holds a value per variable, None if none was found."""

    status: str
    """``OPTIMAL``, ``FEASIBLE``, ``INFEASIBLE`` or ``UNKNOWN``."""
    solution: Sequence[int] | None
    value: int | None
    bound: int | None
    core: tuple[int, ...] = ()
    """Indices of assumptions that cannot hold together, if infeasible."""

    def __getitem__(self, variable: Any) -> int:
        """Return the value of a variable."""
        if self.solution is None:
            raise LookupError("no solution")
        return int(self.solution[variable.index])


def run(
    model: cp_model.CpModel,
    search: Search,
    level: str,
    *,
    seconds: float | None = None,
    **parameters: Any,
) -> Answer:
    """Solve a model; ``seconds`` limits this run alone, ``parameters`` are CP-SAT's own.

    Deterministic for a seed and a number of workers unless the clock or somebody cuts it short.
    """
    solver = cp_model.CpSolver()
    settings = {
        "num_workers": search.workers,
        "interleave_search": search.workers > 1,
        "random_seed": search.seed,
        "catch_sigint_signal": False,
    }
    for name, value in (settings | parameters).items():
        setattr(solver.parameters, name, value)
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
    watch = _Watch(search, level)
    if model.has_objective():
        solver.best_bound_callback = watch.bounded
    done = threading.Event()
    guard = threading.Thread(target=_stop_when_cancelled, args=(solver, search.cancel, done), daemon=True)
    guard.start()
    try:
        status = solver.solve(model, watch)
    finally:
        done.set()
        guard.join()
    return _answer(solver, status, model.has_objective())


def _stop_when_cancelled(solver: cp_model.CpSolver, cancel: threading.Event, done: threading.Event) -> None:
    """Keep asking the solver to stop: a request that comes before it has started is lost."""
    while not done.is_set():
        if cancel.is_set():
            solver.stop_search()
        done.wait(0.02)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Hears of every better timetable and every better bound."""

    def __init__(self, search: Search, level: str) -> None:
        super().__init__()
        self.search = search
        self.level = level
        self.incumbent: int | None = None
        self.bound: int | None = None

    def on_solution_callback(self) -> None:
        self.incumbent = round(self.objective_value)
        self.search.tell(self.level, self.incumbent, self.bound)

    def bounded(self, bound: float) -> None:
        self.bound = max(0, round(bound))  # no level is below 0; the solver may not have noticed yet
        self.search.tell(self.level, self.incumbent, self.bound)


def _answer(solver: cp_model.CpSolver, status: Any, has_objective: bool) -> Answer:
    name = solver.status_name(status)
    solved = name in ("OPTIMAL", "FEASIBLE")
    core = tuple(solver.sufficient_assumptions_for_infeasibility()) if name == "INFEASIBLE" else ()
    return Answer(
        status=name,
        solution=tuple(solver.response_proto.solution) if solved else None,
        value=round(solver.objective_value) if solved and has_objective else None,
        bound=round(solver.best_objective_bound) if has_objective and solved else None,
        core=core,
    )
