"""What the desk types about a find; the room below judges it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.languages import LANGUAGES, best
from haat.makers.models import Organisation
from haat.makers.naming import MOST_LETTERS
from haat.makers.queries import organisations_of
from haat.people.models import User
from haat.places.models import Place
from haat.places.queries import localities_of
from haat.survey.models import Find
from haat.survey.rules import MOST_HAMLET, MOST_REASON
from haat.survey.tongues import TONGUES
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import choose_from
from haat.web.office.desk.words import words_of
from haat.web.office.survey.words import CALLS, WHYS
from haat.web.ui.enclosed import SoundInput


def _line(label: Any, *, required: bool = False, most: int = MOST_REASON) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


class CallForm(forms.Form):
    """How a call went."""

    result = forms.ChoiceField(label=_("How it went"), choices=list(CALLS.items()))
    words = _line(_("What she said"))


class LaterForm(forms.Form):
    """When she is asked again."""

    again_on = DayField(label=_("Ask again on"))
    reason = _line(_("Why not now"))


class DropForm(forms.Form):
    """Why nothing comes of it."""

    why = forms.ChoiceField(label=_("Reason"), choices=list(WHYS.items()))
    reason = _line(_("In a few words"))


class GiveForm(forms.Form):
    """Who walks a village, and which hamlet of it."""

    worker = forms.ChoiceField(label=_("Who walks it"), error_messages={"required": _("Who walks it: choose one.")})
    hamlet = _line(_("Only this hamlet"), most=MOST_HAMLET)

    def __init__(self, workers: list[User], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["worker"].choices = [(str(one.pk), str(one)) for one in workers]  # type: ignore[attr-defined]


class EnrolForm(forms.Form):
    """A maker of her, with what the worker noted already there."""

    kind = forms.ChoiceField(label=_("Kind"), initial="artisan")
    place: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(
        label=_("Village or town"), queryset=None, required=False
    )
    pin = forms.CharField(
        label=_("PIN code"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Leader’s mobile number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    leader_language = forms.ChoiceField(label=_("Language she reads"))
    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Federation or village organisation"), queryset=None, required=False
    )

    def __init__(self, find: Find, data: Any = None) -> None:
        mart, village = find.mart, find.place if find.place_id != find.block_id else None
        known = {"phone": find.phone.removeprefix("+91"), "place": village, "pin": (village or find.block).pin}
        super().__init__(data, initial=known)
        self.mart, self.known_id = mart, None
        kinds: Any = self.fields["kind"]
        kinds.choices = list(words_of("maker_kind").items())
        languages: Any = self.fields["leader_language"]
        languages.choices = [(code, LANGUAGES[code].endonym) for code in mart.languages]
        villages = find.block.children.filter(pk__in=[row.pk for row in localities_of(find.block)]).order_by("slug")
        choose_from(self, "place", villages, label=lambda row: best(row.names).text)
        choose_from(self, "organisation", organisations_of(mart), label=lambda row: best(row.names).text)
        for stem, label in (("name", _("Name in %(language)s")), ("leader", _("Leader’s name in %(language)s"))):
            for code in mart.languages[:2]:
                first = code == mart.default_language
                self.fields[f"{stem}_{code}"] = forms.CharField(
                    label=label % {"language": LANGUAGES[code].endonym},
                    max_length=MOST_LETTERS,
                    required=first,
                    initial=find.name if first else "",
                    widget=forms.TextInput(attrs={"lang": code, "autocomplete": "off"}),
                )

    def names(self, stem: str) -> dict[str, str]:
        """Language → what was typed."""
        typed = {code: self.cleaned_data.get(f"{stem}_{code}", "") for code in self.mart.languages[:2]}
        return {code: text for code, text in typed.items() if text}

    def lines(self, stem: str) -> list[forms.BoundField]:
        return [self[f"{stem}_{code}"] for code in self.mart.languages[:2]]

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return self.lines("name")

    @property
    def leader_fields(self) -> list[forms.BoundField]:
        return self.lines("leader")


class NoticeForm(forms.Form):
    """A recording of the notice in a tongue."""

    tongue = forms.ChoiceField(label=_("Language"))
    voice = forms.FileField(
        label=_("Recording"),
        help_text=_("At most two minutes, as a phone records it."),
        widget=SoundInput(),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        tongues: Any = self.fields["tongue"]
        tongues.choices = [(tongue.code, tongue.name) for tongue in TONGUES.values()]
