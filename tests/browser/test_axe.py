"""Every page of every surface: axe finds nothing, and nothing scrolls sideways."""

from dataclasses import replace

import pytest

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good
from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.delivery import actions as delivery
from haat.ledger import actions as ledger
from haat.ledger.actions import Told
from haat.ledger.models import Due, Settlement
from haat.messages.models import Message
from haat.orders import actions as orders
from haat.orders.facts import Source
from haat.orders.models import Arrival, Order
from haat.payments import actions as payments
from haat.payments.queries import terms
from haat.people.models import User
from haat.stock import actions as stock
from haat.stock.models import StockPlace
from haat.stock.rules import Came
from haat.web.office.review.rows import FIGURES
from tests.browser.axe import SCREENS, Meet, enter, faults, look
from tests.browser.conftest import settle
from tests.browser.person import PHONE
from tests.browser.world import DEOGHAR, RANCHI, World, send
from tests.make import BY, make_arrival, make_basket, make_buyer, make_facts, make_hub, make_pickup, make_promise, walk

pytestmark = pytest.mark.browser
PEDA, BANGLES = "Deoghar peda, 500 g", "Red lac bangles, set of 4"
LEGAL = ("about", "returns", "grievance", "privacy")


def order_of(world: World, *names: str, method: str = "cod", state: str = "") -> Order:
    """An order of one of each, every part of it walked to `state`."""
    basket = make_basket({world.good(name).variants.get(): 1 for name in names})
    promise = make_promise(basket, DEOGHAR)
    order = orders.place_order(
        basket,
        buyer=make_buyer(pin=DEOGHAR),
        promise=promise,
        terms=terms(method),
        key=f"axe-{Order.objects.count()}",
        by=MACHINE,
    )
    payments.ask(order, by=MACHINE)
    for part in order.parts.all():
        if state:
            walk(part, state)
    return order


def lived_in(world: World) -> dict[str, Order]:
    """Orders in every state, a payment to confirm, a return asked for, and what else the pages tell of."""
    found = {state: order_of(world, PEDA, state=state) for state in ("accepted", "packed", "on_the_way", "delivered")}
    found["placed"] = order_of(world, PEDA, BANGLES)
    found["upi"] = order_of(world, BANGLES, method="upi")
    found["claimed"] = order_of(world, PEDA, method="upi")
    payments.claim(found["claimed"].payment, reference="632712345678", by=MACHINE)
    found["returned"] = order_of(world, BANGLES, state="delivered")
    settle()
    orders.ask_return(found["returned"].parts.get(), reason="टूटी हुई पहुँची", by=MACHINE)
    found["cancelled"] = order_of(world, PEDA)
    orders.cancel(found["cancelled"].parts.get(), reason="बदल गया मन", by=MACHINE)
    orders.rate(found["delivered"].parts.get().lines.get(), stars=5, words="बहुत स्वादिष्ट", by=MACHINE)
    settle()
    return found


def sold_elsewhere(world: World) -> Settlement:
    """Two orders of a marketplace: one settled wrongly and then rightly, and nothing of the other."""
    for number in range(2):
        facts = make_facts({world.good(PEDA).variants.get(): 1}, pin=DEOGHAR, bills="here")
        source = Source("amazon", "A1EXAMPLE", f"171-{number}")
        arrival = orders.receive_order(world.mart, facts, source=source, by=MACHINE)
        part = walk(arrival.order.parts.get(), "delivered")
        settle()
    by = Actor(world.accountant.pk)
    told = Told(reference="14839", day=today(), came_paise=10_000, fee_paise=900, adjustment_paise=-50, reason="Weight")
    wrong = ledger.settle_sale(part, told=told, key="a", by=by)
    ledger.take_back_settlement(wrong, reason="Another order", by=by)
    return ledger.settle_sale(part, told=replace(told, rounding_paise=-40), key="a", by=by)


def pay_out(world: World) -> int:
    """A proposed payout run; answers its number."""
    Due.objects.update(pay_from=today())
    return ledger.propose_payouts(world.mart, by=Actor(world.accountant.pk)).pk


def ask_again(world: World) -> tuple[Good, Good]:
    """A good that waits for a check, and one that was sent back."""
    maker, by = world.lahthi, Actor(world.desk.pk)
    waiting = send(maker, "bamboo", "Bamboo tray", "बाँस की थाली", 220, 380, 4, "bamboo-tray.svg", by=by)
    other = send(maker, "lac", "Blue lac bangles", "नीली लहठी", 240, 150, 9, "bangles-lac.svg", by=by)
    sent_back = catalogue.send_back(other, reasons=["picture_blurred"], by=by)
    settle()
    return waiting, sent_back


