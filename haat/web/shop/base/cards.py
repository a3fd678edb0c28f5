"""Goods and crafts as the components want them: with their address, and who the money reaches."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import ngettext

from haat.makers.models import Maker
from haat.places import queries as places
from haat.places.models import Place
from haat.shelf.cards import Card, CraftTile
from haat.web.shop.base.addresses import address, around
from haat.web.ui.templatetags.ui import drawing


def tiles(cards: Sequence[Card]) -> list[dict[str, Any]]:
    """Cards of a listing for `good_card`."""
    head, tail = around("good")
    return [
        {
            "name": card.name,
            "name_language": card.name_language,
            "maker_name": card.maker_name,
            "place_name": card.place,
            "price_paise": card.price_paise,
            "picture": card.picture,
            "ground": card.ground,
            "available": card.available,
            "made_to_order": card.made_to_order,
            "making_days": card.making_days,
            "can_buy": card.can_buy,
            "home_only": card.home_only,
            "maker_paise": whole_rupees(card.maker_paise),
            "to": "maker" if card.artisan else "group",
            "url": f"{head}{card.slug}{tail}",
        }
        for card in cards
    ]


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
            "url": address("craft", craft.slug),
            "src": drawing(craft.drawing),
        }
        for craft in crafts
    ]
