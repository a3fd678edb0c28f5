"""An order behind its secret link, and the orders of a phone that has signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haat.core.errors import HaatError, NotAllowed
from haat.core.files import check_size
from haat.core.identifiers import mask_phone
from haat.core.languages import best, current
from haat.core.limits import hit
from haat.core.numerals import latin_digits
from haat.core.scans import read_scan
from haat.core.texts import clean_text
from haat.delivery import carriers
from haat.delivery.models import Parcel
from haat.delivery.queries import parcels_by_part
from haat.ledger.actions import claim_payment
from haat.ledger.queries import papers_by_part, papers_of_order
from haat.messages.permissions import asking
from haat.orders import actions
from haat.orders.errors import TooLong
from haat.orders.models import Order, OrderLine, Part, Rating, Return
from haat.orders.queries import order_by_token, orders_of_phone
from haat.orders.rules import (
    buyer_may_cancel,
    buyer_may_return,
    last_return_day,
    may_divide,
    may_rate,
    resalable,
    unpacked,
)
from haat.orders.shares import backs_of, returned_paise
from haat.payments import methods
from haat.payments.models import Payment, Refund
from haat.payments.queries import claimed_orders, instructions, payment_of, refunds_by_part
from haat.payments.rules import lapses
from haat.web.papers.invoices import invoice_pdf
from haat.web.shop.base.cards import whole_rupees
from haat.web.shop.base.frame import shop_page, show
from haat.web.shop.order.money import money_back
from haat.web.shop.order.road import headline, steps
from haat.web.shop.order.word import asked_word, keep_word, send_code
from haat.web.ui.errors import too_many
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, client_address, signed_in
from haat.web.ui.pieces import left_to_return, pieces_of, rows_of, seen_of
from haat.web.ui.request import Request

State, SENT = Part.State, Refund.State.SENT
SHOWN = 30
# The place of the form that cancels all parts.
WHOLE = "whole"


@shop_page(methods=("GET", "HEAD", "POST"), while_shut=True)
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
        place = LANDING.get(request.POST["deed"]) or request.POST.get("at", "main")[:20]
        response = redirect(reverse("shop:order", args=[token]) + f"#{place}")
        response.status_code = 303
        return response
    return _page(request, found)


def _find(request: Request, token: str) -> Order:
    """The order of this mart behind the link; guessing is slow. Raises Http404, TooManyTries."""
    found = order_by_token(token) if len(token) <= 32 else None
    if found is None or found.mart_id != request.mart.pk:
        hit(f"order-miss:{client_address(request)}", most=40, seconds=600)
        raise Http404
    return found


@shop_page(while_shut=True)
def invoice(request: Request, token: str, number: str) -> HttpResponse:
    """An invoice, bill or credit note of the order behind the link, as PDF in the reader's language and English."""
    try:
        found = _find(request, token)
        hit(f"order-paper:{client_address(request)}", most=60, seconds=600)
    except HaatError:
        return too_many(request)
    paper = one_or_404(papers_of_order(found).select_related("mart"), number=number)
    return HttpResponse(
        invoice_pdf(paper, current()),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{paper.number}.pdf"', "X-Robots-Tag": "noindex"},
    )


@dataclass(frozen=True)
class Typed:
    """What the buyer sent last and what was wrong with it: her words stay, the reason stands at its place."""

    deed: str = ""
    at: str = ""
    said: dict[str, str] = field(default_factory=dict)
    wrong: HaatError | None = None

    def fits(self, deed: str, at: str) -> bool:
        """True when the error belongs to this form."""
        return self.wrong is not None and (self.deed, self.at) == (deed, at)


def _typed(request: Request, wrong: HaatError | None) -> Typed:
    if wrong is None:
        return Typed()
    typed = ("reference", "reason", "words", "stars", "code")
    said = {name: request.POST.get(name, "")[:2000] for name in typed}
    return Typed(request.POST.get("deed", ""), request.POST.get("at", "")[:20], said, wrong)


