import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.bundle import Company, Wish
from matchmaker.matching.reasons import MOST_SENTENCES, reasons
from matchmaker.matching.requests import match
from matchmaker.matching.score import PARTS, score_pair
from matchmaker.matching.taxonomy import load_taxonomy
from matchmaker.matching.words import ordinal
from matchmaker.text import Text
from tests.matchmaker.companies import buyer, sample, seller, wish

TAXONOMY = load_taxonomy()
STRENGTHS = ["must", "want", "could", "rather-not"]
LABELS = " ".join(TAXONOMY.label(code, language) for code in TAXONOMY for language in ("ko", "en"))
CODES = [code for code in TAXONOMY if "-" in code and code not in LABELS]
BARE = re.compile(rf"None|rather-not|_|\b(?:{'|'.join(CODES)})\b")


def said(one: Company, other: Company, buyer_wish: Wish | None = None, seller_wish: Wish | None = None) -> list[Text]:
    score = score_pair(one, other, buyer_wish, seller_wish, TAXONOMY)
    return reasons(score, one, other, buyer_wish=buyer_wish, seller_wish=seller_wish, taxonomy=TAXONOMY)


def sound(sentences: list[Text]) -> bool:
    """Return whether there are one to five, in both languages, and none shows what only a program knows."""
    return 0 < len(sentences) <= MOST_SENTENCES and all(
        len(sentence) > 5
        and sentence.endswith(".")
        and ".." not in sentence
        and "  " not in sentence
        and not BARE.search(sentence)
        for text in sentences
        for sentence in text
    )


@pytest.mark.parametrize(
    ("offered", "needed", "ko", "en"),
    [
        (
            "flood-early-warning",
            "flood-early-warning",
            "둘 다 ‘홍수·침수 조기경보’를 첫째로 꼽았습니다.",
            "Both put ‘Flood early warning’ first.",
        ),
        (
            "iot-disaster-response flood-early-warning",
            "flood-early-warning",
            "바이어가 첫째로 찾는 ‘홍수·침수 조기경보’는 참가기업의 둘째 솔루션입니다.",
            "‘Flood early warning’ is the buyer's first need and the seller's second solution.",
        ),
        (
            "parking-control",
            "parking",
            "참가기업의 첫째 솔루션 ‘스마트 주차관제’는 바이어가 첫째로 찾는 ‘스마트 주차’에 속합니다.",
            "The seller's first solution, ‘Parking access & control’, is part of the buyer's first need, "
            "‘Smart parking’.",
        ),
        (
            "parking",
            "parking-control",
            "바이어가 첫째로 찾는 ‘스마트 주차관제’는 참가기업의 첫째 솔루션 ‘스마트 주차’에 속합니다.",
            "The buyer's first need, ‘Parking access & control’, is part of the seller's first solution, "
            "‘Smart parking’.",
        ),
        (
            "cctv",
            "crowd-density",
            "바이어가 첫째로 찾는 ‘인파밀집 관리’와 참가기업의 첫째 솔루션 ‘CCTV 구축·관제’는 "
            "같은 ‘영상관제’ 분야입니다.",
            "The buyer's first need, ‘Crowd density management’, and the seller's first solution, "
            "‘CCTV & monitoring centre’, both belong to ‘Video surveillance’.",
        ),
        (
            "cctv",
            "access-control",
            "바이어가 첫째로 찾는 ‘출입통제·생체인증’과 참가기업의 첫째 솔루션 ‘CCTV 구축·관제’는 "
            "넓게 보아 같은 ‘방범·보안·생활안전’ 분야입니다.",
            "The buyer's first need, ‘Access control & biometrics’, and the seller's first solution, "
            "‘CCTV & monitoring centre’, share only the broad field of ‘Safety & security’.",
        ),
        (
            "cctv",
            "waste",
            "바이어의 수요와 참가기업의 솔루션이 서로 다른 분야입니다.",
            "The buyer's needs and the seller's solutions lie in different fields.",
        ),
        (
            "cctv",
            "ppp",
            "한쪽이 분야를 적지 않아 비교할 수 없습니다.",
            "One of the two has named no topic, so there is nothing to compare.",
        ),
    ],
)
def test_what_the_topics_are_to_each_other(offered: str, needed: str, ko: str, en: str) -> None:
    assert said(seller(offered), buyer(needed))[0] == Text(ko, en)


