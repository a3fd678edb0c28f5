"""A day later: pictures that nothing shows are gone, row and files; forms acted on are forgotten."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from haat.catalogue.models import Photo
from haat.channels.models import Feed
from haat.core import sweeping, worker
from haat.core.files import paths_of, store_picture, wanted
from haat.core.models import Picture, Seal, Sending
from haat.core.sweeping import references, sweep_pictures, sweep_sendings
from haat.helping.models import Enclosure
from haat.learning.models import Recording
from haat.makers.models import Maker
from haat.orders.models import Arrival, PartPhoto
from haat.people.models import Invitation, PhoneCode
from haat.roster.models import ColumnMap, ListFile
from haat.shelf.models import Shelf
from haat.survey.models import Find
from tests.core.test_files import jpeg
from tests.make import make_good, make_maker

pytestmark = pytest.mark.django_db


def forgotten(**more: object) -> Picture:
    """A picture that was wanted more than a day ago for the last time."""
    picture = store_picture(jpeg(**more))
    Picture.objects.filter(pk=picture.pk).update(wanted_at=timezone.now() - timedelta(hours=25))
    return picture


def stored(picture: Picture) -> list[bool]:
    return [default_storage.exists(path) for path in paths_of(picture.digest)]


def test_sweep_removes_what_nothing_shows(media):
    picture = forgotten()
    sweep_pictures()
    assert (Picture.objects.count(), stored(picture)) == (0, [False] * 5)


def test_sweep_leaves_what_came_within_a_day(media):
    picture = store_picture(jpeg())
    sweep_pictures()
    assert (Picture.objects.get(), stored(picture)) == (picture, [True] * 5)


def test_sweep_leaves_what_a_draft_asked_for_again(media):
    picture = forgotten()
    assert wanted(picture.digest) == picture
    sweep_pictures()
    assert Picture.objects.get() == picture


def test_sweep_leaves_what_was_sent_again(media):
    picture = forgotten()
    assert store_picture(jpeg()) == picture
    sweep_pictures()
    assert Picture.objects.get() == picture


def test_sweep_leaves_a_picture_of_a_good_and_a_portrait(media):
    shown, portrait = forgotten(), forgotten(size=(400, 400))
    maker = make_maker()
    photo = make_good(maker=maker).photos.get()
    Photo.objects.filter(pk=photo.pk).update(picture=shown)
    Maker.objects.filter(pk=maker.pk).update(portrait=portrait)
    sweep_pictures()
    assert set(Picture.objects.filter(pk__in=[shown.pk, portrait.pk])) == {shown, portrait}


def test_sweep_looks_again_once_the_picture_is_locked(media, monkeypatch):
    picture = forgotten()
    remove = sweeping._remove

    def after_somebody_wanted_it(pk: int) -> None:
        wanted(picture.digest)
        remove(pk)

    monkeypatch.setattr(sweeping, "_remove", after_somebody_wanted_it)
    sweep_pictures()
    assert (Picture.objects.get(), stored(picture)) == (picture, [True] * 5)


def test_a_picture_whose_files_went_missing_is_made_again(media):
    picture = store_picture(jpeg())
    default_storage.delete(paths_of(picture.digest)[0])
    assert store_picture(jpeg()) == picture
    assert stored(picture) == [True] * 5


def test_wanted_knows_nothing_of_what_is_gone():
    assert wanted("0" * 64) is None


def test_every_column_that_names_a_picture_keeps_it():
    assert sorted(f"{field.model._meta.label}.{field.name}" for field in references()) == [
        "catalogue.Change.picture",
        "catalogue.Photo.picture",
        "learning.LessonPicture.picture",
        "makers.Maker.portrait",
        "studio.WhitePicture.picture",
        "studio.WhitePicture.proposed",
    ]


def test_no_table_names_a_picture_by_its_digest_alone():
    from django.apps import apps

    named = [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, (models.CharField, models.TextField)) and ("digest" in field.name or "pict" in field.name)
    ]
    others = (Seal, PhoneCode, Invitation, Arrival, Feed, Find, ColumnMap, ListFile, Recording, Enclosure, PartPhoto)
    assert set(named) - {(model, "digest") for model in others} == {(Picture, "digest"), (Shelf, "picture")}


def test_sweep_forgets_forms_of_yesterday():
    now = timezone.now()
    Sending.objects.create(name="old", at=now - timedelta(hours=25))
    Sending.objects.create(name="new", at=now - timedelta(hours=23))
    sweep_sendings()
    assert [row.name for row in Sending.objects.all()] == ["new"]


def test_sweep_knows_the_deeds_of_a_phone_for_a_season():
    """A phone that lay switched off for weeks sends again what had arrived: it counts once all the same."""
    for name, days in (("deed:a", 89), ("deed:b", 91)):
        Sending.objects.create(name=name, at=timezone.now() - timedelta(days=days))
    sweep_sendings()
    assert [row.name for row in Sending.objects.all()] == ["deed:a"]


def test_the_worker_sweeps_by_the_clock(media):
    forgotten()
    Sending.objects.create(name="old", at=timezone.now() - timedelta(hours=25))
    worker.tick_clocks()
    worker.run_due()
    assert (Picture.objects.count(), Sending.objects.count()) == (0, 0)
