"""Two makers in one basket, in English at 1280 px, paid by UPI; the checkout by keyboard alone, mistakes first."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from haat.core.doctor import examine
from haat.orders.models import Order
from haat.payments.models import Payment
from tests.browser.person import Person
from tests.browser.world import PASSWORD, RANCHI, World

pytestmark = pytest.mark.browser
UTR = "632712345678"
TYPED = {"name": "Ranjana Kumari", "address": "House 4, Circular Road", "landmark": "near the Shiva temple"}


def test_buy_in_english(world: World, desktop: Callable[[], Person], worker: Callable[[], None]):
    buyer, desk = desktop(), desktop()
    fill_basket(buyer)
    with buyer.refused():
        make_mistakes(buyer)
    sent = order_by_keyboard(buyer)
    order = Order.objects.get()
    assert (order.state, order.parts.count(), order.total_paise) == ("awaiting_payment", 2, 56_000)
    press_twice(buyer, sent, order)
    worker()
    say_it_is_paid(buyer, order)
    worker()
    confirm_payment(desk, world, order)
    worker()
    buyer.page.reload()
    buyer.says("Your order is placed.")
    buyer.shot("order-paid")
    assert [finding.examples for finding in examine() if finding.broken] == []


def fill_basket(buyer: Person) -> None:
    """Two searches, two makers."""
    buyer.go("/en/")
    buyer.shot("home")
    for query, name in (("lac bangles", "Red lac bangles, set of 4"), ("peda", "Deoghar peda, 500 g")):
        buyer.type("input[name=q]", query)
        buyer.send(".search-go")
        buyer.shot(f"search-{query.replace(' ', '-')}")
        buyer.send(f"a:has-text('{name}')")
        buyer.says(name, "h1")
        buyer.shot(f"good-{query.replace(' ', '-')}")
        buyer.press("button[form=buy]")
        buyer.says("In the basket", "#basket-said")
        buyer.go("/en/")
    buyer.says("2", "#basket-count")
    buyer.send("a.basket")
    buyer.shot("basket")
    buyer.send(".sticky a.key")


def tab_to(buyer: Person, selector: str) -> None:
    """Walk with the Tab key until the element has the focus."""
    for _press in range(60):
        buyer.page.keyboard.press("Tab")
        if buyer.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the Tab key")


def write(buyer: Person, name: str, text: str) -> None:
    """Go to a field by keyboard and type over what stands there."""
    tab_to(buyer, f"[name={name}]")
    buyer.page.keyboard.press("Control+A")
    buyer.page.keyboard.type(text)


def make_mistakes(buyer: Person) -> None:
    """A telephone number too short and a PIN that is nowhere: told at their fields, nothing typed is lost."""
    write(buyer, "pin", "999999")
    buyer.sees("[data-pin-wrong] span:not(:empty)")
    expect(buyer.page.locator("#id_pin_done")).to_be_hidden()
    for name, text in TYPED.items():
        write(buyer, name, text)
    write(buyer, "phone", "12345")
    with buyer.page.expect_navigation():
        buyer.page.keyboard.press("Enter")
    expect(buyer.page.locator("#id_phone_error")).to_contain_text("it has 10 digits")
    for name, text in {**TYPED, "phone": "12345", "pin": "999999"}.items():
        assert buyer.page.input_value(f"[name={name}]") == text
    buyer.shot("checkout-bad-phone")
    write(buyer, "phone", "9876543210")
    with buyer.page.expect_navigation():
        buyer.page.keyboard.press("Enter")
    expect(buyer.page.locator("#id_pin_error")).to_contain_text("PIN")
    buyer.shot("checkout-unknown-pin")
    for name, text in {**TYPED, "phone": "9876543210", "pin": "999999"}.items():
        assert buyer.page.input_value(f"[name={name}]") == text


def order_by_keyboard(buyer: Person) -> str:
    """Right PIN, UPI chosen with the space bar, Enter. Answers the body the browser sent."""
    write(buyer, "pin", RANCHI)
    buyer.says("Ranchi, Jharkhand", "#id_pin_done")
    buyer.says("₹560", "#pay-key")
    assert buyer.page.locator("#id_pin_error").count() == 0
    tab_to(buyer, "input[name=method]")
    if not buyer.page.locator("input[name=method][value=upi]").is_checked():
        buyer.page.keyboard.press("Space")
    expect(buyer.page.locator("input[name=method][value=upi]")).to_be_checked()
    buyer.shot("checkout-ready")
    tab_to(buyer, "#pay-key button")
    with buyer.page.expect_request(lambda one: one.method == "POST" and "/checkout/" in one.url) as sent:
        buyer.page.keyboard.press("Enter")
    buyer.says("Pay ₹560 by UPI", "#pay")
    buyer.shot("pay-by-upi")
    return sent.value.post_data or ""


def press_twice(buyer: Person, sent: str, order: Order) -> None:
    """The same form a second time leads to the same order."""
    answer = buyer.context.request.post(
        f"{buyer.home}/en/checkout/",
        data=sent,
        headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": buyer.home},
    )
    assert answer.url == f"{buyer.home}/en/o/{order.token}/"
    assert Order.objects.count() == 1


def say_it_is_paid(buyer: Person, order: Order) -> None:
    """First a number that is none, then the bank's."""
    buyer.type("#reference", "12")
    with buyer.refused():
        buyer.send(".pay form button")
    expect(buyer.page.locator("#reference-error")).not_to_be_empty()
    assert buyer.page.input_value("#reference") == "12"
    buyer.type("#reference", UTR)
    buyer.send(".pay form button")
    buyer.says(UTR, "#pay")
    buyer.shot("utr-given")
    assert Payment.objects.get().state == Payment.State.CLAIMED


def confirm_payment(desk: Person, world: World, order: Order) -> None:
    """The desk finds the number in the bank statement."""
    desk.sign_in_to_office(world.desk.phone, PASSWORD)
    desk.go("/office/payments/")
    desk.shot("office-payments")
    desk.type("input[name$=-reference]", UTR)
    desk.type("input[name$=-amount]", "560")
    desk.send("form[action$='/confirm/'] button")
    desk.shot("office-confirmed")
    order.refresh_from_db()
    assert order.state == Order.State.PLACED
