import csv
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from matchmaker.bundle import Bundle
from matchmaker.errors import BundleError, UnreadableFile
from matchmaker.services.importing import read_bundle, warnings_of
from tests.matchmaker import factories as make
from tests.matchmaker.factories import DAY, FILES, TAGS, Rows, added, changed, files

Place = tuple[str, int | None, str | None, str]
"""File, row, column and value of a fault."""

SAMPLES = Path(__file__).parents[2] / "sample_data"


def read(path: Path) -> Bundle:
    return read_bundle(path, TAGS)


def faults_of(path: Path) -> list[Place]:
    """Return the place and value of each fault of a bundle that must be refused."""
    with pytest.raises(BundleError) as refused:
        read(path)
    assert all(fault.message.ko and fault.message.en for fault in refused.value.faults)
    return [(fault.file, fault.row, fault.column, fault.value) for fault in refused.value.faults]


def suggestions_of(path: Path) -> list[str | None]:
    with pytest.raises(BundleError) as refused:
        read(path)
    return [fault.suggestion for fault in refused.value.faults]


@pytest.mark.parametrize(("stop", "counts"), [("bangkok", (11, 12, 26, 209)), ("istanbul", (11, 7, 50, 226))])
def test_the_sample_stops_are_sound(stop: str, counts: tuple[int, ...]) -> None:
    with (SAMPLES / "taxonomy.csv").open(encoding="utf-8-sig") as taxonomy:
        tags = {row["code"] for row in csv.DictReader(taxonomy)}
    bundle = read_bundle(SAMPLES / stop, tags)
    assert (len(bundle.slots), len(bundle.sellers), len(bundle.buyers), len(bundle.wishes)) == counts
    assert warnings_of(bundle) == ()


def test_folder_zip_and_workbook_give_equal_bundles(tmp_path: Path) -> None:
    folder = read(make.write_folder(tmp_path / "folder", FILES))
    assert read(make.write_zip(tmp_path / "flat.zip", FILES)) == folder
    assert read(make.write_zip(tmp_path / "deep.zip", FILES, "stop/")) == folder
    assert read(make.write_workbook(tmp_path / "text.xlsx", FILES, typed=False)) == folder
    assert read(make.write_workbook(tmp_path / "typed.xlsx", FILES)) == folder


def test_the_nouns_of_a_bundle(tmp_path: Path) -> None:
    bundle = read(make.write_folder(tmp_path, FILES))
    seller, buyer, interpreter = bundle.sellers[0], bundle.buyers[1], bundle.interpreters[0]
    assert (seller.tags, seller.languages, seller.price_usd) == (
        ("parking-control",),
        ("ko", "en"),
        (100, 200),
    )
    assert (seller.max_meetings, seller.parallel_meetings, seller.vip) == (3, 1, False)
    assert seller.row["colour"] == "빨강"
    assert (buyer.name_local, buyer.name_en) == ("เทศบาลเมืองผลึก", 'Phaluek "Town"\nHall')
    assert (buyer.price_usd, buyer.interpreter_need, buyer.not_before) == (None, "none", time(9, 30))
    assert bundle.buyers[0].price_usd == (0, 5000)
    assert (interpreter.date, interpreter.available_from) == ("2022-10-07", time(9))
    assert interpreter.unavailable_slots == ("A1", "10:00-10:15")
    assert [(wish.from_id, wish.side, wish.strength) for wish in bundle.wishes] == [
        ("B1", "buyer", "must"),
        ("K2", "seller", "want"),
        ("B2", "buyer", "could"),
    ]
    assert [(slot.id, slot.session_id) for slot in bundle.slots] == [("A1", "M"), ("A2", "M"), ("A3", "M")]
    assert bundle.outcomes[0]["amount_entered"] == "900.5"


def test_optional_files_may_be_left_out(tmp_path: Path) -> None:
    needed = {noun: FILES[noun] for noun in ("event", "sessions", "sellers", "buyers", "tables", "wishes")}
    bundle = read(make.write_folder(tmp_path, needed))
    assert (bundle.availability, bundle.interpreters, bundle.locks, bundle.outcomes) == ((), (), (), ())


