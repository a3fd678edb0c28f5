from typing import Any

from django.core.management.commands import migrate

from haat.core.rendering import narrowly


class Command(migrate.Command):
    """Django's own, quicker (core.rendering)."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the database to this version."""
        with narrowly():
            super().handle(*args, **options)
