"""What parties, tables, wishes and records must be to each other: a generator for each rule, and RULES.

A rule yields the faults it finds and stays silent where a cell it needs is at fault itself.
"""

from collections.abc import Callable, Iterator

from matchmaker.errors import Fault
from matchmaker.services.columns import COMPANIES, PARTIES
from matchmaker.services.folder import NOUNS, Folder, Line, repeated

Rule = Callable[[Folder], Iterator[Fault]]

SIDES = {"sellers": "seller", "buyers": "buyer"}


def party_ids(folder: Folder) -> Iterator[Fault]:
    """Let no two of sellers, buyers and organisations have one id."""
    seen: dict[str, str] = {}
    for noun, column in (("sellers", "seller_id"), ("buyers", "buyer_id"), ("organisations", "org_id")):
        for line in folder.of(noun):
            found = line.get(column)
            if found and seen.setdefault(found, noun) != noun:
                named = NOUNS[seen[found]]
                ko = f"ID ‘{found}’을(를) {named.ko}이(가) 이미 씁니다. 다른 ID를 주십시오."
                yield line.fault(column, ko, f"{named.en.capitalize()} already has the id ‘{found}’. Give another.")


def pair_ids(folder: Folder) -> Iterator[Fault]:
    """Let no two pairs get one name, which is seller, hyphen, buyer (A-B, C and A, B-C)."""
    sellers, buyers = folder.by_id("sellers").keys() - {None}, folder.by_id("buyers").keys() - {None}
    for line in folder.of("sellers"):
        long = line.get("seller_id") or ""
        for place in (place for place, letter in enumerate(long) if letter == "-" and long[:place] in sellers):
            for buyer in sorted(buyers):
                if f"{long[place + 1 :]}-{buyer}" in buyers:
                    other = f"{long[:place]}–{long[place + 1 :]}-{buyer}"
                    ko = f"{long}–{buyer}와(과) {other}를 구별할 수 없습니다. ‘-’ 없는 ID를 쓰십시오."
                    en = f"{long}–{buyer} and {other} cannot be told apart. Use ids without hyphens."
                    yield line.fault("seller_id", ko, en)


def names(folder: Folder) -> Iterator[Fault]:
    """Give each party and the event a name in one language at least."""
    for line in folder.of("event", *PARTIES):
        if "name_en" in line.values and not any(map(line.get, ("name_ko", "name_en", "name_local"))):
            ko = "이름이 없습니다. name_ko나 name_en을 채우십시오."
            yield line.fault("name_en", ko, "It has no name. Fill in name_en or name_ko.")


def tables(folder: Folder) -> Iterator[Fault]:
    """Give a home table one seller, a seller one home table, and other tables none."""
    for line in folder.of("tables"):
        use, seller = line.get("use"), line.get("seller_id")
        if use == "home" and seller is None and "seller_id" in line.values:
            ko = "전용 테이블(home)의 참가기업이 비어 있습니다. seller_id를 채우거나 use를 pool로 하십시오."
            yield line.fault("seller_id", ko, "A home table needs its seller_id; or set its use to pool.")
        elif use in {"pool", "walk-in", "reserved"} and seller is not None:
            ko = f"use가 {use}인 테이블에는 참가기업이 없습니다. use를 home으로 하거나 seller_id를 비우십시오."
            yield line.fault("seller_id", ko, f"A {use} table has no seller. Set its use to home or empty seller_id.")
    yield from repeated(
        _homes(folder),
        lambda line: line.get("seller_id"),
        "seller_id",
        "‘{value}’의 전용 테이블이 {row}행에 이미 있습니다. 나머지는 use를 pool로 하십시오.",
        "‘{value}’ already has the home table of row {row}. Set the use of the other to pool.",
    )


def _homes(folder: Folder) -> Iterator[Line]:
    return (line for line in folder.of("tables") if line.get("use") == "home")


