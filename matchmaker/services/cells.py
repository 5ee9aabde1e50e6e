"""What a cell may hold: one function for each kind, from the text of the cell to its value.

Each takes a trimmed cell that is not blank and raises Wrong with a sentence that says what is
expected, and with what was probably meant where that can be seen.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from matchmaker.text import Text

Kind = Callable[[str], object]

HOURS = re.compile(r"([0-9]{1,2}:[0-9]{2})-([0-9]{1,2}:[0-9]{2})")


class Wrong(Exception):
    """A cell that is not of its kind."""

    def __init__(self, ko: str, en: str, suggestion: str | None = None) -> None:
        super().__init__(en)
        self.message = Text(ko, en)
        self.suggestion = suggestion


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known word most like ``word``, or None if none is like it; case counts for nothing."""
    by_fold = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    found = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=likeness)
    return by_fold[found[0]] if found else None


def text(cell: str) -> str:
    """Take any text."""
    return cell


def identifier(cell: str) -> str:
    """Take an id: one line, without ``|``, which divides ids in a list."""
    if not cell.isprintable() or "|" in cell:
        raise Wrong(
            f"‘{cell}’: ID 하나를 한 줄로 쓰십시오. ‘|’는 쓸 수 없습니다.",
            f"‘{cell}’: write one id, in one line and without ‘|’.",
        )
    return cell


def count(least: int = 0, most: int | None = None) -> Kind:
    """Make the kind of whole numbers from ``least`` to ``most``."""

    def kind(cell: str) -> int:
        if re.fullmatch(r"[+-]?[0-9]{1,15}", cell):
            number = int(cell)
            if number >= least and (most is None or number <= most):
                return number
        bounds_ko = f"{least} 이상" if most is None else f"{least}부터 {most}까지"
        bounds_en = f"{least} or more" if most is None else f"from {least} to {most}"
        digits = re.fullmatch(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.0+)?", cell)
        plain = digits[1].replace(",", "") if digits else cell
        raise Wrong(
            f"‘{cell}’: {bounds_ko}의 정수를 쓰십시오.",
            f"‘{cell}’: write a whole number, {bounds_en}.",
            plain if plain != cell else None,
        )

    return kind


def number(cell: str) -> str:
    """Take an amount that is not negative, kept as text because its decimals are money."""
    if not re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,6})?", cell):
        raise Wrong(
            f"‘{cell}’: 0 이상의 금액을 쉼표와 단위 없이 숫자로만 쓰십시오.",
            f"‘{cell}’: write an amount of 0 or more in digits, without commas or unit.",
            cell.replace(",", "") if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", cell) else None,
        )
    return cell


