"""Tax invoices, bills of supply and credit notes: numbered per seller and year, their facts frozen."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import day_of, financial_year
from haat.core.events import record
from haat.core.sequences import next_number
from haat.ledger.models import Invoice
from haat.orders.models import OrderLine, SellerOrder

PREFIXES = {Invoice.Kind.INVOICE: "I", Invoice.Kind.BILL: "B", Invoice.Kind.CREDIT_NOTE: "C"}


@transaction.atomic
def issue_invoice(part: SellerOrder, *, by: Actor) -> Invoice:
    """The tax invoice (registered seller, some tax) or bill of supply of a seller order; issued once."""
    taxed = part.seller.registered and part.tax_paise > 0
    return _issue(part, Invoice.Kind.INVOICE if taxed else Invoice.Kind.BILL, by=by)


@transaction.atomic
def issue_credit_note(part: SellerOrder, *, by: Actor) -> Invoice:
    """The credit note of a returned seller order, over the goods alone; issued once, after its invoice."""
    issue_invoice(part, by=by)
    return _issue(part, Invoice.Kind.CREDIT_NOTE, by=by)


def _issue(part: SellerOrder, kind: str, *, by: Actor) -> Invoice:
    known = Invoice.objects.filter(part=part, kind=kind).first()
    if known is not None:
        return known
    now = timezone.now()
    year = financial_year(day_of(now))
    running = next_number(f"invoice:{part.seller_id}:{year}:{kind}")
    # At most 16 characters (Rule 46): kind, seller, first year, running number.
    number = f"{PREFIXES[Invoice.Kind(kind)]}{part.seller_id}-{year[2:4]}-{running:04d}"
    invoice = Invoice.objects.create(
        mart_id=part.mart_id, seller_id=part.seller_id, part=part, kind=kind, year=year, number=number,
        facts=facts_of(part, delivered=kind != Invoice.Kind.CREDIT_NOTE), at=now,
    )  # fmt: skip
    record("ledger.invoice_issued", invoice, by=by, number=number, invoice_kind=str(kind))
    return invoice


def facts_of(part: SellerOrder, *, delivered: bool = True) -> dict[str, Any]:
    """Everything the paper says, as it is now (paise), with the delivery or, on a credit note, without."""
    order, seller = part.order, part.seller
    delivery_paise = part.delivery_paise if delivered else 0
    return {
        "part": part.number,
        "order": order.number,
        "placed_on": day_of(order.placed_at).isoformat(),
        "seller": {
            "name": seller.legal_name,
            "address": seller.address,
            "pin": seller.pin,
            "state": seller.state.names,
            "state_code": seller.state.gst_code,
            "gstin": seller.gstin,
            "enrolment": seller.enrolment,
            "fssai": seller.fssai,
        },
        "maker": part.maker.names,
        "buyer": {
            "name": order.name,
            "address": order.address,
            "landmark": order.landmark,
            "pin": order.pin,
            "district": order.district.names,
            "state": order.ship_state.names,
            "state_code": order.ship_state.gst_code,
        },
        "inter_state": seller.state_id != order.ship_state_id,
        "lines": [_line_facts(line) for line in part.lines.order_by("pk")],
        "goods_paise": part.goods_paise,
        "delivery_paise": delivery_paise,
        "tax_paise": part.tax_paise,
        "total_paise": part.goods_paise + delivery_paise,
        "method": order.method,
    }


def _line_facts(line: OrderLine) -> dict[str, Any]:
    return {
        "names": line.names,
        "labels": line.labels,
        "hsn": line.hsn,
        "quantity": line.quantity,
        "piece_paise": line.piece_paise,
        "goods_paise": line.goods_paise,
        "tax_bp": line.tax_bp,
        "tax_paise": line.tax_paise,
    }
