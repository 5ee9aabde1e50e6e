"""``timetable.xlsx``: the timetable as an organiser prints it and hands it round."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from matchmaker.matching.reasons import reasons
from matchmaker.matching.taxonomy import load_taxonomy
from matchmaker.names import GOALS, SIDES, STRENGTHS
from matchmaker.services.notices import notices_of
from matchmaker.services.presence import blocking_items, touches
from matchmaker.services.report import report_of
from matchmaker.services.spreadsheet import LINE, Book, lines_of
from matchmaker.services.timetable import Solved
from matchmaker.services.unheld import Unheld
from matchmaker.text import Text

SUMMARY = ("항목 · Item", "값 · Value", "전체·한계 · Of / bound", "증명 · Proof")


def write_workbook(solved: Solved, unheld: Sequence[Unheld], path: Path) -> None:
    """Write the workbook: summary, master grid, by seller, by buyer, by interpreter, wishes not held."""
    import xlsxwriter

    part = path.with_name(f".{path.name}.part")
    book = xlsxwriter.Workbook(
        part, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": solved.bundle.event.name_en, "created": datetime(2022, 1, 1)})
    version, mark = solved.timetable.version, solved.timetable.problem[:12]
    pages = _Pages(Book(book, f"{solved.bundle.event.id} · {version} · {mark}"), solved)
    try:
        pages.summary()
        pages.grid()
        pages.by_company("참가기업별 By seller", solved.bundle.sellers, Text("바이어", "Buyer"))
        pages.by_company("바이어별 By buyer", solved.bundle.buyers, Text("참가기업", "Seller"))
        pages.by_interpreter()
        pages.notices()
        pages.wishes(unheld)
    finally:
        book.close()
    part.replace(path)


class _Pages:
    """The sheets of one workbook."""

    def __init__(self, book: Book, solved: Solved) -> None:
        self.book = book
        self.solved = solved
        self.bundle = solved.bundle
        companies = (*self.bundle.sellers, *self.bundle.buyers)
        self.company = {company.id: company for company in companies}
        self.interpreter = {one.id: one for one in self.bundle.interpreters}
        self.slots = solved.problem.slots
        self.pair = {(pair.seller.id, pair.buyer.id): pair for pair in solved.pairs}

    def name(self, party: str) -> str:
        """Return a company's names, Korean above English."""
        company = self.company[party]
        return f"{company.name_ko}\n{company.name_en}"

    def why(self, meeting: Any) -> str:
        """Return the first reason of a meeting in both languages."""
        pair = self.pair[meeting.a, meeting.b]
        first = reasons(
            pair.score,
            pair.seller,
            pair.buyer,
            buyer_wish=pair.buyer_wish,
            seller_wish=pair.seller_wish,
            taxonomy=load_taxonomy(),
        )[0]
        return f"{first.ko}\n{first.en}"

    def summary(self) -> None:
        """Add the figures that people ask for first."""
        report = report_of(self.solved, ())
        sheet = self.book.sheet("요약 Summary", (62, 20, 20, 24), tall=True)
        sheet.write_string(0, 0, f"{self.bundle.event.name_ko} · {self.bundle.event.name_en}", self.book.title)
        for column, heading in enumerate(SUMMARY):
            sheet.write_string(2, column, heading, self.book.head)
        for number, row in enumerate(self._summary_rows(report), start=3):
            sheet.set_row(number, 18)
            for column, value in enumerate(row):
                self.book.put(sheet, number, column, value)
        sheet.print_area(0, 0, number, 3)
        sheet.freeze_panes(2, 0)

    def _summary_rows(self, report: dict[str, Any]) -> Iterable[list[Any]]:
        figures, worst = report["figures"], report["worst_served"]
        yield ["상담 · Meetings", report["meetings"], figures["requests_asked"], ""]
        for side, strengths in report["wishes"].items():
            for strength in STRENGTHS:
                if strengths[strength]["asked"]:
                    label = Text(
                        f"{SIDES[side].ko} 희망({STRENGTHS[strength].ko}) 이룸",
                        f"Wishes of {SIDES[side].en} held ({STRENGTHS[strength].en})",
                    )
                    yield [f"{label.ko} · {label.en}", strengths[strength]["held"], strengths[strength]["asked"], ""]
        yield ["서로 희망한 조합 · Mutual wishes held", report["mutual"]["held"], report["mutual"]["asked"], ""]
        yield ["상담한 바이어 · Buyers met", report["buyers_met"]["met"], report["buyers_met"]["of"], ""]
        yield ["상담한 참가기업 · Sellers met", report["sellers_met"]["met"], report["sellers_met"]["of"], ""]
        for level in report["levels"]:
            proof = "증명됨 · proven" if level["proven"] else "미증명 · not proven"
            bound = "–" if level["bound"] is None else level["bound"]
            name = GOALS[level["name"]]
            yield [f"{name.ko} · {name.en}", level["value"], bound, proof]
        if worst is not None:
            share = f"{worst['share']:.0%}"
            yield [
                f"가장 적게 얻은 곳 · Worst served: {worst['name_ko']} · {worst['name_en']}",
                share,
                worst["meetings"],
                "",
            ]
        yield ["가장 긴 대기(분) · Longest waiting (minutes)", figures["waiting_max"], "", ""]
        checked = "이상 없음 · valid" if report["valid"] else "오류 · not valid"
        yield ["독립 검사 · Independent check", checked, "", ""]
        yield ["계산 시간(초) · Seconds", report["seconds"], "", ""]
        yield ["입력 지문 · Fingerprint", report["fingerprint"][:16], "", ""]

    def grid(self) -> None:
        """Add the master grid: a line per table, a column per slot, a narrow one where a session ends."""
        tables = self.solved.problem.tables
        columns = self._grid_columns()
        sheet = self.book.sheet("전체표 Master grid", (24, *(24 if slot else 3 for slot in columns)))
        sheet.set_paper(8)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, "테이블 · Table", self.book.head)
        for column, slot in enumerate(columns, start=1):
            time = f"{slot.start:%m-%d}\n{slot.start:%H:%M}–{slot.end:%H:%M}" if slot else ""
            sheet.write_string(0, column, time, self.book.head)
        owner = {p.table: p for p in self.solved.problem.participants if p.table is not None}
        for row, table in enumerate(tables, start=1):
            self._grid_row(sheet, row, table.id, owner.get(table.id), columns)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0)
        sheet.print_area(0, 0, max(len(tables), 1), max(len(columns), 1))

    def _grid_columns(self) -> list[Any]:
        """Return the slots in order, with None where one session ends and another begins."""
        columns: list[Any] = []
        for session in self.solved.problem.sessions:
            columns += [None, *session] if columns else list(session)
        return columns

    def _grid_row(self, sheet: Any, row: int, table: str, host: Any, columns: Sequence[Any]) -> None:
        at = {m.slot: m for m in self.solved.meetings if m.table == table}
        texts = [f"{table}\n{self.name(host.id) if host else '공용 · pool'}"]
        styles = [self.book.head]
        for slot in columns:
            meeting = at.get(slot.id) if slot else None
            away = slot is not None and host is not None and slot.id not in self.solved.problem.there(host.available)
            reason = self._away(host.id, slot) if away else ""
            texts.append(self._guest(meeting, host) if meeting is not None else reason)
            styles.append(self.book.away if away or slot is None else self.book.cell)
        sheet.set_row(row, LINE * max(lines_of(text, 23) for text in texts) + 4)
        for column, (text, style) in enumerate(zip(texts, styles, strict=True)):
            sheet.write_string(row, column, text, style)

    def _away(self, party: str, slot: Any) -> str:
        """Return why a company is not there in a slot: its own window, or the programme item it is in."""
        for window in self.bundle.availability:
            if window.party_id == party and window.kind == "blocked" and touches(slot, window.start, window.end):
                return f"불참 · away\n{window.reason}"
        for item in blocking_items(self.bundle)[party]:
            if touches(slot, item.start, item.end):
                return f"{item.title_ko}\n{item.title_en}"
        return "불참 · away"

    def _guest(self, meeting: Any, host: Any) -> str:
        guests = [party for party in (meeting.a, meeting.b) if host is None or party != host.id]
        names = "\n".join(f"{party} {self.company[party].name_ko}\n{self.company[party].name_en}" for party in guests)
        return f"{names}\n통역 {meeting.interpreter}" if meeting.interpreter else names

    def by_company(self, sheet: str, companies: Sequence[Any], other: Text) -> None:
        """Add a list of the meetings of each company of one side."""
        rows = []
        for company in companies:
            mine = [m for m in self.solved.meetings if company.id in (m.a, m.b)]
            for meeting in mine:
                partner = meeting.b if meeting.a == company.id else meeting.a
                rows.append(
                    [
                        company.id,
                        self.name(company.id),
                        *self._when(meeting),
                        partner,
                        self.name(partner),
                        *self._help(meeting),
                    ]
                )
            if not mine:
                rows.append([company.id, self.name(company.id), "–", "–", "–", "–", "상담 없음\nno meeting", "", ""])
        headings = [
            Text("번호", "Id"),
            Text("기업·기관", "Company"),
            Text("날짜", "Date"),
            Text("시간", "Time"),
            Text("테이블", "Table"),
            Text("상대 번호", "With id"),
            other,
            Text("통역", "Interpreter"),
            Text("매칭 이유", "Why"),
        ]
        self.book.table(sheet, headings, rows)

    def _when(self, meeting: Any) -> list[str]:
        slot = self.solved.problem.slot[meeting.slot]
        return [f"{slot.start:%Y-%m-%d}", f"{slot.start:%H:%M}–{slot.end:%H:%M}", meeting.table or "–"]

    def _help(self, meeting: Any) -> list[str]:
        one = self.interpreter.get(meeting.interpreter or "")
        return [f"{one.id}\n{one.label}" if one else "–", self.why(meeting)]

    def by_interpreter(self) -> None:
        """Add the roster of each interpreter."""
        rows = []
        for one in self.bundle.interpreters:
            mine = [m for m in self.solved.meetings if m.interpreter == one.id]
            for m in mine:
                rows.append(
                    [
                        one.id,
                        one.label,
                        " · ".join(one.languages),
                        *self._when(m),
                        self.name(m.a),
                        self.name(m.b),
                        self.why(m),
                    ]
                )
            if not mine:
                rows.append([one.id, one.label, " · ".join(one.languages), "–", "–", "–", "배정 없음\nnone", "", ""])
        headings = [
            Text("번호", "Id"),
            Text("통역", "Interpreter"),
            Text("언어", "Languages"),
            Text("날짜", "Date"),
            Text("시간", "Time"),
            Text("테이블", "Table"),
            Text("참가기업", "Seller"),
            Text("바이어", "Buyer"),
            Text("주제", "Subject"),
        ]
        self.book.table("통역별 By interpreter", headings, rows)

    def notices(self) -> None:
        """Add the held meetings that need care; no sheet where there are none."""
        rows, found = [], notices_of(self.solved)
        two = any(notice.other for notice in found)
        for notice in found:
            meeting, after = notice.meeting, notice.other
            rows.append(
                [
                    *self._when(meeting),
                    self.name(meeting.a),
                    self.name(meeting.b),
                    *self._other(after, two=two),
                    notice.subject.ko,
                    notice.subject.en,
                    notice.reason.ko,
                    notice.reason.en,
                ]
            )
        headings = [
            Text("날짜", "Date"),
            Text("시간", "Time"),
            Text("테이블", "Table"),
            Text("참가기업", "Seller"),
            Text("바이어", "Buyer"),
            *((Text("다른 상담", "Other meeting"), Text("다른 바이어", "Other buyer")) if two else ()),
            Text("구분", "Kind (Korean)"),
            Text("구분(영문)", "Kind (English)"),
            Text("이유", "Reason (Korean)"),
            Text("이유(영문)", "Reason (English)"),
        ]
        if rows:
            self.book.table("주의 Watch", headings, rows, wrap=36)

    def _other(self, meeting: Any, *, two: bool) -> list[str]:
        """Return two cells about a second meeting, or none in a sheet without second meetings."""
        if not two:
            return []
        return [" ".join(self._when(meeting)[1:]), self.name(meeting.b)] if meeting else ["–", "–"]

    def wishes(self, unheld: Sequence[Unheld]) -> None:
        """Add the wishes that are no meetings, each with its reason."""
        rows = []
        for one in unheld:
            row = one.row()
            parties = (str(row[0]), str(row[1]))
            rows.append(
                [
                    parties[0],
                    self.name(parties[0]),
                    parties[1],
                    self.name(parties[1]),
                    row[3],
                    row[4],
                    row[5],
                    one.reason.ko,
                    one.reason.en,
                ]
            )
        headings = [
            Text("희망한 곳", "From"),
            Text("이름", "Name"),
            Text("상대", "To"),
            Text("이름", "Name"),
            Text("정도", "Strength"),
            Text("순위", "Rank"),
            Text("구분", "Code"),
            Text("이유", "Reason (Korean)"),
            Text("이유(영문)", "Reason (English)"),
        ]
        self.book.table("미성사 Wishes not held", headings, rows, wrap=40)
