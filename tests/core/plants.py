"""What may be done to the books by whoever has a password of the database."""

from collections.abc import Callable
from datetime import date

from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import F, Model
from django.utils import timezone

from haat.catalogue.models import Good, Variant
from haat.core.files import picture_path
from haat.core.models import Event, Job, Picture, Sequence
from haat.doubles.models import Merge
from haat.ledger.models import Account, Due, Invoice, Payout, PayoutRun, Share, Transfer
from haat.makers.models import Maker
from haat.messages.models import Message
from haat.orders.models import OrderLine, Part
from haat.payments.models import Refund
from haat.people.models import Role, User
from haat.places.models import Mart
from haat.pricing.models import ChannelFee, FeeRule
from haat.stock import actions as stock
from haat.stock.models import StockItem, StockPlace
from haat.stock.rules import Came
from tests.make import BY, make_hub

Plant = str | Callable[[], object]


def last_event(kind: str) -> Event:
    return Event.objects.filter(kind=kind).latest("pk")


def said(kind: str, **words: object) -> Callable[[], object]:
    """The last event of a kind says something else now."""

    def plant() -> None:
        event = last_event(kind)
        Event.objects.filter(pk=event.pk).update(data={**event.data, **words})

    return plant


def untold(kind: str) -> Callable[[], object]:
    """The last event of a kind is gone."""
    return lambda: last_event(kind).delete()


def forged_transfer() -> None:
    """A balanced pair: both accounts and the transfer agree, only nothing ever caused it."""
    fee = Account.objects.get(kind="fee")
    due = Account.objects.filter(kind="maker_due", credits_paise__gt=F("debits_paise")).earliest("pk")
    Account.objects.filter(pk=due.pk).update(credits_paise=F("credits_paise") + 500)
    Account.objects.filter(pk=fee.pk).update(debits_paise=F("debits_paise") + 500)
    Transfer.objects.create(mart_id=fee.mart_id, debit=fee, credit=due, amount_paise=500, cause="bonus:1")
    Due.objects.filter(maker=due.owner_id, state="earned").update(amount_paise=F("amount_paise") + 500)


def copied_cause() -> None:
    """The same, under a cause that looks like one of ours: a part's tax earned by the fee of another."""
    row = Transfer.objects.filter(cause__contains=":fee").earliest("pk")
    part = Part.objects.filter(due=None).earliest("pk")
    Account.objects.filter(pk=row.debit_id).update(debits_paise=F("debits_paise") + 7)
    Account.objects.filter(pk=row.credit_id).update(credits_paise=F("credits_paise") + 7)
    Transfer.objects.create(
        mart_id=row.mart_id,
        debit=row.debit,
        credit=row.credit,
        amount_paise=7,
        cause=f"earned:{part.pk}:fee",
        part=part,
    )


def merged_alone() -> None:
    """Two makers were made one and open orders moved, and nobody proposed it."""
    kept, gone = Maker.objects.order_by("pk")[:2]
    Merge.objects.create(
        mart_id=kept.mart_id, kept=kept, gone=gone, undo={"parts": [1]}, by_id=7, undone_at=timezone.now()
    )


def swapped_dues() -> None:
    first, second = Due.objects.filter(state="paid").order_by("pk")[:2]
    Due.objects.filter(pk=first.pk).update(amount_paise=second.amount_paise, payout=second.payout)
    Due.objects.filter(pk=second.pk).update(amount_paise=first.amount_paise, payout=first.payout)


def swapped_amounts() -> None:
    """Two dues of one payout: its sum stays."""
    payout = Payout.objects.filter(dues__isnull=False, state="sent").earliest("pk")
    first, second = (payout.dues.order_by("pk").first(), Due.objects.exclude(payout=payout).earliest("pk"))
    assert first is not None
    Due.objects.filter(pk=first.pk).update(amount_paise=first.amount_paise - 1)
    Due.objects.filter(pk=second.pk).update(amount_paise=second.amount_paise + 1)


def released_alone() -> None:
    """The run's row keeps two people; the trail says that one of them did both."""
    run = PayoutRun.objects.filter(state="released").earliest("pk")
    event = Event.objects.get(kind="ledger.payouts_released", subject_id=run.pk)
    Event.objects.filter(pk=event.pk).update(by_id=run.proposed_by_id)


