"""What came out, in numbers: ``timetable.csv``, ``report.json`` and the figures people ask for."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from matchmaker.bundle import Wish
from matchmaker.names import STRENGTHS
from matchmaker.services.timetable import Solved, attainable_value

TIMETABLE_HEADER = (
    "meeting_id",
    "seller_id",
    "buyer_id",
    "slot_id",
    "date",
    "start",
    "end",
    "table_no",
    "interpreter_id",
    "value",
    "locked",
    "version",
)
TOP = 3
"""Wishes up to this rank are a company's top wishes."""


def timetable_rows(solved: Solved) -> list[list[object]]:
    """Return the lines of ``timetable.csv``, by time and table; ``end`` is the end of the slot."""
    prefix = solved.bundle.event.id[:3]
    locked = {lock.request for lock in solved.problem.locks}
    rows: list[list[object]] = []
    for number, meeting in enumerate(solved.meetings, start=1):
        slot, request = solved.problem.slot[meeting.slot], solved.problem.request[meeting.request]
        rows.append(
            [
                f"{prefix}-M{number:03}",
                request.a,
                request.b,
                slot.id,
                f"{slot.start:%Y-%m-%d}",
                f"{slot.start:%H:%M}",
                f"{slot.end:%H:%M}",
                meeting.table,
                meeting.interpreter,
                request.value,
                int(request.id in locked),
                1,
            ]
        )
    return rows


def report_of(solved: Solved, files: Iterable[Path]) -> dict[str, Any]:
    """Return what ``report.json`` holds; ``files`` are those already written."""
    event, timetable = solved.bundle.event, solved.timetable
    wishes, met = solved.bundle.wishes, _met(solved)
    worst = worst_served(solved)
    return {
        "stop": {"id": event.id, "name_ko": event.name_ko, "name_en": event.name_en},
        "status": timetable.status,
        "valid": solved.valid,
        "meetings": len(timetable.meetings),
        "wishes": {side: _by_strength([w for w in wishes if w.side == side], met) for side in ("buyer", "seller")},
        "mutual": _mutual(wishes, met),
        "top3": {
            side: _count([w for w in wishes if w.side == side and w.rank <= TOP and w.strength != "rather-not"], met)
            for side in ("buyer", "seller")
        },
        "buyers_met": _parties_met(solved, "b", len(solved.bundle.buyers)),
        "sellers_met": _parties_met(solved, "a", len(solved.bundle.sellers)),
        "worst_served": worst,
        "levels": [
            {"name": level.name, "value": level.value, "bound": level.bound, "proven": level.proven}
            for level in timetable.levels
        ],
        "figures": dict(timetable.figures),
        "conflict": [{"rule": member.rule, "subject": member.subject} for member in timetable.conflict],
        "fingerprint": timetable.problem,
        "seed": timetable.seed,
        "workers": timetable.workers,
        "version": timetable.version,
        "seconds": timetable.seconds,
        "files": [{"name": p.name, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()} for p in files],
    }


def _met(solved: Solved) -> set[frozenset[str]]:
    return {frozenset((meeting.a, meeting.b)) for meeting in solved.timetable.meetings}


def _count(wishes: Sequence[Wish], met: set[frozenset[str]]) -> dict[str, int]:
    return {"held": sum(frozenset((w.from_id, w.to_id)) in met for w in wishes), "asked": len(wishes)}


def _by_strength(wishes: Sequence[Wish], met: set[frozenset[str]]) -> dict[str, dict[str, int]]:
    return {strength: _count([w for w in wishes if w.strength == strength], met) for strength in STRENGTHS}


def _mutual(wishes: Sequence[Wish], met: set[frozenset[str]]) -> dict[str, int]:
    """Count pairs in which both sides wish to meet."""
    pairs = Counter(frozenset((w.from_id, w.to_id)) for w in wishes if w.strength != "rather-not")
    both = [pair for pair, times in pairs.items() if times > 1]
    return {"held": sum(pair in met for pair in both), "asked": len(both)}


def _parties_met(solved: Solved, side: str, of: int) -> dict[str, int]:
    return {"met": len({getattr(meeting, side) for meeting in solved.timetable.meetings}), "of": of}


def worst_served(solved: Solved) -> dict[str, Any] | None:
    """Return the company with the smallest share of the value it could have had; None if nobody could."""
    values = {request.id: request.value for request in solved.problem.requests}
    shares = []
    for company in (*solved.bundle.sellers, *solved.bundle.buyers):
        best = attainable_value(solved, company.id)
        mine = [m for m in solved.timetable.meetings if company.id in (m.a, m.b)]
        if best:
            share = sum(values[m.request] for m in mine) / best
            shares.append((share, company.id, company.name_ko, company.name_en, len(mine)))
    if not shares:
        return None
    share, party, name_ko, name_en, meetings = min(shares)
    return {"id": party, "name_ko": name_ko, "name_en": name_en, "share": share, "meetings": meetings}
