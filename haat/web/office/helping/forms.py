"""What is typed about a question: its answer, who takes it up, its lesson; the clock; an answer for all."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.languages import LANGUAGES
from haat.helping.models import Clock, Faq, Question
from haat.helping.rules import LAW_DAYS, LAW_HOURS, MOST_DAYS, MOST_HOURS, MOST_REASON, MOST_WORDS, levels
from haat.helping.words import LEVEL_WORDS, SUBJECT_WORDS
from haat.learning.lessons import Lesson
from haat.places.models import Mart
from haat.web.ui.enclosed import SoundInput


class Pictures(forms.FileInput):
    """Several photos at once."""

    allow_multiple_selected = True


class AnswerForm(forms.Form):
    """What who asked is to read or hear."""

    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("It is read aloud to her: write as you would speak, in her language."),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    voice = forms.FileField(
        label=_("Or say it"),
        help_text=_("A voice note of two minutes at most; with words or without."),
        required=False,
        widget=SoundInput(),
    )
    pictures = forms.FileField(
        label=_("Photos"),
        required=False,
        widget=Pictures(attrs={"accept": "image/*"}),
    )

    def clean(self) -> dict[str, Any]:
        """The files are judged by their content below the form: an empty one is none."""
        for name in ("voice", "pictures"):
            self.errors.pop(name, None)
            self.cleaned_data.pop(name, None)
        return self.cleaned_data


class BuyerAnswerForm(AnswerForm):
    """The same for a buyer, who reads it on a page."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["answer"].help_text = _("She reads it on the page of her complaint, in her language.")
        del self.fields["voice"]


class HandForm(forms.Form):
    """Who takes it up, and why."""

    level = forms.ChoiceField(label=_("Handed on to"), error_messages={"required": _("Handed on to: choose one.")})
    reason = forms.CharField(label=_("Reason"), max_length=MOST_REASON, widget=forms.TextInput(), required=False)

    def __init__(self, question: Question, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        others = [level for level in levels(buyer=question.of_buyer) if level != question.level]
        self.fields["level"].choices = [(level, LEVEL_WORDS[level]) for level in others]  # type: ignore[attr-defined]


class LessonForm(forms.Form):
    """The lesson that shows her how."""

    lesson = forms.ChoiceField(label=_("Lesson"), error_messages={"required": _("Lesson: choose one.")})

    def __init__(self, lessons: Mapping[str, Lesson], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(slug, lesson.name.text) for slug, lesson in lessons.items()]
        self.fields["lesson"].choices = choices  # type: ignore[attr-defined]


class TeachForm(forms.Form):
    """A new lesson, or one of the mart's own that makers do not see yet."""

    lesson = forms.ChoiceField(label=_("Lesson"), required=False)

    def __init__(self, drafts: Mapping[str, Lesson], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("A new lesson")), *((slug, lesson.name.text or slug) for slug, lesson in drafts.items())]
        self.fields["lesson"].choices = choices  # type: ignore[attr-defined]


def _number(label: Any, most: int, hint: Any = "") -> forms.IntegerField:
    """A number from 1 to `most`: the clock itself refuses another one."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        widget=forms.NumberInput(attrs={"min": 1, "max": most}),
        error_messages={"required": _("Write a number."), "invalid": _("Write a number.")},
    )


class ClockForm(forms.Form):
    """How long answers may take, and who takes up what waits too long."""

    maker_hours = _number(_("Makers: hours until we say that it was heard"), MOST_HOURS)
    maker_days = _number(_("Makers: days until the answer"), MOST_DAYS)
    buyer_hours = _number(_("Buyers: hours until we say that it was read"), LAW_HOURS, _("The law gives 48 at most."))
    buyer_days = _number(_("Buyers: days until the answer"), LAW_DAYS, _("The law gives one month at most."))
    officer_phone = forms.CharField(
        label=_("Mobile of the grievance officer"),
        help_text=_("She gets a message when a buyer waits too long. Without it the whole desk gets it."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    department = forms.CharField(label=_("Department that helps where the desk cannot"), required=False, max_length=120)
    department_phone = forms.CharField(
        label=_("Mobile of the department"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )

    @classmethod
    def of(cls, clock: Clock) -> "ClockForm":
        """The form as the clock runs now."""
        return cls(initial={name: getattr(clock, name) for name in cls.base_fields})


class FaqForm(forms.Form):
    """A question as others would ask it, and its answer."""

    subject = forms.ChoiceField(label=_("What it is about"), choices=list(SUBJECT_WORDS.items()))
    language = forms.ChoiceField(label=_("Language"))
    asks = forms.CharField(label=_("Question"), required=False, max_length=300)
    answer = forms.CharField(
        label=_("Answer"), required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, mart: Mart, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        languages = [(code, LANGUAGES[code].endonym) for code in mart.languages if code in LANGUAGES]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]

    @classmethod
    def of(cls, faq: Faq) -> "FaqForm":
        """The form with the words as they stand."""
        return cls(faq.mart, initial={name: getattr(faq, name) for name in cls.base_fields})


class PublishForm(forms.Form):
    """That a person has looked at it."""

    looked_at = forms.BooleanField(label=_("I have read both, and nobody can be known by them"), required=False)
