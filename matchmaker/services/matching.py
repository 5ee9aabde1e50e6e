"""Write the pairs of an event with their scores and reasons."""

from collections.abc import Iterable
from pathlib import Path

from matchmaker.matching.reasons import reasons
from matchmaker.matching.requests import Pair
from matchmaker.matching.score import PARTS
from matchmaker.matching.taxonomy import Taxonomy, load_taxonomy
from matchmaker.services.csvfile import write_csv

HEADER = (
    "seller_id",
    "buyer_id",
    "score",
    "request",
    "must",
    "buyer_wish",
    "seller_wish",
    "reasons_ko",
    "reasons_en",
    *(f"points_{part}" for part in PARTS),
)
"""The points add up to the score."""


def write_pairs(pairs: Iterable[Pair], path: Path, taxonomy: Taxonomy | None = None) -> None:
    """Write one line for each pair, by seller and buyer.

    ``taxonomy`` names the topics; the application's own if not given. The file is UTF-8 without a
    mark at its start, like every file of a bundle.
    """
    taxonomy = load_taxonomy() if taxonomy is None else taxonomy
    in_order = sorted(pairs, key=lambda pair: (pair.seller.id, pair.buyer.id))
    write_csv(path, HEADER, (_row(pair, taxonomy) for pair in in_order))


def _row(pair: Pair, taxonomy: Taxonomy) -> list[object]:
    sentences = reasons(
        pair.score,
        pair.seller,
        pair.buyer,
        buyer_wish=pair.buyer_wish,
        seller_wish=pair.seller_wish,
        taxonomy=taxonomy,
    )
    return [
        pair.seller.id,
        pair.buyer.id,
        pair.score.total,
        int(pair.request),
        int(pair.must),
        pair.buyer_wish.strength if pair.buyer_wish else None,
        pair.seller_wish.strength if pair.seller_wish else None,
        " ".join(text.ko for text in sentences),
        " ".join(text.en for text in sentences),
        *(pair.score.parts[part] for part in PARTS),
    ]