def seller_tables(folder: Folder) -> Iterator[Fault]:
    """Let the table a seller names be its home in tables too."""
    known = folder.by_id("tables")
    home = {line.get("seller_id"): line.get("table_no") for line in _homes(folder)}
    for line in folder.of("sellers"):
        named, seller = line.get("table_no"), line.get("seller_id")
        table = known.get(named)
        if table is None or not {"use", "seller_id"} <= table.values.keys() or seller is None:
            continue
        if table.get("use") != "home" or table.get("seller_id") != seller:
            owner = table.get("seller_id") or table.get("use")
            ko = f"tables 표에서 ‘{named}’은(는) {owner}의 자리입니다. 두 표를 같게 하십시오."
            yield line.fault(
                "table_no", ko, f"In tables ‘{named}’ is {owner}. Make both tables agree.", home.get(seller)
            )


def _sides(folder: Folder) -> dict[str, str]:
    """Return the side of each company by its id; of a seller and a buyer with one id the seller's."""
    return {party: SIDES[noun] for noun in reversed(COMPANIES) for party in folder.by_id(noun)}


def wishes(folder: Folder) -> Iterator[Fault]:
    """Let a wish go from one side to the other, once."""
    side = _sides(folder)
    for line in folder.of("wishes"):
        giver, wanted = line.get("from_id"), line.get("to_id")
        if giver is not None and giver == wanted:
            ko = "자기 자신과의 상담은 희망할 수 없습니다. to_id를 고치십시오."
            yield line.fault("to_id", ko, "Nobody can wish to meet itself. Correct to_id.")
        elif giver in side and side.get(wanted) == side[giver]:
            word = "참가기업" if side[giver] == "seller" else "바이어"
            ko = f"둘 다 {word}입니다. 희망은 참가기업과 바이어 사이에서만 받습니다."
            yield line.fault("to_id", ko, f"Both are {side[giver]}s. Wishes go between a seller and a buyer.")
        if giver in side and line.get("side") not in {None, side[giver]}:
            ko = f"‘{giver}’은(는) {side[giver]}입니다. side를 고치십시오."
            yield line.fault("side", ko, f"‘{giver}’ is a {side[giver]}. Correct side.", side[giver])
    yield from repeated(
        folder.of("wishes"),
        lambda line: _pair(line, "from_id", "to_id"),
        "to_id",
        "같은 희망이 {row}행에 이미 있습니다. 하나만 남기십시오.",
        "The same wish is already in row {row}. Keep one of them.",
    )


def _pair(line: Line, one: str, other: str) -> tuple[str, str] | None:
    first, second = line.get(one), line.get(other)
    return None if first is None or second is None else (first, second)


def exclusions(folder: Folder) -> Iterator[Fault]:
    """Keep two different parties apart."""
    yield from _same(folder, "exclusions", "party_a", "party_b")


def mou_parties(folder: Folder) -> Iterator[Fault]:
    """Let two different parties sign."""
    yield from _same(folder, "mous", "party_a_id", "party_b_id")


def _same(folder: Folder, noun: str, one: str, other: str) -> Iterator[Fault]:
    for line in folder.of(noun):
        if line.get(one) is not None and line.get(one) == line.get(other):
            ko = f"{one}과(와) {other}이(가) 같습니다. 한쪽을 고치십시오."
            yield line.fault(other, ko, f"{one} and {other} are the same. Correct one of them.")


def locks(folder: Folder) -> Iterator[Fault]:
    """Let a lock fix a pair once, that may meet, at a table where it can sit."""
    apart = {
        frozenset((line.get("party_a"), line.get("party_b"))): line.get("exclusion_id")
        for line in folder.of("exclusions")
        if (line.get("level"), line.get("status")) == ("hard", "active")
    }
    for line in folder.of("locks"):
        pair = frozenset((line.get("seller_id"), line.get("buyer_id")))
        if pair in apart:
            ko = f"상담 제외 ‘{apart[pair]}’에 걸린 쌍입니다. 고정이나 제외 중 하나를 지우십시오."
            yield line.fault(
                "buyer_id",
                ko,
                f"Exclusion ‘{apart[pair]}’ keeps this pair apart. Delete the lock or clear it.",
            )
    yield from _locked_tables(folder)
    yield from repeated(
        folder.of("locks"),
        lambda line: _pair(line, "seller_id", "buyer_id"),
        "buyer_id",
        "이 쌍은 {row}행에서 이미 고정되었습니다. 하나만 남기십시오.",
        "This pair is already locked in row {row}. Keep one of them.",
    )


