"""What 0.1.0 wrote is carried along, and its tables become those of today."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from haat.orders.models import Order
from tests.ledger.books import broken, work
from tests.make import make_order

pytestmark = pytest.mark.django_db


def test_old_orders_are_paid_as_their_two_methods_were():
    cash, upi = make_order(method="cod"), make_order(method="upi")
    Order.objects.update(pays="before")
    import_module("haat.orders.migrations.0003_when_the_money_comes").fill(apps, connection.schema_editor())
    assert dict(Order.objects.values_list("pk", "pays")) == {cash.pk: "at_the_door", upi.pk: "before"}
    work()
    assert broken() == {}
