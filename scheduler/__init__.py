"""One-to-one meeting timetables: pure data in, pure data out, proven as far as possible."""

from typing import TYPE_CHECKING

from scheduler.check import Claim, Fault, Verdict, broken_rules, check
from scheduler.errors import (
    FormError,
    FormFault,
    ProblemError,
    SchedulerError,
    TimetableError,
    UncheckedTimetable,
)
from scheduler.exchange import problem_from_json, problem_to_json, timetable_from_json, timetable_to_json
from scheduler.figures import figures_of, levels_of
from scheduler.problem import Exclusion, Interpreter, Lock, Participant, Problem, Request, Slot, Table
from scheduler.timetable import Conflict, Level, Meeting, Timetable

if TYPE_CHECKING:
    from scheduler.search import Progress
    from scheduler.solver import solve

__all__ = [
    "Claim",
    "Conflict",
    "Exclusion",
    "Fault",
    "FormError",
    "FormFault",
    "Interpreter",
    "Level",
    "Lock",
    "Meeting",
    "Participant",
    "Problem",
    "ProblemError",
    "Progress",
    "Request",
    "SchedulerError",
    "Slot",
    "Table",
    "Timetable",
    "TimetableError",
    "UncheckedTimetable",
    "Verdict",
    "broken_rules",
    "check",
    "figures_of",
    "levels_of",
    "problem_from_json",
    "problem_to_json",
    "solve",
    "timetable_from_json",
    "timetable_to_json",
]


def __getattr__(name: str) -> object:
    """Load the solver only when it is asked for: checking a timetable must start fast."""
    if name == "solve":
        from scheduler.solver import solve

        return solve
    if name == "Progress":
        from scheduler.search import Progress

        return Progress
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
