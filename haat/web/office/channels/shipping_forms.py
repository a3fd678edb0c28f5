"""What is typed about a parcel of a channel's order: its size, a time, or who has it since when."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from haat.channels.handing import ToSend
from haat.channels.models import Shipment
from haat.channels.parcels import DROPOFF, Packed, Slot
from haat.core.dates import INDIA
from haat.web.office.desk.day_field import DayField
from haat.web.ui.dates import weekday_date

MM_A_CM = 10
SIDES = ("length_mm", "width_mm", "height_mm")


def _centimetres(label: Any) -> forms.DecimalField:
    """A side in centimetres, as a tape shows it."""
    return forms.DecimalField(label=label, max_digits=5, decimal_places=1, min_value=0)


class SizeForm(forms.Form):
    """What a parcel weighs and measures. Fields are named as the actions name them; sides are typed in centimetres."""

    weight_g = forms.IntegerField(label=_("Weight in grams"), min_value=1)
    length_mm = _centimetres(_("Length in cm"))
    width_mm = _centimetres(_("Width in cm"))
    height_mm = _centimetres(_("Height in cm"))

    def packed(self) -> Packed:
        """As it was typed."""
        given = self.cleaned_data
        length, width, height = (round(given[name] * MM_A_CM) for name in SIDES)
        return Packed(given["weight_g"], length, width, height)


def size_form(row: Shipment, known: dict[str, int]) -> SizeForm:
    """As it was told the last time, else as far as it is known here."""
    told = {name: getattr(row, name) for name in ("weight_g", *SIDES) if getattr(row, name)} or known
    shown = {name: number if name == "weight_g" else f"{number / MM_A_CM:g}" for name, number in told.items()}
    return SizeForm(prefix="size", initial=shown)


class BookForm(forms.Form):
    """One of the times that were offered."""

    slot = forms.CharField(max_length=500, error_messages={"required": _("Time: choose one.")})

    def __init__(self, slots: list[Slot], data: Any = None) -> None:
        super().__init__(data)
        self.choices = [{"value": slot.key, "title": slot_words(slot), "hint": _how(slot)} for slot in slots]


def _how(slot: Slot) -> str:
    return now_said("you bring it to the channel") if slot.way == DROPOFF else ""


def slot_words(slot: Slot) -> str:
    """A time in India: `Tuesday, 1 December, 11:00–14:00`."""
    if slot.begins is None:
        return slot.key
    begins = slot.begins.astimezone(INDIA)
    if slot.ends is None:
        return f"{weekday_date(slot.begins)}, {begins:%H:%M}"
    return f"{weekday_date(slot.begins)}, {begins:%H:%M}–{slot.ends.astimezone(INDIA):%H:%M}"


class LeftForm(forms.Form):
    """Who has a parcel, under which number, since when, and how many pieces of each line are in it."""

    carrier = forms.CharField(label=_("Carrier"), max_length=60)
    tracking = forms.CharField(
        label=_("Tracking number"), max_length=80, widget=forms.TextInput(attrs={"autocapitalize": "characters"})
    )
    left_at = DayField(label=_("The day it left"))
    left_time = forms.TimeField(label=_("At what time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))

    def __init__(self, lines: list[ToSend], known: dict[str, str], data: Any = None) -> None:
        now = timezone.now().astimezone(INDIA)
        super().__init__(data, prefix="left", initial=known | {"left_at": now.date(), "left_time": now.time()})
        for name in ("carrier", "tracking"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self._lines = lines if len(lines) > 1 or any(line.pieces > 1 for line in lines) else []
        for name, line in self._named():
            self.fields[name] = forms.IntegerField(
                label=now_said("Pieces of %(good)s") % {"good": line.title or line.sku},
                min_value=0,
                max_value=line.pieces,
                initial=line.pieces,
            )

    def _named(self) -> list[tuple[str, ToSend]]:
        """Each line with the field of its pieces."""
        return [("pieces" if not place else f"pieces_{place + 1}", line) for place, line in enumerate(self._lines)]

    @property
    def of_lines(self) -> list[forms.BoundField]:
        """The fields of pieces."""
        return [self[name] for name, _line in self._named()]

    def told(self) -> dict[str, Any]:
        """As the action takes it; all that is still to be sent where nobody was asked."""
        given = self.cleaned_data
        pieces = {line.key: given[name] for name, line in self._named()} if self._lines else None
        left_at = datetime.combine(given["left_at"], given["left_time"], INDIA)
        return {"carrier": given["carrier"], "tracking": given["tracking"], "left_at": left_at, "pieces": pieces}
