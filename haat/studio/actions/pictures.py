"""Pictures for marketplaces: what was measured, what a person sees on them, and those that were laid on white."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haat.catalogue.models import Good, Photo
from haat.core.actor import Actor
from haat.core.events import Happened, record, record_all
from haat.core.files import Encoded, keep, store_square
from haat.core.jobs import enqueue
from haat.core.locks import hold, hold_key
from haat.core.models import Picture
from haat.core.rows import insert_new
from haat.studio.errors import DrawnPicture, NotMeasured, PictureNotShown, WhiteSettled
from haat.studio.models import PictureMeasure, WhitePicture
from haat.studio.pictures import Measures

S = WhitePicture.State


@transaction.atomic
def keep_measures(picture: Picture, *, measures: Measures, square: bytes, by: Actor) -> bool:
    """Keep what was measured of a picture and its square (a JPEG); False when that was done before. Raises Gone."""
    held = hold(picture)
    left, top, right, bottom = measures.box or (None, None, None, None)
    row = PictureMeasure(picture=held, white_bp=measures.white_bp, left=left, top=top, right=right, bottom=bottom)
    if not insert_new([row]):
        return False
    store_square(held.digest, square)
    showing = Q(photos__picture=held) | Q(whites__proposed=held)
    goods = Good.objects.filter(showing).order_by("pk").distinct()
    ready = [Happened("studio.picture_ready", good, {"picture": held.digest}) for good in goods]
    if ready:
        record_all(ready, by=by)
    return True


@transaction.atomic
def tell_letters(good: Good, *, picture: Picture, letters: bool | None, by: Actor) -> PictureMeasure:
    """A person looked: letters or a sign stand on a picture of the good, or none. The same again changes nothing.

    None takes back what was said: it is to be looked at again. Raises PictureNotShown, NotMeasured.
    """
    held = hold(good)
    _require_shown(held, picture)
    if not PictureMeasure.objects.filter(pk=picture.pk).exists():
        raise NotMeasured()
    measure = hold_key(PictureMeasure, picture.pk)
    if measure.letters == letters:
        return measure
    measure.letters, measure.letters_by_id = letters, by.user_id if letters is not None else None
    measure.save(update_fields=["letters", "letters_by_id"])
    record("studio.letters_told", held, by=by, picture=picture.digest, letters=letters)
    return measure


@transaction.atomic
def ask_white(good: Good, *, picture: Picture, by: Actor) -> WhitePicture:
    """Have a picture of the good laid on white by the machine, to be looked at; asked again meanwhile it is the same.

    Raises PictureNotShown, DrawnPicture.
    """
    held = hold(good)
    _require_shown(held, picture)
    if picture.drawn:
        raise DrawnPicture()
    white = WhitePicture.objects.filter(good=held, picture=picture).first()
    if white is not None and white.state in (S.ASKED, S.PROPOSED, S.USED):
        return white
    white = white or WhitePicture(mart_id=held.mart_id, good=held, picture=picture)
    white.state, white.asked_at, white.asked_by_id = S.ASKED, timezone.now(), by.user_id
    white.decided_at = white.decided_by_id = None
    white.save()
    record("studio.white_asked", white, by=by, good_id=held.pk)
    enqueue("studio.whiten", key=f"studio.whiten:{white.pk}:{white.asked_at.timestamp():.6f}", white_id=white.pk)
    return white


@transaction.atomic
def propose_white(white: WhitePicture, *, made: Encoded | None, by: Actor) -> WhitePicture:
    """What the machine made of it, to be looked at; None when it found no edge. Only of one that is asked for."""
    held = _held(white)
    if held.state != S.ASKED:
        return held
    if made is None:
        held.state = S.FAILED
        held.save(update_fields=["state"])
        record("studio.white_failed", held, by=by, good_id=held.good_id)
        return held
    held.state, held.proposed = S.PROPOSED, keep(made)
    held.save(update_fields=["state", "proposed"])
    record("studio.white_proposed", held, by=by, good_id=held.good_id)
    want_measures(held.proposed.pk)
    return held


@transaction.atomic
def use_white(white: WhitePicture, *, seen: str, by: Actor) -> WhitePicture:
    """A person looked at the proposal with the digest `seen`, and marketplaces see it first from now on.

    Twice changes nothing. Raises WhiteSettled when it is not the one that is proposed.
    """
    held = _held(white)
    if held.proposed is None or held.proposed.digest != seen:
        raise WhiteSettled()
    if held.state == S.USED:
        return held
    held.state = S.USED
    _decided(held, by, "state")
    record("studio.white_used", held, by=by, good_id=held.good_id)
    return held


@transaction.atomic
def refuse_white(white: WhitePicture, *, by: Actor) -> WhitePicture:
    """Keep the picture as it is, also when the one on white was in use; twice changes nothing. Raises WhiteSettled."""
    held = _held(white)
    if held.state == S.REFUSED:
        return held
    if held.state not in (S.PROPOSED, S.USED):
        raise WhiteSettled()
    held.state, held.proposed = S.REFUSED, None
    _decided(held, by, "state", "proposed")
    record("studio.white_refused", held, by=by, good_id=held.good_id)
    return held


def want_measures(*pictures: int) -> None:
    """Have the pictures of these keys measured, once."""
    for pk in pictures:
        enqueue("studio.measure_picture", key=f"studio.measure_picture:{pk}", picture_id=pk)


def _held(white: WhitePicture) -> WhitePicture:
    """As it stands now, with its good held before it."""
    hold_key(Good, white.good_id)
    return hold(white)


def _decided(held: WhitePicture, by: Actor, *fields: str) -> None:
    held.decided_at, held.decided_by_id = timezone.now(), by.user_id
    held.save(update_fields=[*fields, "decided_at", "decided_by_id"])


def _require_shown(good: Good, picture: Picture) -> None:
    """Raises PictureNotShown unless the good, held, shows the picture."""
    if not Photo.objects.filter(good=good, picture=picture).exists():
        raise PictureNotShown()
