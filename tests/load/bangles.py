"""One size of lac bangles on its way to a marketplace, by the actions people use; each step in a process of its own."""

from typing import Any

from haat.catalogue import actions as catalogue
from haat.catalogue.asking import kind as kind_called
from haat.catalogue.models import Craft, Good, Variant
from haat.channels import actions as channels
from haat.channels.models import Account
from haat.core import worker
from haat.core.actor import Actor
from haat.core.files import store_picture
from haat.ledger.models import Invoice
from haat.orders.models import Order
from haat.payments.models import Payment
from haat.people.models import Role, User
from haat.places.models import Place
from haat.stock.queries import available
from haat.studio import actions as studio
from haat.studio.facts import Cost, GoodFacts, Size
from tests.bangles import BRAND, make_federation_seller, make_letter, photographed
from tests.browser.world import enrol, officer, open_mart

PIECES = 5
# What the maker knows, and what the desk does.
HERS: dict[str, Any] = {
    "made_of": "lac",
    "work_kind": "plain",
    "colour": {"en": "red", "hi": "लाल"},
    "colour_family": "red",
    "bangle_size": "2.6",
    "set_of": 4,
}
OURS: dict[str, Any] = {
    "brand": BRAND,
    "bullets": {"en": "Made by hand in Deoghar", "hi": "देवघर में हाथ से बनी"},
    "dangerous_goods": "not_applicable",
}


def build() -> dict[str, str]:
    """The mart, a federation that may sell to all states and has its letter, and a maker's bangles in the shop."""
    mart = open_mart()
    giver, taker = (officer(mart, name, number, Role.Kind.DESK) for number, name in ((1, "Anjali"), (2, "Nirmala")))
    seller = make_federation_seller(mart)
    make_letter(seller, given_by=giver, accepted_by=taker)
    block = Place.objects.get(parent=mart.place, kind=Place.Kind.BLOCK, slug="deoghar")
    maker = enrol(mart, block, "artisan", {"hi": "इमरान अंसारी", "en": "Imran Ansari"}, 12)
    facts = GoodFacts(
        craft=Craft.objects.get(slug="lac"),
        names={"hi": "लाल लहठी, 4 का जोड़ा", "en": "Red lac bangles, set of 4"},
        sizes=[Size(price_paise=18_000, weight_g=120, cost=Cost(minutes=10), pieces=PIECES)],
        pictures=[store_picture(photographed())],
        descriptions={"hi": "हाथ से बनाया, देवघर से।", "en": "Made by hand in Deoghar."},
        size_mm=(120, 120, 40),
    )
    by = Actor(giver.pk)
    good = studio.list_good(maker, facts, key="bangles", by=by).good
    catalogue.approve(good, by=by)
    worker.run_due()  # its picture is measured
    studio.tell_letters(good, picture=good.photos.get().picture, letters=False, by=by)
    worker.run_due()
    return {"mart": mart.slug, "gstin": seller.gstin, "sku": good.variants.get().sku}


def publish() -> int:
    """The bangles shall stand at the mart's only account; its number."""
    account = Account.objects.get()
    channels.publish(account, variants=[Variant.objects.get().pk], by=_desk())
    return account.pk


def choose_kind() -> None:
    """The desk says of which kind they are, and what it knows of them."""
    good = catalogue.choose_kind(Good.objects.get(), kind_called("lac-bangles"), by=_desk())
    catalogue.say_answers(good, OURS, by=_desk())


def answer(**more: Any) -> None:
    """The maker says what she knows of them; or `more` in its place."""
    good = Good.objects.get()
    catalogue.say_answers(good, more or HERS, by=Actor(good.maker.members.get().user_id))


def here() -> dict[str, Any]:
    """How many the shop may sell now, and what stands here of what was sold there: orders, parts, money, invoices."""
    return {
        "free": sum(available(list(Variant.objects.values_list("pk", flat=True))).values()),
        "orders": [order.external_id for order in Order.objects.order_by("pk")],
        "parts": [part.state for order in Order.objects.order_by("pk") for part in order.parts.order_by("pk")],
        "payments": Payment.objects.count(),
        "invoices": Invoice.objects.count(),
    }


def work() -> None:
    """What the worker would do by now."""
    worker.run_due()


def _desk() -> Actor:
    return Actor(User.objects.get(name="Anjali").pk)
