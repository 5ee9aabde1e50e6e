from itertools import product
from pathlib import Path

import pytest

from matchmaker.errors import BundleError, UnreadableFile
from matchmaker.matching.taxonomy import load_taxonomy
from matchmaker.paths import sample_data

TAXONOMY = load_taxonomy()
HEADER = "code,parent,ko,en,th,synonyms"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "taxonomy.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_own_taxonomy_has_its_domains_groups_and_tags() -> None:
    depth = {code: (TAXONOMY.domain(code), TAXONOMY.group(code)) for code in TAXONOMY}
    domains = [code for code, chain in depth.items() if chain == (code, None)]
    groups = [code for code, chain in depth.items() if chain[1] == code]
    assert (len(TAXONOMY), len(domains), len(groups)) == (139, 12, 27)


def test_it_is_a_collection_of_codes() -> None:
    assert "parking-control" in TAXONOMY
    assert "Parking" not in TAXONOMY
    assert list(TAXONOMY)[:2] == ["mobility", "safety"]


def test_it_is_read_once() -> None:
    assert load_taxonomy() is TAXONOMY


def test_labels_by_language() -> None:
    assert TAXONOMY.label("smart-pole", "ko") == "스마트폴"
    assert TAXONOMY.label("smart-pole", "tr") == "Akıllı direk"
    assert TAXONOMY.label("smart-pole", "vi") == "Smart pole"


@pytest.mark.parametrize(
    ("need", "solution", "closeness"),
    [
        ("parking-control", "parking-control", 1.0),
        ("parking", "parking-control", 0.6),
        ("parking-control", "parking", 0.6),
        ("parking", "parking", 0.6),
        ("parking-control", "parking-guidance", 0.35),
        ("parking-control", "bus-information", 0.1),
        ("parking", "its", 0.1),
        ("mobility", "parking-control", 0.1),
        ("mobility", "parking", 0.1),
        ("mobility", "mobility", 0.1),
        ("parking-control", "cctv", 0.0),
        ("mobility", "safety", 0.0),
        ("ppp", "ppp", 0.0),
        ("ppp", "project-finance", 0.0),
        ("delivery", "delivery", 0.0),
        ("urban", "ppp", 0.0),
        ("ppp", "master-planning", 0.0),
    ],
)
def test_closeness(need: str, solution: str, closeness: float) -> None:
    assert TAXONOMY.closeness(need, solution) == closeness


def test_closeness_is_symmetric_and_one_only_for_the_same_tag() -> None:
    for need, solution in product(TAXONOMY, repeat=2):
        closeness = TAXONOMY.closeness(need, solution)
        assert closeness == TAXONOMY.closeness(solution, need)
        assert closeness < 1 or need == solution


def test_topics_and_forms_are_told_apart_in_order() -> None:
    tags = ("ppp", "new-town", "delivery", "nonsense", "urban", "new-town", "capacity-building")
    assert TAXONOMY.topics(tags) == ("new-town", "urban")
    assert TAXONOMY.forms(tags) == ("ppp", "delivery", "capacity-building")


def test_a_taxonomy_of_ones_own(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + HEADER, "a,,가,A,ก,", " a1 ,a,나,A one,,", "a11,a1,다,A one one,,x|y")
    own = load_taxonomy(path)
    assert list(own) == ["a", "a1", "a11"]
    assert own.label("a", "th") == "ก"
    assert own.label("a1", "th") == "A one"
    assert own.label("a11", "synonyms") == "A one one"
    assert own.closeness("a1", "a11") == 0.6


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        (["a,,가,A,,", "a,,나,B,,"], [(3, "code")]),
        (["a,b,가,A,,"], [(2, "parent")]),
        (["a,a,가,A,,"], [(2, "parent")]),
        (["a,b,가,A,,", "b,a,나,B,,"], [(2, "parent"), (3, "parent")]),
        (["a,,가,A,,", "b,a,나,B,,", "c,b,다,C,,", "d,c,라,D,,"], [(5, "parent")]),
        ([",,가,A,,"], [(2, "code")]),
        (["a,,,A,,", "b,,나,,,"], [(2, "ko"), (3, "en")]),
        (["a,,가,A,,", "a,x,,A,,"], [(3, "ko"), (3, "code"), (3, "parent")]),
    ],
    ids=["twice", "dangling", "itself", "circle", "deep", "no code", "no names", "several"],
)
def test_every_fault_is_named(tmp_path: Path, lines: list[str], places: list[tuple[int, str]]) -> None:
    with pytest.raises(BundleError) as caught:
        load_taxonomy(written(tmp_path, HEADER, *lines))
    assert [(fault.row, fault.column) for fault in caught.value.faults] == places
    assert all(fault.message.ko and fault.message.en for fault in caught.value.faults)


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError) as caught:
        load_taxonomy(written(tmp_path, "code,en", "a,A"))
    assert [fault.column for fault in caught.value.faults] == ["parent", "ko"]


def test_short_and_long_lines_do_no_harm(tmp_path: Path) -> None:
    own = load_taxonomy(written(tmp_path, HEADER, "a,,가,A", "b,a,나,B,,,more,and more"))
    assert list(own) == ["a", "b"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_what_cannot_be_read_is_an_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "taxonomy.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"taxonomy\.csv"):
        load_taxonomy(path)


def test_sample_data_are_found() -> None:
    assert (sample_data() / "taxonomy.csv").is_file()
    assert (sample_data() / "bangkok" / "event.csv").is_file()