def test_slots_are_made_from_the_one_to_one_items_in_order_of_time(tmp_path: Path) -> None:
    sessions = [
        FILES["sessions"][0],
        ["LATE", DAY, time(13), time(14, 10), "one-to-one", "none", "", ""],
        ["EARLY", DAY, time(9), time(10), "one-to-one", "none", "", ""],
        ["V", DAY, time(9, 30), time(10), "procurer-interview", "listed", "", ""],
    ]
    needed = files(slots=None, sessions=sessions, locks=None, timetable=None, outcomes=None)
    needed["interpreters"] = [FILES["interpreters"][0], ["I1", "ko|th", "", "", "", "S4", "", ""]]
    bundle = read(make.write_folder(tmp_path, needed))
    assert [(slot.id, slot.session_id, slot.start, slot.end) for slot in bundle.slots] == [
        ("S1", "EARLY", make.at("09:00"), make.at("09:30")),
        ("S2", "EARLY", make.at("09:30"), make.at("10:00")),
        ("S3", "LATE", make.at("13:00"), make.at("13:30")),
        ("S4", "LATE", make.at("13:30"), make.at("14:00")),
    ]


CELLS = [
    # one cell of a sound event is changed: table, row, cells → file, row, column, value, suggestion
    ("event", 2, {"timezone": "Asia/Bankok"}, "timezone", "Asia/Bangkok"),
    ("event", 2, {"slot_minutes": 35}, "slot_minutes", "30"),
    ("event", 2, {"meeting_minutes": "25 min"}, "meeting_minutes", None),
    ("event", 2, {"end_date": "2022-10-06"}, "end_date", None),
    ("sessions", 2, {"date": "2022.10.7"}, "date", "2022-10-07"),
    ("sessions", 2, {"date": "2022-10-32"}, "date", None),
    ("sessions", 3, {"date": "2023-10-07"}, "date", None),
    ("sessions", 2, {"start": "9시 00"}, "start", "09:00"),
    ("sessions", 3, {"end": "25:00"}, "end", None),
    ("slots", 4, {"end": "10:29:30"}, "end", "10:29"),
    ("sessions", 3, {"end": "09:30"}, "end", None),
    ("sessions", 3, {"kind": "one to one"}, "kind", "one-to-one"),
    ("sessions", 3, {"kind": "one-to-one"}, "start", None),
    ("sessions", 3, {"blocks": "listd"}, "blocks", "listed"),
    ("session_participants", 2, {"session_id": "W"}, "session_id", None),
    ("session_participants", 3, {"party_id": "ORK"}, "party_id", "ORG"),
    ("session_participants", 2, {"required": "yes"}, "required", "1"),
    ("slots", 3, {"start": "09:20"}, "start", None),
    ("slots", 4, {"end": "10:20"}, "end", None),
    ("slots", 2, {"start": "08:30"}, "start", None),
    ("slots", 2, {"kind": "break"}, "kind", None),
    ("sellers", 2, {"solution_tags": "parking-contrl|its"}, "solution_tags", "parking-control"),
    ("sellers", 2, {"languages": "ko|EN"}, "languages", "en"),
    ("sellers", 2, {"interpreter_need": "Required"}, "interpreter_need", "required"),
    ("sellers", 2, {"price_min_usd": 300}, "price_max_usd", None),
    ("sellers", 2, {"price_min_usd": "1,00"}, "price_min_usd", None),
    ("sellers", 2, {"price_max_usd": "12,000"}, "price_max_usd", "12000"),
    ("sellers", 2, {"max_meetings": -1}, "max_meetings", None),
    ("sellers", 2, {"max_meetings": "3.0"}, "max_meetings", "3"),
    ("sellers", 2, {"min_meetings": 4}, "max_meetings", None),
    ("sellers", 2, {"delegates": 0}, "delegates", None),
    ("sellers", 2, {"parallel_meetings": 0}, "parallel_meetings", None),
    ("sellers", 2, {"table_no": "T9"}, "table_no", None),
    ("sellers", 2, {"table_no": "T2"}, "table_no", "T1"),
    ("sellers", 2, {"table_no": "P1"}, "table_no", "T1"),
    ("sellers", 2, {"name_ko": ""}, "name_en", None),
    ("buyers", 3, {"not_after": "09:00"}, "not_after", None),
    ("buyers", 2, {"vip": "Y"}, "vip", "1"),
    ("buyers", 2, {"event_id": "E2"}, "event_id", "E1"),
    ("availability", 2, {"party_id": "b2"}, "party_id", "B2"),
    ("availability", 2, {"kind": "free"}, "kind", None),
    ("availability", 2, {"end": "08:00"}, "end", None),
    ("availability", 2, {"date": "2022-10-10"}, "date", None),
    ("tables", 4, {"use": "spare"}, "use", None),
    ("tables", 4, {"seller_id": "K1"}, "seller_id", None),
    ("tables", 5, {"seats": "four"}, "seats", None),
    ("interpreters", 2, {"languages": ""}, "languages", None),
    ("interpreters", 2, {"unavailable_slots": "A9"}, "unavailable_slots", None),
    ("interpreters", 2, {"unavailable_slots": "10:00-09:00"}, "unavailable_slots", "09:00-10:00"),
    ("interpreters", 2, {"available_to": "09:00"}, "available_to", None),
    ("interpreters", 2, {"dedicated_to": "ORG"}, "dedicated_to", None),
    ("interpreters", 2, {"domain_tags": "itz"}, "domain_tags", "its"),
    ("wishes", 2, {"to_id": "K11"}, "to_id", "K1"),
    ("wishes", 2, {"to_id": "B1"}, "to_id", None),
    ("wishes", 2, {"to_id": "B2"}, "to_id", None),
    ("wishes", 2, {"side": "seller"}, "side", "buyer"),
    ("wishes", 2, {"rank": "first"}, "rank", None),
    ("wishes", 2, {"rank": ""}, "rank", None),
    ("wishes", 2, {"strength": "Must"}, "strength", "must"),
    ("exclusions", 2, {"party_b": "B3"}, "party_b", None),
    ("exclusions", 2, {"party_b": "K2"}, "party_b", None),
    ("exclusions", 2, {"kind": "declind"}, "kind", "declined"),
    ("exclusions", 2, {"level": "strong"}, "level", None),
    ("exclusions", 2, {"party_a": "K1"}, None, None),
    ("locks", 2, {"seller_id": "B2"}, "seller_id", None),
    ("locks", 2, {"slot_id": "A33"}, "slot_id", "A3"),
    ("locks", 2, {"table_no": "W1"}, "table_no", None),
    ("locks", 2, {"table_no": "T2"}, "table_no", None),
    ("locks", 2, {"interpreter_id": "i1"}, "interpreter_id", "I1"),
    ("timetable", 2, {"start": "09:30"}, "start", "10:00"),
    ("timetable", 2, {"value": 101}, "value", None),
    ("attendance", 2, {"side": "seller"}, "side", "buyer"),
    ("attendance", 2, {"checked_in_at": "morning"}, "checked_in_at", None),
    ("attendance", 2, {"checked_in_at": "2022-10-32T09:00"}, "checked_in_at", None),
    ("outcomes", 2, {"meeting_id": "M2"}, "meeting_id", None),
    ("outcomes", 2, {"seller_id": "K2"}, "seller_id", "K1"),
    ("outcomes", 2, {"consult_amount_usd": -5}, "consult_amount_usd", None),
    ("outcomes", 2, {"amount_entered": "1,000.50"}, "amount_entered", "1000.50"),
    ("outcomes", 2, {"currency_entered": "usd"}, "currency_entered", "USD"),
    ("outcomes", 2, {"log_submitted": "2"}, "log_submitted", None),
    ("mous", 2, {"party_b_id": "K1"}, "party_b_id", None),
    ("mous", 2, {"witness_ids": "ORG|B9"}, "witness_ids", None),
    ("mous", 2, {"status": "sined"}, "status", "signed"),
]


