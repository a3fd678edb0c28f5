"""What is written about a good that is checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Good
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
