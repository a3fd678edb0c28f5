"""Orders from a channel in another money: they wait for its rate."""

from dataclasses import replace
from datetime import date

import pytest

from haat.channels import actions
from haat.core.models import Event
from haat.orders.models import Order
from tests.channels.make import make_good, told
from tests.channels.test_importing import free, keep
from tests.make import BY
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]


def test_order_in_another_money_waits_for_its_rate_and_is_then_received(bazaar, account):
    good = make_good(pieces=5)
    one = told({good: 1})
    abroad = {**one.facts, "currency": "USD", "country": "US", "postcode": "10001"}
    abroad.pop("pin")
    abroad["lines"] = [{**one.facts["lines"][0], "piece_minor": 1000}]
    sale = keep(account, replace(one, facts=abroad))
    assert (sale.problem, Order.objects.count()) == ("rate", 0)
    with refused("channels.still_unreadable", field="rate"):
        actions.tell_rate(sale, rate="much", rate_on=date(2026, 11, 20), by=BY)
    actions.tell_rate(sale, rate="83.4150", rate_on=date(2026, 11, 20), by=BY)
    sale.refresh_from_db()
    assert (sale.problem, Order.objects.get().currency, free(good)) == ("", "USD", 4)
    with refused("channels.no_rate_needed"):
        actions.tell_rate(sale, rate="83.4150", rate_on=date(2026, 11, 20), by=BY)
    assert Event.objects.filter(kind="channels.rate_told").count() == 1
