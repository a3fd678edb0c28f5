"""What an officer types of an order that happened elsewhere, put into the plain facts that any source tells."""

import hashlib
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haat.catalogue.queries import variants_by_sku
from haat.core.abroad import CURRENCIES, HOME, RUPEE, countries
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.numerals import latin_digits, without_groups
from haat.orders.models import Order
from haat.places.models import Mart
from haat.stock.holdings import counters_of
from haat.stock.models import StockPlace
from haat.stock.rules import counter_of
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import choose_from

LINES = 6
BILLS = [
    (Order.Bills.HERE, gettext_lazy("Our sellers write the bill")),
    (Order.Bills.CHANNEL, gettext_lazy("The channel has billed the buyer")),
]
LINE_FIELDS = {"quantity": "quantity", "piece_minor": "price", "sku": "good", "title": "good"}
FIELDS = {"placed_at": "placed_on", "delivery_minor": "delivery", "promised_by": "promised_by"}
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,3})?")


def _text(label: Any, most: int, *, required: bool = False, **attrs: str) -> forms.CharField:
    attrs = {"autocomplete": "off", **attrs}
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.TextInput(attrs=attrs))


def line_fields(place: int) -> tuple[str, str, str]:
    """The names of the fields of a line."""
    return f"good_{place}", f"quantity_{place}", f"price_{place}"


