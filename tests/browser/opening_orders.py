"""The road of the first orders in a new district: bought, paid, packed, brought, and paid out."""

import re

from haat.ledger.models import Payout
from haat.orders.models import Part
from tests.browser.conftest import settle
from tests.browser.opening import Town, Walker

PIN, BASKET = "491001", "बाँस की टोकरी, गोल"
CASH_BUYER, UPI_BUYER = "9876500001", "9876500002"
# What a buyer tells the rider at the door.
AT_THE_DOOR = re.compile(r"कोड (?:बताएँ: )?(\d{4})(?!\d)")


def buy(town: Town, method: str, phone: str, name: str) -> Walker:
    """A buyer of the town orders one basket."""
    buyer = town.meet(f"buyer, {method}")
    buyer.go("/hi/")
    buyer.shot("shop-home")
    buyer.send(f"a:has-text('{BASKET}')")
    buyer.type(".pin-ask input", PIN)
    buyer.press(".pin-ask button")
    buyer.says("दुर्ग", "[data-promise]")
    buyer.press(".buy-bar button")
    buyer.sees("#basket-said a")
    buyer.send("#basket-said a")
    buyer.send(".sticky a.key")
    buyer.fill(name=name, address="मकान 4, सिविल लाइन", landmark="शिव मंदिर के पास", phone=phone)
    buyer.tick(f"label.choice:has(input[value={method}])")
    buyer.shot(f"checkout-{method}")
    buyer.send("#pay-key button")
    buyer.shot(f"ordered-{method}")
    settle()
    return buyer


def find_the_money(buyer: Walker, accountant: Walker) -> None:
    """The buyer writes down the number of her payment; the accountant finds it in the bank."""
    part = Part.objects.get(order__phone=f"+91{UPI_BUYER}")
    buyer.type("#reference", "526327000411")
    buyer.send("form:has(#reference) button.key")
    buyer.shot("upi-claimed")
    accountant.go("/office/payments/")
    accountant.type("form[action*='/confirm/'] input[name$=reference]", "526327000411")
    accountant.type("form[action*='/confirm/'] input[name$=amount]", str(part.total_paise // 100))
    accountant.shot("payments")
    accountant.send("form[action*='/confirm/'] button.key")
    settle()


def accept_and_pack(leader: Walker) -> None:
    """Both orders are accepted and packed."""
    for part in Part.objects.order_by("pk"):
        leader.go("/maker/orders/")
        leader.send(f"a[href='/maker/orders/{part.number}/']")
        leader.shot("maker-order")
        leader.send("form[action$='/accept/'] button")
        leader.send("form[action$='/pack/'] .sticky button")
        settle()


def bring(town: Town, desk: Walker, rider: Walker) -> None:
    """Both parcels on one round; each is given for the code on its buyer's phone, one for money as well."""
    desk.go("/office/delivery/")
    for part in Part.objects.all():
        desk.tick(f"tr:has-text('{part.number}') input[name=parcel]")
    desk.shot("delivery")
    desk.send("form[action$='/plan/'] button:not([type=button])")
    desk.shot("round")
    settle()
    rider.go("/office/ride/")
    rider.shot("ride-planned")
    rider.send("form[action$='/leave/'] button")
    settle()
    for part in Part.objects.order_by("pk"):
        code = town.gateway.newest(part.order.phone.removeprefix("+91"), AT_THE_DOOR)
        stop = f"section.stop:has-text('{part.order.name}')"
        if not rider.page.locator(f"{stop} input[name$=code]").is_visible():
            rider.press(f"{stop} summary >> nth=0")
        if rider.page.locator(f"{stop} input[name$=taken]").count():
            rider.tick(f"{stop} label.tick:has(input[name$=taken])")
        rider.type(f"{stop} input[name$=code]", code)
        rider.send(f"{stop} form[action$='/handed-over/'] button")
        rider.shot("ride-handed-over")
    rider.send("form[action$='/end/'] button")
    settle()
    assert set(Part.objects.values_list("state", flat=True)) == {Part.State.DELIVERED}


def bank_the_cash(accountant: Walker) -> None:
    """The accountant counts what the rider brought, and takes it to the bank."""
    rupees = str(Part.objects.get(order__method="cod").total_paise // 100)
    accountant.go("/office/delivery/")
    accountant.send("table a[href^='/office/delivery/']")
    accountant.type("input[name=counted]", rupees)
    accountant.shot("round-back")
    accountant.send("form[action$='/close/'] button")
    settle()
    accountant.go("/office/money/")
    accountant.type("input[name=amount]", rupees)
    accountant.send("form[action$='/banked/'] button")
    settle()


def pay_out(accountant: Walker, collector: Walker) -> None:
    """One proposes, another releases, the bank's number settles."""
    accountant.go("/office/money/")
    accountant.shot("money")
    accountant.send("form[action$='/propose/'] button")
    run = accountant.page.url
    collector.go(run)
    collector.shot("payouts-to-release")
    collector.send("form[action$='/release/'] button")
    accountant.go(run)
    accountant.type("input[name$=utr]", "SBIN526327000123")
    accountant.shot("payouts-released")
    accountant.send("form[action$='/paid/'] button")
    accountant.shot("payouts-paid")
    settle()
    assert Payout.objects.get().state == Payout.State.PAID


def see_the_money(leader: Walker, keeper: Walker) -> None:
    """The maker reads that it has come, and so does her federation."""
    leader.go("/maker/money/")
    leader.says("SBIN526327000123")
    leader.shot("maker-paid")
    keeper.go("/office/federation/payouts/")
    keeper.says(f"₹{Payout.objects.get().amount_paise // 100}")
    keeper.shot("federation-payouts")