@pytest.mark.parametrize(("noun", "row", "cells", "column", "suggestion"), CELLS)
def test_one_bad_cell_is_one_fault_with_its_place(
    noun: str, row: int, cells: dict[str, Any], column: str, suggestion: str | None, tmp_path: Path
) -> None:
    tables = changed(noun, row, **cells)
    if noun == "exclusions" and cells == {"party_a": "K1"}:
        # The exclusion now forbids the lock: the fault stands where the lock is.
        noun, column = "locks", "buyer_id"
    cells_of = dict(zip(tables[noun][0], map(make.as_text, tables[noun][row - 1]), strict=True))
    path = make.write_folder(tmp_path, tables)
    assert faults_of(path) == [(f"{noun}.csv", row, column, cells_of.get(column, ""))]
    assert suggestions_of(path) == [suggestion]


@pytest.mark.parametrize(
    ("tables", "fault"),
    [
        (added("sellers", name_ko="다른 회사", table_no=""), ("sellers.csv", 4, "seller_id", "K1")),
        (added("buyers", buyer_id="K1"), ("buyers.csv", 4, "buyer_id", "K1")),
        (added("organisations", org_id="B1"), ("organisations.csv", 3, "org_id", "B1")),
        (added("slots"), ("slots.csv", 5, "slot_id", "A1")),
        (added("tables", table_no="T3"), ("tables.csv", 6, "seller_id", "K1")),
        (added("tables", table_no="T3", seller_id=""), ("tables.csv", 6, "seller_id", "")),
        (added("wishes"), ("wishes.csv", 5, "to_id", "K1")),
        (added("locks"), ("locks.csv", 3, "buyer_id", "B1")),
        (added("session_participants"), ("session_participants.csv", 4, "party_id", "K1")),
        (added("timetable"), ("timetable.csv", 3, "meeting_id", "M1")),
        (added("event", event_id="E9"), ("event.csv", 3, "event_id", "E9")),
        (files(event=FILES["event"][:1]), ("event.csv", None, None, "")),
    ],
)
def test_one_row_too_many_or_too_few(tables: dict[str, Rows], fault: Place, tmp_path: Path) -> None:
    found = faults_of(make.write_folder(tmp_path, tables))
    # The copied slot overlaps its model too.
    assert found == [fault] or (fault[0], found) == ("slots.csv", [fault, ("slots.csv", 5, "start", "09:00")])


