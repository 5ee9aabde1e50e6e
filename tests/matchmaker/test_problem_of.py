import csv
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.bundle import Availability
from matchmaker.errors import BundleError
from matchmaker.matching.requests import Asked
from matchmaker.services.importing import read_bundle, warnings_of
from matchmaker.services.timetable import problem_of
from scheduler.problem import Exclusion, Interpreter, Lock, Participant, Problem, Request, Slot, Table
from tests.matchmaker import factories as make

SAMPLES = Path(__file__).parents[2] / "sample_data"
NEXT_DAY = date(2022, 10, 8)


CELLS = sorted({make.as_text(cell) for rows in make.FILES.values() for row in rows[1:] for cell in row})
ODD = ["", " ", "-1", "0", "9:30", "24:00", "2022-02-30", "|", "K1-B1", "가", "x" * 300, "one-to-one", "all"]


def available(party: str = "B1", **changes: Any) -> tuple[str, ...] | None:
    """Return the slots of a party in the small event with some changes; it has S1 … S4, 09:00 to 11:00."""
    problem = problem_of(make.bundle(**changes), ())
    return next(found.available for found in problem.participants if found.id == party)


def test_the_whole_problem_of_a_small_event() -> None:
    bundle = make.bundle(
        sellers=(make.seller("K1", min_meetings=1, max_meetings=3, max_consecutive=2, languages=("ko", "en")),),
        buyers=(make.buyer("B1", interpreter_need="required", parallel_meetings=2, delegates=5),),
        interpreters=(make.interpreter(max_meetings=6, max_consecutive_slots=4, dedicated_to="K1"),),
        exclusions=(make.exclusion(),),
        locks=(make.lock(table_no="T1", interpreter_id="I1"),),
    )
    assert problem_of(bundle, [Asked("K1", "B1", 70, True)]) == Problem(
        name="E1",
        slots=(
            Slot(id="S1", start=make.at("09:00"), end=make.at("09:30"), session="M"),
            Slot(id="S2", start=make.at("09:30"), end=make.at("10:00"), session="M"),
            Slot(id="S3", start=make.at("10:00"), end=make.at("10:30"), session="M"),
            Slot(id="S4", start=make.at("10:30"), end=make.at("11:00"), session="M"),
        ),
        participants=(
            Participant(
                id="K1",
                side="seller",
                min_meetings=1,
                max_meetings=3,
                max_consecutive=2,
                languages=("ko", "en"),
                table="T1",
            ),
            Participant(id="B1", side="buyer", parallel=2, languages=("en",), interpreter="required"),
        ),
        tables=(Table(id="T1"),),
        interpreters=(
            Interpreter(id="I1", languages=("ko", "en"), max_meetings=6, max_consecutive=4, dedicated_to="K1"),
        ),
        requests=(Request(id="K1-B1", a="K1", b="B1", value=70, must=True),),
        exclusions=(Exclusion(a="K1", b="B1"),),
        locks=(Lock(request="K1-B1", slot="S1", table="T1", interpreter="I1"),),
        goals=("must", "quota", "worst", "meetings", "value", "breaks", "moves"),
        fair=(40, 20, 10, 5),
        breaks="minutes",
    )


def test_slots_stand_in_order_of_time_whatever_the_order_of_the_file() -> None:
    slots = (
        make.slot("late", "13:00", "13:30", "N"),
        make.slot("next", "09:00", "09:30", "O", NEXT_DAY),
        make.slot("early", "09:00", "09:30"),
    )
    problem = problem_of(make.bundle(slots=slots), ())
    assert [(slot.id, slot.session) for slot in problem.slots] == [
        ("early", "M"),
        ("late", "N"),
        ("next", "O"),
    ]


def test_sellers_come_before_buyers() -> None:
    bundle = make.bundle(sellers=(make.seller("Z"), make.seller("Y")), buyers=(make.buyer("B"), make.buyer("A")))
    assert [(party.id, party.side) for party in problem_of(bundle, ()).participants] == [
        ("Z", "seller"),
        ("Y", "seller"),
        ("B", "buyer"),
        ("A", "buyer"),
    ]


