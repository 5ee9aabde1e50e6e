import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.bundle import Exclusion, Wish
from matchmaker.matching.requests import (
    REQUESTS,
    THRESHOLDS,
    Asked,
    Ground,
    Pair,
    Thresholds,
    match,
    requests_of,
)
from matchmaker.matching.score import PARTS
from matchmaker.matching.taxonomy import load_taxonomy
from matchmaker.services.matching import HEADER, write_pairs
from tests.matchmaker.companies import SAMPLES, bundle, buyer, exclusion, sample, seller, wish

PAGE = (SAMPLES.parent / "docs" / "matching.md").read_text(encoding="utf-8")
FORMS = load_taxonomy().forms(load_taxonomy())


def only_pair(*wishes: Wish, tags: tuple[str, str] = ("", ""), **changes: Any) -> Pair:
    """Return the pair of a seller and a buyer with these solutions and needs."""
    return match(bundle(sellers=(seller(tags[0]),), buyers=(buyer(tags[1]),), wishes=wishes, **changes))[0]


NEAR = ("cctv", "cctv")
FAR = ("cctv", "crowd-density")


@pytest.mark.parametrize(
    ("of_buyer", "of_seller", "tags", "code", "must"),
    [
        ("must", None, FAR, Ground.BUYER_WISH, True),
        ("want", None, FAR, Ground.BUYER_WISH, False),
        ("could", None, FAR, Ground.BUYER_WISH, False),
        ("could", "must", FAR, Ground.BUYER_WISH, True),
        ("could", "rather-not", FAR, Ground.BUYER_WISH, False),
        ("must", "rather-not", FAR, Ground.BUYER_WISH, True),
        (None, "must", NEAR, Ground.SELLER_WISH, False),
        (None, "want", NEAR, Ground.SELLER_WISH, False),
        (None, "must", FAR, Ground.TOO_FAR, False),
        (None, "want", FAR, Ground.TOO_FAR, False),
        (None, "could", FAR, Ground.COULD_ONLY, False),
        (None, "could", NEAR, Ground.TOPICS, False),
        (None, None, NEAR, Ground.TOPICS, False),
        (None, None, FAR, Ground.NOT_ASKED, False),
        ("rather-not", "must", NEAR, Ground.RATHER_NOT, False),
        ("rather-not", None, FAR, Ground.RATHER_NOT, False),
        (None, "rather-not", NEAR, Ground.RATHER_NOT, False),
    ],
)
def test_where_a_pair_stands(
    of_buyer: str | None, of_seller: str | None, tags: tuple[str, str], code: Ground, must: bool
) -> None:
    wishes = [
        wish(side, strength) for side, strength in (("buyer", of_buyer), ("seller", of_seller)) if strength is not None
    ]
    pair = only_pair(*wishes, tags=tags)
    assert (pair.code, pair.must, pair.request) == (code, must, code in REQUESTS)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ((exclusion(),), Ground.EXCLUDED),
        ((exclusion("tender-blackout"),), Ground.EXCLUDED),
        ((exclusion(status="cleared"),), Ground.BUYER_WISH),
        ((exclusion("declined", "soft"),), Ground.DECLINED),
        ((exclusion("declined", "hard"),), Ground.EXCLUDED),
        ((exclusion("declined", "soft", "cleared"),), Ground.BUYER_WISH),
        ((exclusion("tender-blackout", "soft"),), Ground.BUYER_WISH),
        ((exclusion("declined", "soft"), exclusion()), Ground.EXCLUDED),
        ((exclusion(), exclusion("declined", "soft")), Ground.EXCLUDED),
        ((exclusion(), exclusion("tender-blackout")), Ground.EXCLUDED),
    ],
)
def test_exclusions_stand_before_every_wish(found: tuple[Exclusion, ...], code: Ground) -> None:
    pair = only_pair(wish("buyer", "must"), exclusions=found)
    assert (pair.code, pair.must) == (code, code == Ground.BUYER_WISH)
    assert (pair.exclusion in found) is (code != Ground.BUYER_WISH)


def test_thresholds_are_settings() -> None:
    event = bundle(sellers=(seller("cctv"),), buyers=(buyer("crowd-density"),), wishes=(wish("seller", "must"),))
    assert match(event, thresholds=Thresholds(seller_wish=0.35))[0].code == Ground.SELLER_WISH
    assert match(event, thresholds=Thresholds(topics=0.35))[0].code == Ground.TOPICS


