"""The database from one URL: SQLite tuned for many writers, or PostgreSQL with a pool."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

SQLITE_PRAGMAS = "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;"


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite that queues writers instead of failing them (IMMEDIATE, WAL, 20 s wait)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening the file and setting it up costs more than most pages; each thread keeps its own.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode=WAL; {SQLITE_PRAGMAS}",
        },
        "TEST": {"NAME": path.with_name("test.sqlite3")},
    }


def postgresql(url: str, *, pool_size: int) -> dict[str, Any]:
    """PostgreSQL from a URL; `host` in the query names a socket folder. A pool of 0 means none (tests)."""
    parts = urlparse(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": pool_size, "timeout": 20}} if pool_size else {},
    }


def database(url: str, *, data_dir: Path, pool_size: int) -> dict[str, Any]:
    """The DATABASES entry for `url`; an empty one means SQLite in `data_dir`."""
    if url.startswith(("postgres://", "postgresql://")):
        return postgresql(url, pool_size=pool_size)
    if url:
        raise ValueError("HAAT_DATABASE_URL must begin with postgresql:// or be empty")
    return sqlite(data_dir / "haat.sqlite3")
