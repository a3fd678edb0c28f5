"""The whole road of one box of peda, on phones of 360 px in Hindi: from a group's phone to its account."""

from collections.abc import Callable
from pathlib import Path

import pytest

from haat.catalogue.models import Good
from haat.core.dates import today
from haat.core.doctor import examine
from haat.delivery.models import Round
from haat.ledger.models import Due, Payout, PayoutRun, Share
from haat.orders.models import Order, Part
from tests.browser.kept import ready_for_no_net
from tests.browser.person import Person
from tests.browser.world import PASSWORD, RANCHI, World, camera
from tests.load.haat import Haat

pytestmark = pytest.mark.browser
NAME = "केसर पेड़ा, ढाई सौ ग्राम"


def test_whole_road_in_hindi(
    world: World, served: Haat, phone: Callable[[], Person], worker: Callable[[], None], tmp_path: Path
):
    leader, desk, buyer, rider = phone(), phone(), phone(), phone()
    enter(leader, world)
    served.stop()
    with leader.without_server():
        list_peda(leader, camera(tmp_path))
    served.start()
    good = send_peda(leader, world)
    worker()
    check_it(desk, world, good)
    worker()
    order = buy_it(buyer)
    worker()
    part = order.parts.get()
    accept_and_pack(leader, part)
    worker()
    plan_a_round(desk, part)
    worker()
    ride(rider, buyer, world, part)
    worker()
    accountant, collector = phone(), phone()
    count_the_cash(accountant, world, part)
    worker()
    # Seven days in which the buyer may send the peda back pass here: the clock of three processes is not ours to turn.
    # What follows is a deed, so that no page shows a sum it has kept from before.
    Due.objects.update(pay_from=today())
    bank_the_cash(accountant, part)
    worker()
    pay_out(accountant, collector, world)
    worker()
    see_the_money(leader, world)
    review(collector)
    assert [finding.examples for finding in examine() if finding.broken] == []


def enter(leader: Person, world: World) -> None:
    """The leader signs in by code, and the app comes to lie on her phone."""
    leader.go("/maker/")
    leader.shot("maker-sign-in")
    leader.sign_in_by_phone(world.leader.phone)
    leader.shot("maker-home")
    ready_for_no_net(leader.page)


def list_peda(leader: Person, photo: Path) -> None:
    """She adds a good, one question a screen, while the server is down."""
    leader.send("#add-good")
    leader.shot("add-photo")
    leader.page.set_input_files("input[name=photo]", photo)
    leader.type("#name", NAME)
    leader.press("label.craft:has(input[value=sweets])")
    leader.shot("add-name")
    leader.press("[data-screen=name] .sticky button")
    for material, rupees in (("khoya", "45"), ("sugar", "10")):
        leader.press(f"[data-craft=sweets] label:has([data-material={material}])")
        keys(leader, rupees)
    leader.press(".material--time")
    keys(leader, "1")
    leader.says("₹55", "[data-total]")
    leader.shot("add-cost")
    leader.press("[data-screen=cost] .sticky button")
    assert int(leader.page.input_value("input[name=price]")) > 55
    leader.shot("add-price")
    leader.press("[data-screen=price] .sticky button")
    keys(leader, "20")
    leader.press("[data-screen=count] label:has(input[name=weight])")
    keys(leader, "290")
    leader.shot("add-count")
    leader.press("[data-screen=count] .sticky button")
    leader.says(NAME, "[data-back-name]")
    leader.shot("add-done")
    assert not Good.objects.filter(texts__name=NAME).exists()


def send_peda(leader: Person, world: World) -> Good:
    """The server is back: her next page sends the good."""
    leader.go("/maker/")
    leader.until(lambda: Good.objects.filter(maker=world.group, state=Good.State.WAITING).exists())
    leader.shot("maker-home-sent")
    good = Good.objects.get(maker=world.group)
    assert (good.state, good.texts.get().name) == (Good.State.WAITING, NAME)
    return good


def keys(person: Person, digits: str) -> None:
    """Type on the glass."""
    for digit in digits:
        person.press(f"[data-digit='{digit}']")


def check_it(desk: Person, world: World, good: Good) -> None:
    """The desk signs in with password and second factor, writes the English name, and approves."""
    desk.sign_in_to_office(world.desk.phone, PASSWORD)
    desk.shot("office-today")
    desk.send("nav.rail-list a[href='/office/goods/']")
    desk.shot("office-goods")
    desk.send(f"a.item[href^='/office/goods/{good.pk}/']")
    desk.shot("office-good")
    desk.type("#name input[type=text]", "Kesar peda, 250 g")
    desk.send("#name button")
    desk.shot("office-good-named")
    desk.send("button[form=approve]")
    desk.shot("office-approved")
    good.refresh_from_db()
    assert good.state == Good.State.LIVE


