"""What comes out: meetings, levels, figures, and the conflict where nothing can."""

from collections.abc import Mapping
from dataclasses import dataclass, field

STATUSES = ("optimal", "feasible", "infeasible", "cancelled")

Figures = Mapping[str, int | float | None]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A request that is held: when, at which table, with which interpreter."""

    request: str
    a: str
    b: str
    slot: str
    table: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One goal: what was reached and what nobody can beat."""

    name: str
    value: int
    bound: int | None = None
    """No timetable with the earlier levels at their values does better; None if none is known."""
    proven: bool = False
    """Value = bound, and every earlier listed level is proven."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A member of a set of rules that cannot all hold; none of them can be dropped."""

    rule: str
    subject: str


@dataclass(frozen=True)
class Timetable:
    """A timetable with its proof, its figures and where it came from."""

    problem: str
    """Fingerprint of the problem it belongs to."""
    meetings: tuple[Meeting, ...]
    levels: tuple[Level, ...]
    unheld: tuple[str, ...]
    """Ids of the requests that are not held, in the order of the problem."""
    figures: Figures = field(default_factory=dict)
    conflict: tuple[Conflict, ...] = ()
    seed: int = 0
    workers: int = 1
    version: str = ""
    seconds: float = 0.0
    status: str = "feasible"

    @property
    def level(self) -> dict[str, Level]:
        """Levels by name."""
        return {level.name: level for level in self.levels}
