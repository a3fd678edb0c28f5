"""Telling a demonstration from a real installation, before anything of either is touched."""

import os
import shutil

from django.conf import settings
from django.db import DatabaseError, connection

from demo.empty import SLUG
from demo.world import MARTS
from haat.cli.holding import Held, held
from haat.cli.refusing import Refused
from haat.cli.rehearsing import world_file
from haat.core.marks import DEMONSTRATION
from haat.core.models import Mark
from haat.places.models import Mart

SQLITE_FILES = ("haat.sqlite3", "haat.sqlite3-wal", "haat.sqlite3-shm")


def refuse_on_real_data() -> None:
    """Raises Refused when the database has marts that are not the demonstration's; none at all is fine."""
    strangers = _strangers()
    if strangers and not _of_before(strangers):
        raise Refused(
            f"This database has a real mart ({', '.join(strangers)}), and a demonstration shows everybody's sign-in"
            " codes: give the demonstration a folder of its own with HAAT_DATA_DIR, or take HAAT_DEMO out."
        )


def empty_data() -> None:
    """Delete the demonstration's SQLite file, its pictures and what its marketplace keeps, and nothing else.

    Raises Refused when it is not one.
    """
    if connection.vendor == "postgresql":
        raise Refused(
            "--fresh deletes SQLite demonstrations only: on PostgreSQL drop the database and create it anew (dropdb,"
            " createdb), then run haat demo without --fresh."
        )
    refuse_on_real_data()
    if _strangers():
        raise Refused(
            "This demonstration was made by an earlier version and does not carry the mark by which --fresh knows what"
            f" it may delete: delete {settings.DATA_DIR} yourself if nothing else is in it."
        )
    if not (_has(Mart) and Mart.objects.exists()):
        return
    connection.close()
    try:
        with held("running"):
            for name in SQLITE_FILES:
                (settings.DATA_DIR / name).unlink(missing_ok=True)
            world_file().unlink(missing_ok=True)
            shutil.rmtree(os.fspath(settings.MEDIA_ROOT), ignore_errors=True)
    except Held:
        raise Refused(f"A haat is running on {settings.DATA_DIR}; stop it first, then --fresh may delete.") from None


def _strangers() -> list[str]:
    """Marts that no demonstration made: all of them where its mark is missing."""
    try:
        slugs = sorted(Mart.objects.values_list("slug", flat=True)) if _has(Mart) else []
        ours = _has(Mark) and Mark.objects.filter(name=DEMONSTRATION).exists()
    except DatabaseError as wrong:
        raise Refused(f"The database cannot be read, so nothing of it is touched: {wrong}") from None
    return [slug for slug in slugs if not ours or slug not in (*MARTS, SLUG)]


def _of_before(slugs: list[str]) -> bool:
    """Whether they call themselves a demonstration, as those of versions without the mark did."""
    names = dict(Mart.objects.filter(slug__in=slugs).values_list("slug", "legal_name"))
    return all(slug in MARTS and names[slug] == MARTS[slug]["legal_name"] for slug in slugs)


def _has(model: type[Mart] | type[Mark]) -> bool:
    """Whether the table is there; a database of before, or none yet, has it not."""
    return model._meta.db_table in connection.introspection.table_names()