def buy_it(buyer: Person) -> Order:
    """A buyer in Ranchi types "pera", finds the peda, and orders it against cash."""
    buyer.go("/hi/")
    buyer.shot("shop-home")
    buyer.type("input[name=q]", "pera")
    buyer.send(".search-go")
    buyer.shot("shop-search")
    buyer.send(f"a:has-text('{NAME}')")
    buyer.says(NAME, "h1")
    buyer.type(".pin-ask input", RANCHI)
    buyer.press(".pin-ask button")
    buyer.says("राँची", "[data-promise]")
    buyer.shot("shop-good")
    buyer.press(".buy-bar button")
    buyer.sees("#basket-said a")
    buyer.says("1", "#basket-said")
    buyer.send("#basket-said a")
    buyer.shot("shop-basket")
    buyer.send(".sticky a.key")
    buyer.type("input[name=name]", "रंजना कुमारी")
    buyer.type("input[name=address]", "मकान 4, सर्कुलर रोड")
    buyer.type("input[name=landmark]", "शिव मंदिर के पास")
    buyer.type("input[name=phone]", "98765 43210")
    if not buyer.page.input_value("input[name=pin]"):
        buyer.type("input[name=pin]", RANCHI)
        buyer.says("राँची", "#id_pin_done")
    buyer.press("label.choice:has(input[value=cod])")
    buyer.shot("shop-checkout")
    buyer.send("#pay-key button")
    buyer.shot("shop-ordered")
    order = Order.objects.get()
    assert (order.name, order.method, order.state) == ("रंजना कुमारी", "cod", Order.State.PLACED)
    assert order.token in buyer.page.url
    return order


def accept_and_pack(leader: Person, part: Part) -> None:
    leader.go("/maker/")
    leader.shot("maker-home-with-order")
    leader.go("/maker/orders/")
    leader.shot("maker-orders")
    leader.send(f"a[href='/maker/orders/{part.number}/']")
    leader.shot("maker-order")
    leader.send("form[action$='/accept/'] button")
    leader.shot("maker-pack")
    assert int(leader.page.input_value("#weight")) == 340
    leader.send("form[action$='/pack/'] .sticky button")
    leader.shot("maker-packed")
    part.refresh_from_db()
    assert part.state == Part.State.PACKED


def plan_a_round(desk: Person, part: Part) -> None:
    desk.go("/office/delivery/")
    desk.press("input[name=parcel]")
    desk.shot("office-delivery")
    desk.send("form[action$='/plan/'] button:not([type=button])")
    desk.shot("office-round")
    assert [parcel.part_id for parcel in Round.objects.get().parcels.all()] == [part.pk]


def ride(rider: Person, buyer: Person, world: World, part: Part) -> None:
    """The rider leaves; the buyer reads her code from her order's page; money and parcel change hands."""
    rider.go("/office/ride/")
    rider.sign_in_by_phone(world.rider.phone)
    rider.shot("ride-planned")
    rider.send("form[action$='/leave/'] button")
    rider.shot("ride-out")
    buyer.page.reload()
    buyer.shot("shop-on-its-way")
    code = buyer.find(".handover .price").inner_text()
    rider.press("label.tick:has(input[name$=taken])")
    rider.type("input[name$=code]", "000000" if code != "000000" else "111111")
    with rider.refused():
        rider.press("form[action$='/handed-over/'] button")
        rider.sees("[data-undone]")
    rider.shot("ride-wrong-code")
    rider.type("input[name$=code]", code)
    rider.send("form[action$='/handed-over/'] button")
    rider.shot("ride-handed-over")
    rider.send("form[action$='/end/'] button")
    rider.shot("ride-ended")
    part.refresh_from_db()
    assert part.state == Part.State.DELIVERED
    buyer.page.reload()
    buyer.shot("shop-delivered")


def count_the_cash(accountant: Person, world: World, part: Part) -> None:
    """The accountant counts what the rider brought."""
    accountant.sign_in_to_office(world.accountant.phone, PASSWORD)
    accountant.go(f"/office/delivery/{Round.objects.get().pk}/")
    accountant.type("input[name=counted]", str(part.total_paise // 100))
    accountant.shot("office-round-back")
    accountant.send("form[action$='/close/'] button")
    accountant.shot("office-round-closed")


def bank_the_cash(accountant: Person, part: Part) -> None:
    accountant.go("/office/money/")
    accountant.type("input[name=amount]", str(part.total_paise // 100))
    accountant.shot("office-money")
    accountant.send("form[action$='/banked/'] button")
    accountant.shot("office-banked")


def pay_out(accountant: Person, collector: Person, world: World) -> None:
    """One person proposes, another releases, the bank's number settles."""
    accountant.go("/office/money/")
    accountant.send("form[action$='/propose/'] button")
    accountant.shot("office-payouts-proposed")
    run = PayoutRun.objects.get()
    assert accountant.page.locator("form[action$='/release/']").count() == 0
    collector.sign_in_to_office(world.collector.phone, PASSWORD, f"/office/money/{run.pk}/")
    collector.shot("office-payouts-to-release")
    collector.send("form[action$='/release/'] button")
    collector.shot("office-payouts-released")
    accountant.page.reload()
    accountant.type("input[name$=utr]", "SBIN526327000123")
    accountant.shot("office-payouts-utr")
    accountant.send("form[action$='/paid/'] button")
    accountant.shot("office-payouts-paid")
    assert Payout.objects.get().state == Payout.State.PAID


def see_the_money(leader: Person, world: World) -> None:
    """The leader sees the payout, and her own third of it."""
    payout = Payout.objects.get()
    part = Part.objects.get()
    assert payout.amount_paise == part.maker_paise
    shares = list(Share.objects.filter(payout=payout).values_list("amount_paise", flat=True))
    assert len(shares) == 3
    assert sum(shares) == payout.amount_paise
    assert max(shares) - min(shares) <= 1
    leader.go("/maker/")
    leader.send("a[href='/maker/money/']")
    leader.says("SBIN526327000123")
    leader.shot("maker-paid")


def review(collector: Person) -> None:
    """The collector sees that the money has reached a maker."""
    collector.go("/office/review/")
    collector.says(f"₹{Payout.objects.get().amount_paise // 100}")
    collector.shot("office-review")
