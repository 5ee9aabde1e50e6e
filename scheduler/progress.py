"""How a search goes, shown on a terminal; Ctrl-C keeps the best timetable found."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from scheduler.search import Progress

Listener = Callable[[Progress], None]


@contextmanager
def shown(cancel: threading.Event) -> Iterator[Listener | None]:
    """Give a listener that draws one line on stderr if that is a terminal, and turn Ctrl-C into a cancel."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        cancel.set()

    before = signal.signal(signal.SIGINT, stop)
    terminal = sys.stderr.isatty()
    try:
        yield _draw if terminal else None
    finally:
        signal.signal(signal.SIGINT, before)
        if terminal:
            print("\r\x1b[K", end="", file=sys.stderr)


def _draw(progress: Progress) -> None:
    found = "…" if progress.incumbent is None else progress.incumbent
    bound = "…" if progress.bound is None else progress.bound
    line = f"{progress.level}: {found}, bound {bound}, {progress.seconds:.1f} s"
    print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
