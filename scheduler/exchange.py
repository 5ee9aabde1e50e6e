"""roadshow-problem/1 and roadshow-timetable/1 as JSON: the only place that reads or writes text."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from datetime import datetime
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from scheduler.errors import FormFault, ProblemError, TimetableError
from scheduler.problem import FORMAT, Problem
from scheduler.timetable import STATUSES, Timetable
from scheduler.validation import type_faults

TIMETABLE_FORMAT = "roadshow-timetable/1"
MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def problem_from_json(text: str | bytes) -> Problem:
    """Read a problem.

    Raises
    ------
    ProblemError
        With every fault at once: not JSON, unknown or missing keys, wrong types, NaN, dangling or
        duplicate ids.
    """
    faults: list[FormFault] = []
    document = _document(text, FORMAT, faults)
    if document is None:
        raise ProblemError(faults)
    values = _fields_of(Problem, document, "$", faults)
    try:
        problem = Problem(**values)
    except ProblemError as error:
        raise ProblemError(_merged(faults, error.faults)) from None
    if faults:
        raise ProblemError(faults)
    return problem


def problem_to_json(problem: Problem) -> str:
    """Write a problem: two blanks of indentation, keys in the order of the format."""
    return json.dumps(problem.document, ensure_ascii=False, indent=2) + "\n"


def timetable_from_json(text: str | bytes) -> Timetable:
    """Read a timetable.

    Raises
    ------
    TimetableError
        With every fault of form at once. Whether it fits its problem is for ``check`` to say.
    """
    faults: list[FormFault] = []
    document = _document(text, TIMETABLE_FORMAT, faults)
    if document is None:
        raise TimetableError(faults)
    timetable = Timetable(**_fields_of(Timetable, document, "$", faults))
    faults = _merged(faults, [*type_faults(timetable, "$"), *_figure_faults(timetable)])
    if faults:
        raise TimetableError(faults)
    return timetable


def timetable_to_json(timetable: Timetable) -> str:
    """Write a timetable; the same timetable gives the same bytes."""
    document = {"format": TIMETABLE_FORMAT} | asdict(timetable)
    if timetable.status != "infeasible":
        del document["conflict"]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _document(text: str | bytes, wanted: str, faults: list[FormFault]) -> dict[str, Any] | None:
    try:
        document = json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, faults))
    except (ValueError, RecursionError) as error:
        faults.append(FormFault("$", f"is not JSON: {error}"))
        return None
    if not isinstance(document, dict):
        faults.append(FormFault("$", f"must be an object of format {wanted!r}"))
        return None
    if document.pop("format", None) != wanted:
        faults.append(FormFault("$.format", f"must be {wanted!r}"))
    return document


def _object(pairs: list[tuple[str, Any]], faults: list[FormFault]) -> dict[str, Any]:
    keys = Counter(key for key, _ in pairs)
    faults.extend(FormFault("$", f"the key {key!r} stands twice in one object") for key in keys if keys[key] > 1)
    return dict(pairs)


def _fields_of(kind: Any, document: Mapping[str, Any], path: str, faults: list[FormFault]) -> dict[str, Any]:
    """Turn a JSON object into the keyword arguments of a dataclass, noting unknown and missing keys."""
    hints = get_type_hints(kind)
    for key in sorted(document.keys() - hints.keys()):
        faults.append(FormFault(f"{path}.{key}", "is not a key of this format"))
    values = {key: _value(document[key], hints[key], f"{path}.{key}", faults) for key in hints if key in document}
    for field in fields(kind):
        if field.name not in values and field.default is MISSING and field.default_factory is MISSING:
            faults.append(FormFault(f"{path}.{field.name}", "is missing"))
            values[field.name] = None
    return values


def _value(value: Any, hint: Any, path: str, faults: list[FormFault]) -> Any:
    """Turn a JSON value into what the annotation says; what does not fit stays, to be named later."""
    if isinstance(value, list):
        kinds = [get_args(option)[0] for option in (hint, *get_args(hint)) if get_origin(option) is tuple]
        kind = kinds[0] if kinds else None
        return tuple(_value(item, kind, f"{path}[{position}]", faults) for position, item in enumerate(value))
    if isinstance(value, dict) and is_dataclass(hint):
        return hint(**_fields_of(hint, value, path, faults))  # type: ignore[operator]
    if hint is datetime and isinstance(value, str):
        return _minute(value)
    return value


def _minute(value: str) -> datetime | str:
    try:
        return datetime.fromisoformat(value) if MINUTE.fullmatch(value) else value
    except ValueError:
        return value


def _figure_faults(timetable: Timetable) -> Iterator[FormFault]:
    if timetable.status not in STATUSES:
        yield FormFault("$.status", f"must be one of {', '.join(STATUSES)}, not {timetable.status!r}")
    if not isinstance(timetable.figures, dict):
        yield FormFault("$.figures", f"must be an object of numbers, not {timetable.figures!r}")
        return
    for key, number in timetable.figures.items():
        if type(number) not in (int, float, NoneType) or (isinstance(number, float) and not math.isfinite(number)):
            yield FormFault(f"$.figures.{key}", f"must be a number or null, not {number!r}")


def _merged(faults: list[FormFault], more: Iterable[FormFault]) -> list[FormFault]:
    """Join two lists, naming no place twice: a missing key is not ill-typed as well."""
    named = {fault.path for fault in faults}
    return faults + [fault for fault in more if fault.path not in named]
