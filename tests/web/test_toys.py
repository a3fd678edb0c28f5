"""A way of paying and a carrier nobody here knows: from the basket to the payout, over the pages people use."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from haat.core.actor import MACHINE
from haat.core.dates import day_of
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.ledger import actions as books_actions
from haat.ledger.models import Due, Invoice, Payout
from haat.messages.models import Message
from haat.orders import actions as orders
from haat.orders.models import Order, Part
from haat.payments.models import Payment, Refund
from haat.shelf import build
from haat.web.papers.labels import label_of
from haat.web.papers.tags import method as receipt
from tests.ledger.books import ACCOUNTANT, COLLECTOR, books, broken, ripen, work
from tests.make import BY, HOME_PIN, make_fee, make_maker, make_mart, make_pin, make_rider, make_stocked, make_zone
from tests.toys import added
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://deoghar.localhost"}
TOTAL = 52_000 + 4_000


@pytest.fixture(autouse=True)
def toys(tmp_path):
    with added(tmp_path):
        yield


def buy(method: str, carrier: str) -> tuple[Client, Order]:
    """A buyer orders one piece over the pages; the client is hers."""
    mart = make_mart()
    make_zone(mart, carrier=carrier, days=0)
    make_fee(mart, packing_paise=500)
    make_pin(HOME_PIN)
    variant = make_stocked(make_maker(mart=mart))
    build.rebuild()
    buyer = Client(HTTP_HOST="deoghar.localhost")
    buyer.post("/en/basket/change/", {"variant": variant.pk}, headers=HERE)
    html = buyer.get("/en/checkout/", {"pin": HOME_PIN}).content.decode()
    assert re.search(rf'value="{method}"(?! disabled)', html)
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("key", "seen")}
    typed = {"phone": "98765 43210", "pin": HOME_PIN, "name": "Ranjana", "address": "House 4, Circular Road"}
    answer = buyer.post("/en/checkout/", {**hidden, **typed, "landmark": "", "method": method})
    assert answer.status_code == 303
    return buyer, Order.objects.get()


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def pay_out() -> dict[str, int]:
    """The maker's money leaves the bank; the books afterwards."""
    ripen()
    run = books_actions.release_payouts(books_actions.propose_payouts(make_mart(), by=ACCOUNTANT), by=COLLECTOR)
    books_actions.payout_paid(Payout.objects.get(run=run), utr="SBIN0123456789012345", by=ACCOUNTANT)
    work()
    return books()


def test_checkout_shows_what_a_method_says_of_itself():
    buyer, _order = buy("counter_receipt", "night_bus")
    variant = make_stocked(make_maker())
    build.rebuild()
    buyer.post("/en/basket/change/", {"variant": variant.pk}, headers=HERE)
    html = text(buyer, f"/en/checkout/?pin={HOME_PIN}")
    places = [html.index(words) for words in ("any UPI app", "At our counter", "Cash when it comes", "With a slip")]
    assert places == sorted(places)
    assert "pay at the block office, bring the receipt" in html


def test_paid_at_the_counter_and_sent_by_bus():
    buyer, order = buy("counter_receipt", "night_bus")
    assert (order.method, order.pays, order.state) == ("counter_receipt", "before", "awaiting_payment")
    page = f"/en/o/{order.token}/"
    html = text(buyer, page)
    for words in ("Pay at the counter", "open from ten", "Write the number of the receipt", "Total, at the counter"):
        assert words in html
    assert "UPI" not in html
    payment = Payment.objects.get()
    buyer.post(page, {"deed": "paid", "at": "pay", "reference": "r-77"})

    desk = officer("accountant")
    payments = reverse("office:money:payments")
    html = text(desk, payments)
    for words in ("Receipt R-77", "Receipt in the bank", "Look for each receipt in the counter&#x27;s book."):
        assert words in html
    given = {f"c{payment.pk}-reference": "R-77", f"c{payment.pk}-amount": "560"}
    assert desk.post(reverse("office:money:confirm", args=[payment.pk]), given).status_code == 302
    work()
    assert books() == {"cash_desk": TOTAL, "buyers": TOTAL}

    part = order.parts.get()
    orders.accept(part, by=BY)
    parcel = pack(part)
    assert (parcel.carrier, parcel.collect_paise) == ("night_bus", 0)
    assert label_of(parcel).phone == "98765 43210"
    assert "Paid at the counter" in receipt(Invoice.objects.get().facts["method"])
    desk = officer("desk")
    parcels = reverse("office:delivery:list")
    for words in ("To take to the bus stand", "Way bill"):
        assert words in text(desk, parcels)
    sent = {f"a{parcel.pk}-article": "wb 9"}
    assert desk.post(reverse("office:delivery:send_by_post", args=[parcel.pk]), sent).status_code == 302
    assert "On the bus" in text(desk, parcels)
    work()
    told = Message.objects.get(template="parcel_posted").body
    assert told == f"Parcel {parcel.number} is on the night bus, bill WB 9. Follow it: https://bus.example/WB 9"
    html = text(buyer, page)
    assert 'Way bill of the bus <a class="link num" href="https://bus.example/WB 9">WB 9</a>' in html
    assert "Say this code" not in html
    assert "Night bus, " in text(desk, reverse("office:orders:order", args=[part.number]))
    assert "Counter" in text(desk, reverse("office:orders:list") + "?method=counter_receipt")
    desk.post(reverse("office:delivery:post_delivered", args=[parcel.pk]))
    work()
    books_actions.bank_cash(part.mart, amount_paise=TOTAL, cause="c1", by=ACCOUNTANT)
    maker = Due.objects.get().amount_paise
    assert pay_out()["bank"] == TOTAL - maker
    assert broken() == {}


