"""Every page of every surface: axe finds nothing, and nothing scrolls sideways."""

from collections.abc import Callable, Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone

from haat.catalogue.models import Good
from haat.core import worker
from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.ledger import actions as ledger
from haat.ledger.models import Due
from haat.orders import actions as orders
from haat.orders.models import Order
from haat.payments import actions as payments
from haat.people.models import User
from haat.web.office.review_rows import FIGURES
from haat.web.ui.gate import FACTOR_KEY
from tests.browser.person import DESKTOP, PHONE, Person
from tests.browser.world import DEOGHAR, RANCHI, World
from tests.make import make_basket, make_buyer, make_quote, walk

pytestmark = pytest.mark.browser
PEDA, BANGLES = "Deoghar peda, 500 g", "Red lac bangles, set of 4"
LEGAL = ("about", "returns", "grievance", "privacy")
Meet = Callable[..., Person]


def order_of(world: World, *names: str, method: str = "cod", state: str = "") -> Order:
    """An order of one of each, every part of it walked to `state`."""
    basket = make_basket({world.good(name).variants.get(): 1 for name in names})
    quote = make_quote(basket, DEOGHAR)
    order = orders.place_order(
        basket,
        buyer=make_buyer(pin=DEOGHAR),
        quote=quote,
        method=method,
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
    worker.run_due()
    orders.ask_return(found["returned"].parts.get(), reason="टूटी हुई पहुँची", by=MACHINE)
    found["cancelled"] = order_of(world, PEDA)
    orders.cancel(found["cancelled"].parts.get(), reason="बदल गया मन", by=MACHINE)
    orders.rate(found["delivered"].parts.get().lines.get(), stars=5, words="बहुत स्वादिष्ट", by=MACHINE)
    worker.run_due()
    return found


def pay_out(world: World) -> int:
    """A proposed payout run; answers its number."""
    Due.objects.update(pay_from=today())
    return ledger.propose_payouts(world.mart, by=Actor(world.accountant.pk)).pk


def ask_again(world: World) -> Good:
    """A good of the group that waits for a check, and one that was sent back."""
    for state in (Good.State.WAITING, Good.State.SENT_BACK):
        good = world.good("Bamboo basket" if state == Good.State.WAITING else "Green lac bangles, set of 8")
        good.state, good.sent_at = state, timezone.now()
        good.save(update_fields=["state", "sent_at"])
    return world.good("Bamboo basket")


def enter(person: Person, user: User) -> Person:
    """Put a signed-in session into the person's browser: signing in is walked elsewhere."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[FACTOR_KEY] = True
    session.save()
    person.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": person.home}])
    return person


def look(person: Person, pages: Iterable[tuple[str, str]]) -> None:
    """Open each (name, address), photograph it, and let axe look; all complaints come together."""
    wrong = []
    for name, address in pages:
        person.go(address)
        wrong += faults(person, name)
    assert wrong == []


def faults(person: Person, name: str) -> list[str]:
    person.album.take(person.page, name)
    report = Axe().run(person.page).response
    assert report["passes"], f"axe saw nothing on {name}"
    found = report["violations"]
    lines = [
        f"{name}: {fault['id']}: {node['html'][:160]} ({' '.join(str(node.get('failureSummary', '')).split())[:200]})"
        for fault in found
        for node in fault["nodes"]
    ]
    return lines + [line for line in (person.too_wide(),) if line]


SCREENS = [pytest.param("hi", PHONE, id="hi-360"), pytest.param("en", DESKTOP, id="en-1280")]


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


def test_shop_reads_from_the_right_in_urdu(world: World, meet: Meet):
    buyer = meet("ur", PHONE, bypass_csp=True)
    look(buyer, [("home", "/ur/"), ("good", f"/ur/g/{world.good(PEDA).slug}/"), ("search", "/ur/search/?q=peda")])
    assert buyer.page.evaluate("getComputedStyle(document.body).direction") == "rtl"


@pytest.mark.parametrize(("language", "device"), SCREENS)
def test_maker_is_open_to_all(world: World, meet: Meet, language: str, device: dict[str, object]):
    found = lived_in(world)
    ask_again(world)
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
    sent_back = world.good("Green lac bangles, set of 8")
    look(artisan, [("goods-sent-back", "/maker/goods/"), ("good-sent-back", f"/maker/goods/{sent_back.pk}/")])
    desk = enter(meet(language, device, bypass_csp=True), world.desk)
    look(desk, [("choose", "/maker/choose/")])


OTHERS = ("upi", "claimed", "returned")


@pytest.mark.parametrize(("language", "device"), SCREENS)
def test_office_is_open_to_all(world: World, meet: Meet, language: str, device: dict[str, object]):
    found = lived_in(world)
    waiting = ask_again(world)
    run = pay_out(world)
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
            ("delivery", "/office/delivery/"),
            ("round", f"/office/delivery/{going.parcel.round_id}/"),
            ("money", "/office/money/"),
            ("payout-run", f"/office/money/{run}/"),
            ("payments", "/office/payments/"),
            ("review", "/office/review/"),
            *[(f"review-{of}", f"/office/review/rows/{of}/") for of in FIGURES],
        ],
    )
    collector = enter(meet(language, device, bypass_csp=True), world.collector)
    look(collector, [("targets", "/office/review/targets/"), ("payout-run-to-release", f"/office/money/{run}/")])
    rider = enter(meet(language, device, bypass_csp=True), User.objects.get(pk=going.parcel.round.rider_id))
    look(rider, [("ride", "/office/ride/")])
