"""Words that sentences about companies are made of, in Korean and in English."""

from matchmaker.bundle import Company
from matchmaker.korean import plain_name
from matchmaker.matching.taxonomy import Taxonomy
from matchmaker.text import Text

ORDINALS = (
    ("첫째", "first"),
    ("둘째", "second"),
    ("셋째", "third"),
    ("넷째", "fourth"),
    ("다섯째", "fifth"),
    ("여섯째", "sixth"),
    ("일곱째", "seventh"),
    ("여덟째", "eighth"),
    ("아홉째", "ninth"),
    ("열째", "tenth"),
)
LANGUAGES = {
    "ar": ("아랍어", "Arabic"),
    "de": ("독일어", "German"),
    "en": ("영어", "English"),
    "es": ("스페인어", "Spanish"),
    "fr": ("프랑스어", "French"),
    "hi": ("힌디어", "Hindi"),
    "id": ("인도네시아어", "Indonesian"),
    "it": ("이탈리아어", "Italian"),
    "ja": ("일본어", "Japanese"),
    "km": ("크메르어", "Khmer"),
    "ko": ("한국어", "Korean"),
    "lo": ("라오어", "Lao"),
    "mn": ("몽골어", "Mongolian"),
    "ms": ("말레이어", "Malay"),
    "my": ("미얀마어", "Burmese"),
    "pl": ("폴란드어", "Polish"),
    "pt": ("포르투갈어", "Portuguese"),
    "ru": ("러시아어", "Russian"),
    "th": ("태국어", "Thai"),
    "tr": ("튀르키예어", "Turkish"),
    "uz": ("우즈베크어", "Uzbek"),
    "vi": ("베트남어", "Vietnamese"),
    "zh": ("중국어", "Chinese"),
}
"""Names by ISO 639 code; a language that is not here is not named."""


def language_name(code: str | None) -> Text | None:
    """Return the name of a language, if it is known here."""
    found = LANGUAGES.get(code or "")
    return Text(*found) if found else None


def ordinal(place: int) -> Text:
    """Return first for 0, second for 1 and so on."""
    if place < len(ORDINALS):
        return Text(*ORDINALS[place])
    number = place + 1
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return Text(f"{number}번째", f"{number}{ending}")


def name_of(company: Company) -> Text:
    """Return what to call a company: in Korean as one says it, without ㈜ or (가상)."""
    ko = company.name_ko or company.name_en or company.name_local or company.id
    return Text(plain_name(ko), company.name_en or company.name_local or company.name_ko or company.id)


def quoted(code: str, taxonomy: Taxonomy) -> Text:
    """Return the name of a code of the taxonomy in quotes."""
    return Text(f"‘{taxonomy.label(code, 'ko')}’", f"‘{taxonomy.label(code, 'en')}’")
