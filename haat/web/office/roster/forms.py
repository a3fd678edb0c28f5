"""What is typed about groups, and the files of a list that is sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES, best
from haat.core.longtable import from_bytes
from haat.core.tables import MOST_BYTES
from haat.makers.models import Organisation
from haat.makers.naming import MOST_LETTERS, Names
from haat.makers.queries import organisations_of
from haat.places.models import Mart
from haat.roster.actions import packed
from haat.roster.headings import FIELDS, IGNORE, NEVER
from haat.roster.lists import prepare
from haat.roster.models import Group, ListFile
from haat.roster.naming import language_of
from haat.web.office.desk.fields import choose_from
from haat.web.ui.signin_forms import refuse

MOST_FILES = 4


def _called(row: Organisation) -> str:
    own = best(row.names).text or row.slug
    return f"{best(row.parent.names).text} › {own}" if row.parent else own


class MoveForm(forms.Form):
    """Where in the tree a group belongs."""

    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Federation or village organisation"), queryset=None, required=False, empty_label="–"
    )

    def __init__(self, group: Group, data: Any = None) -> None:
        super().__init__(data, initial={"organisation": group.organisation_id})
        near = organisations_of(group.mart).select_related("parent").filter(place__path__startswith=group.block.path)
        wide = organisations_of(group.mart).select_related("parent").filter(place=group.mart.place_id)
        own = organisations_of(group.mart).select_related("parent").filter(pk=group.organisation_id or 0)
        choose_from(self, "organisation", (near | wide | own).order_by("slug"), label=_called)


class LinkForm(forms.Form):
    """Which producer group it also belongs to, by its name or number."""

    within = forms.CharField(
        label=_("Producer group: its name or number"),
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, group: Group, data: Any = None) -> None:
        super().__init__(data)
        self.group = group


class EnrolForm(forms.Form):
    """What is still to be said of a group that is known, so that it becomes a maker."""

    phone = forms.CharField(
        label=_("Phone of who leads"), required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    pin = forms.CharField(label=_("PIN code"), max_length=10, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    leader = forms.CharField(label=_("Who leads"), max_length=MOST_LETTERS)
    leader_language = forms.ChoiceField(label=_("Her language"))
    with_members = forms.BooleanField(label=_("Take over the members its lists tell of"), required=False)

    def __init__(self, group: Group, data: Any = None) -> None:
        leader = group.officers.get("leader", {})
        start = {"phone": group.phone.removeprefix("+91"), "pin": group.place.pin, "leader": leader.get("name", "")}
        start |= {"leader_language": group.mart.default_language, "with_members": True}
        super().__init__(data, initial=start)
        self._mart = group.mart
        choices: Any = [(code, LANGUAGES[code].endonym) for code in group.mart.languages]
        self.fields["leader_language"].choices = choices  # type: ignore[attr-defined]

    def names(self) -> Names:
        """The leader's name by its language."""
        text = self.cleaned_data["leader"]
        return {language_of(text, self._mart): text}

    def refuse(self, problem: HaatError) -> None:
        """Put a refusal at its field; that of her name at her name."""
        if problem.field == "leader_names":
            self.add_error("leader", problem.message)
        else:
            refuse(self, problem)


class _Files(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Every file that was sent under the name."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class _FilesField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of the files, as a single one is looked at."""
        return [super(_FilesField, self).clean(each, initial) for each in data or [None]]


class ListForm(forms.Form):
    """The files of one list, joined by number."""

    sent = _FilesField(
        label=_("Files"),
        help_text=_("XLSX, XLS or CSV, up to 12 MB each, four at most. They are joined by the groups’ numbers."),
        widget=_Files(attrs={"accept": ".xlsx,.xls,.csv,.txt", "multiple": True}),
    )
    sheet = forms.CharField(
        label=_("Sheet of the file"),
        help_text=_("Only where several sheets hold such a table: the name of one of them."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    convert = forms.BooleanField(label=_("Read Kruti Dev and DevLys letters as Unicode"), required=False)

    def __init__(self, *args: Any, mart: Mart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mart = mart

    def clean(self) -> dict[str, Any]:
        """The files read whole, without what is never kept, while no other writer waits for it."""
        told = self.cleaned_data
        files = told.get("sent", [])
        if len(files) > MOST_FILES:
            self.add_error("sent", _("Send four files at most at once."))
        if any(file.size > MOST_BYTES for file in files):
            said = _("This file is too large. Divide the table, and send one part after the other.")
            self.add_error("sent", said)
        if not self.errors:
            try:
                told["packed"] = [self._packed(file, told) for file in files]
            except HaatError as problem:
                problem.field = "sheet" if problem.field == "sheet" else "sent"
                refuse(self, problem)
        return told

    def _packed(self, file: Any, told: dict[str, Any]) -> Any:
        prepared = prepare(from_bytes(file.read(), file.name or ""), self._mart, sheet=told["sheet"])
        return packed(prepared, convert=told["convert"])


class ColumnsForm(forms.Form):
    """What each column of the files means."""

    def __init__(self, files: "list[ListFile]", data: Any = None) -> None:
        super().__init__(data)
        self.files_ = files
        choices: Any = [
            ("", _("– not read –")),
            *FIELDS.items(),
            (str(_("Never kept")), list(NEVER.items())),
        ]
        for file in files:
            assert file.columns is not None
            for at, (head, field) in enumerate(zip(file.columns.heads, file.columns.fields, strict=False)):
                self.fields[f"column_{file.number}_{at}"] = forms.ChoiceField(
                    label=head or "–", choices=choices, required=False, initial="" if field == IGNORE else field
                )

    def said(self) -> dict[int, list[str]]:
        """File → a field for each of its columns."""
        told: dict[int, list[str]] = {}
        for file in self.files_:
            assert file.columns is not None
            wide = len(file.columns.heads)
            told[file.number] = [self.cleaned_data.get(f"column_{file.number}_{at}", "") for at in range(wide)]
        return told
