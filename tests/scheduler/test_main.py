"""``python -m scheduler``: exit codes, what is printed, what is written."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler import Lock, Participant, Problem, check, problem_from_json, problem_to_json, solve, timetable_from_json
from scheduler.__main__ import main
from tests.scheduler.problems import make_problem
from tests.scheduler.test_solve import fair

ROOT = Path(__file__).parents[2]
IMPOSSIBLE = make_problem(participants=[Participant("b1", "x", available=("A2",))], locks=(Lock("s1-b1", "A1"),))


def written(folder: Path, problem: Problem) -> str:
    path = folder / "problem.json"
    path.write_text(problem_to_json(problem), encoding="utf-8")
    return str(path)


def test_solve_writes_a_timetable_that_check_accepts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, output = written(tmp_path, fair()), tmp_path / "timetable.json"
    assert main(["solve", problem, "-o", str(output), "--seed", "3"]) == 0
    summary = capsys.readouterr()
    assert summary.err == ""
    assert summary.out.startswith("optimal: ")
    assert main(["check", problem, str(output)]) == 0
    assert capsys.readouterr().out == "valid\n"
    assert timetable_from_json(output.read_bytes()).meetings == solve(fair(), seed=3).meetings
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".json"] == []


def test_json_prints_one_object_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, output = written(tmp_path, make_problem()), tmp_path / "timetable.json"
    assert main(["solve", problem, "-o", str(output), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(output.read_text())
    assert main(["check", problem, str(output), "--json"]) == 0
    verdict = json.loads(capsys.readouterr().out)
    assert list(verdict) == ["valid", "faults", "levels", "claims", "figures"]
    assert verdict["valid"] is True
    assert verdict["claims"][0] == {"level": "must", "claimed": 0, "actual": 0, "fault": ""}


def test_a_false_timetable_is_a_no(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, output = written(tmp_path, make_problem()), tmp_path / "timetable.json"
    main(["solve", problem, "-o", str(output)])
    document = json.loads(output.read_text())
    document["meetings"][0]["table"] = None
    output.write_text(json.dumps(document))
    capsys.readouterr()
    assert main(["check", problem, str(output), "--json"]) == 1
    verdict = json.loads(capsys.readouterr().out)
    assert {fault["rule"] for fault in verdict["faults"]} == {"table"}
    assert main(["check", problem, str(output)]) == 1
    assert capsys.readouterr().out.endswith("faults\n")


def test_an_infeasible_problem_writes_its_conflict_and_is_a_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem, output = written(tmp_path, IMPOSSIBLE), tmp_path / "timetable.json"
    assert main(["solve", problem, "-o", str(output)]) == 1
    assert "cannot hold together: available b1" in capsys.readouterr().out
    document = json.loads(output.read_text())
    assert document["status"] == "infeasible"
    assert document["conflict"] == [{"rule": "available", "subject": "b1"}, {"rule": "lock", "subject": "s1-b1"}]
    assert main(["check", problem, str(output)]) == 0


def test_what_cannot_be_read_lists_every_fault_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(problem_to_json(make_problem()))
    document["requests"][0] |= {"value": 500, "a": "s9"}
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(document))
    assert main(["solve", str(path), "-o", str(tmp_path / "t.json")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sorted(captured.err.splitlines()) == [
        f"{path}: $.requests[0].a: there is no participant 's9'",
        f"{path}: $.requests[0].value: must be from 0 to 100, not 500",
    ]
    assert main(["check", written(tmp_path, make_problem()), str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = written(tmp_path, make_problem())
    assert main(["solve", problem, "-o", str(tmp_path / "no" / "t.json")]) == 2
    assert "no" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["problem.json"]


@pytest.mark.parametrize("options", [["--time-limit", "-1"], ["--workers", "0"], ["--time-limit", "nan"], []])
def test_wrong_options_are_refused(options: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["solve", written(tmp_path, make_problem()), *options])
    assert caught.value.code == 2


def test_ctrl_c_keeps_the_best_timetable_found(tmp_path: Path) -> None:
    problem, output = written(tmp_path, fair(12, 40, 12)), tmp_path / "timetable.json"
    command = [sys.executable, "-m", "scheduler", "solve", problem, "-o", str(output)]
    master, slave = os.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=slave, cwd=ROOT) as process:
        try:
            os.close(slave)
            while b"value" not in os.read(master, 4096):
                pass
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=120)
        finally:
            process.kill()
            os.close(master)
    assert process.returncode == 130
    assert out.startswith(b"cancelled: ")
    timetable = timetable_from_json(output.read_bytes())
    assert timetable.status == "cancelled"
    assert check(problem_from_json(Path(problem).read_bytes()), timetable).valid


def test_progress_is_drawn_on_a_terminal(tmp_path: Path) -> None:
    problem = written(tmp_path, make_problem())
    master, slave = os.openpty()
    command = [sys.executable, "-m", "scheduler", "solve", problem, "-o", str(tmp_path / "t.json")]
    subprocess.run(command, stderr=slave, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
    os.close(slave)
    drawn = os.read(master, 100_000).decode()
    os.close(master)
    assert "meetings: 1, bound 1" in drawn
    assert drawn.endswith("\x1b[K")
