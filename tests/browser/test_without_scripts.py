"""A phone without scripts: the same road to an order, page by page."""

from collections.abc import Callable

import pytest

from haat.orders.models import Order
from tests.browser.person import PHONE, Person
from tests.browser.world import RANCHI, World

pytestmark = pytest.mark.browser


def test_buy_without_scripts(world: World, meet: Callable[..., Person]):
    buyer = meet("hi", PHONE, java_script_enabled=False)
    buyer.go("/hi/search/?q=lakh")
    buyer.shot("search")
    buyer.send("a:has-text('लाल लहठी')")
    buyer.type(".pin-ask input", RANCHI)
    buyer.send(".pin-ask button")
    buyer.says("राँची", "[data-promise]")
    buyer.shot("good")
    buyer.send("button[form=buy]")
    buyer.says("₹180")
    buyer.type(".line-form input[type=number]", "2")
    buyer.send(".line-form [data-set]")
    buyer.says("₹360")
    buyer.shot("basket")
    buyer.send(".sticky a.key")
    buyer.type("input[name=pin]", RANCHI)
    buyer.send("button[name=look]")
    buyer.says("राँची, झारखंड", "#id_pin_done")
    buyer.says("₹400", "#pay-key")
    buyer.type("input[name=name]", "रंजना कुमारी")
    buyer.type("input[name=address]", "मकान 4, सर्कुलर रोड")
    buyer.type("input[name=phone]", "9876543210")
    with buyer.refused():
        buyer.send("#pay-key button")
    assert buyer.page.input_value("input[name=name]") == "रंजना कुमारी"
    buyer.shot("checkout-no-method")
    buyer.press("label.choice:has(input[value=cod])")
    buyer.shot("checkout")
    buyer.send("#pay-key button")
    order = Order.objects.get()
    assert (order.state, order.method, order.total_paise) == (Order.State.PLACED, "cod", 40_000)
    assert buyer.page.url == f"{buyer.home}/hi/o/{order.token}/"
    buyer.shot("ordered")
