"""Bringing database and static files to this version: one at a time, and not before the database answers."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import structlog
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from haat.catalogue import data as catalogue_data
from haat.catalogue.actions import import_crafts
from haat.catalogue.queries import crafts
from haat.cli import static
from haat.cli.holding import Held, held
from haat.cli.refusing import Refused
from haat.core.actor import MACHINE
from haat.core.backoff import Backoff
from haat.core.learning import learn_tables
from haat.core.marks import forget_marks, is_marked, set_mark
from haat.pricing import data as pricing_data
from haat.pricing.actions import import_rules

TABLES = "tables:"  # begins the mark of the lists that were brought
ONE_MIGRATES = 814_112  # the number of PostgreSQL's lock; any would do that nobody else uses
log = structlog.get_logger("haat.cli")


def prepare() -> None:
    """Tables, the cache table, static files. Others on this folder or this database wait their turn."""
    with _alone():
        _not_newer()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        _bring_tables()
        learn_tables()
        static.gather()


def _bring_tables() -> None:
    """Crafts, kinds of goods, what is asked of them and tax lines as this version has them, where a mart was opened.

    What an office changed, and rates that were used, stay. A database that has them already, from the same files, is
    left alone: a mark says so.
    """
    if not crafts() or is_marked(mark := f"{TABLES}{_tables()}"):
        return
    with transaction.atomic():
        import_crafts(by=MACHINE)
        import_rules(by=MACHINE)
        forget_marks(TABLES)
        set_mark(mark, timezone.now())


def _tables() -> str:
    """What the project's own lists are known by: all of their files, and what brings them in."""
    digest = sha256()
    for module in (catalogue_data, pricing_data):
        for path in sorted(Path(str(module.__file__)).parent.iterdir()):
            if path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for function in (import_crafts, import_rules):
        digest.update(Path(str(sys.modules[function.__module__].__file__)).read_bytes())
    return digest.hexdigest()[:32]


def patiently(step: Callable[[], None]) -> None:
    """Do it, and while the database does not answer or is locked, wait and do it again; told once."""
    backoff, told = Backoff(most=15), False
    while True:
        try:
            return step()
        except OperationalError as wrong:
            connection.close()
            if not told:
                log.error("waiting for the database", because=str(wrong))
            told = True
            time.sleep(backoff.next())


@contextmanager
def _alone() -> Iterator[None]:
    try:
        with held("prepare"), _alone_among_machines():
            yield
    except Held:
        log.warning("waiting for another start on this data folder")
        with held("prepare", wait=True), _alone_among_machines():
            yield


@contextmanager
def _alone_among_machines() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_MIGRATES])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_MIGRATES])


def _not_newer() -> None:
    """Raises Refused when a newer version has worked on this database: this one would not know its columns."""
    loader = MigrationLoader(connection)
    known = {app for app, _name in loader.disk_migrations}
    newer = sorted(f"{app} {name}" for app, name in loader.applied_migrations.keys() - loader.disk_migrations.keys())
    newer = [name for name in newer if name.split(" ")[0] in known]
    if newer:
        raise Refused(
            f"A newer Haat has worked on this database ({newer[-1]}): start that version, or restore the backup that"
            " was made before the upgrade."
        )
