"""What a good may become, and what the desk looks at before it goes to the shop."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language_info, gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from haat.catalogue.errors import (
    BadQuantity,
    BadSize,
    BadSku,
    BadUnit,
    BadWeight,
    NameTooLong,
    NoName,
    NoPhoto,
    NoPrice,
    PriceAboveMrp,
    PriceTooHigh,
    PriceZero,
    UnknownLanguage,
    WrongState,
)
from haat.catalogue.models import Good, GoodText, Photo, Variant
from haat.core.languages import LANGUAGES, best
from haat.makers.rules import papers_missing

PASS, FAIL, ASK = "pass", "fail", "ask"
UNITS = ("g", "kg", "ml", "l", "piece", "set", "pair", "m", "cm")
_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,39}")
SIDES = ("length_mm", "width_mm", "height_mm")
MOST_MM, MOST_SIZES, MOST_QUANTITY = 10_000, 60, 1_000_000
MOST_PAISE, MOST_GRAMS, MOST_PHOTOS = 10_00_000_00, 50_000, 8
MOST_WORDS = 1000  # letters that a maker may write of a good
# A picture narrower than this is blurred on a phone; one less sharp or darker wants a look.
LEAST_SIDE, LEAST_SHARPNESS, DARK, PALE = 600, 20, 45, 245

S = Good.State
MOVES: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.WAITING}),
    S.WAITING: frozenset({S.LIVE, S.SENT_BACK, S.DRAFT}),
    S.SENT_BACK: frozenset({S.WAITING}),
    S.LIVE: frozenset({S.PAUSED, S.SENT_BACK}),
    S.PAUSED: frozenset({S.LIVE, S.SENT_BACK}),
}
# In these states the maker is still at work on it, so what her phone sends is taken.
OPEN_STATES = (S.DRAFT, S.SENT_BACK)

# Why the desk sends a good back, as the maker reads it.
SEND_BACK_REASONS: dict[str, "str | Promise"] = {
    "picture_blurred": _("The picture is not clear. Take it again in daylight, and hold the phone still."),
    "picture_cut": _("Part of the good is cut off. Step back so that all of it is in the picture."),
    "picture_ground": _("Other things are in the picture. Lay the good on a plain cloth."),
    "name_unclear": _("The name does not say what it is. Write it as you would call it at the haat."),
    "words_unclear": _("The words do not say enough. Write what it is made of, and what one does with it."),
    "price_low": _("The price does not pay for your work. Look at the cost again."),
    "price_high": _("The price is higher than others ask. Look at it again, or tell us why."),
    "weight_missing": _("The weight is missing. Weigh it packed, and write the grams."),
    "size_missing": _("The size is missing. Measure length, width and height."),
    "paper_missing": _("A paper is missing for this good. Call the desk, we will help."),
    "label_missing": _("Food needs a label: what is in it, the date, and the FSSAI number."),
    "stock_count": _("Count again how many pieces you have, or how many days one takes."),
    "not_handmade": _("This does not look made by you. The mart sells only what its makers make."),
}


@dataclass(frozen=True)
class CheckLine:
    """One of the six lines the desk looks at: `outcome` is pass, fail or ask; `sentence` what was found."""

    code: str
    outcome: str
    title: "str | Promise"
    sentence: "str | Promise"


def require_move(good: Good, state: str) -> None:
    """Raises WrongState unless the good may become `state`."""
    if state not in MOVES[good.state]:
        raise WrongState(good.state)


def require_complete(good: Good) -> None:
    """Raises NotComplete unless there is a picture, a name and a price."""
    mine = {"good": OuterRef("pk")}
    photo, text, price = (
        Good.objects.filter(pk=good.pk)
        .values_list(
            Exists(Photo.objects.filter(**mine)),
            Exists(GoodText.objects.filter(**mine)),
            Exists(Variant.objects.filter(active=True, **mine)),
        )
        .get()
    )
    if not photo:
        raise NoPhoto()
    if not text:
        raise NoName()
    if not price:
        raise NoPrice()


def check_figures(*, price_paise: int, mrp_paise: int, weight_g: int | None, net_quantity: int, net_unit: str) -> None:
    """Raises HaatError unless a variant's figures can be true."""
    if price_paise < 100:
        raise PriceZero()
    if max(price_paise, mrp_paise) > MOST_PAISE:
        raise PriceTooHigh()
    if price_paise > mrp_paise:
        raise PriceAboveMrp()
    if weight_g is not None:
        check_weight(weight_g)
    if not 1 <= net_quantity <= MOST_QUANTITY:
        raise BadQuantity()
    if net_unit not in UNITS:
        raise BadUnit(net_unit)


def check_weight(weight_g: int) -> None:
    """Raises BadWeight unless a packed piece can weigh so many grams."""
    if not 1 <= weight_g <= MOST_GRAMS:
        raise BadWeight()


def check_sku(sku: str) -> None:
    """Raises BadSku unless it can be the code of a size: no scanner and no marketplace loses a sign of it."""
    if not _SKU.fullmatch(sku):
        raise BadSku()


