"""Korean particles that fit the word before them, and company names that fit into a sentence."""

import re
import unicodedata

BRACKETS = re.compile(r"\s*[(\[{〔【〈《][^()\[\]{}〔〕【】〈〉《》]*[)\]}〕】〉》]\s*$")
LEGAL_FORM = re.compile(r"\s*(?:㈜|\(주\)|（주）|주식회사)\s*")
FIRST_SYLLABLE, LAST_SYLLABLE, FINALS, RIEUL = 0xAC00, 0xD7A3, 28, 8

SPOKEN = {
    # Digits as read in Korean: 영 일 이 삼 사 오 육 칠 팔 구; a number that ends in 0 ends in 십, 백, 천, 만.
    **dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True)),
    # Capitals as spelt: 에이 비 씨 … Only L, M, N and R end in a consonant.
    **dict.fromkeys("ABCDEFGHIJKOPQSTUVWXYZ", "이"),
    **dict(zip("LMNR", "엘엠엔알", strict=True)),
    # Small letters end words that are read as words; only of these is the last sound certain.
    **dict.fromkeys("aeiouy", "이"),
    **dict(zip("lmn", "엘엠엔", strict=True)),
    "%": "트",
    "㎡": "터",
}


def with_particle(word: str, particle: str) -> str:
    """Return the word with the particle that fits it: ``with_particle("수요", "을/를")`` is 수요를.

    ``particle`` is the form after a consonant and the one after a vowel, 이/가, 을/를, 은/는, 과/와,
    으로/로. Quotes and a remark in brackets at the end of the word count for nothing. Where the last
    sound cannot be known, both forms are written, as in 은(는).
    """
    after_consonant, after_vowel = particle.split("/")
    final = _final_consonant(word)
    if final is None:
        return word + _both(after_consonant, after_vowel)
    closed = final != 0 and not (particle == "으로/로" and final == RIEUL)
    return word + (after_consonant if closed else after_vowel)


def _both(after_consonant: str, after_vowel: str) -> str:
    """Return both forms in one; of 으로/로 only the first syllable is in doubt."""
    if after_consonant.endswith(after_vowel):
        return f"({after_consonant.removesuffix(after_vowel)}){after_vowel}"
    return f"{after_consonant}({after_vowel})"


def _final_consonant(word: str) -> int | None:
    """Return the number of the final consonant of the last syllable, 0 for none, None if unknown."""
    # Composed syllables and plain digits and letters, however they were typed; ㈜ becomes (주).
    heard = _without_remarks(unicodedata.normalize("NFKC", word))
    letters = [each for each in heard if each.isalnum() or each in SPOKEN]
    if not letters:
        return None
    last = SPOKEN.get(letters[-1], letters[-1])
    if FIRST_SYLLABLE <= ord(last) <= LAST_SYLLABLE:
        return (ord(last) - FIRST_SYLLABLE) % FINALS
    return None


def _without_remarks(word: str) -> str:
    """Return the word without what stands in brackets at its end, unless it is nothing else."""
    word = word.rstrip(" '\"’”」』.,!?")
    while (shorter := BRACKETS.sub("", word).rstrip(" '\"’”」』.,!?")) and shorter != word:
        word = shorter
    return word


def plain_name(name: str) -> str:
    """Return a company's name as one says it: without ㈜ and remarks in brackets, such as (가상)."""
    said = " ".join(LEGAL_FORM.sub(" ", _without_remarks(name)).split())
    return said or name
