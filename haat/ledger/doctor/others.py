"""What others owe us is what they sold less what came back and what they settled, to the paisa and the part."""

from collections.abc import Iterator

from django.db.models import BigIntegerField, CharField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from haat.core.doctor import check, waiting_subjects
from haat.core.models import Event
from haat.core.trail import said, told
from haat.ledger.actions.settling import SIGNS, told_of
from haat.ledger.models import Account, Due, Party, Payout, Receivable, Settlement, Transfer
from haat.orders.models import Order, Part, Return, ReturnLine

PAYOUT, PART = Payout.State, Part.State


def _total(rows: QuerySet[Transfer], by: str = "part") -> Coalesce:
    """The sum of transfers of the outer row; 0 for none."""
    summed = rows.order_by().values(by).annotate(total=Sum("amount_paise")).values("total")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0)


def _stands(kind: str, **limit: object) -> tuple[Coalesce, Coalesce]:
    """What was debited and credited of a part at accounts of a kind."""
    rows = Transfer.objects.filter(part=OuterRef("part"), **limit)
    return _total(rows.filter(debit__kind=kind)), _total(rows.filter(credit__kind=kind))


@check("ledger: what was sold elsewhere is owed by who sold it")
def sales_are_owed() -> Iterator[str]:
    """Every delivered part that somebody else was paid for, by that party, at its price; no other part, as told."""
    coming = waiting_subjects("ledger.earn_delivered")
    elsewhere = Part.objects.filter(order__pays=Order.Pays.ELSEWHERE, state__in=(PART.DELIVERED, PART.RETURNED))
    for part in elsewhere.filter(receivable=None).exclude(pk__in=coming):
        yield f"part {part.number} was sold elsewhere, and nobody owes its money"
    right = Q(
        part__order__pays=Order.Pays.ELSEWHERE,
        part__state__in=(PART.DELIVERED, PART.RETURNED),
        party__channel=F("part__order__channel"),
        party__account=F("part__order__account"),
        party__mart_id=F("mart_id"),
        mart_id=F("part__mart_id"),
        sold_paise=F("part__goods_paise") + F("part__delivery_paise"),
        told_paise=F("sold_paise"),
        told_party=F("party_id"),
    )
    sold = told(Part, "ledger.sold", at="part_id")
    rows = Receivable.objects.annotate(told_paise=said(sold, "amount_paise"), told_party=said(sold, "party_id"))
    for row in rows.exclude(right).select_related("part", "party"):
        yield f"part {row.part.number}: {row.sold_paise} paise owed by {row.party}, told as {row.told_paise}"


@check("ledger: what a party owes = its sales")
def sales_are_in_the_books() -> Iterator[str]:
    """Part by part, in the row and on the two accounts, of which one at most is open; and the accounts in all."""
    debits, credits = _stands(Account.Kind.RECEIVABLE)
    back_debits, back_credits = _stands(Account.Kind.CHANNEL_DUE)
    rows = Receivable.objects.annotate(
        standing=debits - credits,
        back=back_credits - back_debits,
        balance=F("sold_paise") - F("returned_paise") - F("settled_paise"),
    )
    wrong = ~Q(balance=F("standing") - F("back")) | Q(standing__gt=0, back__gt=0) | Q(standing__lt=0) | Q(back__lt=0)
    for row in rows.filter(wrong).select_related("part").order_by("pk"):
        found = f"{getattr(row, 'standing')} open and {getattr(row, 'back')} owed back"  # noqa: B009 - annotated above
        yield f"part {row.part.number}: {row.balance_paise} paise are owed, the books say {found}"
    sums: dict[tuple[str, int], int] = {}
    for party_id, balance in rows.values_list("party_id", "balance").iterator():
        kind = Account.Kind.RECEIVABLE if balance > 0 else Account.Kind.CHANNEL_DUE
        sums[kind, party_id] = sums.get((kind, party_id), 0) + abs(balance)
    for account in Account.objects.filter(kind__in=(Account.Kind.RECEIVABLE, Account.Kind.CHANNEL_DUE)):
        wanted = sums.get((account.kind, account.owner_id), 0)
        if account.balance_paise != wanted:
            yield f"account {account}: {account.balance_paise} paise, its sales come to {wanted}"


