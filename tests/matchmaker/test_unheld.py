"""Why a wish is no meeting: one small event for every code."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matchmaker.bundle import Bundle
from matchmaker.matching.requests import match
from matchmaker.services.timetable import Solved, solve_stop
from matchmaker.services.unheld import Unheld, unheld_wishes
from tests.matchmaker.factories import (
    bundle,
    buyer,
    exclusion,
    interpreter,
    lock,
    seller,
    slot,
    table,
    window,
    wish,
)

ONE_SLOT = (slot("S1", "09:00", "09:30"),)
TWO_SLOTS = (*ONE_SLOT, slot("S2", "09:30", "10:00"))


def solved(given: Bundle) -> Solved:
    return solve_stop(given, match(given))


def refused(given: Bundle) -> list[Unheld]:
    return list(unheld_wishes(solved(given)))


def stop(**changes: Any) -> Bundle:
    """Return K1 and K2, B1 and B2, who ask for nothing but what ``wishes`` says."""
    parties = {"sellers": (seller(tags=()), seller("K2", tags=())), "buyers": (buyer(tags=()), buyer("B2", tags=()))}
    tables = {"tables": (table("T1", seller_id="K1"), table("T2", seller_id="K2"))}
    return bundle(**(parties | tables | {"wishes": (wish("B1", "K1"), wish("B2", "K1"))} | changes))


NOBODY_FOR_TWO = {
    "sellers": (seller(tags=(), languages=("ko",)), seller("K2", tags=(), languages=("ko",))),
    "interpreters": (interpreter(),),
    "wishes": (wish("B1", "K1", strength="must"), wish("B2", "K2")),
}
CASES: dict[str, tuple[str, Bundle, str]] = {
    "a hard exclusion": (
        "excluded",
        stop(exclusions=(exclusion("K1", "B2", reason_ko="분쟁", reason_en="dispute"),)),
        "K1 and B2 are excluded from meeting: dispute",
    ),
    "declined": (
        "declined",
        stop(exclusions=(exclusion("K1", "B2", level="soft", kind="declined", reason_en="no time"),)),
        "K1 and B2 do not meet because one side declined: no time",
    ),
    "the buyer would rather not": (
        "rather_not",
        stop(wishes=(wish("B1", "K1"), wish("B2", "K1", strength="rather-not"))),
        "One side would rather not meet.",
    ),
    "only the seller asked, from far": (
        "not_asked",
        stop(wishes=(wish("B1", "K1"), wish("K1", "B2", side="seller"))),
        "B2 did not ask for K1, and their topics are not close enough.",
    ),
    "never there together": (
        "no_common_slot",
        stop(availability=(window("B2", "09:00", "09:30"), window("K1", "09:00", "09:30", "blocked"))),
        "There is no slot in which both K1 and B2 are there.",
    ),
    "the buyer's maximum": (
        "buyer_full",
        stop(
            buyers=(buyer(tags=()), buyer("B2", tags=(), max_meetings=1)),
            wishes=(wish("B2", "K1"), wish("B2", "K2", strength="must")),
        ),
        "B2 is at its maximum of 1 meeting (",
    ),
    "the seller's maximum": (
        "seller_full",
        stop(
            sellers=(seller(tags=(), max_meetings=1), seller("K2", tags=())),
            wishes=(wish("B1", "K1", strength="must"), wish("B2", "K1")),
        ),
        "K1 is at its maximum of 1 meeting (",
    ),
    "somebody else sits there": (
        "displaced",
        stop(slots=ONE_SLOT, wishes=(wish("B1", "K1", strength="must"), wish("B2", "K1"))),
        "In the only slot both could use, one side is in another meeting",
    ),
    "every interpreter speaks elsewhere": (
        "no_interpreter",
        stop(slots=ONE_SLOT, **NOBODY_FOR_TWO),
        "No interpreter is free when both are (09:00).",
    ),
    "the interpreter has done enough": (
        "no_interpreter",
        stop(slots=TWO_SLOTS, **(NOBODY_FOR_TWO | {"interpreters": (interpreter(max_meetings=1),)})),
        "No interpreter is free when both are (09:00, 09:30).",
    ),
    "every table is taken": (
        "no_table",
        stop(
            slots=ONE_SLOT,
            tables=(table("P1", use="pool"),),
            wishes=(wish("B1", "K1", strength="must"), wish("B2", "K2")),
        ),
        "No table is free when both are (09:00).",
    ),
    "two in a row are too many": (
        "traded",
        stop(
            slots=TWO_SLOTS,
            sellers=(seller(tags=(), max_consecutive=1), seller("K2", tags=())),
            wishes=(wish("B1", "K1", strength="must"), wish("B2", "K1")),
        ),
        "but holding this one would cost other meetings or a more important goal.",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_reason_stands_where_it_holds(case: str) -> None:
    code, given, sentence = CASES[case]
    (found,) = refused(given)
    assert found.code == code
    assert sentence in found.reason.en
    assert found.reason.ko != found.reason.en


def test_every_code_has_a_case() -> None:
    page = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")
    codes = re.findall(r"^\| `([a-z_]+)` \|", page.split("## Wishes that are no meetings")[1], re.MULTILINE)
    assert codes == list(dict.fromkeys(code for code, _, _ in CASES.values()))


def test_nothing_is_refused_where_everybody_meets() -> None:
    assert refused(stop()) == []


def test_a_locked_meeting_is_named_where_it_stands_in_the_way() -> None:
    given = stop(slots=ONE_SLOT, wishes=(wish("B2", "K1", strength="must"),), locks=(lock("K1", "B1", "S1"),))
    (found,) = refused(given)
    assert found.code == "displaced"
    assert "K1 – B1 at 09:00" in found.reason.en
    assert "K1–B1 09:00" in found.reason.ko


def test_one_wish_from_each_side_stands_twice() -> None:
    given = stop(wishes=(wish("B1", "K1"), wish("K1", "B1", side="seller")), exclusions=(exclusion(),))
    assert [(one.row()[0], one.row()[1], one.code) for one in refused(given)] == [
        ("B1", "K1", "excluded"),
        ("K1", "B1", "excluded"),
    ]


def test_a_request_nobody_wished_stands_under_the_seller() -> None:
    given = stop(slots=ONE_SLOT, wishes=(wish("B1", "K1", strength="must"),))
    close = replace(given, sellers=(seller(), given.sellers[1]), buyers=(buyer(), buyer("B2")))
    (found,) = refused(close)
    assert found.row()[:6] == ["K1", "B2", "seller", None, None, "displaced"]
