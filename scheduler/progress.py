"""How a search goes, shown on a terminal; Ctrl-C keeps the best timetable found."""

import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import TypeVar

from scheduler.search import Progress

Listener = Callable[[Progress], None]
Result = TypeVar("Result")
PAUSE = 0.1
"""Seconds between looks at whether the work is done."""


def watched(work: Callable[[Listener | None, threading.Event], Result]) -> Result:
    """Do a search on another thread, drawing one line on stderr if that is a terminal.

    The solver does not return to Python while it searches, so the main thread stays free to hear
    Ctrl-C; it then asks the search to stop.
    """
    terminal = sys.stderr.isatty()
    cancel = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        task = threads.submit(work, _draw if terminal else None, cancel)
        while not task.done():
            try:
                task.exception(PAUSE)
            except NotYet:
                continue
            except KeyboardInterrupt:
                cancel.set()
    if terminal:
        print("\r\x1b[K", end="", file=sys.stderr)
    return task.result()


def _draw(progress: Progress) -> None:
    found = "…" if progress.incumbent is None else progress.incumbent
    bound = "…" if progress.bound is None else progress.bound
    line = f"{progress.level}: {found}, bound {bound}, {progress.seconds:.1f} s"
    print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
