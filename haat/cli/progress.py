"""How far long work has come, said on the error stream so that what a command prints stays what it was."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY_SECONDS = 10.0
OFTEN_SECONDS = 0.2


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Call it with (done, of how many). A terminal has one line, written over; others get one every ten seconds."""
    here = sys.stderr
    terminal = here.isatty()
    last, width = time.monotonic(), 0

    def say(done: int, total: int) -> None:
        nonlocal last, width
        if done < total and time.monotonic() - last < (OFTEN_SECONDS if terminal else EVERY_SECONDS):
            return
        if not terminal and time.monotonic() - last < EVERY_SECONDS:
            return  # it is done, and was quick
        last = time.monotonic()
        line = f"{done:,} of {total:,} {what}"
        if not terminal:
            print(line, file=here, flush=True)
            return
        print(f"\r{line:<{width}}", end="", file=here, flush=True)
        width = len(line)

    try:
        yield say
    finally:
        if width:
            print(file=here)
