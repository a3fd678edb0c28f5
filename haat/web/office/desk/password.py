"""An officer's own password."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError
from haat.core.limits import hit
from haat.people.actions import set_password
from haat.people.models import User
from haat.web.office.desk.page import page
from haat.web.office.desk.rail import home_of
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request, posted


class ChangeForm(forms.Form):
    """The password as it is, and as it shall be."""

    old = forms.CharField(
        label=gettext_lazy("Password until now"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=128,
        help_text=gettext_lazy("At least ten characters; three or four words are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_old(self) -> str:
        old = str(self.cleaned_data["old"])
        if not self._user.check_password(old):
            raise forms.ValidationError(_("This is not your password. Look whether the keyboard writes capitals."))
        return old

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        validate_password(new, self._user)
        return new


@require_http_methods(["GET", "HEAD", "POST"])
@office("enter_office")
def password(request: Request) -> HttpResponse:
    """Change it; the sessions on other machines end."""
    if request.method == "POST" and not _may_try(request):
        return page(request, "password", status=422, form=ChangeForm(request.user))
    form = ChangeForm(request.user, posted(request))
    if request.method == "POST" and _changed(request, form):
        messages.success(request, _("Your password is changed."))
        return redirect(home_of(request.user, request.mart))
    return page(request, "password", status=422 if form.errors else 200, form=form)


def _may_try(request: Request) -> bool:
    """After too many tries nothing is judged: the answer is the same for a right guess and a wrong one."""
    try:
        hit(f"password-change:{request.user.pk}", most=10, seconds=600)
    except HaatError as problem:
        messages.error(request, problem.message)
        return False
    return True


def _changed(request: Request, form: ChangeForm) -> bool:
    if not form.is_valid():
        return False
    set_password(request.user, password=form.cleaned_data["new"], by=actor(request))
    update_session_auth_hash(request, request.user)
    return True
