"""Moments under a name: signs of life of the workers, the health page's try, the demonstration's making, the lists
that were brought."""

from datetime import datetime, timedelta

from haat.core.models import Mark

DEMONSTRATION = "demonstration"
WORKER = "worker:"
KEEP_SIGNS = timedelta(days=1)


def set_mark(name: str, at: datetime) -> None:
    """Write the moment under its name, over the one before, in one statement."""
    Mark.objects.bulk_create(
        [Mark(name=name, at=at)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )


def is_marked(name: str) -> bool:
    """Whether a moment stands under this name."""
    return Mark.objects.filter(name=name).exists()


def forget_marks(prefix: str) -> None:
    """Moments whose names begin so are gone."""
    Mark.objects.filter(name__startswith=prefix).delete()


def last_sign() -> datetime | None:
    """When a worker last showed life; None when none ever did."""
    newest: datetime | None = (
        Mark.objects.filter(name__startswith=WORKER).order_by("-at").values_list("at", flat=True).first()
    )
    return newest


def forget_signs(now: datetime) -> None:
    """Workers that have been silent for a day are gone."""
    Mark.objects.filter(name__startswith=WORKER, at__lt=now - KEEP_SIGNS).delete()
