"""What leaves its maker nothing is not sold there."""

from datetime import date

import pytest

from haat.pricing.models import ChannelFee
from haat.studio.readiness import readiness, where_of_mart
from tests.make import make_mart
from tests.studio.goods import make_sellable, make_where, read

pytestmark = pytest.mark.django_db


def test_a_price_that_leaves_the_maker_nothing_is_a_reason_under_the_shops_own_price():
    variant = make_sellable()
    fee = {"channel": "bazaar", "tax_bp": 0, "further_kg_paise": 0, "from_date": date(2020, 1, 1), "source": "test"}
    row = ChannelFee.objects.create(**fee, referral_bp=0, closing_paise=variant.price_paise)
    (found,) = readiness(read(variant), make_where())
    assert (found.code, found.who, found.stops) == ("nothing_left", "desk", True)
    row.closing_paise = 100
    row.save()
    assert readiness(read(variant), make_where()) == []
    assert readiness(read(variant), where_of_mart(make_mart())) == []
