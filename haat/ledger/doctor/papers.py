"""Invoices, bills and credit notes say what was sold, each by the rules it was made under."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from haat.core.doctor import check, waiting_subjects
from haat.core.models import Sequence
from haat.core.trail import said_text, told
from haat.ledger.models import Invoice
from haat.orders.models import Order, OrderLine, Part, Return
from haat.orders.shares import Back, backs_of, left_off_of

KIND, PART = Invoice.Kind, Part.State
BATCH = 500
# What a paper keeps of a line. A word that older papers do not have is not asked of them.
LINE_FACTS = ("names", "labels", "hsn", "quantity", "piece_paise", "goods_paise", "tax_bp", "tax_paise")
BUYER_FACTS = ("name", "address", "landmark", "pin")


@check("ledger: papers say what was sold")
def papers_say_what_was_sold() -> Iterator[str]:
    """Lines, sums, buyer and number on a paper are those of its part."""
    lines = Prefetch("part__lines", OrderLine.objects.order_by("pk"))
    rows = Invoice.objects.select_related("part__order").prefetch_related(lines).order_by("pk")
    papers = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(papers, BATCH)):
        returns = Return.objects.select_related("part").in_bulk(
            [int(paper.cause[7:]) for paper in batch if paper.cause[:7] == "return:"]
        )
        back, left_off = backs_of(list(returns.values())), left_off_of(list(returns.values()))
        for paper in batch:
            for wrong in _wrong(paper, back, left_off):
                yield f"{paper.kind} {paper.number} of {paper.part.number}: {wrong}"


def _wrong(paper: Invoice, returned: dict[int, list[Back]], left_off: dict[int, int]) -> Iterator[str]:
    facts, part, order = paper.facts, paper.part, paper.part.order
    yield from _differing(facts, {"part": part.number, "order": order.number, "method": order.method})
    yield from _differing(facts["buyer"], {field: getattr(order, field) for field in BUYER_FACTS})
    lines = [{field: getattr(line, field) for field in LINE_FACTS} for line in part.lines.all()]
    sums = (part.goods_paise, part.delivery_paise, part.whole_tax_paise, part.rounding_paise)
    if paper.cause.startswith("return:"):
        back = returned.get(int(paper.cause[7:]), [])
        lines = [_line_of(row) for row in back]
        off = left_off.get(int(paper.cause[7:]), 0)
        sums = (sum(row.share.goods for row in back), 0, sum(row.share.tax for row in back), off)
    goods, delivery, tax, off = sums
    wanted = {"goods_paise": goods, "delivery_paise": delivery, "tax_paise": tax, "rounding_paise": off}
    yield from _differing(facts, wanted | {"total_paise": goods + delivery - off})
    if len(facts["lines"]) != len(lines):
        yield f"{len(facts['lines'])} lines, of {len(lines)}"
        return
    for said, line in zip(facts["lines"], lines, strict=True):
        yield from _differing(said, line)


def _line_of(row: Back) -> dict[str, Any]:
    """What the note of pieces that came back keeps of their line."""
    kept = {field: getattr(row.line, field) for field in LINE_FACTS}
    return {**kept, "quantity": row.pieces, "goods_paise": row.share.goods, "tax_paise": row.share.tax}


def _differing(facts: dict[str, Any], wanted: dict[str, Any]) -> Iterator[str]:
    for word, value in wanted.items():
        if word in facts and facts[word] != value:
            yield f"it says {word} {facts[word]}, not {value}"


def _received() -> QuerySet[Return]:
    """The received return that a note's cause names."""
    cause = Concat(Value("return:"), Cast("pk", CharField()), output_field=CharField())
    received = Return.objects.filter(state=Return.State.RECEIVED, part=OuterRef("part"))
    return received.annotate(named=cause).filter(named=OuterRef("cause"))


@check("ledger: papers are of the right kind")
def papers_are_of_their_kind() -> Iterator[str]:
    """An invoice where tax was charged, a bill where none was, a credit note where goods came back."""
    wrong = (
        Q(kind=KIND.INVOICE, part__tax_paise=0, part__delivery_tax_paise=0)
        | Q(kind=KIND.BILL, part__tax_paise__gt=0)
        | Q(kind=KIND.CREDIT_NOTE, cause__startswith="cancelled:") & ~Q(part__state=PART.CANCELLED)
        | Q(kind=KIND.CREDIT_NOTE, cause__startswith="return:") & ~Q(Exists(_received()))
    )
    for paper in Invoice.objects.filter(wrong).select_related("part"):
        yield f"{paper.kind} {paper.number}: of {paper.part.number}, {paper.part.state}, {paper.part.tax_paise} of tax"
    for paper in Invoice.objects.exclude(seller_id=F("part__seller_id"), mart_id=F("part__mart_id")):
        yield f"{paper.kind} {paper.number}: its seller or mart is not that of its part"


@check("ledger: papers are those that were issued")
def papers_are_told() -> Iterator[str]:
    issued = told(Invoice, "ledger.invoice_issued")
    rows = Invoice.objects.annotate(
        told_number=said_text(issued, "number"), told_kind=said_text(issued, "invoice_kind")
    )
    for paper in rows.exclude(told_number=F("number"), told_kind=F("kind")):
        yield f"{paper.kind} {paper.number}: issued as {paper.told_kind} {paper.told_number}"


@check("ledger: every parcel has its paper")
def parcels_have_papers() -> Iterator[str]:
    """An invoice or bill since it was packed, a credit note since it came back; none of ours when the channel bills."""
    coming = waiting_subjects("ledger.write_invoice", "ledger.earn_delivered")
    sold = Invoice.objects.filter(part=OuterRef("pk"), kind__in=(KIND.INVOICE, KIND.BILL))
    # What was cancelled before the worker came to its bill has none.
    ours = Order.Bills.HERE
    packed = Part.objects.filter(packed_at__isnull=False, order__bills=ours).exclude(state=PART.CANCELLED)
    parts = packed.exclude(pk__in=coming)
    for part in parts.filter(~Exists(sold)):
        yield f"part {part.number}: packed, and has no invoice"
    cause = Concat(Value("return:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    for paper in Invoice.objects.exclude(part__order__bills=ours).select_related("part"):
        yield f"{paper.kind} {paper.number}: a second paper of {paper.part.number}, which its channel bills"
    received = Return.objects.filter(state=Return.State.RECEIVED, part__order__bills=ours).select_related("part")
    coming = waiting_subjects("ledger.give_back")
    for ret in received.exclude(part__in=coming).filter(~Exists(Invoice.objects.filter(cause=cause))):
        yield f"return {ret.pk} of part {ret.part.number}: received, and has no credit note"


@check("ledger: invoices were counted to their last")
def invoices_are_counted() -> Iterator[str]:
    """The running number of a seller's year stands at its last paper: none of them is gone from the end."""
    counted = dict(Sequence.objects.filter(name__startswith="invoice:").values_list("name", "last"))
    highest: dict[str, int] = {}
    rows = Invoice.objects.values_list("seller_id", "year", "kind", "number").iterator()
    for seller_id, year, kind, number in rows:
        name = f"invoice:{seller_id}:{year}:{kind}"
        highest[name] = max(highest.get(name, 0), int(number.rsplit("-", 1)[1]))
    for name in sorted(counted.keys() | highest.keys()):
        if counted.get(name, 0) != highest.get(name, 0):
            yield f"{name}: the last paper is {highest.get(name, 0)}, counted to {counted.get(name, 0)}"
