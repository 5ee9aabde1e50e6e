import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.bundle import Company, Wish
from matchmaker.matching.requests import match
from matchmaker.matching.score import PARTS, Score, score_pair
from matchmaker.matching.taxonomy import load_taxonomy
from matchmaker.matching.terms import Budget, Talk, budget_of, talk_of
from matchmaker.matching.weights import WEIGHTS, Weights
from tests.matchmaker.companies import buyer, sample, seller, wish

TAXONOMY = load_taxonomy()
PAGE = (Path(__file__).parents[2] / "docs" / "matching.md").read_text(encoding="utf-8")
STRENGTHS = ["must", "want", "could", "rather-not"]


def score(
    one: Company,
    other: Company,
    buyer_wish: Wish | None = None,
    seller_wish: Wish | None = None,
) -> Score:
    return score_pair(one, other, buyer_wish, seller_wish, TAXONOMY)


def points(part: str, *given: Any) -> int:
    return score(*given).parts[part]


def test_a_pair_of_which_nothing_is_known() -> None:
    found = score(seller(), buyer())
    assert tuple(found.parts) == PARTS
    assert {part: value for part, value in found.parts.items() if value} == {"language": 1}
    assert (found.total, found.topic_closeness, found.matched) == (1, 0.0, ())


def test_the_best_pair_has_100() -> None:
    tags = "cctv video-analytics crowd-density parking-control ppp"
    known: dict[str, Any] = {"languages": ("en",), "price_usd": (1, 9)}
    best = score(seller(tags, **known), buyer(tags, vip=True, **known), wish("buyer", "must"), wish("seller", "must"))
    assert dict(best.parts) == {
        "topics": 38,
        "breadth": 6,
        "delivery": 2,
        "buyer_wish": 24,
        "seller_wish": 12,
        "mutual": 8,
        "budget": 4,
        "language": 3,
        "vip": 3,
        "floor": 0,
    }
    assert best.total == 100


@pytest.mark.parametrize(
    ("offered", "needed", "closeness", "topics"),
    [
        ("cctv", "cctv", 1.0, 38),
        ("parking-control cctv", "cctv", 0.95, 36),
        ("cctv", "parking-control cctv", 0.9, 34),
        ("parking-control its ev waste cctv", "cctv", 0.8, 30),
        ("parking-control its ev waste grid cctv", "cctv", 0.8, 30),
        ("cctv", "its ev waste grid planning medical cctv", 0.5, 19),
        ("cctv", "surveillance", 0.6, 22),
        ("surveillance", "cctv", 0.6, 22),
        ("cctv", "crowd-density", 0.35, 13),
        ("cctv", "access-control", 0.1, 3),
        ("cctv", "waste", 0.0, 0),
        ("ppp", "ppp", 0.0, 0),
        ("ppp cctv", "delivery cctv", 1.0, 38),
        ("nonsense cctv", "cctv", 1.0, 38),
    ],
)
def test_topics_count_by_closeness_and_order(offered: str, needed: str, closeness: float, topics: int) -> None:
    found = score(seller(offered), buyer(needed))
    assert (found.topic_closeness, found.parts["topics"]) == (closeness, topics)


def test_each_need_is_matched_with_its_best_solution_the_best_first() -> None:
    found = score(seller("parking-guidance cctv its"), buyer("parking-control waste cctv traffic-information"))
    assert found.matched == (
        ("cctv", "cctv", 1.0),
        ("parking-control", "parking-guidance", 0.35),
        ("traffic-information", "its", 0.6),
    )


@pytest.mark.parametrize(
    ("offered", "needed", "breadth"),
    [
        ("cctv", "cctv", 0),
        ("cctv parking-control", "cctv parking-control", 2),
        ("cctv", "cctv crowd-density", 1),
        ("cctv", "cctv surveillance", 1),
        ("cctv", "cctv access-control", 0),
        ("cctv its ev waste", "cctv traffic-information parking ev waste", 3),
        ("cctv recycling microgrid telehealth gis", "cctv recycling microgrid telehealth gis", 6),
    ],
)
def test_breadth_counts_further_needs(offered: str, needed: str, breadth: int) -> None:
    assert points("breadth", seller(offered), buyer(needed)) == breadth


@pytest.mark.parametrize(
    ("offered", "needed", "delivery"),
    [
        ("cctv ppp", "cctv ppp", 2),
        ("cctv delivery", "cctv ppp", 2),
        ("cctv ppp", "cctv delivery", 2),
        ("cctv ppp", "crowd-density ppp", 2),
        ("cctv ppp", "cctv project-finance", 0),
        ("cctv", "cctv delivery", 0),
        ("cctv ppp", "waste ppp", 0),
        ("ppp", "ppp", 0),
    ],
)
def test_form_of_cooperation_refines_only_what_has_a_topic(offered: str, needed: str, delivery: int) -> None:
    assert points("delivery", seller(offered), buyer(needed)) == delivery


