"""What is typed about people; the rooms below judge it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.languages import best
from haat.people.actions.shutting import MOST_REASON
from haat.people.models import Role, User
from haat.people.rules import OF_AN_ORGANISATION, kinds_to_give
from haat.places.models import Mart, Place
from haat.places.queries import districts_and_blocks
from haat.web.office.desk.fields import choose_from
from haat.web.office.desk.meanwhile import SeenForm, digest
from haat.web.office.desk.words import ROLES
from haat.web.ui.signin_forms import PhoneForm


def _label(place: Place) -> str:
    name = best(place.names).text
    return str(_("%(district)s, the whole district") % {"district": name}) if place.kind == "district" else name


def _email() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("E-mail: write it like mart@durg.example.in.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class InviteForm(PhoneForm):
    """Whom, by her phone, and what she shall be where."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = _email()
    kind = forms.ChoiceField(label=_("Role"))
    place: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(label=_("Place"), queryset=None, empty_label=None)
    field_order = ("phone", "name", "email", "kind", "place")

    def __init__(self, mart: Mart, by: User, scope: Place, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        kinds = kinds_to_give(by, mart)
        choice: Any = self.fields["kind"]
        choice.choices = [(kind, words) for kind, words in ROLES.items() if kind in kinds - OF_AN_ORGANISATION]
        choose_from(self, "place", districts_and_blocks(scope), label=_label)


class MoveForm(forms.Form):
    """Another place for a role."""

    place: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(label=_("Place"), queryset=None, empty_label=None)

    def __init__(self, role: Role, scope: Place, data: Any = None) -> None:
        super().__init__(data, prefix=f"role{role.pk}", initial={"place": role.place_id})
        choose_from(self, "place", districts_and_blocks(scope), label=_label)


class EmailForm(SeenForm):
    """Where she is written to besides her phone."""

    email = _email()

    def __init__(self, person: User, data: Any = None) -> None:
        self.standing = digest(person.email)
        super().__init__(data, initial={"email": person.email})


class BlockForm(forms.Form):
    """Why a person is shut out."""

    reason = forms.CharField(
        label=_("Reason"), max_length=MOST_REASON, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
