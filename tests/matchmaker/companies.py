"""Sellers, buyers and wishes to score, with nothing in them but what a test names."""

from pathlib import Path
from typing import Any

from matchmaker.bundle import Bundle, Company, Exclusion, Wish
from matchmaker.services.importing import read_bundle
from tests.matchmaker import factories

SAMPLES = Path(__file__).parents[2] / "sample_data"


def company(key: str, side: str, tags: str = "", **changes: Any) -> Company:
    """Return a company of which nothing is known but its tags, written with blanks between them."""
    given: dict[str, Any] = {
        "name_ko": "",
        "name_en": "",
        "name_local": "",
        "org_type": "",
        "country": "",
        "languages": (),
        "interpreter_need": "none",
        "price_usd": None,
        "vip": False,
        "delegates": 1,
        "max_meetings": None,
        "min_meetings": 0,
        "max_consecutive": None,
        "parallel_meetings": 1,
        "not_before": None,
        "not_after": None,
        "row": {},
    }
    return Company(id=key, side=side, tags=tuple(tags.split()), **(given | changes))


def seller(tags: str = "", key: str = "K1", **changes: Any) -> Company:
    return company(key, "seller", tags, **changes)


def buyer(tags: str = "", key: str = "B1", **changes: Any) -> Company:
    return company(key, "buyer", tags, **changes)


def wish(side: str, strength: str = "want", rank: int = 1) -> Wish:
    """Return a wish between seller K1 and buyer B1."""
    parties = ("K1", "B1") if side == "seller" else ("B1", "K1")
    return Wish(*parties, side=side, rank=rank, strength=strength, reason_ko="", reason_en="", row={})


def exclusion(kind: str = "do-not-meet", level: str = "hard", status: str = "active") -> Exclusion:
    """Return an exclusion of seller K1 and buyer B1."""
    return Exclusion("X1", "B1", "K1", kind, level, status, "buyer", "", "", row={})


def bundle(**changes: Any) -> Bundle:
    """Return an event of seller K1 and buyer B1, of whom nothing is known, with some changes."""
    nothing: dict[str, Any] = {
        name: () for name in Bundle.__dataclass_fields__ if name not in {"event", "sellers", "buyers"}
    }
    both = {"event": factories.event(), "sellers": (seller(),), "buyers": (buyer(),)}
    return Bundle(**(nothing | both | changes))


def sample(stop: str) -> Bundle:
    """Return one of the two stops that come with the application."""
    return read_bundle(SAMPLES / stop)
