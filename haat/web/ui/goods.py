"""A good in a listing. Two dozen stand on a page, so a card is one string and what all cards say is looked up once."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from haat.core.files import SIZES, picture_url
from haat.core.languages import current
from haat.core.money import format_rupees
from haat.web.ui.markup import bar, in_language, share_words

CARD_SIZES = "(min-width: 60rem) 230px, (min-width: 48rem) 25vw, 50vw"
SIDE = 320
# What a card shows, and what stands for it where the card leaves it out.
FIELDS: dict[str, Any] = {
    **dict.fromkeys(("name", "name_language", "maker_name", "place_name", "price_paise", "maker_paise"), ""),
    **dict.fromkeys(("picture", "src", "url", "to"), ""),
    "ground": "khadi",
    "can_buy": True,
    "available": 0,
    "made_to_order": False,
    "making_days": 0,
    "home_only": False,
}
LAST_PIECES = 5


class _Phrases(NamedTuple):
    """What the cards of a page say alike: `…{amount}…` of the money, that a good is sold out, or stays in the state."""

    to_group: str
    to_maker: str
    gone: str
    home: str


@cache
def _phrases(_language: str) -> _Phrases:
    group, maker = (escape(share_words(None, to=to)) for to in ("group", "maker"))
    return _Phrases(group, maker, escape(gettext("Sold out for now")), escape(gettext("Only within the state")))


@cache
def _choices() -> str:
    """The sizes of a picture; `@` stands for where its renditions lie."""
    return ", ".join(f"{picture_url('@', size).rpartition('/@/')[2].join(('@', ''))} {size}w" for size in SIZES)


def _note(card: Mapping[str, Any], phrases: _Phrases) -> str:
    """What must be known before buying: sold out, made to order, the last pieces."""
    if not card["can_buy"]:
        return phrases.gone
    if card["made_to_order"]:
        days = card["making_days"] or 1
        return escape(ngettext("Made for you in %(days)s day", "Made for you in %(days)s days", days) % {"days": days})
    left = card["available"]
    if 0 < left <= LAST_PIECES:
        return escape(ngettext("Only %(left)s left", "Only %(left)s left", left) % {"left": left})
    return ""


def _picture(card: Mapping[str, Any], *, lazy: bool) -> str:
    digest, source, more = card["picture"], card["src"], ""
    if digest:
        here = picture_url(digest, SIDE)
        source = source or here
        more = f' srcset="{_choices().replace("@", here.rpartition("/")[0] + "/")}" sizes="{CARD_SIZES}"'
    when = 'loading="lazy"' if lazy else 'fetchpriority="high"'
    return (
        f'<span class="plate plate--square cloth ground-{escape(card["ground"])}"><img src="{escape(source)}" alt=""'
        f' width="{SIDE}" height="{SIDE}" decoding="async"{more} {when}></span>'
    )


def _drawn(given: Mapping[str, Any], language: str, *, level: int, lazy: bool, note: str | None = None) -> str:
    card = {**FIELDS, **given}
    phrases = _phrases(language)
    said = _note(card, phrases) if note is None else escape(note)
    if card["home_only"] and note is None:
        said = f"{said} · {phrases.home}" if said else phrases.home
    maker, place = card["maker_name"], card["place_name"]
    by = f"{maker}, {place}" if maker and place else str(maker or place)
    share, price = card["maker_paise"], card["price_paise"]
    words = phrases.to_maker if card["to"] == "maker" else phrases.to_group
    named = card["name_language"] or language
    name = escape(card["name"]) if named == language else in_language(card["name"], named)
    foot = f'<p class="good-note">{said}</p>' if said else ""
    return (
        f'<article class="good">{_picture(card, lazy=lazy)}<h{level} class="good-name">'
        f'<a class="good-link" href="{escape(card["url"])}">{name}</a></h{level}>'
        f'<p class="good-maker">{escape(by)}</p><p class="good-money"><span class="price">{format_rupees(price)}</span>'
        f'<span class="share">{words.replace("{amount}", format_rupees(share))}</span></p>'
        f"{bar(maker=share, total=price)}{foot}</article>"
    )


def good_card(card: object, *, note: str | None = None, lazy: bool = True, level: int = 3) -> SafeString:
    """A good in a listing: picture on its cloth, name, maker, place, price, what reaches the maker, the bar.

    `card` is a dictionary or anything with the same names: name, name_language, maker_name, place_name,
    price_paise, maker_paise, picture (digest) or src, ground, url; optional: available, made_to_order,
    making_days, can_buy, home_only, to (`group` or `maker`). Money in paise. `note` stands for what the card would say.
    """
    given = card if isinstance(card, Mapping) else {name: getattr(card, name) for name in FIELDS if hasattr(card, name)}
    return mark_safe(_drawn(given, current(), level=level, lazy=lazy, note=note))


def good_cards(cards: Iterable[Mapping[str, Any]], *, level: int = 3, eager: int = 0) -> SafeString:
    """The goods of a listing as dictionaries (see `good_card`); the first `eager` pictures are fetched at once."""
    language = current()
    return mark_safe(
        "".join(
            [
                _known(tuple(card), tuple(card.values()), language, level, number >= eager)
                for number, card in enumerate(cards)
            ]
        )
    )


@lru_cache(maxsize=2048)
def _known(names: tuple[str, ...], values: tuple[Any, ...], language: str, level: int, lazy: bool) -> str:
    """A card by all that it shows: the same good stands on many pages, and another price is another card."""
    return _drawn(dict(zip(names, values, strict=True)), language, level=level, lazy=lazy)