@pytest.mark.parametrize(
    ("windows", "slots"),
    [
        ((), None),
        ((make.window("B1", "09:00", "11:00"),), None),
        ((make.window("K1", "09:00", "09:30"),), None),
        ((make.window("B1", "09:00", "10:29"),), ("S1", "S2")),
        ((make.window("B1", "09:01", "11:00"),), ("S2", "S3", "S4")),
        ((make.window("B1", "09:00", "09:30"), make.window("B1", "10:30", "12:00")), ("S1", "S4")),
        ((make.window("B1", "09:00", "09:45"), make.window("B1", "09:45", "10:30")), ("S1", "S3")),
        ((make.window("B1", "09:30", "10:00", "blocked"),), ("S1", "S3", "S4")),
        ((make.window("B1", "09:59", "10:01", "blocked"),), ("S1", "S4")),
        ((make.window("B1", "09:00", "10:00"), make.window("B1", "09:10", "09:11", "blocked")), ("S2",)),
        ((make.window("B1", "09:00", "11:00", day=NEXT_DAY),), ()),
    ],
)
def test_a_slot_counts_inside_an_available_window_and_clear_of_blocked_ones(
    windows: tuple[Availability, ...], slots: tuple[str, ...] | None
) -> None:
    assert available(availability=windows) == slots


@pytest.mark.parametrize(
    ("hours", "slots"),
    [
        ({"not_before": time(9, 30)}, ("S2", "S3", "S4")),
        ({"not_before": time(9, 31)}, ("S3", "S4")),
        ({"not_after": time(10, 30)}, ("S1", "S2", "S3")),
        ({"not_after": time(10, 29)}, ("S1", "S2")),
        ({"not_before": time(9, 30), "not_after": time(10, 0)}, ("S2",)),
    ],
)
def test_hours_hold_on_every_day(hours: dict[str, Any], slots: tuple[str, ...] | None) -> None:
    assert available(buyers=(make.buyer(**hours),)) == slots
    both = (*make.bundle().slots, make.slot("T1", "09:00", "09:30", "N", NEXT_DAY))
    late = available(buyers=(make.buyer(not_before=time(9, 30)),), slots=both)
    assert late == ("S2", "S3", "S4")


@pytest.mark.parametrize(
    ("item", "listed", "slots"),
    [
        ({"blocks": "all"}, (), ("S1", "S4")),
        ({"blocks": "listed"}, ("B1",), ("S1", "S4")),
        ({"blocks": "listed"}, ("K1",), None),
        ({"blocks": "none"}, ("B1",), None),
        ({"blocks": "all", "kind": "one-to-one"}, ("B1",), None),
    ],
)
def test_programme_items_take_out_everybody_or_those_listed(
    item: dict[str, Any], listed: tuple[str, ...], slots: tuple[str, ...] | None
) -> None:
    sessions = (make.session(), make.session("V", "09:45", "10:15", **({"kind": "bilateral"} | item)))
    parties = tuple(make.listed("V", party) for party in listed)
    assert available(sessions=sessions, session_participants=parties) == slots


def test_who_is_listed_but_not_required_stays_free() -> None:
    sessions = (make.session(), make.session("V", "09:30", "10:00", kind="bilateral", blocks="listed"))
    guest = (make.listed("V", "B1", required=False),)
    assert available(sessions=sessions, session_participants=guest) is None


def test_an_item_that_ends_as_a_slot_starts_blocks_nothing() -> None:
    assert available(sessions=(make.session(), make.session("L", "08:00", "09:00", kind="meal", blocks="all"))) is None


def test_home_and_pool_tables_are_used_and_only_homes_belong_to_a_seller() -> None:
    tables = (
        make.table("T1", "home", "K1"),
        make.table("P1", "pool"),
        make.table("W1", "walk-in"),
        make.table("V1", "reserved"),
    )
    problem = problem_of(make.bundle(sellers=(make.seller("K1"), make.seller("K2")), tables=tables), ())
    assert problem.tables == (Table(id="T1"), Table(id="P1"))
    assert [(party.id, party.table) for party in problem.participants] == [
        ("K1", "T1"),
        ("K2", None),
        ("B1", None),
    ]


def test_delegates_are_never_parallel_meetings() -> None:
    bundle = make.bundle(sellers=(make.seller(delegates=3),), buyers=(make.buyer(parallel_meetings=2),))
    assert [party.parallel for party in problem_of(bundle, ()).participants] == [1, 2]


@pytest.mark.parametrize(
    ("hours", "slots"),
    [
        ({}, None),
        ({"date": "2022-10-07"}, None),
        ({"date": "2022-10-08"}, ()),
        ({"available_from": time(9, 30)}, ("S2", "S3", "S4")),
        ({"available_to": time(10, 29)}, ("S1", "S2")),
        ({"unavailable_slots": ("S2", "S4")}, ("S1", "S3")),
        ({"unavailable_slots": ("09:15-09:31",)}, ("S3", "S4")),
        ({"unavailable_slots": ("9:30-10:00", "S4")}, ("S1", "S3")),
    ],
)
def test_interpreters_are_there_inside_their_hours(hours: dict[str, Any], slots: tuple[str, ...] | None) -> None:
    problem = problem_of(make.bundle(interpreters=(make.interpreter(**hours),)), ())
    assert [found.available for found in problem.interpreters] == [slots]


