"""Before a process is forked."""

from django.db import connection


def leave() -> None:
    """Let the database go: two processes must not speak through one line, and a pool's threads are not forked."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]
