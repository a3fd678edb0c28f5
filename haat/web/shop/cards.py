"""Goods and crafts as the components want them: with their address, and who the money reaches."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.shelf.cards import Card, CraftTile
from haat.web.ui.templatetags.ui import drawing


def tiles(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """Cards of a listing for `good_card`."""
    return [
        {
            **card.__dict__,
            "place_name": card.place,
            "maker_paise": whole_rupees(card.maker_paise),
            "url": reverse("shop:good", args=[card.slug]),
        }
        for card in cards
    ]


def whole_rupees(paise: int) -> int:
    """What reaches a maker, as told beside a price: whole rupees, never more than it is."""
    return paise // 100 * 100


def patches(crafts: Iterable[CraftTile]) -> list[dict[str, Any]]:
    """Crafts for the patchwork: name, what is in it, address, drawing."""
    return [
        {
            "name": craft.name,
            "line": craft.line or counts(craft.makers, craft.goods),
            "url": reverse("shop:craft", args=[craft.slug]),
            "src": drawing(craft.drawing),
        }
        for craft in crafts
    ]


def counts(makers: int, goods: int) -> str:
    """`9 makers, 64 goods`."""
    return _("%(makers)s, %(goods)s") % {
        "makers": ngettext("%(count)d maker", "%(count)d makers", makers) % {"count": makers},
        "goods": ngettext("%(count)d good", "%(count)d goods", goods) % {"count": goods},
    }
