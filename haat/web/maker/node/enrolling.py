"""One of her groups becomes a maker, with what its lists know of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.languages import LANGUAGES
from haat.core.sendings import Again
from haat.makers.naming import MOST_LETTERS
from haat.roster import actions
from haat.roster.models import Group
from haat.roster.naming import named
from haat.web.maker.base.request import Request
from haat.web.maker.node.entering import keeping, page
from haat.web.maker.node.pages import found_group
from haat.web.ui.gate import actor
from haat.web.ui.sending import nonce, once
from haat.web.ui.signin_forms import refuse


class EnrolForm(forms.Form):
    """What is still to be said of a group that is known."""

    leader = forms.CharField(label=_("Who leads"), max_length=MOST_LETTERS)
    leader_language = forms.ChoiceField(label=_("Her language"))
    phone = forms.CharField(
        label=_("Phone of who leads"), required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    pin = forms.CharField(label=_("PIN code"), max_length=10, widget=forms.TextInput(attrs={"inputmode": "numeric"}))

    def __init__(self, group: Group, data: Any = None) -> None:
        start = {"leader": group.officers.get("leader", {}).get("name", ""), "pin": group.place.pin}
        start |= {"phone": group.phone.removeprefix("+91"), "leader_language": group.mart.default_language}
        super().__init__(data, initial=start)
        choices: Any = [(code, LANGUAGES[code].endonym) for code in group.mart.languages]
        self.fields["leader_language"].choices = choices  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """Canonical; nothing where none was written."""
        typed = self.cleaned_data["phone"]
        try:
            return clean_mobile(typed, allow_demo=settings.DEMO) if typed else ""
        except InvalidIdentifier as problem:
            raise forms.ValidationError(problem.message) from None


@require_http_methods(["GET", "HEAD", "POST"])
@keeping
def enrol(request: Request, pk: int) -> HttpResponse:
    """The form with what is known, and enrolling with it; sent twice, it enrols once."""
    found = found_group(request, pk)
    if found.state != Group.State.KNOWN:
        return redirect("maker:node_group", pk)
    form = EnrolForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            once(request, lambda: _enrol(request, found, form))()
        except Again as told:
            messages.info(request, told.message)
            return redirect("maker:node_group", pk)
        except HaatError as problem:
            problem.field = "leader" if problem.field == "leader_names" else problem.field
            refuse(form, problem)
        else:
            messages.success(request, gettext("Enrolled. The desk looks at the papers, and then it can sell."))
            return redirect("maker:node_group", pk)
    return page(request, "enrol", status=422 if form.is_bound else 200, group=found, form=form, nonce=nonce())


def _enrol(request: Request, found: Group, form: EnrolForm) -> None:
    given = form.cleaned_data
    actions.enrol_group(
        found,
        pin=given["pin"],
        phone=given["phone"],
        leader_names=named(given["leader"], request.mart),
        leader_language=given["leader_language"],
        by=actor(request),
    )
