"""What goes wrong at the rehearsed Amazon: `haat channels run --once` says it and goes on with the rest, the channel's
page has its words and what to do, and when it is over nothing was lost and nothing happened twice."""

import re

import pytest
import stamina
from django.urls import reverse

from haat.catalogue.models import Variant
from haat.channels import actions
from haat.channels.models import Account, Offer, Sale
from haat.cli import main
from haat.core.doctor import examine
from haat.makers.models import Seller
from haat.orders.models import Order
from tests.channels.amazon.rehearsed import DAY, HOUR, connected, rehearsed
from tests.channels.make import later, recount
from tests.load import selling
from tests.make import BY
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db
S = Offer.State
CALM = {"review_seconds": 0, "change_seconds": 0, "queue_seconds": 1}


@pytest.fixture
def amazon(settings):
    with rehearsed(settings) as told, stamina.set_testing(True, attempts=2):
        told.does(switch=CALM)
        yield told


@pytest.fixture
def goods(amazon):
    """Two sizes that stand there, and a third that is to."""
    selling.fill(3)
    account = connected(amazon, Seller.objects.exclude(gstin="").get())
    first, second, third = Variant.objects.order_by("pk")
    for sizes in ([first.pk, second.pk], [third.pk]):
        run(amazon)
        actions.publish(account, variants=sizes, by=BY)
        if sizes != [third.pk]:
            run(amazon)
    assert [offer.state for offer in Offer.objects.order_by("pk")] == [S.LIVE, S.LIVE, S.READY]
    return first, second, third


@pytest.fixture
def says(capsys):
    """One whole loop: (what it answers, what it prints)."""

    def loop(amazon):
        capsys.readouterr()
        code = run(amazon)
        return code, capsys.readouterr().out

    return loop


def run(amazon):
    amazon.does(advance=300)
    return main(["channels", "run", "--once"])


def rests():
    """As if the rests of what goes wrong had gone by."""
    Account.objects.update(waits={}, orders_at=None, rest_until=None)
    Offer.objects.exclude(send_at=None).update(send_at=None)


def pages():
    """The account's own page, and the room's first."""
    desk = officer("desk")
    addresses = reverse("office:channels:account", args=[Account.objects.get().pk]), reverse("office:channels:overview")
    return [re.sub(r"\s+", " ", desk.get(address).content.decode()) for address in addresses]


def said(*words):
    assert [word for shown in pages() for word in words if word not in shown] == []


def pieces(amazon, size):
    """How many of a size a buyer could buy there."""
    return amazon.double.listings.by_sku[size.sku].stock["DEFAULT"]


def well(amazon, left):
    """All is well again: every order once, every size live with so many pieces, and the books are sound."""
    amazon.does(calm=True, switch=CALM)
    for _turn in range(3):
        rests()
        run(amazon)
    assert set(Offer.objects.values_list("state", flat=True)) == {S.LIVE}
    assert {sku: listing.stock["DEFAULT"] for sku, listing in amazon.double.listings.by_sku.items()} == left
    numbers = list(Sale.objects.values_list("external_id", flat=True))
    assert sorted(numbers) == sorted(amazon.double.orders.known)
    assert Order.objects.count() == len(numbers)
    assert [finding.name for finding in examine() if finding.broken and "channels" in finding.name] == []


# ---- the account


