import unicodedata

import pytest

from matchmaker.korean import plain_name, with_particle


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("수요", "수요를"),
        ("상담", "상담을"),
        ("‘홍수·침수 조기경보’", "‘홍수·침수 조기경보’를"),
        ("‘교통신호 제어’", "‘교통신호 제어’를"),
        ("민관협력사업(PPP)", "민관협력사업(PPP)을"),
        ("에너지저장장치(ESS)", "에너지저장장치(ESS)를"),
        ("수요응답형 교통 (DRT)", "수요응답형 교통 (DRT)을"),
        ("롬짝시(가상)", "롬짝시(가상)를"),
        ("율도파킹㈜", "율도파킹㈜을"),
        ("율도파킹（주）", "율도파킹（주）을"),
        ("(가상)", "(가상)을"),
        ("IoT", "IoT를"),
        ("CCTV", "CCTV를"),
        ("EMS", "EMS를"),
        ("ITS·V2X", "ITS·V2X를"),
        ("NGSI-LD", "NGSI-LD를"),
        ("XML", "XML을"),
        ("EVCAR", "EVCAR을"),
        ("Ｖ２Ｍ", "Ｖ２Ｍ을"),
        ("Smart City", "Smart City를"),
        ("Sense", "Sense를"),
        ("Mobil", "Mobil을"),
        ("Guard", "Guard을(를)"),
        ("3", "3을"),
        ("5", "5를"),
        ("2022", "2022를"),
        ("100", "100을"),
        ("95%", "95%를"),
        (unicodedata.normalize("NFD", "상담"), unicodedata.normalize("NFD", "상담") + "을"),
        ("กรุงเทพ", "กรุงเทพ을(를)"),
        ("", "을(를)"),
    ],
)
def test_object_particle_fits_the_last_sound(word: str, answer: str) -> None:
    assert with_particle(word, "을/를") == answer


@pytest.mark.parametrize(
    ("word", "particle", "answer"),
    [
        ("바이어", "이/가", "바이어가"),
        ("참가기업", "이/가", "참가기업이"),
        ("바이어", "은/는", "바이어는"),
        ("참가기업", "은/는", "참가기업은"),
        ("바이어", "과/와", "바이어와"),
        ("참가기업", "과/와", "참가기업과"),
        ("영어", "으로/로", "영어로"),
        ("통역", "으로/로", "통역으로"),
        ("메일", "으로/로", "메일로"),
        ("7", "으로/로", "7로"),
        ("6", "으로/로", "6으로"),
        ("URL", "으로/로", "URL로"),
        ("Guard", "으로/로", "Guard(으)로"),
        ("Guard", "이/가", "Guard이(가)"),
    ],
)
def test_every_particle(word: str, particle: str, answer: str) -> None:
    assert with_particle(word, particle) == answer


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("롬짝시(가상)", "롬짝시"),
        ("율도파킹㈜", "율도파킹"),
        ("㈜율도파킹", "율도파킹"),
        ("(주)율도파킹 (가상)", "율도파킹"),
        ("주식회사 율도 파킹", "율도 파킹"),
        ("까라웩 광역시(가상)", "까라웩 광역시"),
        ("B1", "B1"),
        ("(가상)", "(가상)"),
        ("㈜", "㈜"),
        ("", ""),
    ],
)
def test_names_are_said_without_remarks(name: str, said: str) -> None:
    assert plain_name(name) == said
