"""The pictures of a good."""

from collections.abc import Sequence

from django.db import transaction

from haat.catalogue import rules
from haat.catalogue.actions.touching import touch
from haat.catalogue.errors import LastPhoto, OtherGood, TooManyPhotos
from haat.catalogue.models import Good, Photo
from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.locks import hold
from haat.core.models import Picture


@transaction.atomic
def add_photo(good: Good, *, picture: Picture, by: Actor) -> Photo:
    """Put a picture after the others (the first is the main one); the same picture again changes nothing."""
    hold(good)
    there = list(Photo.objects.filter(good=good))
    for photo in there:
        if photo.picture_id == picture.pk:
            return photo
    if len(there) >= rules.MOST_PHOTOS:
        raise TooManyPhotos()
    last = max((photo.position for photo in there), default=-1)
    photo = Photo.objects.create(good=good, picture=picture, position=last + 1)
    touch(good)
    told = changes({"photos": len(there)}, {"photos": len(there) + 1})
    record("catalogue.good_saved", good, by=by, photo=picture.digest, **told)
    return photo


@transaction.atomic
def order_photos(good: Good, *, photos: Sequence[Photo], by: Actor) -> None:
    """Show these pictures in this order and take the others away; the first becomes the main one.

    Raises OtherGood, LastPhoto when a good in the shop would have none.
    """
    good = hold(good)
    if any(photo.good_id != good.pk for photo in photos):
        raise OtherGood()
    if not photos and good.state not in rules.OPEN_STATES:
        raise LastPhoto()
    pictures = list(dict.fromkeys(photo.picture_id for photo in photos))
    before = good.photos.count()
    good.photos.all().delete()
    Photo.objects.bulk_create(
        [Photo(good=good, picture_id=picture, position=place) for place, picture in enumerate(pictures)]
    )
    touch(good)
    told = changes({"photos": before}, {"photos": len(pictures)})
    record("catalogue.good_saved", good, by=by, pictures=pictures, **told)
