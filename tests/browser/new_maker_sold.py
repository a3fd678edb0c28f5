"""A new maker's first good at the desk, in the shop, sold and brought, and her stage on the board of her wave."""

from haat.catalogue.models import Good
from haat.orders.models import Part
from tests.browser.conftest import settle
from tests.browser.new_maker_phone import GOOD
from tests.browser.opening import Walker
from tests.browser.opening_orders import AT_THE_DOOR
from tests.browser.world import DEOGHAR

BUYER = "9876500011"


def look_at_it(second: Walker, good: Good) -> None:
    """Another officer than who enrolled her gives it a name in English and lets it into the shop."""
    second.go("/office/goods/")
    second.shot("goods-waiting")
    second.send(f"a.item[href^='/office/goods/{good.pk}/']")
    second.shot("good-to-check")
    second.type("#name input[type=text]", "Kesar peda, 250 g")
    second.send("#name button")
    second.shot("good-named")
    second.send("button[form=approve]")
    second.shot("good-live")
    settle()
    good.refresh_from_db()
    assert good.state == Good.State.LIVE


def buy_it(buyer: Walker, good: Good) -> Part:
    """A buyer of Deoghar finds it, reads who made it, and orders two against cash."""
    buyer.go("/hi/")
    buyer.shot("shop-home")
    buyer.type("input[name=q]", "केसर पेड़ा")
    buyer.send(".search-go")
    buyer.shot("shop-found")
    buyer.send(f"a:has-text('{GOOD}')")
    buyer.says(GOOD, "h1")
    buyer.type(".pin-ask input", DEOGHAR)
    buyer.press(".pin-ask button")
    buyer.says("देवघर", "[data-promise]")
    buyer.shot("shop-good")
    buyer.press(".buy-bar button")
    buyer.sees("#basket-said a")
    buyer.send("#basket-said a")
    buyer.shot("shop-basket")
    buyer.send(".sticky a.key")
    buyer.fill(name="सलीम ख़ान", address="मकान 4, कास्टर टाउन", landmark="घंटाघर के पास", phone=BUYER)
    buyer.tick("label.choice:has(input[value=cod])")
    buyer.shot("shop-checkout")
    buyer.send("#pay-key button")
    buyer.shot("shop-ordered")
    settle()
    return Part.objects.get()


def pack_it(maker: Walker, part: Part) -> None:
    """She sees the order on her phone, accepts it and packs it."""
    maker.go("/maker/")
    maker.shot("maker-home-order")
    maker.go("/maker/orders/")
    maker.shot("maker-orders")
    maker.send(f"a[href='/maker/orders/{part.number}/']")
    maker.shot("maker-order")
    maker.send("form[action$='/accept/'] button")
    maker.shot("maker-pack")
    maker.send("form[action$='/pack/'] .sticky button")
    maker.shot("maker-packed")
    settle()


def bring_it(desk: Walker, rider: Walker, part: Part) -> None:
    """On a round of its own, given for the code on the buyer's phone."""
    desk.go("/office/delivery/")
    desk.press("input[name=parcel]")
    desk.shot("delivery")
    desk.send("form[action$='/plan/'] button:not([type=button])")
    settle()
    rider.go("/office/ride/")
    rider.shot("ride-planned")
    rider.send("form[action$='/leave/'] button")
    settle()
    rider.press("label.tick:has(input[name$=taken])")
    rider.type("input[name$=code]", rider.gateway.newest(BUYER, AT_THE_DOOR))
    rider.send("form[action$='/handed-over/'] button")
    rider.send("form[action$='/end/'] button")
    rider.shot("ride-ended")
    settle()
    part.refresh_from_db()
    assert part.state == Part.State.DELIVERED


def see_her_money(maker: Walker) -> None:
    maker.go("/maker/")
    maker.shot("maker-home-sold")
    maker.go("/maker/money/")
    maker.shot("maker-money")


def see_the_board(collector: Walker, board: str) -> None:
    """She has come as far as the first sale, and nothing was ticked by anybody."""
    collector.go(board)
    collector.shot("board")
    collector.send("#main a[href$='/groups/']")
    collector.shot("board-groups")
    collector.says("फूलमनी हेम्ब्रम")
    collector.says("दस से कम सामान पहुँचे हैं।")  # which she alone lacks: the others wait for their first sale
    collector.send("a:has-text('फूलमनी हेम्ब्रम')")
    collector.shot("seat")