def check_sides(sides: Mapping[str, int | None]) -> dict[str, int | None]:
    """Length, width and height in millimetres, all of them or none. Raises BadSize."""
    kept = {side: sides[side] for side in SIDES}
    for side, value in kept.items():
        if (value is None) != (kept["length_mm"] is None) or (value is not None and not 1 <= value <= MOST_MM):
            raise BadSize(side)
    return kept


def check_names(names: Mapping[str, str]) -> dict[str, str]:
    """The names that say something, trimmed; raises HaatError for an unknown language or a name too long."""
    kept = {code: " ".join(text.split()) for code, text in names.items() if text and text.strip()}
    for code, text in kept.items():
        if code not in LANGUAGES:
            raise UnknownLanguage(code)
        if len(text) > 120:
            raise NameTooLong()
    return kept


def language_name(code: str) -> str:
    """A language's name in the active language ("Hindi", "हिन्दी")."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return LANGUAGES[code].endonym


def checks_of(good: Good) -> list[CheckLine]:
    """The four lines the catalogue can judge itself; `pricing.checks.checks_of` adds price and stock.

    Prefetch `photos__picture`, `texts`, `variants` and `maker__documents` when checking many.
    """
    return [picture_line(good), names_line(good), papers_line(good), size_and_weight_line(good)]


def _photos(good: Good) -> list[Photo]:
    return sorted(good.photos.all(), key=lambda photo: photo.position)


def picture_line(good: Good) -> CheckLine:
    """Is there a picture, large, sharp and light enough? That the whole good is in it, only a person sees."""
    title = _("The whole good is in the picture")
    photos = _photos(good)
    if not photos:
        return CheckLine("picture", FAIL, title, _("No picture yet"))
    main = photos[0].picture
    if min(main.width, main.height) < LEAST_SIDE:
        return CheckLine("picture", FAIL, title, _("The main picture is too small to enlarge"))
    taken = [photo.picture for photo in photos if not photo.picture.drawn]
    if any(picture.sharpness < LEAST_SHARPNESS for picture in taken):
        return CheckLine("picture", ASK, title, _("One picture may be blurred"))
    if any(not DARK <= picture.brightness <= PALE for picture in taken):
        return CheckLine("picture", ASK, title, _("One picture is very dark or very pale"))
    sentence = ngettext_lazy("One picture, sharp", "%(count)d pictures, all sharp", len(photos))
    return CheckLine("picture", PASS, title, sentence % {"count": len(photos)} if len(photos) > 1 else sentence)


def names_line(good: Good) -> CheckLine:
    """Is there a name in the mart's first language and in English, read by a person?"""
    first = good.mart.default_language
    wanted = [first] if first == "en" else [first, "en"]
    texts = {text.language: text for text in good.texts.all()}
    if first == "en":
        title = format_lazy(_("Name in {first}"), first=language_name("en"))
    else:
        title = format_lazy(_("Name in {first} and in English"), first=language_name(first))
    missing = [code for code in wanted if code not in texts]
    if missing:
        sentence = format_lazy(_("{language} is missing"), language=language_name(missing[0]))
        return CheckLine("names", FAIL, title, sentence)
    if any(_unread(texts[code]) for code in wanted):
        return CheckLine("names", ASK, title, _("One was translated by a machine and read by nobody"))
    return CheckLine("names", PASS, title, _("Read by a person"))


def _unread(text: GoodText) -> bool:
    return text.origin == GoodText.Origin.MACHINE and text.reviewed_by_id is None


def papers_line(good: Good) -> CheckLine:
    """Do the maker's papers allow this craft?"""
    title = _("The maker's papers allow this good")
    missing = papers_missing(good.maker, craft=good.craft)
    if missing:
        return CheckLine("papers", FAIL, title, missing[0].sentence)
    if good.craft.papers:
        return CheckLine("papers", PASS, title, _("Every paper is there"))
    sentence = format_lazy(_("{craft} needs no extra paper"), craft=best(good.craft.names).text)
    return CheckLine("papers", PASS, title, sentence)


def _active(good: Good) -> list[Variant]:
    return sorted((v for v in good.variants.all() if v.active), key=lambda v: (v.position, v.pk))


def size_and_weight_line(good: Good) -> CheckLine:
    """Is every size weighed, so that its delivery can be priced?"""
    title = _("Size and weight are given")
    variants = _active(good)
    if not variants or any(variant.weight_g is None for variant in variants):
        return CheckLine("size_and_weight", FAIL, title, _("Its delivery cannot be priced yet"))
    grams = ", ".join(f"{variant.weight_g:,} {gettext('g')}" for variant in variants)
    sides = (good.length_mm, good.width_mm, good.height_mm)
    size = " × ".join(f"{side / 10:g}" for side in sides if side)
    return CheckLine("size_and_weight", PASS, title, f"{grams}, {size} {gettext('cm')}" if size else grams)
