"""What is known before a good is taken in, and of its pictures as marketplaces may get them."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from haat.catalogue.models import Good, Photo
from haat.core.bare import bare
from haat.core.models import Picture
from haat.core.sendings import acted_on
from haat.makers.models import Maker
from haat.places.models import Mart, Place
from haat.studio.facts import Listed
from haat.studio.models import PictureMeasure, WhitePicture
from haat.studio.pictures import Measures, Shown
from haat.studio.rules import is_past, sending_name

# What is read of a photo's picture, and of what was measured of it.
_OF_PICTURE = ("id", "digest", "width", "height", "drawn", "rendered", "sharpness", "brightness")
_OF_MEASURE = ("picture_id", "white_bp", "left", "top", "right", "bottom", "letters", "letters_by_id")
_COLUMNS = (
    "good_id",
    *(f"picture__{name}" for name in _OF_PICTURE),
    *(f"picture__measure__{name}" for name in _OF_MEASURE),
)


def listed_before(maker: Maker, key: str, turn: int, sending: str = "") -> Listed | None:
    """What `list_good` would answer without changing anything: nothing of this sending need be looked at.

    With a `sending` that is when this very one was taken; whatever else comes too late is for `list_good` to judge.
    """
    before = Good.objects.filter(maker=maker, key=key).first()
    if before is None:
        return None
    known = acted_on(sending_name(key, sending)) if sending else is_past(before, turn)
    return Listed(before, new=False) if known else None


def pictures_of(good_ids: Collection[int]) -> dict[int, list[Shown]]:
    """By good (at most some thousand), its pictures in the desk's order, those on white before all; two statements."""
    found: dict[int, list[Shown]] = {pk: [] for pk in good_ids}
    whites = WhitePicture.objects.filter(good__among=found.keys()).select_related("proposed__measure")
    of = {(white.good_id, white.picture_id): white for white in whites}
    photos = Photo.objects.filter(good__among=found.keys()).order_by("good", "position")
    for good_id, *columns in photos.values_list(*_COLUMNS):
        found[good_id].append(_shown(good_id, columns, of))
    for good_id in {good_id for good_id, _picture_id in of}:
        found[good_id].sort(key=lambda each: each.white != WhitePicture.State.USED)
    return found


def _shown(good_id: int, columns: list[Any], of: Mapping[tuple[int, int], WhitePicture]) -> Shown:
    """A photo of a good, of these columns, as marketplaces may get it; `of` says what was laid on white."""
    picture_id, _digest, width, height, drawn, _rendered, sharpness, brightness, *measure = columns
    measured, white_bp, left, top, right, bottom, letters, by = measure
    white = of.get((good_id, picture_id)) if of else None
    if white is not None and white.state == WhitePicture.State.USED and white.proposed is not None:
        return Shown(white.proposed, measures_of(white.proposed), letters, white.state, picture_id, by)
    measures = None
    if measured is not None:
        box = None if left is None or top is None or right is None or bottom is None else (left, top, right, bottom)
        measures = Measures(width, height, white_bp, box, sharpness, brightness)
    elif drawn:
        measures = Measures(width, height)
    picture = bare(Picture, _OF_PICTURE, columns)
    return Shown(picture, measures, letters, white.state if white else "", picture_id, by)


def measures_of(picture: Picture) -> Measures | None:
    """What was measured of a picture (its `measure` loaded), None when nothing was yet; of a drawing only its sides."""
    kept = _kept(picture)
    if kept is None:
        return Measures(picture.width, picture.height) if picture.drawn else None
    box = None
    if kept.left is not None and kept.top is not None and kept.right is not None and kept.bottom is not None:
        box = (kept.left, kept.top, kept.right, kept.bottom)
    return Measures(picture.width, picture.height, kept.white_bp, box, picture.sharpness, picture.brightness)


def _kept(picture: Picture) -> PictureMeasure | None:
    return getattr(picture, "measure", None)


def whites_at(mart: Mart, place: Place) -> "QuerySet[WhitePicture]":
    """Pictures laid on white of goods of makers at or below `place`, however far they are."""
    return WhitePicture.objects.filter(place.reach(mart, "good__maker__block"), mart=mart)


def whites_to_look_at(mart: Mart, place: Place) -> "QuerySet[WhitePicture]":
    """Those that wait for a person, of pictures that their goods still show."""
    shown = Photo.objects.filter(good=OuterRef("good"), picture=OuterRef("picture"))
    return whites_at(mart, place).filter(Exists(shown), state=WhitePicture.State.PROPOSED)


def with_goods(whites: "QuerySet[WhitePicture]") -> "QuerySet[WhitePicture]":
    """`whites` with their pictures, and their goods as a row of the desk shows them; one query beside their own."""
    return whites.select_related("good__maker__block", "picture", "proposed").prefetch_related("good__texts")


def photos_to_look_at(mart: Mart, place: Place) -> "QuerySet[Photo]":
    """Photos of goods in the shop, of makers at or below `place`, of which nobody has said whether letters stand on
    them; drawings go nowhere and are left out."""
    rows = Photo.objects.filter(place.reach(mart, "good__maker__block"), good__mart=mart, good__state=Good.State.LIVE)
    return rows.filter(picture__drawn=False, picture__measure__isnull=False, picture__measure__letters=None)


def photos_with_goods(photos: "QuerySet[Photo]") -> "QuerySet[Photo]":
    """`photos` with their pictures, what was measured of them, and their goods; one query beside their own."""
    return photos.select_related("good__maker__block", "picture__measure").prefetch_related("good__texts")


def photo_at(mart: Mart, place: Place, pk: int) -> Photo | None:
    """A photo of a good of a maker at or below `place`, with its good."""
    rows = Photo.objects.filter(place.reach(mart, "good__maker__block"), good__mart=mart, pk=pk)
    return photos_with_goods(rows).first()


def whites_of(good: Good) -> list[WhitePicture]:
    """What was laid on white of a good, or is to be."""
    return list(WhitePicture.objects.filter(good=good).select_related("proposed").order_by("pk"))
