"""First come, first served: what happens without a solver."""

from scheduler import Meeting, Problem, broken_rules, levels_of


def first_come_first_served(problem: Problem) -> dict[str, int]:
    """Give each request, in order, the first slot and interpreter that break no rule; return the level values."""
    placed: tuple[Meeting, ...] = ()
    for request in problem.requests:
        home = problem.participant[request.a].table or problem.participant[request.b].table
        choices = (
            Meeting(request.id, request.a, request.b, slot, home, interpreter)
            for slot in problem.slot
            for interpreter in (None, *problem.interpreter)
        )
        for meeting in choices:
            if not broken_rules(problem, (*placed, meeting)):
                placed = (*placed, meeting)
                break
    return levels_of(problem, placed)
