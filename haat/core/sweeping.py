"""What the worker takes away a day later: pictures that nothing shows, and the names of forms acted on."""

from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from haat.core.files import paths_of, square_path
from haat.core.jobs import job
from haat.core.models import Picture, Sending
from haat.core.sendings import DEED

KEPT = timedelta(days=1)
# A phone may lie without net for weeks, and then send once more what had arrived at the first time.
KEPT_DEEDS = timedelta(days=90)


@job("core.sweep_pictures", every=timedelta(hours=1))
def sweep_pictures() -> None:
    """Remove the pictures whose draft was refused or never sent.

    A day lies between the last time one was wanted and its end: whoever still holds it asks `files.wanted` again.
    """
    for pk in list(_orphans().values_list("pk", flat=True)):
        _remove(pk)


@job("core.sweep_sendings", every=timedelta(hours=1))
def sweep_sendings() -> None:
    """Forget the forms of yesterday, no page lies open longer; deeds that a phone kept are known much longer."""
    now = timezone.now()
    Sending.objects.filter(at__lt=now - KEPT).exclude(name__startswith=DEED).delete()
    Sending.objects.filter(at__lt=now - KEPT_DEEDS, name__startswith=DEED).delete()


def references() -> list["models.ForeignKey[models.Model, models.Model]"]:
    """Every column in the house that names a picture: whatever room it belongs to, it keeps its pictures.

    A row that goes with its picture (CASCADE) only tells of it.
    """
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is Picture
        and field.remote_field.on_delete is not models.CASCADE
    ]


def _orphans() -> "models.QuerySet[Picture]":
    unwanted = Picture.objects.filter(wanted_at__lt=timezone.now() - KEPT)
    shown = [field.model._base_manager.filter(**{field.name: OuterRef("pk")}) for field in references()]
    return unwanted.filter(*(~Exists(rows) for rows in shown)).order_by("pk")


@transaction.atomic
def _remove(pk: int) -> None:
    """Row and files, when it is still an orphan once it is locked; files last, for the row can come back, not they."""
    picture = _orphans().filter(pk=pk).select_for_update(of=("self",)).first()
    if picture is None:
        return
    digest = picture.digest
    picture.delete()
    for path in (*paths_of(digest), square_path(digest)):
        default_storage.delete(path)
