"""Goods and crafts as the components want them: with their address, and who the money reaches."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from haat.core.languages import current
from haat.makers.models import Maker
from haat.places import queries as places
from haat.places.models import Place
from haat.shelf.cards import Card, CraftTile
from haat.web.ui.templatetags.ui import drawing


def tiles(cards: Sequence[Card]) -> list[dict[str, Any]]:
    """Cards of a listing for `good_card`."""
    return [
        {
            **card.__dict__,
            "place_name": card.place,
            "maker_paise": whole_rupees(card.maker_paise),
            "to": "maker" if card.artisan else "group",
            "url": good_address(card.slug),
        }
        for card in cards
    ]


def good_address(slug: str) -> str:
    """The address of a good's page, as `reverse` gives it; a page has many."""
    head, tail = _around(current())
    return head + slug + tail


@cache
def _around(_language: str) -> tuple[str, str]:
    head, _slug, tail = reverse("shop:good", args=["slug"]).partition("/slug/")
    return f"{head}/", f"/{tail}"


def varied(cards: Sequence[Card], wanted: int) -> list[Card]:
    """`wanted` of the cards in their order, each maker's second good only after every maker's first."""
    rounds: dict[int, int] = {}
    turns = []
    for card in cards:
        rounds[card.maker_id] = rounds.get(card.maker_id, 0) + 1
        turns.append((rounds[card.maker_id], card))
    return [card for _turn, card in sorted(turns, key=lambda each: each[0])[:wanted]]


def where_words(maker: Maker, *above: Place) -> str:
    """Village, block and what is above, each name once."""
    names = [places.name(place) for place in (maker.place, maker.block, *above)]
    return ", ".join(dict.fromkeys(names))


def whole_rupees(paise: int) -> int:
    """What reaches a maker, as told beside a price: whole rupees, never more than it is."""
    return paise // 100 * 100


def patches(crafts: Iterable[CraftTile]) -> list[dict[str, Any]]:
    """Crafts for the patchwork: name, what is in it, address, drawing."""
    return [
        {
            "name": craft.name,
            "line": ngettext("%(count)d good", "%(count)d goods", craft.goods) % {"count": craft.goods},
            "url": reverse("shop:craft", args=[craft.slug]),
            "src": drawing(craft.drawing),
        }
        for craft in crafts
    ]