@check("ledger: a sale is settled by its settlements")
def sales_are_settled() -> Iterator[str]:
    """Settled and come are what was told and not taken back; returned is what its pieces cost."""
    coming = waiting_subjects("ledger.give_back")
    sums: dict[int, list[int]] = {}
    for row in Settlement.objects.filter(taken_back_at=None).order_by("pk").iterator():
        found = sums.setdefault(row.part_id, [0, 0])
        found[0] += row.settled_paise
        found[1] += row.came_paise
    pieces = ReturnLine.objects.filter(ret__part=OuterRef("part"), ret__state=Return.State.RECEIVED).order_by()
    price = pieces.values("ret__part").annotate(total=Sum(F("pieces") * F("line__piece_paise"))).values("total")
    back = Coalesce(Subquery(price), 0, output_field=BigIntegerField())
    for sale in Receivable.objects.annotate(back=back).select_related("part").order_by("pk").iterator():
        settled, came = sums.pop(sale.part_id, [0, 0])
        if (sale.settled_paise, sale.came_paise) != (settled, came):
            yield f"part {sale.part.number}: {sale.settled_paise} settled, its settlements come to {settled}"
        came_back: int = getattr(sale, "back")  # noqa: B009 - annotated above
        if sale.returned_paise != came_back and sale.part_id not in coming:
            yield f"part {sale.part.number}: {sale.returned_paise} paise came back, its pieces cost {came_back}"
    for part_id in sums:
        yield f"part {part_id} is settled, and nobody owed anything for it"


@check("ledger: a settlement = its transfers")
def settlements_are_booked() -> Iterator[str]:
    """Every figure is in the books, and back again when it was taken back."""
    causes = set(Transfer.objects.filter(cause__startswith="settled:").values_list("cause", flat=True).iterator())
    causes |= set(Transfer.objects.filter(cause__startswith="unsettled:").values_list("cause", flat=True).iterator())
    for row in Settlement.objects.order_by("pk").iterator():
        for name in SIGNS:
            if not getattr(row, f"{name}_paise"):
                continue
            if f"settled:{row.pk}:{name}" not in causes:
                yield f"settlement {row.pk}: its {name} is not in the books"
            if (f"unsettled:{row.pk}:{name}" in causes) != (row.taken_back_at is not None):
                yield f"settlement {row.pk}: its {name} is taken back in one place only"


@check("ledger: settlements are what was told")
def settlements_are_told() -> Iterator[str]:
    """Figures, reference and day of every one, who wrote it, and who took it back."""
    settled: dict[int, dict[str, object]] = {}
    part_type = Part._meta.label_lower
    events = Event.objects.filter(kind="ledger.settled", subject_type=part_type)
    for part_id, by_id, data in events.values_list("subject_id", "by_id", "data").iterator():
        settled[data["settlement_id"]] = {**data, "part_id": part_id, "by_id": by_id}
    gone = {
        data["settlement_id"]: (by_id, data["reason"])
        for by_id, data in Event.objects.filter(kind="ledger.settlement_taken_back", subject_type=part_type)
        .values_list("by_id", "data")
        .iterator()
    }
    for row in Settlement.objects.order_by("pk").iterator():
        said_ = settled.pop(row.pk, {})
        keys = {"settlement_id": row.pk, "party_id": row.party_id, "part_id": row.part_id, "by_id": row.by_id}
        if said_ != {**told_of(row), **keys}:
            yield f"settlement {row.pk} of part {row.part_id}: it is not what was told of it"
        taken = (row.taken_back_by_id, row.taken_back_reason) if row.taken_back_at else None
        if gone.pop(row.pk, None) != taken:
            yield f"settlement {row.pk} of part {row.part_id}: taken back, or not, other than told"
    for pk in settled.keys() | gone.keys():
        yield f"settlement {pk} was told, and is not there"


@check("ledger: parties are called what they were named")
def parties_are_named() -> Iterator[str]:
    """By the office, and by nobody else."""
    names = Event.objects.filter(kind="ledger.party_named", subject_type=Party._meta.label_lower).order_by("pk")
    called = {pk: data["name"] for pk, data in names.values_list("subject_id", "data").iterator()}
    for party in Party.objects.order_by("pk"):
        if party.name != called.get(party.pk, ""):
            yield f"party {party.pk} is called {party.name}, named was {called.get(party.pk, '')}"


@check("ledger: no maker was paid before the party's money came")
def paid_after_it_came() -> Iterator[str]:
    """When a payout left, its parts were accounted for, or as much as the due had come: by what stood in the books."""
    cause = Concat(Value("payout:"), Cast(OuterRef("payout_id"), CharField()), output_field=CharField())
    left = Subquery(Transfer.objects.filter(cause=cause).values("pk")[:1])
    dues = Due.objects.filter(payout__state__in=(PAYOUT.SENT, PAYOUT.PAID), part__order__pays=Order.Pays.ELSEWHERE)
    dues = dues.annotate(left=left)
    before = {"pk__lt": OuterRef("left")}
    debits, credits = _stands(Account.Kind.RECEIVABLE, **before)
    landed = Q(cause__startswith="settled:") | Q(cause__startswith="unsettled:")
    rows = Transfer.objects.filter(landed, part=OuterRef("part"), cause__endswith=":came", **before)
    owing = Account.Kind.RECEIVABLE
    found = dues.annotate(
        standing=debits - credits,
        came=_total(rows.filter(credit__kind=owing)) - _total(rows.filter(debit__kind=owing)),
    )
    for due in found.filter(standing__gt=0, came__lt=F("amount_paise")).select_related("part"):
        yield f"part {due.part.number}: its maker was paid {due.amount_paise} paise before the party's money came"