class ToldForm(forms.Form):
    """An order as it was told to an officer; only the name, where it was ordered and one line are needed.

    What one of our own counters sold is that counter's: it leaves from the place where it stands.
    """

    counter: "forms.ModelChoiceField[StockPlace]" = forms.ModelChoiceField(
        label=gettext_lazy("At our own centre or stall"), queryset=None, required=False
    )
    channel = _text(gettext_lazy("Where it was ordered"), 20, list="channels", autocapitalize="none")
    account = _text(gettext_lazy("Which account or stall"), 40)
    external_id = _text(gettext_lazy("Its number there"), 60)
    placed_on = DayField(label=gettext_lazy("Ordered on"))
    promised_by = DayField(label=gettext_lazy("Promised by"), required=False)
    bills = forms.ChoiceField(label=gettext_lazy("Who bills the buyer"), choices=BILLS)
    name = _text(gettext_lazy("Name"), 120, required=True)
    phone = _text(gettext_lazy("Mobile number"), 24, inputmode="tel")
    address = _text(gettext_lazy("Address"), 240)
    landmark = _text(gettext_lazy("Landmark"), 120)
    pin = _text(gettext_lazy("PIN code"), 12, inputmode="numeric")
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    region = _text(gettext_lazy("State or region abroad"), 80)
    postcode = _text(gettext_lazy("Postcode abroad"), 12)
    currency = forms.ChoiceField(label=gettext_lazy("Money"), choices=[(code, code) for code in sorted(CURRENCIES)])
    rate = _text(gettext_lazy("Rupees for one unit"), 20, inputmode="decimal")
    rate_on = DayField(label=gettext_lazy("Rate of the day"), required=False)
    delivery = _text(gettext_lazy("Delivery charge"), 20, inputmode="decimal")

    def __init__(self, mart: Mart, data: Any = None) -> None:
        super().__init__(
            data,
            initial={"country": HOME, "currency": RUPEE, "placed_on": today(), "bills": Order.Bills.HERE},
        )
        self.mart = mart
        choose_from(self, "counter", counters_of(mart))
        named = sorted((best(names).text, code) for code, names in countries().items())
        self.fields["country"].choices = [(code, name) for name, code in named]  # type: ignore[attr-defined]
        for place in range(LINES):
            first, (good, quantity, price) = not place, line_fields(place)
            self.fields[good] = _text(gettext_lazy("SKU, or name"), 120, required=first)
            self.fields[quantity] = _text(gettext_lazy("Pieces"), 6, required=first, inputmode="numeric")
            self.fields[price] = _text(gettext_lazy("Price of one"), 20, required=first, inputmode="decimal")

    @property
    def lines(self) -> list[dict[str, forms.BoundField]]:
        """The fields of each line."""
        names = ("good", "quantity", "price")
        return [{name: self[f"{name}_{place}"] for name in names} for place in range(LINES)]

    def number(self, nonce: str) -> str:
        """The order's number there, or one of our own that is the same however often this very form is sent."""
        told = str(self.cleaned_data["external_id"])
        mark = hashlib.sha256(nonce.encode(errors="replace")).hexdigest()[:6]
        return told or f"{self.cleaned_data['placed_on']:%y%m%d}-{mark}"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._clean_channel(given)
        for place in range(LINES):
            names = line_fields(place)
            if self.errors.keys() & set(names):
                continue
            if given.get(f"good_{place}"):
                self._clean_line(given, place)
            elif any(given.get(name) for name in names):
                self.add_error(f"good_{place}", _("SKU, or name: write what was sold, or empty the line."))
        given["delivery"] = self._minor("delivery", given.get("delivery") or "0")
        return given

    def _clean_channel(self, given: dict[str, Any]) -> None:
        """One of our own counters, or where else it was ordered."""
        place, typed = given.get("counter"), given.get("channel")
        sells = counter_of(place) if place else None
        if typed and sells:
            self.add_error("channel", _("Choose one: our own centre or stall above, or write here where else it was."))
        elif sells:
            given["channel"], given["account"] = sells
        elif not typed and not self.errors.keys() & {"channel", "counter"}:
            self.add_error("channel", _("Write where it was ordered, or choose our own centre or stall above."))

    def _clean_line(self, given: dict[str, Any], place: int) -> None:
        pieces = latin_digits(given.get(f"quantity_{place}") or "").strip()
        if not (pieces.isascii() and pieces.isdecimal()):
            self.add_error(f"quantity_{place}", _("Pieces: write a whole number."))
        given[f"quantity_{place}"] = int(pieces) if pieces.isascii() and pieces.isdecimal() else 0
        given[f"price_{place}"] = self._minor(f"price_{place}", given.get(f"price_{place}") or "")

    def _minor(self, field: str, typed: str) -> int:
        """An amount as typed in the smallest unit of the order's money."""
        digits = CURRENCIES.get(str(self.cleaned_data.get("currency")), 2)
        text = without_groups(re.sub(r"[₹\s]", "", latin_digits(typed)).removesuffix("/-"))
        minor = Decimal(text) * 10**digits if AMOUNT.fullmatch(text) else None
        if minor is None or minor % 1:
            self.add_error(field, _("This is not an amount. Write digits, for example 120 or 120.50."))
            return 0
        return int(minor)

    def told(self) -> dict[str, Any]:
        """The facts, as any source tells them; what was left empty is left out."""
        given = self.cleaned_data
        kept = ("name", "phone", "address", "landmark", "pin", "region", "postcode", "bills", "country", "currency")
        told: dict[str, Any] = {name: " ".join(str(given[name]).split()) for name in kept}
        if given["currency"] != RUPEE:
            told |= {"rate": latin_digits(given["rate"]).strip(), "rate_on": _day(given["rate_on"])}
        told |= {
            "placed_at": _day(given["placed_on"]),
            "promised_by": _day(given["promised_by"]),
            "delivery_minor": given["delivery"],
            "language": self.mart.default_language,
        }
        return {name: value for name, value in told.items() if value not in ("", None)} | {"lines": self._lines()}

    def _lines(self) -> list[dict[str, Any]]:
        """What names a SKU of the mart is that; any other words are the name under which it was sold."""
        given = self.cleaned_data
        typed = {place: " ".join(given[f"good_{place}"].split()) for place in range(LINES)}
        skus = variants_by_sku(self.mart, {text for text in typed.values() if text})
        return [
            {
                "id": str(place + 1),
                **({"sku": text} if text in skus else {"title": text}),
                "quantity": given[f"quantity_{place}"],
                "piece_minor": given[f"price_{place}"],
            }
            for place, text in typed.items()
            if text
        ]

    def refuse(self, field: str, problem: HaatError) -> None:
        """Put what the facts refuse at the field it was typed into."""
        _lines, place, name = [*field.split("."), "", ""][:3]
        at = FIELDS.get(field, field)
        if field.startswith("lines.") and place.isdecimal():
            filled = [number for number in range(LINES) if self.cleaned_data.get(f"good_{number}")]
            at = f"{LINE_FIELDS.get(name, 'good')}_{filled[int(place)]}"
        self.add_error(at if at in self.fields else None, problem.message)


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
