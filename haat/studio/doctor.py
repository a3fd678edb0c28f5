"""What must hold of pictures for marketplaces."""

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db.models import F, Q

from haat.core.doctor import check
from haat.core.files import square_path
from haat.core.models import Event
from haat.core.trail import hand, last, last_id, told
from haat.studio.models import PictureMeasure, WhitePicture

S = WhitePicture.State
WHOLE_BP = 10_000
# What moves a picture on white, and where to.
MOVED = {
    "studio.white_asked": S.ASKED,
    "studio.white_proposed": S.PROPOSED,
    "studio.white_failed": S.FAILED,
    "studio.white_used": S.USED,
    "studio.white_refused": S.REFUSED,
}


@check("pictures on white stand where they were put")
def whites_are_told() -> Iterable[str]:
    """None is used that was not proposed and looked at."""
    right = Q(pk__in=[])
    for kind, state in MOVED.items():
        right |= Q(state=state, moved=kind)
    for white in WhitePicture.objects.annotate(moved=last(told(WhitePicture, *MOVED))).exclude(right):
        last_told = white.moved or "nothing"
        yield f"picture on white {white.pk} of good {white.good_id} is {white.state}, but last told: {last_told}"


@check("a picture on white was looked at by who is told to have")
def whites_were_looked_at() -> Iterable[str]:
    """Marketplaces see no picture that only a machine has made."""
    looked = told(WhitePicture, "studio.white_used", "studio.white_refused")
    rows = WhitePicture.objects.filter(state__in=(S.USED, S.REFUSED))
    rows = rows.annotate(by=last_id(looked, "by_id"), said=hand("decided_by_id"))
    for white in rows.exclude(by=F("said")):
        yield f"picture on white {white.pk}: user {white.decided_by_id} is not told to have looked at it"


@check("every measured picture has its square in the store")
def squares_are_kept() -> Iterable[str]:
    """A marketplace would be shown an address with nothing behind it."""
    digests = PictureMeasure.objects.order_by("pk").values_list("picture__digest", flat=True)
    for digest in digests.iterator():
        if not default_storage.exists(square_path(digest)):
            yield f"picture {digest[:12]}: its square is not in the store"


@check("pictures were measured as they are")
def measures_can_be() -> Iterable[str]:
    """No more of a border is white than all of it, and the good lies within its picture."""
    beyond = Q(right__gt=F("picture__width")) | Q(bottom__gt=F("picture__height")) | Q(white_bp__gt=WHOLE_BP)
    for measure in PictureMeasure.objects.filter(beyond).select_related("picture").order_by("pk"):
        yield f"picture {measure.picture.digest[:12]}: it was measured as it cannot be"


@check("letters on pictures were seen by who said so")
def letters_are_told() -> Iterable[str]:
    """Only a person can tell."""
    said: dict[str, tuple[bool, int | None]] = {}
    for data, by_id in Event.objects.filter(kind="studio.letters_told").order_by("pk").values_list("data", "by_id"):
        said[data["picture"]] = (data["letters"], by_id)
    rows = PictureMeasure.objects.exclude(letters=None).select_related("picture").order_by("pk")
    for row in rows:
        if said.get(row.picture.digest) != (row.letters, row.letters_by_id):
            yield f"picture {row.picture.digest[:12]}: user {row.letters_by_id} is not told to have seen its letters"
