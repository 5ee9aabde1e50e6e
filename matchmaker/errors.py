"""Named errors of the application.

MatchmakerError
└── BundleError            an event bundle cannot be used; every fault is listed
    └── UnreadableFile     nothing of the file could be read: no archive, too large, unsafe
"""

from dataclasses import dataclass

from matchmaker.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file, and how to mend it."""

    file: str
    """File, or sheet of a workbook, as its sender named it."""
    row: int | None
    """The number a spreadsheet shows (the header is 1); None for the file as a whole."""
    column: str | None
    value: str
    """The cell as it came; for a missing file or column its name."""
    message: Text
    suggestion: str | None = None
    """What was probably meant; never put in without asking."""

    def sentence(self, language: str) -> str:
        """Return place, value, message and suggestion in one line, in ``ko`` or ``en``."""
        korean = language == "ko"
        place = [self.file]
        if self.row is not None:
            place.append(f"{self.row}행" if korean else f"row {self.row}")
        if self.column is not None:
            place.append(self.column)
        line = f"{', '.join(place)}: {self.message.in_(language)}"
        if self.suggestion is None:
            return line
        return f"{line} ({self.suggestion}?)"


class MatchmakerError(Exception):
    """Anything this application refuses, with a reason a person can read."""


class BundleError(MatchmakerError):
    """An event bundle cannot be used."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(fault.sentence("en") for fault in self.faults)


class UnreadableFile(BundleError):
    """Nothing of the file could be read."""
