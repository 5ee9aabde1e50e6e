"""Every way in which a problem can be ill-formed, found all at once, each with its JSON path."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, SimpleNamespace, UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from scheduler.errors import FormFault

if TYPE_CHECKING:
    from scheduler.problem import Problem, Slot

GOAL_NAMES = ("must", "quota", "worst", "meetings", "value", "breaks", "moves")
BREAK_MEASURES = ("minutes", "slots", "groups")
INTERPRETER_NEEDS = ("none", "preferred", "required")
LARGEST_VALUE = 100
COLLECTIONS = ("slots", "participants", "tables", "interpreters", "requests", "exclusions", "locks")

Known = set[str] | None
"""Ids that may be referred to; None where the list itself cannot be read and nothing can be said."""

WORDS: dict[object, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    datetime: "a local time such as 2022-10-07T09:30",
    NoneType: "null",
}


def faults_of(problem: "Problem") -> list[FormFault]:
    """Return every fault of a problem: of type, and of meaning wherever the types are right."""
    faults = list(type_faults(problem, "$"))
    faults.extend(_meaning_faults(_readable(problem, {fault.path for fault in faults}) if faults else problem))
    return faults


def _readable(problem: "Problem", faulty: set[str]) -> Any:
    """Return the problem with None (in lists: nothing) for all that is ill-typed, every position kept."""

    def cleaned(value: Any, path: str) -> Any:
        if path in faulty:
            return None
        if isinstance(value, tuple):
            return tuple(cleaned(item, f"{path}[{position}]") for position, item in enumerate(value))
        if is_dataclass(value):
            return SimpleNamespace(
                **{f.name: cleaned(getattr(value, f.name), f"{path}.{f.name}") for f in fields(value)}
            )
        return value

    return cleaned(problem, "$")


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def type_faults(record: Any, path: str) -> Iterator[FormFault]:
    """Compare every field of a dataclass, and of those within, with its annotation."""
    hints = _hints(type(record))  # type: ignore[arg-type]
    for field in fields(record):
        yield from _value_faults(getattr(record, field.name), hints[field.name], f"{path}.{field.name}")


def _value_faults(value: object, hint: Any, path: str) -> Iterator[FormFault]:
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    if any(type(value) is option for option in options) or get_origin(hint) is Mapping:
        return
    if float in options and type(value) is int:
        return
    for option in options:
        if get_origin(option) is tuple and isinstance(value, tuple):
            for position, item in enumerate(value):
                yield from _item_faults(item, get_args(option)[0], f"{path}[{position}]")
            return
    yield FormFault(path, f"must be {_name(options)}, not {value!r}")


def _item_faults(item: object, hint: Any, path: str) -> Iterator[FormFault]:
    if hint in WORDS:
        yield from _value_faults(item, hint, path)
    elif type(item) is hint:
        yield from type_faults(item, path)
    else:
        yield FormFault(path, f"must be a {hint.__name__.lower()}, not {item!r}")


def _name(options: Iterable[Any]) -> str:
    return " or ".join(WORDS.get(option, "a list") for option in options)


def _meaning_faults(problem: "Problem") -> Iterator[FormFault]:
    """Look for faults of meaning, passing over every value that is None because it is ill-typed."""
    known: dict[str, Known] = {}
    for name in COLLECTIONS[:5]:
        records = getattr(problem, name)
        ids = [record and record.id for record in records or ()]
        known[name] = None if records is None else set(ids)
        yield from _duplicates(ids, f"$.{name}", ".id")
    yield from _slot_faults([slot for slot in _records(problem, "slots") if slot[1].start and slot[1].end])
    for path, participant in _records(problem, "participants"):
        yield from _participant_faults(participant, path, known)
    for path, table in _records(problem, "tables"):
        yield from _ids(table.available, f"{path}.available", known["slots"], "slot")
    for path, interpreter in _records(problem, "interpreters"):
        yield from _interpreter_faults(interpreter, path, known)
    for path, request in _records(problem, "requests"):
        yield from _request_faults(request, path, known)
    for path, exclusion in _records(problem, "exclusions"):
        yield from _pair_faults(exclusion.a, exclusion.b, path, known["participants"])
    for path, lock in _records(problem, "locks"):
        for field in ("request", "slot", "table", "interpreter"):
            yield from _reference(getattr(lock, field), f"{path}.{field}", known[f"{field}s"], field)
    yield from _goal_faults(problem)


def _records(problem: "Problem", name: str) -> Iterator[tuple[str, Any]]:
    for position, record in enumerate(getattr(problem, name) or ()):
        if record is not None:
            yield f"$.{name}[{position}]", record


def _slot_faults(slots: "Sequence[tuple[str, Slot]]") -> Iterator[FormFault]:
    day_of: dict[str, date] = {}
    before: Slot | None = None
    for path, slot in slots:
        start, end = slot.start.replace(tzinfo=None), slot.end.replace(tzinfo=None)
        if start >= end:
            yield FormFault(f"{path}.end", f"must be later than its start {start:%Y-%m-%dT%H:%M}")
        for field, moment in (("start", slot.start), ("end", slot.end)):
            if moment.tzinfo is not None or moment.second or moment.microsecond:
                yield FormFault(f"{path}.{field}", "must be a local time in whole minutes, without a zone")
        if before and start < before.end.replace(tzinfo=None):
            yield FormFault(f"{path}.start", f"starts before slot {before.id!r} has ended; list slots in time order")
        if slot.session in day_of and before and before.session != slot.session:
            yield FormFault(f"{path}.session", f"session {slot.session!r} was interrupted by another session")
        if slot.session and day_of.setdefault(slot.session, start.date()) != start.date():
            yield FormFault(f"{path}.session", f"session {slot.session!r} must lie within one day")
        before = slot


def _participant_faults(participant: Any, path: str, known: dict[str, Known]) -> Iterator[FormFault]:
    yield from _ids(participant.available, f"{path}.available", known["slots"], "slot")
    yield from _at_least(participant.parallel, 1, f"{path}.parallel")
    yield from _at_least(participant.min_meetings, 0, f"{path}.min_meetings")
    yield from _at_least(participant.max_meetings, 0, f"{path}.max_meetings")
    yield from _at_least(participant.max_consecutive, 1, f"{path}.max_consecutive")
    yield from _at_least(participant.max_breaks, 0, f"{path}.max_breaks")
    yield from _duplicates(participant.languages or (), f"{path}.languages")
    yield from _reference(participant.table, f"{path}.table", known["tables"], "table")
    yield from _one_of(participant.interpreter, INTERPRETER_NEEDS, f"{path}.interpreter")


def _interpreter_faults(interpreter: Any, path: str, known: dict[str, Known]) -> Iterator[FormFault]:
    yield from _ids(interpreter.available, f"{path}.available", known["slots"], "slot")
    yield from _at_least(interpreter.max_meetings, 0, f"{path}.max_meetings")
    yield from _at_least(interpreter.max_consecutive, 1, f"{path}.max_consecutive")
    yield from _duplicates(interpreter.languages or (), f"{path}.languages")
    yield from _reference(interpreter.dedicated_to, f"{path}.dedicated_to", known["participants"], "participant")


def _request_faults(request: Any, path: str, known: dict[str, Known]) -> Iterator[FormFault]:
    yield from _pair_faults(request.a, request.b, path, known["participants"])
    if request.value is not None and not 0 <= request.value <= LARGEST_VALUE:
        yield FormFault(f"{path}.value", f"must be from 0 to {LARGEST_VALUE}, not {request.value}")
    yield from _ids(request.slots, f"{path}.slots", known["slots"], "slot")
    yield from _ids(request.after, f"{path}.after", known["requests"], "request")
    if request.after and request.id in request.after:
        yield FormFault(f"{path}.after[{request.after.index(request.id)}]", "a request cannot come after itself")


def _pair_faults(a: str | None, b: str | None, path: str, known: Known) -> Iterator[FormFault]:
    yield from _reference(a, f"{path}.a", known, "participant")
    yield from _reference(b, f"{path}.b", known, "participant")
    if a == b and a is not None:
        yield FormFault(f"{path}.b", f"must be another participant than a, not {b!r} again")


def _goal_faults(problem: "Problem") -> Iterator[FormFault]:
    yield from _duplicates(problem.goals or (), "$.goals")
    for position, goal in enumerate(problem.goals or ()):
        yield from _one_of(goal, GOAL_NAMES, f"$.goals[{position}]")
    for position, bonus in enumerate(problem.fair or ()):
        yield from _at_least(bonus, 0, f"$.fair[{position}]")
        before = problem.fair[position - 1] if position else None
        if bonus is not None and before is not None and bonus > before:
            yield FormFault(f"$.fair[{position}]", f"must not rise: {bonus} after {before}")
    yield from _one_of(problem.breaks, BREAK_MEASURES, "$.breaks")


def _duplicates(values: Sequence[Hashable], path: str, suffix: str = "") -> Iterator[FormFault]:
    first: dict[Hashable, int] = {}
    for position, value in enumerate(values):
        if value is not None and first.setdefault(value, position) != position:
            yield FormFault(f"{path}[{position}]{suffix}", f"{value!r} stands already at [{first[value]}]")


def _ids(values: Sequence[str] | None, path: str, known: Known, kind: str) -> Iterator[FormFault]:
    if values is not None:
        yield from _duplicates(values, path)
        for position, value in enumerate(values):
            yield from _reference(value, f"{path}[{position}]", known, kind)


def _reference(value: str | None, path: str, known: Known, kind: str) -> Iterator[FormFault]:
    if value is not None and known is not None and value not in known:
        yield FormFault(path, f"there is no {kind} {value!r}")


def _at_least(value: int | None, least: int, path: str) -> Iterator[FormFault]:
    if value is not None and value < least:
        yield FormFault(path, f"must be at least {least}, not {value}")


def _one_of(value: str | None, options: Sequence[str], path: str) -> Iterator[FormFault]:
    if value is not None and value not in options:
        yield FormFault(path, f"must be one of {', '.join(options)}, not {value!r}")