@pytest.mark.parametrize(
    ("strength", "rank", "of_buyer", "of_seller"),
    [
        ("must", 1, 24, 12),
        ("must", 4, 21, 9),
        ("must", 99, 18, 9),
        ("want", 1, 18, 9),
        ("want", 2, 17, 8),
        ("could", 1, 12, 6),
        ("could", 9, 6, 3),
        ("rather-not", 1, -24, -12),
        ("rather-not", 9, -24, -12),
        ("want", 0, 18, 9),
    ],
)
def test_wishes_count_by_strength_and_rank(strength: str, rank: int, of_buyer: int, of_seller: int) -> None:
    assert points("buyer_wish", seller(), buyer(), wish("buyer", strength, rank)) == of_buyer
    assert points("seller_wish", seller(), buyer(), None, wish("seller", strength, rank)) == of_seller


@pytest.mark.parametrize(
    ("of_buyer", "of_seller", "mutual"),
    [
        (("could", 3), ("could", 3), 8),
        (("must", 4), ("must", 1), 5),
        (("must", 1), ("must", 4), 5),
        (("rather-not", 1), ("must", 1), 0),
        (("must", 1), ("rather-not", 1), 0),
        (("must", 1), None, 0),
        (None, ("must", 1), 0),
    ],
)
def test_mutual_wishes(of_buyer: tuple[str, int] | None, of_seller: tuple[str, int] | None, mutual: int) -> None:
    wishes = (
        of_buyer and wish("buyer", of_buyer[0], of_buyer[1]),
        of_seller and wish("seller", of_seller[0], of_seller[1]),
    )
    assert points("mutual", seller(), buyer(), *wishes) == mutual


@pytest.mark.parametrize(
    ("price", "budget", "fit", "worth"),
    [
        ((10, 20), (20, 30), Budget.OVERLAP, 4),
        ((10, 20), (1, 10), Budget.OVERLAP, 4),
        ((10, 20), (12, 13), Budget.OVERLAP, 4),
        ((10, 20), (21, 30), Budget.LARGER, 2),
        ((10, 20), (1, 9), Budget.SMALLER, 0),
        (None, (1, 9), Budget.UNKNOWN, 2),
        ((10, 20), None, Budget.UNKNOWN, 2),
    ],
)
def test_budget_and_price(
    price: tuple[int, int] | None, budget: tuple[int, int] | None, fit: Budget, worth: int
) -> None:
    one, other = seller("cctv", price_usd=price), buyer("cctv", price_usd=budget)
    assert (budget_of(one, other), points("budget", one, other)) == (fit, worth)
    assert points("budget", one, replace(other, tags=("waste",))) == 0


@pytest.mark.parametrize(
    ("own", "other", "need", "talk", "worth"),
    [
        ("ko en", "th en", "none", Talk.SHARED, 3),
        ("ko en", "th en", "preferred", Talk.PREFERRED, 2),
        ("ko en", "th en", "required", Talk.INTERPRETER, 0),
        ("ko", "th", "none", Talk.INTERPRETER, 0),
        ("ko", "th", "preferred", Talk.INTERPRETER, 0),
        ("", "th", "none", Talk.UNKNOWN, 1),
        ("ko", "", "preferred", Talk.UNKNOWN, 1),
        ("", "", "required", Talk.INTERPRETER, 0),
    ],
)
def test_language(own: str, other: str, need: str, talk: Talk, worth: int) -> None:
    one = seller(languages=tuple(own.split()), interpreter_need=need)
    two = buyer(languages=tuple(other.split()))
    assert (talk_of(one, two), points("language", one, two)) == (talk, worth)


def test_vip_counts_on_either_side_once() -> None:
    assert points("vip", seller(), buyer(vip=True)) == 3
    assert points("vip", seller(vip=True), buyer(vip=True)) == 3


def test_rather_not_lowers_and_never_below_0() -> None:
    tags = seller("cctv"), buyer("cctv")
    assert score(*tags).total == 41
    assert score(*tags, wish("buyer", "rather-not")).total == 17
    lowest = score(*tags, wish("buyer", "rather-not"), wish("seller", "rather-not"))
    assert (lowest.total, lowest.parts["floor"]) == (5, 0)
    floored = score(seller(), buyer(), wish("buyer", "rather-not"), wish("seller", "rather-not"))
    assert (floored.total, floored.parts["floor"]) == (0, 35)


tags = st.lists(st.sampled_from(sorted(TAXONOMY)), max_size=7).map(" ".join)
spans = st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: (min(two), max(two)))
needs = st.sampled_from(["none", "preferred", "required"])
languages = st.lists(st.sampled_from(["ko", "en", "th", "xx"]), max_size=3).map(tuple)
sellers = st.builds(seller, tags, languages=languages, interpreter_need=needs, price_usd=spans)
buyers = st.builds(buyer, tags, languages=languages, interpreter_need=needs, price_usd=spans, vip=st.booleans())


def wishes(side: str, strengths: list[str] | None = None) -> st.SearchStrategy[Wish]:
    return st.builds(wish, st.just(side), st.sampled_from(strengths or STRENGTHS), st.integers(1, 20))


