"""My goods: what she makes, its stock and price, and adding one more."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.catalogue.models import Good
from haat.catalogue.queries import newest_photo, states_of
from haat.makers.models import Maker
from haat.stock.queries import sold_out
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import BASKET, Room, Tile


def tile(request: Request) -> Tile:
    """How many are in the shop."""
    maker = request.acting.maker
    states, photo = states_of(maker), newest_photo(maker)
    # A specimen has its cloth in the picture already; the bare drawing sits better on the tile.
    drawn = photo.good.craft.drawing if photo and photo.picture.drawn else ""
    return Tile(
        "maker:goods",
        "haldi",
        _("My goods"),
        str(states.count(Good.State.LIVE)),
        _todo(maker, states),
        drawing=drawn if drawn and drawn != BASKET else "bangles-lac.svg",
        digest=photo.picture.digest if photo and not drawn else "",
    )


def _todo(maker: Maker, states: list[str]) -> str:
    back, waiting = states.count(Good.State.SENT_BACK), states.count(Good.State.WAITING)
    if back:
        return ngettext("%(n)s needs one more look from you", "%(n)s need one more look from you", back) % {"n": back}
    if out := sold_out(maker):
        return ngettext("%(n)s is sold out, make more", "%(n)s are sold out, make more", out) % {"n": out}
    if waiting:
        sentence = ngettext("%(n)s is with the desk for a check", "%(n)s are with the desk for a check", waiting)
        return sentence % {"n": waiting}
    return _("All are in the shop") if states else _("Add your first good today")


ROOM = Room(order=10, tile=tile)
