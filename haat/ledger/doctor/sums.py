"""The books balance, from the transfers up."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from haat.core.doctor import check, waiting_subjects
from haat.ledger.models import Account, Due, Invoice, Payout, Transfer
from haat.orders.models import Part, Return
from haat.payments.queries import cancelled


@check("ledger: every account = its transfers")
def accounts_match_transfers() -> Iterator[str]:
    debits = dict(Transfer.objects.values_list("debit").annotate(total=Sum("amount_paise")))
    credits = dict(Transfer.objects.values_list("credit").annotate(total=Sum("amount_paise")))
    for row in Account.objects.iterator():
        if (row.debits_paise, row.credits_paise) != (debits.get(row.pk, 0), credits.get(row.pk, 0)):
            yield f"account {row.pk} {row.kind}:{row.owner_id} says {row.debits_paise}/{row.credits_paise}"


@check("ledger: debits = credits in every mart")
def ledger_balances() -> Iterator[str]:
    for row in Account.objects.values("mart_id").annotate(d=Sum("debits_paise"), c=Sum("credits_paise")):
        if row["d"] != row["c"]:
            yield f"mart {row['mart_id']}: {row['d']} debited, {row['c']} credited"


@check("ledger: what makers are owed = their account")
def dues_match_accounts() -> Iterator[str]:
    not_left = Q(state=Due.State.EARNED) | Q(state=Due.State.IN_PAYOUT, payout__state=Payout.State.PROPOSED)
    dues = dict(Due.objects.filter(not_left).values_list("maker_id").annotate(total=Sum("amount_paise")))
    for row in Account.objects.filter(kind=Account.Kind.MAKER_DUE):
        if row.balance_paise != dues.pop(row.owner_id, 0):
            yield f"maker {row.owner_id}: account {row.balance_paise}"
    for maker_id, total in dues.items():
        if total:
            yield f"maker {maker_id}: {total} due but no account"


@check("ledger: a due for every delivered part")
def delivered_are_due() -> Iterator[str]:
    done = (Part.State.DELIVERED, Part.State.RETURNED)
    coming = waiting_subjects("ledger.earn_delivered")
    for part in Part.objects.filter(state__in=done, due__isnull=True).exclude(pk__in=coming):
        yield f"part {part.number} is {part.state} and owes its maker nothing"


@check("ledger: payouts = their dues")
def payouts_match_dues() -> Iterator[str]:
    live = Payout.objects.exclude(state__in=(Payout.State.FAILED, Payout.State.DROPPED))
    for payout in live.annotate(total=Coalesce(Sum("dues__amount_paise"), 0)).exclude(total=F("amount_paise")):
        yield f"payout {payout.pk}: {payout.amount_paise}"


@check("ledger: invoice numbers run without gaps")
def invoices_run() -> Iterator[str]:
    rows = Invoice.objects.values("seller_id", "year", "kind").annotate(n=Count("pk"))
    for row in rows:
        numbers = Invoice.objects.filter(seller_id=row["seller_id"], year=row["year"], kind=row["kind"])
        highest = max(int(number.rsplit("-", 1)[1]) for number in numbers.values_list("number", flat=True))
        if highest != row["n"]:
            yield f"seller {row['seller_id']} {row['year']} {row['kind']}: {row['n']} papers, highest {highest}"


@check("ledger: every bill adds up, and its CGST = its SGST")
def bills_add_up() -> Iterator[str]:
    """By the rule each was written under: 1, before 0.2.0, had halves a paisa apart and no tax on the delivery."""
    for paper in Invoice.objects.only("number", "facts").order_by("pk").iterator(chunk_size=500):
        facts = paper.facts
        rows = [(line["goods_paise"], line) for line in facts["lines"]]
        charges = [(charge["paise"], charge) for charge in facts.get("delivery", ())]
        wrong = [
            sum(paise for paise, _line in rows) != facts["goods_paise"],
            facts["goods_paise"] + facts["delivery_paise"] - facts.get("rounding_paise", 0) != facts["total_paise"],
            sum(row["tax_paise"] for _paise, row in rows + charges) != facts["tax_paise"],
        ]
        if facts.get("rule", 1) >= 2:
            wrong.append(sum(paise for paise, _charge in charges) != facts["delivery_paise"])
            wrong += [not _tax_holds(paise, row, facts["inter_state"]) for paise, row in rows + charges]
        if any(wrong):
            yield f"bill {paper.number}: its lines do not make its sums"


def _tax_holds(paise: int, row: Mapping[str, Any], inter_state: bool) -> bool:
    """Whether a row's tax is the one kind its place of supply asks for, in equal halves, and adds up with the rest."""
    heads = [row["cgst_paise"], row["sgst_paise"], row["igst_paise"]]
    half = row["tax_paise"] // 2
    right = [0, 0, row["tax_paise"]] if inter_state else [half, half, 0]
    return heads == right and row["taxable_paise"] + sum(heads) == paise


