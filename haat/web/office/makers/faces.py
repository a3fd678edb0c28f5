"""What buyers see of a maker, and how its members are called: the portrait, and a member's names."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError
from haat.core.files import check_size, store_picture
from haat.core.limits import hit
from haat.makers import actions
from haat.makers.models import Maker
from haat.web.office.desk.page import act, act_with, page
from haat.web.office.makers.forms import RenameForm
from haat.web.office.makers.pages import one
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

# What a browser offers to choose from; what it really is, the content says.
PICTURES = "image/jpeg,image/png,image/webp"


class PortraitForm(forms.Form):
    """A picture of the maker."""

    photo = forms.FileField(
        label=gettext_lazy("New picture"),
        help_text=gettext_lazy("A photo of the group or the artisan, at work or at home. At most 12 MB."),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_makers")
def portrait(request: Request, pk: int) -> HttpResponse:
    """The portrait: another one is uploaded, or it is taken away."""
    found = one(request, "change_makers", pk)
    if request.method != "POST":
        return page(request, "makers/portrait", maker=found, form=PortraitForm())
    if request.POST.get("deed") == "remove":
        removed = _("The picture is taken away.")
        act(request, lambda: actions.set_portrait(found, picture=None, by=actor(request)), done=removed)
        return redirect("office:makers:maker", pk)
    form = PortraitForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _hang(request, found, form)
        except HaatError as problem:
            form.add_error("photo", problem.message)
        else:
            messages.success(request, _("Saved. Buyers see the new picture."))
            return redirect("office:makers:maker", pk)
    return page(request, "makers/portrait", status=422, maker=found, form=form)


def _hang(request: Request, maker: Maker, form: PortraitForm) -> None:
    sent = form.cleaned_data["photo"]
    check_size(sent.size)
    hit(f"portrait:{request.user.pk}", most=60, seconds=600)
    actions.set_portrait(maker, picture=store_picture(sent.read()), by=actor(request))


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_makers")
def rename(request: Request, pk: int, member: int) -> HttpResponse:
    """How a member is called, in each language."""
    found = one(request, "change_makers", pk)
    her = one_or_404(found.members.select_related("maker"), pk=member)
    if request.method != "POST":
        return page(request, "makers/rename", maker=found, member=her, form=RenameForm(found.mart, her))
    form = RenameForm(found.mart, her, request.POST)
    saved = act_with(
        request,
        form,
        lambda: actions.change_member(her, names=form.names("name", known=her.names), by=actor(request)),
        done=_("Saved."),
    )
    if saved:
        return redirect("office:makers:members", pk)
    return page(request, "makers/rename", status=422, maker=found, member=her, form=form)
