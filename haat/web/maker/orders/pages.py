"""Orders: say yes, pack, hand over; or say why it cannot be made."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.numerals import latin_digits
from haat.delivery.actions import pack as pack_part
from haat.delivery.queries import packed_of, parcel_of
from haat.orders import actions
from haat.orders.models import OrderLine, Part
from haat.orders.queries import ended_parts, known_to, parts_of_maker
from haat.orders.rules import maker_may_cancel, may_divide
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.ui.found import one_or_404
from haat.web.ui.pieces import pieces_of, rows_of

S = Part.State
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
    open_ = list(parts_of_maker(maker, OPEN))
    going = [part for part in open_ if part.place is None]
    groups = [
        (S.PLACED, _("New: say yes"), [part for part in going if part.state == S.PLACED]),
        (S.ACCEPTED, _("Pack these"), [part for part in going if part.state == S.ACCEPTED]),
        (S.ON_THE_WAY, _("On the way"), [part for part in going if part.state == S.ON_THE_WAY]),
    ]
    return page(
        request,
        "orders/list",
        groups=[group for group in groups if group[2]],
        parcels=list(packed_of(maker)),
        elsewhere=[part for part in open_ if part.place is not None],
        done=list(ended_parts(maker)[:MOST_DONE]),
        none_open=not open_,
        day=today(),
        words=WORDS,
    )


def _one(request: Request, number: str) -> Part:
    """The maker's own order, once it is paid for or to be paid in cash; 404 for all others."""
    return one_or_404(known_to(request.acting.maker), number=number)


def _hers(request: Request, number: str) -> Part:
    """The same, when she packs it herself; what lies at a hub is packed there."""
    return one_or_404(known_to(request.acting.maker), number=number, place=None)


@require_safe
@for_maker
def order(request: Request, number: str) -> HttpResponse:
    """One order: what to put in, by when, for whom (first name and district only), and the one next step."""
    return _page(request, _one(request, number))


def _page(request: Request, part: Part, **wrong: str) -> HttpResponse:
    rows = part.lines.select_related("good").prefetch_related("good__photos__picture")
    lines: list[OrderLine] = list(rows.order_by("pk"))
    parcel, hers = parcel_of(part), part.place is None
    weight = sum(line.weight_g for line in lines)
    return page(
        request,
        "orders/order",
        status=422 if wrong else 200,
        part=part,
        lines=lines,
        pieces=sum(line.quantity for line in lines),
        parcel=parcel,
        weight=request.POST.get("weight") or (weight + PACKING_G if weight else ""),
        first_name=part.order.name.split()[0] if part.order.name.split() else "",
        word=WORDS.get(part.state, ""),
        may_cancel=hers and maker_may_cancel(part),
        rows=rows_of(lines) if may_divide(part) else [],
        may_hold=hers and may_divide(part),
        rest_on=request.POST.get("rest_on", ""),
        first_day=today() + timedelta(days=1),
        reasons=[{"value": code, "title": text} for code, text in REASONS.items()],
        chosen=request.POST.get("reason", ""),
        over=part.state not in OPEN,
        late=part.promised_by < today() and part.state in OPEN,
        wrong=wrong,
    )


def _act(request: Request, part: Part, field: str, action: Callable[[], object], done: str) -> HttpResponse:
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
    part = _hers(request, number)
    return _act(request, part, "state", lambda: actions.accept(part, by=request.acting.by), _("Good. Now pack it."))


@require_POST
@for_maker
def pack(request: Request, number: str) -> HttpResponse:
    """It lies packed and weighed."""
    part = _hers(request, number)
    text = latin_digits(request.POST.get("weight", "")).replace(",", "").strip()
    weight = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
    done = _("Packed. Keep it ready for the rider.")
    return _act(request, part, "weight", lambda: pack_part(part, weight_g=weight, by=request.acting.by), done)


@require_POST
@for_maker
def cannot(request: Request, number: str) -> HttpResponse:
    """She cannot make it: the buyer is told why in her language, and gets her money back."""
    part, code = _hers(request, number), request.POST.get("reason", "")
    if not maker_may_cancel(part):
        return _page(request, part, state=_("This order cannot be stopped any more. Call the desk."))
    if code not in REASONS:
        return _page(request, part, reason=_("Reason: tap one, so that the buyer understands."))
    with override(part.order.language):
        reason = str(REASONS[code])
    done = _("The order is cancelled. The buyer gets a message.")
    pieces, by, only_while = pieces_of(request.POST), request.acting.by, maker_may_cancel

    def cancel() -> None:
        if pieces is None:
            actions.cancel(part, reason=reason, by=by, only_while=only_while)
        else:
            actions.cancel_pieces(part, pieces=pieces, reason=reason, by=by, only_while=only_while)

    return _act(request, part, "reason", cancel, done)


@require_POST
@for_maker
def some(request: Request, number: str) -> HttpResponse:
    """So many she makes now and the rest by a later day; none now: all of it comes later."""
    part, code = _hers(request, number), request.POST.get("reason", "")
    if code not in REASONS:
        return _page(request, part, later=_("Reason: tap one, so that the buyer understands."))
    with override(part.order.language):
        reason = str(REASONS[code])
    pieces = pieces_of(request.POST) or {}
    day = _day(request.POST.get("rest_on", ""))
    done = _("Good. The buyer gets a message about the rest.")
    by = request.acting.by
    return _act(
        request,
        part,
        "later",
        lambda: actions.accept_some(part, pieces=pieces, rest_on=day, reason=reason, by=by),
        done,
    )


def _day(text: str) -> date:
    """The day as the field sends it; today, on which nothing can be held, for everything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()


@require_POST
@for_maker
def ready(request: Request, number: str) -> HttpResponse:
    """What was to be ready later is ready now."""
    part = _hers(request, number)
    return _act(request, part, "state", lambda: actions.end_hold(part, by=request.acting.by), _("Good. Now pack it."))
