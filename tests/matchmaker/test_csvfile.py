import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.services.csvfile import guard, write_csv


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+1",
        "-1-1",
        "@SUM(A1)",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "﹦1+1",
        "  =1+1",
        "\u00a0=1+1",
        "\u3000=1+1",
        "\ufeff=1+1",
        "\u200b=1+1",
        "\x00=1+1",
        "\tname",
        "\rname",
        "\nname",
        " \t=1+1",
        "-",
        "+66 2 123 4567",
        "-1,000",
        "-1\n",
    ],
)
def test_what_might_run_gets_an_apostrophe(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    ["", " ", "a=b", "e-mail", "12", "-12", "+12", "-0.5", "12.50", "'=1", "한빛", "1-2", "a\nb", "(가상)"],
)
def test_what_is_harmless_stays(cell: str) -> None:
    assert guard(cell) == cell


@given(st.text())
def test_a_guarded_cell_never_starts_a_formula(cell: str) -> None:
    guarded = guard(cell)
    assert guarded in {cell, f"'{cell}"}
    assert guarded[:1] not in set("\t\r\n")
    assert guarded.lstrip()[:1] not in set("=@＝＠＋－")
    if guarded.lstrip()[:1] in set("+-"):
        float(guarded)
    assert guard(guarded) == guarded


def test_file_is_utf8_and_read_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    rows = [['롬짝시, "가상"', 3, None, "a\rb"], ["=1", -2, "", "a\nb"]]
    write_csv(path, ["name", "score", "wish", "text"], rows)
    with path.open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == [
            ["name", "score", "wish", "text"],
            ['롬짝시, "가상"', "3", "", "a\rb"],
            ["'=1", "-2", "", "a\nb"],
        ]
    assert path.read_bytes().startswith(b"name,score,wish,text\r\n")


def test_a_table_without_rows_has_its_header(tmp_path: Path) -> None:
    write_csv(tmp_path / "empty.csv", ["a", "b"], [])
    assert (tmp_path / "empty.csv").read_bytes() == b"a,b\r\n"


def test_what_was_there_stays_if_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    write_csv(path, ["a"], [["old"]])

    def rows() -> Iterator[list[object]]:
        yield ["new"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_csv(path, ["a"], rows())
    assert path.read_bytes() == b"a\r\nold\r\n"
    assert list(tmp_path.iterdir()) == [path]


def test_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    write_csv(tmp_path / "pairs.csv", ["a"], [])
    assert (tmp_path / "pairs.csv").stat().st_mode == plain.stat().st_mode


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        write_csv(tmp_path / "nowhere" / "pairs.csv", ["a"], [])
