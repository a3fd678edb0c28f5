"""Coming in by an invitation: the number and the code from the paper, then a password, then the authenticator.

The code never stays in an address: a link lays it down in the session and goes on without it.
"""

import time
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from haat.core.errors import HaatError
from haat.people.actions import accept_invitation
from haat.people.errors import PhoneUnproven
from haat.people.invitation_codes import MOST_TYPED, in_groups
from haat.people.models import Invitation, User
from haat.people.queries import invitation_of, needs_proof, open_invitation, wants_password
from haat.people.tries import count_link
from haat.web.ui import device
from haat.web.ui.request import Request, posted
from haat.web.ui.session import begin, begin_half
from haat.web.ui.signin import home_of
from haat.web.ui.signin_forms import PhoneForm, refuse

CODE, JOINING = "invitation_code", "joining"
SECONDS = 900
FORM_METHODS = ["GET", "HEAD", "POST"]


class JoinForm(PhoneForm):
    """The mobile number, and the code from the paper."""

    code = forms.CharField(
        label=gettext_lazy("Code of the invitation"),
        max_length=MOST_TYPED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "enterkeyhint": "go"}),
    )


class NewPasswordForm(forms.Form):
    """A password of her own, written twice: she sees neither."""

    new = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=128,
        help_text=gettext_lazy("At least ten characters; three or four words are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same once more"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self._user = user

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        validate_password(new, self._user)
        return new

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(_("The two are not the same. Write it once more."))
        return again


@never_cache
@require_safe
def join_link(request: Request, code: str) -> HttpResponse:
    """The link of an invitation: its code goes into the session, and out of the address."""
    try:
        count_link(device.caller(request, ""))
    except HaatError:
        return redirect("ui:join")  # where the code can still be typed
    request.session[CODE] = code[:MOST_TYPED]
    return redirect("ui:join")


@never_cache
@require_http_methods(FORM_METHODS)
def join(request: Request) -> HttpResponse:
    """The number and the code; who works by phone is in with them, everybody else chooses a password next."""
    form = JoinForm(posted(request), initial={"code": in_groups(request.session.get(CODE, "")), **_phone(request)})
    unproven = False
    if request.method == "POST" and form.is_valid():
        phone, code = form.cleaned_data["phone"], form.cleaned_data["code"]
        try:
            found = invitation_of(phone, code, mart=request.mart, caller=device.caller(request, phone))
            if needs_proof(found.user) and not _is_she(request, found):
                raise PhoneUnproven()
            if not wants_password(found.user):
                return _in_by_phone(request, found)
        except HaatError as problem:
            refuse(form, problem)
            if isinstance(problem, PhoneUnproven):
                request.session[CODE] = code[:MOST_TYPED]
                unproven = True
        else:
            request.session.cycle_key()
            request.session.pop(CODE, None)
            request.session[JOINING] = {"invitation": found.pk, "at": int(time.time())}
            return redirect("ui:join_password")
    status = 422 if form.errors else 200
    return render(request, "ui/join.html", {"form": form, "unproven": unproven}, status=status)


def _is_she(request: Request, found: Invitation) -> bool:
    """Whether the invited person herself is signed in here."""
    return request.user.pk == found.user_id


def _phone(request: Request) -> dict[str, str]:
    """The number of who is signed in already."""
    return {"phone": request.user.phone.removeprefix("+91")} if request.user.is_authenticated else {}


def _in_by_phone(request: Request, found: Invitation) -> HttpResponse:
    """Who needs no password is signed in as by a code sent to her phone."""
    user = accept_invitation(found, signed_in=_is_she(request, found))
    request.session.pop(CODE, None)
    begin(request, user, factor=False)
    return device.remember(request, redirect(home_of(request, user)), user.phone)


@never_cache
@require_http_methods(FORM_METHODS)
def join_password(request: Request) -> HttpResponse:
    """Her own password; the authenticator is set up in the second step, as at every first sign-in."""
    joining = request.session.get(JOINING)
    timely = joining is not None and joining["at"] > time.time() - SECONDS
    found = open_invitation(joining["invitation"], request.mart) if joining and timely else None
    if found is None:
        return redirect("ui:join")
    form = NewPasswordForm(found.user, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(found, password=form.cleaned_data["new"], signed_in=_is_she(request, found))
        except HaatError as problem:
            form.add_error("new", problem.message)
        else:
            request.session.pop(JOINING, None)
            begin_half(request, user)
            return redirect("ui:second_factor")
    status = 422 if form.errors else 200
    return render(request, "ui/join_password.html", {"form": form, "person": found.user}, status=status)
