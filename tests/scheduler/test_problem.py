"""A problem refuses nonsense: every fault at once, each with its JSON path."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler import (
    Participant,
    Problem,
    ProblemError,
    Request,
    TimetableError,
    problem_from_json,
    problem_to_json,
    timetable_from_json,
    timetable_to_json,
)
from tests.scheduler.problems import make_problem, make_slots, make_timetable, meet, problems

Document = dict[str, Any]
SPOILT: list[tuple[Callable[[Document], Any], str, str]] = [
    (lambda d: d.pop("format"), "$.format", "must be 'roadshow-problem/1'"),
    (lambda d: d.pop("slots"), "$.slots", "is missing"),
    (lambda d: d.update(colour="red"), "$.colour", "is not a key of this format"),
    (lambda d: d["slots"][0].pop("id"), "$.slots[0].id", "is missing"),
    (lambda d: d["slots"][0].update(colour=1), "$.slots[0].colour", "is not a key of this format"),
    (lambda d: d["slots"][0].update(start="9:30"), "$.slots[0].start", "must be a local time"),
    (lambda d: d["slots"][0].update(start="2022-13-07T09:30"), "$.slots[0].start", "must be a local time"),
    (
        lambda d: d["slots"][0].update(end="2022-10-07T09:30"),
        "$.slots[0].end",
        "must be later than its start",
    ),
    (
        lambda d: d["slots"][1].update(start="2022-10-07T09:45"),
        "$.slots[1].start",
        "before slot 'A1' has ended",
    ),
    (lambda d: d["slots"][1].update(session="B"), "$.slots[2].session", "was interrupted by another session"),
    (lambda d: d["slots"][1].update(id="A1"), "$.slots[1].id", "stands already at [0]"),
    (lambda d: d.update(participants={}), "$.participants", "must be a list"),
    (lambda d: d["participants"].append(7), "$.participants[2]", "must be a participant"),
    (
        lambda d: d["participants"][0].update(available="A1"),
        "$.participants[0].available",
        "must be a list or null",
    ),
    (
        lambda d: d["participants"][0].update(available=["Z"]),
        "$.participants[0].available[0]",
        "there is no slot 'Z'",
    ),
    (
        lambda d: d["participants"][0].update(available=["A1"] * 2),
        "$.participants[0].available[1]",
        "stands already",
    ),
    (lambda d: d["participants"][0].update(parallel=0), "$.participants[0].parallel", "must be at least 1"),
    (
        lambda d: d["participants"][0].update(parallel=1.0),
        "$.participants[0].parallel",
        "must be a whole number",
    ),
    (
        lambda d: d["participants"][0].update(parallel=True),
        "$.participants[0].parallel",
        "must be a whole number",
    ),
    (
        lambda d: d["participants"][0].update(min_meetings=-1),
        "$.participants[0].min_meetings",
        "must be at least 0",
    ),
    (
        lambda d: d["participants"][0].update(max_breaks=-1),
        "$.participants[0].max_breaks",
        "must be at least 0",
    ),
    (lambda d: d["participants"][0].update(table="t9"), "$.participants[0].table", "there is no table 't9'"),
    (
        lambda d: d["participants"][0].update(interpreter="yes"),
        "$.participants[0].interpreter",
        "must be one of",
    ),
    (
        lambda d: d["participants"][0].update(languages=["ko", "ko"]),
        "$.participants[0].languages[1]",
        "stands already",
    ),
    (lambda d: d["tables"][0].update(available=["Z"]), "$.tables[0].available[0]", "there is no slot 'Z'"),
    (lambda d: d["interpreters"].append({"id": "i"}), "$.interpreters[0].languages", "is missing"),
    (
        lambda d: d["interpreters"].append({"id": "i", "languages": ["ko"], "dedicated_to": "nobody"}),
        "$.interpreters[0].dedicated_to",
        "there is no participant 'nobody'",
    ),
    (lambda d: d["requests"][0].update(value=101), "$.requests[0].value", "must be from 0 to 100"),
    (
        lambda d: d["requests"][0].update(value=float("nan")),
        "$.requests[0].value",
        "must be a whole number, not nan",
    ),
    (lambda d: d["requests"][0].update(b="s1"), "$.requests[0].b", "must be another participant"),
    (lambda d: d["requests"][0].update(a="s9"), "$.requests[0].a", "there is no participant 's9'"),
    (
        lambda d: d["requests"][0].update(after=["s1-b1"]),
        "$.requests[0].after[0]",
        "cannot come after itself",
    ),
    (lambda d: d["requests"][0].update(slots=[1]), "$.requests[0].slots[0]", "must be a text, not 1"),
    (
        lambda d: d["exclusions"].append({"a": "s1", "b": "s1"}),
        "$.exclusions[0].b",
        "must be another participant",
    ),
    (
        lambda d: d["locks"].append({"request": "x", "slot": "A1"}),
        "$.locks[0].request",
        "there is no request 'x'",
    ),
    (
        lambda d: d["locks"].append({"request": "s1-b1", "slot": "Z"}),
        "$.locks[0].slot",
        "there is no slot 'Z'",
    ),
    (lambda d: d.update(goals=["must", "speed"]), "$.goals[1]", "must be one of"),
    (lambda d: d.update(goals=["must", "must"]), "$.goals[1]", "stands already at [0]"),
    (lambda d: d.update(fair=[1, 2]), "$.fair[1]", "must not rise"),
    (lambda d: d.update(breaks="hours"), "$.breaks", "must be one of minutes, slots, groups"),
]


@pytest.mark.parametrize(("spoil", "path", "message"), SPOILT, ids=[f"{n} {s[1]}" for n, s in enumerate(SPOILT)])
def test_one_fault_is_named_with_its_place(spoil: Callable[[Document], Any], path: str, message: str) -> None:
    document = json.loads(problem_to_json(make_problem()))
    spoil(document)
    with pytest.raises(ProblemError) as caught:
        problem_from_json(json.dumps(document))
    assert [fault.path for fault in caught.value.faults] == [path]
    assert message in caught.value.faults[0].message
    assert str(caught.value) == f"{path}: {caught.value.faults[0].message}"


def test_all_faults_come_at_once_of_type_and_of_meaning() -> None:
    document = json.loads(problem_to_json(make_problem()))
    document["slots"][0]["start"] = 9
    document["participants"][0] |= {"table": "t9", "parallel": "two"}
    document["participants"].append("nobody")
    document["requests"][0] |= {"value": None, "a": "nobody", "after": ["r9"]}
    document["fair"] = [10, "x", 20]
    document["goals"] = ["must", 3, "speed"]
    del document["requests"][0]["id"]
    document["more"] = 1
    with pytest.raises(ProblemError) as caught:
        problem_from_json(json.dumps(document))
    assert {fault.path for fault in caught.value.faults} == {
        "$.more",
        "$.slots[0].start",
        "$.participants[0].parallel",
        "$.participants[0].table",
        "$.participants[2]",
        "$.requests[0].id",
        "$.requests[0].value",
        "$.requests[0].a",
        "$.requests[0].after[0]",
        "$.fair[1]",
        "$.goals[1]",
        "$.goals[2]",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not JSON"),
        ("[]", "must be an object"),
        ("[" * 100_000, "is not JSON"),
        (b"\xff", "is not JSON"),
        (
            '{"format": "roadshow-problem/1", "name": "a", "name": "b", "slots": [], "participants": []}',
            "stands twice",
        ),
    ],
)
def test_what_is_no_problem_at_all_says_so(text: str | bytes, message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        problem_from_json(text)


def test_a_session_must_lie_within_one_day() -> None:
    slots = list(make_slots(1, 1, gap=24 * 60))
    with pytest.raises(ProblemError, match="must lie within one day"):
        Problem("x", (slots[0], replace(slots[1], session="A")), ())


@settings(deadline=None)
@given(problems())
def test_a_problem_survives_the_way_out_and_back(problem: Problem) -> None:
    text = problem_to_json(problem)
    again = problem_from_json(text)
    assert again == problem
    assert problem_to_json(again) == text
    assert again.fingerprint == problem.fingerprint


def test_defaults_may_be_left_out_and_do_not_change_the_fingerprint() -> None:
    short = {
        "format": "roadshow-problem/1",
        "name": "short",
        "slots": [{"id": "A1", "start": "2022-10-07T09:30", "end": "2022-10-07T10:00", "session": "A"}],
        "participants": [{"id": "a", "side": "x"}, {"id": "b", "side": "y"}],
        "requests": [{"id": "r", "a": "a", "b": "b", "value": 5}],
    }
    problem = problem_from_json(json.dumps(short))
    people = (Participant("a", "x"), Participant("b", "y"))
    assert problem == Problem("short", make_slots(1), people, requests=(Request("r", "a", "b", 5),))
    text = json.dumps(json.loads(problem_to_json(problem)), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert problem.fingerprint == hashlib.sha256(text.encode()).hexdigest()


@settings(deadline=None)
@given(st.data())
def test_a_timetable_survives_the_way_out_and_back(data: st.DataObject) -> None:
    problem = data.draw(problems(locks=False))
    timetable = make_timetable(problem, [])
    text = timetable_to_json(timetable)
    assert timetable_from_json(text) == timetable
    assert timetable_to_json(timetable_from_json(text)) == text


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"status": "done"}, "$.status"),
        ({"figures": {"meetings": "many"}}, "$.figures.meetings"),
        ({"figures": []}, "$.figures"),
        ({"meetings": [{"request": "s1-b1", "a": "s1", "b": "b1", "slot": 3}]}, "$.meetings[0].slot"),
        ({"levels": [{"name": "must", "value": None}]}, "$.levels[0].value"),
        ({"unheld": None}, "$.unheld"),
        ({"colour": "red"}, "$.colour"),
        ({"seconds": "fast"}, "$.seconds"),
    ],
)
def test_a_timetable_that_cannot_be_read_names_the_place(change: Document, path: str) -> None:
    problem = make_problem()
    document = json.loads(timetable_to_json(make_timetable(problem, [meet(problem, "s1-b1", "A1")])))
    with pytest.raises(TimetableError) as caught:
        timetable_from_json(json.dumps(document | change))
    assert [fault.path for fault in caught.value.faults] == [path]


def test_an_unreadable_timetable_says_so() -> None:
    with pytest.raises(TimetableError, match="is not JSON"):
        timetable_from_json("{")
