"""An empty, migrated SQLite database is made once and copied from then on: a test run begins seconds sooner.

It is kept under var/ by what the migrations say, so a changed migration makes a new one.
"""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

import django
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-databases"


def template() -> Path:
    """Where the database lies that these migrations make."""
    digest = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for path in sorted((ROOT / "haat").glob("**/migrations/*.py")):
        digest.update(path.as_posix().encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:20]}.sqlite3"


def begin_from_template() -> None:
    """Let a test database begin as a copy of the kept one, when there is one: `migrate` then finds nothing to do."""
    create = DatabaseCreation._create_test_db

    def copied(self: DatabaseCreation, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name: str = create(self, verbosity, autoclobber, keepdb)
        if not keepdb and template().exists():
            shutil.copyfile(template(), name)
        return name

    DatabaseCreation._create_test_db = copied  # type: ignore[method-assign]


def keep_template() -> None:
    """Keep the database just made, still empty, for the next runs; only the newest few stay."""
    path = template()
    if connection.vendor != "sqlite" or path.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    mine = path.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(mine)])
    mine.replace(path)
    for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda kept: kept.stat().st_mtime)[:-3]:
        old.unlink(missing_ok=True)
