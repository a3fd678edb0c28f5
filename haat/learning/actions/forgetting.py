"""What somebody learnt is forgotten: she took her yes to that back, or is erased."""

from django.db import transaction

from haat.learning.models import Study


@transaction.atomic
def forget_studies(mart_id: int, person_id: int) -> int:
    """Which lessons of a mart she learnt, and how, is deleted; how many those were."""
    rows = Study.objects.filter(mart=mart_id, person=person_id)
    number = rows.count()
    rows.delete()
    return number
