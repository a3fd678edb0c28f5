"""Papers and pages of an order that was placed elsewhere: no phone, another country, the channel's bill."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from haat.core import worker
from haat.delivery import actions as delivery
from haat.ledger.models import Invoice
from haat.orders import actions as orders
from haat.web.papers import invoices, labels, rounds
from tests.make import BY, HOME_PIN, make_arrival, make_pin, make_round, make_stocked
from tests.web.papers.read import pages_of

pytestmark = pytest.mark.django_db

ABROAD = {
    "country": "US",
    "region": "Oregon",
    "postcode": "97201",
    "pin": None,
    "phone": None,
    "currency": "USD",
    "rate": "83.415",
    "rate_on": "2026-11-20",
    "language": "en",
}


def packed(**told):
    part = make_arrival({make_stocked(): 1}, **told).order.parts.get()
    orders.accept(part, by=BY)
    parcel = delivery.pack(part, weight_g=600, by=BY)
    worker.run_due()
    return parcel


def test_label_names_the_country_and_the_channels_bill():
    (text,) = pages_of(labels.labels_pdf([packed(**ABROAD)]))
    wanted = ["Oregon", "United States", "97201", "With the channel's bill"]
    assert [word for word in wanted if word not in text.replace("’", "'")] == []


def test_label_without_an_address_prints():
    (text,) = pages_of(labels.labels_pdf([packed(address=None, pin=None, phone=None, bills="here")]))
    assert "Ranjana Kumari" in text


def test_bill_without_an_address_prints():
    parcel = packed(address=None, pin=None, phone=None, bills="here")
    (text,) = pages_of(invoices.invoice_pdf(Invoice.objects.get(part=parcel.part), "en"))
    assert "Ranjana Kumari" in text


def test_packing_list_says_what_travels_with_it():
    make_pin(HOME_PIN)
    (text,) = pages_of(rounds.packing_list_pdf(make_round(packed(), started=False)))
    assert "With the channel's bill" in text.replace("’", "'")


def page(order) -> str:
    with translation.override("en"):
        return Client().get(reverse("shop:order", args=[order.token])).content.decode()


def test_buyers_page_says_where_it_was_paid_and_offers_no_cancelling():
    order = packed(**ABROAD).part.order
    text = page(order)
    wanted = ["Paid where you ordered", "USD 520.00", "United States", "go to where you ordered it"]
    assert [word for word in wanted if word not in text] == []
    assert ('value="cancel"' in text, "by message" in text) == (False, False)


def test_buyers_page_refuses_to_cancel_and_to_send_back():
    order = packed().part.order
    part = order.parts.get()
    with translation.override("en"):
        url = reverse("shop:order", args=[order.token])
    for deed in ("cancel", "return"):
        answer = Client().post(url, {"deed": deed, "part": part.pk, "reason": "no"})
        assert answer.status_code in (403, 422)
    part.refresh_from_db()
    assert part.state == "packed"
