"""What makers want changed of goods in the shop: the old beside the new, to be accepted or sent back."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue import actions
from haat.catalogue.models import Change
from haat.catalogue.queries import changes_of_place, changes_to_look_at
from haat.people.rules import can
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import paged, with_those
from haat.web.office.desk.page import act, act_with, back_to, here, page, say_undrawn
from haat.web.office.goods.forms import ChangeBackForm
from haat.web.office.goods.words import BACK_UNTOLD
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

ROWS = 20


@require_safe
@office("see_goods")
def changes(request: Request) -> HttpResponse:
    """The list, the longest waiting first."""
    return _page(request)


def _page(request: Request, refused: ChangeBackForm | None = None) -> HttpResponse:
    blocks = Blocks(request, here(request, "see_goods"))
    waiting = changes_to_look_at(request.mart, blocks.place)
    found = paged(request, waiting, "asked_at", size=ROWS)
    shown = with_those(found.rows, waiting, [refused.change.pk] if refused else [])
    say_undrawn(request, refused, drawn=refused is not None and refused.change in shown)
    rows = [
        {
            "change": change,
            "form": refused if refused and refused.change.pk == change.pk else ChangeBackForm(change),
            "may": can(request.user, "check_goods", mart=request.mart, place=change.good.maker.block),
        }
        for change in shown
    ]
    return page(request, "goods/changes", status=422 if refused else 200, blocks=blocks, listing=found, rows=rows)


def _here(request: Request, pk: int) -> Change:
    """The change, waiting or settled, when its maker lies within the reader's scope; 404 otherwise."""
    return one_or_404(changes_of_place(request.mart, here(request, "check_goods")), pk=pk)


@require_POST
@office("check_goods")
def accept(request: Request, pk: int) -> HttpResponse:
    """The new one is in the shop."""
    change = _here(request, pk)
    asked = request.POST.get("asked", "")[:40]
    act(
        request,
        lambda: actions.accept_change(change, asked=asked, by=actor(request)),
        done=_("Accepted. Buyers see it now."),
    )
    return back_to(request, "office:goods:changes")


@require_POST
@office("check_goods")
def send_back(request: Request, pk: int) -> HttpResponse:
    """The old one stays; the maker hears why."""
    change = _here(request, pk)
    form = ChangeBackForm(change, request.POST)

    def send() -> object:
        given = form.cleaned_data
        return actions.send_back_change(
            change, reasons=given["reasons"], note=given["note"], asked=given["asked"], by=actor(request)
        )

    phone = change.good.maker.phone
    done = _("Sent back. The maker gets a message that says why.") if phone else BACK_UNTOLD
    if act_with(request, form, send, done=done):
        return back_to(request, "office:goods:changes")
    return _page(request, form)
