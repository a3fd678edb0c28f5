"""Under which code a size goes at an account, and what happens where the account has that code already."""

import pytest

from haat.catalogue.models import Variant
from haat.channels import actions
from haat.channels.channel import PRICE, STOCK, good_of, parent_sku, parent_skus
from haat.channels.goods import facts_of
from haat.channels.models import Cause, Found, Offer
from haat.core.models import Event
from haat.studio.where import Reason
from tests.channels.make import live, make_account, make_good, offer, publish, recount, seat_of, states, told, turn
from tests.channels.toy import Listing
from tests.make import BY, make_variant
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sound")]
S = Offer.State


@pytest.fixture
def left(bazaar, account, says):
    """A size of ours under whose code the account sells something that is none of ours."""
    good = make_good(pieces=5)
    bazaar.shop(account.key)[good.sku] = Listing({PRICE: {"paise": 900}, STOCK: {"pieces": 3}})
    live(account, good)
    actions.leave(Found.objects.get(), by=BY)
    turn(account)
    assert states(account) == [S.BLOCKED]
    return good


# ---- another code ----


def test_size_whose_code_is_somebody_elses_there_goes_by_another(bazaar, account, left):
    for _time in range(2):
        actions.rename_offer(offer(account, left), sku=" NEW-1 ", by=BY)
    turn(account)
    assert (states(account), bazaar.pieces(account.key, "NEW-1"), bazaar.pieces(account.key, left.sku)) == (
        [S.LIVE],
        5,
        3,
    )
    told_of = Event.objects.filter(kind="channels.offer_renamed").values_list("data__sku", "data__before")
    assert list(told_of) == [("NEW-1", left.sku)]
    bazaar.tell(account.key, told({"NEW-1": 2}, key="T-1"))
    turn(account)
    assert bazaar.pieces(account.key, "NEW-1") == 3
    assert Cause.objects.filter(closed_at=None).count() == 0


@pytest.mark.parametrize("code", ["", "a b", "-X", "X" * 41, "लाल"])
def test_code_that_no_marketplace_keeps_is_refused(account, left, code):
    with refused("sku.bad", field="sku"):
        actions.rename_offer(offer(account, left), sku=code, by=BY)


def test_code_that_is_somebody_elses_is_refused(bazaar, account, left):
    other = make_good()
    Found.objects.create(account=account, sku="THEIRS")
    publish(account, other)
    Offer.objects.filter(variant=other).update(sku="OURS-THERE")
    for code in ("THEIRS", "OURS-THERE", other.sku, parent_sku(3)):
        with refused("channels.code_taken", field="sku"):
            actions.rename_offer(offer(account, left), sku=code, by=BY)
    assert offer(account, left).sku == left.sku
    Offer.objects.filter(variant=other).update(sku=other.sku)


def test_what_stands_there_keeps_its_code(bazaar, account, says):
    good = make_good()
    live(account, good)
    with refused("channels.code_stands"):
        actions.rename_offer(offer(account, good), sku="NEW-1", by=BY)


def test_offer_of_a_closed_account_keeps_its_code(account, left):
    actions.close_account(account, by=BY)
    with refused("channels.account_closed", field="account"):
        actions.rename_offer(offer(account, left), sku="NEW-1", by=BY)


# ---- the good above its sizes ----


def test_good_above_its_sizes_is_found_by_each_of_its_codes():
    assert [good_of(code) for code in parent_skus(12)] == [12] * 10
    assert [good_of(code) for code in ("G0", "G12R0", "G12R10", "G12-1", "g12", "G")] == [None] * 6


def test_good_above_its_sizes_takes_no_code_under_which_the_account_sells(bazaar, says):
    account = make_account()
    good = make_good(pieces=5)
    make_variant(good.good)
    sizes = list(Variant.objects.filter(good=good.good).order_by("pk"))
    publish(account, *sizes)

    def parents():
        rows = Offer.objects.filter(account=account, variant__in=sizes).order_by("pk")
        offers = list(rows.select_related("variant__good__maker"))
        return {fact.good.parent for fact in facts_of(seat_of(account), offers).values()}

    first = parent_sku(good.good_id)
    assert parents() == {first}
    Found.objects.create(account=account, sku=first)
    assert parents() == {f"{first}R1"}
    named = make_good()
    publish(account, named)
    Offer.objects.filter(variant=named).update(sku=f"{first}R1")
    assert parents() == {f"{first}R2"}


def test_our_own_goods_above_their_sizes_are_not_found_as_somebody_elses(bazaar, account, says):
    good, other = make_good(), make_good()
    live(account, good)
    for row in (good, other):
        bazaar.shop(account.key)[parent_sku(row.good_id)] = Listing({})
    account.refresh_from_db()
    account.listed_at = None
    account.save()
    turn(account)
    assert list(Found.objects.values_list("sku", flat=True)) == [parent_sku(other.good_id)]


# ---- adopted, and nobody knows what it is ----


def test_adopted_listing_of_no_kind_keeps_its_stock_and_price_true_and_says_what_is_missing(bazaar, account, says):
    good = make_good(pieces=5, price_paise=52_000)
    says.product_type = ""
    says.reasons[good.pk] = [Reason("kind_missing", "Nobody has chosen its kind.", "Choose its kind.", "desk")]
    bazaar.shop(account.key)["OLD-1"] = Listing({PRICE: {"paise": 900}, STOCK: {"pieces": 30}})
    turn(account)
    actions.adopt(Found.objects.get(), variant=good, by=BY)
    turn(account)
    there = bazaar.shop(account.key)["OLD-1"].parts
    assert (there[STOCK], there[PRICE], states(account)) == ({"pieces": 5}, {"paise": 52_000}, [S.LIVE])
    assert [operation for _shop, operation, _skus in bazaar.sent] == ["stock", "price"]
    cause = Cause.objects.get(closed_at=None)
    assert (cause.code, cause.who) == ("kind_missing", "desk")
    recount(good, 2)
    turn(account)
    assert bazaar.pieces(account.key, "OLD-1") == 2
    says.product_type, says.reasons = "BRACELET", {}
    actions.touch([good.good_id])
    turn(account)
    assert (bazaar.sent[-1][1], Cause.objects.filter(closed_at=None).count()) == ("listing", 0)


def test_adopted_listing_whose_kind_the_channel_does_not_know_says_so(bazaar, account, says):
    good = make_good(pieces=5)
    says.product_type = ""
    bazaar.shop(account.key)["OLD-1"] = Listing({PRICE: {"paise": 900}, STOCK: {"pieces": 30}})
    turn(account)
    actions.adopt(Found.objects.get(), variant=good, by=BY)
    turn(account)
    assert (bazaar.pieces(account.key, "OLD-1"), Cause.objects.get(closed_at=None).code) == (5, "unshaped")
