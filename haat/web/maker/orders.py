"""Orders: say yes, pack, hand over; or say why it cannot be made."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.numerals import latin_digits
from haat.delivery.actions import pack as pack_part
from haat.delivery.models import Parcel
from haat.makers.models import Maker
from haat.orders import actions
from haat.orders.models import OrderLine, SellerOrder
from haat.orders.queries import parts_of_maker
from haat.orders.rules import maker_may_cancel
from haat.web.maker.acting import for_maker, page
from haat.web.maker.request import Request

S = SellerOrder.State
OPEN = (S.PLACED, S.ACCEPTED, S.PACKED, S.ON_THE_WAY)
MOST_DONE = 6
# Box, paper and string weigh something too.
PACKING_G = 50
WORDS: dict[str, "str | Promise"] = {
    S.PLACED: gettext_lazy("New"),
    S.ACCEPTED: gettext_lazy("To pack"),
    S.PACKED: gettext_lazy("Packed"),
    S.ON_THE_WAY: gettext_lazy("On the way"),
    S.DELIVERED: gettext_lazy("With the buyer"),
    S.CANCELLED: gettext_lazy("Cancelled"),
    S.RETURNED: gettext_lazy("Came back"),
}
# Why a maker cannot; the buyer reads the same words in her own language.
REASONS: dict[str, "str | Promise"] = {
    "sold": gettext_lazy("The last piece was sold at the haat"),
    "material": gettext_lazy("The material has run out"),
    "ill": gettext_lazy("Somebody at home is ill"),
    "broken": gettext_lazy("The piece broke or went bad"),
    "late": gettext_lazy("It cannot be ready by that day"),
}


@require_safe
@for_maker
def orders(request: Request) -> HttpResponse:
    """New ones first, then what to pack, what to hand over, what is on its way, and the last that ended."""
    maker = request.acting.maker
    going = list(parts_of_maker(maker, OPEN))
    groups = [
        (S.PLACED, _("New: say yes"), [part for part in going if part.state == S.PLACED]),
        (S.ACCEPTED, _("Pack these"), [part for part in going if part.state == S.ACCEPTED]),
        (S.ON_THE_WAY, _("On the way"), [part for part in going if part.state == S.ON_THE_WAY]),
    ]
    ended = SellerOrder.objects.filter(maker=maker, state__in=(S.DELIVERED, S.CANCELLED, S.RETURNED))
    done = list(ended.select_related("order__district").prefetch_related("lines").order_by("-pk")[:MOST_DONE])
    return page(
        request,
        "orders",
        groups=[group for group in groups if group[2]],
        parcels=_parcels(maker),
        done=done,
        none_open=not going,
        day=today(),
        words=WORDS,
    )


def _parcels(maker: Maker) -> list[Parcel]:
    """What lies packed, with the rider who comes for it when a round is planned."""
    rows = Parcel.objects.filter(part__maker=maker, part__state=S.PACKED)
    rows = rows.select_related("part__order__district", "round__rider")
    return list(rows.prefetch_related("part__lines").order_by("part__promised_by", "pk"))


def _one(request: Request, number: str) -> SellerOrder:
    """The maker's own order, once it is paid for or to be paid in cash; 404 for all others."""
    rows = SellerOrder.objects.filter(maker=request.acting.maker, number=number).exclude(state=S.AWAITING_PAYMENT)
    part = rows.select_related("order__district", "maker", "mart").first()
    if part is None:
        raise Http404
    return part


@require_safe
@for_maker
def order(request: Request, number: str) -> HttpResponse:
    """One order: what to put in, by when, for whom (first name and district only), and the one next step."""
    return _page(request, _one(request, number))


def _page(request: Request, part: SellerOrder, **wrong: str) -> HttpResponse:
    rows = part.lines.select_related("good").prefetch_related("good__photos__picture")
    lines: list[OrderLine] = list(rows.order_by("pk"))
    parcel = Parcel.objects.filter(part=part).select_related("round__rider").first()
    weight = sum(line.weight_g for line in lines)
    return page(
        request,
        "order",
        status=422 if wrong else 200,
        part=part,
        lines=lines,
        pieces=sum(line.quantity for line in lines),
        parcel=parcel,
        weight=request.POST.get("weight") or (weight + PACKING_G if weight else ""),
        first_name=part.order.name.split()[0] if part.order.name.split() else "",
        word=WORDS.get(part.state, ""),
        may_cancel=maker_may_cancel(part),
        reasons=[{"value": code, "title": text} for code, text in REASONS.items()],
        chosen=request.POST.get("reason", ""),
        late=part.promised_by < today() and part.state in OPEN,
        wrong=wrong,
    )


def _act(request: Request, part: SellerOrder, field: str, action: Callable[[], object], done: str) -> HttpResponse:
    """Do it and say so; a refusal stands on the order's page at its field."""
    try:
        action()
    except HaatError as problem:
        part.refresh_from_db()
        return _page(request, part, **{field: problem.message})
    messages.success(request, done)
    return redirect("maker:order", part.number)


@require_POST
@for_maker
def accept(request: Request, number: str) -> HttpResponse:
    """Say yes."""
    part = _one(request, number)
    return _act(request, part, "state", lambda: actions.accept(part, by=request.acting.by), _("Good. Now pack it."))


@require_POST
@for_maker
def pack(request: Request, number: str) -> HttpResponse:
    """It lies packed and weighed."""
    part = _one(request, number)
    text = latin_digits(request.POST.get("weight", "")).replace(",", "").strip()
    weight = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
    done = _("Packed. Keep it ready for the rider.")
    return _act(request, part, "weight", lambda: pack_part(part, weight_g=weight, by=request.acting.by), done)


@require_POST
@for_maker
def cannot(request: Request, number: str) -> HttpResponse:
    """She cannot make it: the buyer is told why in her language, and gets her money back."""
    part, code = _one(request, number), request.POST.get("reason", "")
    if not maker_may_cancel(part):
        return _page(request, part, state=_("This order cannot be stopped any more. Call the desk."))
    if code not in REASONS:
        return _page(request, part, reason=_("Reason: tap one, so that the buyer understands."))
    with override(part.order.language):
        reason = str(REASONS[code])
    done = _("The order is cancelled. The buyer has been told.")
    return _act(request, part, "reason", lambda: actions.cancel(part, reason=reason, by=request.acting.by), done)
