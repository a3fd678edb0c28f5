"""What 0.1.0 wrote is carried along, and back again."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps as now
from django.db import connection
from django.db.models import F, Model

from haat.core.actor import Actor
from haat.core.models import Event
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.ledger import actions
from haat.ledger.models import Due, Invoice, Transfer
from haat.ledger.queries import missing_of
from haat.orders import actions as orders
from haat.orders.models import OrderLine, Part
from haat.pricing.split import split_delivery
from tests.ledger.books import ACCOUNTANT, books, bring_cash, broken, delivered, pay, send_back, work
from tests.make import BY, make_maker, make_order, make_part, make_registered_maker, make_round, make_stocked

pytestmark = pytest.mark.django_db

MOVES = "ledger: every transfer moves what its cause says"


class Then:
    """The models under the names they had when the migrations were written."""

    @staticmethod
    def get_model(room: str, name: str) -> type[Model]:
        return now.get_model(room, {"SellerOrder": "Part"}.get(name, name))


def step(number: str, direction: str) -> None:
    """Run what a data migration of this room does with its rows."""
    getattr(import_module(f"haat.ledger.migrations.{number}"), direction)(Then, connection.schema_editor())


def test_dues_move_to_the_day_after_the_last_return_day_and_back():
    for name in ("One", "Two", "Three"):
        delivered(make_maker(name), method="upi")
    work()
    days = [date(2026, 10, 8), date(2026, 10, 9), date(2026, 12, 31)]
    dues = list(Due.objects.order_by("pk"))
    for due, day in zip(dues, days, strict=True):
        Due.objects.filter(pk=due.pk).update(pay_from=day)
    step("0002_the_buyers_last_day", "later")
    moved = list(Due.objects.order_by("pk").values_list("pay_from", flat=True))
    assert moved == [date(2026, 10, 9), date(2026, 10, 10), date(2027, 1, 1)]
    step("0002_the_buyers_last_day", "earlier")
    assert list(Due.objects.order_by("pk").values_list("pay_from", flat=True)) == days


def as_sold_by_0_1_0(part):
    """An odd tax on its line, and none on its delivery; so it was told, too."""
    line = part.lines.get()
    odd = {"tax_paise": 2_477, "maker_paise": part.maker_paise - 1}
    OrderLine.objects.filter(pk=line.pk).update(**odd)
    Part.objects.filter(pk=part.pk).update(**odd, delivery_tax_paise=0)
    placed = Event.objects.get(kind="orders.placed", subject_id=part.order_id)
    (facts,) = placed.data["parts"]
    kept = {name: fact for name, fact in facts.items() if name != "delivery_tax_paise"}
    Event.objects.filter(pk=placed.pk).update(data={**placed.data, "parts": [kept | odd]})
    part.refresh_from_db()
    return part


def figures(part):
    part.refresh_from_db()
    line = part.lines.get()
    return (part.tax_paise, part.maker_paise, part.delivery_tax_paise), (line.tax_paise, line.maker_paise)


def test_open_orders_are_taxed_as_bills_are_written_now():
    maker = make_registered_maker()
    waiting, packed = make_part({make_stocked(maker): 1}), make_part({make_stocked(maker): 1}, state="packed")
    new = figures(waiting)
    assert new == ((2_476, 44_864, 190), (2_476, 44_864))
    for part in (waiting, packed):
        as_sold_by_0_1_0(part)
    facts = {"mart": packed.mart, "seller": packed.seller, "year": "2026-27", "number": "I", "facts": {}}
    Invoice.objects.create(part=packed, kind="invoice", **facts)
    step("0003_even_tax_on_open_orders", "make_even")
    assert figures(waiting) == new
    assert figures(packed) == ((2_477, 44_863, 0), (2_477, 44_863))
    step("0003_even_tax_on_open_orders", "nothing")
    assert figures(waiting) == new


def test_tax_of_the_delivery_is_the_same_in_the_migration_and_in_the_shop():
    migration = import_module("haat.ledger.migrations.0003_even_tax_on_open_orders")
    for charge, goods in ((4_000, [(500, 30_000), (0, 10_001), (1800, 7)]), (1, [(500, 1), (1800, 1)]), (0, [(0, 0)])):
        wanted = sum(part.tax for part in split_delivery(charge, goods))
        assert migration._delivery_tax(charge, dict(goods)) == wanted


def test_old_bill_stays_and_its_credit_note_follows_its_rule():
    """Packed and billed under 0.1.0, delivered and returned since."""
    part = as_sold_by_0_1_0(make_part({make_stocked(make_registered_maker()): 1}, state="packed"))
    work()
    bill = Invoice.objects.get()
    line = bill.facts["lines"][0]
    bill.facts["lines"] = [{name: fact for name, fact in line.items() if name not in NEW}]
    bill.facts = {name: fact for name, fact in bill.facts.items() if name not in NEW}
    bill.save()
    parcel = Parcel.objects.get()
    rider = Actor(make_round(parcel).rider_id)
    delivery.hand_over(parcel, code=parcel.code, collected_paise=parcel.collect_paise, by=rider)
    work()
    assert (books()["tax_due"], books()["carrier_due"]) == (2_477, 4_000)
    part.refresh_from_db()
    send_back(part)
    work()
    note = Invoice.objects.get(kind="credit_note")
    assert (note.facts["lines"], note.facts["tax_paise"]) == (bill.facts["lines"], 2_477)
    assert ("rule" in note.facts, note.facts["total_paise"]) == (False, 52_000)
    assert broken() == {}


def as_held_by_0_1_0(order):
    """What the buyer of a paid order paid stands part by part in the books; answers those transfers."""
    whole = Transfer.objects.get(cause=f"paid:{order.pk}")
    rows = [
        Transfer(
            mart=order.mart,
            debit_id=whole.debit_id,
            credit_id=whole.credit_id,
            amount_paise=part.total_paise,
            cause=f"paid:{order.pk}:{part.pk}",
            part=part,
        )
        for part in order.parts.order_by("pk")
    ]
    whole.delete()
    return Transfer.objects.bulk_create(rows)


def test_missing_cash_of_0_1_0_finds_its_round():
    part = delivered(method="cod")
    work()
    bring_cash(part, short=1_000)
    round = Parcel.objects.get(part=part).round
    actions.take_missing(round, amount_paise=400, cause="slip:7", by=ACCOUNTANT)
    Transfer.objects.update(round=None)
    assert missing_of(round) == 1_000
    step("0005_fill_the_round_of_missing_cash", "fill")
    assert missing_of(round) == 600
    assert Transfer.objects.exclude(round=None).count() == 1
    step("0005_fill_the_round_of_missing_cash", "nothing")


def test_money_held_part_by_part_is_right_before_and_after_a_part_is_divided():
    order = make_order({make_stocked(): 3, make_stocked(make_maker("Other")): 1}, method="upi")
    pay(order)
    work()
    as_held_by_0_1_0(order)
    assert broken() == {}
    part = order.parts.earliest("pk")
    orders.divide(part, pieces={part.lines.get().pk: 1}, by=BY)
    work()
    assert broken() == {}


def test_doctor_finds_a_paisa_that_went_from_one_part_to_another():
    order = make_order({make_stocked(): 1, make_stocked(make_maker("Other")): 1}, method="upi")
    pay(order)
    work()
    one, two = as_held_by_0_1_0(order)
    Transfer.objects.filter(pk=one.pk).update(amount_paise=F("amount_paise") - 1)
    Transfer.objects.filter(pk=two.pk).update(amount_paise=F("amount_paise") + 1)
    should = "it should move {0.amount_paise} from At(kind='buyers', owner_id=0) to At(kind='bank', owner_id=0)"
    assert broken() == {
        MOVES: [
            f"transfer {one.pk} {one.cause} of {one.amount_paise - 1} paise: {should.format(one)}",
            f"transfer {two.pk} {two.cause} of {two.amount_paise + 1} paise: {should.format(two)}",
        ]
    }


def test_a_return_told_by_its_part_gave_back_every_head_but_the_delivery():
    part = delivered(make_registered_maker(), method="upi")
    work()
    ret = send_back(part)
    work()
    for row in Transfer.objects.filter(cause__startswith=f"return:{ret.pk}:"):
        Transfer.objects.filter(pk=row.pk).update(cause=row.cause.replace(ret.cause, f"returned:{part.pk}"))
    assert broken() == {}
    forged = actions.transfer(
        part.mart,
        debit=actions.At("carrier_due"),
        credit=actions.At("refund_due"),
        amount_paise=100,
        cause=f"returned:{part.pk}:carrier_due",
        part=part,
        by=BY,
    )
    assert broken()[MOVES] == [f"transfer {forged.pk} {forged.cause} of 100 paise: what it speaks of never moved that"]


NEW = ("rule", "delivery", "taxable_paise", "cgst_paise", "sgst_paise", "igst_paise")
