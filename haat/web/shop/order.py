"""An order behind its secret link, and the orders of a phone that has signed in."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from haat.core.errors import HaatError, NotAllowed
from haat.core.identifiers import mask_phone
from haat.core.languages import current
from haat.core.limits import hit
from haat.core.numerals import latin_digits
from haat.delivery.models import Parcel
from haat.ledger.models import Invoice
from haat.orders import actions
from haat.orders.models import Order, OrderLine, Return, SellerOrder
from haat.orders.queries import order_by_token, orders_of_phone
from haat.orders.rules import RETURN_DAYS, buyer_may_cancel, in_return_days, may_rate
from haat.payments import actions as payments
from haat.payments.models import Payment, Refund
from haat.payments.queries import instructions, payment_of
from haat.web.papers.invoices import invoice_pdf
from haat.web.shop.cards import whole_rupees
from haat.web.shop.forms import clean_text
from haat.web.shop.frame import shop_page, show
from haat.web.ui.errors import too_many
from haat.web.ui.gate import actor, client_address, signed_in
from haat.web.ui.request import Request

State = SellerOrder.State
SHOWN = 30


@shop_page(methods=("GET", "HEAD", "POST"))
def order(request: Request, token: str) -> HttpResponse:
    """Where the order stands. Whoever holds the link may act as its buyer."""
    try:
        found = _find(request, token)
        if request.method == "POST":
            hit(f"order-deed:{client_address(request)}", most=120, seconds=600)
    except HaatError:
        return too_many(request)
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        try:
            deed(request, found)
        except HaatError as error:
            return _page(request, _find(request, token), wrong=error, status=422)
        response = redirect(reverse("shop:order", args=[token]) + f"#{request.POST.get('at', 'main')[:20]}")
        response.status_code = 303
        return response
    return _page(request, found)


def _find(request: Request, token: str) -> Order:
    """The order of this mart behind the link; guessing is slow. Raises Http404, limits.too_many."""
    found = order_by_token(token) if len(token) <= 32 else None
    if found is None or found.mart_id != request.mart.pk:
        hit(f"order-miss:{client_address(request)}", most=40, seconds=600)
        raise Http404
    return found


@shop_page()
def invoice(request: Request, token: str, number: str) -> HttpResponse:
    """An invoice, bill or credit note of the order behind the link, as PDF in the reader's language and English."""
    try:
        found = _find(request, token)
        hit(f"order-paper:{client_address(request)}", most=60, seconds=600)
    except HaatError:
        return too_many(request)
    paper = Invoice.objects.filter(part__order=found, number=number).select_related("mart").order_by("pk").first()
    if paper is None:
        raise Http404
    return HttpResponse(
        invoice_pdf(paper, current()),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{paper.number}.pdf"', "X-Robots-Tag": "noindex"},
    )


