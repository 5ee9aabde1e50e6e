"""What can go wrong before there is anything to solve.

SchedulerError
├── ProblemError      the problem is not well formed: every fault at once
├── TimetableError    the timetable file is not well formed: every fault at once
└── UncheckedTimetable  a timetable failed its own check; it does not leave
"""

from collections.abc import Iterable
from typing import NamedTuple


class FormFault(NamedTuple):
    """One place that cannot be read, and what is wrong there."""

    path: str
    """JSON path, e.g. ``$.requests[3].value``."""
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class SchedulerError(Exception):
    """Root of everything this package raises on purpose."""


class FormError(SchedulerError):
    """Input that is not well formed; ``faults`` lists every place."""

    def __init__(self, faults: Iterable[FormFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ProblemError(FormError):
    """The problem is not well formed."""


class TimetableError(FormError):
    """The timetable is not well formed."""


class UncheckedTimetable(SchedulerError):
    """A timetable that breaks a rule or claims what is not so; a defect of the solver, never of the input."""
