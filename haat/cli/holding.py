"""Who works in a data folder: locks that the kernel takes away again when a process dies, however it dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings


class Held(Exception):
    """Another process holds the lock."""


@contextmanager
def held(name: str, *, shared: bool = False, wait: bool = False) -> Iterator[IO[str]]:
    """Hold the lock `name` of the data folder, alone or among others; gives its file. Raises Held unless `wait`."""
    way = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    with (settings.DATA_DIR / f"{name}.lock").open("a") as file:
        try:
            fcntl.flock(file, way)
        except BlockingIOError:
            raise Held from None
        yield file
