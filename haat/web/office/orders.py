"""Seller orders: the list and one order with its road, buyer, lines, money and history."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import day_of, today
from haat.core.languages import best
from haat.delivery.models import Parcel
from haat.ledger.models import Invoice
from haat.orders import actions
from haat.orders.models import Return, SellerOrder
from haat.orders.queries import parts_visible_to
from haat.orders.rules import CLOSED_STATES
from haat.people.rules import can, scope
from haat.web.office.blocks import Blocks
from haat.web.office.history import history_of
from haat.web.office.listing import MOST_EXPORTED, export, export_url, listing, rupees_cell, sorted_by, typed
from haat.web.office.page import act, act_with, here, page, say_undrawn
from haat.web.office.words import METHODS, PART_STATES, word
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.templatetags.ui import phone

State = SellerOrder.State
SORTS = {
    "number": "number",
    "placed": "placed_at",
    "promised": "promised_by",
    "state": "state",
    "block": "maker__block__slug",
    "total": "goods_paise",
}
GOING = (State.PLACED, State.ACCEPTED, State.PACKED, State.ON_THE_WAY)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why, as the buyer will read it"), max_length=200)


def _found(request: Request, blocks: Blocks) -> QuerySet[SellerOrder]:
    given = request.GET
    rows = parts_visible_to(request.user, request.mart)
    if blocks.chosen:
        rows = rows.filter(maker__block=blocks.chosen)
    if given.get("method") in METHODS:
        rows = rows.filter(order__method=given["method"])
    if words := typed(request, "q").replace(" ", ""):
        rows = rows.filter(Q(number__icontains=words) | Q(order__phone__contains=words) | Q(order__pin=words))
    return rows


def _of_tab(rows: QuerySet[SellerOrder], tab: str) -> QuerySet[SellerOrder]:
    if tab == "late":
        return rows.filter(state__in=GOING, promised_by__lt=today())
    if tab == "return":
        return rows.filter(return_asked__state=Return.State.ASKED)
    if tab in PART_STATES:
        return rows.filter(state=tab)
    return rows


@require_safe
@office("see_orders")
def orders(request: Request) -> HttpResponse:
    """The list, filtered and sorted; `?export=` takes it out as a table."""
    blocks = Blocks(request, here(request, "see_orders"))
    tab = request.GET.get("state", "")
    rows = _of_tab(_found(request, blocks), tab)
    if request.GET.get("export"):
        return _export(request, sorted_by(request, rows, SORTS, "-placed")[0])
    context: dict[str, Any] = {
        "listing": listing(request, rows, SORTS, "-placed"),
        "blocks": blocks,
        "tab": tab,
        "tabs": [
            ("", gettext("All")),
            ("late", gettext("Late")),
            ("return", gettext("Return asked")),
            *PART_STATES.items(),
        ],
        "methods": METHODS.items(),
        "export_url": export_url(request),
        "day": today(),
    }
    return page(request, "orders", "orders", **context)


def _export(request: Request, rows: QuerySet[SellerOrder]) -> HttpResponse:
    heads = [
        gettext("Number"),
        gettext("Placed"),
        gettext("State"),
        gettext("Promised by"),
        gettext("Maker"),
        gettext("Block"),
        gettext("Buyer"),
        gettext("Phone"),
        gettext("PIN"),
        gettext("District"),
        gettext("Paid by"),
        gettext("Goods, ₹"),
        gettext("Delivery, ₹"),
        gettext("To the maker, ₹"),
        gettext("Tax, ₹"),
    ]
    table = [
        [
            part.number,
            day_of(part.placed_at).isoformat(),
            word(part.state, "part"),
            part.promised_by.isoformat(),
            best(part.maker.names).text,
            best(part.maker.block.names).text,
            part.order.name,
            phone(part.order.phone),
            part.order.pin,
            best(part.order.district.names).text,
            word(part.order.method, "method"),
            rupees_cell(part.goods_paise),
            rupees_cell(part.delivery_paise),
            rupees_cell(part.maker_paise),
            rupees_cell(part.tax_paise),
        ]
        for part in rows[:MOST_EXPORTED]
    ]
    return export(request, "orders", heads, table)


def _one(request: Request, deed: str, number: str) -> SellerOrder:
    """The seller order, when its maker lies within the reader's scope for `deed`; 404 otherwise."""
    place = scope(request.user, request.mart, deed)
    rows = parts_visible_to(request.user, request.mart).select_related("order__district", "order__ship_state", "mart")
    found = rows.filter(place.range("maker__block__path"), number=number).first() if place else None
    if found is None:
        raise Http404
    return found


