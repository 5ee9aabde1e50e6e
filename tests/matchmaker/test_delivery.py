"""What an organiser gets for the sample stops, recomputed from the CSV files alone."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from matchmaker.matching.requests import match
from matchmaker.services.delivery import deliver
from matchmaker.services.importing import read_bundle
from matchmaker.services.timetable import solve_stop
from scheduler import check, problem_from_json, timetable_from_json

SAMPLES = Path(__file__).parents[2] / "sample_data"
Row = dict[str, str]
EXPECTED = {"bangkok": (81, 26, 23, 209), "istanbul": (71, 50, 44, 226)}
"""Meetings, buyers met, buyers' musts held, wishes."""


@dataclass
class Stop:
    """A sample stop: its folder, what was written for it, and its report."""

    name: str
    output: Path
    report: dict[str, Any]

    def given(self, file: str) -> list[Row]:
        return rows(SAMPLES / self.name / f"{file}.csv")

    @property
    def meetings(self) -> list[Row]:
        return rows(self.output / "timetable.csv")


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module", params=sorted(EXPECTED))
def stop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stop:
    bundle = read_bundle(SAMPLES / request.param)
    output = tmp_path_factory.mktemp(request.param)
    return Stop(request.param, output, deliver(solve_stop(bundle, match(bundle), time_limit=8), output))


