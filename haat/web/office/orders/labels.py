"""Photos of labels and of what came back, the look at a label, and what the mart asks of who packs food."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.errors import HaatError
from haat.orders import actions
from haat.orders.models import PartPhoto
from haat.orders.queries import part_to_see
from haat.orders.showing import asks_food_photo, photo_among
from haat.web.office.desk.page import act, act_with, of_district, page
from haat.web.office.orders.forms import PackingForm
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request


def _one(request: Request, deed: str, pk: int) -> PartPhoto:
    """The photo, when its part lies within the reader's scope for `deed`; 404 otherwise."""
    found = photo_among(part_to_see(request.user, request.mart, deed), pk)
    if found is None:
        raise Http404
    return found


@require_safe
@office("see_orders")
def photo(request: Request, pk: int) -> HttpResponse:
    """The photo itself."""
    try:
        content = actions.open_photo(_one(request, "see_orders", pk))
    except HaatError:
        raise Http404 from None
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


@require_POST
@office("answer_makers")
def judge(request: Request, pk: int) -> HttpResponse:
    """The label was looked at: right, or something lacks."""
    found, right = _one(request, "answer_makers", pk), request.POST.get("label") == "right"
    done = _("Noted: the label is right.") if right else _("Noted: something lacks. The maker reads it.")
    act(request, lambda: actions.judge_label(found, right=right, by=actor(request)), done=done)
    return redirect("office:orders:order", found.part.number)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_orders")
def packing(request: Request) -> HttpResponse:
    """What the mart asks of who packs."""
    of_district(request, "change_orders")
    form, status = PackingForm(initial={"food_photo": asks_food_photo(request.mart)}), 200
    if request.method == "POST":
        form, status = PackingForm(request.POST), 422
        if act_with(
            request,
            form,
            lambda: actions.set_packing_rule(request.mart, **form.cleaned_data, by=actor(request)),
            done=_("Kept. It holds for what is packed from now on."),
        ):
            return redirect("office:orders:packing")
    return page(request, "orders/packing", status=status, form=form)