def _page(request: Request, found: Order, *, wrong: HaatError | None = None, status: int = 200) -> HttpResponse:
    payment = payment_of(found)
    if payment is not None:
        payment.order = found  # its parts are read already
    typed = _typed(request, wrong)
    begun = not unpacked(found.parts.all())
    parcels = parcels_by_part(found) if begun else {}
    papers = papers_by_part(found) if begun else {}
    refunds = refunds_by_part(found) if begun else {}
    parts = [
        {
            **_part(part, parcels.get(part.pk), payment, typed),
            "money": " ".join(money_back(part, payment, refund) for refund in refunds.get(part.pk, [None])),
            "papers": papers.get(part.pk, []),
        }
        for part in found.parts.all()
    ]
    may_cancel_all = sum(each["may_cancel"] for each in parts) == len(_living(found)) > 1
    placed = {each["at"] for each in parts} | ({WHOLE} if may_cancel_all else set())
    if typed.deed == "rate":
        placed = {row["at"] for each in parts for row in each["lines"] if row["may_rate"]}
    waits = found.state == Order.State.AWAITING_PAYMENT and found.pays == Order.Pays.BEFORE and payment is not None
    context: dict[str, Any] = {
        "order": found,
        "parts": parts,
        "cancelled": [each for each in parts if not each["part"].living],
        "sums": _sums(found, refunds),
        "payment": payment,
        "method": methods.find(found.method),
        "phone": mask_phone(found.phone) if found.reachable else "",
        "pay": instructions(payment) if waits and payment is not None else None,
        "claimed": payment is not None and payment.state == Payment.State.CLAIMED,
        "refused": payment is not None and payment.state == Payment.State.REFUSED,
        "kept_until": lapses(found, payment),
        "may_cancel_all": may_cancel_all,
        "whole": {"at": WHOLE},
        "typed": typed,
        "wrong": wrong,
        "word": asked_word(found, payment),
    }
    context["wrong_placed"] = typed.at in placed or _at_its_section(typed.deed, context["pay"], context["word"])
    response = show(request, "shop/order/order.html", context, back="home_url", status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _at_its_section(deed: str, pay: object, word: Mapping[str, Any] | None) -> bool:
    """Whether what was wrong is said where the buyer pays or gives her word: only as long as that is drawn."""
    drawn = {"paid": pay is not None, "code": word is not None, "word": word is not None and word["by_code"]}
    return drawn.get(deed, False)


def _living(found: Order) -> list[Part]:
    return [part for part in found.parts.all() if part.living]


def _sums(found: Order, refunds: Mapping[int, Sequence[Refund]] | None = None) -> dict[str, int]:
    """What the order comes to now, in paise: the parts that are not cancelled. A returned one pays no maker.

    `returned` was paid for what came back; `given_back` of it has been sent to the buyer, as far as `refunds` say;
    `remains` is what she has paid, or will, for what stays with her.
    """
    living = _living(found)
    returned = sum(returned_paise(part) for part in living)
    sent = [refund for part in living for refund in (refunds or {}).get(part.pk, []) if refund.state == SENT]
    total = sum(part.total_paise for part in living)
    paid = [part for part in living if part.state != State.RETURNED]
    received = [ret for part in paid for ret in part.returns.all() if ret.state == Return.State.RECEIVED]
    back = sum(row.share.maker for rows in backs_of(received).values() for row in rows) if received else 0
    return {
        "goods": sum(part.goods_paise for part in living),
        "delivery": sum(part.delivery_paise for part in living),
        "left_off": sum(part.rounding_paise for part in living),
        "total": total,
        "returned": returned,
        "given_back": sum(refund.amount_paise for refund in sent) if returned else 0,
        "remains": total - returned,
        "cancelled": sum(part.total_paise for part in found.parts.all() if not part.living),
        "makers": whole_rupees(sum(part.maker_paise for part in paid) - back),
        "maker_count": len({part.maker_id for part in paid}),
    }


def _part(part: Part, parcel: Parcel | None, payment: Payment | None, typed: Typed) -> dict[str, Any]:
    """One maker's part as the page shows it."""
    out = parcel is not None and parcel.state == Parcel.State.OUT and part.state == State.ON_THE_WAY
    carrier = carriers.get(parcel.carrier) if parcel is not None else None
    returns = list(part.returns.all())
    left = left_to_return(part) if part.state == State.DELIVERED else {}
    asked = any(ret.state == Return.State.ASKED for ret in returns)
    lines = list(part.lines.all())
    claimed = payment is not None and payment.state == Payment.State.CLAIMED
    may_return = any(left.values()) and not asked and buyer_may_return(part, now=timezone.now())
    taken = {line.pk: line.quantity - left.get(line.pk, 0) for line in lines}
    return {
        "part": part,
        "at": f"part-{part.pk}",
        "steps": steps(part, claimed=claimed),
        "headline": headline(part, claimed=claimed, carrier=parcel.carrier if parcel is not None else ""),
        "promised": part.state in (State.PLACED, State.ACCEPTED, State.PACKED, State.ON_THE_WAY),
        "code": parcel.code if parcel is not None and out and carrier is not None and carrier.code_at_door else "",
        "article": parcel.tracked if parcel is not None else "",
        "number_label": carrier.number_label if carrier is not None else "",
        "follow_url": carrier.address_of(parcel.tracked) if carrier is not None and parcel is not None else "",
        "follow_page": carrier.follow_page if carrier is not None else "",
        "carried_by": carrier.title if carrier is not None and part.state in (State.PACKED, State.ON_THE_WAY) else "",
        "returns": [{"ret": ret, "words": _brought(ret, part)} for ret in returns],
        "cancel_rows": rows_of(lines) if may_divide(part) else [],
        "return_rows": rows_of(lines, taken) if may_return else [],
        "may_cancel": buyer_may_cancel(part),
        "may_return": may_return,
        "last_return_day": last_return_day(part) if may_return else None,
        "has_food": any(not resalable(line.good) for line in lines),
        "lines": [_line(line, typed) for line in lines],
    }


def _brought(ret: Return, part: Part) -> str:
    """What comes back with a return: 2 × Basket; empty when it is all of the part."""
    rows = list(ret.lines.all())
    if {row.line_id: row.pieces for row in rows} == {line.pk: line.quantity for line in part.lines.all()}:
        return ""
    return ", ".join(f"{row.pieces} × {best(row.line.names).text}" for row in rows)


def _line(line: OrderLine, typed: Typed) -> dict[str, Any]:
    """A line and what its buyer says of it; words sent with an error stay as they were typed."""
    rating: Rating | None = getattr(line, "rating", None)
    at = f"line-{line.pk}"
    wrong = typed.fits("rate", at)
    said = {"stars": str(rating.stars), "words": rating.words} if rating is not None else {"stars": "", "words": ""}
    return {
        "line": line,
        "at": at,
        "rating": rating,
        "may_rate": may_rate(line),
        "said": typed.said if wrong else said,
        "wrong": typed.wrong if wrong else None,
        "stars": star_words(),
    }


def star_words() -> list[tuple[str, str]]:
    """The five choices of a rating and what each says, the worst first."""
    said = (
        pgettext("stars", "bad"),
        pgettext("stars", "not so good"),
        pgettext("stars", "all right"),
        pgettext("stars", "good"),
        pgettext("stars", "very good"),
    )
    return [(str(number), words) for number, words in enumerate(said, start=1)]


# ---- what a buyer may do from here


def _part_of(request: Request, found: Order) -> Part:
    part = next((part for part in found.parts.all() if str(part.pk) == request.POST.get("part")), None)
    if part is None:
        raise Http404
    return part


def _text(request: Request, name: str, *, most: int) -> str:
    """A text as typed; raises TooLong: nothing of it is cut off in silence."""
    text = clean_text(request.POST.get(name, ""))
    if len(text) > most:
        raise TooLong(name, _("Reason") if name == "reason" else _("Your words"), most)
    return text


def _paid(request: Request, found: Order) -> None:
    payment = payment_of(found)
    if payment is None or found.state != Order.State.AWAITING_PAYMENT or found.pays != Order.Pays.BEFORE:
        raise Http404
    claim_payment(payment, reference=clean_text(request.POST.get("reference", ""))[:200], by=actor(request))


def _cancel(request: Request, found: Order) -> None:
    part = _part_of(request, found)
    if not buyer_may_cancel(part):
        raise NotAllowed("shop.too_late_to_cancel", _("Cancelling: the parcel has left already. You may send it back."))
    reason = _text(request, "reason", most=200)
    pieces, by = pieces_of(request.POST), actor(request)
    if pieces is None or not may_divide(part):
        actions.cancel(part, reason=reason, by=by, only_while=buyer_may_cancel)
    else:
        seen = seen_of(request.POST)
        actions.cancel_pieces(part, pieces=pieces, seen=seen, reason=reason, by=by, only_while=buyer_may_cancel)


def _cancel_all(request: Request, found: Order) -> None:
    parts = _living(found)
    if not parts or not all(buyer_may_cancel(part) for part in parts):
        raise NotAllowed("shop.too_late_to_cancel", _("Cancelling: a parcel has left already. Cancel the other parts."))
    reason = _text(request, "reason", most=200)
    actions.cancel_all(parts, reason=reason, by=actor(request), only_while=buyer_may_cancel)


def _return(request: Request, found: Order) -> None:
    if found.is_elsewhere:
        raise NotAllowed("shop.ordered_elsewhere", _("Returns: go to where you ordered it."))
    part, reason = _part_of(request, found), _text(request, "reason", most=300)
    file = request.FILES.get("photo")
    check_size(file.size or 0 if file is not None else 0)
    photo = read_scan(file.read()) if file is not None and file.size else None
    actions.ask_return(part, reason=reason, pieces=pieces_of(request.POST), photo=photo, by=actor(request))


def _rate(request: Request, found: Order) -> None:
    lines: list[OrderLine] = [line for part in found.parts.all() for line in part.lines.all()]
    line = next((line for line in lines if str(line.pk) == request.POST.get("line")), None)
    if line is None:
        raise Http404
    stars = latin_digits(request.POST.get("stars", "")).strip()
    number = int(stars) if stars.isascii() and stars.isdigit() and len(stars) < 3 else 0
    actions.rate(line, stars=number, words=_text(request, "words", most=500), by=actor(request))


DEEDS = {
    "word": keep_word,
    "code": send_code,
    "paid": _paid,
    "cancel": _cancel,
    "cancel_all": _cancel_all,
    "return": _return,
    "rate": _rate,
}
# Where the page opens afterwards; else at the form's own place.
LANDING = {"cancel": "told", "cancel_all": "told"}


@shop_page(while_shut=True)
@signed_in
def orders(request: Request) -> HttpResponse:
    """The orders of a phone that has shown by a code that it is hers."""
    verified = request.user.phone_verified
    newest = list(orders_of_phone(request.mart, request.user.phone)[:SHOWN]) if verified else []
    claimed = claimed_orders(newest)
    rows = [_row(each, claimed=each.pk in claimed) for each in newest]
    context = {"orders": rows, "phone": mask_phone(request.user.phone), "ways": asking()}
    return show(request, "shop/order/orders.html", context)


def _row(found: Order, *, claimed: bool) -> dict[str, Any]:
    """An order in the list: what is in it, each state of its parts once, and what it comes to now."""
    parts = found.parts.all()
    return {
        "order": found,
        "url": reverse("shop:order", args=[found.token]),
        "says": list(dict.fromkeys(headline(part, claimed=claimed) for part in parts)),
        "lines": [line for part in parts for line in part.lines.all()],
        "living": bool(_living(found)),
        "total_paise": _sums(found)["remains"],
    }
