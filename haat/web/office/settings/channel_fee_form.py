"""What is typed about a channel's fees: of which goods, at which price, and what nobody knows yet is left empty."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.money import parse_rupees
from haat.core.numerals import latin_digits, without_groups
from haat.pricing.actions import MOST_PACKING, MOST_REFERRAL_BP, MOST_TAX_ON_FEES_BP
from haat.pricing.channel_errors import BadChannelFee
from haat.pricing.queries import MART_CHANNEL
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import RupeesField
from haat.web.office.settings.figures import OfChannel, PercentField
from haat.web.ui.units import unit_word

# `500 g = 29`: a weight, with its unit or in grams, and the rupees.
SLAB = re.compile(r"(?P<weight>[0-9][0-9,]{0,9}(?:\.[0-9]{1,3})?)\s*(?P<unit>[^0-9\s=:.]*)\.?\s*[=:]\s*(?P<rupees>.+)")
GRAMS, KILOGRAMS = ("", "g", "gm", "gram", "grams"), ("kg", "kgs", "kilo")


class SlabsField(forms.CharField):
    """Fees by weight, a line each; cleaned to (grams up to which, paise). Whether they rise the action says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def clean(self, value: object) -> list[tuple[int, int]]:
        lines = super().clean(value).splitlines()
        return [_slab(number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip()]


def _slab(number: int, line: str) -> tuple[int, int]:
    """One line as (grams, paise); raises ValidationError naming the line."""
    said = SLAB.fullmatch(latin_digits(line))
    grams = _grams(said["weight"], said["unit"].lower()) if said else None
    try:
        if said is not None and grams is not None:
            return grams, parse_rupees(said["rupees"])
    except HaatError:
        pass
    raise forms.ValidationError(
        _("Line %(number)s: write a weight and rupees, like 500 g = 29."), params={"number": number}
    )


def _grams(weight: str, unit: str) -> int | None:
    """A weight in whole grams; None where it is none."""
    if unit in (*GRAMS, unit_word("g").lower()):
        times = 1
    elif unit in (*KILOGRAMS, unit_word("kg").lower()):
        times = 1000
    else:
        return None
    digits = without_groups(weight)
    grams = None if "," in digits else Decimal(digits) * times
    return int(grams) if grams is not None and grams == int(grams) else None


class ChannelFeeForm(OfChannel):
    """What a channel takes of some goods at some price from a day on."""

    channel = forms.ChoiceField(label=_("Channel"))
    category = forms.ChoiceField(label=_("Of goods"), required=False)
    from_paise = RupeesField(label=_("Price from"), required=False, help_text=_("Left empty, from the lowest on."))
    to_paise = RupeesField(
        label=_("Price below"), required=False, help_text=_("At this price another fee begins. Left empty, no end.")
    )
    referral_bp = PercentField(
        label=_("Referral fee"), required=False, most_bp=MOST_REFERRAL_BP, help_text=_("In percent of the price.")
    )
    closing_paise = RupeesField(
        label=_("Closing fee"), required=False, most=MOST_PACKING, help_text=_("Rupees a piece.")
    )
    slabs = SlabsField(
        label=_("Fee by weight"),
        required=False,
        help_text=_("Up to which weight how many rupees, a line each, from light to heavy: 500 g = 29"),
    )
    further_kg_paise = RupeesField(
        label=_("Each further kilogram"),
        required=False,
        most=MOST_PACKING,
        help_text=_("Above the last line. Write 0 where nothing is taken by weight."),
    )
    tax_bp = PercentField(
        label=_("Tax on the fees"), required=False, most_bp=MOST_TAX_ON_FEES_BP, help_text=_("In percent of the fees.")
    )
    from_date = DayField(label=_("Holds from"))
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Like: rate card of 1 November 2026, or their bill 4711"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sure = forms.BooleanField(
        label=_("Proven"), required=False, help_text=_("Without the tick the page says: not proven, ask the channel.")
    )

    def __init__(self, channels: Iterable[str], goods: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(channels, *args, **kwargs)
        field: Any = self.fields["category"]
        field.choices = [("", _("All goods")), *goods.items()]

    def clean_from_paise(self) -> int:
        return self.cleaned_data["from_paise"] or 0

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("channel") == MART_CHANNEL:
            self.add_error("other", BadChannelFee("channel").message)
        if given.get("further_kg_paise") and not given.get("slabs") and "slabs" not in self.errors:
            self.add_error("further_kg_paise", _("Write a row by weight first."))
        return given