def _locked_tables(folder: Folder) -> Iterator[Fault]:
    """Yield the locks at a table that the timetable does not use, or that is another seller's home."""
    known, sellers = folder.by_id("tables"), folder.by_id("sellers")
    for line in folder.of("locks"):
        table = known.get(line.get("table_no"))
        if table is None or not {"use", "seller_id"} <= table.values.keys():
            continue
        use, owner = table.get("use"), table.get("seller_id")
        if use in {"walk-in", "reserved"}:
            ko = f"use가 {use}인 테이블에는 고정할 수 없습니다. 전용 테이블이나 pool 테이블을 고르십시오."
            yield line.fault("table_no", ko, f"No meeting can be locked at a {use} table. Choose a home or pool table.")
        elif use == "home" and line.get("seller_id") in sellers.keys() - {None, owner}:
            ko = f"‘{owner}’의 전용 테이블입니다. 이 참가기업의 테이블이나 pool 테이블을 고르십시오."
            yield line.fault(
                "table_no", ko, f"This is the home of ‘{owner}’. Choose this seller's own or a pool table."
            )


def listed_once(folder: Folder) -> Iterator[Fault]:
    """List a party once in a programme item."""
    yield from repeated(
        folder.of("session_participants"),
        lambda line: _pair(line, "session_id", "party_id"),
        "party_id",
        "‘{value}’은(는) {row}행에서 이 일정에 이미 들어 있습니다. 하나만 남기십시오.",
        "‘{value}’ is already in this item in row {row}. Keep one of them.",
    )


def outcome_meetings(folder: Folder) -> Iterator[Fault]:
    """Let a pre-arranged consultation be in the timetable, between the same parties."""
    known = folder.by_id("timetable")
    if not folder.lines.get("timetable") or "timetable" in folder.unknown:
        return
    for line in folder.of("outcomes"):
        found = line.get("meeting_id")
        meeting = known.get(found)
        if meeting is None and found is not None and line.get("origin") == "pre-arranged":
            ko = f"‘{found}’이(가) timetable 표에 없습니다. meeting_id나 origin을 고치십시오."
            yield line.fault("meeting_id", ko, f"‘{found}’ is not in timetable. Correct meeting_id or origin.")
        for column in ("seller_id", "buyer_id") if meeting else ():
            given, wanted = line.get(column), meeting.get(column) if meeting else None
            if given is not None and wanted is not None and given != wanted:
                ko = f"timetable 표의 ‘{found}’에서는 {wanted}입니다. 한쪽을 고치십시오."
                yield line.fault(column, ko, f"In timetable ‘{found}’ has {wanted} here. Correct one of them.", wanted)


def attendance_side(folder: Folder) -> Iterator[Fault]:
    """Let a party attend on its own side."""
    side = _sides(folder)
    for line in folder.of("attendance"):
        party, given = line.get("party_id"), line.get("side")
        if given is not None and side.get(party, given) != given:
            ko = f"‘{party}’은(는) {side[party]}입니다. side를 고치십시오."
            yield line.fault("side", ko, f"‘{party}’ is a {side[party]}. Correct side.", side[party])


RULES: tuple[Rule, ...] = (
    party_ids,
    pair_ids,
    names,
    tables,
    seller_tables,
    wishes,
    exclusions,
    locks,
    listed_once,
    outcome_meetings,
    attendance_side,
    mou_parties,
)
