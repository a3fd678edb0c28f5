"""Running numbers without gaps: taken inside the transaction that uses them."""

from django.db.models import F

from haat.core.models import Sequence


def next_number(name: str) -> int:
    """The next number under `name`, beginning at 1; the row stays locked until the transaction ends."""
    if not Sequence.objects.filter(name=name).update(last=F("last") + 1):
        Sequence.objects.get_or_create(name=name)
        Sequence.objects.filter(name=name).update(last=F("last") + 1)
    return Sequence.objects.values_list("last", flat=True).get(name=name)
