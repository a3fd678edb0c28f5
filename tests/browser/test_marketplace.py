"""One lac bangle, from live on the mart to live on Amazon, sold there and picked up: in Hindi, as it is shipped.

The marketplace is rehearsed on this machine (`haat rehearse amazon`); its keys stand in the environment.
"""

import time
from pathlib import Path

import pytest

from haat.catalogue.models import Good, Variant
from haat.channels.models import Account, Offer, Sale
from haat.core import worker
from haat.ledger.models import Invoice
from haat.makers.models import Seller
from haat.orders.models import Order, Part
from haat.payments.models import Payment
from haat.people.models import Role, User
from haat.stock.actions import count
from haat.stock.queries import available
from tests.bangles import make_federation_seller
from tests.browser import selling
from tests.browser.axe import Meet, enter
from tests.browser.conftest import settle
from tests.browser.person import DESKTOP, PHONE, Person
from tests.browser.world import World, officer
from tests.load.haat import Haat
from tests.make import BY
from tests.marketplace import DAY, HOUR, Marketplace

pytestmark = pytest.mark.browser
BANGLES, HINDI = "Red lac bangles, set of 4", "लाल लहठी, 4 का जोड़ा"


@pytest.fixture
def world(marketplace: Marketplace, world: World) -> World:
    """The mart, of which the marketplace knows nothing yet."""
    return world


@pytest.fixture
def seller(world: World) -> Seller:
    """The federation through which makers without a GST number sell to all states."""
    return make_federation_seller(world.mart)


@pytest.fixture
def variant(world: World) -> Variant:
    """The bangles, live in the shop; there is one set of them."""
    found = world.good(BANGLES).variants.get()
    count(found, on_hand=1, cause="one set is left", by=BY)
    worker.run_due()  # before anybody serves
    return found


def test_lac_bangle_goes_from_the_mart_to_amazon(
    marketplace: Marketplace, world: World, seller: Seller, variant: Variant, served: Haat, meet: Meet, tmp_path: Path
):
    other = officer(world.mart, "Nirmala Soren", 6, Role.Kind.DESK)
    desk, second = (enter(meet("hi", DESKTOP), user) for user in (world.desk, other))
    maker = enter(meet("hi", PHONE), User.objects.get(phone=world.lahthi.phone))
    good = variant.good
    buyer = stands_in_the_shop(meet, good)

    account = selling.connect(desk, seller)
    offer = selling.publish(desk, account, variant.sku)
    held_back(desk, offer)
    selling.choose_kind(desk, good)
    selling.show_photo(desk, good, tmp_path)
    selling.look_for_letters(desk)
    answer_what_is_asked(maker, desk, good)
    selling.give_letter(desk, seller)
    marketplace.do(
        exempt={"brand": "Generic", "product_type": "BRACELET"}, switch={"asks": {"BRACELET": ["clasp_type"]}}
    )
    selling.accept_letter(second, seller)
    selling.mend_refusal(desk, offer)

    be_live(desk, marketplace, offer)
    part = be_sold(desk, marketplace, buyer, good, variant)
    pack(maker, part)
    be_picked_up(desk, marketplace, part)
    nobody_is_asked_to_pay(desk, part)
    assert ", 0 broken" in served.run("-m", "haat.cli", "doctor")


def stands_in_the_shop(meet: Meet, good: Good) -> Person:
    """Before anything else it is live on the mart, and whoever comes may buy it."""
    buyer = meet("hi", PHONE)
    buyer.go(f"/hi/g/{good.slug}/")
    buyer.says(HINDI, "h1")
    buyer.sees(".buy-bar button[form=buy]")
    buyer.shot("shop-good")
    return buyer


def held_back(desk: Person, offer: Offer) -> None:
    """It is chosen, and nothing of it was sent."""
    for _turn in range(150):  # a busy machine's worker comes to it a little later
        offer.refresh_from_db()
        if offer.state != Offer.State.READY:
            break
        time.sleep(0.2)
    assert (offer.state, offer.there, offer.sent_at) == (Offer.State.BLOCKED, False, None)
    desk.go("/office/channels/offers/")
    desk.send(f"a[href='/office/channels/offers/{offer.pk}/']")
    desk.says("यहाँ रोका गया।")
    desk.shot("offer-held-back")


def answer_what_is_asked(maker: Person, desk: Person, good: Good) -> None:
    """What only she knows she says on her phone, question by question; the desk writes her colour in English."""
    maker.go("/maker/")
    maker.shot("maker-home-asked")
    maker.go(f"/maker/asks/?good={good.pk}")
    while (key := asked_now(maker)) is not None:
        maker.shot(f"maker-ask-{key}")
        say(maker, key)
        maker.press("form.ask .sticky .key")
        maker.page.wait_for_function(ANOTHER, arg=key)
    maker.shot("maker-asks-ended")
    settle()
    desk.go("/office/channels/causes/")
    desk.says("रंग का नाम: जवाब है, पर अंग्रेज़ी में नहीं।")
    desk.shot("cause-in-english")
    desk.go(f"/office/goods/{good.pk}/asked/?for=amazon")
    desk.press("#answers details:has([name='asked-about_colour_en']) summary")
    desk.type("[name='asked-about_colour_en']", "red")
    desk.send("#answers form > .key")
    settle()


