"""What a parcel costs by its weight: rows of a zone's form, each up to so many grams for so many rupees."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from haat.core.numerals import whole_number
from haat.delivery.actions.zones import MOST_PAISE, MOST_SLABS
from haat.delivery.models import Zone
from haat.web.office.desk.fields import RupeesField, rupees_text

LEAST_ROWS = 5


def _grams(label: Any, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=9, required=False, widget=widget, **more)


class ByWeight(forms.Form):
    """The part of a zone's form that asks by weight. With rows, the charge of an order is that of the first."""

    further_kg_paise = RupeesField(
        label=_("Each kilogram begun above the last row, rupees"),
        required=False,
        most=MOST_PAISE,
        help_text=_("Left empty, nothing heavier goes there."),
    )
    free_up_to_g = _grams(_("Free only up to, grams"), help_text=_("Left empty, weight does not matter for that."))

    def add_rows(self, zone: Zone | None) -> None:
        """As many rows as stand, and room for more."""
        slabs = zone.slabs if zone else []
        self.rows = range(1, min(MOST_SLABS, max(LEAST_ROWS, len(slabs) + 2)) + 1)
        for row in self.rows:
            self.fields[f"up_to_{row}"] = _grams(_("Up to, grams"))
            self.fields[f"slab_{row}"] = RupeesField(label=_("A parcel costs, rupees"), required=False, most=MOST_PAISE)
        for row, (up_to_g, paise) in enumerate(slabs, start=1):
            self.initial.update({f"up_to_{row}": up_to_g, f"slab_{row}": rupees_text(paise)})
        if zone is not None:
            further, free = zone.further_kg_paise, zone.free_up_to_g
            kilogram = "" if further is None else rupees_text(further)
            self.initial.update(further_kg_paise=kilogram, free_up_to_g=free)

    @property
    def slab_rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return [(row, self[f"up_to_{row}"], self[f"slab_{row}"]) for row in self.rows]

    @property
    def by_weight(self) -> bool:
        """Whether the fold stands open: something is written in it, wrong, or was changed by somebody else."""
        names = [
            "further_kg_paise",
            "free_up_to_g",
            *(f"{part}_{row}" for row in self.rows for part in ("up_to", "slab")),
        ]
        told = {*self.errors, *getattr(self, "now_there", {})}
        return any(self[name].value() or name in told for name in names) or "slabs" in self.errors

    def read_rows(self, given: dict[str, Any]) -> None:
        """Put the rows together as `delivery.set_zone` takes them; what is half a row, or does not rise, is refused."""
        slabs: list[tuple[int, int]] = []
        for row in self.rows:
            typed, paise = str(given.pop(f"up_to_{row}", "")).strip(), given.pop(f"slab_{row}", None)
            grams = whole_number(typed)
            if typed and not grams:
                self.add_error(f"up_to_{row}", say("Write the weight in whole grams, like 500."))
            elif grams and paise is None and f"slab_{row}" not in self.errors:
                self.add_error(f"slab_{row}", say("Write what a parcel so heavy costs."))
            elif paise is not None and not typed:
                self.add_error(f"up_to_{row}", say("Write up to which weight it costs that."))
            elif grams and paise is not None:
                if slabs and (grams <= slabs[-1][0] or paise < slabs[-1][1]):
                    self.add_error(f"up_to_{row}", say("Each row is heavier than the one before, and not cheaper."))
                slabs.append((grams, paise))
        given["slabs"] = slabs
        if given.get("further_kg_paise") is not None and not slabs:
            self.add_error("further_kg_paise", say("Write a row by weight first."))
        free = str(given.get("free_up_to_g", "") or "").strip()
        given["free_up_to_g"] = whole_number(free)
        if free and not given["free_up_to_g"]:
            self.add_error("free_up_to_g", say("Write the weight in whole grams, like 500."))
