"""What is typed about certificates and cards; the room of letters judges it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.dates import today
from haat.core.languages import LANGUAGES
from haat.letters.models import Signing
from haat.places.models import Mart
from haat.web.office.desk.day_field import DayField


class DaysForm(forms.Form):
    """Between which days goods went live; a day nobody can read leaves nothing out."""

    since = DayField(label=_("Went live from"), required=False)
    until = DayField(label=_("until"), required=False)


class CeremonyForm(forms.Form):
    """A day on which certificates are handed over."""

    title = forms.CharField(label=_("Occasion"), max_length=120, help_text=_("As it stands on the list to sign."))
    place = forms.CharField(label=_("Where"), max_length=120)
    held_on = DayField(label=_("Day"))
    chosen = forms.CharField(required=False, widget=forms.HiddenInput)


class HandForm(forms.Form):
    """When it was handed over, and who did."""

    handed_on = DayField(label=_("Day"))
    handed_by = forms.CharField(
        label=_("Handed over by"), max_length=120, help_text=_("Name and office of who handed it over.")
    )
    chosen = forms.CharField(required=False, widget=forms.HiddenInput)


class CardsForm(forms.Form):
    """Until when new cards hold."""

    valid_until = DayField(label=_("Valid until"))
    chosen = forms.CharField(required=False, widget=forms.HiddenInput)


class SigningForm(forms.Form):
    """Who signs, in the mart's first language and English, and from when."""

    from_on = DayField(label=_("From"))

    def __init__(self, mart: Mart, data: Any = None, *, before: Signing | None = None) -> None:
        super().__init__(data, initial={"from_on": today(), **_before(mart, before)})
        self.languages = languages_of(mart)
        for place in (1, 2):
            for part, label in (("name", _("Name")), ("office", _("Office"))):
                for code in self.languages:
                    suffix = "" if code == self.languages[0] else f"_{code}"
                    field = forms.CharField(label=label, max_length=80, required=False)
                    field.widget.attrs["lang"] = code
                    self.fields[f"{part}_{place}{suffix}"] = field

    def people(self) -> list[dict[str, dict[str, str]]]:
        """Both, as the room of letters wants them."""
        return [
            {
                f"{part}s": {code: self._said(part, place, code) for code in self.languages}
                for part in ("name", "office")
            }
            for place in (1, 2)
        ]

    def _said(self, part: str, place: int, code: str) -> str:
        suffix = "" if code == self.languages[0] else f"_{code}"
        return str(self.cleaned_data.get(f"{part}_{place}{suffix}", ""))

    def rows(self) -> list[list[tuple[Any, str]]]:
        """By signer, the fields to draw, each with its language's own name."""
        return [
            [
                (self[f"{part}_{place}{'' if code == self.languages[0] else f'_{code}'}"], LANGUAGES[code].endonym)
                for part in ("name", "office")
                for code in self.languages
            ]
            for place in (1, 2)
        ]


def languages_of(mart: Mart) -> list[str]:
    """The languages of a certificate: the mart's first, and English."""
    return list(dict.fromkeys((mart.default_language, "en")))


def _before(mart: Mart, before: Signing | None) -> dict[str, str]:
    first = mart.default_language
    return {
        f"{part}_{place}{'' if code == first else f'_{code}'}": text
        for place, each in enumerate(before.people if before else [], 1)
        for part in ("name", "office")
        for code, text in each[f"{part}s"].items()
    }
