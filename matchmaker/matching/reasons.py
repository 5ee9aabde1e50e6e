"""Why a pair has its score, in sentences: the most telling first, in Korean and in English."""

from collections.abc import Iterator

from matchmaker.bundle import Company, Wish
from matchmaker.korean import with_particle
from matchmaker.matching.score import RATHER_NOT, Match, Score, both_top, shared_forms, wishes_for
from matchmaker.matching.taxonomy import PART_OF_GROUP, SAME_GROUP, SAME_TAG, Taxonomy
from matchmaker.matching.terms import Budget, Talk, budget_of, shared_language, talk_of
from matchmaker.matching.weights import WEIGHTS, Weights
from matchmaker.matching.words import language_name, name_of, ordinal, quoted
from matchmaker.text import Text

MOST_SENTENCES = 5
NAMED = 2
"""Further topics named in one sentence."""

WISHES = {
    "must": ("꼭 만나고 싶어 합니다", "must meet"),
    "want": ("만나고 싶어 합니다", "wants to meet"),
    "could": ("만나 볼 수 있다고 했습니다", "is willing to meet"),
    RATHER_NOT: ("만나지 않기를 바랍니다", "would rather not meet"),
}

Weighed = tuple[int, Text]
"""The points a sentence is about, won or lost, and the sentence."""


def reasons(
    score: Score,
    seller: Company,
    buyer: Company,
    *,
    buyer_wish: Wish | None,
    seller_wish: Wish | None,
    taxonomy: Taxonomy,
    weights: Weights = WEIGHTS,
) -> list[Text]:
    """Return one to five sentences on what makes the score, what weighs most first.

    The arguments are those the score was made from. What is not known is passed over.
    """
    found = [
        *_wishes(score, seller, buyer, buyer_wish, seller_wish, weights),
        *_topics(score, seller, buyer, taxonomy, weights),
        *_breadth(score, taxonomy),
        *_budget(score, seller, buyer, weights),
        *_language(seller, buyer, weights),
        *_vip(score, seller, buyer),
        *_forms(score, seller, buyer, taxonomy),
    ]
    found.sort(key=lambda weighed: -weighed[0])
    return [text for _, text in found[:MOST_SENTENCES]]


def _wishes(
    score: Score,
    seller: Company,
    buyer: Company,
    buyer_wish: Wish | None,
    seller_wish: Wish | None,
    weights: Weights,
) -> Iterator[Weighed]:
    points = [score.parts[part] for part in ("buyer_wish", "seller_wish", "mutual")]
    if buyer_wish and seller_wish and wishes_for(buyer_wish) and wishes_for(seller_wish):
        yield sum(points), _mutual(buyer_wish, seller_wish, weights)
        return
    if buyer_wish:
        yield abs(points[0]), _one_sided(buyer_wish, buyer, seller)
    if seller_wish:
        yield abs(points[1]), _one_sided(seller_wish, seller, buyer)


def _mutual(buyer_wish: Wish, seller_wish: Wish, weights: Weights) -> Text:
    both_must = buyer_wish.strength == seller_wish.strength == "must"
    own, other = (_rank(wish, name_must=not both_must) for wish in (buyer_wish, seller_wish))
    ranks = Text(f"바이어 {own.ko}, 참가기업 {other.ko}", f"buyer: {own.en}; seller: {other.en}")
    if both_must:
        return Text(f"서로 꼭 만나고 싶어 합니다({ranks.ko}).", f"Each must meet the other ({ranks.en}).")
    if both_top(buyer_wish, seller_wish, weights):
        return Text(
            f"서로 상위 {weights.top}순위 안에서 희망했습니다({ranks.ko}).",
            f"Each put the other in its top {weights.top} ({ranks.en}).",
        )
    return Text(f"서로 만나기를 희망했습니다({ranks.ko}).", f"Each wished to meet the other ({ranks.en}).")


def _rank(wish: Wish, *, name_must: bool) -> Text:
    """Return the rank of a wish; if asked for, with the word must where it is one."""
    ko, en = ("필수 ", ", a must") if name_must and wish.strength == "must" else ("", "")
    return Text(f"{ko}{wish.rank}순위", f"rank {wish.rank}{en}")


