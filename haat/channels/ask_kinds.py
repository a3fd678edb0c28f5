"""What a maker may be asked: kinds of asks, and which reason, or word of a channel, is which of them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.catalogue.answers import FOLLOWS
from haat.channels.models import Cause, MakerTask
from haat.channels.wording import ANSWERABLE
from haat.studio.reasons import OF_THE_DESK

K = MakerTask.Kind
# In this order they are asked: what one weighs and measures once, then what one knows, then what takes a walk.
ORDER = (K.WEIGHT, K.SIZE, K.ANSWER, K.PICTURE, K.PAPER, K.OTHER)
HERS = (Cause.Who.MAKER, Cause.Who.COORDINATOR)
SHELF_LIFE = "shelf_life"
# Our own reasons that a maker can mend: code → what is asked (`about` stays that of the reason, where it says one).
OURS = {
    ANSWERABLE: K.ANSWER,
    "life_missing": K.ANSWER,
    "weight_missing": K.WEIGHT,
    "measures_missing": K.SIZE,
    **dict.fromkeys(("picture_none", "picture_drawn", "picture_small", "picture_not_white"), K.PICTURE),
    **dict.fromkeys(("picture_fill", "picture_few"), K.PICTURE),
    **dict.fromkeys(("paper_missing", "paper_expired", "paper_refused", "paper_claimed_without"), K.PAPER),
}
# What follows from the page of the good, or is the desk's to say: nobody asks a maker for it.
NOT_HERS = OF_THE_DESK | FOLLOWS
# What a channel speaks of, in our words, where it is no question of the catalogue.
BY_SLUG = {"pictures": K.PICTURE, "package_weight": K.WEIGHT, "package_size": K.SIZE}
WHAT: "Mapping[str, str | Promise]" = {
    K.WEIGHT: _("Weight, packed"),
    K.SIZE: _("Length, width and height, packed"),
    K.PICTURE: _("A picture"),
    K.OTHER: _("Something the channel says"),
}


def parse(key: str) -> tuple[str, int, str] | None:
    """Kind, size (0: none) and about of `Ask.key`; None for what is none."""
    kind, _dash, rest = key.partition("-")
    size, dash, about = rest.partition("-")
    if kind not in ORDER or not dash or not (size.isascii() and size.isdigit() and len(size) <= 15):
        return None
    return kind, int(size), about[:80]