@given(st.lists(st.sampled_from(FORMS), min_size=1).map(" ".join), st.sampled_from(["must", "want", "could"]))
def test_forms_of_cooperation_alone_ask_for_nothing(forms: str, strength: str) -> None:
    assert not only_pair(tags=(forms, forms)).request
    assert not only_pair(wish("seller", strength), tags=(forms, forms)).request


def test_requests_carry_score_and_must() -> None:
    pairs = match(
        bundle(
            sellers=(seller(), seller(key="K2")),
            wishes=(wish("buyer", "must"), wish("seller", "want")),
        )
    )
    assert requests_of(pairs) == (Asked("K1", "B1", 24 + 9 + 8 + 1, must=True),)


@pytest.mark.parametrize(
    ("stop", "pairs", "requests", "mutual", "musts", "apart"),
    [
        ("bangkok", 12 * 26, 112, 86, 23, {"X01", "X02", "X03", "X07"}),
        ("istanbul", 7 * 50, 127, 93, 44, {"Y02", "Y03"}),
    ],
)
def test_samples_ask_for_what_the_reference_counted(
    stop: str, pairs: int, requests: int, mutual: int, musts: int, apart: set[str]
) -> None:
    found = match(sample(stop))
    asked = [pair for pair in found if pair.request]
    assert (len(found), len(asked)) == (pairs, requests)
    assert len({(pair.seller.id, pair.buyer.id) for pair in found}) == pairs
    assert {pair.code for pair in asked} == {Ground.BUYER_WISH}
    assert sum(pair.seller_wish is not None for pair in asked) == mutual
    assert sum(pair.buyer_wish is not None and pair.buyer_wish.strength == "must" for pair in asked) == musts
    assert {pair.exclusion.id for pair in found if pair.exclusion} == apart
    assert [request.value for request in requests_of(found)] == [pair.score.total for pair in asked]


@pytest.mark.parametrize(
    ("stop", "codes"),
    [
        ("bangkok", {"K05-TH03": "too_far", "K06-TH02": "too_far", "K09-TH03": "declined"}),
        ("istanbul", {"K05-TR29": "excluded", "K05-TR02": "too_far", "K08-TR01": "too_far"}),
    ],
)
def test_musts_of_sellers_that_are_no_requests_say_why(stop: str, codes: dict[str, str]) -> None:
    unasked = {
        f"{pair.seller.id}-{pair.buyer.id}": pair.code.value
        for pair in match(sample(stop))
        if not pair.request and "must" in {given.strength for given in (pair.buyer_wish, pair.seller_wish) if given}
    }
    assert unasked.items() >= codes.items()
    assert set(unasked.values()) <= {"too_far", "declined", "excluded"}


@pytest.mark.parametrize("stop", ["bangkok", "istanbul"])
def test_thresholds_lie_well_above_what_the_samples_leave_unasked(stop: str) -> None:
    for pair in match(sample(stop)):
        if pair.code == Ground.TOO_FAR:
            assert pair.score.topic_closeness < THRESHOLDS.seller_wish - 0.2
        if pair.code == Ground.NOT_ASKED:
            assert pair.score.topic_closeness < THRESHOLDS.topics - 0.2


def test_page_names_the_thresholds_and_every_code() -> None:
    assert f"| `seller_wish` | {THRESHOLDS.seller_wish} |" in PAGE
    assert f"| `topics` | {THRESHOLDS.topics} |" in PAGE
    assert [code for code in Ground if f"| `{code.value}` |" not in PAGE] == []


def test_pairs_are_written_by_seller_and_buyer(tmp_path: Path) -> None:
    pairs = match(sample("bangkok"))
    write_pairs(reversed(pairs), tmp_path / "pairs.csv")
    with (tmp_path / "pairs.csv").open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines)
        rows = list(table)
    assert tuple(table.fieldnames or ()) == HEADER
    ids = [(row["seller_id"], row["buyer_id"]) for row in rows]
    assert ids == sorted((pair.seller.id, pair.buyer.id) for pair in pairs)
    for row in rows:
        assert int(row["score"]) == sum(int(row[f"points_{part}"]) for part in PARTS)
        assert row["reasons_ko"]
        assert row["reasons_en"]
    example = rows[ids.index(("K02", "TH07"))]
    assert [example[name] for name in HEADER[:7]] == ["K02", "TH07", "88", "1", "1", "must", "must"]
    assert "둘째 솔루션입니다" in example["reasons_ko"]
    unasked = rows[ids.index(("K09", "TH03"))]
    assert [unasked[name] for name in HEADER[3:7]] == ["0", "0", "", "must"]
