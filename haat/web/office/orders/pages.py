"""Parts: the list and one order with its road, buyer, lines, money and history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import today
from haat.delivery import carriers
from haat.delivery.actions import pack as pack_part
from haat.delivery.packing import pack_day, pack_days
from haat.delivery.queries import carrier_for, parcel_of
from haat.learning.practice import check_of
from haat.ledger.queries import papers_of
from haat.orders import actions
from haat.orders.finding import holding
from haat.orders.in_block import parts_listed, within
from haat.orders.models import OrderLine, Part, PartPhoto, Return
from haat.orders.queries import listed, part_to_see, return_of, with_places
from haat.orders.rules import CLOSED_STATES, may_come_back, may_divide, may_hold
from haat.orders.shares import returned_paise
from haat.orders.showing import photos_of
from haat.payments.queries import payment_of
from haat.people.rules import can
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import export_url, listing, sorted_by, typed
from haat.web.office.desk.page import act, act_with, blocks_on, here, page, say_undrawn
from haat.web.office.orders.cash import until_word
from haat.web.office.orders.exporting import export_orders
from haat.web.office.orders.forms import HoldForm, PackForm, ReasonForm
from haat.web.office.orders.words import METHODS, PART_STATES, done_with
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.pieces import left_to_return, pieces_of, rows_of, seen_of
from haat.web.ui.request import Request

State = Part.State
SORTS = {
    "number": "number",
    "placed": "placed_at",
    "promised": "promised_by",
    "state": "state",
    "block": "maker__block__slug",
    "total": "goods_paise",
}
# Box, paper and string weigh something too.
PACKING_G = 50
GOING = (State.PLACED, State.ACCEPTED, State.PACKED, State.ON_THE_WAY)


def _found(request: Request, blocks: Blocks) -> QuerySet[Part]:
    given = request.GET
    rows = parts_listed(request.user, request.mart, blocks.chosen)
    if given.get("method") in METHODS:
        rows = rows.filter(order__method=given["method"])
    if words := typed(request, "q").replace(" ", ""):
        rows = holding(request.mart, rows, words)
    return rows


def _blocks(request: Request, blocks: Blocks) -> Mapping[str, Sequence[tuple[str, Q]]]:
    """The blocks there may be, where the list goes by them."""
    if blocks.chosen or request.GET.get("sort", "").removeprefix("-") != "block":
        return {}
    ordered, found = sorted(blocks.all, key=lambda block: block.slug), dict[str, Q]()
    for block, where in zip(ordered, within(request.mart, ordered), strict=True):
        # Blocks of two districts may be called alike: the list goes by their name, and so they are one value of it.
        found[block.slug] = found[block.slug] | where if block.slug in found else where
    return {"block": list(found.items())}


def _of_tab(rows: QuerySet[Part], tab: str) -> QuerySet[Part]:
    if tab == "late":
        return rows.filter(state__in=GOING, closed_at=None, promised_by__lt=today())
    if tab == "return":
        return rows.filter(returns__state=Return.State.ASKED)
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
        return export_orders(request, sorted_by(request, rows, SORTS, "-placed")[0])
    shown = listing(request, listed(rows), SORTS, "-placed", among=_blocks(request, blocks))
    with_places(shown.rows)
    until = pack_days(request.mart, shown.rows)
    for part in shown.rows:
        part.until = until.get(part.pk)
    context: dict[str, Any] = {
        "listing": shown,
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
    return page(request, "orders/list", **context)


def _one(request: Request, deed: str, number: str) -> Part:
    """The part, when its maker lies within the reader's scope for `deed`; 404 otherwise."""
    return one_or_404(part_to_see(request.user, request.mart, deed), number=number)


@require_safe
@office("see_orders")
def order(request: Request, number: str) -> HttpResponse:
    """One part."""
    return _page(request, _one(request, "see_orders", number))


