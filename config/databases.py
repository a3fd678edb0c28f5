"""The database from one URL: SQLite tuned for many writers, or PostgreSQL with a pool."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlparse

# What stands between us and PostgreSQL: nothing (or a pooler that keeps a session for each of ours), a pooler in
# transaction mode, or one that also carries prepared statements (PgBouncer from 1.22, `max_prepared_statements`).
Pooler = Literal["none", "transaction", "transaction+prepared"]

# How long a request waits for PostgreSQL before it says so; a pool tries again at once when it is asked the next time,
# for left alone it would pause ever longer while the database is away, and keep pausing after it has come back.
PATIENCE = 5
SQLITE_PRAGMAS = "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;"


_POOL = {"min_size": 1, "timeout": PATIENCE, "reconnect_timeout": PATIENCE}
# A machine that vanished (no answer, no refusal) is noticed too.
_LINE = {"connect_timeout": PATIENCE, "keepalives_idle": 30, "keepalives_interval": 5, "tcp_user_timeout": 15_000}


def sqlite(path: Path, *, patience: int) -> dict[str, Any]:
    """SQLite that queues writers instead of failing them (IMMEDIATE, WAL, `patience` seconds of waiting)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening the file and setting it up costs more than most pages; each thread keeps its own.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": patience,
            "init_command": f"PRAGMA journal_mode=WAL; {SQLITE_PRAGMAS}",
        },
        "TEST": {"NAME": path.with_name("test.sqlite3")},
    }


def postgresql(url: str, *, pool_size: int, pooler: Pooler = "none") -> dict[str, Any]:
    """PostgreSQL from a URL; `host` in the query names a socket folder. A pool of 0 means none (tests).

    `pooler` says what stands between: in transaction mode each transaction may meet another session of PostgreSQL,
    so no cursor outlives its own, and statements are prepared only when the pooler carries them along.
    """
    parts = urlparse(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        # The pool tries a connection before it hands it out: one that PostgreSQL's restart broke is never met.
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooler != "none",
        "OPTIONS": {
            **_LINE,
            # Which statements are prepared `core.cursors` says; the number only lets psycopg do it at all.
            "prepare_threshold": None if pooler == "transaction" else 5,
            **({"pool": _POOL | {"max_size": pool_size}} if pool_size else {}),
        },
    }


def database(
    url: str, *, data_dir: Path, pool_size: int, patience: int = 20, pooler: Pooler = "none"
) -> dict[str, Any]:
    """The DATABASES entry for `url`; an empty one means SQLite in `data_dir`."""
    if url.startswith(("postgres://", "postgresql://")):
        return postgresql(url, pool_size=pool_size, pooler=pooler)
    return sqlite(data_dir / "haat.sqlite3", patience=patience)
