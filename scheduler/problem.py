"""What is given: slots, participants, tables, interpreters, requests, exclusions, locks and goals.

Names follow Bofill et al., "Constraint Solving Approaches to the Business-to-Business Meeting
Scheduling Problem", JAIR 74 (2022) 263-301, where the field has names.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from scheduler.errors import ProblemError
from scheduler.validation import faults_of

FORMAT = "roadshow-problem/1"
DEFAULT_GOALS = ("must", "quota", "worst", "value", "breaks", "moves")


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which meetings are held. Its *day* is the date of ``start`` (local time)."""

    id: str
    start: datetime
    end: datetime
    session: str
    """Slots of one session that follow each other are *adjacent*."""

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return int((self.end - self.start).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Participant:
    """A company that meets others."""

    id: str
    side: str
    available: tuple[str, ...] | None = None
    """Slot ids; None = all."""
    parallel: int = 1
    """Meetings it can hold at once."""
    min_meetings: int = 0
    max_meetings: int | None = None
    max_consecutive: int | None = None
    """Adjacent slots in a row with a meeting."""
    max_breaks: int | None = None
    languages: tuple[str, ...] = ()
    """Empty = not stated: never needs an interpreter for that."""
    table: str | None = None
    """Home table."""
    interpreter: str = "none"
    """``none``, ``preferred`` or ``required``."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; one that is nobody's home is a *pool* table."""

    id: str
    available: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter and what it may do."""

    id: str
    languages: tuple[str, ...]
    available: tuple[str, ...] | None = None
    max_meetings: int | None = None
    max_consecutive: int | None = None
    dedicated_to: str | None = None
    """The only participant it serves; None = anybody."""


@dataclass(frozen=True, slots=True)
class Request:
    """A meeting somebody asked for."""

    id: str
    a: str
    b: str
    value: int
    """0 to 100."""
    must: bool = False
    slots: tuple[str, ...] | None = None
    """Slot ids it may lie in; None = all."""
    after: tuple[str, ...] = ()
    """Requests that, if held, must lie strictly earlier."""
    walk_in: bool = False
    """Not counted against ``max_meetings``."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two participants who never meet, in either order."""

    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Lock:
    """A request that is held in this slot (at this table, with this interpreter), come what may."""

    request: str
    slot: str
    table: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True)
class Problem:
    """Everything the solver is told.

    Raises
    ------
    ProblemError
        If anything is ill-typed, dangling, duplicate or out of order; all faults at once.
    """

    name: str
    slots: tuple[Slot, ...]
    """In time order, never overlapping."""
    participants: tuple[Participant, ...]
    tables: tuple[Table, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    requests: tuple[Request, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    locks: tuple[Lock, ...] = ()
    goals: tuple[str, ...] = DEFAULT_GOALS
    """Level names, most important first."""
    fair: tuple[int, ...] = (40, 20, 10, 5)
    """Bonus for a participant's first, second, … meeting; never rising."""
    breaks: str = "slots"
    """How waiting is counted: ``minutes``, ``slots`` or ``groups``."""

    def __post_init__(self) -> None:
        faults = faults_of(self)
        if faults:
            raise ProblemError(faults)

    @cached_property
    def slot(self) -> dict[str, Slot]:
        """Slots by id, in time order."""
        return {slot.id: slot for slot in self.slots}

    @cached_property
    def participant(self) -> dict[str, Participant]:
        """Participants by id."""
        return {participant.id: participant for participant in self.participants}

    @cached_property
    def interpreter(self) -> dict[str, Interpreter]:
        """Interpreters by id."""
        return {interpreter.id: interpreter for interpreter in self.interpreters}

    @cached_property
    def request(self) -> dict[str, Request]:
        """Requests by id."""
        return {request.id: request for request in self.requests}

    @cached_property
    def requests_of(self) -> dict[str, tuple[Request, ...]]:
        """M(p): the requests each participant takes part in, in the order given."""
        members: dict[str, list[Request]] = {participant.id: [] for participant in self.participants}
        for request in self.requests:
            members[request.a].append(request)
            members[request.b].append(request)
        return {participant: tuple(requests) for participant, requests in members.items()}

    @cached_property
    def days(self) -> tuple[tuple[Slot, ...], ...]:
        """The slots of each day, in order."""
        days: dict[object, list[Slot]] = {}
        for slot in self.slots:
            days.setdefault(slot.start.date(), []).append(slot)
        return tuple(tuple(day) for day in days.values())

    @cached_property
    def sessions(self) -> tuple[tuple[Slot, ...], ...]:
        """The slots of each session, in order: adjacent ones follow each other."""
        sessions: dict[str, list[Slot]] = {}
        for slot in self.slots:
            sessions.setdefault(slot.session, []).append(slot)
        return tuple(tuple(session) for session in sessions.values())

    @cached_property
    def table(self) -> dict[str, Table]:
        """Tables by id."""
        return {table.id: table for table in self.tables}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the problem as UTF-8 JSON: keys sorted, no blanks, every field with its default."""
        text = json.dumps(self.document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def document(self) -> dict[str, Any]:
        """The problem as plain values, in the keys and order of ``roadshow-problem/1``."""
        document = {"format": FORMAT} | asdict(self)
        for slot in document["slots"]:
            slot.update(start=f"{slot['start']:%Y-%m-%dT%H:%M}", end=f"{slot['end']:%Y-%m-%dT%H:%M}")
        return document

    def there(self, available: tuple[str, ...] | None) -> frozenset[str]:
        """Return the slot ids that an ``available`` field stands for."""
        return frozenset(self.slot) if available is None else frozenset(available)
