"""What an auditor asks the trail for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from haat.core.kinds import KINDS
from haat.core.texts import clean_line
from haat.review.audit import Asked
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.words import words_of
from haat.web.office.settings.words import ROOMS, SILENT


class AuditForm(forms.Form):
    """The filters of the audit page; each may be empty."""

    who = forms.CharField(
        label=_("Who: name or phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    room = forms.ChoiceField(label=_("Subject"), required=False)
    kind = forms.ChoiceField(label=_("What happened"), required=False)
    first = DayField(label=_("From the day"), required=False)
    last = DayField(label=_("To the day"), required=False)
    acting = forms.BooleanField(label=_("Only what was done for somebody else"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields["room"]
        told = {each.name.partition(".")[0] for each in KINDS}
        room.choices = [("", say("All")), *sorted((name, str(ROOMS.get(name, name))) for name in told)]
        kind: Any = self.fields["kind"]
        words = {**words_of("event"), **SILENT}
        named = sorted((str(words[each.name]), each.name) for each in KINDS if each.name in words)
        kind.choices = [("", say("All")), *((name, text) for text, name in named)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", say("It lies before the first day. Change one of them."))
        return given

    def asked(self, subject: tuple[str, int] | None) -> Asked:
        """The filters as the query takes them."""
        given = self.cleaned_data
        return Asked(
            who=clean_line(given["who"]),
            kinds=[given["kind"]] if given["kind"] else [],
            rooms=[given["room"]] if given["room"] else [],
            first=given["first"],
            last=given["last"],
            subject=subject,
            acting=given["acting"],
        )