@pytest.mark.parametrize("noun", ["event", "sessions", "sellers", "buyers", "tables", "wishes"])
def test_a_missing_file_is_one_fault_and_nothing_that_follows_from_it(noun: str, tmp_path: Path) -> None:
    assert faults_of(make.write_folder(tmp_path, files(**{noun: None}))) == [(noun, None, None, noun)]


@pytest.mark.parametrize("noun", ["event", "sessions", "sellers", "buyers", "slots", "interpreters"])
def test_an_undecodable_file_is_one_fault_and_nothing_that_follows_from_it(noun: str, tmp_path: Path) -> None:
    make.write_folder(tmp_path, FILES)
    (tmp_path / f"{noun}.csv").write_bytes("이름\n값\n".encode("cp949"))
    assert faults_of(tmp_path) == [(f"{noun}.csv", 1, None, "0xC0")]


@pytest.mark.parametrize(
    ("noun", "column"),
    [
        ("sellers", "seller_id"),
        ("buyers", "max_meetings"),
        ("wishes", "rank"),
        ("tables", "use"),
        ("sessions", "kind"),
    ],
)
def test_a_misspelt_needed_column_is_one_fault_with_the_likely_one(noun: str, column: str, tmp_path: Path) -> None:
    header = [f"{name}s" if name == column else name for name in FILES[noun][0]]
    path = make.write_folder(tmp_path, files(**{noun: [header, *FILES[noun][1:]]}))
    assert faults_of(path) == [(f"{noun}.csv", None, column, column)]
    assert suggestions_of(path) == [f"{column}s"]


def test_a_misspelt_optional_file_is_not_overlooked(tmp_path: Path) -> None:
    make.write_folder(tmp_path, files(locks=None) | {"lock": FILES["locks"], "notes": [["anything"]]})
    assert faults_of(tmp_path) == [("lock.csv", None, None, "lock.csv")]
    assert suggestions_of(tmp_path) == ["locks"]


def test_a_ragged_row_is_one_fault_and_its_id_still_counts(tmp_path: Path) -> None:
    make.write_folder(tmp_path, FILES)
    buyers = (tmp_path / "buyers.csv").read_text(encoding="utf-8").replace(",Romchak,", ",Romchak, the city,")
    (tmp_path / "buyers.csv").write_text(buyers, encoding="utf-8")
    assert faults_of(tmp_path) == [("buyers.csv", 2, None, "10")]


def test_two_pairs_that_would_get_one_name(tmp_path: Path) -> None:
    tables = files(
        sellers=added("sellers", seller_id="K1-B1", table_no="")["sellers"],
        buyers=added("buyers", buyer_id="B1-B2")["buyers"],
    )
    assert faults_of(make.write_folder(tmp_path, tables)) == [("sellers.csv", 4, "seller_id", "K1-B1")]


def test_no_one_to_one_item_and_one_too_short_for_a_slot(tmp_path: Path) -> None:
    none = changed("sessions", 2, kind="seminar") | {"slots": [FILES["slots"][0]]}
    assert faults_of(make.write_folder(tmp_path / "none", none)) == [("sessions.csv", None, "kind", "")]
    short = changed("sessions", 2, end=time(9, 20)) | {"slots": [FILES["slots"][0]]}
    assert faults_of(make.write_folder(tmp_path / "short", short)) == [("sessions.csv", 2, "end", "09:20")]


