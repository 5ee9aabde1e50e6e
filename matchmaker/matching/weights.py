"""Every number of the score's formula, in one place.

The sizes are a convention of this project, not measured: subject and the wishes of both sides decide
(38 and 44 of 100 points), the rest breaks ties. Whoever sees it otherwise hands in other ``Weights``.
"""

from dataclasses import astuple, dataclass

MOST = 100
"""Points of the best pair there can be."""


@dataclass(frozen=True, slots=True)
class WishWeights:
    """What the wish of one side is worth, in points."""

    must: int
    want: int
    could: int
    first: int
    """On top for rank 1; one less with each rank, never below 0."""
    rather_not: int
    """Negative."""

    @property
    def most(self) -> int:
        """Return what a must of rank 1 is worth."""
        return self.must + self.first


@dataclass(frozen=True, slots=True)
class Weights:
    """Every number of the formula. Points unless said otherwise.

    Raises ValueError unless the best of every part together is 100, no stronger or better-ranked wish is
    worth less, and only a rather-not takes points away.
    """

    topics: int = 38
    """For the buyer's first need being the seller's first solution."""
    need_order: tuple[int, ...] = (100, 90, 80, 70, 60, 50)
    """What the buyer's first, second, … topic counts, in hundredths; the last for all further ones."""
    solution_order: tuple[int, ...] = (100, 95, 90, 85, 80)
    """The same for the seller's topics. Flatter: a seller sells its fourth solution as gladly."""
    further_exact: int = 2
    """For each further need that is a solution of the seller."""
    further_near: int = 1
    """For each further need of the same group as a solution."""
    breadth: int = 6
    """Most points for further needs."""
    delivery: int = 2
    """Both name the same form of cooperation."""
    buyer_wish: WishWeights = WishWeights(must=18, want=12, could=6, first=6, rather_not=-24)
    """Twice that of the seller: it is the buyers who are invited for their needs."""
    seller_wish: WishWeights = WishWeights(must=9, want=6, could=3, first=3, rather_not=-12)
    mutual: int = 5
    """Both wish the meeting."""
    mutual_top: int = 8
    """Instead of ``mutual``, if each has the other among its first ``top`` ranks."""
    top: int = 3
    """Ranks."""
    budget_overlap: int = 4
    budget_larger: int = 2
    budget_unknown: int = 2
    language_shared: int = 3
    language_preferred: int = 2
    language_unknown: int = 1
    vip: int = 3
    """One of the two is a VIP."""

    def __post_init__(self) -> None:
        sides = (self.buyer_wish, self.seller_wish)
        points = [value for value in astuple(self) if isinstance(value, int)]
        if min(points) < 0 or any(side.first < 0 for side in sides):
            raise ValueError("no points but those of rather_not may be negative")
        rising = all(side.must >= side.want >= side.could >= 0 >= side.rather_not for side in sides)
        if not rising or self.mutual_top < self.mutual:
            raise ValueError("a stronger wish must not be worth less")
        for order in (self.need_order, self.solution_order):
            falls = list(order) == sorted(order, reverse=True)
            if not (order and falls and order[0] <= MOST and order[-1] >= 0):
                raise ValueError(f"{order} does not fall from at most 100 hundredths to 0 or more")
        if self.best != MOST:
            raise ValueError(f"the best of all parts is {self.best} points, not {MOST}")

    @property
    def best(self) -> int:
        """Return the points of a pair that has the best of every part."""
        return (
            self.topics
            + self.breadth
            + self.delivery
            + self.buyer_wish.most
            + self.seller_wish.most
            + max(self.mutual, self.mutual_top)
            + max(self.budget_overlap, self.budget_larger, self.budget_unknown)
            + max(self.language_shared, self.language_preferred, self.language_unknown)
            + self.vip
        )


WEIGHTS = Weights()