def _one_sided(wish: Wish, giver: Company, other: Company) -> Text:
    ko, en = WISHES[wish.strength]
    rank = ("", "") if wish.strength == RATHER_NOT else (f"({wish.rank}순위)", f" (rank {wish.rank})")
    subject, target = name_of(giver), name_of(other)
    sentence = f"{with_particle(subject.ko, '이/가')} {with_particle(target.ko, '을/를')} {ko}{rank[0]}."
    # A name may bring its own full stop: Co., Ltd.
    return Text(sentence, f"{subject.en} {en} {target.en}{rank[1]}".rstrip(".") + ".")


def _topics(score: Score, seller: Company, buyer: Company, taxonomy: Taxonomy, weights: Weights) -> Iterator[Weighed]:
    points = score.parts["topics"]
    yield max(points, weights.topics - points), _subject(score, seller, buyer, taxonomy)


def _subject(score: Score, seller: Company, buyer: Company, taxonomy: Taxonomy) -> Text:
    needs, solutions = taxonomy.topics(buyer.tags), taxonomy.topics(seller.tags)
    if score.matches:
        best = score.matches[0]
        return _best(best, needs.index(best.need), solutions.index(best.solution), taxonomy)
    if needs and solutions:
        return Text(
            "바이어의 수요와 참가기업의 솔루션이 서로 다른 분야입니다.",
            "The buyer's needs and the seller's solutions lie in different fields.",
        )
    return Text(
        "한쪽이 분야를 적지 않아 비교할 수 없습니다.",
        "One of the two has named no topic, so there is nothing to compare.",
    )


def _best(best: Match, need: int, solution: int, taxonomy: Taxonomy) -> Text:
    """Say what the best match is; ``need`` and ``solution`` are places counted from 0."""
    wanted, offered = quoted(best.need, taxonomy), quoted(best.solution, taxonomy)
    nth, mth = ordinal(need), ordinal(solution)
    if best.need != best.solution:
        return _neighbours(best, (wanted, nth), (offered, mth), taxonomy)
    if need == solution:
        ko, en = (
            f"둘 다 {with_particle(wanted.ko, '을/를')} {nth.ko}로 꼽았습니다.",
            f"Both put {wanted.en} {nth.en}.",
        )
        return Text(ko, en)
    return Text(
        f"바이어가 {nth.ko}로 찾는 {with_particle(wanted.ko, '은/는')} 참가기업의 {mth.ko} 솔루션입니다.",
        f"{wanted.en} is the buyer's {nth.en} need and the seller's {mth.en} solution.",
    )


def _neighbours(match: Match, need: tuple[Text, Text], solution: tuple[Text, Text], taxonomy: Taxonomy) -> Text:
    """Say how two different codes lie to each other; each comes with its ordinal."""
    wanted = Text(f"바이어가 {need[1].ko}로 찾는 {need[0].ko}", f"the buyer's {need[1].en} need, {need[0].en},")
    offered = Text(
        f"참가기업의 {solution[1].ko} 솔루션 {solution[0].ko}",
        f"the seller's {solution[1].en} solution, {solution[0].en},",
    )
    if match.percent >= PART_OF_GROUP:
        whole = match.need == taxonomy.group(match.need)
        part, group = (offered, wanted) if whole else (wanted, offered)
        ko = f"{with_particle(part.ko, '은/는')} {group.ko}에 속합니다."
        return Text(ko, f"{_capital(part.en)} is part of {group.en.rstrip(',')}.")
    both = f"{with_particle(wanted.ko, '과/와')} {with_particle(offered.ko, '은/는')}"
    if match.percent >= SAME_GROUP:
        group = quoted(taxonomy.group(match.need) or match.need, taxonomy)
        ko, en = f"같은 {group.ko} 분야입니다.", f"both belong to {group.en}."
    else:
        domain = quoted(taxonomy.domain(match.need), taxonomy)
        ko, en = f"넓게 보아 같은 {domain.ko} 분야입니다.", f"share only the broad field of {domain.en}."
    return Text(f"{both} {ko}", f"{_capital(wanted.en)} and {offered.en} {en}")


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _breadth(score: Score, taxonomy: Taxonomy) -> Iterator[Weighed]:
    """Name the further needs that are solutions too: two, and how many more."""
    exact = [quoted(match.need, taxonomy) for match in score.matches[1:] if match.percent == SAME_TAG]
    if len(exact) == 1:
        ko, en = exact[0]
    elif exact:
        ko = f"{with_particle(exact[0].ko, '과/와')} {exact[1].ko}"
        en = f"{exact[0].en} and {exact[1].en}"
    else:
        return
    if len(exact) > NAMED:
        ko, en = f"{ko} 등 {len(exact)}개 분야", f"{len(exact)} more topics, such as {en},"
    yield score.parts["breadth"], Text(f"{ko}도 일치합니다.", f"They also have {en} in common.")