@pytest.mark.parametrize(
    ("tags", "ko", "en"),
    [
        (
            "cctv recycling",
            "‘재활용 선별·회수’도 일치합니다.",
            "They also have ‘Recycling & sorting’ in common.",
        ),
        (
            "cctv recycling gis",
            "‘재활용 선별·회수’와 ‘공간정보(GIS)’도 일치합니다.",
            "They also have ‘Recycling & sorting’ and ‘GIS & spatial data’ in common.",
        ),
        (
            "cctv recycling gis telehealth",
            "‘재활용 선별·회수’와 ‘공간정보(GIS)’ 등 3개 분야도 일치합니다.",
            "They also have 3 more topics, such as ‘Recycling & sorting’ and ‘GIS & spatial data’, in common.",
        ),
    ],
)
def test_further_needs_in_common(tags: str, ko: str, en: str) -> None:
    assert said(seller(tags), buyer(tags))[1] == Text(ko, en)


@pytest.mark.parametrize(
    ("of_buyer", "of_seller", "texts"),
    [
        (
            ("must", 1),
            ("must", 2),
            [
                Text(
                    "서로 꼭 만나고 싶어 합니다(바이어 1순위, 참가기업 2순위).",
                    "Each must meet the other (buyer: rank 1; seller: rank 2).",
                )
            ],
        ),
        (
            ("must", 1),
            ("want", 3),
            [
                Text(
                    "서로 상위 3순위 안에서 희망했습니다(바이어 필수 1순위, 참가기업 3순위).",
                    "Each put the other in its top 3 (buyer: rank 1, a must; seller: rank 3).",
                )
            ],
        ),
        (
            ("could", 4),
            ("want", 3),
            [
                Text(
                    "서로 만나기를 희망했습니다(바이어 4순위, 참가기업 3순위).",
                    "Each wished to meet the other (buyer: rank 4; seller: rank 3).",
                )
            ],
        ),
        (
            ("could", 4),
            None,
            [
                Text(
                    "롬짝시가 율도파킹을 만나 볼 수 있다고 했습니다(4순위).",
                    "Romchak City is willing to meet Yuldo Parking Co., Ltd. (rank 4).",
                )
            ],
        ),
        (
            None,
            ("must", 2),
            [
                Text(
                    "율도파킹이 롬짝시를 꼭 만나고 싶어 합니다(2순위).",
                    "Yuldo Parking Co., Ltd. must meet Romchak City (rank 2).",
                )
            ],
        ),
        (
            ("rather-not", 1),
            ("want", 1),
            [
                Text(
                    "롬짝시가 율도파킹을 만나지 않기를 바랍니다.",
                    "Romchak City would rather not meet Yuldo Parking Co., Ltd.",
                ),
                Text(
                    "율도파킹이 롬짝시를 만나고 싶어 합니다(1순위).",
                    "Yuldo Parking Co., Ltd. wants to meet Romchak City (rank 1).",
                ),
            ],
        ),
    ],
)
def test_who_wished_whom(
    of_buyer: tuple[str, int] | None, of_seller: tuple[str, int] | None, texts: list[Text]
) -> None:
    one = seller(name_ko="율도파킹㈜", name_en="Yuldo Parking Co., Ltd.")
    other = buyer(name_ko="롬짝시(가상)", name_en="Romchak City")
    wishes = (
        of_buyer and wish("buyer", of_buyer[0], of_buyer[1]),
        of_seller and wish("seller", of_seller[0], of_seller[1]),
    )
    assert [text for text in said(one, other, *wishes) if text in texts] == texts


