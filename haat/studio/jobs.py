"""What the worker does with pictures; pixels are read and made before anything is held."""

from datetime import timedelta

from haat.catalogue.models import Good, Photo
from haat.core.actor import MACHINE
from haat.core.files import encode_made, master_of
from haat.core.jobs import job
from haat.core.models import Picture
from haat.studio import actions
from haat.studio.actions.pictures import want_measures
from haat.studio.models import WhitePicture

AT_ONCE = 2_000


@job("studio.measure_picture")
def measure_picture(picture_id: int) -> None:
    """Measure a picture and make its square; one that the store has lost is left to the doctor."""
    from haat.studio import pixels

    picture = Picture.objects.filter(pk=picture_id, measure=None).first()
    if picture is None:
        return
    try:
        image = master_of(picture)
    except OSError:
        return
    measures = pixels.measures_of(image, sharpness=picture.sharpness, brightness=picture.brightness)
    square = pixels.square(image, measures.frame, rendered=picture.rendered)
    actions.keep_measures(picture, measures=measures, square=square, by=MACHINE)


@job("studio.sweep_pictures", every=timedelta(hours=1))
def sweep_pictures() -> None:
    """Have those pictures of goods in the shop measured that were taken before there were measures."""
    photos = Photo.objects.filter(good__state=Good.State.LIVE, picture__drawn=False, picture__measure=None)
    want_measures(*photos.order_by("pk").values_list("picture_id", flat=True)[:AT_ONCE])


def _given_up(white_id: int) -> None:
    white = WhitePicture.objects.filter(pk=white_id).first()
    if white is not None:
        actions.propose_white(white, made=None, by=MACHINE)


@job("studio.whiten", given_up=_given_up)
def whiten(white_id: int) -> None:
    """Lay a picture on white, for a person to look at."""
    from haat.studio.cutting import on_white

    white = WhitePicture.objects.select_related("picture").filter(pk=white_id, state=WhitePicture.State.ASKED).first()
    if white is None:
        return
    try:
        laid = on_white(master_of(white.picture))
    except OSError:
        laid = None
    made = None if laid is None else encode_made(laid, rendered=white.picture.rendered)
    actions.propose_white(white, made=made, by=MACHINE)
