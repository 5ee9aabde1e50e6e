"""Every wish that is no meeting, with the first reason that holds, in words for whoever calls."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matchmaker.bundle import Wish
from matchmaker.korean import plain_name, with_particle
from matchmaker.matching.requests import Ground, Pair
from matchmaker.services.timetable import Solved, could_interpret, has_pool_table, needs_interpreter, request_id
from matchmaker.text import Text

HEADER = ("from_id", "to_id", "side", "strength", "rank", "code", "reason_ko", "reason_en")
NAMED = 3
"""Meetings named in one reason."""


@dataclass(frozen=True, slots=True)
class Unheld:
    """A wish (or a request nobody wished) that is not held; ``wish`` is None for the latter."""

    pair: Pair
    wish: Wish | None
    code: str
    reason: Text

    def row(self) -> list[object]:
        """Return its line in ``unheld.csv``; a request without a wish stands under the seller."""
        wish = self.wish
        parties: list[object] = [self.pair.seller.id, self.pair.buyer.id, "seller", None, None]
        if wish is not None:
            parties = [wish.from_id, wish.to_id, wish.side, wish.strength, wish.rank]
        return [*parties, self.code, self.reason.ko, self.reason.en]

    @property
    def place(self) -> tuple[str, int, str]:
        """Where it stands in a list: by who wished, then by rank."""
        first, second = str(self.row()[0]), str(self.row()[1])
        return first, self.wish.rank if self.wish else 0, second


def unheld_wishes(solved: Solved) -> tuple[Unheld, ...]:
    """Return every wish that is no meeting, and every request not held that nobody wished.

    Codes, in the order they are tried: excluded, declined, rather_not, not_asked, no_common_slot,
    buyer_full, seller_full, displaced, no_interpreter, no_table, traded.
    """
    state = _State(solved)
    held = {meeting.request for meeting in solved.timetable.meetings}
    found = []
    for pair in solved.pairs:
        if request_id(pair.seller.id, pair.buyer.id) in held:
            continue
        wishes: list[Wish | None] = [wish for wish in (pair.buyer_wish, pair.seller_wish) if wish is not None]
        if pair.request and not wishes:
            wishes.append(None)
        for wish in wishes:
            code, reason = state.reason(pair)
            found.append(Unheld(pair, wish, code, reason))
    return tuple(sorted(found, key=lambda one: one.place))


class _State:
    """What a timetable leaves free."""

    def __init__(self, solved: Solved) -> None:
        self.solved = solved
        self.problem = solved.problem
        self.meetings_of: Mapping[str, dict[str, Any]] = defaultdict(dict)
        for meeting in solved.timetable.meetings:
            self.meetings_of[meeting.a][meeting.request] = meeting
            self.meetings_of[meeting.b][meeting.request] = meeting
        companies = (*solved.bundle.sellers, *solved.bundle.buyers)
        self.name = {company.id: Text(plain_name(company.name_ko), company.name_en) for company in companies}
        self.values = {request.id: request.value for request in self.problem.requests}

    def reason(self, pair: Pair) -> tuple[str, Text]:
        """Return the first reason why a pair does not meet."""
        if not pair.request:
            return self._not_requested(pair)
        common = self._common(pair)
        if not common:
            return "no_common_slot", self._no_common_slot(pair)
        for company, code in ((pair.buyer, "buyer_full"), (pair.seller, "seller_full")):
            most, attended = company.max_meetings, len(self.meetings_of[company.id])
            if most is not None and attended >= most:
                return code, self._full(company.id, attended, self._value(pair))
        free = [
            slot for slot in common if not self._taken(pair.seller.id, slot) and not self._taken(pair.buyer.id, slot)
        ]
        if not free:
            return "displaced", self._displaced(pair, common)
        return self._no_help(pair, free)

    def _not_requested(self, pair: Pair) -> tuple[str, Text]:
        seller, buyer = self.name[pair.seller.id], self.name[pair.buyer.id]
        if pair.code in (Ground.EXCLUDED, Ground.DECLINED) and pair.exclusion is not None:
            why = pair.exclusion
            verb = ("제외되었습니다", "are excluded from meeting")
            if pair.code == Ground.DECLINED:
                verb = ("한쪽이 사양했습니다", "do not meet because one side declined")
            ko = f"{with_particle(seller.ko, '과/와')} {buyer.ko}의 상담은 {verb[0]}: {why.reason_ko}"
            return str(pair.code), Text(ko, f"{seller.en} and {buyer.en} {verb[1]}: {why.reason_en}")
        if pair.code == Ground.RATHER_NOT:
            return "rather_not", Text("한쪽이 만나지 않기를 바랐습니다.", "One side would rather not meet.")
        who = f"{with_particle(buyer.ko, '은/는')} {with_particle(seller.ko, '을/를')}"
        ko = f"{who} 희망하지 않았고 분야도 충분히 가깝지 않습니다."
        return "not_asked", Text(ko, f"{buyer.en} did not ask for {seller.en}, and their topics are not close enough.")

    def _common(self, pair: Pair) -> list[str]:
        there = [self.problem.there(self.problem.participant[c.id].available) for c in (pair.seller, pair.buyer)]
        return [slot for slot in self.problem.slot if slot in there[0] and slot in there[1]]

    def _value(self, pair: Pair) -> int:
        return self.values[request_id(pair.seller.id, pair.buyer.id)]

    def _taken(self, party: str, slot: str) -> list[Any]:
        """Return the meetings that fill a company's seats in a slot; none if it has a seat left."""
        there = [meeting for meeting in self.meetings_of[party].values() if meeting.slot == slot]
        return there if len(there) >= self.problem.participant[party].parallel else []

    def _no_common_slot(self, pair: Pair) -> Text:
        seller, buyer = self.name[pair.seller.id], self.name[pair.buyer.id]
        ko = f"{with_particle(seller.ko, '과/와')} {with_particle(buyer.ko, '이/가')} 함께 있는 상담 시간이 없습니다."
        return Text(ko, f"There is no slot in which both {seller.en} and {buyer.en} are there.")

    def _full(self, full: str, attended: int, value: int) -> Text:
        company = self.name[full]
        ko_list, en_list = self._listed(list(self.meetings_of[full].values()), full)
        ko = (
            f"{with_particle(company.ko, '은/는')} 최대 상담 수 {attended}건을 모두 채웠습니다"
            f"(점수 {value}). 대신 만나는 상대: {ko_list}."
        )
        return Text(
            ko,
            f"{company.en} is at its maximum of {_counted(attended, 'meeting')} (this one scores {value}). "
            f"It meets {en_list}.",
        )

    def _displaced(self, pair: Pair, common: Sequence[str]) -> Text:
        """Name what took the slots that both could have used."""
        in_the_way = {}
        for slot in common:
            for party in (pair.seller.id, pair.buyer.id):
                for meeting in self._taken(party, slot):
                    in_the_way[meeting.request] = meeting
        ko_list, en_list = self._listed(list(in_the_way.values()), None)
        value = self._value(pair)
        ko = f"둘 다 가능한 {len(common)}개 시간에 한쪽이 다른 상담을 하고 있습니다(점수 {value})."
        slots = "the only slot" if len(common) == 1 else f"each of the {len(common)} slots"
        en = f"In {slots} both could use, one side is in another meeting (this scores {value})"
        return Text(f"{ko} 그 자리의 상담: {ko_list}.", f"{en}: {en_list}.")

    def _listed(self, meetings: Sequence[Any], party: str | None) -> tuple[str, str]:
        best = sorted(meetings, key=lambda m: (-self.values[m.request], m.request))
        ko, en = [], []
        for meeting in best[:NAMED]:
            sides = [side for side in (meeting.a, meeting.b) if side != party]
            time = f"{self.problem.slot[meeting.slot].start:%H:%M}"
            ko.append(f"{'–'.join(self.name[s].ko for s in sides)} {time}(점수 {self.values[meeting.request]})")
            en.append(f"{' – '.join(self.name[s].en for s in sides)} at {time} (score {self.values[meeting.request]})")
        rest = len(best) - NAMED
        if rest > 0:
            ko.append(f"외 {rest}건")
            en.append(f"and {rest} more")
        return ", ".join(ko), ", ".join(en)

    def _no_help(self, pair: Pair, free: Sequence[str]) -> tuple[str, Text]:
        """Both have room in some slot: an interpreter or a table is missing, or more is gained elsewhere."""
        times_ko = ", ".join(f"{self.problem.slot[slot].start:%H:%M}" for slot in free)
        request = self.problem.request[request_id(pair.seller.id, pair.buyer.id)]
        if needs_interpreter(self.solved, request) and not any(
            could_interpret(self.solved, request, slot) for slot in free
        ):
            return "no_interpreter", Text(
                f"둘 다 비는 시간({times_ko})에 통역할 사람이 없습니다.",
                f"No interpreter is free when both are ({times_ko}).",
            )
        homeless = all(self.problem.participant[c.id].table is None for c in (pair.seller, pair.buyer))
        if homeless and not any(has_pool_table(self.solved, slot) for slot in free):
            return "no_table", Text(
                f"둘 다 비는 시간({times_ko})에 빈 테이블이 없습니다.", f"No table is free when both are ({times_ko})."
            )
        return "traded", Text(
            f"시간({times_ko})은 비지만, 이 상담을 넣으면 다른 상담이나 목표를 잃습니다.",
            f"There is time ({times_ko}), but holding this one would cost other meetings or a more important goal.",
        )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
