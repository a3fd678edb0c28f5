"""What marketplaces would say of a good's pictures, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from haat.catalogue.models import Good
from haat.people.queries import people
from haat.studio.models import WhitePicture
from haat.studio.pictures import EVERYWHERE, Measures, PictureFault, faults
from haat.studio.queries import pictures_of


@dataclass(frozen=True)
class OfPicture:
    """One picture: what was measured of it, in words; whether letters were seen on it, by whom, and how it stands on
    white."""

    words: Sequence[str]
    letters: bool | None
    white: WhitePicture | None
    looked_by: str = ""


@dataclass(frozen=True)
class ForChannels:
    """A good's pictures: what keeps them from the strictest marketplace, and each picture by its key."""

    faults: Sequence[PictureFault] = ()
    pictures: dict[int, OfPicture] = field(default_factory=dict)


def for_channels(good: Good, whites: Sequence[WhitePicture]) -> ForChannels:
    """Of a good, what was laid on white of it at hand; two statements, and one more where somebody has looked."""
    shown = pictures_of([good.pk])[good.pk]
    on_white = {white.picture_id: white for white in whites}
    lookers = people(each.looked_by for each in shown)
    pictures = {
        each.taken: OfPicture(
            [_("drawing")] if each.picture.drawn else _said(each.measures),
            each.letters,
            on_white.get(each.taken),
            str(lookers.get(each.looked_by or 0, "")),
        )
        for each in shown
    }
    return ForChannels(faults(shown, EVERYWHERE), pictures)


def _said(measures: Measures | None) -> list[str]:
    if measures is None:
        return [_("being measured")]
    said = [_("%(wide)d × %(high)d points") % {"wide": measures.width, "high": measures.height}]
    fill = measures.fill_bp
    if fill is not None:
        return [*said, _("on white, fills %(fill)d%% of its square") % {"fill": fill // 100}]
    return [*said, _("on white") if measures.on_white else _("not on white")]
