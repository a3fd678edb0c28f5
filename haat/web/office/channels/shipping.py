"""Handing over what a channel sold: times asked for and booked, labels, and what left with another carrier."""

from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.channels import actions
from haat.channels.handing import shipment_of, slots_of, to_send
from haat.channels.labels import label_of
from haat.channels.models import Sale, Shipment
from haat.web.office.channels.frame import CHANGE
from haat.web.office.channels.sale_page import sale_here, sale_page, shown
from haat.web.office.channels.shipping_forms import BookForm, LeftForm, SizeForm
from haat.web.office.desk.page import act, act_with, say_undrawn
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

MOST_SEEN = 600


def _parcel(request: Request, pk: int, number: int) -> tuple[Sale, Shipment]:
    """A parcel of an order of the mart's channels; 404 for any other."""
    sale = sale_here(request, pk, CHANGE)
    row = shipment_of(sale, number)
    if row is None:
        raise Http404
    return sale, row


def _again(request: Request, sale: Sale, row: Shipment, name: str, form: Any) -> HttpResponse:
    """The page with a form as it was sent; one that it no longer takes is told of."""
    rows = shown(sale, forms=True)
    each = next(each for each in rows if each.row.pk == row.pk)
    drawn = getattr(each, name) is not None
    say_undrawn(request, form, drawn=drawn)
    if drawn:
        setattr(each, name, form)
    return sale_page(request, sale_here(request, sale.pk, CHANGE), rows=rows, status=422)


@require_POST
@office(CHANGE)
def times(request: Request, pk: int, number: int) -> HttpResponse:
    """Ask the channel when it may be handed over."""
    sale, row = _parcel(request, pk, number)
    form = SizeForm(request.POST, prefix="size")

    def do() -> None:
        actions.offer_times(row, packed=form.packed(), by=actor(request))

    if act_with(request, form, do, done=_("The channel has been asked for times. Choose one of those it offers.")):
        return redirect("office:channels:sale", pk)
    return _again(request, sale, row, "size", form)


@require_POST
@office(CHANGE)
def book(request: Request, pk: int, number: int) -> HttpResponse:
    """Book one of the times, or move the parcel to it; told twice it counts once."""
    sale, row = _parcel(request, pk, number)
    form, came = BookForm(slots_of(row), request.POST), list[Shipment]()
    seen = request.POST.get("seen", "")[:MOST_SEEN] or None

    def do() -> None:
        came.append(actions.book_pickup(row, slot=form.cleaned_data["slot"], seen=seen, by=actor(request)))

    if act_with(request, form, do, done=_done(came, _("Booked. The channel fetches it then."))):
        return redirect("office:channels:sale", pk)
    return _again(request, sale, row, "book", form)


@require_POST
@office(CHANGE)
def left(request: Request, pk: int, number: int) -> HttpResponse:
    """Tell the channel that another carrier has it; told twice it counts once."""
    sale, row = _parcel(request, pk, number)
    form, came = LeftForm(to_send(sale, without=row), {}, request.POST), list[Shipment]()

    def do() -> None:
        came.append(actions.tell_left(row, **form.told(), by=actor(request)))

    if act_with(request, form, do, done=_done(came, _("The channel knows now that it has left."))):
        return redirect("office:channels:sale", pk)
    return _again(request, sale, row, "left", form)


@require_POST
@office(CHANGE)
def want_label(request: Request, pk: int, number: int) -> HttpResponse:
    """Have the label made, or made anew."""
    _sale, row = _parcel(request, pk, number)
    done = _("The label will be asked for. It is here in some minutes.")
    act(request, lambda: actions.want_label(row, by=actor(request)), done=done)
    return redirect("office:channels:sale", pk)


@require_safe
@office(CHANGE)
def label(request: Request, pk: int, number: int) -> HttpResponse:
    """The label as the channel made it: saved by the browser, never shown by it, whatever it is."""
    sale, row = _parcel(request, pk, number)
    content = label_of(row)
    if content is None:
        raise Http404
    name = "".join(sign for sign in sale.external_id if sign.isascii() and (sign.isalnum() or sign in "-_"))
    headers = {
        "Content-Disposition": f'attachment; filename="label-{name or sale.pk}-{row.number}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _done(came: list[Shipment], words: "str | Promise") -> Promise:
    """What is said when it was asked: that it happened, or that nobody knows yet."""

    def said() -> str:
        if came and came[0].state == Shipment.State.UNKNOWN:
            return gettext("Nobody answered. It may have happened: it is read back, and stands here in some minutes.")
        return str(words)

    found: Any = lazy(said, str)()
    return cast(Promise, found)
