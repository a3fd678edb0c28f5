"""A good as the phone tells it: read strictly, refused field by field, saved once however often it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from haat.catalogue import actions as catalogue
from haat.catalogue import errors as refusals
from haat.catalogue import rules
from haat.catalogue.models import Craft, Good
from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES, current
from haat.core.models import Picture
from haat.core.money import parse_rupees
from haat.core.numerals import whole_number
from haat.core.texts import clean_line
from haat.makers.models import Maker
from haat.pricing.actions import MOST_MINUTES, set_cost
from haat.stock import actions as stock
from haat.stock.rules import check_pieces

STEPS = ("photo", "name", "cost", "price", "count")
STEP_OF = {
    "photo": "photo",
    "name": "name",
    "craft": "name",
    "cost": "cost",
    "minutes": "cost",
    "price": "price",
    "pieces": "count",
    "weight": "count",
}
# What is made after the order takes a week unless the desk is told otherwise.
MAKING_DAYS = 7
OTHER = "other"


@dataclass(frozen=True)
class Draft:
    """What she said about one good, checked. Money in paise, time in minutes, weight in grams."""

    name: str
    language: str
    craft: Craft
    materials: list[dict[str, Any]]
    other_paise: int
    minutes: int
    price_paise: int
    pieces: int
    weight_g: int
    made_to_order: bool


class _Reader:
    """Takes fields out of what was sent and gathers a sentence for each that is wrong."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.errors: dict[str, str] = {}

    def text(self, field: str) -> str:
        value = self.raw.get(field, "")
        return clean_line(str(value)) if isinstance(value, (str, int)) else ""

    def refuse(self, field: str, problem: HaatError) -> None:
        self.errors.setdefault(field, problem.message)

    def rupees(self, text: str, field: str) -> int:
        try:
            paise = parse_rupees(text, field=field) if text else 0
            if paise > rules.MOST_PAISE:
                raise refusals.price_too_high()
            return paise
        except HaatError as problem:
            self.refuse(field, problem)
            return 0

    def whole(self, field: str) -> int | None:
        """A whole number, None when nothing is there; what is no number is refused."""
        text = self.text(field).replace(",", "")
        number = whole_number(text, most_digits=9)
        if text and number is None:
            self.errors[field] = _("Write it in digits, for example 12.")
        return number


def read(raw: Mapping[str, Any], crafts: Sequence[Craft]) -> tuple[Draft | None, dict[str, str]]:
    """The draft, or what is wrong with it: field → sentence in the active language."""
    told = _Reader(raw)
    language = told.text("language")
    name, craft = _name(told), _craft(told, crafts)
    materials, other = _materials(told, craft)
    minutes, price = _minutes(told), _price(told)
    weight, pieces = _weight(told), _pieces(told)
    if told.errors or craft is None:
        return None, told.errors
    draft = Draft(
        name=name,
        language=language if language in LANGUAGES else current(),
        craft=craft,
        materials=materials,
        other_paise=other,
        minutes=minutes,
        price_paise=price,
        pieces=pieces,
        weight_g=weight,
        made_to_order=told.text("made") in ("1", "on", "true", "True"),
    )
    return draft, {}


def first_step(errors: Mapping[str, str]) -> str:
    """The screen to go back to."""
    steps = {STEP_OF.get(field, "count") for field in errors}
    return next((step for step in STEPS if step in steps), STEPS[-1])


def _name(told: _Reader) -> str:
    name = told.text("name")
    if not name:
        told.refuse("name", refusals.no_name())
    elif len(name) > 120:
        told.refuse("name", refusals.name_too_long())
    return name


def _craft(told: _Reader, crafts: Sequence[Craft]) -> Craft | None:
    slug = told.text("craft")
    found = next((craft for craft in crafts if craft.slug == slug), None)
    if found is None:
        told.errors["craft"] = _("Craft: tap the picture of what you make.")
    return found


def _materials(told: _Reader, craft: Craft | None) -> tuple[list[dict[str, Any]], int]:
    """The craft's materials that cost something, and everything else together."""
    given = told.raw.get("materials", {})
    if not isinstance(given, Mapping) or craft is None:
        return [], 0
    lines = []
    for material in craft.materials:
        paise = told.rupees(str(given.get(material["slug"], "")).strip(), "cost")
        if paise:
            lines.append({"slug": material["slug"], "paise": paise})
    return lines, told.rupees(str(given.get(OTHER, "")).strip(), "cost")


def _minutes(told: _Reader) -> int:
    minutes = (told.whole("time") or 0) * (1 if told.text("unit") == "minutes" else 60)
    if "time" in told.errors:
        told.errors["minutes"] = told.errors.pop("time")
    if minutes > MOST_MINUTES:
        told.errors["minutes"] = _("Time for one piece: this is too long. Look at the number again.")
    return minutes


