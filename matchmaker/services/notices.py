"""What an organiser has to watch in a timetable that breaks no rule: held meetings that need care."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from matchmaker.bundle import Exclusion
from matchmaker.names import EXCLUSIONS
from matchmaker.services.timetable import Meeting, Solved, request_id
from matchmaker.text import Text


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to watch in one meeting, or in one meeting as the other follows it."""

    meeting: Meeting
    subject: Text
    """Its kind, in a word or two."""
    reason: Text
    other: Meeting | None = None
    """The meeting of the second party, where two meetings are concerned."""


def notices_of(solved: Solved) -> tuple[Notice, ...]:
    """Return the notices of a timetable, by time and table."""
    order = {meeting.request: place for place, meeting in enumerate(solved.meetings)}
    found = [*_unwanted(solved)]
    for exclusion in solved.bundle.exclusions:
        if (exclusion.level, exclusion.status) == ("soft", "active"):
            found += _of_pair(solved, exclusion)
            found += _of_neighbours(solved, exclusion)
    return tuple(sorted(found, key=lambda notice: order[notice.meeting.request]))


def _unwanted(solved: Solved) -> Iterator[Notice]:
    """Find meetings that one side would rather not hold."""
    pairs = {request_id(pair.seller.id, pair.buyer.id): pair for pair in solved.pairs}
    for meeting in solved.timetable.meetings:
        pair = pairs[meeting.request]
        for wish, company in ((pair.seller_wish, pair.seller), (pair.buyer_wish, pair.buyer)):
            if wish is not None and wish.strength == "rather-not":
                ko = f"{company.name_ko} 측이 원하지 않은 상담입니다."
                en = f"{company.name_en} would rather not meet."
                yield Notice(
                    meeting, Text("비희망", "rather not"), _because(Text(ko, en), wish.reason_ko, wish.reason_en)
                )


def _of_pair(solved: Solved, exclusion: Exclusion) -> Iterator[Notice]:
    """Find the meeting of the two parties of a soft exclusion."""
    for meeting in solved.timetable.meetings:
        if {meeting.a, meeting.b} == {exclusion.party_a, exclusion.party_b}:
            yield Notice(meeting, _kind(exclusion), Text(exclusion.reason_ko, exclusion.reason_en))


def _of_neighbours(solved: Solved, exclusion: Exclusion) -> Iterator[Notice]:
    """Find two parties who meet the same third: jointly if they may, one after the other if they should not."""
    ours, theirs = (
        [meeting for meeting in solved.meetings if party in (meeting.a, meeting.b)]
        for party in (exclusion.party_a, exclusion.party_b)
    )
    place = {slot.id: number for number, slot in enumerate(solved.problem.slots)}
    adjacent = {frozenset((a.id, b.id)) for session in solved.problem.sessions for a, b in pairwise(session)}
    for one, other in product(ours, theirs):
        if one.request == other.request:
            continue
        same_table = one.table is not None and one.table == other.table
        follows = frozenset((one.slot, other.slot)) in adjacent and same_table
        third = ({one.a, one.b} & {other.a, other.b}) - {exclusion.party_a, exclusion.party_b}
        if (exclusion.kind == "avoid-back-to-back" and follows) or (exclusion.kind == "joint-meeting" and third):
            first, second = sorted((one, other), key=lambda meeting: place[meeting.slot])
            yield Notice(first, _kind(exclusion), Text(exclusion.reason_ko, exclusion.reason_en), second)


def _kind(exclusion: Exclusion) -> Text:
    return EXCLUSIONS.get(exclusion.kind, Text(exclusion.kind, exclusion.kind))


def _because(text: Text, ko: str, en: str) -> Text:
    return Text(f"{text.ko} {ko}".strip(), f"{text.en} {en}".strip())
