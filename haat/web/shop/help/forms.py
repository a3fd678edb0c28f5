"""What a buyer writes. The rules stand in the room of questions; here their answers are put at the fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.texts import clean_text
from haat.helping.rules import BUYER_SUBJECTS, MOST_NAME, MOST_WORDS
from haat.helping.words import SUBJECT_WORDS


class Pictures(forms.FileInput):
    """Several photos at once."""

    allow_multiple_selected = True


def pictures() -> forms.FileField:
    """Photos of what is wrong."""
    return forms.FileField(
        label=_("Photos, if they help"),
        help_text=_("At most three. Only the desk sees them."),
        required=False,
        widget=Pictures(attrs={"accept": "image/*"}),
    )


class ComplaintForm(forms.Form):
    """What happened, what it is about, and who writes."""

    order = forms.ChoiceField(label=_("Which order"), required=False)
    subject = forms.ChoiceField(
        label=_("What it is about"), choices=[(each, SUBJECT_WORDS[each]) for each in BUYER_SUBJECTS], required=False
    )
    words = forms.CharField(
        label=_("What happened"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": MOST_WORDS, "dir": "auto"}),
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": MOST_NAME, "dir": "auto"}),
    )
    pictures = pictures()

    def __init__(self, orders: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["order"].choices = [("", _("None, about the shop")), *orders]  # type: ignore[attr-defined]
        if not orders:
            del self.fields["order"]

    def clean(self) -> dict[str, Any]:
        """What was typed: an empty field too is judged by the rules, in their own sentence."""
        self.errors.clear()
        return {name: clean_text(str(self.data.get(name, "")))[:4000] for name in self.fields if name != "pictures"}


class MoreForm(forms.Form):
    """More of it, or that the answer did not help."""

    words = forms.CharField(
        label=_("Your words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_WORDS, "dir": "auto"}),
    )
    pictures = pictures()

    def clean(self) -> dict[str, Any]:
        """As above."""
        self.errors.clear()
        return {"words": clean_text(str(self.data.get("words", "")))[:4000]}


class AgainForm(MoreForm):
    """What is still wrong."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["words"].label = _("What is still wrong")
        del self.fields["pictures"]
