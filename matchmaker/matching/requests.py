"""Which pairs ask to meet, and why the others do not.

Every pair of a seller and a buyer stands somewhere: see ``Ground``. A pair is asked for once, however
many reasons there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.bundle import Bundle, Company, Exclusion, Wish
from matchmaker.matching.score import RATHER_NOT, Score, score_pair, wishes_for
from matchmaker.matching.taxonomy import Taxonomy, load_taxonomy
from matchmaker.matching.weights import WEIGHTS, Weights


class Ground(StrEnum):
    """Why a pair is a request (the first three), or why it is not."""

    BUYER_WISH = "buyer_wish"
    SELLER_WISH = "seller_wish"
    """The seller's must or want, and the topics are close enough."""
    TOPICS = "topics"
    """Nobody had to ask: the topics are very close."""
    EXCLUDED = "excluded"
    """An active hard exclusion."""
    DECLINED = "declined"
    """One side was asked and declined."""
    RATHER_NOT = "rather_not"
    """The buyer would rather not; or the seller, and the buyer did not wish it."""
    TOO_FAR = "too_far"
    """Only the seller wished it, and the topics are not close enough."""
    COULD_ONLY = "could_only"
    """Only the seller said it could meet; that alone asks for nothing."""
    NOT_ASKED = "not_asked"
    """Nobody wished it, and the topics are not very close."""


REQUESTS = frozenset({Ground.BUYER_WISH, Ground.SELLER_WISH, Ground.TOPICS})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least topic closeness (0 to 1) that makes a pair a request without the buyer's wish.

    With the default weights a tag that both name counts 0.4 or more wherever it stands, and two
    different tags of a group never more than 0.35: so 0.4 asks for something in common by name, or
    for a whole group high up on both lists.
    """

    seller_wish: float = 0.4
    """For a pair the seller wished (must or want)."""
    topics: float = 0.7
    """For a pair nobody had to wish: the same tag high on both lists, such as the buyer's third need
    that is the seller's third solution."""


THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Asked:
    """A pair that asks to meet, as the timetable takes it."""

    seller_id: str
    buyer_id: str
    value: int
    """The score, 0 to 100."""
    must: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A seller and a buyer, and how they stand to each other."""

    seller: Company
    buyer: Company
    buyer_wish: Wish | None
    seller_wish: Wish | None
    score: Score
    code: Ground
    must: bool
    """A request that has to be held if it can be."""
    exclusion: Exclusion | None = None
    """What keeps them apart, if ``code`` is excluded or declined."""

    @property
    def request(self) -> bool:
        """Return whether they ask to meet."""
        return self.code in REQUESTS


def match(
    bundle: Bundle,
    taxonomy: Taxonomy | None = None,
    weights: Weights = WEIGHTS,
    thresholds: Thresholds = THRESHOLDS,
) -> tuple[Pair, ...]:
    """Return every pair of a seller and a buyer, in the order of the bundle.

    ``taxonomy`` is the application's own if not given.
    """
    taxonomy = load_taxonomy() if taxonomy is None else taxonomy
    wishes = {(wish.from_id, wish.to_id): wish for wish in bundle.wishes}
    apart = _apart(bundle.exclusions)
    pairs = []
    for seller in bundle.sellers:
        for buyer in bundle.buyers:
            buyer_wish, seller_wish = wishes.get((buyer.id, seller.id)), wishes.get((seller.id, buyer.id))
            score = score_pair(seller, buyer, buyer_wish, seller_wish, taxonomy, weights)
            exclusion = apart.get(frozenset((seller.id, buyer.id)))
            code = ground_of(buyer_wish, seller_wish, score.topic_closeness, exclusion, thresholds)
            must = code == Ground.BUYER_WISH and "must" in _strengths(buyer_wish, seller_wish)
            pairs.append(Pair(seller, buyer, buyer_wish, seller_wish, score, code, must, exclusion))
    return tuple(pairs)


def requests_of(pairs: Iterable[Pair]) -> tuple[Asked, ...]:
    """Return the pairs that ask to meet, in their order."""
    return tuple(Asked(pair.seller.id, pair.buyer.id, pair.score.total, pair.must) for pair in pairs if pair.request)


def ground_of(
    buyer_wish: Wish | None,
    seller_wish: Wish | None,
    closeness: float,
    exclusion: Exclusion | None = None,
    thresholds: Thresholds = THRESHOLDS,
) -> Ground:
    """Return why a pair is a request, or why not; ``closeness`` is that of its topics, 0 to 1.

    A rather-not is no wish to meet. The buyer's keeps the pair from being asked for; the seller's
    does so only where the buyer did not wish it, for the seller has come to meet its buyers.
    """
    if exclusion is not None:
        return Ground.EXCLUDED if exclusion.level == "hard" else Ground.DECLINED
    if wishes_for(buyer_wish):
        return Ground.BUYER_WISH
    if RATHER_NOT in _strengths(buyer_wish, seller_wish):
        return Ground.RATHER_NOT
    asks = bool(_strengths(seller_wish) & {"must", "want"})
    if asks and closeness >= thresholds.seller_wish:
        return Ground.SELLER_WISH
    if closeness >= thresholds.topics:
        return Ground.TOPICS
    if asks:
        return Ground.TOO_FAR
    return Ground.COULD_ONLY if seller_wish else Ground.NOT_ASKED


def _strengths(*wishes: Wish | None) -> set[str]:
    return {wish.strength for wish in wishes if wish is not None}


def _apart(exclusions: Iterable[Exclusion]) -> Mapping[frozenset[str], Exclusion]:
    """Return what keeps a pair apart: an active hard exclusion before an active ``declined``."""
    found: dict[frozenset[str], Exclusion] = {}
    for exclusion in exclusions:
        parties = frozenset((exclusion.party_a, exclusion.party_b))
        if exclusion.status != "active":
            continue
        if exclusion.level == "hard":
            if parties not in found or found[parties].level != "hard":
                found[parties] = exclusion
        elif exclusion.kind == "declined":
            found.setdefault(parties, exclusion)
    return found