@given(sellers, buyers, st.none() | wishes("buyer"), st.none() | wishes("seller"))
def test_a_score_is_the_whole_sum_of_its_parts(
    one: Company, other: Company, buyer_wish: Wish | None, seller_wish: Wish | None
) -> None:
    found = score(one, other, buyer_wish, seller_wish)
    assert tuple(found.parts) == PARTS
    assert all(type(value) is int for value in found.parts.values())
    assert found.total == sum(found.parts.values())
    assert 0 <= found.total <= 100
    assert 0 <= found.topic_closeness <= 1
    assert found == score(one, other, buyer_wish, seller_wish)


@given(sellers, buyers, wishes("buyer", STRENGTHS[:3]), st.none() | wishes("seller"))
def test_a_wish_never_lowers_and_a_rather_not_never_raises(
    one: Company, other: Company, buyer_wish: Wish, seller_wish: Wish | None
) -> None:
    without = score(one, other, None, seller_wish).total
    assert score(one, other, buyer_wish, seller_wish).total >= without
    assert score(one, other, replace(buyer_wish, strength="rather-not"), seller_wish).total <= without


@given(sellers, buyers, wishes("buyer", STRENGTHS[:3]), st.none() | wishes("seller"))
def test_stronger_or_better_ranked_is_never_worth_less(
    one: Company, other: Company, buyer_wish: Wish, seller_wish: Wish | None
) -> None:
    total = score(one, other, buyer_wish, seller_wish).total
    stronger = replace(buyer_wish, strength=STRENGTHS[max(0, STRENGTHS.index(buyer_wish.strength) - 1)])
    better = replace(buyer_wish, rank=max(1, buyer_wish.rank - 1))
    assert score(one, other, stronger, seller_wish).total >= total
    assert score(one, other, better, seller_wish).total >= total


@given(sellers, buyers, st.sampled_from(sorted(TAXONOMY)))
def test_one_more_need_at_the_end_never_lowers(one: Company, other: Company, tag: str) -> None:
    more = replace(other, tags=(*other.tags, tag))
    assert score(one, more).topic_closeness >= score(one, other).topic_closeness
    assert score(one, more).total >= score(one, other).total


@given(st.lists(st.sampled_from(TAXONOMY.forms(TAXONOMY)), min_size=1).map(" ".join), sellers)
def test_forms_of_cooperation_alone_are_close_to_nothing(forms: str, one: Company) -> None:
    assert score(one, buyer(forms)).topic_closeness == 0
    assert score(seller(forms), buyer(forms)).matched == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"topics": 39}, "101 points, not 100"),
        ({"topics": 37}, "99 points, not 100"),
        ({"topics": 42, "vip": -1}, "may be negative"),
        ({"mutual": 9}, "must not be worth less"),
        ({"seller_wish": replace(WEIGHTS.seller_wish, want=10)}, "must not be worth less"),
        ({"seller_wish": replace(WEIGHTS.seller_wish, rather_not=1)}, "must not be worth less"),
        ({"seller_wish": replace(WEIGHTS.seller_wish, first=-1)}, "may be negative"),
        ({"need_order": (90, 100)}, "does not fall"),
        ({"need_order": ()}, "does not fall"),
        ({"solution_order": (101,)}, "does not fall"),
        ({"solution_order": (100, -1)}, "does not fall"),
    ],
)
def test_weights_that_would_break_the_scale_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Weights(**changes)


def test_other_weights_are_used() -> None:
    other = Weights(topics=40, vip=1)
    found = score_pair(seller("cctv"), buyer("cctv", vip=True), None, None, TAXONOMY, other)
    assert (found.parts["topics"], found.parts["vip"]) == (40, 1)


@pytest.mark.parametrize("stop", ["bangkok", "istanbul"])
def test_scores_of_a_sample_tell_pairs_apart(stop: str) -> None:
    pairs = match(sample(stop))
    wished = [pair.score.total for pair in pairs if pair.request]
    assert len(set(wished)) >= 50
    assert (min(wished), max(wished)) <= (20, 100)
    assert max(wished) >= 90
    nobody = [pair.score.total for pair in pairs if not (pair.buyer_wish or pair.seller_wish)]
    assert max(nobody) < 20
    assert sum(value < 10 for value in nobody) > 0.85 * len(nobody)


def test_page_names_every_weight_as_it_is() -> None:
    for field in fields(Weights):
        value = getattr(WEIGHTS, field.name)
        if isinstance(value, int):
            assert f"| `{field.name}` | {value} |" in PAGE, field.name
        elif isinstance(value, tuple):
            assert f"| `{field.name}` | {', '.join(map(str, value))} |" in PAGE, field.name
        else:
            row = (value.must, value.want, value.could, value.first, value.rather_not)
            assert f"| `{field.name}` | {' | '.join(map(str, row))} |" in PAGE, field.name


def test_example_of_the_page_is_what_is_computed() -> None:
    found = next(pair.score for pair in match(sample("bangkok")) if (pair.seller.id, pair.buyer.id) == ("K02", "TH07"))
    example = PAGE[PAGE.index("## An example") :]
    rows = re.findall(r"^\| (\w+) \| .* \| (-?\d+) \|$", example, re.MULTILINE)
    assert [(name, int(value)) for name, value in rows] == [*found.parts.items(), ("score", found.total)]
