"""What marketplaces ask of pictures, and what keeps a good's pictures from them: judged on what was measured once.

A marketplace is shown the square of a picture (`core.files.square_url`): a JPEG of at least LEAST pixels a side where
so many were taken, never enlarged. A good that stands on white fills it; around any other picture what is missing to a
square is white, and nothing that was taken is cut away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.core.models import Picture
from haat.studio.where import DESK, MAKER, PictureRule

LEAST = 1500
FILLS_BP = 8_800  # so much of its square a good on white spans
ON_WHITE_BP = 9_500  # so much of the border is white where a picture counts as one on white
WHOLE_BP = 10_000
# The strictest of what marketplaces ask, all at once; a picture that passes goes everywhere.
EVERYWHERE = PictureRule(least_side=LEAST, white=True, least_fill=85, letters=False)
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Frame:
    """A square over a picture, in its pixels; it may reach beyond the picture, where it is white."""

    left: int
    top: int
    side: int


class Measures(NamedTuple):
    """What is known of a picture: sides in pixels, how much of its border is pure white, where the good lies on white.

    `box` is left, top, right, bottom; None when it does not stand on white, or fills nothing. `sharpness` is the
    variance of its Laplacian, `brightness` its mean (0 to 255), as `core.files` reckons them.
    """

    width: int
    height: int
    white_bp: int = 0
    box: Box | None = None
    sharpness: int = 0
    brightness: int = 0

    @property
    def longest(self) -> int:
        """Pixels of the longer side."""
        return max(self.width, self.height)

    @property
    def square(self) -> bool:
        """Whether it was taken as a square."""
        return self.width == self.height

    @property
    def on_white(self) -> bool:
        """Whether what lies behind the good is white."""
        return self.white_bp >= ON_WHITE_BP

    @property
    def frame(self) -> Frame:
        """Where its square lies: close around a good on white, else around all that was taken."""
        if self.box is None:
            return Frame((self.width - self.longest) // 2, (self.height - self.longest) // 2, self.longest)
        left, top, right, bottom = self.box
        close = -(-max(right - left, bottom - top) * WHOLE_BP // FILLS_BP)
        side = max(close, min(LEAST, self.longest))
        return Frame((left + right - side) // 2, (top + bottom - side) // 2, side)

    @property
    def fill_bp(self) -> int | None:
        """How much of its square the good spans; None when that is not known."""
        if self.box is None:
            return None
        left, top, right, bottom = self.box
        return max(right - left, bottom - top) * WHOLE_BP // self.frame.side


class Shown(NamedTuple):
    """A picture of a good as marketplaces may get it. `measures` None: not measured yet.

    `letters`: whether a person saw letters on it, and `looked_by` who that was (None: nobody has looked). `white`: how
    far laying it on white has come ("" nobody asked, else a state of `WhitePicture`); of one that is used, `picture` is
    the one on white, and `taken` the key of the photo.
    """

    picture: Picture
    measures: Measures | None
    letters: bool | None = None
    white: str = ""
    taken: int = 0
    looked_by: int | None = None


@dataclass(frozen=True)
class PictureFault:
    """Because of this (`sentence`) a good's pictures cannot go; `next_step` is the one thing to do, and `who` can.

    `code`: picture_none, _drawn, _rendered, _unseen, _small, _not_white, _fill, _letters, _unlooked, _few. `about` is
    the picture's digest, empty where it is about all of them. Both texts are in the active language.
    """

    code: str
    about: str
    sentence: str
    next_step: str
    who: str = MAKER


def measure(picture: Picture) -> Measures:
    """Read a picture and measure it; in the worker. Raises OSError when the store lacks it."""
    from haat.studio import pixels

    return pixels.measured(picture)


def faults(photos: Sequence[Shown], rule: PictureRule) -> list[PictureFault]:
    """What keeps a good with these pictures (`queries.pictures_of`) from a place with this rule; empty when nothing."""
    if not photos:
        return [_none()]
    taken = [photo for photo in photos if _passes(photo, rule)]
    if not taken:
        rendered = next((photo for photo in photos if photo.picture.rendered), None)
        return [_drawn(photos[0]) if rendered is None else _rendered(rendered)]
    measured = [photo for photo in taken if photo.measures is not None]
    found = _of_main(_main(measured, rule), rule) if measured else []
    if len(measured) < len(taken) and (found or not measured):
        return [_unseen(next(photo for photo in taken if photo.measures is None))]
    if not found and rule.least_number > 1:  # of what has no fault one can go
        there = len(for_channel(photos, rule))
        found = [_few(there, rule)] if there < rule.least_number else []
    return found


def for_channel(photos: Sequence[Shown], rule: PictureRule) -> list[Picture]:
    """The pictures that a place with this rule gets, the main one first; those that may not go there are left out.

    The main one is the first that has no fault as such; the others keep the order that the desk gave them.
    """
    usable = [
        photo
        for photo in photos
        if photo.measures is not None
        and _passes(photo, rule)
        and (rule.letters or photo.letters is False)
        and photo.measures.longest >= rule.least_side
    ]
    if not usable:
        return []
    main = _main(usable, rule)
    ordered = [main, *(photo for photo in usable if photo is not main)]
    return [photo.picture for photo in ordered[: rule.most_number]]


def _passes(photo: Shown, rule: PictureRule) -> bool:
    """Whether a place takes what a picture is: a photo, a drawing, or one that shows nothing real."""
    return (rule.drawings or not photo.picture.drawn) and (rule.rendered or not photo.picture.rendered)


def _main(measured: Sequence[Shown], rule: PictureRule) -> Shown:
    """The one with the fewest faults, the first of several."""
    if len(measured) == 1:
        return measured[0]
    return min(measured, key=lambda photo: len(_broken(photo, rule)))


def _of_main(photo: Shown, rule: PictureRule) -> list[PictureFault]:
    return [tell() for tell in _broken(photo, rule)]


def _broken(photo: Shown, rule: PictureRule) -> list[Callable[[], PictureFault]]:
    """What of the rule a picture breaks as the main one, the gravest first; put into words only where it is told."""
    measures = photo.measures
    assert measures is not None
    found: list[Callable[[], PictureFault]] = []
    if measures.longest < rule.least_side:
        found.append(partial(_small, photo, rule, measures.longest))
    if rule.white:
        if not measures.on_white:
            found.append(partial(_not_white, photo))
        fill = measures.fill_bp
        if fill is not None and fill < rule.least_fill * 100:
            found.append(partial(_fill, photo, rule, fill))
    if photo.letters and not rule.letters:
        found.append(partial(_letters, photo))
    if photo.letters is None and not rule.letters:
        found.append(partial(_unlooked, photo))
    return found


def _none() -> PictureFault:
    return PictureFault(
        "picture_none", "", _("There is no picture of it."), _("Take a picture of it by day, on a white sheet.")
    )


def _drawn(photo: Shown) -> PictureFault:
    return PictureFault(
        "picture_drawn",
        photo.picture.digest,
        _("There is only a drawing of it, and marketplaces take photos alone."),
        _("Take a picture of it by day, on a white sheet."),
    )


def _rendered(photo: Shown) -> PictureFault:
    return PictureFault(
        "picture_rendered",
        photo.picture.digest,
        _("It is a test picture: it shows nothing real, and marketplaces take photos alone."),
        _("Take a picture of it by day, on a white sheet."),
    )


def _unseen(photo: Shown) -> PictureFault:
    return PictureFault(
        "picture_unseen",
        photo.picture.digest,
        _("Its picture is still being measured."),
        _("Nothing needs to be done: it takes some minutes."),
        DESK,
    )


def _small(photo: Shown, rule: PictureRule, longest: int) -> PictureFault:
    said = _("The picture is too small: %(has)d points wide, and %(needs)d are needed.")
    return PictureFault(
        "picture_small",
        photo.picture.digest,
        said % {"has": longest, "needs": rule.least_side},
        _("Take it again with the camera of the phone; one that came by WhatsApp is too small."),
    )


def _not_white(photo: Shown) -> PictureFault:
    step, who = _("Have it laid on white, and look whether it came out well."), DESK
    if photo.white in ("asked", "proposed"):
        step = _("It is being laid on white: look whether it came out well.")
    elif photo.white in ("refused", "failed"):
        step, who = _("Put it on a white sheet, by day, and take one more picture."), MAKER
    said = _("What lies behind it in the picture is not white.")
    return PictureFault("picture_not_white", photo.picture.digest, said, step, who)


def _fill(photo: Shown, rule: PictureRule, fill_bp: int) -> PictureFault:
    said = _("It is small in its picture: it fills %(has)d%%, and %(needs)d%% are needed.")
    return PictureFault(
        "picture_fill",
        photo.picture.digest,
        said % {"has": fill_bp // 100, "needs": rule.least_fill},
        _("Go nearer, until it fills the picture, and take it again."),
    )


def _letters(photo: Shown) -> PictureFault:
    return PictureFault(
        "picture_letters",
        photo.picture.digest,
        _("Letters or a sign stand on the picture."),
        _("Put another picture first, without letters."),
        DESK,
    )


def _unlooked(photo: Shown) -> PictureFault:
    return PictureFault(
        "picture_unlooked",
        photo.picture.digest,
        _("Nobody has looked yet whether letters stand on the picture."),
        _("Look at it, and say whether letters or a sign stand on it."),
        DESK,
    )


def _few(there: int, rule: PictureRule) -> PictureFault:
    said = ngettext(
        "%(has)d picture can go, and %(needs)d are needed.", "%(has)d pictures can go, and %(needs)d are needed.", there
    )
    return PictureFault(
        "picture_few",
        "",
        said % {"has": there, "needs": rule.least_number},
        _("Take one more picture, from another side."),
    )
