"""A good as the phone tells it: read strictly, and refused field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from haat.catalogue import rules
from haat.catalogue.errors import BadWeight, NameTooLong, NoName, NoPrice, PriceTooHigh, PriceZero
from haat.catalogue.models import Craft
from haat.catalogue.queries import has_good
from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES, current
from haat.core.models import Picture
from haat.core.money import parse_rupees
from haat.core.numerals import whole_number
from haat.core.texts import clean_line
from haat.makers.models import Maker
from haat.pricing.actions import MOST_MINUTES
from haat.stock.rules import check_pieces
from haat.studio.facts import Cost, GoodFacts, Size
from haat.web.maker.base.weights import bounds_of

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
# Where the rooms name a field in their own words.
FIELD_OF = {"on_hand": "pieces", "capacity": "pieces"}
# What is made after the order takes a week unless its craft takes another time or the desk is told otherwise.
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

    def facts(self, picture: Picture | None) -> GoodFacts:
        """The same as the studio takes it; what the phone does not ask stays as it is known."""
        cost = Cost(materials=self.materials, minutes=self.minutes, other_paise=self.other_paise)
        size = Size(price_paise=self.price_paise, weight_g=self.weight_g, cost=cost, pieces=self.pieces)
        return GoodFacts(
            craft=self.craft,
            names={self.language: self.name},
            sizes=[size],
            made_to_order=self.made_to_order,
            making_days=(self.craft.making_days or MAKING_DAYS) if self.made_to_order else 0,
            pictures=[picture] if picture else [],
        )


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
                raise PriceTooHigh()
            return paise
        except HaatError as problem:
            self.refuse(field, problem)
            return 0

    def whole(self, field: str) -> int | None:
        """A whole number, None when nothing is there; what is no number is refused."""
        text = self.text(field)
        number = whole_number(text, most_digits=9, grouped=True)
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


def wrong(problem: HaatError) -> dict[str, str]:
    """What the rooms refused, at the field of the phone it belongs to."""
    return {FIELD_OF.get(problem.field, problem.field) or "name": problem.message}


def weight_slip(raw: Mapping[str, Any], draft: Draft, usual: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """A weight out of proportion to what she makes of this craft is asked about once, as a price is.

    `usual`: craft → the lightest and heaviest of her goods; `sure` in the draft is the weight she has said twice.
    """
    light, heavy = bounds_of(usual, draft.craft.slug)
    sure = whole_number(str(raw.get("sure", "")), grouped=True)
    if light <= draft.weight_g <= heavy or sure == draft.weight_g:
        return {}
    return {"weight": _("%(weight)s g? If one weighs so much, packed, press once more.") % {"weight": draft.weight_g}}


def first_step(errors: Mapping[str, str]) -> str:
    """The screen to go back to."""
    steps = {STEP_OF.get(field, "count") for field in errors}
    return next((step for step in STEPS if step in steps), STEPS[-1])


def _name(told: _Reader) -> str:
    name = told.text("name")
    if not name:
        told.refuse("name", NoName())
    elif len(name) > 120:
        told.refuse("name", NameTooLong())
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
        told.refuse("price", NoPrice())
        return 0
    price = told.rupees(text, "price")
    if "price" not in told.errors and price < 100:
        told.refuse("price", PriceZero())
    return price


def _weight(told: _Reader) -> int:
    weight = told.whole("weight")
    if weight is None or not 1 <= weight <= rules.MOST_GRAMS:
        told.refuse("weight", BadWeight())
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
        return text if 0 < len(text) <= 40 and has_good(maker, text) else None
