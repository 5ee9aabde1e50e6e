"""Sentences that people read, in both complete languages at once."""

from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in Korean and in English."""

    ko: str
    en: str

    def in_(self, language: str) -> str:
        """Return the Korean sentence for ``ko``, the English one for anything else."""
        return self.ko if language == "ko" else self.en