@require_safe
@office("see_orders")
def order(request: Request, number: str) -> HttpResponse:
    """One seller order."""
    return _page(request, _one(request, "see_orders", number))


def _page(
    request: Request,
    part: SellerOrder,
    *,
    cancel: ReasonForm | None = None,
    answer: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = Return.objects.filter(part=part).first()
    parcel = Parcel.objects.filter(part=part).select_related("round__rider").first()
    parcels = [parcel.pk] if parcel else []
    open_, return_open = part.state not in CLOSED_STATES, asked is not None and asked.state == Return.State.ASKED
    say_undrawn(request, cancel, drawn=open_)
    say_undrawn(request, answer, drawn=return_open)
    context: dict[str, Any] = {
        "part": part,
        "lines": list(part.lines.select_related("good").order_by("pk")),
        "road": road(part),
        "parcel": parcel,
        "invoices": list(Invoice.objects.filter(part=part).order_by("pk")),
        "siblings": list(part.order.parts.exclude(pk=part.pk).select_related("maker").order_by("pk")),
        "asked": asked,
        "return_open": return_open,
        "history": history_of(
            ("orders.sellerorder", [part.pk]), ("orders.order", [part.order_id]), ("delivery.parcel", parcels)
        ),
        "may_change": can(request.user, "change_orders", mart=request.mart, place=part.maker.block),
        "may_act": can(request.user, "act_for_maker", mart=request.mart, place=part.maker.block),
        "act_url": f"/maker/?for={part.maker_id}",
        "open": open_,
        "late": part.state in GOING and part.promised_by < today(),
        "cancel_form": cancel or ReasonForm(prefix="cancel"),
        "answer_form": answer or ReasonForm(prefix="answer"),
    }
    return page(request, "order", "orders", status=status, **context)


def road(part: SellerOrder) -> list[tuple[str, datetime | None]]:
    """The stations of an order: (state, when reached), those to come without a moment."""
    stations: list[tuple[str, datetime | None]] = [
        (State.PLACED, part.placed_at),
        (State.ACCEPTED, part.accepted_at),
        (State.PACKED, part.packed_at),
        (State.ON_THE_WAY, part.sent_at),
        (State.DELIVERED, part.delivered_at),
    ]
    if part.state in (State.CANCELLED, State.RETURNED):
        stations = [station for station in stations if station[1]] + [(part.state, part.closed_at)]
    return stations


@require_POST
@office("change_orders")
def cancel(request: Request, number: str) -> HttpResponse:
    """End it before delivery, with a reason."""
    part, form = _one(request, "change_orders", number), ReasonForm(request.POST, prefix="cancel")
    if act_with(
        request,
        form,
        lambda: actions.cancel(part, reason=form.cleaned_data["reason"], by=actor(request)),
        done=_("Cancelled. What the buyer paid is owed back to her."),
    ):
        return redirect("office:order", number)
    return _page(request, part, cancel=form, status=422)


def _asked(request: Request, number: str) -> Return:
    part = _one(request, "change_orders", number)
    asked = Return.objects.filter(part=part).select_related("part__order").first()
    if asked is None:
        raise Http404
    return asked


@require_POST
@office("change_orders")
def receive_return(request: Request, number: str) -> HttpResponse:
    """The goods have come back."""
    asked, resale = _asked(request, number), request.POST.get("resale") == "yes"
    done = _("Return received. The money is owed back to the buyer.")
    act(request, lambda: actions.receive_return(asked, resale=resale, by=actor(request)), done=done)
    return redirect("office:order", number)


@require_POST
@office("change_orders")
def refuse_return(request: Request, number: str) -> HttpResponse:
    """The return is not agreed to, with a reason."""
    asked, form = _asked(request, number), ReasonForm(request.POST, prefix="answer")
    if act_with(
        request,
        form,
        lambda: actions.refuse_return(asked, reason=form.cleaned_data["reason"], by=actor(request)),
        done=_("Return refused. The buyer reads your reason."),
    ):
        return redirect("office:order", number)
    return _page(request, _one(request, "change_orders", number), answer=form, status=422)
