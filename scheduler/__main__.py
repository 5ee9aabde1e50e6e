"""``python -m scheduler solve | check``: timetables from the command line, JSON in and out."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from scheduler.check import Verdict, check
from scheduler.errors import FormError, SchedulerError
from scheduler.exchange import problem_from_json, timetable_from_json, timetable_to_json
from scheduler.problem import Problem
from scheduler.timetable import Timetable

DONE, NO, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 the answer is no, 2 the input cannot be used (every fault on stderr)."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except FormError as error:
        for fault in error.faults:
            print(f"{options.reading}: {fault}", file=sys.stderr)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{options.reading}: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        return INTERRUPTED  # before the search had begun: nothing is lost
    except SchedulerError as error:
        print(f"defect: {error}", file=sys.stderr)
        return NO
    return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scheduler", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="solve | check")
    solve = commands.add_parser("solve", help="find the best timetable of a problem and prove it")
    solve.add_argument("problem", type=Path)
    solve.add_argument("-o", "--output", type=Path, required=True, metavar="timetable.json")
    solve.add_argument("--time-limit", type=_seconds, metavar="S", help="seconds of searching; none = until proven")
    solve.add_argument("--workers", type=_natural, default=1, metavar="N", help="threads of the solver (1)")
    solve.add_argument("--seed", type=int, default=0, metavar="N")
    solve.add_argument("--json", action="store_true", help="print one object and nothing else")
    solve.set_defaults(run=_solve)
    judge = commands.add_parser("check", help="judge a timetable: rules, levels, figures")
    judge.add_argument("problem", type=Path)
    judge.add_argument("timetable", type=Path)
    judge.add_argument("--json", action="store_true", help="print one object and nothing else")
    judge.set_defaults(run=_check)
    return parser


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError("must be a number of seconds, 0 or more")
    return value


def _natural(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _read_problem(options: argparse.Namespace) -> Problem:
    options.reading = options.problem
    return problem_from_json(options.problem.read_bytes())


def _read_timetable(options: argparse.Namespace) -> Timetable:
    options.reading = options.timetable
    return timetable_from_json(options.timetable.read_bytes())


def _solve(options: argparse.Namespace) -> int:
    problem = _read_problem(options)
    from scheduler.progress import drawn, watched  # the solver takes most of a second to load
    from scheduler.solver import solve

    limits = {"time_limit": options.time_limit, "workers": options.workers, "seed": options.seed}
    with drawn() as listener:
        timetable = watched(lambda cancel: solve(problem, progress=listener, cancel=cancel, **limits))
    options.reading = options.output
    _write(options.output, timetable_to_json(timetable))
    print(timetable_to_json(timetable) if options.json else _summary(timetable), end="")
    if timetable.status == "infeasible":
        return NO
    return INTERRUPTED if timetable.status == "cancelled" else DONE


def _check(options: argparse.Namespace) -> int:
    problem = _read_problem(options)
    verdict = check(problem, _read_timetable(options))
    if options.json:
        print(json.dumps(_verdict_document(verdict), ensure_ascii=False, indent=2))
    else:
        for fault in verdict.faults:
            print(f"{fault.rule} {fault.subject}: {fault.message}")
        print("valid" if verdict.valid else f"not valid: {len(verdict.faults)} faults")
    return DONE if verdict.valid else NO


def _verdict_document(verdict: Verdict) -> dict[str, object]:
    return {
        "valid": verdict.valid,
        "faults": [fault._asdict() for fault in verdict.faults],
        "levels": dict(verdict.levels),
        "claims": [claim._asdict() for claim in verdict.claims],
        "figures": dict(verdict.figures),
    }


def _summary(timetable: Timetable) -> str:
    lines = [f"{timetable.status}: {len(timetable.meetings)} meetings in {timetable.seconds} s"]
    for level in timetable.levels:
        bound = "no bound" if level.bound is None else f"bound {level.bound}"
        lines.append(f"  {level.name:9}{level.value:>8}  {'proven' if level.proven else bound}")
    lines += [f"  cannot hold together: {member.rule} {member.subject}" for member in timetable.conflict]
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    """Write a whole file or nothing: a killed process or a full disk leaves the old one."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", newline="\n", delete=False) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)


if __name__ == "__main__":
    sys.exit(main())