@check("ledger: every bill = its part")
def bills_match_parts() -> Iterator[str]:
    papers = Invoice.objects.exclude(kind=Invoice.Kind.CREDIT_NOTE).select_related("part").order_by("pk")
    for paper in papers.iterator(chunk_size=500):
        part = paper.part
        sold = (part.goods_paise, part.delivery_paise, part.whole_tax_paise)
        if tuple(paper.facts[name] for name in ("goods_paise", "delivery_paise", "tax_paise")) != sold:
            yield f"bill {paper.number} is not what part {part.number} came to"


@check("ledger: what was cancelled or came back is taken off its bill")
def notes_match_bills() -> Iterator[str]:
    """Of a cancelled order all of its bill, of a return its pieces; what 0.1.0 cancelled after the bill has no note."""
    coming = waiting_subjects("ledger.hold_back") | waiting_subjects("ledger.give_back")
    papers = Invoice.objects.filter(facts__rule__gte=2).exclude(part__in=coming).select_related("part").order_by("pk")
    taken = {note.cause: _before_rounding(note.facts) for note in papers.filter(kind=Invoice.Kind.CREDIT_NOTE)}
    bills = papers.exclude(kind=Invoice.Kind.CREDIT_NOTE)
    for bill in bills.filter(part__state=Part.State.CANCELLED):
        back, wanted = taken.get(cancelled(bill.part), 0), _before_rounding(bill.facts)
        if back != wanted:
            yield f"bill {bill.number}: {back} of {wanted} paise are taken off it"
    numbers = dict(bills.values_list("part_id", "number"))
    received = Return.objects.filter(state=Return.State.RECEIVED, part__in=numbers)
    for ret in received.annotate(total=Sum(F("lines__pieces") * F("lines__line__piece_paise"))).order_by("pk"):
        if taken.get(ret.cause, 0) != ret.total:
            number, back = numbers[ret.part_id], taken.get(ret.cause, 0)
            yield f"bill {number}: {back} of {ret.total} paise are taken off it"


def _before_rounding(facts: Mapping[str, Any]) -> int:
    return int(facts["total_paise"]) + int(facts.get("rounding_paise", 0))


@check("ledger: credit notes of a bill never exceed it")
def notes_within_bills() -> Iterator[str]:
    """Goods and tax of all notes of returns are at most those of the bill, and all of them once everything is back."""
    sums: dict[int, list[int]] = {}
    notes = Invoice.objects.filter(kind=Invoice.Kind.CREDIT_NOTE, cause__startswith="return:").order_by("pk")
    for part_id, facts in notes.values_list("part_id", "facts").iterator(chunk_size=500):
        found = sums.setdefault(part_id, [0, 0])
        found[0] += facts["goods_paise"]
        found[1] += facts["tax_paise"]
    for part in Part.objects.filter(pk__in=sums).order_by("pk").iterator():
        goods, tax = sums[part.pk]
        if goods > part.goods_paise or tax > part.tax_paise:
            yield f"part {part.number}: its notes come to {goods} paise with {tax} of tax"
        if goods == part.goods_paise and tax != part.tax_paise:
            yield f"part {part.number}: all came back, and {tax} of {part.tax_paise} paise of tax"