def from_elsewhere(world: World) -> tuple[Arrival, Arrival]:
    """An order from elsewhere of which a line waits, and another telling of it."""
    peda = world.good(PEDA).variants.get()
    return make_arrival({peda: 1, "GLASS": 2}, key="AXE-1"), make_arrival({peda: 2}, key="AXE-1")


@pytest.mark.parametrize(("language", "device"), SCREENS)
def test_shop_is_open_to_all(world: World, meet: Meet, language: str, device: dict[str, object]):
    found = lived_in(world)
    peda = world.good(PEDA)
    buyer = meet(language, device, bypass_csp=True)
    at = f"/{language}/"
    look(
        buyer,
        [
            ("home", at),
            ("crafts", f"{at}crafts/"),
            ("craft", f"{at}crafts/sweets/"),
            ("search", f"{at}search/?q=pera"),
            ("search-filters", f"{at}search/?q=pera&craft=sweets&panel=filter"),
            ("search-nothing", f"{at}search/?q=xyzzyq"),
            ("search-exact", f"{at}search/?q=pera&exact=1"),
            ("good", f"{at}g/{peda.slug}/?pin={RANCHI}"),
            ("makers", f"{at}makers/"),
            ("maker", f"{at}makers/{world.sweets.slug}/"),
            ("empty-basket", f"{at}basket/"),
            *[(f"order-{state}", f"{at}o/{order.token}/") for state, order in found.items()],
            *[(f"page-{slug}", f"{at}p/{slug}/") for slug in LEGAL],
            ("sign-in", "/sign-in/"),
            ("office-sign-in", "/sign-in/office/"),
        ],
    )
    buyer.go(f"{at}g/{peda.slug}/")
    buyer.press("button[form=buy]")
    buyer.sees("#basket-said a")
    look(buyer, [("basket", f"{at}basket/?pin={RANCHI}"), ("checkout", f"{at}checkout/")])
    with buyer.refused():
        buyer.send("#pay-key button")
    assert faults(buyer, "checkout-wrong") == []


def test_shop_asked_for_in_urdu_is_read_in_hindi(world: World, meet: Meet):
    buyer = meet("ur", PHONE, bypass_csp=True)
    look(buyer, [("home", "/ur/"), ("good", f"/ur/g/{world.good(PEDA).slug}/"), ("search", "/ur/search/?q=peda")])
    assert buyer.page.evaluate("document.documentElement.lang") == "hi"


@pytest.mark.parametrize(("language", "device"), SCREENS)
def test_maker_is_open_to_all(world: World, meet: Meet, language: str, device: dict[str, object]):
    found = lived_in(world)
    _waiting, sent_back = ask_again(world)
    maker = enter(meet(language, device, bypass_csp=True), User.objects.get(phone=world.sweets.phone))
    mine = {state: order.parts.get(maker=world.sweets) for state, order in found.items() if state not in OTHERS}
    look(
        maker,
        [
            ("home", "/maker/"),
            ("goods", "/maker/goods/"),
            ("good", f"/maker/goods/{world.good(PEDA).pk}/"),
            *[(f"add-{step}", f"/maker/add/?step={step}") for step in ("photo", "name", "cost", "price", "count")],
            ("orders", "/maker/orders/"),
            *[(f"order-{state}", f"/maker/orders/{part.number}/") for state, part in mine.items()],
            ("money", "/maker/money/"),
            ("help", "/maker/help/"),
            ("offline", "/maker/offline/"),
        ],
    )
    artisan = enter(meet(language, device, bypass_csp=True), User.objects.get(phone=world.lahthi.phone))
    look(artisan, [("goods-sent-back", "/maker/goods/"), ("good-sent-back", f"/maker/goods/{sent_back.pk}/")])
    desk = enter(meet(language, device, bypass_csp=True), world.desk)
    look(desk, [("choose", "/maker/choose/")])


OTHERS = ("upi", "claimed", "returned")


def stock_pages(world: World) -> dict[str, str]:
    """The room of stock with a hub, something that lies there, something on the way to it, and something missing."""
    variant = world.good(PEDA).variants.get()
    home, hub = StockPlace.objects.get(maker=variant.good.maker), make_hub(variant.mart, sells=("mart",))
    counted, going = (
        stock.dispatch(home, target=hub, pieces={variant.pk: 2}, key=f"axe-{turn}", by=BY) for turn in range(2)
    )
    stock.receive(counted, counts={variant.pk: Came(1)}, by=BY)
    return {
        "list": "",
        "open": "open/",
        "senders": "send/",
        "send": f"places/{home.pk}/send/",
        "place": f"places/{hub.pk}/",
        "change": f"places/{hub.pk}/change/",
        "on-the-way": f"moves/{going.pk}/",
        "missing": f"moves/{counted.pk}/",
    }


