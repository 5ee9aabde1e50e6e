"""The score of a pair: a sum of whole points, each part written out.

``docs/matching.md`` shows the formula with a worked example.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from matchmaker.bundle import Company, Wish
from matchmaker.matching.taxonomy import DELIVERY, SAME_GROUP, SAME_TAG, Taxonomy
from matchmaker.matching.terms import Budget, Talk, budget_of, talk_of
from matchmaker.matching.weights import WEIGHTS, Weights, WishWeights

RATHER_NOT = "rather-not"
PARTS = (
    "topics",
    "breadth",
    "delivery",
    "buyer_wish",
    "seller_wish",
    "mutual",
    "budget",
    "language",
    "vip",
    "floor",
)
"""Names of the parts, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Match:
    """One need of the buyer and the solution that comes nearest to it."""

    need: str
    solution: str
    percent: int
    """Closeness in hundredths."""
    weighted: int
    """Closeness × order of the need × order of the solution, in millionths."""

    @property
    def closeness(self) -> float:
        """Return the closeness of the two tags alone, 0 to 1."""
        return self.percent / 100


@dataclass(frozen=True, slots=True)
class Score:
    """Points of a pair. ``total`` is exactly the sum of ``parts``."""

    parts: Mapping[str, int]
    """In the order of ``PARTS``."""
    matches: tuple[Match, ...]
    """For each topic of the buyer that comes near one of the seller; the best first, then in its order."""

    @property
    def total(self) -> int:
        """Return the score, 0 to 100."""
        return sum(self.parts.values())

    @property
    def topic_closeness(self) -> float:
        """Return how near the best match comes to first need = first solution, 0 to 1."""
        return self.matches[0].weighted / 1_000_000 if self.matches else 0.0

    @property
    def matched(self) -> tuple[tuple[str, str, float], ...]:
        """Return need, solution and closeness of every match."""
        return tuple((match.need, match.solution, match.closeness) for match in self.matches)


def score_pair(
    seller: Company,
    buyer: Company,
    buyer_wish: Wish | None,
    seller_wish: Wish | None,
    taxonomy: Taxonomy,
    weights: Weights = WEIGHTS,
) -> Score:
    """Return the score of a pair with all its parts.

    Budget and form of cooperation refine a pair whose topics meet; without a common topic they say
    nothing. The part ``floor`` gives back what a rather-not would take below 0.
    """
    matches = matches_of(buyer.tags, seller.tags, taxonomy, weights)
    parts = {
        "topics": weights.topics * matches[0].weighted // 1_000_000 if matches else 0,
        "breadth": _breadth(matches[1:], weights),
        "delivery": weights.delivery if matches and shared_forms(seller, buyer, taxonomy) else 0,
        "buyer_wish": _wish(buyer_wish, weights.buyer_wish),
        "seller_wish": _wish(seller_wish, weights.seller_wish),
        "mutual": _mutual(buyer_wish, seller_wish, weights),
        "budget": _budget(seller, buyer, weights) if matches else 0,
        "language": _language(seller, buyer, weights),
        "vip": weights.vip if seller.vip or buyer.vip else 0,
    }
    parts["floor"] = max(0, -sum(parts.values()))
    return Score(MappingProxyType(parts), matches)


def matches_of(
    needs: Sequence[str], solutions: Sequence[str], taxonomy: Taxonomy, weights: Weights = WEIGHTS
) -> tuple[Match, ...]:
    """Return for each topic among the needs the best solution that comes near: the best match first.

    Of equally good matches the earlier need counts, then the earlier solution.
    """
    found = []
    for place, need in enumerate(taxonomy.topics(needs)):
        order = _at(weights.need_order, place)
        candidates = [
            _match(need, solution, order * _at(weights.solution_order, rank), taxonomy)
            for rank, solution in enumerate(taxonomy.topics(solutions))
        ]
        found += [max((match for match in candidates if match.percent), key=_worth, default=None)]
    near = [match for match in found if match is not None]
    best = max(near, key=_worth, default=None)
    return tuple(sorted(near, key=lambda match: match is not best))


def _match(need: str, solution: str, order: int, taxonomy: Taxonomy) -> Match:
    percent = taxonomy.closeness_percent(need, solution)
    return Match(need, solution, percent, percent * order)


def _worth(match: Match) -> int:
    return match.weighted


def _at(order: tuple[int, ...], place: int) -> int:
    """Return what a place counts; the last number is for all further places."""
    return order[min(place, len(order) - 1)]


def shared_forms(seller: Company, buyer: Company, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return the forms of cooperation that both name, as the buyer does.

    Who names the whole group is open to every form the other names.
    """
    wanted, offered = taxonomy.forms(buyer.tags), taxonomy.forms(seller.tags)
    if DELIVERY in offered:
        return wanted
    if DELIVERY in wanted:
        return offered
    return tuple(form for form in wanted if form in offered)


def _breadth(further: Sequence[Match], weights: Weights) -> int:
    """Return the points for needs beside the best match."""
    exact = sum(match.percent == SAME_TAG for match in further)
    near = sum(SAME_GROUP <= match.percent < SAME_TAG for match in further)
    return min(weights.breadth, weights.further_exact * exact + weights.further_near * near)


def wishes_for(wish: Wish | None) -> bool:
    """Return whether it is a wish to meet; a rather-not is none."""
    return wish is not None and wish.strength != RATHER_NOT


def _wish(wish: Wish | None, weights: WishWeights) -> int:
    if wish is None:
        return 0
    if wish.strength == RATHER_NOT:
        return weights.rather_not
    strengths = {"must": weights.must, "want": weights.want, "could": weights.could}
    return strengths[wish.strength] + max(0, weights.first - max(0, wish.rank - 1))


def both_top(buyer_wish: Wish | None, seller_wish: Wish | None, weights: Weights = WEIGHTS) -> bool:
    """Return whether each wishes the other among its first ranks."""
    return all(
        wish is not None and wish.strength != RATHER_NOT and wish.rank <= weights.top
        for wish in (buyer_wish, seller_wish)
    )


def _mutual(buyer_wish: Wish | None, seller_wish: Wish | None, weights: Weights) -> int:
    if not (wishes_for(buyer_wish) and wishes_for(seller_wish)):
        return 0
    return weights.mutual_top if both_top(buyer_wish, seller_wish, weights) else weights.mutual


def _budget(seller: Company, buyer: Company, weights: Weights) -> int:
    points = {
        Budget.OVERLAP: weights.budget_overlap,
        Budget.LARGER: weights.budget_larger,
        Budget.UNKNOWN: weights.budget_unknown,
        Budget.SMALLER: 0,
    }
    return points[budget_of(seller, buyer)]


def _language(seller: Company, buyer: Company, weights: Weights) -> int:
    points = {
        Talk.SHARED: weights.language_shared,
        Talk.PREFERRED: weights.language_preferred,
        Talk.UNKNOWN: weights.language_unknown,
        Talk.INTERPRETER: 0,
    }
    return points[talk_of(seller, buyer)]
