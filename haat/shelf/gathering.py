"""PostgreSQL's search index while a rebuild writes: it gathers rows and takes them in thousands at a time.

Row by row a good costs the index a hundred descents, one for each of its keys; a thousand goods share most of them.
Searches meanwhile read what is gathered from end to end (`gin_pending_list_limit`, 4 MB): not at other times, then.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import DatabaseError, connection, transaction

INDEX = "shelf_search"
# Changing the index waits for whoever reads it, and others wait behind: not for longer than this.
WAIT, TRIES = "1s", 10
log = structlog.get_logger("haat.shelf")


@contextmanager
def gathering() -> Iterator[None]:
    """The index gathers what is written inside. Where it cannot be changed, or a long reader holds it, it does not."""
    if connection.vendor != "postgresql" or connection.in_atomic_block or not _gathers("on"):
        yield
        return
    try:
        yield
    finally:
        _end()


def _end() -> None:
    for _turn in range(TRIES):
        if _gathers("off"):
            with connection.cursor() as cursor:
                cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [INDEX])
            return
        time.sleep(1)
    log.warning("the search index gathers still, for somebody reads it: run haat rebuild shelf once more")


def _gathers(how: str) -> bool:
    """Let the index gather (`on`) or not (`off`); False when that cannot be now."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
            cursor.execute(f"ALTER INDEX {INDEX} SET (fastupdate = {how})")
    except DatabaseError:
        return False
    return True