@pytest.mark.parametrize(
    ("changes", "ko", "en"),
    [
        (
            {"price_usd": (80_000, 1_500_000)},
            "바이어의 예산과 참가기업의 가격이 미화 100,000~1,500,000달러에서 만납니다.",
            "The buyer's budget and the seller's price meet at US$ 100,000 to 1,500,000.",
        ),
        (
            {"price_usd": (1, 100_000)},
            "바이어의 예산과 참가기업의 가격이 미화 100,000달러에서 만납니다.",
            "The buyer's budget and the seller's price meet at US$ 100,000.",
        ),
        (
            {"price_usd": (1, 99_000)},
            "바이어의 예산이 미화 100,000달러부터여서 참가기업의 최대 가격 99,000달러보다 큽니다.",
            "The buyer's budget starts at US$ 100,000, above the seller's largest price of US$ 99,000.",
        ),
        (
            {"price_usd": (3_000_000, 4_000_000)},
            "바이어의 예산이 미화 2,000,000달러까지여서 참가기업의 최저 가격 3,000,000달러에 못 미칩니다.",
            "The buyer's budget ends at US$ 2,000,000, below the seller's lowest price of US$ 3,000,000.",
        ),
        (
            {"languages": ("ko", "en")},
            "통역 없이 영어로 상담할 수 있습니다.",
            "They can talk in English without an interpreter.",
        ),
        (
            {"languages": ("ko", "en"), "interpreter_need": "preferred"},
            "영어로 상담할 수 있으나 통역을 선호합니다.",
            "They can talk in English, but would rather have an interpreter.",
        ),
        (
            {"languages": ("xx",)},
            "통역이 필요합니다.",
            "They need an interpreter.",
        ),
        (
            {"languages": ("ko",)},
            "한국어–태국어 통역이 필요합니다.",
            "They need an interpreter between Korean and Thai.",
        ),
        (
            {"languages": ("th",), "interpreter_need": "required"},
            "통역이 필요합니다.",
            "They need an interpreter.",
        ),
        (
            {"vip": True, "name_ko": "한빛㈜", "name_en": "Hanbit"},
            "한빛은 주요인사(VIP)입니다.",
            "Hanbit is a VIP.",
        ),
        (
            {"tags": "cctv ppp"},
            "바이어가 ‘민관협력사업(PPP)’을 원하고 참가기업도 이를 제시했습니다.",
            "The buyer wants ‘Public-private partnership (PPP)’, and the seller offers it.",
        ),
    ],
)
def test_price_language_vip_and_form(changes: dict[str, Any], ko: str, en: str) -> None:
    other = buyer("cctv ppp", price_usd=(100_000, 2_000_000), languages=("th", "en"))
    one = seller(**({"tags": "cctv"} | changes))
    assert Text(ko, en) in said(one, other)


def test_nothing_is_said_of_price_or_form_without_a_topic() -> None:
    texts = said(seller("cctv ppp", price_usd=(1, 2)), buyer("waste ppp", price_usd=(1, 2)))
    assert texts == [
        Text(
            "바이어의 수요와 참가기업의 솔루션이 서로 다른 분야입니다.",
            "The buyer's needs and the seller's solutions lie in different fields.",
        )
    ]


def test_what_weighs_most_comes_first() -> None:
    one, other = seller("cctv", languages=("en",)), buyer("cctv", languages=("en",), vip=True)
    wishes = wish("buyer", "must"), wish("seller", "must")
    assert [text.en.split()[0] for text in said(one, other, *wishes)] == ["Each", "Both", "They", "B1"]
    assert [text.en.split()[0] for text in said(one, other)] == ["Both", "They", "B1"]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (0, Text("첫째", "first")),
        (9, Text("열째", "tenth")),
        (10, Text("11번째", "11th")),
        (20, Text("21번째", "21st")),
        (110, Text("111번째", "111th")),
    ],
)
def test_ordinals(place: int, text: Text) -> None:
    assert ordinal(place) == text


tags = st.lists(st.sampled_from(sorted(TAXONOMY)), max_size=12).map(" ".join)
spans = st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: (min(two), max(two)))
languages = st.lists(st.sampled_from(["ko", "en", "th", "tr", "xx"]), max_size=3).map(tuple)
common: dict[str, Any] = {
    "languages": languages,
    "interpreter_need": st.sampled_from(["none", "preferred", "required"]),
    "price_usd": spans,
    "vip": st.booleans(),
    "name_ko": st.sampled_from(["", "한빛㈜", "롬짝시(가상)"]),
    "name_local": st.sampled_from(["", "เทศบาลนครรมจักร"]),
}


def wishes(side: str) -> st.SearchStrategy[Wish | None]:
    return st.none() | st.builds(wish, st.just(side), st.sampled_from(STRENGTHS), st.integers(1, 20))


@given(st.builds(seller, tags, **common), st.builds(buyer, tags, **common), wishes("buyer"), wishes("seller"))
def test_every_pair_has_sound_reasons(
    one: Company, other: Company, buyer_wish: Wish | None, seller_wish: Wish | None
) -> None:
    assert sound(said(one, other, buyer_wish, seller_wish))


@pytest.mark.parametrize("stop", ["bangkok", "istanbul"])
def test_every_pair_of_a_sample_has_sound_reasons(stop: str) -> None:
    for pair in match(sample(stop)):
        texts = said(pair.seller, pair.buyer, pair.buyer_wish, pair.seller_wish)
        assert sound(texts), texts
        assert not any(part in text.en for text in texts for part in PARTS if "_" in part)
        assert not re.search(r"㈜|가상", " ".join(text.ko for text in texts))