def released_by_proposer() -> None:
    run = PayoutRun.objects.filter(state="released").earliest("pk")
    PayoutRun.objects.filter(pk=run.pk).update(proposed_by_id=run.released_by_id, released_by_id=run.proposed_by_id)


def doubled_share() -> None:
    share = Share.objects.earliest("pk")
    other = Payout.objects.filter(state="paid", shares=None).earliest("pk")
    Share.objects.create(payout=other, member=share.member, amount_paise=share.amount_paise)


def halved_payment() -> None:
    """The row, and what the books held of it, agree."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payments_payment SET amount_paise = amount_paise / 2 WHERE id ="
            " (SELECT min(id) FROM payments_payment WHERE state = 'confirmed' AND gateway = 'upi')"
        )


def moved_tax() -> None:
    """From one line of a part to another: its sum stays."""
    part = Part.objects.filter(tax_paise__gt=200).earliest("pk")
    line = part.lines.earliest("pk")
    OrderLine.objects.filter(pk=line.pk).update(tax_paise=F("tax_paise") - 150, maker_paise=F("maker_paise") + 150)
    Part.objects.filter(pk=part.pk).update(tax_paise=F("tax_paise") - 150, maker_paise=F("maker_paise") + 150)


def edited_invoice(**words: object) -> Callable[[], object]:
    def plant() -> None:
        paper = Invoice.objects.earliest("pk")
        Invoice.objects.filter(pk=paper.pk).update(facts={**paper.facts, **words})

    return plant


def edited_line() -> None:
    paper = Invoice.objects.earliest("pk")
    lines = [{**paper.facts["lines"][0], "hsn": "9999"}, *paper.facts["lines"][1:]]
    Invoice.objects.filter(pk=paper.pk).update(facts={**paper.facts, "lines": lines})


def edited_buyer() -> None:
    paper = Invoice.objects.earliest("pk")
    Invoice.objects.filter(pk=paper.pk).update(
        facts={**paper.facts, "buyer": {**paper.facts["buyer"], "name": "Other"}}
    )


def edited_note() -> None:
    """A note of a return takes more off than was sold."""
    note = Invoice.objects.filter(cause__startswith="return:").earliest("pk")
    Invoice.objects.filter(pk=note.pk).update(facts={**note.facts, "goods_paise": 100_000_000})


def last_invoice_gone() -> None:
    paper = Invoice.objects.latest("pk")
    Event.objects.filter(subject_type="ledger.invoice", subject_id=paper.pk).delete()
    paper.delete()


def sequence_back(prefix: str) -> Callable[[], object]:
    return lambda: Sequence.objects.filter(name__startswith=prefix).update(last=F("last") - 1)


def sequences_reset() -> None:
    Sequence.objects.update(last=0)


def unseen_good() -> None:
    """In the shop, with an event even, but nobody looked at it."""
    good = Good.objects.filter(state="waiting").earliest("pk")
    Good.objects.filter(pk=good.pk).update(state="live", live_at=F("made_at"))


def checks_gone() -> None:
    Good.objects.filter(state="live").earliest("pk").checks.all().delete()


def ungiven_role() -> None:
    mart = Mart.objects.get()
    Role.objects.create(user=User.objects.earliest("pk"), mart=mart, place=mart.place, kind="accountant")


def accountant_of_nothing() -> None:
    mart = Mart.objects.get()
    user = User.objects.earliest("pk")
    Role.objects.create(user=user, mart=mart, place=mart.place, kind="federation", organisation_id=10**9)


def taken_up_again() -> None:
    """A role that was ended stands again."""
    event = last_event("people.role_taken")
    mart = Mart.objects.get()
    Role.objects.create(user_id=event.subject_id, mart=mart, place_id=event.data["place"], kind=event.data["role"])


def given_up_job() -> None:
    Job.objects.filter(pk=Job.objects.latest("pk").pk).update(state="failed", error="ValueError: no", attempts=72)


def endless_job() -> None:
    Job.objects.filter(pk=Job.objects.latest("pk").pk).update(state="running", lease_until=None)


def strange_job() -> None:
    Job.objects.create(name="haat.nowhere.nothing")


def picture_lost() -> None:
    """The store is put right again: it does not roll back."""
    picture = Picture.objects.earliest("pk")
    Picture.objects.filter(pk=picture.pk).update(digest="0" * 64)
    assert not default_storage.exists(picture_path("0" * 64))


def second_message() -> None:
    message = Message.objects.exclude(body="").earliest("pk")
    message.pk, message.cause = None, "again"
    message.save()


def settings_changed() -> None:
    """A setting changed through the door once, and then behind it."""
    from haat.core.actor import MACHINE
    from haat.places.actions import change_mart

    change_mart(Mart.objects.get(), vpa="mart@example", by=MACHINE)
    Mart.objects.update(vpa="mine@example")


def fee_lowered() -> None:
    FeeRule.objects.update(fee_bp=F("fee_bp") - 100)


def fee_of_a_channel() -> None:
    mart = Mart.objects.order_by("pk")[0]
    ChannelFee.objects.create(mart=mart, channel="bazaar", from_date=date(2026, 1, 1), source="nobody")


def price_changed() -> None:
    Variant.objects.filter(pk=last_event("catalogue.price_changed").subject_id).update(price_paise=F("price_paise") - 1)


def actor_of(kind: str) -> Callable[[], object]:
    return lambda: Event.objects.filter(pk=last_event(kind).pk).update(by_id=F("by_id") + 1)


def of_another_mart(model: type[Model]) -> Callable[[], object]:
    """One row is now of a mart that was made for it."""

    def plant() -> None:
        mart = Mart.objects.get()
        mart.pk, mart.slug = None, "other"
        mart.save()
        row = model._default_manager.earliest("pk")
        model._default_manager.filter(pk=row.pk).update(mart=mart)

    return plant


def moves_gone(cause: str) -> Callable[[], object]:
    """All transfers whose cause begins so are deleted."""
    return lambda: Transfer.objects.filter(cause__startswith=cause).delete()


def account_swapped() -> None:
    """Where money goes from now on, still confirmed."""
    Maker.objects.filter(state="live").earliest("pk").bank.__class__.objects.update(number="99999999999")


def refund_gone() -> None:
    Refund.objects.filter(state="owed").earliest("pk").delete()


def edit(table: str, change: str, condition: str = "1 = 1") -> str:
    """One row of a table, the first that meets a condition, is changed."""
    return f"UPDATE {table} SET {change} WHERE id = (SELECT min(id) FROM {table} WHERE {condition})"


def delete(table: str, condition: str = "1 = 1") -> str:
    """The first row that meets a condition is gone."""
    return f"DELETE FROM {table} WHERE id = (SELECT min(id) FROM {table} WHERE {condition})"


def at_hub(corruption: str, *, missing: int = 0, on_the_way: bool = False) -> Callable[[], object]:
    """Pieces of a maker go to a new hub, most of them come, and some of the missing are found; then `corruption`."""

    def plant() -> None:
        item = StockItem.objects.filter(on_hand__gt=F("reserved") + 3, place__kind="maker").earliest("pk")
        hub = make_hub(item.mart, sells=("mart",))
        move = stock.dispatch(item.place, target=hub, pieces={item.variant_id: 3}, key="planted", by=BY)
        if not on_the_way:
            stock.receive(move, counts={item.variant_id: Came(3 - missing)}, by=BY)
        if missing:
            stock.settle_missing(move.lines.get(), found=missing - 1, reason="Broken", by=BY)
        with connection.cursor() as cursor:
            cursor.execute(corruption)
            assert cursor.rowcount >= 1

    return plant


def left_from_closed() -> None:
    """A hub is closed behind the doors while a parcel waits there."""
    at_hub(edit("stock_stockplace", "closed_at = '2026-11-20 10:00:00+00:00'", "kind = 'hub'"))()
    part = Part.objects.filter(state__in=("placed", "accepted", "packed", "on_the_way")).earliest("pk")
    Part.objects.filter(pk=part.pk).update(place=StockPlace.objects.exclude(closed_at=None).get())
