"""Fees follow one another by day and are never edited once begun; who decided them stands beside them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.models import Event
from haat.pricing.models import FeeRule
from haat.pricing.queries import Fee, fee
from tests.make import make_fee
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


def sent(**more):
    return {
        "channel": "mart",
        "other": "",
        "fee_bp": "7.5",
        "packing_paise": "4",
        "from_date": today().isoformat(),
        "source": "Order of the committee",
        **more,
    }


def post(client, **more):
    return client.post(reverse("office:settings:follow_fee"), sent(**more))


def test_first_fee_holds_from_today_with_its_source():
    here = district()
    assert post(officer("desk")).status_code == 302
    assert fee(here.mart, today()) == Fee(750, 400)
    page = officer("auditor").get(reverse("office:settings:fees")).content.decode()
    assert "Order of the committee" in page
    assert "holds now" in page
    assert "Set the fee" not in page
    assert [found.name for found in examine() if found.broken] == []


def test_fee_that_has_begun_is_followed_and_not_edited():
    here = district()
    make_fee(here.mart, fee_bp=800, packing_paise=0, from_date=today())
    desk = officer("desk")
    answer = post(desk)
    assert answer.status_code == 422
    assert "a fee of this day has begun" in answer.context["form"].errors["from_date"][0]
    later = (today() + timedelta(days=5)).isoformat()
    assert post(desk, from_date=later, fee_bp="९").status_code == 302
    assert (fee(here.mart, today()).fee_bp, fee(here.mart, today() + timedelta(days=5)).fee_bp) == (800, 900)
    rule = FeeRule.objects.get(fee_bp=900)
    desk.post(reverse("office:settings:take_back_fee", args=[rule.pk]))
    assert list(FeeRule.objects.values_list("fee_bp", flat=True)) == [800]
    begun = FeeRule.objects.get()
    desk.post(reverse("office:settings:take_back_fee", args=[begun.pk]))
    assert FeeRule.objects.count() == 1
    assert Event.objects.filter(kind="pricing.fee_taken_back").count() == 1


def test_another_channel_is_named_as_its_orders_bear_it():
    here = district()
    assert post(officer("collector"), channel="+", other="Amazon", fee_bp="20%").status_code == 302
    assert fee(here.mart, today(), channel="amazon") == Fee(2000, 400)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"fee_bp": "51"}, "fee_bp"),
        ({"fee_bp": "-3"}, "fee_bp"),
        ({"fee_bp": "eight"}, "fee_bp"),
        ({"packing_paise": "free"}, "packing_paise"),
        ({"packing_paise": "30000000"}, "packing_paise"),
        ({"from_date": "2020-01-01"}, "from_date"),
        ({"from_date": "31/02/2027"}, "from_date"),
        ({"source": "\u200b"}, "source"),
        ({"channel": "+", "other": "Am azon"}, "other"),
        ({"channel": "nobody"}, "channel"),
    ],
)
def test_bad_fee_is_refused_at_its_field(more, field):
    district()
    answer = post(officer("desk"), **more)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not FeeRule.objects.exists()


def test_fee_of_another_mart_is_not_found():
    from tests.make import make_district, make_mart

    district()
    far = make_mart("chandrapur", place=make_district("Chandrapur", lgd=500), order_prefix="CH")
    rule = make_fee(far, from_date=today() + timedelta(days=5))
    assert officer("desk").post(reverse("office:settings:take_back_fee", args=[rule.pk])).status_code == 404