def test_every_fault_of_every_file_is_listed_at_once_in_order(tmp_path: Path) -> None:
    tables = files(
        tables=None,
        slots=None,
        sessions=changed("sessions", 3, end="09:00", blocks="some")["sessions"],
        sellers=changed("sellers", 3, max_meetings="many", solution_tags="its|tram")["sellers"],
        wishes=[*changed("wishes", 3, to_id="B9")["wishes"], ["B1", "B1", "buyer", 0, "maybe"]],
    )
    assert faults_of(make.write_folder(tmp_path, tables)) == [
        ("sessions.csv", 3, "end", "09:00"),
        ("sessions.csv", 3, "blocks", "some"),
        ("sellers.csv", 3, "solution_tags", "its|tram"),
        ("sellers.csv", 3, "max_meetings", "many"),
        ("tables", None, None, "tables"),
        ("interpreters.csv", 2, "unavailable_slots", "A1|10:00-10:15"),
        ("wishes.csv", 3, "to_id", "B9"),
        ("wishes.csv", 5, "to_id", "B1"),
        ("wishes.csv", 5, "rank", "0"),
        ("wishes.csv", 5, "strength", "maybe"),
        ("locks.csv", 2, "slot_id", "A3"),
        ("timetable.csv", 2, "slot_id", "A3"),
        ("outcomes.csv", 2, "slot_id", "A3"),
    ]


def test_faults_of_a_workbook_name_the_sheet(tmp_path: Path) -> None:
    path = make.write_workbook(tmp_path / "event.xlsx", changed("wishes", 3, rank=-1))
    assert faults_of(path) == [("wishes", 3, "rank", "-1")]


def test_a_fault_is_a_sentence_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(BundleError) as refused:
        read(make.write_folder(tmp_path, changed("wishes", 2, to_id="K11")))
    assert str(refused.value) == "wishes.csv, row 2, to_id: " + (
        "‘K11’ is not in sellers, buyers. Correct the id or add it there. (K1?)"
    )
    assert refused.value.faults[0].sentence("ko") == "wishes.csv, 2행, to_id: " + (
        "‘K11’이(가) sellers, buyers 표에 없습니다. ID를 고치거나 그 표에 추가하십시오. (K1?)"
    )


def test_an_unreadable_file_is_a_bundle_error_too(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path / "nothing.zip")
    assert issubclass(UnreadableFile, BundleError)


OTHER_DAY = date(2022, 10, 8)


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        (
            {"tables": (make.table(seller_id="K1", seats=1),), "buyers": (make.buyer(delegates=1),)},
            ("sellers", "delegates", "K1"),
        ),
        (
            {"tables": (make.table(seller_id="K1", seats=2),), "buyers": (make.buyer(delegates=3),)},
            ("buyers", "delegates", "B1"),
        ),
        (
            {"availability": (make.window("B1", "09:00", "18:00", day=OTHER_DAY),)},
            ("availability", "party_id", "B1"),
        ),
        ({"sellers": (make.seller(tags=()),)}, ("sellers", "solution_tags", "K1")),
        ({"buyers": (make.buyer(tags=()),)}, ("buyers", "need_tags", "B1")),
        ({"wishes": ()}, ("buyers", "buyer_id", "B1")),
        ({"wishes": (make.wish(strength="rather-not"),)}, ("buyers", "buyer_id", "B1")),
        ({"sellers": (make.seller(languages=("ko",)),)}, ("interpreters", "languages", "B1|K1")),
        (
            {
                "sellers": (make.seller(interpreter_need="required"),),
                "interpreters": (make.interpreter(languages=("ko", "th")),),
            },
            ("interpreters", "languages", "B1|K1"),
        ),
        (
            {"sessions": (make.session(), make.session("V", kind="bilateral", blocks="listed"))},
            ("sessions", "blocks", "V"),
        ),
        ({"slots": (make.slot("S1", "09:00", "10:00"),)}, ("slots", "end", "S1")),
        (
            {"locks": (make.lock(),), "availability": (make.window("B1", "09:30", "11:00"),)},
            ("locks", "slot_id", "S1"),
        ),
        (
            {"outcomes": ({"meeting_id": "M1", "consult_amount_usd": "5", "contract_expected_usd": "6"},)},
            ("outcomes", "contract_expected_usd", "M1"),
        ),
        (
            {"buyers": (make.buyer(row={"buyer_id": "B1", "min_meeting": "3"}),)},
            ("buyers", "min_meeting", "min_meeting"),
        ),
    ],
)
def test_what_is_probably_not_meant_is_a_warning(changes: dict[str, Any], warning: tuple[str, str, str]) -> None:
    bundle = make.bundle(**({"wishes": (make.wish(),)} | changes))
    found = warnings_of(bundle)
    assert [(caution.file, caution.column, caution.value) for caution in found] == [warning]
    assert all(caution.message.ko and caution.message.en for caution in found)


def test_a_sound_small_event_has_no_warnings() -> None:
    assert warnings_of(make.bundle(wishes=(make.wish(),))) == ()
