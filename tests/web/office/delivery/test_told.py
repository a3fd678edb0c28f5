"""The keys of the desk and the rider promise a message only where one leaves."""

import pytest
from django.urls import reverse

from haat.orders.models import Order
from tests.delivery.test_rounds import make_paid_parcel, make_parcel
from tests.make import make_mart, make_round
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db
NONE, SOME = "No message brings it", "The buyer gets a message"


@pytest.fixture
def desk():
    make_mart()
    return officer("desk")


@pytest.mark.parametrize(
    ("senders", "phone", "said"),
    [(["log"], "+919876543210", SOME), ([], "+919876543210", NONE), (["log"], "", NONE)],
)
def test_new_code_goes_by_message_only_where_one_leaves(desk, settings, senders, phone, said):
    settings.SENDERS, parcel = senders, make_parcel()
    Order.objects.update(phone=phone)
    page = desk.post(reverse("office:delivery:new_code", args=[parcel.pk]), follow=True).content.decode()
    assert [words in page for words in (SOME, NONE)] == [said == SOME, said == NONE]


@pytest.mark.parametrize("senders", [["log"], []])
def test_nobody_is_told_that_a_round_left_where_no_message_leaves(desk, settings, senders):
    settings.SENDERS, found = senders, make_round(make_parcel(), started=False)
    page = desk.post(reverse("office:delivery:start", args=[found.pk]), follow=True).content.decode()
    assert ("Started." in page, "buyers get a message" in page) == (True, bool(senders))


@pytest.mark.parametrize("senders", [["log"], []])
def test_number_of_the_post_goes_by_message_only_where_one_leaves(desk, settings, senders):
    settings.SENDERS, parcel = senders, make_paid_parcel()
    told = {f"a{parcel.pk}-article": "EE123456785IN"}
    page = desk.post(reverse("office:delivery:send_by_post", args=[parcel.pk]), told, follow=True).content.decode()
    assert ("Posted." in page, "a message with the number" in page) == (True, bool(senders))