def _price(told: _Reader) -> int:
    text = told.text("price")
    if not text:
        told.refuse("price", refusals.no_price())
        return 0
    price = told.rupees(text, "price")
    if "price" not in told.errors and price < 100:
        told.refuse("price", refusals.price_zero())
    return price


def _weight(told: _Reader) -> int:
    weight = told.whole("weight")
    if weight is None or not 1 <= weight <= rules.MOST_GRAMS:
        told.refuse("weight", refusals.bad_weight())
        return 0
    return weight


def _pieces(told: _Reader) -> int:
    pieces = told.whole("pieces")
    if pieces is None:
        told.errors.setdefault("pieces", _("Pieces: write how many you have. None yet? Write 0."))
        return 0
    try:
        check_pieces(pieces, field="pieces")
    except HaatError as problem:
        told.refuse("pieces", problem)
    return pieces


def good_key(text: str, maker: Maker) -> str | None:
    """The phone's own id of a good: a UUID, or the key of a good the maker already has; None for all else."""
    try:
        return str(UUID(text))
    except ValueError:
        known = 0 < len(text) <= 40 and Good.objects.filter(maker=maker, key=text).exists()
        return text if known else None


@dataclass(frozen=True)
class Saved:
    """The good, and whether this sending changed anything."""

    good: Good
    new: bool


def save(maker: Maker, *, key: str, draft: Draft, picture: Picture | None, turn: int = 0, by: Actor) -> Saved:
    """Save the draft with picture, cost and stock, and ask the desk to look; twice makes one good.

    `turn` is how many times the desk had looked when the phone began: an old sending that arrives after the
    desk sent the good back changes nothing. Raises HaatError.
    """
    try:
        return _save(maker, key, draft, picture, turn, by)
    except IntegrityError:  # the same key at the same moment: the other one has made it
        return _save(maker, key, draft, picture, turn, by)


@transaction.atomic
def _save(maker: Maker, key: str, draft: Draft, picture: Picture | None, turn: int, by: Actor) -> Saved:
    before = Good.objects.select_for_update().filter(maker=maker, key=key).first()
    if before is not None and (before.state not in rules.OPEN_STATES or before.checks.count() != turn):
        return Saved(before, new=False)
    good = catalogue.save_draft(
        maker,
        key=key,
        craft=draft.craft,
        names={draft.language: draft.name},
        price_paise=draft.price_paise,
        weight_g=draft.weight_g,
        made_to_order=draft.made_to_order,
        making_days=MAKING_DAYS if draft.made_to_order else 0,
        by=by,
        **(_kept(before) if before else {}),
    )
    if picture is not None:
        _show(good, picture, by)
    variant = good.variants.get(position=0)
    set_cost(variant, materials=draft.materials, minutes=draft.minutes, other_paise=draft.other_paise, by=by)
    if draft.made_to_order:
        stock.set_capacity(variant, capacity=draft.pieces, by=by)
    else:
        stock.count(variant, on_hand=draft.pieces, cause=f"phone:{good.pk}:{turn}", by=by)
    catalogue.send_for_check(good, by=by)
    return Saved(good, new=True)


def _kept(good: Good) -> dict[str, Any]:
    """What the desk or an import knew of a good that comes again from the phone."""
    variant = good.variants.filter(position=0).first()
    sides = (good.length_mm, good.width_mm, good.height_mm)
    kept: dict[str, Any] = {
        "attributes": good.attributes,
        "hsn": good.hsn,
        "packed_and_labelled": good.packed_and_labelled,
        "shelf_life_days": good.shelf_life_days,
        "fragile": good.fragile,
        "ground": good.ground,
        "size_mm": sides if all(sides) else None,
    }
    if variant is not None:
        kept |= {"net_quantity": variant.net_quantity, "net_unit": variant.net_unit}
    return kept


def _show(good: Good, picture: Picture, by: Actor) -> None:
    """The new picture first, the older ones behind it, the last one gone when there are too many."""
    photos = list(good.photos.order_by("position"))
    if any(photo.picture_id == picture.pk for photo in photos):
        return
    if len(photos) >= rules.MOST_PHOTOS:
        catalogue.order_photos(good, photos=photos[: rules.MOST_PHOTOS - 1], by=by)
        photos = photos[: rules.MOST_PHOTOS - 1]
    added = catalogue.add_photo(good, picture=picture, by=by)
    if photos:
        kept = list(good.photos.exclude(pk=added.pk).order_by("position"))
        catalogue.order_photos(good, photos=[added, *kept], by=by)
