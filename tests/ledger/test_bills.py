"""The doctor reads every bill by the rule it was made under."""

import pytest
from django.db.models import F

from haat.ledger.models import Invoice
from haat.orders import actions as orders
from haat.orders.models import OrderLine, Part
from tests.ledger.books import broken, delivered, pay, send_back, work
from tests.make import BY, make_order, make_part, make_registered_maker, make_stocked, walk

pytestmark = pytest.mark.django_db

ADDS_UP = "ledger: every bill adds up, and its CGST = its SGST"
SAME = "ledger: every bill = its part"
TAKEN = "ledger: what was cancelled or came back is taken off its bill"
WITHIN = "ledger: credit notes of a bill never exceed it"


def billed():
    """A tax invoice of one line with delivery, and its part."""
    part = make_part({make_stocked(make_registered_maker()): 1}, state="packed")
    work()
    return part, Invoice.objects.get()


def found():
    """What the doctor says of bills."""
    return {name: said for name, said in broken().items() if name in (ADDS_UP, SAME, TAKEN)}


@pytest.mark.parametrize("row", ["lines", "delivery"])
@pytest.mark.parametrize(
    "moved",
    [
        {"cgst_paise": 1, "sgst_paise": -1},
        {"cgst_paise": -2, "igst_paise": 2},
        {"cgst_paise": 1, "sgst_paise": 1, "taxable_paise": -2},
        {"taxable_paise": 1},
        {"tax_paise": 2},
    ],
)
def test_doctor_finds_tax_moved_on_a_bill(row, moved):
    _part, bill = billed()
    assert found() == {}
    for name, paise in moved.items():
        bill.facts[row][0][name] += paise
    bill.save()
    assert found() == {ADDS_UP: [f"bill {bill.number}: its lines do not make its sums"]}


@pytest.mark.parametrize("name", ["goods_paise", "delivery_paise", "tax_paise", "total_paise"])
def test_doctor_finds_a_sum_changed_on_a_bill(name):
    part, bill = billed()
    bill.facts[name] += 2
    bill.save()
    wanted = {ADDS_UP: [f"bill {bill.number}: its lines do not make its sums"]}
    if name != "total_paise":
        wanted[SAME] = [f"bill {bill.number} is not what part {part.number} came to"]
    assert found() == wanted


def test_doctor_finds_a_delivery_charge_that_is_not_on_the_bill():
    _part, bill = billed()
    bill.facts["tax_paise"] -= bill.facts["delivery"][0]["tax_paise"]
    bill.facts["delivery"] = []
    bill.save()
    assert set(found()) == {ADDS_UP, SAME}


def test_doctor_takes_old_bills_by_the_rule_they_were_made_under():
    part, bill = billed()
    line = bill.facts["lines"][0]
    for name in ("taxable_paise", "cgst_paise", "sgst_paise", "igst_paise"):
        del line[name]
    line["tax_paise"] = bill.facts["tax_paise"] = 2_475  # odd, and the delivery without tax
    del bill.facts["rule"], bill.facts["delivery"]
    bill.save()
    odd = {"tax_paise": 2_475, "maker_paise": F("maker_paise") + 1}
    Part.objects.filter(pk=part.pk).update(**odd, delivery_tax_paise=0)
    OrderLine.objects.filter(part=part).update(**odd)
    assert found() == {}
    bill.facts["tax_paise"] = 2_476
    bill.save()
    assert set(found()) == {ADDS_UP, SAME}


def test_doctor_finds_a_cancelled_order_whose_bill_stands():
    part, bill = billed()
    orders.cancel(part, reason="not at home", by=BY)
    assert found() == {}  # the worker comes
    work()
    assert found() == {}
    Invoice.objects.filter(kind="credit_note").delete()
    assert found() == {TAKEN: [f"bill {bill.number}: 0 of 56000 paise are taken off it"]}
    del bill.facts["rule"]  # 0.1.0 wrote no such notes
    bill.save()
    assert found() == {}


def test_doctor_finds_a_return_taken_off_with_its_delivery():
    part = delivered(make_registered_maker(), method="upi")
    work()
    send_back(part)
    assert found() == {}
    work()
    note, bill = Invoice.objects.get(kind="credit_note"), Invoice.objects.get(kind="invoice")
    note.facts = bill.facts
    note.save()
    assert found() == {TAKEN: [f"bill {bill.number}: 56000 of 52000 paise are taken off it"]}


def test_a_credit_note_of_an_old_bill_speaks_of_no_delivery_and_of_a_new_one_of_none():
    for old in (True, False):
        part = delivered(make_registered_maker(), method="upi")
        work()
        bill = Invoice.objects.get(part=part)
        if old:
            del bill.facts["rule"], bill.facts["delivery"]  # as 0.1.0 wrote them
            bill.save()
        send_back(part)
        work()
        note = Invoice.objects.get(part=part, kind="credit_note")
        assert note.facts.get("delivery", "not a word") == ("not a word" if old else [])


def test_doctor_finds_a_tax_invoice_of_what_was_sold_without_tax():
    part = make_part(state="packed")
    work()
    assert broken() == {}
    bill = Invoice.objects.get()
    Invoice.objects.update(kind="invoice")
    said = f"invoice {bill.number}: of {part.number}, packed, 0 of tax"
    assert broken()["ledger: papers are of the right kind"] == [said]


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ({"goods_paise": 1}, "its notes come to 156001 paise with {tax} of tax"),
        ({"tax_paise": 2}, "its notes come to 156000 paise with {more} of tax"),
        ({"tax_paise": -2}, "all came back, and {less} of {tax} paise of tax"),
    ],
)
def test_doctor_adds_up_the_notes_of_pieces_that_came_back_one_after_the_other(moved, said):
    order = make_order({make_stocked(make_registered_maker()): 3}, method="upi")
    pay(order)
    part = walk(order.parts.get(), "delivered")
    work()
    for pieces in (1, 2):
        orders.take_back_pieces(part, pieces={part.lines.get().pk: pieces}, reason="broken", by=BY)
        work()
    assert broken() == {}
    note = Invoice.objects.filter(kind="credit_note").earliest("pk")
    for name, paise in moved.items():
        note.facts[name] += paise
    note.save()
    tax = part.tax_paise
    wanted = f"part {part.number}: " + said.format(tax=tax, more=tax + 2, less=tax - 2)
    assert wanted in broken()[WITHIN]
