"""What is typed about lessons; the room of lessons judges it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.languages import best
from haat.learning.lessons import Lesson
from haat.learning.rules import MOST_LETTERS, MOST_MINUTES
from haat.places.models import Place
from haat.web.office.desk.day_field import DayField
from haat.web.ui.enclosed import SoundInput

PICTURES = "image/jpeg,image/png,image/webp"


class WordsForm(forms.Form):
    """The words at one place of a lesson, in one language."""

    text = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class VoiceForm(forms.Form):
    """Who reads a place, and what was recorded."""

    reader = forms.CharField(label=_("Who reads"), max_length=80, required=False)
    voice = forms.FileField(
        label=_("Recording"),
        help_text=_("At most 60 kB: a phone on 2G fetches it. Record here, or choose a file."),
        widget=SoundInput(),
        error_messages={"required": _("Record the words, or choose a file.")},
    )


class PictureForm(forms.Form):
    """Another picture at a place: a photograph, or the name of another drawing."""

    photo = forms.FileField(
        label=_("New picture"),
        required=False,
        help_text=_("Broad, three to two: one thing, whole, on a plain ground. At most 12 MB."),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )


class NewForm(forms.Form):
    """A lesson of the mart's own."""

    title = forms.CharField(label=_("Title"), max_length=60, help_text=_("One thing she can do afterwards."))
    scenes = forms.IntegerField(
        label=_("Scenes"),
        min_value=1,
        max_value=99,
        initial=7,
        help_text=_("Seven are a minute and a half of listening."),
    )
    minutes = forms.IntegerField(label=_("Minutes with the practice"), min_value=1, max_value=60, initial=8)


class MeetingForm(forms.Form):
    """A lesson that is taught: which, where, by whom and when."""

    lesson = forms.ChoiceField(label=_("Lesson"))
    block = forms.ChoiceField(label=_("Block"))
    where = forms.CharField(label=_("Where"), max_length=120)
    teacher = forms.CharField(label=_("Who teaches"), max_length=80)
    day = DayField(label=_("Day"))
    time = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES, initial=60)

    def __init__(self, lessons: dict[str, Lesson], blocks: list[Place], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        lesson: Any = self.fields["lesson"]
        block: Any = self.fields["block"]
        lesson.choices = [(slug, one.name.text) for slug, one in lessons.items()]
        block.choices = [(str(one.pk), best(one.names).text) for one in blocks]
