"""What was paid elsewhere: nobody is asked, and neither a cancelled part nor a return owes a refund of ours."""

import pytest

from haat.core import worker
from haat.core.jobs import HANDLERS
from haat.delivery import actions as delivery
from haat.ledger.models import Invoice
from haat.messages.models import Message
from haat.orders import actions as orders
from haat.orders.models import Part
from haat.orders.rules import buyer_may_cancel
from haat.payments.models import Payment, Refund
from tests.make import BY, HOME_PIN, make_arrival, make_pin, make_stocked
from tests.refusals import refused
from tests.sound import faults

pytestmark = pytest.mark.django_db

ARTICLE = "EE123456785IN"


def packed(**told) -> Part:
    part = make_arrival({make_stocked(): 2}, **told).order.parts.get()
    orders.accept(part, by=BY)
    delivery.pack(part, weight_g=600, by=BY)
    worker.run_due()
    part.refresh_from_db()
    return part


def test_cancelled_part_owes_no_refund_and_says_where_the_money_comes_from():
    part = packed()
    orders.cancel(part, reason="broken", by=BY)
    worker.run_due()
    assert (Payment.objects.count(), Refund.objects.count()) == (0, 0)
    told = Message.objects.get(template="order_cancelled_elsewhere", phone=part.order.phone)
    assert "जहाँ आपने ऑर्डर किया" in told.body
    assert faults() == {}


def test_return_owes_no_refund():
    part = packed(phone=None)
    with HANDLERS.without("ledger.earn_delivered", "ledger.give_back"):  # whose books learn of receivables
        delivery.send_by_post(part.parcel, article=ARTICLE, by=BY)
        delivery.post_delivered(part.parcel, by=BY)
        orders.take_back_pieces(part, pieces={part.lines.get().pk: 1}, reason="refused", by=BY)
        worker.run_due()
    assert (Payment.objects.count(), Refund.objects.count()) == (0, 0)


def test_buyer_cancels_where_she_ordered():
    part = packed()
    assert not buyer_may_cancel(part)
    with refused("orders.wrong_state"):
        orders.cancel(part, reason="no", by=BY, only_while=buyer_may_cancel)


@pytest.mark.parametrize(("bills", "papers"), [("channel", []), ("here", ["bill"])])
def test_who_bills_writes_the_paper(bills, papers):
    part = packed(bills=bills, pin=None, address=None)
    assert list(Invoice.objects.filter(part=part).values_list("kind", flat=True)) == papers
    orders.cancel(part, reason="broken", by=BY)
    worker.run_due()
    notes = Invoice.objects.filter(part=part, kind="credit_note").count()
    assert notes == len(papers)
    assert faults() == {}


def test_without_an_address_it_is_supplied_within_the_sellers_state():
    part = packed(bills="here", pin=None, address=None)
    assert Invoice.objects.get(part=part).facts["inter_state"] is False
    abroad = packed(bills="here", pin=None, country="US", region="Oregon")
    facts = Invoice.objects.get(part=abroad).facts
    assert (facts["inter_state"], facts["buyer"]["state_code"]) == (True, "96")


def test_nobody_is_told_a_code_who_has_no_phone():
    make_pin(HOME_PIN)
    assert packed(phone=None).parcel.carrier == "post"
    assert packed().parcel.carrier == "own"
