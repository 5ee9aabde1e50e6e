"""An event bundle in memory: the nouns of the files that an organiser exchanges.

Pure data, local times without zone, ids as in the files. ``row`` keeps the cells of a line exactly
as they came, unknown columns included, so that nothing is lost on the way back out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """One stop of the roadshow."""

    id: str
    name_ko: str
    name_en: str
    timezone: str
    slot_minutes: int
    """From the start of one slot to the start of the next: meeting and changeover."""
    meeting_minutes: int
    changeover_minutes: int
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """A programme item."""

    id: str
    start: datetime
    end: datetime
    kind: str
    """``one-to-one`` makes slots; every other kind only blocks."""
    blocks: str
    """``all``, ``listed`` or ``none``."""
    title_ko: str
    title_en: str
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class SessionParticipant:
    """Who is in a programme item."""

    session_id: str
    party_id: str
    role: str
    required: bool
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which meetings are held; ``session_id`` is the one-to-one item it lies in."""

    id: str
    start: datetime
    end: datetime
    session_id: str
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Company:
    """A seller with its solutions or a buyer with its needs."""

    id: str
    side: str
    """``seller`` or ``buyer``."""
    name_ko: str
    name_en: str
    name_local: str
    org_type: str
    country: str
    tags: tuple[str, ...]
    """Taxonomy codes in order of weight: solutions of a seller, needs of a buyer."""
    languages: tuple[str, ...]
    interpreter_need: str
    """``none``, ``preferred`` or ``required``."""
    price_usd: tuple[int, int] | None
    """Smallest and largest price of a seller, budget of a buyer, in US dollars."""
    vip: bool
    delegates: int
    max_meetings: int | None
    min_meetings: int
    max_consecutive: int | None
    parallel_meetings: int
    not_before: time | None
    not_after: time | None
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Availability:
    """A window in which a party is there (``available``) or is not (``blocked``)."""

    party_id: str
    start: datetime
    end: datetime
    kind: str
    reason: str
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``home`` of a seller, ``pool``, ``walk-in`` or ``reserved``."""

    id: str
    use: str
    seller_id: str | None
    seats: int | None
    hall: str
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter and its hours."""

    id: str
    label: str
    languages: tuple[str, ...]
    domain_tags: tuple[str, ...]
    date: str
    """ISO date its hours belong to; empty = every day of the event."""
    available_from: time | None
    available_to: time | None
    unavailable_slots: tuple[str, ...]
    """Slot ids or ``HH:MM-HH:MM``."""
    max_consecutive_slots: int | None
    max_meetings: int | None
    dedicated_to: str | None
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wish:
    """One company wants (or would rather not) meet another."""

    from_id: str
    to_id: str
    side: str
    """Side of the one who wishes: ``seller`` or ``buyer``."""
    rank: int
    strength: str
    """``must``, ``want``, ``could`` or ``rather-not``."""
    reason_ko: str
    reason_en: str
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A reason for two parties not to meet, or to meet with care."""

    id: str
    party_a: str
    party_b: str
    kind: str
    level: str
    """``hard`` or ``soft``."""
    status: str
    """``active`` or ``cleared``."""
    requested_by: str
    reason_ko: str
    reason_en: str
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Lock:
    """A meeting that the organiser has fixed."""

    seller_id: str
    buyer_id: str
    slot_id: str
    table_no: str | None
    interpreter_id: str | None
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A party that trades nothing: ministry, agency, association."""

    id: str
    name_ko: str
    name_en: str
    kind: str
    role: str
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything in one event folder, references already checked."""

    event: Event
    sessions: tuple[Session, ...]
    session_participants: tuple[SessionParticipant, ...]
    slots: tuple[Slot, ...]
    sellers: tuple[Company, ...]
    buyers: tuple[Company, ...]
    availability: tuple[Availability, ...]
    tables: tuple[Table, ...]
    interpreters: tuple[Interpreter, ...]
    wishes: tuple[Wish, ...]
    exclusions: tuple[Exclusion, ...]
    locks: tuple[Lock, ...]
    organisations: tuple[Organisation, ...]
    timetable: tuple[Row, ...]
    attendance: tuple[Row, ...]
    outcomes: tuple[Row, ...]
    mous: tuple[Row, ...]
