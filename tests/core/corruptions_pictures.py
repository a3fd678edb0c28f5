"""Corruptions of pictures for marketplaces; see corruptions.py."""

from haat.catalogue.models import Photo
from haat.core.models import Picture
from haat.studio import actions
from haat.studio.models import PictureMeasure, WhitePicture
from tests.core.plants import Plant
from tests.make import BY


def asked() -> WhitePicture:
    """A picture that somebody wants laid on white."""
    photo = Photo.objects.earliest("pk")
    return actions.ask_white(photo.good, picture=photo.picture, by=BY)


def used_unseen() -> None:
    """What nobody made or looked at is in use."""
    white = asked()
    WhitePicture.objects.filter(pk=white.pk).update(state="used", proposed=white.picture, decided_by_id=BY.user_id)


def looked_at_by_another() -> None:
    """Somebody else is said to have looked."""
    white = asked()
    WhitePicture.objects.filter(pk=white.pk).update(state="proposed", proposed=white.picture)
    actions.use_white(white, seen=white.picture.digest, by=BY)
    WhitePicture.objects.filter(pk=white.pk).update(decided_by_id=99)


def square_lost() -> None:
    """A measured picture whose square is not where it should be; its file stays, for the store does not roll back."""
    measure = PictureMeasure.objects.earliest("pk")
    Picture.objects.filter(pk=measure.pk).update(digest="1" * 64)


def letters_untold() -> None:
    """Nobody said so."""
    measure = PictureMeasure.objects.earliest("pk")
    PictureMeasure.objects.filter(pk=measure.pk).update(letters=True, letters_by_id=BY.user_id)


PICTURES: list[tuple[str, str, Plant]] = [
    ("a picture on white that nobody made", "pictures on white stand where they were put", used_unseen),
    ("a look of somebody else", "a picture on white was looked at by who is told to have", looked_at_by_another),
    ("a picture's square lost", "every measured picture has its square in the store", square_lost),
    ("letters that nobody saw", "letters on pictures were seen by who said so", letters_untold),
]