def at(date: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{date}T{clock}")


def test_the_samples_reach_what_was_shown_reachable(stop: Stop) -> None:
    meetings, buyers, musts, wishes = EXPECTED[stop.name]
    assert stop.report["meetings"] == len(stop.meetings) == meetings
    assert stop.report["buyers_met"] == {"met": buyers, "of": buyers}
    assert stop.report["wishes"]["buyer"]["must"]["held"] == musts
    assert stop.report["valid"] is True
    proven = {level["name"] for level in stop.report["levels"] if level["proven"]}
    assert proven >= {"must", "quota", "worst", "meetings", "value"}
    assert sum(n["asked"] for side in stop.report["wishes"].values() for n in side.values()) == wishes


def test_the_report_counts_wishes_as_the_files_do(stop: Stop) -> None:
    met = {(m["seller_id"], m["buyer_id"]) for m in stop.meetings}
    pairs = Counter()  # type: ignore[var-annotated]
    for wish in stop.given("wishes"):
        pair = (wish["from_id"], wish["to_id"]) if wish["side"] == "seller" else (wish["to_id"], wish["from_id"])
        pairs[wish["side"], wish["strength"], pair in met] += 1
    for side, strengths in stop.report["wishes"].items():
        for strength, counted in strengths.items():
            held = pairs[side, strength, True]
            assert counted == {"held": held, "asked": held + pairs[side, strength, False]}


def test_nobody_sits_in_two_places_or_out_of_its_hours(stop: Stop) -> None:
    taken = Counter()  # type: ignore[var-annotated]
    for meeting in stop.meetings:
        for key in ("seller_id", "buyer_id", "table_no", "interpreter_id"):
            if meeting[key]:
                taken[meeting[key], meeting["slot_id"]] += 1
        start, end = at(meeting["date"], meeting["start"]), at(meeting["date"], meeting["end"])
        for party in (meeting["seller_id"], meeting["buyer_id"]):
            assert all(not (a < end and start < b) for a, b in blocked(stop, party)), (party, meeting)
            windows = list(spans(stop, party, "available"))
            assert not windows or any(a <= start and end <= b for a, b in windows), (party, meeting)
    assert set(taken.values()) == {1}


def spans(stop: Stop, party: str, kind: str) -> Iterator[tuple[datetime, datetime]]:
    for row in stop.given("availability"):
        if (row["party_id"], row["kind"]) == (party, kind):
            yield at(row["date"], row["start"]), at(row["date"], row["end"])


def blocked(stop: Stop, party: str) -> Iterator[tuple[datetime, datetime]]:
    yield from spans(stop, party, "blocked")
    listed = {
        r["session_id"] for r in stop.given("session_participants") if (r["party_id"], r["required"]) == (party, "1")
    }
    for row in stop.given("sessions"):
        mine = row["blocks"] == "all" or (row["blocks"] == "listed" and row["session_id"] in listed)
        if mine and row["kind"] != "one-to-one":
            yield at(row["date"], row["start"]), at(row["date"], row["end"])


def test_maxima_exclusions_tables_and_interpreters_are_kept(stop: Stop) -> None:
    company = {row.get("seller_id") or row["buyer_id"]: row for f in ("sellers", "buyers") for row in stop.given(f)}
    count = Counter(m[side] for m in stop.meetings for side in ("seller_id", "buyer_id"))
    assert all(times <= int(company[party]["max_meetings"]) for party, times in count.items())
    home = {row["seller_id"]: row["table_no"] for row in stop.given("tables") if row["use"] == "home"}
    assert all(meeting["table_no"] == home[meeting["seller_id"]] for meeting in stop.meetings)
    apart = {
        frozenset((x["party_a"], x["party_b"]))
        for x in stop.given("exclusions")
        if x["status"] == "active" and (x["level"] == "hard" or x["kind"] == "declined")
    }
    assert not [m for m in stop.meetings if frozenset((m["seller_id"], m["buyer_id"])) in apart]
    interpreters = {row["interpreter_id"]: row for row in stop.given("interpreters")}
    for meeting in stop.meetings:
        spoken = [set(company[meeting[side]]["languages"].split("|")) for side in ("seller_id", "buyer_id")]
        needed = not spoken[0] & spoken[1] or company[meeting["seller_id"]]["interpreter_need"] == "required"
        assert meeting["interpreter_id"] or not needed
        if meeting["interpreter_id"]:
            one = interpreters[meeting["interpreter_id"]]
            assert all(set(one["languages"].split("|")) & side for side in spoken)
            assert one["available_from"] <= meeting["start"] < meeting["end"] <= one["available_to"]
            assert meeting["slot_id"] not in one["unavailable_slots"].split("|")


def test_no_interpreter_works_more_than_four_slots_in_a_row(stop: Stop) -> None:
    slots = [row["slot_id"] for row in stop.given("slots")]
    halves = defaultdict(list)
    for row in stop.given("slots"):
        item = [
            s["session_id"]
            for s in stop.given("sessions")
            if s["kind"] == "one-to-one" and s["start"] <= row["start"] < s["end"]
        ]
        halves[item[0]].append(row["slot_id"])
    assert sum(map(len, halves.values())) == len(slots)
    work = {(m["interpreter_id"], m["slot_id"]) for m in stop.meetings}
    for interpreter in {m["interpreter_id"] for m in stop.meetings} - {""}:
        for half in halves.values():
            runs = "".join("x" if (interpreter, slot) in work else " " for slot in half).split()
            assert max(map(len, runs), default=0) <= 4


def test_every_wish_is_a_meeting_or_has_a_reason(stop: Stop) -> None:
    met = {frozenset((m["seller_id"], m["buyer_id"])) for m in stop.meetings}
    wished = {(w["from_id"], w["to_id"]) for w in stop.given("wishes")}
    listed = [(row["from_id"], row["to_id"]) for row in rows(stop.output / "unheld.csv")]
    assert sorted(listed) == sorted(pair for pair in wished if frozenset(pair) not in met)


def test_reasons_are_true(stop: Stop) -> None:
    count = Counter(m[side] for m in stop.meetings for side in ("seller_id", "buyer_id"))
    most = {
        r.get("seller_id") or r["buyer_id"]: int(r["max_meetings"])
        for f in ("sellers", "buyers")
        for r in stop.given(f)
    }
    wished_by_buyer = {(w["to_id"], w["from_id"]) for w in stop.given("wishes") if w["side"] == "buyer"}
    codes = Counter()  # type: ignore[var-annotated]
    for row in rows(stop.output / "unheld.csv"):
        seller, buyer = (row["from_id"], row["to_id"]) if row["side"] == "seller" else (row["to_id"], row["from_id"])
        codes[row["code"]] += 1
        assert row["reason_ko"]
        assert row["reason_en"]
        assert (count[buyer] == most[buyer]) is (row["code"] == "buyer_full") or row["code"] in (
            "excluded",
            "declined",
            "not_asked",
        )
        if row["code"] == "seller_full":
            assert count[seller] == most[seller]
        if row["code"] == "not_asked":
            assert (seller, buyer) not in wished_by_buyer
    assert set(codes) <= {
        "buyer_full",
        "seller_full",
        "excluded",
        "declined",
        "not_asked",
        "displaced",
        "no_interpreter",
    }


def test_the_problem_and_the_timetable_can_be_checked_by_anybody(stop: Stop) -> None:
    problem = problem_from_json((stop.output / "problem.json").read_bytes())
    timetable = timetable_from_json((stop.output / "timetable.json").read_bytes())
    assert check(problem, timetable).valid
    assert stop.report["fingerprint"] == problem.fingerprint
    assert json.loads((stop.output / "report.json").read_text(encoding="utf-8")) == stop.report


def test_the_timetable_can_be_imported_again(stop: Stop, tmp_path: Path) -> None:
    for file in (SAMPLES / stop.name).glob("*.csv"):
        source = stop.output / "timetable.csv" if file.name == "timetable.csv" else file
        (tmp_path / file.name).write_bytes(source.read_bytes())
    for later in ("outcomes.csv", "attendance.csv"):
        (tmp_path / later).unlink()
    assert len(read_bundle(tmp_path).timetable) == stop.report["meetings"]


def test_the_workbook_shows_the_timetable_and_runs_nothing(stop: Stop) -> None:
    path = stop.output / "timetable.xlsx"
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == [
        "요약 Summary",
        "전체표 Master grid",
        "참가기업별 By seller",
        "바이어별 By buyer",
        "통역별 By interpreter",
        "주의 Watch",
        "미성사 Wishes not held",
    ]
    by_buyer = book.get_sheet_by_name("바이어별 By buyer").to_python()
    assert by_buyer[0][:3] == ["번호\nId", "기업·기관\nCompany", "날짜\nDate"]
    shown = sorted((row[0], row[5], row[3], row[4]) for row in by_buyer[1:])
    assert shown == sorted(
        (m["buyer_id"], m["seller_id"], f"{m['start']}–{m['end']}", m["table_no"]) for m in stop.meetings
    )
    grid = book.get_sheet_by_name("전체표 Master grid").to_python()
    buyers = [
        cell.split()[0] for row in grid[1:] for cell in row[1:] if isinstance(cell, str) and cell and cell[:2] != "불참"
    ]
    assert sorted(buyers) == sorted(meeting["buyer_id"] for meeting in stop.meetings)
    with ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 7
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
