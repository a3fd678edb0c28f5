"""A buyer cancels and sends back single pieces, and sees what is held for a later day."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.money import format_rupees as rupees
from haat.core.worker import run_due
from haat.orders import actions as orders
from haat.orders.models import Part, Return
from haat.payments import actions as payments
from haat.payments.models import Refund
from tests.make import BY, make_part, make_stocked
from tests.web.shop.order.test_order import cancel, deed, link, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _host(client):
    client.defaults["HTTP_HOST"] = "deoghar.localhost"


def test_some_pieces_are_cancelled_and_the_others_come(client):
    part = make_part({make_stocked(pieces=20, price_paise=20_000): 10})
    line = part.lines.get()
    assert f'name="pieces-{line.pk}"' in client.get(link(part.order)).content.decode()
    said = {"deed": "cancel", "part": part.pk, "reason": "too many", "at": f"part-{part.pk}"}
    assert deed(client, part.order, **said, **{f"pieces-{line.pk}": "11"}).status_code == 422
    assert deed(client, part.order, **said, **{f"pieces-{line.pk}": "3"}).status_code == 303
    assert sorted(part.order.parts.values_list("state", "lines__quantity")) == [("cancelled", 3), ("placed", 7)]


def test_a_held_part_says_its_day_and_may_be_cancelled(client):
    part = make_part({make_stocked(pieces=20, price_paise=20_000): 10})
    day = timezone.localdate() + timedelta(days=4)
    rest = orders.hold_until(part, pieces={part.lines.get().pk: 4}, day=day, reason="wet clay", by=BY)
    page = shown(client, part.order)
    assert ("The maker has it ready on" in page, "of it reaches the maker" in page) == (True, True)
    cancel(client, rest)
    rest.refresh_from_db()
    assert (rest.state, Part.objects.get(pk=part.pk).state) == ("cancelled", "placed")


def test_some_pieces_are_sent_back_one_return_after_the_other(client):
    part = make_part({make_stocked(pieces=20, price_paise=20_000): 10}, state="delivered")
    field = f"pieces-{part.lines.get().pk}"
    said = {"deed": "return", "part": part.pk, "reason": "too small", "at": f"part-{part.pk}"}
    assert deed(client, part.order, **said, **{field: "2"}).status_code == 303
    words = shown(client, part.order)
    assert ("2 × Bamboo basket" in words, "You asked to send it back" in words, "Send it back" in words) == (
        True,
        True,
        False,
    )
    orders.receive_return(Return.objects.get(), by=BY)
    run_due()
    page = shown(client, part.order)
    assert f"{rupees(40_000)} comes back to you." in page
    assert f"Sent back, received −{rupees(40_000)} To be given back to you {rupees(40_000)}" in page
    remains = part.order.total_paise - 40_000
    assert re.search(rf"After what was sent back ₹ ?{rupees(remains)[1:]}\b", page)
    payments.refund_sent(Refund.objects.get(), reference="998877665544", by=BY)
    assert f"Given back to you {rupees(40_000)}" in shown(client, part.order)
    assert 'max="8"' in client.get(link(part.order)).content.decode()
    assert deed(client, part.order, **said, **{field: "9"}).status_code == 422
    assert deed(client, part.order, **said, **{field: "8"}).status_code == 303
