"""Every page of channels, and of making goods ready for them: axe finds nothing, and nothing scrolls sideways."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.catalogue.models import Good, Variant
from haat.channels.models import FeedAsk, Settlement, SettlementLine
from haat.orders.models import Part
from haat.people.models import User
from tests.browser.axe import SCREENS, Meet, enter, faults, look, unreached
from tests.browser.living import GREEN, RED, Living, live
from tests.browser.person import DESKTOP
from tests.browser.world import World
from tests.load.haat import Haat
from tests.marketplace import Marketplace

pytestmark = pytest.mark.browser
CARD = "artisan_card"  # two kinds of cards are this paper


@pytest.fixture
def world(marketplace: Marketplace, world: World) -> World:
    """The mart, of which the marketplace knows nothing yet."""
    return world


@pytest.fixture
def living(marketplace: Marketplace, world: World) -> Living:
    """Goods of the mart stand at the marketplace in every way."""
    return live(world, marketplace)


def settled(living: Living) -> Settlement:
    """What has come for the order, with a fee and a line that nobody knows; made once."""
    found = Settlement.objects.filter(account=living.account).first()
    if found is None:
        sale, sku, now = living.sale, living.live.sku, timezone.now()
        row = {"account": living.account, "mart": living.account.mart, "currency": "INR", "number": 3}
        days = {"begins": now - timedelta(days=14), "ends": now, "paid_on": now, "total_minor": 40_000}
        found = Settlement.objects.create(key="S-1", **row, **days)
        for number, (head, minor) in enumerate((("paid", 52_000), ("fee", -9_500), ("unknown", -2_500)), start=1):
            of = {"external_id": sale.external_id, "sku": sku, "sale": sale, "quantity": 1, "called": head}
            SettlementLine.objects.create(settlement=found, number=number, head=head, minor=minor, **of)
    return found


def channels(world: World, living: Living) -> list[tuple[str, str]]:
    """The room, page by page."""
    account, at = living.account.pk, "/office/channels/"
    there = f"{at}accounts/{account}/"
    offers = {"live": living.live, "refused": living.refused, "held-back": living.held}
    return [
        ("channels", at),
        ("causes", f"{at}causes/"),
        ("cause-to-answer", f"{at}causes/{living.question.pk}/"),
        ("cause-of-theirs", f"{at}causes/{living.refusal.pk}/"),
        ("offers", f"{at}offers/"),
        *[(f"offer-{name}", f"{at}offers/{offer.pk}/") for name, offer in offers.items()],
        ("connect", f"{at}connect/"),
        ("connect-keys", f"{at}connect/amazon/"),
        ("account", there),
        ("account-figures", f"{there}figures/"),
        ("account-publish", f"{there}publish/?each=1"),
        ("account-found", f"{there}found/"),
        ("account-publish-live", f"{there}publish/?stands=live"),
        ("settlements", f"{there}settlements/"),
        ("settlement", f"{at}settlements/{settled(living).pk}/"),
        ("sheet", f"{at}sheets/amazon/"),
        ("sales", f"{at}orders/"),
        ("sale", f"{at}orders/{living.sale.pk}/"),
        ("feeds", f"{at}feeds/"),
        ("feed", f"{at}feeds/{living.feed.pk}/"),
        ("feed-goods", f"{at}feeds/{living.feed.pk}/goods/"),
        ("portals", f"{at}portals/"),
        ("portal", f"{at}portals/{living.portal.pk}/"),
        ("portal-change", f"{at}portals/{living.portal.pk}/change/"),
        ("portal-new", f"{at}portals/new/"),
    ]


def made_ready(world: World, living: Living) -> list[tuple[str, str]]:
    """Where a good, its maker and its seller are made ready, and where it is said what is asked of whom."""
    red, kinds, papers = world.good(RED), "/office/crafts/kinds/", "/office/crafts/papers/"
    part = Part.objects.get(order__arrival__external_id=living.sale.external_id)
    return [
        ("good-asked", f"/office/goods/{red.pk}/asked/"),
        ("good-asked-by-amazon", f"/office/goods/{red.pk}/asked/?for=amazon"),
        ("good-mend", f"/office/goods/{red.pk}/mend/"),
        ("good-share", f"/office/goods/{red.pk}/share/"),
        ("on-white", "/office/goods/on-white/"),
        ("letters", "/office/goods/letters/"),
        ("paper-rules", papers),
        ("paper-rule", f"{papers}rules/khadi-word/"),
        ("paper-rule-new", f"{papers}rules/new/"),
        ("paper-kind", f"{papers}kinds/fssai/"),
        ("paper-kind-new", f"{papers}new/"),
        ("papers-waited-for", "/office/makers/papers/"),
        ("seller-papers", f"/office/organisations/sellers/{living.seller.pk}/papers/"),
        ("crafts", "/office/crafts/"),
        ("craft", "/office/crafts/lac/"),
        ("kinds", kinds),
        ("kind-new", f"{kinds}new/"),
        ("kinds-all", f"{kinds}all/"),
        ("kind", f"{kinds}lac-bangles/"),
        ("question-new", f"{kinds}lac-bangles/ask/"),
        ("question", f"{kinds}lac-bangles/asks/made_of/"),
        ("channel-fees", "/office/settings/channel-fees/"),
        ("order-of-a-channel", f"/office/orders/{part.number}/"),
    ]


@pytest.mark.parametrize(("language", "device"), SCREENS)
def test_channels_are_open_to_all(
    world: World, living: Living, served: Haat, meet: Meet, language: str, device: dict[str, object]
):
    desk = enter(meet(language, device, bypass_csp=True), world.desk)
    look(desk, channels(world, living))
    desk.go("/office/channels/connect/amazon/")
    with desk.refused():
        desk.send("main form .key")
    assert faults(desk, "connect-wrong") == []
    collector = enter(meet(language, device, bypass_csp=True), world.collector)
    look(collector, [("channels-to-see", "/office/channels/")])


@pytest.mark.parametrize(("language", "device"), SCREENS)
def test_what_makes_goods_ready_is_open_to_all(
    world: World, living: Living, served: Haat, meet: Meet, language: str, device: dict[str, object]
):
    desk = enter(meet(language, device, bypass_csp=True), world.desk)
    look(desk, made_ready(world, living))


@pytest.mark.parametrize(("language", "device"), SCREENS)
def test_makers_see_where_their_goods_live(
    world: World, living: Living, served: Haat, meet: Meet, language: str, device: dict[str, object]
):
    maker = enter(meet(language, device, bypass_csp=True), User.objects.get(phone=world.lahthi.phone))
    part = Part.objects.get(order__arrival__external_id=living.sale.external_id)
    look(
        maker,
        [
            ("home", "/maker/"),
            ("goods", "/maker/goods/"),
            ("good-refused", f"/maker/goods/{world.good(RED).pk}/"),
            ("good-live", f"/maker/goods/{world.good(GREEN).pk}/"),
            ("order-of-a-channel", f"/maker/orders/{part.number}/"),
        ],
    )


@pytest.mark.parametrize(("language", "device"), SCREENS)
def test_makers_are_asked_openly(
    world: World, living: Living, served: Haat, meet: Meet, language: str, device: dict[str, object]
):
    asked = [("missing", "weight_missing", ""), ("size", "measures_missing", "package_size")]
    asked += [
        ("picture", "picture_few", ""),
        ("paper", "paper_missing", "fssai"),
        ("paper-of-two", "paper_missing", CARD),
    ]
    maker = enter(meet(language, device, bypass_csp=True), User.objects.get(phone=world.lahthi.phone))
    for name, code, about in asked:
        FeedAsk.objects.all().delete()
        FeedAsk.objects.create(feed=living.feed, variant=living.live.variant, code=code, about=about, who="maker")
        size, good = Variant.objects.filter(pk=living.live.variant_id), living.live.variant.good
        size.update(weight_g=None)
        Good.objects.filter(pk=good.pk).update(length_mm=None)
        where = f"/maker/asks/?good={living.live.variant.good_id}"
        look(maker, [(f"ask-{name}", where)])
        wrong = unreached(maker, where)
        size.update(weight_g=living.live.variant.weight_g)
        Good.objects.filter(pk=good.pk).update(length_mm=good.length_mm)
        assert wrong == []


def test_the_office_is_walked_by_keys(world: World, living: Living, served: Haat, meet: Meet):
    desk = enter(meet("en", DESKTOP, bypass_csp=True), world.desk)
    at = "/office/channels/"
    wrong = [
        each
        for address in (
            at,
            f"{at}offers/{living.refused.pk}/",
            f"{at}accounts/{living.account.pk}/publish/",
            f"{at}orders/{living.sale.pk}/",
            f"{at}settlements/{settled(living).pk}/",
            "/office/crafts/papers/rules/khadi-word/",
        )
        for each in unreached(desk, address)
    ]
    assert wrong == []
    desk.go(f"{at}offers/{living.live.pk}/")
    desk.page.locator(".offer-deeds summary").focus()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate("document.activeElement.name") == "why"