# The next question stands there, or that there is none: asked in whichever page is there by then.
ANOTHER = """key => {
  const form = [...document.querySelectorAll("form.ask")].find((each) => each.offsetParent);
  return form ? !form.action.replace(/\\/$/, "").endsWith("/" + key) : !!document.querySelector(".ask.done");
}"""


def asked_now(maker: Person) -> str | None:
    """What the phone asks now (`answer-0-made_of`); None when it asks nothing any more."""
    maker.page.wait_for_function(ANOTHER, arg="")
    forms = maker.page.locator("form.ask:visible").evaluate_all("forms => forms.map(each => each.action)")
    return str(forms[0]).rstrip("/").rpartition("/")[2] if forms else None


# What is asked → what she says: a choice, a number with its keys on the glass, or words.
CHOICES = {"answer-0-made_of": "lac", "answer-0-work_kind": "plain", "answer-0-bangle_size": "2.6"}
FIGURES = {"answer-0-set_of": ("4",), "size-0-": ("12", "12", "4")}
WORDS = {"answer-0-colour": "लाल"}


def say(maker: Person, key: str) -> None:
    """Give the answer that the phone asks for."""
    if key in CHOICES:
        maker.press(f"form.ask label:has(input[value='{CHOICES[key]}'])")
    elif key in FIGURES:
        for field, figure in zip(maker.page.locator("form.ask:visible input.num").all(), FIGURES[key], strict=True):
            field.fill(figure)
    else:
        maker.type("form.ask [name=answer]", WORDS[key])


def be_live(desk: Person, marketplace: Marketplace, offer: Offer) -> None:
    """Accepted is not live; when the marketplace has looked at it, it is."""
    desk.go(f"/office/channels/offers/{offer.pk}/")
    desk.says("मंज़ूर हुआ। अभी बिक्री पर नहीं है।")
    desk.shot("offer-accepted")
    selling.time_passes(marketplace, HOUR)
    desk.go(f"/office/channels/offers/{offer.pk}/")
    desk.says("चालू है।")
    desk.shot("offer-live")
    desk.go("/office/channels/")
    desk.shot("channels-live")


def be_sold(desk: Person, marketplace: Marketplace, buyer: Person, good: Good, variant: Variant) -> Part:
    """A buyer there buys it, and pays there: it is gone from the shop, and the order stands among all others."""
    marketplace.do(buy={"sku": variant.sku})
    selling.time_passes(marketplace, HOUR)
    part = Part.objects.get()
    assert available([variant.pk]) == {variant.pk: 0}
    buyer.until(lambda: is_sold_out(buyer, good))
    buyer.shot("shop-good-sold-out")
    desk.go("/office/orders/")
    desk.send(f"a[href='/office/orders/{part.number}/']")
    desk.says(Sale.objects.get().external_id)
    desk.shot("order-from-amazon")
    return part


def is_sold_out(buyer: Person, good: Good) -> bool:
    """Whether the shop says so: a page of it may be kept for a minute."""
    buyer.go(f"/hi/g/{good.slug}/")
    return buyer.page.locator(".buy-bar button[disabled]").count() == 1


def pack(maker: Person, part: Part) -> None:
    """She accepts it and packs it, as any other order."""
    maker.go("/maker/orders/")
    maker.send(f"a[href='/maker/orders/{part.number}/']")
    maker.shot("maker-order")
    maker.send("form[action$='/accept/'] button")
    maker.type("#weight", "180")
    maker.send("form[action$='/pack/'] .sticky button")
    maker.shot("maker-packed")
    settle()


def be_picked_up(desk: Person, marketplace: Marketplace, part: Part) -> None:
    """A time is chosen at which the marketplace fetches the parcel; it comes, and says so."""
    sale = Sale.objects.get()
    desk.go(f"/office/orders/{part.number}/")
    desk.shot("order-packed")
    desk.go(f"/office/channels/orders/{sale.pk}/")
    desk.shot("sale-packed")
    desk.send("form[action$='/times/'] .key")
    desk.press("form[action$='/book/'] label:has([name=slot])")
    desk.shot("sale-times")
    desk.send("form[action$='/book/'] .key")
    settle()
    desk.shot("sale-booked")
    selling.time_passes(marketplace, HOUR / 4)  # the label is asked for,
    selling.time_passes(marketplace, HOUR / 4)  # and fetched when it is made
    desk.page.reload()
    desk.sees("a[href$='/label.pdf']")
    desk.shot("sale-label")
    selling.time_passes(marketplace, 2 * DAY)
    desk.page.reload()
    desk.says("उठाया गया")
    desk.shot("sale-picked-up")
    desk.go("/office/delivery/")
    desk.says(part.number)
    desk.shot("delivery-with-the-marketplace")
    part.refresh_from_db()
    assert part.state == Part.State.ON_THE_WAY


def nobody_is_asked_to_pay(desk: Person, part: Part) -> None:
    """The buyer has paid there, and has the marketplace's invoice: none of ours is made."""
    assert (Payment.objects.count(), Invoice.objects.count(), Order.objects.count()) == (0, 0, 1)
    desk.go(f"/office/orders/{part.number}/")
    desk.says("बिल वहीं बना है जहाँ ऑर्डर हुआ")
    desk.shot("order-picked-up")
    assert Account.objects.get().trouble == ""
