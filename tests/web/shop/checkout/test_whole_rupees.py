"""What a parcel costs in cash stands at the checkout before it is ordered."""

import pytest

from haat.catalogue.actions import change_price
from haat.core.actor import MACHINE
from tests.web.shop.checkout.test_checkout import PATH, page, variant  # noqa: F401 - the basket they share

pytestmark = pytest.mark.django_db


def test_cash_in_whole_rupees_is_shown_before_it_is_ordered(client, variant):  # noqa: F811
    variant.refresh_from_db()
    change_price(variant, price_paise=51_040, by=MACHINE)
    page(client)  # the new price counts as seen
    html = client.get(PATH, {"pin": "814112"}).content.decode()
    assert "In cash when it comes, ₹0.80 left off" in " ".join(html.split())
    assert "₹1,020<" in html.replace("\n", "").replace(" ", "")


def test_whole_rupees_say_nothing_of_paise(client, variant):  # noqa: F811
    assert "left off" not in client.get(PATH, {"pin": "814112"}).content.decode()
