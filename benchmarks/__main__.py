"""``make bench``: time to each proven level for the sample stops, beside HiGHS and first come, first served."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.served import first_come_first_served
from matchmaker.matching.requests import match, requests_of
from matchmaker.paths import sample_data
from matchmaker.services.importing import read_bundle
from matchmaker.services.timetable import problem_of
from scheduler import Problem, Progress, Timetable, problem_to_json, solve

DOCUMENT = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Measure both stops, print the table and write it to ``docs/benchmarks.md``."""
    lines = [
        "# Benchmarks: rooms",
        "",
        "Written by `make bench`, one run on the machine at hand: seconds since the start.",
        "",
    ]
    for stop in ("bangkok", "istanbul"):
        bundle = read_bundle(sample_data() / stop)
        problem = problem_of(bundle, requests_of(match(bundle)))
        lines += [f"## {stop}", "", *_rows(problem), ""]
    text = "\n".join(lines)
    print(text)
    DOCUMENT.write_text(text, encoding="utf-8")


def _rows(problem: Problem) -> list[str]:
    timetable, reached = _timed(problem)
    highs, greedy = _highs(problem), first_come_first_served(problem)
    rows = [
        "| level | value | bound | proven after | HiGHS | HiGHS after | first come, first served |",
        "|---|---|---|---|---|---|---|",
    ]
    for level in timetable.levels:
        after = f"{reached[level.name]:.2f}" if level.proven else "not proven"
        theirs = highs.get(level.name, {"value": "–", "seconds": "–"})
        rows.append(
            f"| {level.name} | {level.value} | {level.bound} | {after} | {theirs['value']} | {theirs['seconds']} |"
            f" {greedy.get(level.name, '–')} |"
        )
    return rows


def _timed(problem: Problem) -> tuple[Timetable, dict[str, float]]:
    """Solve, and note when each level was left."""
    reached: dict[str, float] = {}

    def listen(progress: Progress) -> None:
        reached[progress.level] = progress.seconds

    timetable = solve(problem, progress=listen)
    return timetable, reached | {"moves": timetable.seconds}


def _highs(problem: Problem) -> dict[str, dict[str, str]]:
    """Ask HiGHS in a process of its own: two solver libraries do not share one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem.json"
        path.write_text(problem_to_json(problem), encoding="utf-8")
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.highs", str(path)], capture_output=True, text=True, check=True
        )
        levels: dict[str, dict[str, str]] = json.loads(done.stdout.splitlines()[-1])
        print(f"HiGHS: {time.monotonic() - started:.1f} s with its start", file=sys.stderr)
        return levels


if __name__ == "__main__":
    main()
