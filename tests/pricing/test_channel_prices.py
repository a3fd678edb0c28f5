"""Prices by channel: one everywhere, or the same to the maker; blocked with a reason, never guessed."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.catalogue.models import GoodKind, Variant
from haat.core.actor import Actor
from haat.pricing.actions import import_rules
from haat.pricing.channel_prices import SAME_TO_MAKER, ChannelRules, price_for, prices_for, terms_for
from haat.pricing.models import ChannelFee, Withholding
from tests.make_rooms import LONG_AGO, make_fee, make_good, make_maker, make_seller, make_tax_rule, make_variant
from tests.pricing.test_reach import DAY

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)
BAZAAR: dict[str, Any] = {
    "channel": "bazaar",
    "referral_bp": 1000,
    "closing_paise": 500,
    "slabs": [[1000, 3000]],
    "tax_bp": 1800,
    "from_date": LONG_AGO,
    "source": "test",
}


def bazaar(**told: Any) -> ChannelFee:
    """What the bazaar takes, and what it keeps back for the tax offices."""
    for kind, rate_bp in (("tcs", 50), ("tds", 10), ("tds_without_pan", 500)):
        Withholding.objects.get_or_create(
            kind=kind, from_date=LONG_AGO, defaults={"rate_bp": rate_bp, "source": "test"}
        )
    return ChannelFee.objects.create(**(BAZAAR | told))


def good(*, mrp_paise: int = 90_000, gstin: str = "20AAATC1234D1ZS", **more: Any) -> Variant:
    """A size at ₹400 of which the mart keeps 8%, its tax line at 5%."""
    variant = make_variant(make_good(maker=make_maker(seller=make_seller(gstin=gstin))), price_paise=40_000)
    Variant.objects.filter(pk=variant.pk).update(mrp_paise=mrp_paise, **more)
    variant.refresh_from_db()
    make_tax_rule()
    make_fee(fee_bp=800)
    return variant


def priced(variant: Variant, policy: str = "uniform", **told: Any) -> Any:
    return price_for(variant, channel="bazaar", policy=policy, on=DAY, **told)


def test_one_price_everywhere_is_the_shops_and_says_what_reaches():
    bazaar()
    found = priced(good())
    assert (found.price_paise, found.code, found.blocked) == (40_000, "", "")
    assert (found.reach.tax, found.reach.taken, found.reach.mart) == (1904, 8850, 3200)
    assert found.reach.maker == 25_816


def test_same_to_the_maker_is_the_lowest_price_in_whole_rupees():
    bazaar()
    found = priced(good(), SAME_TO_MAKER)
    # In the shop 400 less 19.04 of tax and 32 of the mart: 348.96 reach her.
    assert (found.price_paise, found.code) == (52_200, "")
    assert found.reach.maker >= 34_896
    assert found.reach.maker < 34_896 + 100


def test_above_the_mrp_it_is_blocked_and_both_prices_are_told():
    bazaar()
    variant = good(mrp_paise=52_100)
    found = priced(variant, SAME_TO_MAKER)
    assert (found.price_paise, found.code) == (52_200, "above_mrp")
    assert ("₹522" in str(found.blocked), "₹521" in str(found.blocked)) == (True, True)
    Variant.objects.update(mrp_paise=52_200)
    assert priced(Variant.objects.get(), SAME_TO_MAKER).code == ""


def test_where_nobody_knows_what_is_taken_no_price_is_reckoned():
    variant = good()
    assert (priced(variant, SAME_TO_MAKER).code, priced(variant).code) == ("fees_unknown", "")
    assert priced(variant).reach.unknown == ("referral", "closing", "weight", "tax_on_fees", "tcs", "tds")
    bazaar(closing_paise=None)
    assert (priced(variant, SAME_TO_MAKER).code, priced(variant).reach.unknown) == ("fees_unknown", ("closing",))


def test_without_a_rate_in_the_shop_nothing_is_compared():
    bazaar()
    variant = make_variant(make_good(maker=make_maker(seller=make_seller(gstin="20AAATC1234D1ZS"))))
    assert priced(variant, SAME_TO_MAKER).code == "fees_unknown"


def test_a_price_that_leaves_nothing_is_blocked():
    bazaar(closing_paise=40_000)
    found = priced(good())
    assert (found.code, found.price_paise, found.reach.maker < 0) == ("nothing_left", 40_000, True)


def test_who_sells_there_decides_tax_and_what_is_kept_back():
    bazaar()
    variant = good(gstin="")
    assert (priced(variant).reach.tax, priced(variant).reach.tcs) == (0, 0)
    federation = make_seller(gstin="20AAATC5678D1ZK", pan="")
    found = priced(variant, seller=federation).reach
    assert (found.tax, found.tcs, found.tds) == (1904, 190, 40)
    assert priced(variant, seller=make_seller(pan="")).reach.tds == 2000


def test_a_fee_is_found_by_the_kind_of_goods_and_by_what_the_channel_calls_it():
    bazaar(referral_bp=1000)
    bazaar(referral_bp=500, category="baskets")
    bazaar(referral_bp=200, category="BASKET", from_date=date(2026, 1, 1))
    variant = good()
    variant.good.kind = GoodKind.objects.create(slug="baskets", hsn="46021100", tax_slug="bamboo-basket")
    variant.good.save()
    assert priced(Variant.objects.get(pk=variant.pk)).reach.referral == 2000
    GoodKind.objects.update(channels={"bazaar": {"type": "BASKET"}})
    assert priced(Variant.objects.get(pk=variant.pk)).reach.referral == 800


def test_own_fees_go_before_the_projects_list():
    variant = good()
    bazaar(referral_bp=1000)
    bazaar(referral_bp=700, mart=variant.mart)
    assert priced(variant).reach.referral == 2800


def test_the_shop_itself_is_no_channel():
    variant = good()
    terms = terms_for([variant], on=DAY)[variant.pk]
    assert (terms.fees, terms.tcs_bp, terms.tds_bp) == (None, 0, 0)


@pytest.mark.parametrize("policy", ["uniform", SAME_TO_MAKER])
def test_statements_do_not_grow_with_the_sizes(policy):
    bazaar()
    one = [good()]
    many = [*one, *(make_variant(make_good(), price_paise=40_000) for _more in range(6))]
    counts = []
    for variants in (one, many):
        fresh = list(Variant.objects.filter(pk__in=[variant.pk for variant in variants]))
        with CaptureQueriesContext(connection) as told:
            prices_for(fresh, channel="bazaar", policy=policy, on=DAY)
        counts.append(len(told))
    assert counts[0] == counts[1]
    rules = ChannelRules()
    prices_for(many, channel="bazaar", policy=policy, on=DAY, rules=rules)
    with CaptureQueriesContext(connection) as told:
        prices_for(many, channel="bazaar", policy=policy, on=DAY, rules=rules)
    assert len(told) == 0


def test_the_projects_list_says_what_it_knows_of_amazon_and_no_more():
    import_rules(by=BY)
    variant = good()
    cheap = make_variant(variant.good, price_paise=25_000)
    told = prices_for([variant, cheap], channel="amazon", on=DAY)
    known = told[cheap.pk].reach
    assert (known.referral, known.closing, known.unknown) == (0, 500, ("weight", "tax_on_fees"))
    assert told[variant.pk].reach.unknown == ("referral", "closing", "weight", "tax_on_fees")
