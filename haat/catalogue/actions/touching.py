"""Noting that a good changed, for whoever shows it."""

from collections.abc import Mapping

from django.utils import timezone

from haat.catalogue.models import Good
from haat.core.rows import update

Texts = Mapping[str, str]


def touch(good: Good) -> None:
    """Set `changed_at` to now."""
    good.changed_at = timezone.now()
    update(good, "changed_at")
