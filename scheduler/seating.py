"""Tables and interpreters by name, with the slots fixed: as few moves as possible, then as much help.

Names follow C4 and C5; ``moves`` is the last level. Who prefers an interpreter gets one where that
costs no move.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.placement import can_serve, host_of, needs_interpreter, pool_tables
from scheduler.problem import Interpreter, Problem, Request
from scheduler.rules import windows
from scheduler.search import Answer, Search, run
from scheduler.timetable import Meeting
from scheduler.variables import Model

At = dict[tuple[str, str], list[Request]]
"""The held requests of each host in each slot."""


@dataclass(frozen=True)
class Seating:
    """Meetings with all their names, and what is known of the last level."""

    meetings: tuple[Meeting, ...]
    moves_bound: int | None
    assisted_bound: int | None


def seat(problem: Problem, slot: Mapping[str, str], search: Search, *, optimise: bool) -> Seating:
    """Name a table and an interpreter for every held request (``slot`` by request id).

    With ``optimise``, as few moves as possible and then as many preferred interpreters as possible;
    the bounds are of this problem, with the slots fixed. Otherwise any names that keep the rules.
    The slots must come from a model that keeps C4 and C5: then names exist.
    """
    room = _Room(problem, slot)
    answer = run(room.model, Search(seed=search.seed), "moves", stop_after_first_solution=True)
    moves_bound = assisted_bound = None
    if optimise:
        moves = room.moves()
        answer, moves_bound = _improve(room, moves, answer, search, upwards=False)
        answer, assisted_bound = _improve(room, sum(room.preferred()), answer, search, upwards=True)
    return Seating(room.meetings(answer), moves_bound, assisted_bound)


def _improve(room: "_Room", goal: Any, answer: Answer, search: Search, *, upwards: bool) -> tuple[Answer, int | None]:
    """Optimise one goal, keep its value, and return the better answer with its bound."""
    if isinstance(goal, int):
        return answer, goal
    (room.model.maximize if upwards else room.model.minimize)(goal)
    room.hint(answer.solution or ())
    left = search.left
    seconds = left if left is None or upwards else left / 2
    # The pauses and maxima of interpreters bound the help they can give: linear cuts see it, clauses do not.
    better = run(room.model, search, "moves", seconds=seconds, linearization_level=2)
    room.model.clear_objective()
    if better.value is None:
        return answer, better.bound
    room.post(goal >= better.value if upwards else goal <= better.value)
    return better, better.bound


class _Room(Model):
    """A model of who sits where and who interprets, every meeting's time being given."""

    def __init__(self, problem: Problem, slot: Mapping[str, str]) -> None:
        super().__init__(problem)
        self.slot = slot
        self.requests = [request for request in problem.requests if request.id in slot]
        self.hosted: At = defaultdict(list)
        for request in self.requests:
            self.hosted[host_of(problem, request).id, slot[request.id]].append(request)
        self.at = {request.id: self._tables(request) for request in self.requests}
        self.by = {request.id: self._interpreters(request) for request in self.requests}
        self._one_meeting_per_table()
        for interpreter in problem.interpreters:
            self._bearable(interpreter)

    def _tables(self, request: Request) -> dict[str, Any]:
        """Create a choice per table that C4 leaves open; exactly one is taken."""
        host, slot = host_of(self.problem, request), self.slot[request.id]
        together = self.hosted[host.id, slot]
        home = [host.table] if host.table is not None else []
        pools = [] if home and len(together) == 1 else pool_tables(self.problem)
        open_ = [t for t in pools if slot in self.problem.there(self.problem.table[t].available)]
        choices = {table: self.boolean() for table in home + open_}
        self.model.add_exactly_one(choices.values())
        locked = [lock.table for lock in self.problem.locks if lock.request == request.id and lock.table is not None]
        for table in locked:
            self.model.add(choices[table] == 1)
        return choices

    def _one_meeting_per_table(self) -> None:
        at: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for request, choices in self.at.items():
            for table, choice in choices.items():
                at[table, self.slot[request]].append(choice)
        homes = {participant.table for participant in self.problem.participants}
        for (table, _), together in at.items():
            (self.model.add_exactly_one if table in homes else self.model.add_at_most_one)(together)

    def _interpreters(self, request: Request) -> dict[str, Any]:
        """Create a choice per able interpreter (C5): exactly one where one is needed, else at most one."""
        parties = (self.problem.participant[request.a], self.problem.participant[request.b])
        locked = [lock.interpreter for lock in self.problem.locks if lock.request == request.id and lock.interpreter]
        needed = needs_interpreter(self.problem, request)
        if not needed and not locked and all(party.interpreter != "preferred" for party in parties):
            return {}
        able = [
            one.id
            for one in self.problem.interpreters
            if can_serve(self.problem, one, request) and self.slot[request.id] in self.problem.there(one.available)
        ]
        choices = {one: self.boolean() for one in able}
        (self.model.add_exactly_one if needed else self.model.add_at_most_one)(choices.values())
        for one in locked:
            self.model.add(choices[one] == 1)
        return choices

    def _bearable(self, interpreter: Interpreter) -> None:
        """Keep an interpreter to one meeting a slot, its maximum and its pauses (C5)."""
        work: dict[str, list[Any]] = defaultdict(list)
        for request, choices in self.by.items():
            if interpreter.id in choices:
                work[self.slot[request]].append(choices[interpreter.id])
        for at_once in work.values():
            self.model.add_at_most_one(at_once)
        if interpreter.max_meetings is not None:
            self.post(sum(choice for choices in work.values() for choice in choices) <= interpreter.max_meetings)
        if interpreter.max_consecutive is not None:
            for window in windows(self.problem, interpreter.max_consecutive + 1):
                busy = [choice for slot in window for choice in work.get(slot, ())]
                self.post(sum(busy) <= interpreter.max_consecutive)

    def preferred(self) -> list[Any]:
        """Return, for each meeting in which a party prefers an interpreter, whether it gets one."""
        return [
            sum(self.by[request.id].values())
            for request in self.requests
            if any(self.problem.participant[p].interpreter == "preferred" for p in (request.a, request.b))
        ]

    def moves(self) -> Any:
        """Return the moves of tables and interpreters, over every host and session (level ``moves``)."""
        return sum(
            term
            for host in self.problem.participants
            for session in self.problem.sessions
            for choices in (self.at, self.by)
            for term in self._changes(self._uses(host.id, [slot.id for slot in session], choices))
        )

    def _uses(
        self, host: str, session: Iterable[str], choices: Mapping[str, Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        """Return, per slot of a session, which pool tables or interpreters a host's meetings use."""
        homes = {participant.table for participant in self.problem.participants}
        uses = []
        for slot in session:
            use: dict[str, list[Any]] = defaultdict(list)
            for request in self.hosted.get((host, slot), ()):
                for name, choice in choices[request.id].items():
                    if name not in homes or choices is self.by:
                        use[name].append(choice)
            uses.append({name: self._any(terms) for name, terms in use.items()})
        return uses

    def _any(self, choices: list[Any]) -> Any:
        if len(choices) == 1:
            return choices[0]
        used = self.boolean()
        self.model.add_max_equality(used, choices)
        return used

    def _changes(self, uses: Iterable[Mapping[str, Any]]) -> Iterable[Any]:
        """Yield what is in use and was not in the slot before, over the slots in which anything is.

        ``kept[n]`` says whether n was in use in the latest such slot.
        """
        before: dict[str, Any] = {}
        for use in uses:
            if not use:
                continue
            in_use = self._any(list(use.values()))
            kept: dict[str, Any] = {}
            begun = self._any(list(before.values())) if before else None
            for name in {**before, **use}:
                kept[name] = self._latest(use.get(name), in_use, before.get(name))
                if begun is not None and name in use:
                    new = self.boolean()
                    earlier = [before[name]] if name in before else []
                    self.model.add_bool_or([new, use[name].negated(), begun.negated(), *earlier])
                    yield new
            before = kept

    def _latest(self, here: Any, in_use: Any, before: Any) -> Any:
        """Create a variable: ``here`` in a slot with anything in use, else what it was before."""
        if before is None:
            return here
        latest = self.boolean()
        if here is None:
            self.model.add(latest == 0).only_enforce_if(in_use)
        else:
            self.model.add(latest == here).only_enforce_if(in_use)
        self.model.add(latest == before).only_enforce_if(in_use.negated())
        return latest

    def meetings(self, answer: Answer) -> tuple[Meeting, ...]:
        """Read the meetings out of an answer."""
        return tuple(
            Meeting(
                request.id,
                request.a,
                request.b,
                self.slot[request.id],
                _taken(self.at[request.id], answer),
                _taken(self.by[request.id], answer),
            )
            for request in self.requests
        )


def _taken(choices: Mapping[str, Any], answer: Answer) -> str | None:
    return next((name for name, choice in choices.items() if answer[choice]), None)
