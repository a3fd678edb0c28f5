"""A table that is sent."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.tables import MOST_BYTES
from haat.places.models import Mart
from haat.sheets.kinds import Kind
from haat.sheets.queries import read_as
from haat.web.ui.signin_forms import refuse


class BringForm(forms.Form):
    """That somebody has looked at what was converted."""

    seen = forms.BooleanField(label=_("I have looked at the converted cells. They are right."), required=False)


class SheetForm(forms.Form):
    """What the table tells of, and its file."""

    kind = forms.ChoiceField(label=_("What the table tells of"))
    file = forms.FileField(
        label=_("Table"),
        help_text=_("XLSX, XLS or CSV, up to 12 MB. The headings may stand anywhere near the top."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
    sheet = forms.CharField(
        label=_("Sheet of the file"),
        help_text=_("Only where several sheets hold such a table: the name of one of them."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, kinds: Mapping[str, Kind], mart: Mart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mart = mart
        choices = [("", "–"), *((slug, kind.title) for slug, kind in kinds.items())]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The file as a table of that kind, read while no other writer waits for it."""
        told = self.cleaned_data
        if not self.errors:
            told["content"] = told["file"].read()
            try:
                told["table"] = read_as(told["kind"], told["content"], sheet=told["sheet"], mart=self._mart)
            except HaatError as problem:
                refuse(self, problem)
        return told

    def clean_file(self) -> Any:
        """No more is read into memory than is looked at."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is too large. Divide the table, and send one part after the other.")
            )
        return file
