"""What is typed about organisations and sellers; the makers' room judges it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES, best
from haat.makers.models import Maker, Organisation, Seller
from haat.makers.naming import MOST_LETTERS, Names
from haat.makers.queries import organisations_of, own_seller, sellers_to_choose
from haat.people.models import Role
from haat.places.models import Mart, Place
from haat.places.queries import districts_and_blocks, localities_within, state_of, states
from haat.web.office.desk.fields import choose_from
from haat.web.office.desk.words import ROLES
from haat.web.office.organisations.words import KINDS
from haat.web.ui.signin_forms import PhoneForm, refuse

MOST_LANGUAGES = 3
K = Organisation.Kind


def name_of(row: Any) -> str:
    """A place or an organisation as the reader calls it."""
    return best(row.names).text or row.slug


def _placed(row: Organisation) -> str:
    return f"{name_of(row)} ({name_of(row.place)})"


class OrganisationForm(forms.Form):
    """A federation or a village organisation: its names and its place, and when it is new what it is."""

    kind = forms.ChoiceField(label=_("What it is"), choices=list(KINDS.items()))
    parent: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Federation above it"), queryset=None, required=False
    )
    place: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(label=_("Place"), queryset=None, empty_label=None)

    def __init__(self, mart: Mart, data: Any = None, *, known: Organisation | None = None, initial: Any = None) -> None:
        start = {"place": known.place_id} if known else initial
        super().__init__(data, initial=start)
        self.mart = mart
        places: Any = districts_and_blocks(mart.place) | localities_within(mart.place)
        choose_from(self, "place", places.select_related("parent").order_by("path"), label=_place)
        choose_from(
            self,
            "parent",
            organisations_of(mart).filter(kind=K.FEDERATION).select_related("place"),
            label=_placed,
        )
        for code in mart.languages[:MOST_LANGUAGES]:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": LANGUAGES[code].endonym},
                max_length=MOST_LETTERS,
                required=code == mart.default_language,
                initial=known.names.get(code, "") if known else "",
                widget=forms.TextInput(attrs={"lang": code, "autocomplete": "off"}),
            )
        self._known = dict(known.names) if known else {}
        if known:
            del self.fields["kind"], self.fields["parent"]

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("name_")]

    def names(self) -> Names:
        """Language → name, beside those the form did not ask for."""
        typed = {field.name.removeprefix("name_"): self.cleaned_data[field.name] for field in self.name_fields}
        return {code: text for code, text in {**self._known, **typed}.items() if text}

    def refuse(self, problem: HaatError) -> None:
        """Put a refusal of the room at its field, that of a name at its language."""
        if problem.field == "names":
            code = problem.facts.get("language") or self.mart.default_language
            self.add_error(f"name_{code}", problem.message)
        else:
            refuse(self, problem)


def _place(row: Place) -> str:
    if row.kind == Place.Kind.LOCALITY and row.parent is not None:
        return f"{name_of(row)} ({name_of(row.parent)})"
    return name_of(row)


class ParentForm(forms.Form):
    """Another federation for a village organisation."""

    parent: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Federation above it"), queryset=None, required=False
    )

    def __init__(self, moved: Organisation, data: Any = None) -> None:
        super().__init__(data, initial={"parent": moved.parent_id})
        rows = organisations_of(moved.mart).filter(kind=K.FEDERATION).select_related("place")
        choose_from(self, "parent", rows, label=_placed)


class MergeForm(forms.Form):
    """Which one it becomes part of."""

    into: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(label=_("Merge with"), queryset=None)

    def __init__(self, gone: Organisation, data: Any = None) -> None:
        super().__init__(data)
        rows = organisations_of(gone.mart).filter(kind=gone.kind).exclude(pk=gone.pk).select_related("place")
        choose_from(self, "into", rows, label=_placed)


class MakersForm(forms.Form):
    """What becomes of the makers ticked."""

    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Move them to"), queryset=None, required=False
    )
    seller = forms.ChoiceField(label=_("They sell through"), required=False)

    def __init__(self, mart: Mart, data: Any = None) -> None:
        super().__init__(data)
        choose_from(self, "organisation", organisations_of(mart).select_related("place"), label=_placed)
        field: Any = self.fields["seller"]
        self._sellers = {str(seller.pk): seller for seller in sellers_to_choose(mart)}
        named = [(pk, _seller(seller)) for pk, seller in self._sellers.items()]
        field.choices = [("", "–"), ("herself", _("their own papers")), *named]

    def chosen(self) -> "Seller | None":
        """The seller chosen; None for their own papers."""
        return self._sellers.get(self.cleaned_data["seller"])


def _seller(seller: Seller) -> str:
    return f"{seller.legal_name} {seller.gstin}".strip()


class AccountantForm(PhoneForm):
    """Who is to keep an organisation's accounts, by her phone."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class WorkerForm(PhoneForm):
    """Who is to keep an organisation's groups, by her phone: its secretary, or a CRP of it or of one village."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kind = forms.ChoiceField(label=_("Role"))
    village: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(
        label=_("Only this village"),
        queryset=None,
        required=False,
        empty_label="–",
        help_text=_("For a CRP: without one she keeps all groups of the organisation."),
    )

    def __init__(self, organisation: Organisation, data: Any = None) -> None:
        super().__init__(data)
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        kind: Any = self.fields["kind"]
        kind.choices = [(each, ROLES[each]) for each in (Role.Kind.SECRETARY, Role.Kind.CRP)]
        villages: Any = localities_within(organisation.place)
        choose_from(self, "village", villages.order_by("slug"), label=name_of)

    def clean(self) -> dict[str, Any]:
        """A secretary has no single village."""
        told = self.cleaned_data
        if told.get("village") is not None and told.get("kind") != Role.Kind.CRP:
            self.add_error("village", _("Village: only a CRP keeps a single one. Leave it out for a secretary."))
        return told


class ThroughForm(forms.Form):
    """Through whom one maker sells: her own papers, or a seller of an organisation."""

    seller = forms.ChoiceField()

    def __init__(self, maker: Maker, data: Any = None) -> None:
        self._sellers = {str(seller.pk): seller for seller in sellers_to_choose(maker.mart)}
        mine = str(maker.seller_id)
        super().__init__(data, initial={"seller": mine if mine in self._sellers else "herself"})
        self._own = own_seller(maker)
        field: Any = self.fields["seller"]
        field.choices = [("herself", ""), *((pk, "") for pk in self._sellers)]

    @property
    def choices(self) -> list[dict[str, object]]:
        """Her own papers and every seller, as cards."""
        own = self._own
        hint = _("GSTIN %(number)s") % {"number": own.gstin} if own and own.gstin else _("without GSTIN: in the state")
        cards: list[dict[str, object]] = [{"value": "herself", "title": _("Her own papers"), "hint": hint}]
        for pk, seller in self._sellers.items():
            words = seller.gstin or _("without GSTIN: in the state")
            cards.append({"value": pk, "title": seller.legal_name, "hint": words})
        return cards

    def chosen(self) -> "Seller | None":
        """The seller chosen; None for her own papers."""
        return self._sellers.get(self.cleaned_data["seller"])


class JoinForm(forms.Form):
    """To which organisation a maker belongs."""

    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Federation or village organisation"), queryset=None, required=False
    )

    def __init__(self, maker: Maker, data: Any = None) -> None:
        super().__init__(data, initial={"organisation": maker.organisation_id})
        choose_from(self, "organisation", organisations_of(maker.mart).select_related("place"), label=_placed)


def _capitals() -> forms.TextInput:
    return forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"})


class SellerForm(forms.Form):
    """Who invoices, as it stands on the papers."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=160, help_text=_("As the GST or PAN paper has it."))
    address = forms.CharField(label=_("Address"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    pin = forms.CharField(
        label=_("PIN code"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    state: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(label=_("State"), queryset=None, empty_label=None)
    gstin = forms.CharField(label="GSTIN", max_length=20, required=False, widget=_capitals())
    enrolment = forms.CharField(label=_("GST enrolment number"), max_length=20, required=False, widget=_capitals())
    pan = forms.CharField(label="PAN", max_length=14, required=False, widget=_capitals())
    fssai = forms.CharField(
        label="FSSAI",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, mart: Mart, data: Any = None, *, known: Seller | None = None, initial: Any = None) -> None:
        start = {name: getattr(known, name) for name in self.base_fields if name != "state"} if known else initial or {}
        super().__init__(data, initial=start | {"state": known.state_id if known else state_of(mart.place).pk})
        choose_from(self, "state", states(), label=name_of)
