"""Databases of earlier releases, kept as they were, one folder a release."""

import lzma
import os
import secrets
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SQLITE, POSTGRESQL, PICTURES = "database.sqlite3.xz", "database.sql.xz", "pictures.tar.xz"
LEFT_AT = "left-at"


def releases() -> list[str]:
    """Every release of which a database is kept, by the name of its folder."""
    return sorted(path.parent.name for path in HERE.glob(f"*/{SQLITE}"))


def when(release: str) -> datetime:
    """The moment at which its database was left."""
    return datetime.fromisoformat((HERE / release / LEFT_AT).read_text().strip())


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """A fresh database on the PostgreSQL at `server`; an empty address (SQLite) stays empty."""
    if not server:
        yield ""
        return
    name = f"haat_upgrade_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as line:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def restore(release: str, folder: Path, url: str) -> None:
    """Bring back a release's pictures into `folder` and its database into the one at `url`, or into `folder`."""
    kept = HERE / release
    with tarfile.open(kept / PICTURES) as pictures:
        # Older Pythons know no filters; newer ones warn when none is named.
        pictures.extraction_filter = getattr(tarfile, "data_filter", None)
        pictures.extractall(folder)
    if not url:
        (folder / "haat.sqlite3").write_bytes(lzma.decompress((kept / SQLITE).read_bytes()))
        return
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(lzma.decompress((kept / POSTGRESQL).read_bytes()))


def environment(folder: Path, url: str, **more: str) -> dict[str, str]:
    """What a real installation on this data sets: the settings that ship, and nothing of the tests' own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HAAT_", "PYTEST", "DJANGO_"))}
    ours = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "HAAT_DATA_DIR": str(folder),
        "HAAT_DATABASE_URL": url,
        "HAAT_SECRET_KEY": "a-key-of-kept-databases-that-opens-nothing-elsewhere-814112",
        "HAAT_HOSTS": "localhost,deoghar.localhost",
        "HAAT_LOG_LEVEL": "ERROR",
    }
    return {**kept, **ours, **more}


def run(arguments: list[str], environment: dict[str, str]) -> str:
    """Python with these arguments; answers what it prints, and raises with its complaint when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssertionError(f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout
