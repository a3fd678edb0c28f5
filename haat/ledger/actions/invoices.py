"""Tax invoices, bills of supply and credit notes: numbered per seller and year, their facts frozen."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import day_of, financial_year
from haat.core.events import record
from haat.core.locks import hold
from haat.core.sequences import next_number
from haat.ledger.models import Invoice
from haat.orders.models import OrderLine, Part, Return
from haat.orders.shares import backs, left_off_of
from haat.payments.queries import cancelled
from haat.pricing.split import split_delivery

BILLS = (Invoice.Kind.INVOICE, Invoice.Kind.BILL)
PREFIXES = {Invoice.Kind.INVOICE: "I", Invoice.Kind.BILL: "B", Invoice.Kind.CREDIT_NOTE: "C"}


# The rule by which a bill's tax was reckoned stands in its facts. 1 (not written then): the tax of a line in two halves
# that may be a paisa apart, and none on the delivery. 2: even on every line and on the delivery too.
RULE = 2


@transaction.atomic
def issue_invoice(part: Part, *, by: Actor) -> Invoice:
    """The tax invoice (registered seller, some tax) or bill of supply of a part; issued once, whatever became of its
    seller since."""
    taxed = bool(part.seller.bills_under) and part.whole_tax_paise > 0
    return _issue(part, Invoice.Kind.INVOICE if taxed else Invoice.Kind.BILL, facts_of(part), by=by)


@transaction.atomic
def issue_credit_note(part: Part, *, ret: Return | None = None, by: Actor) -> Invoice:
    """The credit note of pieces that came back, or of a cancelled part; issued once for each.

    After its bill and in its words and figures: for a return over the goods that came back, for a cancelled order
    over all of it, with the delivery.
    """
    facts = issue_invoice(part, by=by).facts
    if ret is None:
        return _issue(part, Invoice.Kind.CREDIT_NOTE, {**facts, "cancelled": True}, cause=cancelled(part), by=by)
    return _issue(part, Invoice.Kind.CREDIT_NOTE, _of_return(facts, ret), cause=ret.cause, by=by)


def _issue(part: Part, kind: str, facts: dict[str, Any], *, cause: str = "", by: Actor) -> Invoice:
    hold(part)
    kinds = BILLS if kind in BILLS else (kind,)  # a part has one bill, of whichever kind it was when it was issued
    known = Invoice.objects.filter(part=part, kind__in=kinds, cause=cause).first()
    if known is not None:
        return known
    now = timezone.now()
    year = financial_year(day_of(now))
    running = next_number(f"invoice:{part.seller_id}:{year}:{kind}")
    # At most 16 characters (Rule 46): kind, seller, first year, running number.
    number = f"{PREFIXES[Invoice.Kind(kind)]}{part.seller_id}-{year[2:4]}-{running:04d}"
    invoice = Invoice.objects.create(
        mart_id=part.mart_id, seller_id=part.seller_id, part=part, kind=kind, year=year, number=number,
        cause=cause, facts=facts, at=now,
    )  # fmt: skip
    record("ledger.invoice_issued", invoice, by=by, number=number, invoice_kind=str(kind))
    return invoice


def facts_of(part: Part) -> dict[str, Any]:
    """Everything the paper says, as it is now (paise); each line, and the delivery by tax rate, holds its tax.

    What is left off in cash stands below all of them: no tax is reckoned from it.
    """
    order, seller = part.order, part.seller
    inter_state = not order.is_within(seller.state_id)
    lines = list(part.lines.order_by("pk"))
    delivery = split_delivery(part.delivery_paise, ((line.tax_bp, line.goods_paise) for line in lines))
    return {
        "rule": RULE,
        "part": part.number,
        "order": order.number,
        "placed_on": day_of(order.placed_at).isoformat(),
        "seller": {
            "name": seller.legal_name,
            "address": seller.address,
            "pin": seller.pin,
            "state": seller.state.names,
            "state_code": seller.state.gst_code,
            "gstin": seller.bills_under,
            "enrolment": seller.enrolment,
            "fssai": seller.fssai,
        },
        "maker": part.maker.names,
        "buyer": {
            "name": order.name,
            "address": order.address,
            "landmark": order.landmark,
            "pin": order.pin,
            "district": order.district_names,
            "state": order.state_names,
            "state_code": order.state_code,
        },
        "inter_state": inter_state,
        "lines": [_line_facts(line, inter_state=inter_state) for line in lines],
        "delivery": [
            {"paise": charge.paise, "tax_bp": charge.tax_bp, **_tax_facts(charge.paise, charge.tax, inter_state)}
            for charge in delivery
        ],
        "goods_paise": part.goods_paise,
        "delivery_paise": part.delivery_paise,
        "tax_paise": part.whole_tax_paise,
        "rounding_paise": part.rounding_paise,
        "total_paise": part.total_paise,
        "method": order.method,
    }


def _line_facts(line: OrderLine, *, inter_state: bool) -> dict[str, Any]:
    return {
        "names": line.names,
        "labels": line.labels,
        "hsn": line.hsn,
        "quantity": line.quantity,
        "piece_paise": line.piece_paise,
        "goods_paise": line.goods_paise,
        "tax_bp": line.tax_bp,
        **_tax_facts(line.goods_paise, line.tax_paise, inter_state),
    }


def _tax_facts(paise: int, tax: int, inter_state: bool) -> dict[str, int]:
    """An even tax inside `paise`: to another state IGST, within the state half CGST and half SGST."""
    half = 0 if inter_state else tax // 2
    return {
        "tax_paise": tax,
        "taxable_paise": paise - tax,
        "cgst_paise": half,
        "sgst_paise": half,
        "igst_paise": tax if inter_state else 0,
    }


def _of_return(facts: dict[str, Any], ret: Return) -> dict[str, Any]:
    """The facts of the pieces that came back, without the delivery, out of the bill's.

    A line that came back at once is the bill's to the letter; shares of one add up to it, return by return.
    """
    places = {pk: place for place, pk in enumerate(ret.part.lines.order_by("pk").values_list("pk", flat=True))}
    lines = []
    for back in backs(ret):
        said = facts["lines"][places[back.line.pk]]
        if back.pieces != back.line.quantity:
            share = back.share
            taxes = _tax_facts(share.goods, share.tax, facts["inter_state"])
            said = {**said, "quantity": back.pieces, "goods_paise": share.goods, **taxes}
        lines.append(said)
    goods = sum(line["goods_paise"] for line in lines)
    left_off = left_off_of([ret]).get(ret.pk, 0)
    sums = {
        "goods_paise": goods,
        "delivery_paise": 0,
        "tax_paise": sum(line["tax_paise"] for line in lines),
        "rounding_paise": left_off,
        "total_paise": goods - left_off,
    }
    return {**facts, "lines": lines, **({"delivery": []} if "delivery" in facts else {}), **sums}
