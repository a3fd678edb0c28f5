"""What should have moved has: every paid, delivered, returned, refunded and shared rupee is in the books."""

from collections.abc import Iterator

from django.db.models import BigIntegerField, CharField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from haat.core.doctor import check, waiting_subjects
from haat.delivery.models import Round
from haat.ledger.models import Account, Due, Payout, Share, Transfer
from haat.orders.models import Order, Part, Return, ReturnLine
from haat.payments.models import Payment, Refund

HANDLED = "ledger."


def _moved(kind: str, *columns: str) -> QuerySet[Transfer]:
    """The transfer of a cause `kind:<column>:<column>` of the outer row."""
    words: list[Value | Cast] = [Value(kind)]
    for column in columns or ("pk",):
        words += [Value(":"), Cast(OuterRef(column), CharField())]
    return Transfer.objects.filter(cause=Concat(*words, output_field=CharField()))


@check("ledger: what was paid before delivery is in the books")
def payments_are_held() -> Iterator[str]:
    """The transfers of a confirmed payment come to it; what is paid at the door is counted with its round."""
    coming = waiting_subjects(HANDLED + "receive_payment")
    rows = Payment.objects.filter(state=Payment.State.CONFIRMED, order__pays=Order.Pays.BEFORE)
    by_part = Coalesce(  # as 0.1.0 told it
        Sum("order__parts__transfers__amount_paise", filter=Q(order__parts__transfers__cause__startswith="paid:")), 0
    )
    at_once = Coalesce(Subquery(_moved("paid", "order_id").values("amount_paise")), 0)
    held = F("by_part") + F("at_once")
    found = rows.exclude(pk__in=coming).annotate(by_part=by_part, at_once=at_once).annotate(held=held)
    for payment in found.exclude(amount_paise=F("held")):
        yield f"payment {payment.pk}: {payment.amount_paise} paise came, {payment.held} are in the books"


@check("ledger: delivered money was shared among its heads")
def earnings_are_whole() -> Iterator[str]:
    """What the heads of a delivered part got is what its buyer paid."""
    got = Coalesce(Sum("part__transfers__amount_paise", filter=Q(part__transfers__cause__startswith="earned:")), 0)
    dues = Due.objects.annotate(got=got, paid=F("part__goods_paise") + F("part__delivery_paise"))
    for due in dues.exclude(got=F("paid")).select_related("part"):
        yield f"part {due.part.number}: {due.paid} paise were paid, {due.got} shared out"


@check("ledger: what cash parcels left off is in the books")
def left_off_is_booked() -> Iterator[str]:
    """Of every delivered one; and taken back when all of its pieces were."""
    dues = Due.objects.filter(part__rounding_paise__gt=0).select_related("part")
    for due in dues.filter(~Exists(_moved("rounded", "part_id"))):
        yield f"part {due.part.number}: {due.part.rounding_paise} paise were left off, and are not in the books"
    coming = waiting_subjects(HANDLED + "give_back")
    received = Return.objects.filter(state=Return.State.RECEIVED, part__state=Part.State.RETURNED)
    of_cash = received.filter(part__rounding_paise__gt=0).exclude(part__in=coming).order_by()
    last = of_cash.values("part").annotate(last=Max("pk")).values("last")
    for ret in Return.objects.filter(~Exists(_moved("unrounded")), pk__in=last).select_related("part"):
        yield f"return {ret.pk}: all of part {ret.part.number} is back, and what was left off is not"


@check("ledger: returned and cancelled money is owed back")
def money_is_given_back() -> Iterator[str]:
    returned = waiting_subjects(HANDLED + "give_back")
    cancelled = waiting_subjects(HANDLED + "hold_back")
    paid = waiting_subjects(HANDLED + "receive_payment")
    of_returns = Q(transfers__cause__startswith="return:") | Q(transfers__cause__startswith="returned:")
    back = Coalesce(Sum("transfers__amount_paise", filter=of_returns), 0)
    parts = Part.objects.filter(returns__state=Return.State.RECEIVED).exclude(pk__in=returned).distinct()
    pieces = ReturnLine.objects.filter(ret__part=OuterRef("pk"), ret__state=Return.State.RECEIVED).order_by()
    price = pieces.values("ret__part").annotate(total=Sum(F("pieces") * F("line__piece_paise"))).values("total")
    came = Coalesce(Subquery(price), 0, output_field=BigIntegerField())
    back_of = Part.objects.filter(pk__in=parts).annotate(back=back, came=came)
    for part in back_of.exclude(came=F("back")):
        yield f"part {part.number}: goods of {part.came} paise came back, {part.back} taken back"
    refunds = Refund.objects.filter(cause__startswith="cancelled:").exclude(part__in=cancelled)
    for refund in refunds.exclude(payment__in=paid).filter(~Exists(_moved("cancelled", "part_id"))):
        yield f"refund {refund.pk}: of a cancelled order, and not held in the books"


@check("ledger: what left the bank is in the books")
def departures_are_booked() -> Iterator[str]:
    coming = waiting_subjects(HANDLED + "send_refund")
    sent = Refund.objects.filter(state=Refund.State.SENT).exclude(pk__in=coming)
    for refund in sent.filter(~Exists(_moved("refund"))):
        yield f"refund {refund.pk}: sent, and not in the books"
    state = Payout.State
    left = Payout.objects.filter(state__in=(state.SENT, state.PAID, state.FAILED))
    for payout in left.filter(~Exists(_moved("payout"))):
        yield f"payout {payout.pk}: {payout.state}, and not in the books"
    for payout in Payout.objects.filter(~Exists(_moved("payout-failed")), state=state.FAILED):
        yield f"payout {payout.pk}: failed, and its money is not back in the books"


@check("ledger: counted cash is in the books")
def cash_is_booked() -> Iterator[str]:
    coming = waiting_subjects(HANDLED + "take_cash")
    rounds = Round.objects.filter(state=Round.State.CLOSED, counted_paise__gt=0).exclude(pk__in=coming)
    for round in rounds.filter(~Exists(_moved("round"))):
        yield f"round {round.pk}: {round.counted_paise} paise counted, and not in the books"


@check("ledger: a group's purse = its members' open shares")
def purses_are_shares() -> Iterator[str]:
    """What lies in a group's own account is what its members have still to be given, on both sides."""
    open_ = Share.objects.filter(given_at=None).order_by()
    kinds = Account.Kind
    wanted = {
        kinds.GROUP_PURSE: dict(open_.values_list("payout__maker_id").annotate(total=Sum("amount_paise"))),
        kinds.MEMBER_SHARE: dict(open_.values_list("member_id").annotate(total=Sum("amount_paise"))),
    }
    for account in Account.objects.filter(kind__in=wanted).order_by("pk"):
        share = wanted[kinds(account.kind)].pop(account.owner_id, 0)
        if account.balance_paise != share:
            yield f"account {account.pk} {account}: {account.balance_paise} paise, open shares are {share}"
    for kind, left in wanted.items():
        for owner_id, paise in left.items():
            if paise:
                yield f"{kind.value}:{owner_id}: {paise} paise of open shares, and no account"
    shares = Share.objects.filter(amount_paise__gt=0)  # a share of nothing moves nothing
    for share in shares.filter(~Exists(_moved("share", "payout_id", "member_id"))):
        yield f"share {share.pk} of payout {share.payout_id}: it is not in the books"
    for share in shares.filter(~Exists(_moved("share-given")), given_at__isnull=False):
        yield f"share {share.pk} of payout {share.payout_id}: given, and not in the books"
