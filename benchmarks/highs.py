"""HiGHS on the pairs and slots of a room: must, worst, meetings and value, level after level.

Interpreters are counted per slot by group, pauses as in C5; tables are the hosts' own. Prints one line
of JSON: value and seconds since the start per level.
"""

import json
import sys
import time
from itertools import pairwise
from pathlib import Path

import highspy

from scheduler import Problem, problem_from_json
from scheduler.figures import attainable
from scheduler.placement import needs_interpreter, open_slots, voice_of


def main(path: Path) -> None:
    """Solve the levels of the problem in a file."""
    problem = problem_from_json(path.read_bytes())
    model = highspy.Highs()
    model.silent()
    started = time.monotonic()
    goals = build(problem, model)
    levels = {}
    for name, goal in goals.items():
        (model.minimize if name == "must" else model.maximize)(goal)
        value = round(model.getInfo().objective_function_value)
        levels[name] = {"value": str(value), "seconds": f"{time.monotonic() - started:.2f}"}
        model.addConstr(goal <= value if name == "must" else goal >= value)
    print(json.dumps(levels))


def build(problem: Problem, model: highspy.Highs) -> dict[str, object]:
    """Post the rules and return the goals, the first in order first."""
    x = {(r.id, t): model.addBinary() for r in problem.requests for t in open_slots(problem, r)}
    y = {r.id: sum(v for (m, _), v in x.items() if m == r.id) for r in problem.requests}
    for request in problem.requests:
        if open_slots(problem, request):
            model.addConstr(y[request.id] <= 1)
    total: object = 0
    steps = max(attainable(problem, p) for p in problem.participants)
    floor = [model.addBinary() for _ in range(steps)]
    for step, following in pairwise(floor):
        model.addConstr(following <= step)
    for p in problem.participants:
        mine = problem.requests_of[p.id]
        if not mine:
            continue
        held = sum(y[r.id] for r in mine)
        for t in problem.slot:
            together = [x[r.id, t] for r in mine if (r.id, t) in x]
            if together:
                model.addConstr(sum(together) <= p.parallel)
        if p.max_meetings is not None:
            model.addConstr(held <= p.max_meetings)
        best = attainable(problem, p)
        if best:
            model.addConstr(held >= sum(floor[:best]))
        filled = [model.addBinary() for _ in problem.fair]
        model.addConstr(sum(filled) <= held)
        total = total + sum(bonus * v for bonus, v in zip(problem.fair, filled, strict=True))
    _interpreters(problem, model, x)
    return {
        "must": sum(1 - y[r.id] for r in problem.requests if r.must),
        "worst": sum(floor),
        "meetings": sum(y.values()),
        "value": sum(r.value * y[r.id] for r in problem.requests) + total,
    }


def _interpreters(problem: Problem, model: highspy.Highs, x: dict[tuple[str, str], object]) -> None:
    work: dict[tuple[str, str], list[object]] = {}
    needing = [r for r in problem.requests if needs_interpreter(problem, r)]
    for voice in {voice_of(problem, r) for r in needing}:
        for t in problem.slot:
            wanted = [x[r.id, t] for r in needing if voice_of(problem, r) == voice and (r.id, t) in x]
            if wanted:
                there = [i for i in voice.interpreters if t in problem.there(problem.interpreter[i].available)]
                serving = {i: model.addBinary() for i in there}
                for i, v in serving.items():
                    work.setdefault((i, t), []).append(v)
                model.addConstr(sum(wanted) - sum(serving.values()) == 0)
    for i, one in problem.interpreter.items():
        for t in problem.slot:
            if (i, t) in work:
                model.addConstr(sum(work[i, t]) <= 1)
        for session in problem.sessions if one.max_consecutive else ():
            for first in range(len(session) - (one.max_consecutive or 0)):
                window = session[first : first + (one.max_consecutive or 0) + 1]
                busy = [v for slot in window for v in work.get((i, slot.id), ())]
                if busy:
                    model.addConstr(sum(busy) <= one.max_consecutive)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
