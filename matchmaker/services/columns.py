"""The files of an event bundle and the columns that mean something.

Columns not named here are kept as they came. A column is *needed* if it must be there, *filled*
if each of its cells must hold something as well.
"""

from dataclasses import dataclass

from matchmaker.services import cells
from matchmaker.services.cells import Kind

COMPANIES = ("sellers", "buyers")
PARTIES = ("sellers", "buyers", "organisations")
TAGS = "taxonomy"
"""Stands for the taxonomy where a column refers to it instead of to a file."""

SESSION_KINDS = (
    "one-to-one",
    "registration",
    "opening",
    "seminar",
    "meal",
    "break",
    "ir-pitch",
    "bilateral",
    "networking",
    "briefing",
    "procurer-interview",
    "mou-signing",
    "site-visit",
    "wrap-up",
)
EXCLUSION_KINDS = (
    "do-not-meet",
    "declined",
    "tender-blackout",
    "topic-restriction",
    "avoid-back-to-back",
    "joint-meeting",
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds."""

    name: str
    kind: Kind = cells.text
    needed: bool = False
    filled: bool = False
    many: bool = False
    """Its cells are lists divided by ``|``."""
    refers: tuple[str, ...] = ()
    """Files one of which must hold the id."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file holds."""

    noun: str
    key: str | None
    """The column whose cells differ from row to row."""
    columns: tuple[Column, ...]
    needed: bool = False


def _key(name: str) -> Column:
    return Column(name, cells.identifier, needed=True, filled=True)


def _must(name: str, kind: Kind = cells.text, *refers: str) -> Column:
    return Column(name, kind, needed=True, filled=True, refers=refers)


def _to(name: str, *refers: str, many: bool = False) -> Column:
    return Column(name, cells.identifier, many=many, refers=refers)


def _hours() -> tuple[Column, ...]:
    return _must("date", cells.day), _must("start", cells.clock), _must("end", cells.clock)


def _names(*more: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in ("name_ko", "name_en", *more))


def _company(key: str, tags: str, price: str) -> tuple[Column, ...]:
    return (
        _key(key),
        *_names("name_local", "org_type", "country"),
        Column(tags, cells.identifier, needed=True, many=True, refers=(TAGS,)),
        Column("languages", cells.language, needed=True, many=True),
        Column("interpreter_need", cells.choice("none", "preferred", "required")),
        Column(f"{price}_min_usd", cells.count()),
        Column(f"{price}_max_usd", cells.count()),
        Column("vip", cells.flag),
        Column("delegates", cells.count(1)),
        Column("max_meetings", cells.count(), needed=True),
        Column("min_meetings", cells.count()),
        Column("max_consecutive", cells.count(1)),
        Column("parallel_meetings", cells.count(1)),
        Column("not_before", cells.clock),
        Column("not_after", cells.clock),
    )


def _meeting() -> tuple[Column, ...]:
    return (
        _must("seller_id", cells.identifier, "sellers"),
        _must("buyer_id", cells.identifier, "buyers"),
        Column("date", cells.day),
        Column("start", cells.clock),
        Column("end", cells.clock),
        _to("table_no", "tables"),
        _to("interpreter_id", "interpreters"),
    )


LAYOUTS = (
    Layout(
        "event",
        None,
        (
            _key("event_id"),
            *_names(),
            _must("start_date", cells.day),
            _must("end_date", cells.day),
            _must("timezone", cells.zone),
            _must("slot_minutes", cells.count(1, 24 * 60)),
            _must("meeting_minutes", cells.count(1, 24 * 60)),
            _must("changeover_minutes", cells.count(0, 24 * 60)),
        ),
        needed=True,
    ),
    Layout(
        "sessions",
        "session_id",
        (
            _key("session_id"),
            *_hours(),
            _must("kind", cells.open_choice(*SESSION_KINDS)),
            _must("blocks", cells.choice("all", "listed", "none")),
            Column("title_ko"),
            Column("title_en"),
        ),
        needed=True,
    ),
    Layout(
        "session_participants",
        None,
        (
            _must("session_id", cells.identifier, "sessions"),
            _must("party_id", cells.identifier, *PARTIES),
            Column("role"),
            _must("required", cells.flag),
        ),
    ),
    Layout("slots", "slot_id", (_key("slot_id"), *_hours(), Column("kind", cells.choice("meeting")))),
    Layout(
        "sellers",
        "seller_id",
        (*_company("seller_id", "solution_tags", "price"), _to("table_no", "tables")),
        needed=True,
    ),
    Layout("buyers", "buyer_id", _company("buyer_id", "need_tags", "budget"), needed=True),
    Layout("organisations", "org_id", (_key("org_id"), *_names("kind", "role"))),
    Layout(
        "availability",
        None,
        (
            _must("party_id", cells.identifier, *PARTIES),
            *_hours(),
            _must("kind", cells.choice("available", "blocked")),
            Column("reason"),
        ),
    ),
    Layout(
        "tables",
        "table_no",
        (
            _key("table_no"),
            _must("use", cells.choice("home", "pool", "walk-in", "reserved")),
            _to("seller_id", "sellers"),
            Column("seats", cells.count(1)),
            Column("hall"),
        ),
        needed=True,
    ),
    Layout(
        "interpreters",
        "interpreter_id",
        (
            _key("interpreter_id"),
            Column("label"),
            Column("languages", cells.language, needed=True, filled=True, many=True),
            Column("domain_tags", cells.identifier, many=True, refers=(TAGS,)),
            Column("date", cells.day),
            Column("available_from", cells.clock),
            Column("available_to", cells.clock),
            Column("unavailable_slots", cells.slot_or_hours, many=True, refers=("slots",)),
            Column("max_consecutive_slots", cells.count(1)),
            Column("max_meetings", cells.count()),
            _to("dedicated_to", *COMPANIES),
        ),
    ),
    Layout(
        "wishes",
        None,
        (
            _must("from_id", cells.identifier, *COMPANIES),
            _must("to_id", cells.identifier, *COMPANIES),
            Column("side", cells.choice("seller", "buyer")),
            _must("rank", cells.count(1)),
            _must("strength", cells.choice("must", "want", "could", "rather-not")),
            Column("reason_ko"),
            Column("reason_en"),
        ),
        needed=True,
    ),
    Layout(
        "exclusions",
        "exclusion_id",
        (
            _key("exclusion_id"),
            _must("party_a", cells.identifier, *COMPANIES),
            _must("party_b", cells.identifier, *COMPANIES),
            _must("kind", cells.open_choice(*EXCLUSION_KINDS)),
            _must("level", cells.choice("hard", "soft")),
            _must("status", cells.choice("active", "cleared")),
            Column("requested_by"),
            Column("reason_ko"),
            Column("reason_en"),
        ),
    ),
    Layout(
        "locks",
        None,
        (
            _must("seller_id", cells.identifier, "sellers"),
            _must("buyer_id", cells.identifier, "buyers"),
            _must("slot_id", cells.identifier, "slots"),
            _to("table_no", "tables"),
            _to("interpreter_id", "interpreters"),
        ),
    ),
    Layout(
        "timetable",
        "meeting_id",
        (
            _key("meeting_id"),
            *_meeting(),
            _must("slot_id", cells.identifier, "slots"),
            Column("value", cells.count(0, 100)),
            Column("locked", cells.flag),
            Column("version", cells.count(1)),
        ),
    ),
    Layout(
        "attendance",
        "party_id",
        (
            _must("party_id", cells.identifier, *PARTIES),
            Column("side", cells.choice("seller", "buyer")),
            Column("checked_in_at", cells.moment),
            Column("status"),
            Column("meetings_held", cells.count()),
            Column("left_early", cells.flag),
        ),
    ),
    Layout(
        "outcomes",
        "meeting_id",
        (
            Column("meeting_id", cells.identifier, needed=True),
            *_meeting(),
            _to("slot_id", "slots"),
            _must("origin", cells.choice("pre-arranged", "waitlist", "walk-in")),
            _must("status", cells.open_choice("held", "no-show-buyer", "no-show-seller", "cancelled")),
            Column("buyer_interest_1_5", cells.count(1, 5)),
            Column("seller_rating_1_5", cells.count(1, 5)),
            Column("consult_amount_usd", cells.count()),
            Column("contract_expected_usd", cells.count()),
            Column("amount_entered", cells.number),
            Column("currency_entered", cells.currency),
            Column("topic_tag", cells.identifier, refers=(TAGS,)),
            Column("due_date", cells.day),
            Column("log_submitted", cells.choice("1", "staff", "0")),
        ),
    ),
    Layout(
        "mous",
        "mou_id",
        (
            _key("mou_id"),
            _must("signed_date", cells.day),
            Column("signed_time", cells.clock),
            _to("session_id", "sessions"),
            _must("party_a_id", cells.identifier, *PARTIES),
            _must("party_b_id", cells.identifier, *PARTIES),
            _to("other_party_ids", *PARTIES, many=True),
            _to("witness_ids", *PARTIES, many=True),
            Column("tags", cells.identifier, many=True, refers=(TAGS,)),
            _must("status", cells.choice("signed", "active", "contract", "lapsed")),
            Column("review_due", cells.day),
        ),
    ),
)

LAYOUT_OF = {layout.noun: layout for layout in LAYOUTS}
