"""A mart of which some goods live at a marketplace, made by the actions people use: what the pages of channels show."""

from dataclasses import dataclass
from typing import Any

from haat.catalogue import actions as catalogue
from haat.catalogue.asking import kind
from haat.catalogue.models import Good, Variant
from haat.channels import actions as channels
from haat.channels.models import Account, Cause, Feed, Offer, Portal, Sale
from haat.channels.portals.told import Column, PortalTold
from haat.core import worker
from haat.core.actor import Actor
from haat.core.files import store_picture
from haat.makers.models import Seller
from haat.people.models import Role
from haat.studio import actions as studio
from tests.bangles import BRAND, CATEGORY, make_federation_seller, make_letter, photographed
from tests.browser.world import World, officer
from tests.channels.portals.portals import ORDERS
from tests.load.bangles import HERS, OURS
from tests.marketplace import HOUR, Marketplace

RED, GREEN, BASKET = "Red lac bangles, set of 4", "Green lac bangles, set of 8", "Bamboo basket"


@dataclass
class Living:
    """Offers that are live, refused and held back; causes of the channel's and of ours; a sale; a feed and a portal."""

    seller: Seller
    account: Account
    live: Offer
    refused: Offer
    held: Offer
    feed: Feed
    portal: Portal

    @property
    def sale(self) -> Sale:
        return Sale.objects.get()

    @property
    def question(self) -> Cause:
        """One of ours that an answer mends."""
        return Cause.objects.filter(ours=True, code="attribute_missing", closed_at=None).earliest("pk")

    @property
    def refusal(self) -> Cause:
        """One of the channel's own."""
        return Cause.objects.filter(ours=False, closed_at=None).earliest("pk")


def live(world: World, marketplace: Marketplace) -> Living:
    """Have goods stand there in every way; nobody serves yet, so all of it is done in this process."""
    by = Actor(world.desk.pk)
    second = officer(world.mart, "Nirmala Soren", 6, Role.Kind.DESK)
    seller = make_federation_seller(world.mart)
    make_letter(seller, given_by=world.desk, accepted_by=second)
    marketplace.do(exempt={"brand": BRAND, "product_type": CATEGORY}, switch={"asks": {CATEGORY: ["clasp_type"]}})
    ready(world.good(GREEN), by, opens="closed_ring")
    ready(world.good(RED), by)
    account = channels.connect_account(world.mart, channel="amazon", seller=seller, secrets=keys(marketplace), by=by)
    named = [world.good(name).variants.get() for name in (RED, GREEN, BASKET)]
    channels.publish(account, variants=[variant.pk for variant in named], by=by)
    turn(account)
    marketplace.do(advance=HOUR)
    turn(account)
    marketplace.do(buy={"sku": named[1].sku}, advance=HOUR)
    turn(account)
    feed = channels.open_feed(world.mart, kind="meta", language="hi", base="http://127.0.0.1", by=by)
    channels.make_feed(feed)
    worker.run_due()
    refused, stands, held = (offer(account, variant) for variant in named)
    assert (refused.state, stands.state, held.state) == ("refused", "live", "blocked")
    return Living(seller, account, stands, refused, held, feed, portal(world))


def ready(good: Good, by: Actor, **more: Any) -> None:
    """All is said of the bangles, and a photo of them shown."""
    catalogue.add_photo(good, picture=store_picture(photographed()), by=by)
    catalogue.choose_kind(good, kind("lac-bangles"), by=by)
    catalogue.say_answers(good, HERS | OURS | more, by=by)
    catalogue.set_size(good, length_mm=120, width_mm=120, height_mm=40, by=by)
    worker.run_due()
    studio.tell_letters(good, picture=good.photos.latest("position").picture, letters=False, by=by)


def keys(marketplace: Marketplace) -> dict[str, str]:
    """The account's secrets, by the names that its channel's folder gives them."""
    return {name.removeprefix("HAAT_AMAZON_").lower(): told for name, told in marketplace.settings.items()}


def turn(account: Account) -> None:
    worker.run_due()
    channels.turn(account.pk, whole=True)
    worker.run_due()


def offer(account: Account, variant: Variant) -> Offer:
    return Offer.objects.get(account=account, variant=variant)


def portal(world: World) -> Portal:
    """A portal that takes a sheet, and gives back a list of orders."""
    columns = (Column("Item code", "sku"), Column("Item name", "title"), Column("Rate", "price"))
    told = PortalTold(slug="esaras", title="eSARAS", language="en", columns=columns, orders=ORDERS)
    return channels.set_portal(world.mart, told, by=Actor(world.desk.pk))
