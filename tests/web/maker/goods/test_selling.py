"""Where a good sells, on its page: since when and what it brought, why not yet, and what is asked of her."""

import pytest
from django.test import Client
from django.utils import timezone

from haat.channels import actions
from haat.channels.models import Account, Feed, Offer
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.people.models import User
from tests.channels.asking import MADE_OF, ask, make_asked
from tests.channels.conftest import account, bazaar, says
from tests.channels.make import Says, live, make_account, publish, told, turn
from tests.channels.toy import Bazaar
from tests.make import BY, make_part, make_stocked, make_variant
from tests.web.maker.conftest import sign_in

pytestmark = pytest.mark.django_db
__all__ = ["account", "bazaar", "says"]
QUERIES = 33  # of the page of a good that is wanted at a marketplace which asks something


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def page(client: Client, variant) -> str:
    return text(client.get(f"/maker/goods/{variant.good_id}/"))


def places(client: Client, variant):
    return {str(each.title): each for each in client.get(f"/maker/goods/{variant.good_id}/").context["selling"].places}


def test_shop_and_marketplace_say_since_when_and_what_was_sold(
    leader: User, maker: Maker, says: Says, account: Account, bazaar: Bazaar
):
    variant = make_stocked(maker, pieces=9)
    live(account, variant)
    kept = make_part({variant: 2})
    bazaar.tell(account.key, told({variant: 1}, key="T-1"))
    turn(account)
    brought = Part.objects.exclude(pk=kept.pk).get().maker_paise
    shown = places(sign_in(leader), variant)
    there = shown["Toy bazaar"]
    assert (there.mark, there.sold.pieces, there.sold.maker_paise, there.sold.estimated) == ("check", 1, brought, True)
    assert there.line.startswith("Since ")
    html = page(sign_in(leader, "hi"), variant)
    assert "कहाँ बिकता है" in html
    assert "1 बिके" in html or "1 बिका" in html
    assert "“लगभग”: बिक्री की जगह हिसाब कर दे" in html


def test_accepted_waits_and_is_not_called_on_sale(
    phone: Client, maker: Maker, says: Says, account: Account, bazaar: Bazaar
):
    bazaar.review = 5
    variant = make_stocked(maker)
    live(account, variant)
    there = places(phone, variant)["Toy bazaar"]
    assert (there.line.startswith("Waits: Toy bazaar looks at it, since"), there.mark) == (True, "clock")
    assert not there.sold.pieces


def test_why_not_yet_is_said_with_what_is_asked_of_her(phone: Client, maker: Maker, says: Says, account: Account):
    variant = make_asked(maker)
    ask(says, account, variant, MADE_OF)
    there = places(phone, variant)["Toy bazaar"]
    assert (there.line, there.more, there.asked) == ("Not there yet", "Made of: nobody has said.", "1 question for you")
    html = page(phone, variant)
    assert f'href="/maker/asks/?good={variant.good_id}"' in html
    assert "Answer 1 question" in html


def test_what_others_mend_is_said_to_be_their_work(phone: Client, maker: Maker, says: Says, account: Account):
    variant = make_asked(maker)
    ask(says, account, variant, ("tax_missing", ""), who="desk")
    Account.objects.update(state="stopped", trouble="suspended", trouble_since=timezone.now())
    there = places(phone, variant)["Toy bazaar"]
    assert there.more.endswith("The desk works on it. We do not hear from there now. The desk works on it.")
    assert there.asked == ""


def test_sizes_that_are_not_there_are_counted(phone: Client, maker: Maker, says: Says, account: Account):
    variant = make_stocked(maker)
    live(account, variant)
    publish(account, make_variant(variant.good))
    assert places(phone, variant)["Toy bazaar"].more == "1 of 2 sizes"


def test_paused_good_rests_everywhere(phone: Client, maker: Maker, says: Says, account: Account):
    variant = make_stocked(maker)
    publish(account, variant)
    Offer.objects.update(state="paused", paused=True)
    assert places(phone, variant)["Toy bazaar"].line == "Paused by the desk"
    phone.post(f"/maker/goods/{variant.good_id}/shelf/", {"to": "rest"})
    assert places(phone, variant)[maker.mart.names["en"]].line == "Resting"


def test_draft_sells_nowhere(phone: Client, maker: Maker):
    variant = make_stocked(maker, good={"state": "waiting"})
    assert phone.get(f"/maker/goods/{variant.good_id}/").context["selling"] is None


def test_page_costs_the_same_for_one_marketplace_and_many(
    phone: Client, maker: Maker, says: Says, account: Account, django_assert_num_queries
):
    variant = make_asked(maker)
    ask(says, account, variant, MADE_OF)
    page(phone, variant)
    with django_assert_num_queries(QUERIES):
        page(phone, variant)
    for _turn in range(2):
        ask(says, make_account(), variant, MADE_OF)
    ask(says, account, make_variant(variant.good), MADE_OF)
    with django_assert_num_queries(QUERIES):
        page(phone, variant)


# ---- lists that others fetch ----


def feed(maker: Maker) -> Feed:
    opened = actions.open_feed(maker.mart, kind="google", language="en", base="http://deoghar.localhost", by=BY)
    actions.make_feed(opened)
    return Feed.objects.get(pk=opened.pk)


def test_feed_says_whether_its_list_tells_of_the_good(phone: Client, maker: Maker, monkeypatch: pytest.MonkeyPatch):
    variant = make_stocked(maker)
    feed(maker)
    there = places(phone, variant)["Google"]
    assert (there.line, bool(there.more), there.sold) == ("Not there yet", True, None)


def test_list_that_was_not_fetched_shows_nothing_yet(phone: Client, maker: Maker, monkeypatch: pytest.MonkeyPatch):
    from haat.channels.feeds.showing import InFeed

    variant = make_stocked(maker)

    def says(**fields) -> str:
        found = InFeed("Google", shown=1, sizes=1, **fields)
        monkeypatch.setattr("haat.web.maker.goods.selling.feeds_with", lambda good: [found])
        return places(phone, variant)["Google"].line

    assert says(made=False, fetched_at=None) == "It comes into the next list for Google"
    assert says(made=True, fetched_at=None) == "It stands in our list. Google has not fetched it yet"
    assert says(made=True, fetched_at=timezone.now()).startswith("In our list, which Google fetched on ")