def _page(request: Request, found: Order, *, wrong: HaatError | None = None, status: int = 200) -> HttpResponse:
    payment = payment_of(found)
    parcels = {parcel.part_id: parcel for parcel in Parcel.objects.filter(part__order=found)}
    papers: dict[int, list[Invoice]] = {}
    for paper in Invoice.objects.filter(part__order=found).defer("facts").order_by("pk"):
        papers.setdefault(paper.part_id, []).append(paper)
    refunds = {refund.part_id: refund for refund in Refund.objects.filter(part__order=found)}
    parts = [
        {**_part(part, parcels.get(part.pk), refunds.get(part.pk)), "papers": papers.get(part.pk, [])}
        for part in found.parts.all()
    ]
    waits = found.state == Order.State.AWAITING_PAYMENT and payment is not None
    context: dict[str, Any] = {
        "order": found,
        "parts": parts,
        "payment": payment,
        "phone": mask_phone(found.phone),
        "pay": instructions(payment) if waits and payment is not None else None,
        "claimed": payment is not None and payment.state == Payment.State.CLAIMED,
        "refused": payment is not None and payment.state == Payment.State.REFUSED,
        "return_days": RETURN_DAYS,
        "wrong": wrong,
        "wrong_deed": request.POST.get("deed", ""),
        "wrong_at": next((part["at"] for part in parts if part["at"] == request.POST.get("at")), ""),
        "typed": {name: request.POST.get(name, "")[:500] for name in ("reference", "reason", "words", "stars")},
        "total_maker_paise": whole_rupees(sum(part.maker_paise for part in found.parts.all())),
        "maker_count": len(parts),
    }
    response = show(request, "shop/order.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _part(part: SellerOrder, parcel: Parcel | None, refund: Refund | None) -> dict[str, Any]:
    """One maker's part as the page shows it."""
    out = parcel is not None and parcel.state == Parcel.State.OUT and part.state == State.ON_THE_WAY
    asked: Return | None = getattr(part, "return_asked", None)
    return {
        "part": part,
        "at": f"part-{part.pk}",
        "steps": _steps(part),
        "headline": headline(part),
        "code": parcel.code if parcel is not None and out else "",
        "article": parcel.article if parcel is not None else "",
        "refund": refund,
        "return": asked,
        "may_cancel": buyer_may_cancel(part),
        "may_return": part.state == State.DELIVERED and asked is None and in_return_days(part, now=timezone.now()),
        "lines": [
            {"line": line, "rating": getattr(line, "rating", None), "may_rate": may_rate(line)}
            for line in part.lines.all()
        ],
    }


def headline(part: SellerOrder) -> str:
    """Where a part stands, in a few words."""
    return {
        State.AWAITING_PAYMENT: _("Waiting for your payment"),
        State.PLACED: _("The maker has been told"),
        State.ACCEPTED: _("The maker has taken it"),
        State.PACKED: _("Packed, waiting for the rider"),
        State.ON_THE_WAY: _("On its way to you"),
        State.DELIVERED: _("With you"),
        State.CANCELLED: _("Cancelled"),
        State.RETURNED: _("Sent back"),
    }[State(part.state)]


def _steps(part: SellerOrder) -> list[dict[str, Any]]:
    """The road of a part: each step with when it was done; the first one not done is next."""
    if part.state in (State.CANCELLED, State.RETURNED):
        return []
    order = part.order
    paid_first = order.method != Order.Method.COD
    steps: list[tuple[str, datetime | None]] = [(_("Ordered"), part.placed_at)]
    if paid_first:
        steps.append((_("Paid"), order.paid_at))
    steps += [
        (_("Taken by the maker"), part.accepted_at),
        (_("Packed"), part.packed_at),
        (_("On its way"), part.sent_at if part.state in (State.ON_THE_WAY, State.DELIVERED) else None),
        (_("With you"), part.delivered_at),
    ]
    first_open = next((index for index, (_words, at) in enumerate(steps) if at is None), len(steps))
    return [
        {"words": words, "at": at, "done": at is not None, "next": index == first_open}
        for index, (words, at) in enumerate(steps)
    ]


# ---- what a buyer may do from here


def _part_of(request: Request, found: Order) -> SellerOrder:
    part = next((part for part in found.parts.all() if str(part.pk) == request.POST.get("part")), None)
    if part is None:
        raise Http404
    return part


def _paid(request: Request, found: Order) -> None:
    payment = payment_of(found)
    if payment is None or found.state != Order.State.AWAITING_PAYMENT:
        raise Http404
    payments.claim(payment, reference=clean_text(request.POST.get("reference", ""))[:60], by=actor(request))


def _cancel(request: Request, found: Order) -> None:
    part = _part_of(request, found)
    if not buyer_may_cancel(part):
        raise NotAllowed("shop.too_late_to_cancel", _("Cancelling: the parcel has left already. You may send it back."))
    actions.cancel(part, reason=clean_text(request.POST.get("reason", ""))[:200], by=actor(request))


def _return(request: Request, found: Order) -> None:
    actions.ask_return(
        _part_of(request, found), reason=clean_text(request.POST.get("reason", ""))[:300], by=actor(request)
    )


def _rate(request: Request, found: Order) -> None:
    lines: list[OrderLine] = [line for part in found.parts.all() for line in part.lines.all()]
    line = next((line for line in lines if str(line.pk) == request.POST.get("line")), None)
    if line is None:
        raise Http404
    stars = latin_digits(request.POST.get("stars", "")).strip()
    number = int(stars) if stars.isascii() and stars.isdigit() and len(stars) < 3 else 0
    actions.rate(line, stars=number, words=clean_text(request.POST.get("words", ""))[:500], by=actor(request))


DEEDS = {"paid": _paid, "cancel": _cancel, "return": _return, "rate": _rate}


@shop_page()
@signed_in
def orders(request: Request) -> HttpResponse:
    """The orders of a phone that has shown by a code that it is hers."""
    found = orders_of_phone(request.mart, request.user.phone) if request.user.phone_verified else Order.objects.none()
    shown = [
        {
            "order": each,
            "url": reverse("shop:order", args=[each.token]),
            "says": [headline(part) for part in each.parts.all()],
            "names": [line.names for part in each.parts.all() for line in part.lines.all()],
        }
        for each in found[:SHOWN]
    ]
    return show(request, "shop/orders.html", {"orders": shown, "phone": mask_phone(request.user.phone)})
