"""The smart-city services that solutions and needs are named by, and how close two of them are.

Three levels: domain, group, tag. The steps of closeness are those of ``docs/matching.md``. The group
``delivery`` (PPP, finance, pilot, …) says how to work together, not on what: it is a facet of its
own and close to no topic.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from matchmaker.errors import BundleError, Fault, UnreadableFile
from matchmaker.paths import sample_data
from matchmaker.text import Text

DELIVERY = "delivery"
"""The group of cooperation forms."""
COLUMNS = ("code", "parent", "ko", "en")
"""Every further column with a language's two letters is a label too."""
NOT_LABELS = frozenset({"code", "parent", "synonyms"})
LEVELS = 3

SAME_TAG = 100
PART_OF_GROUP = 60
SAME_GROUP = 35
SAME_DOMAIN = 10
"""Closeness in hundredths."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A domain, a group or a tag."""

    code: str
    parent: str | None
    """None for a domain."""
    labels: Mapping[str, str]
    """By language; Korean and English are always there."""


@dataclass(frozen=True, eq=False)
class Taxonomy(Collection[str]):
    """The tree of codes; a collection of them, in the order of the file."""

    tags: Mapping[str, Tag]

    def __contains__(self, code: object) -> bool:
        return code in self.tags

    def __iter__(self) -> Iterator[str]:
        return iter(self.tags)

    def __len__(self) -> int:
        return len(self.tags)

    def label(self, code: str, language: str) -> str:
        """Return the name of a code; the English one where that language has none."""
        labels = self.tags[code].labels
        return labels.get(language) or labels["en"]

    def domain(self, code: str) -> str:
        """Return the domain a code lies in; of a domain itself."""
        return self._chains[code][0]

    def group(self, code: str) -> str | None:
        """Return the group a code lies in; of a group itself; None for a domain."""
        chain = self._chains[code]
        return chain[1] if len(chain) > 1 else None

    def is_delivery(self, code: str) -> bool:
        """Return whether a code is a form of cooperation instead of a topic."""
        return self.group(code) == DELIVERY

    def topics(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that are topics, in their order, each once; unknown codes are left out."""
        return tuple(dict.fromkeys(code for code in codes if code in self and not self.is_delivery(code)))

    def forms(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that are forms of cooperation, in the same way."""
        return tuple(dict.fromkeys(code for code in codes if code in self and self.is_delivery(code)))

    def closeness_percent(self, need: str, solution: str) -> int:
        """Return ``closeness`` in hundredths, for exact arithmetic."""
        if self.is_delivery(need) or self.is_delivery(solution):
            return 0
        group = self.group(need)
        if group is not None and group == self.group(solution):
            if group in {need, solution}:
                return PART_OF_GROUP
            return SAME_TAG if need == solution else SAME_GROUP
        return SAME_DOMAIN if self.domain(need) == self.domain(solution) else 0

    def closeness(self, need: str, solution: str) -> float:
        """Return how close what is offered is to what is asked for, 0 to 1.

        1.0 the same tag; 0.6 one of the two names the group and the other the same group or a tag
        of it (whoever speaks of a whole group probably means that tag, but has not said so, so it
        does not matter which of the two speaks); 0.35 two tags of a group; 0.1 the same domain,
        also where one names nothing but the domain; else 0. Nothing is close to a form of
        cooperation.
        """
        return self.closeness_percent(need, solution) / 100

    @cached_property
    def _chains(self) -> dict[str, tuple[str, ...]]:
        """Domain, group, tag of every code, down to the code itself."""
        return {code: tuple(reversed(list(_upwards(code, self.tags)))) for code in self.tags}


@cache
def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Return the taxonomy in a CSV file; the application's own if no path is given. Read once.

    Raises BundleError with every fault at once; UnreadableFile if it is no table in UTF-8.
    """
    path = path or sample_data() / "taxonomy.csv"
    rows = _rows(path)
    faults = tuple(_faults(path.name, rows))
    if faults:
        raise BundleError(faults)
    return Taxonomy(MappingProxyType({row["code"]: _tag(row) for row in rows}))


def _rows(path: Path) -> list[dict[str, str]]:
    """Return the lines by column, trimmed."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines, restkey="", restval="")
            rows = [{name: str(cell).strip() for name, cell in row.items() if name} for row in table]
            missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        text = Text("UTF-8 CSV로 읽을 수 없습니다.", "This cannot be read as CSV in UTF-8.")
        raise UnreadableFile((Fault(path.name, None, None, path.name, text),)) from error
    if missing:
        text = Text("이 열이 없습니다.", "This column is missing.")
        raise BundleError(tuple(Fault(path.name, 1, name, name, text) for name in missing))
    return rows


def _tag(row: Mapping[str, str]) -> Tag:
    labels = {name: cell for name, cell in row.items() if name not in NOT_LABELS and cell}
    return Tag(row["code"], row["parent"] or None, MappingProxyType(labels))


def _upwards(code: str, tags: Mapping[str, Tag]) -> Iterator[str]:
    """Yield a code, its parent, and so on; no more than one beyond what a sound tree has."""
    above: str | None = code
    for _ in range(LEVELS + 1):
        if above is None or above not in tags:
            return
        yield above
        above = tags[above].parent


def _faults(file: str, rows: list[dict[str, str]]) -> Iterator[Fault]:
    """Yield everything that keeps the lines from being a tree of three levels with names."""
    first: dict[str, int] = {}
    tags = {row["code"]: _tag(row) for row in rows}
    for number, row in enumerate(rows, 2):
        code, parent = row["code"], row["parent"]
        for column in ("code", "ko", "en"):
            if not row[column]:
                yield Fault(file, number, column, "", Text("비어 있습니다.", "This must not be empty."))
        if first.setdefault(code, number) != number:
            ko, en = (
                f"이 코드는 {first[code]}행에 이미 있습니다.",
                f"This code is already in row {first[code]}.",
            )
            yield Fault(file, number, "code", code, Text(ko, en))
        if parent and parent not in tags:
            ko, en = f"상위 코드 ‘{parent}’가 없습니다.", f"There is no code ‘{parent}’ to lie under."
            yield Fault(file, number, "parent", parent, Text(ko, en))
        elif len(list(_upwards(code, tags))) > LEVELS:
            ko = "분야·그룹·태그의 세 단계보다 깊거나 순환합니다."
            en = "This lies deeper than domain, group and tag, or under itself."
            yield Fault(file, number, "parent", parent, Text(ko, en))