def _budget(score: Score, seller: Company, buyer: Company, weights: Weights) -> Iterator[Weighed]:
    fit = budget_of(seller, buyer)
    if not score.matches or seller.price_usd is None or buyer.price_usd is None:
        return
    price, budget = seller.price_usd, buyer.price_usd
    if fit == Budget.OVERLAP:
        low, high = f"{max(price[0], budget[0]):,}", f"{min(price[1], budget[1]):,}"
        span = (low, low) if low == high else (f"{low}~{high}", f"{low} to {high}")
        ko = f"바이어의 예산과 참가기업의 가격이 미화 {span[0]}달러에서 만납니다."
        en = f"The buyer's budget and the seller's price meet at US$ {span[1]}."
    elif fit == Budget.LARGER:
        low, high = f"{price[1]:,}", f"{budget[0]:,}"
        ko = f"바이어의 예산이 미화 {high}달러부터여서 참가기업의 최대 가격 {low}달러보다 큽니다."
        en = f"The buyer's budget starts at US$ {high}, above the seller's largest price of US$ {low}."
    else:
        low, high = f"{budget[1]:,}", f"{price[0]:,}"
        ko = f"바이어의 예산이 미화 {low}달러까지여서 참가기업의 최저 가격 {high}달러에 못 미칩니다."
        en = f"The buyer's budget ends at US$ {low}, below the seller's lowest price of US$ {high}."
    yield weights.budget_overlap, Text(ko, en)


def _language(seller: Company, buyer: Company, weights: Weights) -> Iterator[Weighed]:
    talk = talk_of(seller, buyer)
    if talk == Talk.INTERPRETER:
        yield weights.language_shared, _interpreter(seller, buyer)
    elif talk != Talk.UNKNOWN:
        shared = language_name(shared_language(seller, buyer)) or Text("공통 언어", "a shared language")
        ko, en = with_particle(shared.ko, "으로/로"), f"They can talk in {shared.en}"
        yield (
            weights.language_shared,
            Text(f"통역 없이 {ko} 상담할 수 있습니다.", f"{en} without an interpreter.")
            if talk == Talk.SHARED
            else Text(f"{ko} 상담할 수 있으나 통역을 선호합니다.", f"{en}, but would rather have an interpreter."),
        )


def _interpreter(seller: Company, buyer: Company) -> Text:
    """Name both first languages, if they are two and known."""
    own, other = (language_name(next(iter(company.languages), None)) for company in (seller, buyer))
    if own is None or other is None or own == other:
        return Text("통역이 필요합니다.", "They need an interpreter.")
    ko, en = f"{own.ko}–{other.ko} 통역이 필요합니다.", f"between {own.en} and {other.en}."
    return Text(ko, f"They need an interpreter {en}")


def _vip(score: Score, seller: Company, buyer: Company) -> Iterator[Weighed]:
    for company in (buyer, seller):
        if company.vip:
            ko = f"{with_particle(name_of(company).ko, '은/는')} 주요인사(VIP)입니다."
            yield score.parts["vip"], Text(ko, f"{name_of(company).en} is a VIP.")


def _forms(score: Score, seller: Company, buyer: Company, taxonomy: Taxonomy) -> Iterator[Weighed]:
    forms = shared_forms(seller, buyer, taxonomy) if score.matches else ()
    if forms:
        form = quoted(forms[0], taxonomy)
        yield (
            score.parts["delivery"],
            Text(
                f"바이어가 {with_particle(form.ko, '을/를')} 원하고 참가기업도 이를 제시했습니다.",
                f"The buyer wants {form.en}, and the seller offers it.",
            ),
        )
