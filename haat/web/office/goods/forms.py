"""What is written about a good that is checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Change, Good
from haat.catalogue.rules import SEND_BACK_REASONS, language_name


class SendBackForm(forms.Form):
    """Reasons from the list, and perhaps a note of one's own."""

    reasons = forms.MultipleChoiceField(choices=list(SEND_BACK_REASONS.items()), required=False)
    note = forms.CharField(
        label=_("A word of your own"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NameForm(forms.Form):
    """What a good is called in the language its maker does not write."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, good: Good, data: Any = None) -> None:
        super().__init__(data, prefix="other")
        self.language = _unnamed(good)
        self.fields["name"].label = gettext("Name in %(language)s") % {"language": language_name(self.language)}


def _unnamed(good: Good) -> str:
    """The language a name is wanted in: the first of the mart's first one and English without a name, else English."""
    named = {text.language for text in good.texts.all()}
    return next((code for code in (good.mart.default_language, "en") if code not in named), "en")


# Why a change may be sent back: what a look at a picture or a name can find.
CHANGE_REASONS = {
    Change.Kind.PICTURE: ("picture_blurred", "picture_cut", "picture_ground", "not_handmade"),
    Change.Kind.NAME: ("name_unclear", "not_handmade"),
    Change.Kind.WORDS: ("words_unclear", "not_handmade"),
}


class ChangeBackForm(forms.Form):
    """Reasons for which the old one stays, and perhaps a note of one's own."""

    asked = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())
    reasons = forms.MultipleChoiceField(
        label=_("Why it goes back"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    note = forms.CharField(label=_("A word of your own"), required=False, max_length=500)

    def __init__(self, change: Change, data: Any = None) -> None:
        super().__init__(data, prefix=f"c{change.pk}", initial={"asked": change.asked_at.isoformat()})
        self.change = change
        reasons: Any = self.fields["reasons"]
        reasons.choices = [(code, SEND_BACK_REASONS[code]) for code in CHANGE_REASONS[Change.Kind(change.kind)]]

    @property
    def picked(self) -> list[str]:
        """The reasons ticked, as they were sent."""
        return list(self["reasons"].value() or [])
