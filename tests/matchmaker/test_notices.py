"""Held meetings that need care."""

from typing import Any

from matchmaker.bundle import Bundle
from matchmaker.matching.requests import match
from matchmaker.services.notices import notices_of
from matchmaker.services.timetable import solve_stop
from tests.matchmaker.factories import bundle, buyer, exclusion, lock, seller, wish


def told(**changes: Any) -> list[tuple[str, ...]]:
    """Return slot, parties, English kind and reason (and the other slot) of each notice."""
    given: Bundle = bundle(**({"buyers": (buyer(), buyer("B2"))} | changes))
    return [
        (one.meeting.slot, one.meeting.a, one.meeting.b, one.subject.en, one.reason.en)
        + ((one.other.slot, one.other.b) if one.other else ())
        for one in notices_of(solve_stop(given, match(given)))
    ]


def soft(kind: str, party_a: str = "K1", party_b: str = "B1", **changes: Any) -> dict[str, Any]:
    return {"exclusions": (exclusion(party_a, party_b, kind=kind, level="soft", reason_en="why", **changes),)}


IN_A_ROW = {"locks": (lock("K1", "B1", "S1"), lock("K1", "B2", "S2"))}


def test_a_tender_or_a_restricted_topic_is_watched() -> None:
    assert told(**IN_A_ROW, **soft("tender-blackout")) == [("S1", "K1", "B1", "tender under way", "why")]
    assert told(**IN_A_ROW, **soft("topic-restriction", "B2", "K1")) == [("S2", "K1", "B2", "topics restricted", "why")]


def test_a_kind_without_a_name_is_shown_as_it_is() -> None:
    assert told(**IN_A_ROW, **soft("press-present")) == [("S1", "K1", "B1", "press-present", "why")]


def test_what_was_cleared_is_history() -> None:
    assert told(**IN_A_ROW, **soft("tender-blackout", status="cleared")) == []


def test_rivals_one_right_after_the_other_at_a_table_are_watched() -> None:
    rivals = soft("avoid-back-to-back", "B2", "B1")
    assert told(**IN_A_ROW, **rivals) == [("S1", "K1", "B1", "not one after the other", "why", "S2", "B2")]


def test_rivals_with_a_slot_between_them_or_at_two_tables_are_not() -> None:
    rivals = soft("avoid-back-to-back", "B2", "B1")
    assert told(locks=(lock("K1", "B1", "S1"), lock("K1", "B2", "S3")), **rivals) == []
    sellers = {"sellers": (seller(), seller("K2"))}
    apart = {"locks": (lock("K1", "B1", "S1"), lock("K1", "B2", "S3"), lock("K2", "B2", "S2"))}
    assert told(**apart, **sellers, **rivals) == []


def test_those_who_may_meet_jointly_are_told_where_they_meet_the_same_seller() -> None:
    locks = {"locks": (lock("K1", "B1", "S1"), lock("K1", "B2", "S4"))}
    assert told(**locks, **soft("joint-meeting", "B1", "B2")) == [
        ("S1", "K1", "B1", "may meet jointly", "why", "S4", "B2")
    ]


def test_a_meeting_one_side_would_rather_not_hold_is_watched() -> None:
    locks = {"locks": (lock("K1", "B1", "S1"), lock("K1", "B2", "S2"))}
    unwanted = wish("B1", "K1", strength="rather-not", reason_en="We compete.")
    assert told(**locks, wishes=(unwanted,)) == [
        ("S1", "K1", "B1", "rather not", "B1 would rather not meet. We compete.")
    ]