def test_counter_gives_back_what_it_took():
    buyer, order = buy("counter_receipt", "night_bus")
    buyer.post(f"/en/o/{order.token}/", {"deed": "paid", "at": "pay", "reference": "r-77"})
    payment = Payment.objects.get()
    desk = officer("accountant")
    given = {f"c{payment.pk}-reference": "R-77", f"c{payment.pk}-amount": "560"}
    desk.post(reverse("office:money:confirm", args=[payment.pk]), given)
    orders.cancel(order.parts.get(), reason="changed her mind", by=MACHINE)
    work()
    refund = Refund.objects.get()
    address = reverse("office:money:refund_sent", args=[refund.pk])
    assert "Receipt of the money given back" in text(desk, reverse("office:money:payments"))
    wrong = desk.post(address, {f"s{refund.pk}-reference": "R-77"})
    assert "Receipt: R-77 already belongs to other money" in wrong.content.decode()
    assert desk.post(address, {f"s{refund.pk}-reference": "R-78"}).status_code == 302
    work()
    assert books() == {}
    assert broken() == {}


def test_paid_at_the_door_to_a_neighbour_who_asks_no_code():
    buyer, order = buy("door_slip", "neighbour")
    assert (order.pays, order.state) == ("at_the_door", "placed")
    assert "Total, at the door against a slip" in text(buyer, f"/en/o/{order.token}/")
    work()
    part = order.parts.get()
    orders.accept(part, by=BY)
    parcel = pack(part)
    assert parcel.collect_paise == TOTAL
    desk, rider = officer("desk"), make_rider(part.mart)
    assert parcel.number in text(desk, reverse("office:delivery:list"))
    planned = {"parcel": [parcel.pk], "rider": rider.pk, "day": day_of(order.placed_at).isoformat()}
    assert desk.post(reverse("office:delivery:plan"), planned).status_code == 302
    parcel.refresh_from_db()
    riding = sign_in(rider)
    riding.post(reverse("office:delivery:leave", args=[parcel.round_id]))
    work()
    told = Message.objects.get(template="parcel_comes_cash").body
    assert told == f"Your neighbour brings parcel {parcel.number} today. Keep ₹560 ready in cash."
    assert parcel.code not in text(buyer, f"/en/o/{order.token}/")
    assert "Code the buyer tells you" not in text(riding, reverse("office:delivery:ride"))
    taken = {f"p{parcel.pk}-taken": "on"}
    assert riding.post(reverse("office:delivery:hand_over", args=[parcel.pk]), taken).status_code == 302
    riding.post(reverse("office:delivery:end", args=[parcel.round_id]))
    close = reverse("office:delivery:close", args=[parcel.round_id])
    assert officer("accountant").post(close, {"counted": "560"}).status_code == 302
    work()
    books_actions.bank_cash(part.mart, amount_paise=TOTAL, cause="c1", by=ACCOUNTANT)
    maker = Due.objects.get().amount_paise
    assert pay_out()["bank"] == TOTAL - maker
    assert broken() == {}


def pack(part: Part) -> Parcel:
    parcel = delivery.pack(part, weight_g=600, by=BY)
    work()
    return parcel
