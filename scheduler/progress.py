"""How a search goes, shown on a terminal; Ctrl-C keeps the best timetable found."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from typing import TypeVar

from scheduler.search import Progress

Result = TypeVar("Result")
PAUSE = 0.1
"""Seconds between looks at whether the work is done."""


def watched(work: Callable[[threading.Event], Result]) -> Result:
    """Do a search on another thread; Ctrl-C sets the event given to it, and the best found comes back.

    The solver does not return to Python while it searches, so the main thread stays free to hear
    Ctrl-C; it then asks the search to stop.
    """
    cancel = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        task = threads.submit(work, cancel)
        while not task.done():
            try:
                task.exception(PAUSE)
            except NotYet:
                continue
            except KeyboardInterrupt:
                cancel.set()
    return task.result()


@contextmanager
def drawn() -> Iterator[Callable[[Progress], None] | None]:
    """Give a listener that draws one line on stderr, and wipe the line at the end; None where no terminal is."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        yield _draw
    finally:
        print("\r\x1b[K", end="", file=sys.stderr)


def _draw(progress: Progress) -> None:
    found = "…" if progress.incumbent is None else progress.incumbent
    bound = "…" if progress.bound is None else progress.bound
    line = f"{progress.level}: {found}, bound {bound}, {progress.seconds:.1f} s"
    print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
