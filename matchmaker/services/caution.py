"""What is allowed in a bundle but probably not meant: one generator for each, and the tuple CAUTIONS.

Built bundles have forgotten their rows; a caution names the table, the column and the id.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from matchmaker.bundle import Bundle, Company, Row
from matchmaker.errors import Fault
from matchmaker.services.cells import nearest
from matchmaker.services.columns import LAYOUTS
from matchmaker.services.presence import open_slots
from matchmaker.text import Text

NOUN = {"seller": "sellers", "buyer": "buyers"}


def warnings_of(bundle: Bundle) -> tuple[Fault, ...]:
    """Return everything in the bundle that its organiser should look at; none of it stops anything."""
    return tuple(caution for find in CAUTIONS for caution in find(bundle))


def crowded(bundle: Bundle) -> Iterator[Fault]:
    """Find more delegates than seats: a seller's at its home table, a buyer's at the largest table in use."""
    home = {table.seller_id: table.seats for table in bundle.tables if table.use == "home"}
    used = [table.seats for table in bundle.tables if table.use in {"home", "pool"}]
    largest = None if None in used else max((seats for seats in used if seats), default=None)
    for company in _companies(bundle):
        seats = home.get(company.id) if company.side == "seller" else largest
        if seats is not None and company.delegates > seats:
            people = company.delegates
            ko = f"{company.id}: 참석자 {people}명이 좌석 {seats}석보다 많습니다. 큰 테이블을 주십시오."
            en = f"{company.id}: {people} delegates are more than the {seats} seats. Give it a larger table."
            yield _of_company(company, "delegates", ko, en)


def never_there(bundle: Bundle) -> Iterator[Fault]:
    """Find a party that has no slot at all."""
    there = open_slots(bundle)
    for company in _companies(bundle):
        if not there[company.id]:
            ko = f"{company.id}: 가능한 슬롯이 없습니다. 가능 시간과 참가 일정을 확인하십시오."
            en = f"{company.id} can be in no slot at all. Check its availability and its programme items."
            yield Fault("availability", None, "party_id", company.id, Text(ko, en))


def locked_out(bundle: Bundle) -> Iterator[Fault]:
    """Find a lock in a slot in which one of the two is not there: no timetable can keep it."""
    there = {party: {slot.id for slot in found} for party, found in open_slots(bundle).items()}
    for lock in bundle.locks:
        for party in (lock.seller_id, lock.buyer_id):
            if lock.slot_id not in there[party]:
                ko = f"{party}은(는) 고정된 슬롯 {lock.slot_id}에 없습니다. 고정을 옮기십시오."
                en = f"{party} is not there in the locked slot {lock.slot_id}. Move the lock."
                yield Fault("locks", None, "slot_id", lock.slot_id, Text(ko, en))


def without_tags(bundle: Bundle) -> Iterator[Fault]:
    """Find a company without tags, which is matched by its wishes alone."""
    for company in _companies(bundle):
        if not company.tags:
            column = "solution_tags" if company.side == "seller" else "need_tags"
            ko = f"{company.id}: 태그가 없어 희망만으로 매칭됩니다. 태그를 넣어 주십시오."
            yield _of_company(company, column, ko, f"{company.id} has no tags: only wishes match it. Add some.")


def without_wishes(bundle: Bundle) -> Iterator[Fault]:
    """Find a buyer who wishes nobody."""
    wishing = {wish.from_id for wish in bundle.wishes if wish.strength != "rather-not"}
    for buyer in bundle.buyers:
        if buyer.id not in wishing:
            ko = f"{buyer.id}: 상담 희망이 없습니다. 바이어에게 희망을 물어보십시오."
            yield _of_company(buyer, "buyer_id", ko, f"{buyer.id} wishes to meet nobody. Ask what it wants.")


def without_interpreter(bundle: Bundle) -> Iterator[Fault]:
    """Find a wished pair that needs an interpreter whom no one on the list could be."""
    company = {found.id: found for found in _companies(bundle)}
    pairs = {frozenset((wish.from_id, wish.to_id)): wish for wish in bundle.wishes if wish.strength != "rather-not"}
    for wish in pairs.values():
        one, other = company[wish.from_id], company[wish.to_id]
        if _needs_interpreter(one, other) and not _has_interpreter(bundle, one, other):
            ko = f"{one.id}–{other.id}: 통역이 필요하지만 맡을 수 있는 통역이 없습니다. 통역을 추가하십시오."
            en = f"{one.id}–{other.id} need an interpreter, and no one listed could be it. Add one."
            yield Fault("interpreters", None, "languages", f"{one.id}|{other.id}", Text(ko, en))


def _needs_interpreter(one: Company, other: Company) -> bool:
    if "required" in {one.interpreter_need, other.interpreter_need}:
        return True
    return bool(one.languages and other.languages and not set(one.languages) & set(other.languages))


def _has_interpreter(bundle: Bundle, one: Company, other: Company) -> bool:
    """Return whether an interpreter, at some time, could serve a pair; who states no language takes any."""
    return any(
        interpreter.dedicated_to in {None, one.id, other.id}
        and all(not side.languages or set(side.languages) & set(interpreter.languages) for side in (one, other))
        for interpreter in bundle.interpreters
    )


def nobody_listed(bundle: Bundle) -> Iterator[Fault]:
    """Find a programme item that blocks those listed, and lists none."""
    listed = Counter(found.session_id for found in bundle.session_participants if found.required)
    for session in bundle.sessions:
        if session.kind != "one-to-one" and session.blocks == "listed" and not listed[session.id]:
            ko = f"{session.id}: 필수 참가자가 없어 아무도 빠지지 않습니다. session_participants를 채우십시오."
            en = f"{session.id} blocks those listed but lists nobody. Fill in session_participants."
            yield Fault("sessions", None, "blocks", session.id, Text(ko, en))


def odd_slots(bundle: Bundle) -> Iterator[Fault]:
    """Find a slot of another length than the event says."""
    for slot in bundle.slots:
        minutes = int((slot.end - slot.start).total_seconds()) // 60
        if minutes != bundle.event.slot_minutes:
            usual = bundle.event.slot_minutes
            ko = f"슬롯 {slot.id}은(는) {minutes}분으로 행사의 {usual}분과 다릅니다. 확인하십시오."
            en = f"Slot {slot.id} takes {minutes} minutes, the event says {usual}. Check it."
            yield Fault("slots", None, "end", slot.id, Text(ko, en))


def mixed_amounts(bundle: Bundle) -> Iterator[Fault]:
    """Find more expected as a contract than was discussed."""
    for row in bundle.outcomes:
        discussed = row.get("consult_amount_usd", "").strip()
        expected = row.get("contract_expected_usd", "").strip()
        if discussed and expected and int(expected) > int(discussed):
            ko = f"계약추진액 {expected}달러가 상담액 {discussed}달러보다 큽니다. 두 금액을 확인하십시오."
            en = f"{expected} dollars expected are more than the {discussed} discussed. Check both amounts."
            meeting = row.get("meeting_id", "").strip()
            yield Fault("outcomes", None, "contract_expected_usd", meeting, Text(ko, en))


def overlooked_columns(bundle: Bundle) -> Iterator[Fault]:
    """Find a column without meaning, named almost like an optional one that is not there."""
    for layout in LAYOUTS:
        row = next(iter(_rows(bundle, layout.noun)), None)
        if row:
            absent = [column.name for column in layout.columns if column.name not in row]
            known = {column.name for column in layout.columns}
            for name in (title for title in row if title not in known):
                meant = nearest(name, absent, likeness=0.85)
                if meant:
                    ko = f"열 ‘{name}’은(는) 모르는 이름이어서 보관만 합니다. 열 이름을 확인하십시오."
                    en = f"The column ‘{name}’ has no meaning here and is only kept. Check its name."
                    yield Fault(layout.noun, None, name, name, Text(ko, en), meant)


def _rows(bundle: Bundle, noun: str) -> Iterator[Row]:
    if noun == "event":
        yield bundle.event.row
    else:
        for found in getattr(bundle, noun):
            yield getattr(found, "row", found)


def _companies(bundle: Bundle) -> tuple[Company, ...]:
    return (*bundle.sellers, *bundle.buyers)


def _of_company(company: Company, column: str, ko: str, en: str) -> Fault:
    return Fault(NOUN[company.side], None, column, company.id, Text(ko, en))


CAUTIONS: tuple[Callable[[Bundle], Iterator[Fault]], ...] = (
    crowded,
    never_there,
    locked_out,
    without_tags,
    without_wishes,
    without_interpreter,
    nobody_listed,
    odd_slots,
    mixed_amounts,
    overlooked_columns,
)
