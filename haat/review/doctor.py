"""The facts the review shows are what the orders and payouts say."""

from collections.abc import Iterator

from django.db.models import Sum

from haat.core.doctor import check
from haat.core.models import Job
from haat.ledger.models import Payout
from haat.orders.models import OrderLine, SellerOrder
from haat.review.models import DailyFact


@check("review: facts = orders and payouts")
def facts_match() -> Iterator[str]:
    if Job.objects.filter(name__startswith="haat.review.handlers", state__in=("waiting", "running")).exists():
        return  # the worker has not yet told the facts; they are behind, not wrong
    gone = (SellerOrder.State.CANCELLED, SellerOrder.State.AWAITING_PAYMENT)
    sold = dict(
        OrderLine.objects.exclude(part__state__in=gone).values_list("part__maker_id").annotate(s=Sum("goods_paise"))
    )
    paid = dict(Payout.objects.filter(state=Payout.State.PAID).values_list("maker_id").annotate(s=Sum("amount_paise")))
    rows = DailyFact.objects.values("maker_id").annotate(sales=Sum("sales_paise"), paid=Sum("paid_paise"))
    for row in rows:
        maker_id = row["maker_id"]
        if (row["sales"], row["paid"]) != (sold.pop(maker_id, 0), paid.pop(maker_id, 0)):
            yield f"maker {maker_id}: facts say {row['sales']} sold and {row['paid']} paid"
    for maker_id in {**sold, **paid}:
        yield f"maker {maker_id} has orders or payouts and no facts"
