"""Where a good sells, as its maker is told: only what a buyer can buy now is on sale there."""

import pytest
from django.utils import timezone

from haat.channels.models import Account, Offer
from haat.channels.queries import sold_at
from haat.channels.selling import selling_of
from haat.core import worker
from haat.ledger.models import Receivable
from haat.orders.models import Order, Part
from haat.studio.where import Reason
from tests.channels.asking import MADE_OF, ask, make_asked
from tests.channels.make import live, make_good, publish, recount, told, turn
from tests.channels.toy import SLUG
from tests.make import make_part, make_variant, walk

pytestmark = pytest.mark.django_db


def stands(variant):
    """State, live sizes and all sizes at the one account."""
    _shop, (there,) = selling_of(variant.good)
    return there.state, there.live, there.sizes


def test_live_says_since_when_and_in_how_many_sizes(says, account):
    variant = make_good()
    (offer,) = live(account, variant)
    publish(account, make_variant(variant.good))
    _shop, (there,) = selling_of(variant.good)
    assert (there.state, there.since, there.live, there.sizes) == ("live", offer.live_at, 1, 2)
    assert (str(there.title), there.why, there.quiet) == ("Toy bazaar", None, False)


def test_accepted_is_never_live(says, account, bazaar):
    bazaar.review = 3
    variant = make_good()
    live(account, variant)
    assert Offer.objects.get().state == "accepted"
    assert stands(variant) == ("waiting", 0, 1)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"buyable": True, "shown": False, "state": "hidden"}, "hidden"),
        ({"state": "sending"}, "sent"),
        ({"state": "unknown"}, "sent"),
        ({"state": "ready"}, "next"),
        ({"state": "paused", "paused": True}, "paused"),
        ({"state": "refused"}, "held"),
        (
            {"state": "blocked", "reasons": [{"code": "sold_out", "about": "", "who": "maker", "hold": "new"}]},
            "sold_out",
        ),
        ({"state": "blocked", "reasons": [{"code": "tax_missing", "about": "", "who": "desk", "hold": "all"}]}, "held"),
    ],
)
def test_every_state_has_a_word_of_its_own(says, account, fields, state):
    variant = make_good()
    publish(account, variant)
    Offer.objects.update(**({"buyable": False, "shown": False} | fields))
    assert stands(variant)[0] == state


def test_sold_out_there_is_said_so(says, account):
    variant = make_good(pieces=2)
    live(account, variant)
    recount(variant, 0)
    turn(account)
    assert stands(variant)[0] == "sold_out"


def test_why_not_yet_is_hers_first_with_whose_work_it_is(says, account):
    variant = make_asked()
    says.reasons[variant.pk] = [
        Reason("tax_missing", "No rate.", "Choose.", "desk"),
        Reason("attribute_missing", "Not said.", "Say it.", "maker", "made_of"),
    ]
    live(account, variant)
    _shop, (there,) = selling_of(variant.good)
    assert (there.state, there.who, str(there.why.sentence)) == ("held", "maker", "Made of: nobody has said.")


def test_account_that_nobody_hears_from_is_quiet(says, account):
    variant = make_good()
    live(account, variant)
    Account.objects.update(state="stopped", trouble="suspended", trouble_since=timezone.now())
    _shop, (there,) = selling_of(variant.good)
    assert (there.state, there.quiet) == ("live", True)


def test_what_it_brought_is_estimated_until_it_was_settled(says, account, bazaar):
    variant = make_good(pieces=5)
    live(account, variant)
    bazaar.tell(account.key, told({variant: 2}, key="T-1"))
    turn(account)
    part = Part.objects.get(order=Order.objects.get())
    shop, (there,) = selling_of(variant.good)
    assert (there.sold.pieces, there.sold.maker_paise, there.sold.estimated) == (2, part.maker_paise, True)
    assert shop.pieces == 0
    walk(part, "delivered")
    worker.run_due()
    assert sold_at(variant.good)[SLUG, account.key].estimated
    Receivable.objects.update(settled_paise=part.total_paise)
    assert not sold_at(variant.good)[SLUG, account.key].estimated


def test_shop_brings_its_own_and_what_was_sent_back_brought_nothing(says, account):
    variant = make_good(pieces=9)
    kept, back = make_part({variant: 2}), make_part({variant: 1})
    Part.objects.filter(pk=back.pk).update(state="returned")
    shop, there = selling_of(variant.good)
    assert (shop.pieces, shop.maker_paise, shop.estimated, there) == (2, kept.maker_paise, False, [])


def test_places_cost_four_statements_at_most(says, account, django_assert_num_queries):
    variant = make_asked()
    ask(says, account, variant, MADE_OF)
    with django_assert_num_queries(4):
        selling_of(variant.good)