def test_programme_items_leave_interpreters_alone() -> None:
    sessions = (make.session(), make.session("V", "09:30", "10:00", kind="opening", blocks="all"))
    problem = problem_of(make.bundle(sessions=sessions, interpreters=(make.interpreter(),)), ())
    assert [found.available for found in problem.interpreters] == [None]


def test_only_active_hard_exclusions_count_and_each_pair_once() -> None:
    exclusions = (
        make.exclusion("K1", "B1", level="soft"),
        make.exclusion("K1", "B2", status="cleared"),
        make.exclusion("K1", "B3"),
        make.exclusion("B3", "K1"),
    )
    buyers = (make.buyer("B1"), make.buyer("B2"), make.buyer("B3"))
    problem = problem_of(make.bundle(buyers=buyers, exclusions=exclusions), ())
    assert problem.exclusions == (Exclusion(a="K1", b="B3"),)


def test_a_lock_makes_a_request_where_nobody_asked() -> None:
    bundle = make.bundle(
        buyers=(make.buyer("B1"), make.buyer("B2")),
        locks=(make.lock("K1", "B1", "S2"), make.lock("K1", "B2", "S3", table_no="T1")),
    )
    problem = problem_of(bundle, [Asked("K1", "B1", 80, True)], {("K1", "B2"): 35, ("K1", "B1"): 1})
    assert problem.requests == (
        Request(id="K1-B1", a="K1", b="B1", value=80, must=True),
        Request(id="K1-B2", a="K1", b="B2", value=35, must=False),
    )
    assert problem.locks == (Lock(request="K1-B1", slot="S2"), Lock(request="K1-B2", slot="S3", table="T1"))
    assert problem_of(bundle, ()).requests[1].value == 0


@pytest.mark.parametrize(
    ("stop", "counts", "free"),
    [
        (
            "bangkok",
            (11, 38, 12, 10, 3),
            {
                "K02": "A1 A2 A3 A4 A5 P1 P3 P5 P6",
                "TH02": "A2 A3 A4 A5 P1 P3",
                "TH03": "A1 A2 A4 A5",
                "BI08": "P1 P2 P3 P4 P5 P6",
                "BI09": "A1 A2 A5 P1 P3 P4 P5 P6",
            },
        ),
        (
            "istanbul",
            (11, 57, 7, 6, 2),
            {"K08": "S1 S2 S3 S4 S5 S6 S7 S8 S9", "TR16": "S1 S2 S3 S4 S5", "II05": "S6 S7 S8 S9 S10 S11"},
        ),
    ],
)
def test_the_sample_stops(stop: str, counts: tuple[int, ...], free: dict[str, str]) -> None:
    with (SAMPLES / "taxonomy.csv").open(encoding="utf-8-sig") as taxonomy:
        tags = {row["code"] for row in csv.DictReader(taxonomy)}
    problem = problem_of(read_bundle(SAMPLES / stop, tags), ())
    parts = (problem.slots, problem.participants, problem.tables, problem.interpreters, problem.exclusions)
    assert tuple(map(len, parts)) == counts
    found = {party.id: party.available for party in problem.participants}
    found |= {interpreter.id: interpreter.available for interpreter in problem.interpreters}
    assert {party: found[party] for party in free} == {party: tuple(ids.split()) for party, ids in free.items()}


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, make.Rows]:
    """Return the sound event with a few cells replaced by cells from elsewhere, or by odd ones."""
    tables = {noun: [list(row) for row in rows] for noun, rows in make.FILES.items()}
    for _ in range(draw(st.integers(1, 3))):
        rows = tables[draw(st.sampled_from(sorted(tables)))]
        row = draw(st.integers(0, len(rows) - 1))
        rows[row][draw(st.integers(0, len(rows[row]) - 1))] = draw(st.sampled_from(CELLS + ODD))
    return dict(tables)


@settings(max_examples=150, deadline=None)
@given(tables=spoilt())
def test_an_event_is_refused_with_faults_or_makes_a_problem(
    tables: dict[str, make.Rows], tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        bundle = read_bundle(make.write_folder(tmp_path_factory.mktemp("event"), tables), make.TAGS)
    except BundleError:
        return
    pairs = [Asked(seller.id, buyer.id, 50) for seller in bundle.sellers for buyer in bundle.buyers]
    assert len(problem_of(bundle, pairs).requests) == len(pairs)
    warnings_of(bundle)