SETTINGS = [
    *[(name, f"{name}/") for name in ("launch", "mart", "fees", "festivals", "crafts", "hosts", "audit")],
    *[(f"mart-{name}", f"mart/{name}/") for name in ("names", "look", "behind", "account")],
    *[("delivery", "delivery/"), ("delivery-add", "delivery/add/"), ("festivals-add", "festivals/add/")],
]


@pytest.mark.parametrize(("language", "device"), SCREENS)
def test_office_is_open_to_all(world: World, meet: Meet, language: str, device: dict[str, object]):
    found = lived_in(world)
    waiting, _sent_back = ask_again(world)
    run, told = pay_out(world), sold_elsewhere(world)
    sale = f"/office/money/sales/{told.part.number}/"
    waits, changed = from_elsewhere(world)
    desk = enter(meet(language, device, bypass_csp=True), world.desk)
    going = found["on_the_way"].parts.get()
    look(
        desk,
        [
            ("today", "/office/"),
            ("makers", "/office/makers/"),
            ("maker-new", "/office/makers/new/"),
            ("maker", f"/office/makers/{world.sweets.pk}/"),
            ("maker-change", f"/office/makers/{world.sweets.pk}/change/"),
            ("maker-members", f"/office/makers/{world.sweets.pk}/members/"),
            ("password", "/office/password/"),
            ("goods", "/office/goods/"),
            ("good", f"/office/goods/{waiting.pk}/"),
            ("good-live", f"/office/goods/{world.good(PEDA).pk}/"),
            ("orders", "/office/orders/"),
            *[(f"order-{state}", f"/office/orders/{order.parts.first().number}/") for state, order in found.items()],
            ("elsewhere", "/office/orders/elsewhere/"),
            ("elsewhere-waits", f"/office/orders/elsewhere/{waits.pk}/"),
            ("elsewhere-changed", f"/office/orders/elsewhere/{changed.pk}/"),
            ("write-in", "/office/orders/elsewhere/new/"),
            *[(f"stock-{name}", f"/office/stock/{path}") for name, path in stock_pages(world).items()],
            ("messages", "/office/messages/?state="),
            ("message", f"/office/messages/{Message.objects.latest('pk').pk}/"),
            ("delivery", "/office/delivery/"),
            ("round", f"/office/delivery/{going.parcel.round_id}/"),
            ("money", "/office/money/"),
            ("payout-run", f"/office/money/{run}/"),
            ("payments", "/office/payments/"),
            ("others", "/office/money/others/"),
            ("party", f"/office/money/others/{told.party_id}/"),
            ("sale", sale),
            ("order-elsewhere", f"/office/orders/{told.part.number}/"),
            *[(f"settings-{name}", f"/office/settings/{path}") for name, path in SETTINGS],
            ("review", "/office/review/"),
            *[(f"review-{of}", f"/office/review/rows/{of}/") for of in FIGURES],
        ],
    )
    desk.go(sale)
    with desk.refused():
        desk.send("#settle form > .stack button")
    assert faults(desk, "sale-wrong") == []
    collector = enter(meet(language, device, bypass_csp=True), world.collector)
    look(collector, [("targets", "/office/review/targets/"), ("payout-run-to-release", f"/office/money/{run}/")])
    rider = enter(meet(language, device, bypass_csp=True), User.objects.get(pk=going.parcel.round.rider_id))
    look(rider, [("ride", "/office/ride/")])


@pytest.mark.parametrize(("language", "device"), SCREENS)
def test_first_mile_and_worklist_are_open_to_all(world: World, meet: Meet, language: str, device: dict[str, object]):
    found = lived_in(world)
    packed, also = found["packed"].parts.get().parcel, order_of(world, BANGLES, state="packed").parts.get().parcel
    missed = make_pickup(packed)
    delivery.take(missed, parcel=packed, by=Actor(missed.rider_id))
    delivery.receive_pickup(missed, came=[], counted=0, by=MACHINE)
    pickup = make_pickup(also)
    desk = enter(meet(language, device, bypass_csp=True), world.desk)
    look(
        desk,
        [
            ("pickups", "/office/pickups/"),
            ("pickup", f"/office/pickups/{pickup.pk}/"),
            ("pickup-counted", f"/office/pickups/{missed.pk}/"),
            ("clashes", "/office/clashes/"),
            ("clash", f"/office/clashes/{packed.clashes.get().pk}/"),
        ],
    )
    rider = enter(meet(language, device, bypass_csp=True), pickup.rider)
    look(rider, [("fetch", "/office/ride/pick-up/"), ("ride-kept", "/office/ride/kept/")])
    helper = enter(meet(language, device, bypass_csp=True), world.coordinator)
    look(helper, [("groups", "/maker/groups/")])
