"""Buyers and makers are told, each in her language and once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.dates import day_of
from haat.core.models import Event
from haat.core.worker import run_due
from haat.messages.models import Message
from haat.orders import actions, handlers
from haat.orders.models import Part
from haat.payments import actions as payments
from tests.make import BY, make_order, make_part

pytestmark = pytest.mark.django_db


def told():
    return [
        (message.template, message.phone, message.language)
        for message in Message.objects.exclude(template__startswith="parcel_code").order_by("pk")
    ]


def test_a_cash_order_tells_buyer_and_maker_once():
    order = make_order(language="en")
    run_due()
    maker = order.parts.get().maker
    assert told() == [("order_placed_cash", order.phone, "en"), ("order_new", maker.phone, "hi")]
    assert Message.objects.get(template="order_placed_cash").body == (
        f"Order {order.number} is placed. Keep ₹560 ready in cash."
    )
    handlers.tell_placed([Event.objects.get(kind="orders.placed")])
    assert len(told()) == 2


def test_a_upi_order_tells_the_maker_when_it_is_paid():
    order = make_order(method="upi", language="en")
    run_due()
    assert [template for template, _phone, _language in told()] == ["order_placed_waits"]
    payment = payments.ask(order, by=BY)
    payments.confirm(payment, reference="123456789012", amount_paise=order.total_paise, by=BY)
    run_due()
    assert [template for template, _phone, _language in told()] == ["order_placed_waits", "order_paid", "order_new"]
    assert Message.objects.get(template="order_paid").body == (
        f"Your payment of ₹560 for order {order.number} has come. The makers start now."
    )


@pytest.mark.parametrize("paid", [True, False])
def test_a_cancelled_order_tells_both_of_whom_each_was_told(paid):
    order = make_order(method="upi", language="en")
    if paid:
        payment = payments.ask(order, by=BY)
        payments.confirm(payment, reference="123456789012", amount_paise=order.total_paise, by=BY)
    actions.cancel(order.parts.get(), reason="The kiln broke", by=BY)
    run_due()
    buyers, *makers = Message.objects.filter(template__startswith="order_cancelled").order_by("language")
    assert ("comes back within 7 days" in buyers.body) is paid
    assert "The kiln broke" in buyers.body
    # an order that waited for its money she never heard of
    assert [message.language for message in (buyers, *makers)] == (["en", "hi"] if paid else ["en"])


def test_delivery_is_told_and_a_maker_who_has_begun_is_not_told_of_a_new_order():
    make_part(state="delivered", language="en")
    run_due()
    templates = [template for template, _phone, _language in told()]
    assert templates == ["order_placed_cash", "order_delivered"]


def test_what_a_rider_tells_days_later_names_the_day_on_which_it_was():
    part = make_part(state="on_the_way", language="en")
    Part.objects.filter(pk=part.pk).update(sent_at=timezone.now() - timedelta(days=3))
    then = timezone.now() - timedelta(days=2)
    actions.mark_delivered(part, at=then, by=BY)
    run_due()
    assert f"was handed over on {day_of(then):%d/%m}" in Message.objects.get(template="order_delivered").body


@pytest.mark.parametrize("taken", [True, False])
def test_the_answer_to_a_return_is_told(taken):
    part = make_part(state="delivered", language="en")
    asked = actions.ask_return(part, reason="Broken", by=BY)
    if taken:
        actions.receive_return(asked, by=BY)
    else:
        actions.refuse_return(asked, reason="It was used", by=BY)
    run_due()
    body = Message.objects.get(template__startswith="order_return").body
    assert body == (
        f"Order {part.number} has come back. ₹520 comes to you within 7 days."
        if taken
        else f"Order {part.number} cannot be taken back: It was used."
    )