STOPS = {
    "revoked keys": (
        {"revoked": True},
        "keys_refused: The channel does not take the keys of this account any more.",
        "Connect it again with new keys.",
    ),
    "a secret that has ended": (
        {"secret_ended": True},
        "keys_refused: The channel does not take the keys of this account any more.",
        "Connect it again with new keys.",
    ),
    "wrong region": (
        {"region": "na"},
        "wrong_region: These keys are for another region",
        "Sign in to the channel for India, take the keys there",
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_what_stops_an_account(amazon, goods, says, name):
    switched, words, step = STOPS[name]
    number = amazon.buys(goods[0].sku)
    amazon.does(switch=switched, advance=2 * HOUR)  # the token that was given is over by now
    code, out = says(amazon)
    assert (code, words in out) == (1, True), out
    said(words.partition(": ")[2], step)
    assert "Stopped" in pages()[1]
    recount(goods[1], 5)
    rests()
    assert says(amazon)[0] == 1
    assert Sale.objects.count() == 0
    well(amazon, {goods[0].sku: 398, goods[1].sku: 4, goods[2].sku: 399})
    assert Sale.objects.get().external_id == number


def test_a_role_that_is_missing_stops_what_needs_it_and_nothing_else(amazon, goods, says):
    amazon.buys(goods[0].sku)
    amazon.does(switch={"denied": ["searchOrders"]})
    recount(goods[1], 5)
    code, out = says(amazon)
    assert (code, Account.objects.get().state) == (1, "open")
    assert "The keys do not allow reading orders: none comes in." in out
    said("The keys do not allow reading orders: none comes in.", "the right “Inventory and Order Tracking”")
    assert pieces(amazon, goods[1]) == 4
    well(amazon, {goods[0].sku: 398, goods[1].sku: 4, goods[2].sku: 399})
    assert "do not allow reading orders" not in pages()[0]


def test_400_on_reading_for_an_hour(amazon, goods, says):
    amazon.buys(goods[0].sku)
    amazon.does(fault={"kind": "bad_request", "operation": "searchOrders", "seconds": HOUR})
    recount(goods[1], 5)
    for _turn in range(3):
        rests()
        code, out = says(amazon)
        assert (code, "bad_request: The channel refuses to read what we ask" in out) == (1, True), out
    said("The channel refuses to read what we ask", "We go on asking, from where we stopped.")
    assert pieces(amazon, goods[1]) == 4
    well(amazon, {goods[0].sku: 398, goods[1].sku: 4, goods[2].sku: 399})


def test_a_schema_that_changed_yesterday(amazon, goods, says):
    run(amazon)
    amazon.does(change_schema={"product_type": selling.TYPE, "asks": "style"})
    with later(hours=25):
        actions.touch([goods[0].good_id])
        assert says(amazon)[0] == 0
        rests()
        run(amazon)
        said_there = pages()[0]
        assert f"it asks otherwise about {selling.TYPE}" in said_there
        assert "style" in said_there
        recount(goods[0], 5)
        run(amazon)
        assert pieces(amazon, goods[0]) == 4


def test_an_accepted_feed_whose_quantity_never_moves(amazon, goods, says, monkeypatch):
    run(amazon)
    monkeypatch.setattr("haat.channels.amazon.sending.SINGLY", dict.fromkeys(("close", "stock", "price", "listing"), 0))
    amazon.does(switch={"stale": [goods[0].sku]})
    recount(goods[0], 5)
    recount(goods[1], 5)
    for _turn in range(2):
        says(amazon)
    said("It was sent and taken, and the channel still shows what it showed before.")
    assert pieces(amazon, goods[1]) == 4
    well(amazon, {goods[0].sku: 4, goods[1].sku: 4, goods[2].sku: 399})


# ---- its orders


ORDERS = {
    "a state that nobody knows": (
        {},
        {"odd_state": {"state": "ON_HOLD"}},
        "1 order is in a state that nobody here knows: “ON_HOLD”.",
        "Look at it in the seller’s own pages",
    ),
    "a modelled field that is absent": (
        {},
        {"switch": {"orders_lack": ["price", "proceeds"]}},
        "1 order cannot be read in: the channel left something out.",
        "Nothing of it is lost.",
    ),
    "foreign money": (
        {"currency": "USD"},
        {},
        "1 order is in another money.",
        "Say what that money was worth",
    ),
    "one line that is none of ours": (
        {"lines": True},
        {},
        "1 order has a line that is none of our goods",
        "Say which size it is",
    ),
}


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_that_waits_keeps_no_other_back(amazon, goods, says, name):
    bought, switched, words, step = ORDERS[name]
    how = {name: value for name, value in bought.items() if name != "lines"}
    if "lines" in bought:
        how["lines"] = [{"sku": "NOT-OURS", "quantity": 1}]
    odd = amazon.buys(goods[0].sku, **how)
    amazon.does(**switched)
    assert says(amazon)[0] == 0
    said(words, step)
    amazon.does(switch={"orders_lack": []})
    fine = amazon.buys(goods[1].sku, quantity=2)
    assert says(amazon)[0] == 0
    received = set(Order.objects.values_list("external_id", flat=True))
    assert fine in received
    assert set(Sale.objects.values_list("external_id", flat=True)) == {odd, fine}
    amazon.does(advance=DAY)
    assert says(amazon)[0] == 0
    assert Order.objects.filter(external_id=fine).count() == 1
