"""What is typed about fees and delivery: rupees, percent and days as people write them."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.money import parse_rupees
from haat.core.numerals import whole_number
from haat.core.texts import clean_line
from haat.delivery import carriers
from haat.delivery.actions.zones import MOST_PAISE
from haat.delivery.models import Zone
from haat.places.models import Mart, Place
from haat.places.queries import districts_and_blocks
from haat.pricing.actions import MOST_PACKING
from haat.pricing.queries import MART_CHANNEL
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import RupeesField, rupees_text
from haat.web.office.desk.meanwhile import SeenForm
from haat.web.office.settings.weights import ByWeight
from haat.web.office.settings.words import channel_words

OTHER, INDIA = "+", "india"
MOST_DAYS = 60
# As an order from elsewhere names its channel (`orders.receive_order`).
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,19}")


class PercentField(forms.CharField):
    """Percent as people write them; cleaned to basis points, at most `most_bp` of them. None where nothing is typed."""

    def __init__(self, *, most_bp: int, **kwargs: Any) -> None:
        self.most_bp = most_bp
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=8, **kwargs)

    def clean(self, value: object) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            points = parse_rupees(text.removesuffix("%"))
        except HaatError:
            points = self.most_bp + 1
        if points > self.most_bp:
            most = f"{self.most_bp / 100:g}"
            message = _("Write a number between 0 and %(most)s, like 8 or 7.5.")
            raise forms.ValidationError(message, params={"most": most})
        return points


class OfChannel(forms.Form):
    """Which channel something is of: one of those that are known, or another by its name."""

    channel = forms.ChoiceField(label=_("Of sales"))
    other = forms.CharField(
        label=_("Name of the other channel"),
        max_length=20,
        required=False,
        help_text=_("As its orders bear it, in small letters: amazon, flipkart."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, channels: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["channel"]
        field.choices = [*((slug, channel_words(slug)) for slug in channels), (OTHER, _("another channel"))]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        other = str(given.pop("other", "")).strip().lower()
        if given.get("channel") == OTHER:
            if SLUG.fullmatch(other) is None:
                self.add_error("other", _("Write the channel’s name in small letters: amazon, flipkart."))
            given["channel"] = other
        return given


class FeeForm(OfChannel):
    """A fee from a day on: a share of the price, and rupees a piece for packing."""

    fee_bp = PercentField(label=_("The mart keeps, in percent"), most_bp=5000)
    packing_paise = RupeesField(label=_("Packing, rupees a piece"), most=MOST_PACKING)
    from_date = DayField(label=_("Holds from"))
    source = forms.CharField(
        label=_("Who decided it"),
        max_length=200,
        help_text=_("Like: order of the district committee, 12 November 2026"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, channels: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__([MART_CHANNEL, *channels], *args, **kwargs)

    def clean_source(self) -> str:
        words = clean_line(self.cleaned_data["source"])
        if not words:
            raise forms.ValidationError(_("This field is required."), code="required")
        return words


class ZoneForm(SeenForm, ByWeight):
    """How goods reach a place."""

    where = forms.ChoiceField(label=_("Where to"))
    carrier = forms.ChoiceField(label=_("Who carries"))
    days = forms.CharField(
        label=_("Days on the way"),
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    charge_paise = RupeesField(label=_("The buyer pays for it, rupees"), required=False, most=MOST_PAISE)
    free_from_paise = RupeesField(
        label=_("Free from, rupees of goods"), required=False, help_text=_("Left empty, it is never free.")
    )
    cod = forms.BooleanField(label=_("Cash at the door"), required=False)
    cod_limit_paise = RupeesField(label=_("Cash up to, rupees"), required=False)
    fresh_food = forms.BooleanField(label=_("Fresh food may go there too"), required=False)

    def __init__(self, mart: Mart, zone: Zone | None, taken: set[int | None], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial, self.standing = _stands(zone), zone.standing if zone else ""
        self.add_rows(zone)
        self.places = {str(place.pk): place for place in _within(mart)}
        shown: Any = self.fields["where"]
        if zone is None:
            free = [(key, place_words(place)) for key, place in self.places.items() if place.pk not in taken]
            shown.choices = [*free, *(() if None in taken else ((INDIA, say("All of India")),))]
        else:
            key = str(zone.place_id or INDIA)
            shown.choices = [(key, place_words(zone.place))]
        carried: Any = self.fields["carrier"]
        carried.choices = [(carrier.slug, carrier.title) for carrier in carriers.every()]

    def clean_days(self) -> int:
        days = whole_number(str(self.cleaned_data["days"]))
        if days is None or days > MOST_DAYS:
            raise forms.ValidationError(_("Write a number of days between 0 and 60."))
        return days

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.read_rows(given)
        if given.get("charge_paise") is None and "charge_paise" not in self.errors:
            if not given["slabs"]:
                self.add_error("charge_paise", self.fields["charge_paise"].error_messages["required"])
            given["charge_paise"] = given["slabs"][0][1] if given["slabs"] else None
        if given.get("cod"):
            carrier = carriers.get(given["carrier"]) if given.get("carrier") else None
            if carrier is not None and not carrier.takes_cash:
                self.add_error(
                    "cod", say("%(carrier)s brings no cash back. Take the tick away.") % {"carrier": carrier.title}
                )
            if not given.get("cod_limit_paise") and "cod_limit_paise" not in self.errors:
                self.add_error("cod_limit_paise", say("Write up to how many rupees cash is taken."))
        return given

    def given(self) -> dict[str, Any]:
        """The fields of `delivery.set_zone`, and the zone that was read."""
        given = self.cleaned_data | {"seen": self.standing}
        where = given.pop("where")
        limit = given.pop("cod_limit_paise")
        return given | {
            "place": None if where == INDIA else self.places[where],
            **({} if limit is None else {"cod_limit_paise": limit}),
        }


def _within(mart: Mart) -> list[Place]:
    """The places a zone may be of: the mart's own and its state, what lies in it, the widest last."""
    inside = sorted(districts_and_blocks(mart.place), key=lambda place: (-len(place.path), str(place)))
    above = [mart.place] if mart.place not in inside else []
    return [*inside, *above, *([mart.place.parent] if mart.place.parent else [])]


def place_words(place: Place | None) -> str:
    """A place as one says where a parcel goes."""
    if place is None:
        return say("All of India")
    name = best(place.names).text
    if place.kind == Place.Kind.STATE:
        return say("All of %(place)s") % {"place": name}
    if place.kind == Place.Kind.DISTRICT:
        return say("%(place)s district") % {"place": name}
    return name


def _stands(zone: Zone | None) -> dict[str, Any]:
    """A zone as its form shows it."""
    if zone is None:
        return {"cod_limit_paise": "5000", "fresh_food": True}
    free = zone.free_from_paise
    return {
        "where": str(zone.place_id or INDIA),
        "carrier": zone.carrier,
        "days": zone.days,
        "charge_paise": rupees_text(zone.charge_paise),
        "free_from_paise": "" if free is None else rupees_text(free),
        "cod": zone.cod,
        "cod_limit_paise": rupees_text(zone.cod_limit_paise),
        "fresh_food": zone.fresh_food,
    }
