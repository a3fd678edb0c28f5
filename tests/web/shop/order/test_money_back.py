"""What a buyer reads of her money: what comes back, how, and until when her goods wait for it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from haat.core.money import format_rupees as rupees
from haat.core.worker import run_due
from haat.payments import actions as payments
from haat.payments.models import Payment, Refund
from haat.web.ui.templatetags.ui import moment
from tests.make import BY, make_mart
from tests.web.shop.order.test_order import cancel, shown, two_parts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _host(client):
    client.defaults["HTTP_HOST"] = "deoghar.localhost"


def test_what_becomes_of_money_already_sent_is_said(client):
    order, payment, (one, _two) = two_parts()
    payments.claim(payment, reference="412345678901", by=BY)
    cancel(client, one)
    money = rupees(one.total_paise)
    assert f"{money} comes back to you as soon as the mart has found your payment" in shown(client, order)
    payments.confirm(payment, reference="412345678901", amount_paise=order.total_paise, by=BY)
    run_due()
    assert f"{money} comes back to you. " in shown(client, order)
    payments.refund_sent(Refund.objects.get(), reference="998877665544", by=BY)
    assert f"{money} went back to you, bank number 998877665544." in shown(client, order)


def test_money_given_into_a_hand_is_not_told_as_a_bank_number(client):
    order, payment, (one, _two) = two_parts()
    payments.confirm(payment, reference="412345678901", amount_paise=order.total_paise, by=BY)
    cancel(client, one)
    run_due()
    refund = payments.prepare_refund(Refund.objects.get(), road="hand", whom="Rekha Devi", by=BY)
    payments.refund_sent(refund, reference="SLIP-12", by=BY)
    said = shown(client, order)
    assert f"{rupees(one.total_paise)} was given to Rekha Devi in cash, signed slip SLIP-12." in said
    assert "bank number" not in said


def test_page_says_until_when_the_goods_wait_for_the_payment(client):
    """The last pieces wait for half an hour, not for a day."""
    payments.set_cash_rule(make_mart(), asks="never", last_minutes=30, by=BY)
    order, payment, _parts = two_parts()
    until = timezone.now() + timedelta(minutes=30)
    Payment.objects.filter(pk=payment.pk).update(lapses_at=until)
    with override("en"):
        assert f"We keep your goods for you until {moment(until)}." in shown(client, order)


def test_cancelled_after_paying_is_owed_back_before_the_worker_ran(client):
    order, payment, (one, _two) = two_parts()
    payments.confirm(payment, reference="412345678901", amount_paise=order.total_paise, by=BY)
    cancel(client, one)
    assert f"{rupees(one.total_paise)} comes back to you. " in shown(client, order)
