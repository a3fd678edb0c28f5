"""What is typed about papers on their way; the room of paperwork judges it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.languages import best
from haat.makers.models import Seller
from haat.makers.papers import MOST_NUMBER
from haat.paperwork.forms import Box
from haat.paperwork.roads import RoadKind, roads
from haat.paperwork.rules import MOST_ABOUT, MOST_ANSWER, MOST_REASON, MOST_REFERENCE, MOST_TURNS, MOST_WHERE
from haat.places.models import Place
from haat.web.office.desk.day_field import DayField
from haat.web.office.paperwork.words import ENDS

SCANS = "image/jpeg,image/png,image/webp,application/pdf"
_PLAIN = {"autocomplete": "off"}


class AnswersForm(forms.Form):
    """What is asked for the boxes of a form."""

    def __init__(self, boxes: list[Box], data: Any = None) -> None:
        super().__init__(data)
        for box in boxes:
            self.fields[box.slug] = forms.CharField(
                label=best(box.says).text,
                required=False,
                max_length=MOST_ANSWER,
                initial=box.value,
                widget=forms.TextInput(attrs=_PLAIN),
            )


class AppliedForm(forms.Form):
    """Where and when it was applied for, and the number of the receipt."""

    where = forms.CharField(label=_("Where"), max_length=MOST_WHERE, help_text=_("The office, or the site."))
    day = DayField(label=_("Day"))
    reference = forms.CharField(
        label=_("Number on the receipt"),
        max_length=MOST_REFERENCE,
        required=False,
        widget=forms.TextInput(attrs=_PLAIN),
    )


class RefusedForm(forms.Form):
    """Why it came back: one of the common reasons, or other words."""

    common = forms.ChoiceField(label=_("Reason"), required=False)
    words = forms.CharField(label=_("Or in other words"), max_length=MOST_REASON, required=False)

    def __init__(self, kind: RoadKind, data: Any = None) -> None:
        super().__init__(data)
        common: Any = self.fields["common"]
        said = [best(words).text for words in kind.refusals]
        common.choices = [("", "–"), *((text[:MOST_REASON], text) for text in said)]

    @property
    def reason(self) -> str:
        """Her own words before the chosen ones."""
        return str(self.cleaned_data["words"] or self.cleaned_data["common"])


class NumberForm(forms.Form):
    """The paper's number, its days, and a picture of it."""

    number = forms.CharField(label=_("Number"), max_length=MOST_NUMBER, widget=forms.TextInput(attrs=_PLAIN))
    valid_from = DayField(label=_("Holds from"), required=False)
    valid_until = DayField(label=_("Holds until"), required=False)
    photo = forms.FileField(
        label=_("Picture or PDF of the paper"), required=False, widget=forms.FileInput(attrs={"accept": SCANS})
    )


class EndForm(forms.Form):
    """How a road ends without a paper, and the proof."""

    how = forms.ChoiceField(label=_("How it ends"))
    reason = forms.CharField(label=_("Proof, or a few words"), max_length=MOST_REASON, required=False)

    def __init__(self, kind: RoadKind, data: Any = None) -> None:
        super().__init__(data)
        how: Any = self.fields["how"]
        how.choices = [(slug, f"{ENDS[slug]}: {best(words).text}") for slug, words in kind.ends.items()]


class BeginForm(forms.Form):
    """Which paper is made, and whose it is."""

    kind = forms.ChoiceField(label=_("Paper"))
    member = forms.ChoiceField(label=_("Whose it is"), required=False)
    about = forms.CharField(
        label=_("Which of several"),
        max_length=MOST_ABOUT,
        required=False,
        help_text=_("Where there is more than one of a kind: the place, or the brand."),
    )

    def __init__(self, kinds: list[RoadKind], members: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        kind: Any = self.fields["kind"]
        member: Any = self.fields["member"]
        kind.choices = [(each.slug, each.name) for each in kinds]
        member.choices = [("", _("The maker itself")), *members]


class SellerForm(forms.Form):
    """A federation's paper."""

    seller: "forms.ModelChoiceField[Seller]" = forms.ModelChoiceField(label=_("Federation’s seller"), queryset=None)
    kind = forms.ChoiceField(label=_("Paper"))
    about = forms.CharField(label=_("Which of several"), max_length=MOST_ABOUT, required=False)

    def __init__(self, sellers: Any, data: Any = None) -> None:
        super().__init__(data)
        seller: Any = self.fields["seller"]
        kind: Any = self.fields["kind"]
        seller.queryset = sellers
        kind.choices = [(each.slug, each.name) for each in roads().values() if each.fits != "artisan"]


class CampForm(forms.Form):
    """A papers day."""

    block = forms.ChoiceField(label=_("Block"))
    where = forms.CharField(label=_("Place"), max_length=MOST_WHERE)
    day = DayField(label=_("Day"))
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    desk = forms.CharField(label=_("Who sits at the desk"), max_length=MOST_WHERE, required=False)
    most = forms.IntegerField(label=_("Groups"), min_value=1, max_value=MOST_TURNS)
    kinds = forms.MultipleChoiceField(label=_("Papers made there"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, blocks: list[Place], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        block: Any = self.fields["block"]
        kinds: Any = self.fields["kinds"]
        block.choices = [(str(one.pk), best(one.names).text) for one in blocks]
        kinds.choices = [(road.slug, road.name) for road in roads().values() if road.fits != "federation"]