def day(cell: str) -> date:
    """Read an ISO date."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    parts = re.fullmatch(r"([0-9]{4})[-./ ]+([0-9]{1,2})[-./ ]+([0-9]{1,2})\.?", cell)
    raise Wrong(
        f"‘{cell}’: 달력에 있는 날짜를 2022-10-07처럼 쓰십시오.",
        f"‘{cell}’: write a date of the calendar, such as 2022-10-07.",
        _possible_day(*map(int, parts.groups())) if parts else None,
    )


def _possible_day(year: int, month: int, number_of_day: int) -> str | None:
    try:
        return date(year, month, number_of_day).isoformat()
    except ValueError:
        return None


def clock(cell: str) -> time:
    """Read a time of the day in whole minutes; ``9:30`` is as clear as ``09:30``."""
    found = _possible_time(cell)
    if found and not found.second:
        return found
    dotted = re.fullmatch(r"([01]?[0-9]|2[0-3])[.시 ]+([0-5][0-9])분?", cell)
    meant = found or (time(int(dotted[1]), int(dotted[2])) if dotted else None)
    raise Wrong(
        f"‘{cell}’: 시각을 24시간, 분 단위로 09:30처럼 쓰십시오.",
        f"‘{cell}’: write a time of 24 hours in whole minutes, such as 09:30.",
        f"{meant:%H:%M}" if meant else None,
    )


def _possible_time(cell: str) -> time | None:
    parts = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?", cell)
    if parts is None:
        return None
    hour, minute, second = (int(part or 0) for part in parts.groups())
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def moment(cell: str) -> datetime:
    """Read a date with a time, ``2022-10-07T09:30``, seconds or not."""
    parts = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]+(\S+)", cell)
    found = _possible_time(parts[4]) if parts else None
    if parts and found and (on := _possible_day(*map(int, parts.groups()[:3]))):
        return datetime.combine(date.fromisoformat(on), found)
    raise Wrong(
        f"‘{cell}’: 날짜와 시각을 2022-10-07T09:30처럼 쓰십시오.",
        f"‘{cell}’: write date and time, such as 2022-10-07T09:30.",
    )


def choice(*codes: str) -> Kind:
    """Make the kind of one of the codes and nothing else."""

    def kind(cell: str) -> str:
        if cell in codes:
            return cell
        raise _no_such_code(cell, codes, nearest(cell, codes))

    return kind


def open_choice(*codes: str) -> Kind:
    """Make the kind of a free word that is no misspelt code: that would change its meaning unseen."""

    def kind(cell: str) -> str:
        meant = difflib.get_close_matches(re.sub(r"[\s_]+", "-", cell.casefold()), codes, n=1, cutoff=0.85)
        if cell in codes or not meant:
            return cell
        raise _no_such_code(cell, codes, meant[0])

    return kind


def _no_such_code(cell: str, codes: tuple[str, ...], meant: str | None) -> Wrong:
    listed = ", ".join(codes)
    return Wrong(
        f"‘{cell}’: 쓸 수 있는 값은 {listed}입니다.",
        f"‘{cell}’ is none of {listed}.",
        meant,
    )


def flag(cell: str) -> bool:
    """Read 1 as yes, 0 as no."""
    if cell in {"0", "1"}:
        return cell == "1"
    meant = {
        "y": "1",
        "yes": "1",
        "true": "1",
        "예": "1",
        "o": "1",
        "n": "0",
        "no": "0",
        "false": "0",
        "아니오": "0",
        "x": "0",
    }
    raise Wrong(
        f"‘{cell}’: 예는 1, 아니오는 0으로 쓰십시오.",
        f"‘{cell}’: write 1 for yes or 0 for no.",
        meant.get(cell.casefold()),
    )


def language(cell: str) -> str:
    """Take an ISO 639 code in small letters."""
    if re.fullmatch(r"[a-z]{2,3}", cell):
        return cell
    raise Wrong(
        f"‘{cell}’: 언어는 ISO 639 코드(ko, en, th, tr …)로 쓰고 여러 개는 ‘|’로 나누십시오.",
        f"‘{cell}’: write languages as ISO 639 codes (ko, en, th, tr …), several divided by ‘|’.",
        cell.lower() if re.fullmatch(r"[A-Za-z]{2,3}", cell) else None,
    )


def currency(cell: str) -> str:
    """Take an ISO 4217 code in capitals."""
    if re.fullmatch(r"[A-Z]{3}", cell):
        return cell
    raise Wrong(
        f"‘{cell}’: 통화는 ISO 4217 코드(USD, KRW, THB, TRY …)로 쓰십시오.",
        f"‘{cell}’: write the currency as an ISO 4217 code (USD, KRW, THB, TRY …).",
        cell.upper() if re.fullmatch(r"[A-Za-z]{3}", cell) else None,
    )


def zone(cell: str) -> str:
    """Take a time zone of the IANA list."""
    try:
        ZoneInfo(cell)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Wrong(
            f"‘{cell}’: 시간대를 IANA 이름(예: Asia/Bangkok)으로 쓰십시오.",
            f"‘{cell}’: write the time zone by its IANA name, such as Asia/Bangkok.",
            nearest(cell, available_timezones()),
        ) from error
    return cell


def slot_or_hours(cell: str) -> str:
    """Take a slot id, judged elsewhere, or ``HH:MM-HH:MM`` that ends after it starts."""
    hours = HOURS.fullmatch(cell)
    if hours is None:
        return identifier(cell)
    if clock(hours[1]) < clock(hours[2]):
        return cell
    raise Wrong(
        f"‘{cell}’: 끝 시각이 시작 시각보다 늦어야 합니다.",
        f"‘{cell}’: the end must be later than the start.",
        f"{hours[2]}-{hours[1]}" if hours[1] != hours[2] else None,
    )
