"""What two companies can agree on beside the subject: price and language."""

from enum import StrEnum

from matchmaker.bundle import Company


class Budget(StrEnum):
    """How a buyer's budget lies to a seller's prices."""

    OVERLAP = "overlap"
    LARGER = "larger"
    """Above the seller's largest price: no obstacle, but a larger project than it usually does."""
    SMALLER = "smaller"
    """Below the seller's smallest price."""
    UNKNOWN = "unknown"


class Talk(StrEnum):
    """How two companies can talk."""

    SHARED = "shared"
    PREFERRED = "preferred"
    """In a shared language, but one side would rather have an interpreter."""
    INTERPRETER = "interpreter"
    """Not without an interpreter."""
    UNKNOWN = "unknown"


def budget_of(seller: Company, buyer: Company) -> Budget:
    """Compare the buyer's budget with the seller's prices, both in US dollars, bounds included."""
    if seller.price_usd is None or buyer.price_usd is None:
        return Budget.UNKNOWN
    if buyer.price_usd[1] < seller.price_usd[0]:
        return Budget.SMALLER
    if buyer.price_usd[0] > seller.price_usd[1]:
        return Budget.LARGER
    return Budget.OVERLAP


def shared_language(seller: Company, buyer: Company) -> str | None:
    """Return the first of the buyer's languages that the seller speaks too."""
    return next((language for language in buyer.languages if language in seller.languages), None)


def talk_of(seller: Company, buyer: Company) -> Talk:
    """Say whether they need an interpreter, by the same rule as the timetable.

    They do if one side requires it, or if both name languages and share none.
    """
    needs = {seller.interpreter_need, buyer.interpreter_need}
    if "required" in needs:
        return Talk.INTERPRETER
    if not (seller.languages and buyer.languages):
        return Talk.UNKNOWN
    if shared_language(seller, buyer) is None:
        return Talk.INTERPRETER
    return Talk.PREFERRED if "preferred" in needs else Talk.SHARED
