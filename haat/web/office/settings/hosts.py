"""The addresses at which the mart answers; the machine must let each of them in (HAAT_HOSTS)."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.core.errors import HaatError
from haat.places.actions import change_mart
from haat.places.models import Mart
from haat.places.queries import mart_now
from haat.places.rules import lets_in, read_host
from haat.web.office.desk.page import act_with, of_district
from haat.web.office.settings.forms import MartForm
from haat.web.office.settings.frame import page
from haat.web.office.settings.mart import history
from haat.web.ui.gate import actor, office
from haat.web.ui.middleware import HOSTS
from haat.web.ui.request import Request

TOLD = ("places.mart_opened", "places.mart_changed")
MOST = 20


class HostsForm(MartForm):
    """Every address, one a line. The one she is at stays: without it she would not come back to this page."""

    hosts = forms.CharField(
        label=_("Web addresses, one a line"),
        max_length=2500,
        widget=forms.Textarea(
            attrs={"rows": 4, "dir": "ltr", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, mart: Mart, here: str, *args: Any, **kwargs: Any) -> None:
        self.here, self.known = here, sorted(mart.hosts.values_list("host", flat=True))
        super().__init__(mart, *args, initial={"hosts": "\n".join(self.known)}, **kwargs)

    @property
    def read(self) -> dict[str, Any]:
        return {"hosts": self.known}

    def clean_hosts(self) -> list[str]:
        try:
            wanted = sorted({read_host(line) for line in self.cleaned_data["hosts"].split()})
        except HaatError as problem:
            raise forms.ValidationError(problem.message) from None
        if len(wanted) > MOST:
            raise forms.ValidationError(say("%(most)s addresses at most.") % {"most": MOST})
        if self.here in self.known and self.here not in wanted:
            raise forms.ValidationError(
                say("You are at %(host)s just now: keep it, or open this page under another one first.")
                % {"host": self.here}
            )
        return wanted


@require_safe
@office("see_settings")
def hosts(request: Request) -> HttpResponse:
    """Every host name, and whether this installation lets it in."""
    of_district(request, "see_settings")
    names = sorted(request.mart.hosts.values_list("host", flat=True))
    rows = [(name, lets_in(name, settings.ALLOWED_HOSTS)) for name in names]
    told = history(request.mart, TOLD)
    return page(request, "hosts", hosts=rows, https=settings.SESSION_COOKIE_SECURE, history=told)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_settings")
def change(request: Request) -> HttpResponse:
    """Other addresses, from now on."""
    of_district(request, "change_settings")
    now, here = mart_now(request.mart), request.get_host().partition(":")[0].lower()
    form, status = HostsForm(now, here), 200
    if request.method == "POST":
        form, status = HostsForm(now, here, request.POST), 422
        done = _("Saved. The mart answers there within a minute, where the machine lets the name in.")
        do = lambda: change_mart(now, **form.cleaned_data, seen=form.read, by=actor(request))  # noqa: E731
        if act_with(request, form, do, done=done):
            HOSTS.forget()
            return redirect("office:settings:hosts")
    context = {"form": form, "part": _("Web addresses"), "back_url": reverse("office:settings:hosts")}
    return page(request, "change_hosts", status=status, tab="hosts", **context)