def _page(
    request: Request,
    part: Part,
    *,
    cancel: ReasonForm | None = None,
    answer: ReasonForm | None = None,
    hold: HoldForm | None = None,
    back: ReasonForm | None = None,
    packed: PackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    prefetch_related_objects([part], "returns__lines__line")
    returns = sorted(part.returns.all(), key=lambda ret: ret.pk)
    photos = list(photos_of(part))
    for ret in returns:
        ret.shown = [photo for photo in photos if photo.ret_id == ret.pk]  # type: ignore[attr-defined]
    lines = list(part.lines.select_related("good").order_by("pk"))
    parcel = parcel_of(part)
    parcels = [parcel.pk] if parcel else []
    payment, refunds = payment_of(part.order), list(part.refunds.order_by("pk"))
    returned = returned_paise(part)
    open_, return_open = part.state not in CLOSED_STATES, any(ret.state == Return.State.ASKED for ret in returns)
    left = left_to_return(part) if part.state == State.DELIVERED and not return_open else {}
    taken = {line.pk: line.quantity - left.get(line.pk, 0) for line in lines}
    say_undrawn(request, cancel, drawn=open_)
    say_undrawn(request, answer, drawn=return_open)
    say_undrawn(request, hold, drawn=may_hold(part))
    say_undrawn(request, back, drawn=any(left.values()))
    say_undrawn(request, packed, drawn=part.state == State.ACCEPTED)
    context: dict[str, Any] = {
        "part": part,
        "lines": lines,
        "divide_rows": rows_of(lines) if may_divide(part) else [],
        "may_hold": may_hold(part),
        "may_take_back": any(left.values()) and may_come_back(part, now=timezone.now()),
        "back_rows": rows_of(lines, taken),
        "hold_form": hold or HoldForm(prefix="hold"),
        "pack_form": packed or PackForm(prefix="pack", initial={"weight_g": _packed_g(lines)}),
        "back_form": back or ReasonForm(prefix="back"),
        "road": road(part),
        "pack_by": pack_day(part),
        "labels": [photo for photo in photos if photo.kind == PartPhoto.Kind.LABEL],
        "check": check_of(part),
        "may_judge": can(request.user, "answer_makers", mart=request.mart, place=part.maker.block),
        "parcel": parcel,
        "word_until": until_word(part.order, payment),
        "invoices": list(papers_of(part)),
        "blocks": blocks_on(request, part),
        "siblings": list(part.order.parts.exclude(pk=part.pk).select_related("maker").order_by("pk")),
        "returns": returns,
        "return_open": return_open,
        "returned_paise": returned,
        "remains_paise": part.total_paise - returned,
        "refunds": refunds if returned else [],
        "history": history_of(
            ("orders.part", [part.pk]),
            ("orders.order", [part.order_id]),
            ("delivery.parcel", parcels),
            ("payments.payment", [payment.pk] if payment else []),
            ("payments.refund", [refund.pk for refund in refunds]),
        ),
        "may_change": can(request.user, "change_orders", mart=request.mart, place=part.maker.block),
        "may_act": part.place is None and can(request.user, "act_for_maker", mart=request.mart, place=part.maker.block),
        "act_url": f"/maker/?for={part.maker_id}",
        "open": open_,
        "late": part.state in GOING and part.promised_by < today(),
        "cancel_form": cancel or ReasonForm(prefix="cancel"),
        "answer_form": answer or ReasonForm(prefix="answer"),
    }
    return page(request, "orders/order", status=status, **context)


def _packed_g(lines: Sequence[OrderLine]) -> int | None:
    """About what the parcel weighs; None when nobody weighed the goods."""
    return (sum(line.weight_g for line in lines) + PACKING_G) if all(line.weight_g for line in lines) else None


def road(part: Part) -> list[tuple[str, datetime | None]]:
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


def _at_its_place(request: Request, number: str) -> Part:
    """A part that is packed at a hub or a centre, not by its maker; 404 otherwise."""
    part = _one(request, "change_orders", number)
    if part.place is None:
        raise Http404
    return part


@require_POST
@office("change_orders")
def accept(request: Request, number: str) -> HttpResponse:
    """It is there and will be packed."""
    part = _at_its_place(request, number)
    act(request, lambda: actions.accept(part, by=actor(request)), done=_("Accepted. Now it is packed."))
    return redirect("office:orders:order", number)


def _packed(part: Part) -> str:
    """Whom a part just packed waits for."""
    carrier = carriers.get(carrier_for(part))
    if carrier.by_round:
        return gettext("Packed. It waits for a rider.")
    return gettext("Packed. Now give it to: %(carrier)s.") % {"carrier": carrier.title}


@require_POST
@office("change_orders")
def pack(request: Request, number: str) -> HttpResponse:
    """It lies packed and weighed where it was kept."""
    part, form = _at_its_place(request, number), PackForm(request.POST, prefix="pack")
    if act_with(
        request,
        form,
        lambda: pack_part(part, weight_g=form.cleaned_data["weight_g"], by=actor(request)),
        done=_packed(part),
    ):
        return redirect("office:orders:order", number)
    return _page(request, part, packed=form, status=422)


@require_POST
@office("change_orders")
def cancel(request: Request, number: str) -> HttpResponse:
    """End it before delivery, with a reason."""
    part, form = _one(request, "change_orders", number), ReasonForm(request.POST, prefix="cancel")
    pieces, by = pieces_of(request.POST), actor(request)

    def end() -> None:
        if pieces is None or not may_divide(part):
            actions.cancel(part, reason=form.cleaned_data["reason"], by=by)
        else:
            seen, reason = seen_of(request.POST), form.cleaned_data["reason"]
            actions.cancel_pieces(part, pieces=pieces, seen=seen, reason=reason, by=by)

    if act_with(
        request,
        form,
        end,
        done=done_with(part, "cancelled"),
    ):
        return redirect("office:orders:order", number)
    return _page(request, part, cancel=form, status=422)


@require_POST
@office("change_orders")
def hold(request: Request, number: str) -> HttpResponse:
    """It, or some of its pieces, are ready on a later day."""
    part, form = _one(request, "change_orders", number), HoldForm(request.POST, prefix="hold")
    pieces, seen, by = pieces_of(request.POST), seen_of(request.POST), actor(request)
    if act_with(
        request,
        form,
        lambda: actions.hold_until(part, **form.cleaned_data, pieces=pieces, seen=seen, by=by),
        done=done_with(part, "held"),
    ):
        return redirect("office:orders:order", number)
    return _page(request, part, hold=form, status=422)


@require_POST
@office("change_orders")
def end_hold(request: Request, number: str) -> HttpResponse:
    """It need not wait any longer."""
    part = _one(request, "change_orders", number)
    act(request, lambda: actions.end_hold(part, by=actor(request)), done=_("It is no longer held."))
    return redirect("office:orders:order", number)


@require_POST
@office("change_orders")
def divide(request: Request, number: str) -> HttpResponse:
    """Pieces go a way of their own, under a number of their own."""
    part, pieces = _one(request, "change_orders", number), pieces_of(request.POST) or {}
    act(
        request,
        lambda: actions.divide(part, pieces=pieces, seen=seen_of(request.POST), by=actor(request)),
        done=_("Divided. The pieces stand under the next number of the order."),
    )
    return redirect("office:orders:order", number)


@require_POST
@office("change_orders")
def take_back(request: Request, number: str) -> HttpResponse:
    """Pieces that are back already: refused at the door, or brought by the buyer."""
    part, form = _one(request, "change_orders", number), ReasonForm(request.POST, prefix="back")
    resale = request.POST.get("resale") == "yes"
    pieces = pieces_of(request.POST) or left_to_return(part)
    if act_with(
        request,
        form,
        lambda: actions.take_back_pieces(
            part, pieces=pieces, reason=form.cleaned_data["reason"], resale=resale, by=actor(request)
        ),
        done=done_with(part, "returned"),
    ):
        return redirect("office:orders:order", number)
    return _page(request, part, back=form, status=422)


def _asked(request: Request, number: str) -> Return:
    """The return that waits for an answer, or the last one; 404 when there is none."""
    asked = return_of(_one(request, "change_orders", number))
    if asked is None:
        raise Http404
    return asked


@require_POST
@office("change_orders")
def receive_return(request: Request, number: str) -> HttpResponse:
    """The goods have come back."""
    asked, resale = _asked(request, number), request.POST.get("resale") == "yes"
    done = done_with(asked.part, "returned")
    act(request, lambda: actions.receive_return(asked, resale=resale, by=actor(request)), done=done)
    return redirect("office:orders:order", number)


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
        return redirect("office:orders:order", number)
    return _page(request, _one(request, "change_orders", number), answer=form, status=422)
