"""The only creator of CP-SAT variables: a placement whose counts are decisions."""

from collections.abc import Iterable, Sequence
from typing import Any

from ortools.sat.python import cp_model

from scheduler.placement import (
    Group,
    Placement,
    Voice,
    can_serve,
    hosted_by,
    is_excluded,
    needs_interpreter,
    open_slots,
    pool_tables,
    voice_of,
    voices_of,
)
from scheduler.problem import Interpreter, Participant, Problem, Slot

Key = tuple[str, str]


class Model:
    """A CP-SAT model of a problem, and how to add to it; ``chosen`` says which requests are held."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.chosen: dict[str, Any] = {}

    def boolean(self) -> Any:
        """Create a 0/1 variable."""
        return self.model.new_bool_var("")

    def count(self, most: int) -> Any:
        """Create a variable from 0 to ``most``."""
        return self.model.new_int_var(0, most, "")

    def hint(self, solution: Sequence[int]) -> None:
        """Start the next search from a solution of this model or of its beginnings."""
        self.model.clear_hints()
        for index, value in enumerate(solution):
            self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)

    def post(self, condition: Any) -> None:
        """Add a condition: an expression of variables, or plain True or False."""
        if condition is False:
            self.model.add_bool_or([])
        elif condition is not True:
            self.model.add(condition)


class Variables(Model):
    """A model with the decisions of a problem: which requests are held, and when.

    Parameters
    ----------
    problem
        What is given.
    everywhere
        Create a variable even where a rule forbids the meeting, so that the rule itself is seen to
        forbid it. Needed to explain; when solving, what is forbidden has no variable.
    """

    def __init__(self, problem: Problem, *, everywhere: bool = False) -> None:
        super().__init__(problem)
        self.everywhere = everywhere
        self.held = self._held()
        self.chosen = self._chosen()
        self.busy = self._busy()
        groups = _groups(problem)
        home, pool = self._hosts()
        self.placement = Placement(
            held=self.held,
            chosen=self.chosen,
            busy=self.busy,
            home=home,
            pool=pool,
            used=self._used(pool),
            seated={
                (lock.request, lock.table): self.held.get((lock.request, lock.slot), 0)
                for lock in problem.locks
                if lock.table is not None
            },
            served=self._served(groups),
            breaks={p.id: sum(self.waiting(p, "groups")) for p in problem.participants if p.max_breaks is not None},
            groups=groups,
        )

    def _held(self) -> dict[Key, Any]:
        if self.everywhere:
            return {
                (request.id, slot): self.boolean() for request in self.problem.requests for slot in self.problem.slot
            }
        return {
            (request.id, slot): self.boolean()
            for request in self.problem.requests
            if not is_excluded(self.problem, request)
            for slot in open_slots(self.problem, request)
        }

    def _chosen(self) -> dict[str, Any]:
        """Count on one variable per request, not on its slots: that keeps clear of pigeonhole proofs."""
        chosen: dict[str, Any] = {}
        for request in self.problem.requests:
            times = [self.held[request.id, slot] for slot in self.problem.slot if (request.id, slot) in self.held]
            if self.everywhere:
                chosen[request.id] = sum(times)
            elif times:
                chosen[request.id] = self.boolean()
                self.model.add_exactly_one([*times, chosen[request.id].negated()])
        return chosen

    def _busy(self) -> dict[Key, Any]:
        busy: dict[Key, Any] = {}
        for participant in self.problem.participants:
            for slot in self.problem.slot:
                meetings = [
                    self.held[request.id, slot]
                    for request in self.problem.requests_of[participant.id]
                    if (request.id, slot) in self.held
                ]
                if meetings:
                    busy[participant.id, slot] = self._any(meetings, participant.parallel == 1 and not self.everywhere)
        return busy

    def _any(self, meetings: Sequence[Any], only_one: bool) -> Any:
        """Create the variable that says whether any of these is 1."""
        if len(meetings) == 1:
            return meetings[0]
        busy = self.boolean()
        if only_one:
            self.model.add_exactly_one([*meetings, busy.negated()])
        else:
            self.model.add_max_equality(busy, meetings)
        return busy

    def _hosts(self) -> tuple[dict[Key, Any], dict[Key, Any]]:
        """Return each host's meetings at home and at pool tables, per slot."""
        home: dict[Key, Any] = {}
        pool: dict[Key, Any] = {}
        hosted = hosted_by(self.problem)
        for host in self.problem.participants:
            for slot in self.problem.slot:
                meetings = [self.held[r.id, slot] for r in hosted[host.id] if (r.id, slot) in self.held]
                if not meetings:
                    continue
                if host.table is None:
                    pool[host.id, slot] = sum(meetings)
                elif host.parallel == 1 and not self.everywhere:
                    home[host.id, slot] = sum(meetings)
                else:
                    home[host.id, slot] = self.boolean()
                    pool[host.id, slot] = sum(meetings) - home[host.id, slot]
                    self.model.add(pool[host.id, slot] >= 0)
        return home, pool

    def _used(self, pool: dict[Key, Any]) -> dict[Key, Any]:
        return {
            (name, slot): self.count(len(self.problem.requests) if self.everywhere else 1)
            for name in pool_tables(self.problem)
            for slot in {slot: None for _, slot in pool}
        }

    def _served(self, groups: Iterable[Group]) -> dict[tuple[Voice, str, Group], Any]:
        served: dict[tuple[Voice, str, Group], Any] = {}
        for voice, requests in voices_of(self.problem).items():
            if not voice.needed and voice.request is None:
                continue
            for slot in self.problem.slot:
                if any((request.id, slot) in self.held for request in requests):
                    for group in groups:
                        if self._may_serve(voice, slot, group):
                            served[voice, slot, group] = self.count(len(requests if self.everywhere else group))
        return served

    def _may_serve(self, voice: Voice, slot: str, group: Group) -> bool:
        there = self.problem.there(self.problem.interpreter[group[0]].available)
        return self.everywhere or (group[0] in voice.interpreters and slot in there)

    def waiting(self, participant: Participant, measure: str) -> list[Any]:
        """Create what a participant waits, as terms to be summed; posts their definitions.

        ``minutes``, ``slots`` or ``groups`` between its first and last meeting of each day, as in
        ``docs/model.md``. The terms are never less than that, and equal to it when minimised.
        """
        return [term for day in self.problem.days for term in self._waiting(participant, day, measure)]

    def _waiting(self, participant: Participant, day: Sequence[Slot], measure: str) -> Iterable[Any]:
        busy = [self.busy.get((participant.id, slot.id)) for slot in day]
        open_ = [position for position, variable in enumerate(busy) if variable is not None]
        if not open_ or open_[0] == open_[-1]:
            return
        span = range(open_[0], open_[-1] + 1)
        begun = self._chain(busy, span)
        unfinished = self._chain(busy, span[::-1])
        self.model.add(begun[span[-1]] == unfinished[span[0]])
        there = self.problem.there(participant.available)
        for position in span[:-1]:
            here, later, slot = busy[position], unfinished[position + 1], day[position]
            gap = int((day[position + 1].start - slot.end).total_seconds()) // 60
            if measure == "minutes" and gap:
                yield gap * self._both(begun[position], later)
            if position == span[0]:
                continue
            if measure == "groups":
                before = busy[position - 1]
                if before is not None:
                    yield self._both(before, later, *([here.negated()] if here is not None else []))
            elif slot.id in there:
                length = slot.minutes if measure == "minutes" else 1
                idle = [here.negated()] if here is not None else []
                yield length * self._both(begun[position - 1], later, *idle)

    def _chain(self, busy: Sequence[Any], order: Sequence[int]) -> dict[int, Any]:
        """Create variables that say whether there was a meeting up to a position, in this order."""
        chain: dict[int, Any] = {}
        for number, position in enumerate(order):
            here = busy[position]
            if number == 0:
                chain[position] = here
                continue
            before = chain[order[number - 1]]
            chain[position] = before if here is None else self.boolean()
            if here is not None:
                self.model.add_max_equality(chain[position], [before, here])
        return chain

    def _both(self, *literals: Any) -> Any:
        """Create a variable that is 1 when all of these are (it may be 1 otherwise too)."""
        together = self.boolean()
        self.model.add_bool_or([together, *(literal.negated() for literal in literals)])
        return together


