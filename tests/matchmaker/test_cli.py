"""The ``matchmaker`` command: exit codes, languages, and what goes where."""

import csv
import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli import language_of, main

SAMPLES = Path(__file__).parents[2] / "sample_data"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLES / "istanbul", tmp_path / "istanbul"))


def test_match_writes_every_pair(tmp_path: Path) -> None:
    result = run("match", SAMPLES / "bangkok", "-o", tmp_path / "pairs.csv", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"pairs": 312, "requests": 112, "file": str(tmp_path / "pairs.csv")}
    with (tmp_path / "pairs.csv").open(encoding="utf-8", newline="") as lines:
        pairs = list(csv.DictReader(lines))
    assert len(pairs) == 312
    assert sum(pair["request"] == "1" for pair in pairs) == 112
    points = [name for name in pairs[0] if name.startswith("points_")]
    assert all(sum(int(pair[name]) for name in points) == int(pair["score"]) for pair in pairs)


@pytest.mark.parametrize(("lang", "line"), [("ko", "조합 312개"), ("en", "312 pairs")])
def test_match_speaks_both_languages(lang: str, line: str, tmp_path: Path) -> None:
    result = run("match", SAMPLES / "bangkok", "-o", tmp_path / "pairs.csv", "--lang", lang)
    assert result.stdout.startswith(line)


def test_solve_writes_the_files_and_prints_only_json(folder: Path, tmp_path: Path) -> None:
    result = run("solve", folder, "-o", tmp_path / "out", "--time-limit", 2, "--json", "--seed", 5)
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["meetings"] == 71
    assert report["seed"] == 5
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {file["name"] for file in report["files"]} | {"report.json"}
    assert result.stderr == ""


def test_solve_says_what_came_out_in_words(folder: Path, tmp_path: Path) -> None:
    result = run("solve", folder, "-o", tmp_path / "out", "--time-limit", 2, "--lang", "en")
    assert "  71 meetings" in result.stdout
    assert "total score: " in result.stdout
    assert "(proven: no timetable does better)" in result.stdout
    assert "worst served: " in result.stdout


def test_a_zip_is_as_good_as_a_folder(folder: Path, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "stop.zip", "w") as archive:
        for file in folder.glob("*.csv"):
            archive.write(file, file.name)
    zipped, plain = tmp_path / "zipped.csv", tmp_path / "plain.csv"
    assert run("match", tmp_path / "stop.zip", "-o", zipped).exit_code == 0
    assert run("match", folder, "-o", plain).exit_code == 0
    assert zipped.read_bytes() == plain.read_bytes()


def test_clashing_locks_are_a_no_with_the_conflict_in_words(folder: Path, tmp_path: Path) -> None:
    (folder / "locks.csv").write_text("seller_id,buyer_id,slot_id\nK02,TR17,S1\nK02,TR49,S1\n", encoding="utf-8")
    result = run("solve", folder, "-o", tmp_path / "out", "--lang", "ko")
    assert result.exit_code == 1
    assert "시간표를 만들 수 없습니다" in result.stdout
    assert "동시 상담: K02" in result.stdout
    timetable = json.loads((tmp_path / "out" / "timetable.json").read_text(encoding="utf-8"))
    assert timetable["status"] == "infeasible"
    assert timetable["conflict"] == [
        {"rule": "no_clash", "subject": "K02"},
        {"rule": "lock", "subject": "K02-TR17"},
        {"rule": "lock", "subject": "K02-TR49"},
    ]


def test_every_fault_is_listed_with_its_place(folder: Path, tmp_path: Path) -> None:
    with (folder / "wishes.csv").open("a", encoding="utf-8") as wishes:
        wishes.write("TR99,K05,buyer,1,must,,,form\nTR01,K06,buyer,x,maybe,,,form\n")
    result = run("solve", folder, "-o", tmp_path / "out", "--lang", "en")
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("wishes.csv, row 22") for line in lines)
    assert not (tmp_path / "out").exists()


def test_a_bundle_that_is_not_there_is_unusable(tmp_path: Path) -> None:
    result = run("match", tmp_path / "none", "-o", tmp_path / "pairs.csv")
    assert result.exit_code == 2
    assert "none" in result.stderr


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("match", SAMPLES / "bangkok", "-o", tmp_path / "file" / "pairs.csv", "--lang", "en")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize(
    ("locale", "language"), [("ko_KR.UTF-8", "ko"), ("en_GB.UTF-8", "en"), ("C.UTF-8", "en"), ("tr_TR", "en")]
)
def test_the_locale_chooses_the_language(locale: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LC_MESSAGES", locale)
    assert language_of() == language
