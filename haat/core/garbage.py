"""Work over a hundred thousand rows makes a million objects and next to no circles of them.

Looking for circles after every seven hundred new objects, as Python does, is a tenth and more of such work.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

# So many new objects, some ten megabytes of them, before circles are looked for.
SELDOM = 100_000
_lock = Lock()
_inside = 0
_usual = gc.get_threshold()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Inside, circles are looked for seldom, in every thread; afterwards as before, once the last has left."""
    global _inside, _usual
    with _lock:
        if not _inside:
            _usual = gc.get_threshold()
            gc.set_threshold(SELDOM, *_usual[1:])
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.set_threshold(*_usual)