class Pairs(Model):
    """A model of which requests are held, without when: a relaxation of ``Variables``.

    Keeps C1, C6, C8 and that nobody holds more meetings than fit its own slots.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.placement = Placement({}, self.chosen, {}, {}, {}, {}, {}, {}, {}, ())
        for request in problem.requests:
            able = bool(voice_of(problem, request).interpreters) or not needs_interpreter(problem, request)
            if open_slots(problem, request) and able and not is_excluded(problem, request):
                self.chosen[request.id] = self.boolean()


def _groups(problem: Problem) -> tuple[Group, ...]:
    """Put interpreters together whom no rule can tell apart.

    With ``max_meetings`` counts do not tell whether the work can be shared out by name, so such an
    interpreter stays alone, and so does one whom a lock names. Without, they do: give each pause to
    the one who has worked longest.
    """
    named = {lock.interpreter for lock in problem.locks}
    alike: dict[Any, list[str]] = {}
    for one in problem.interpreters:
        alone = one.id if one.id in named or one.max_meetings is not None else None
        alike.setdefault((alone, *_traits(problem, one)), []).append(one.id)
    return tuple(tuple(group) for group in alike.values())


def _traits(problem: Problem, one: Interpreter) -> tuple[Any, ...]:
    serves = frozenset(request.id for request in problem.requests if can_serve(problem, one, request))
    return serves, problem.there(one.available), one.max_consecutive
