"""The books balance, from the transfers up."""

from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from haat.core.doctor import check, waiting_subjects
from haat.ledger.models import Account, Due, Invoice, Payout, Transfer
from haat.orders.models import SellerOrder


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


@check("ledger: a due for every delivered seller order")
def delivered_are_due() -> Iterator[str]:
    done = (SellerOrder.State.DELIVERED, SellerOrder.State.RETURNED)
    coming = waiting_subjects("haat.ledger.handlers.earn_delivered")
    for part in SellerOrder.objects.filter(state__in=done, due__isnull=True).exclude(pk__in=coming):
        yield f"seller order {part.number} is {part.state} and owes its maker nothing"


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
