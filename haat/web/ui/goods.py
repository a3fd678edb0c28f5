"""A good in a listing. Two dozen stand on a page, so a card is one string: `format_html` would cost twice as much."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from haat.core.files import SIZES, picture_url
from haat.core.languages import current
from haat.core.money import format_rupees
from haat.web.ui.markup import bar, in_language, share_words

CARD_SIZES = "(min-width: 60rem) 230px, (min-width: 48rem) 25vw, 50vw"
SIDE = 320
# What a card may leave out.
DEFAULTS = {"ground": "khadi", "can_buy": True, "available": 0, "made_to_order": False, "making_days": 0}
Read = Callable[[str], Any]


def _reader(card: object) -> Read:
    """Reads a card's fields alike from a dictionary (`.values()`) and from an object."""
    if isinstance(card, Mapping):
        return lambda name: card.get(name, DEFAULTS.get(name, ""))
    return lambda name: getattr(card, name, DEFAULTS.get(name, ""))


def _note(read: Read) -> str:
    if not read("can_buy"):
        return gettext("Sold out for now")
    if read("made_to_order"):
        days = read("making_days") or 1
        return ngettext("Made for you in %(days)s day", "Made for you in %(days)s days", days) % {"days": days}
    left = read("available")
    if 0 < left <= 5:
        return ngettext("Only %(left)s left", "Only %(left)s left", left) % {"left": left}
    return ""


def _picture(read: Read, *, lazy: bool) -> str:
    digest = read("picture")
    source, more = read("src"), ""
    if digest:
        source = source or picture_url(digest, SIDE)
        choices = ", ".join(f"{picture_url(digest, size)} {size}w" for size in SIZES)
        more = f' srcset="{choices}" sizes="{CARD_SIZES}"'
    when = 'loading="lazy"' if lazy else 'fetchpriority="high"'
    return (
        f'<span class="plate plate--square cloth ground-{escape(read("ground"))}"><img src="{escape(source)}" alt=""'
        f' width="{SIDE}" height="{SIDE}" decoding="async"{more} {when}></span>'
    )


def good_card(card: object, *, url: str = "", note: str | None = None, lazy: bool = True, level: int = 3) -> SafeString:
    """A good in a listing: picture on its cloth, name, maker, place, price, what reaches the maker, the bar.

    `card` is a Shelf row, its `.values()` dictionary, or anything with the same names: name, name_language,
    maker_name, place_name, price_paise, maker_paise, picture (digest) or src, ground; optional: url,
    available, made_to_order, making_days, can_buy, to (`group` or `maker`). Money in paise.
    """
    read = _reader(card)
    price, share = read("price_paise"), read("maker_paise")
    said = _note(read) if note is None else note
    by = ", ".join(str(part) for part in (read("maker_name"), read("place_name")) if part)
    words = share_words(share, to=read("to") or "group")
    foot = f'<p class="good-note">{escape(said)}</p>' if said else ""
    return mark_safe(
        f'<article class="good">{_picture(read, lazy=lazy)}<h{level} class="good-name">'
        f'<a class="good-link" href="{escape(url or read("url"))}">'
        f"{in_language(read('name'), read('name_language') or current())}</a></h{level}>"
        f'<p class="good-maker">{escape(by)}</p><p class="good-money"><span class="price">{format_rupees(price)}</span>'
        f'<span class="share">{escape(words)}</span></p>{bar(maker=share, total=price)}{foot}</article>'
    )
