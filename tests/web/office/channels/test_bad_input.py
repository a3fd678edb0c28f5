"""Whatever a channel does wrongly, its page says so in words, with what to do, and the rest goes on."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from haat.channels import actions
from haat.channels.actions.schemas import keep_schema
from haat.channels.channel import Shut, Trouble
from haat.channels.models import Offer, Sale
from haat.core.models import Event
from haat.orders.models import Order
from tests.channels.make import later, live, make_good, offer, publish, recount, states, told, turn
from tests.channels.toy import Speaks, once
from tests.make import BY
from tests.refusals import refused
from tests.web.office.channels.test_overview import text
from tests.web.office.signed import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]
S = Offer.State
KNOWN = ("Unshipped", "Shipped", "Canceled")


def page(name, *args):
    return reverse(f"office:channels:{name}", args=args)


def both(account):
    """What the account's own page says, and the room's first page."""
    desk = officer("desk")
    return text(desk.get(page("account", account.pk))), text(desk.get(page("overview")))


def said(shown, *words):
    """Each of these stands on each of the pages."""
    assert [word for each in shown for word in words if word not in each] == []


@pytest.fixture
def strict(monkeypatch):
    """A channel whose folder knows some states of orders, and no others."""
    monkeypatch.setattr(Speaks, "order_states", KNOWN)


# ---- the account itself


def test_revoked_keys(bazaar, account):
    bazaar.happens = [once("orders", "before", Shut("keys_refused", "invalid_grant"), times=9)]
    turn(account)
    shown = both(account)
    said(shown, "The channel does not take the keys of this account any more.", "Connect it again with new keys.")
    assert "invalid_grant" in shown[0]
    assert "We ask again:" in shown[0]
    assert "Stopped" in shown[1]


def test_wrong_region(bazaar, account):
    bazaar.happens = [once("orders", "before", Shut("wrong_region", "403"), times=9)]
    turn(account)
    said(both(account), "These keys are for another region", "Sign in to the channel for India, take the keys there")


def test_a_refusal_to_read_for_an_hour(bazaar, account):
    publish(account, make_good())
    bazaar.happens = [once("orders", "before", Trouble("bad_request", "400 InvalidInput"), times=1000)]
    turn(account)
    begun = timezone.now()
    for minutes in (1, 20, 40, 60):
        with time_machine.travel(begun + timedelta(minutes=minutes), tick=True):
            turn(account, whole=False)
    assert states(account) == [S.LIVE]
    with later(minutes=61):
        shown = both(account)
    said(shown, "The channel refuses to read what we ask", "We go on asking, from where we stopped.", "It is so since")
    assert "400 InvalidInput" in shown[0]
    assert "We ask again:" in shown[0]


def test_a_schema_that_changed_yesterday(bazaar, account):
    live(account, make_good())
    before = {"asks": ["item_name", "metal_type"]}
    keep_schema(account, "BRACELET", version="1", body=before)
    assert not Event.objects.filter(kind="channels.schema_changed").exists()
    touched = Offer.objects.get().touched
    keep_schema(account, "BRACELET", version="2", body={"asks": ["item_name", "ring_size"]})
    assert Offer.objects.get().touched == touched + 1
    with later(hours=20):
        shown, _overview = both(account)
    said([shown], "it asks otherwise about BRACELET", "It asks besides:", "ring_size", "It asks no more:", "metal_type")
    assert "The channel asks otherwise than before" in shown
    keep_schema(account, "BRACELET", version="2", body={"asks": ["item_name", "ring_size"]})
    assert Event.objects.filter(kind="channels.schema_changed").count() == 1
    with later(days=15):
        assert "it asks otherwise about" not in both(account)[0]


def test_an_accepted_sending_whose_quantity_never_moves(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    bazaar.stuck.add(good.sku)
    bazaar.by_feed = True
    recount(good, 3)
    for _turn in range(2):
        turn(account)
    words = "It was sent and taken, and the channel still shows what it showed before."
    said(both(account), words)
    desk = officer("desk")
    shown = text(desk.get(page("offer", offer(account, good).pk)))
    assert words in shown
    for _turn in range(4):
        with later(days=1 + _turn):
            turn(account)
    said(both(account), "It was sent several times, and the channel still shows what it showed before.")


# ---- its orders


def told_and_turned(bazaar, account, **more):
    good = make_good()
    live(account, good)
    bazaar.tell(account.key, told({good: 1}, key="T-1", **more))
    turn(account)
    return Sale.objects.get()


def test_an_order_in_a_state_nobody_knows(bazaar, account, strict):
    sale = told_and_turned(bazaar, account, state="HELD_<FOR>_REVIEW")
    assert (sale.problem, sale.said, Order.objects.count()) == ("state", "HELD_<FOR>_REVIEW", 0)
    word = "HELD_&lt;FOR&gt;_REVIEW"
    said(both(account), "1 order is in a state that nobody here knows:", word, "See these orders")
    desk = officer("desk")
    today = text(desk.get(reverse("office:today:list")))
    assert f"Order T-1 ({word}) waits for a word" in today
    shown = text(desk.get(page("sale", sale.pk)))
    said([shown], "It is in a state that nobody here knows.", word, "Nobody here knows whether it is to be packed")
    turn(account)
    assert Sale.objects.get().problem == "state"


def test_an_order_without_any_state(bazaar, account, strict):
    sale = told_and_turned(bazaar, account, state="")
    assert sale.problem == "state"
    said(both(account), "1 order is in a state that nobody here knows: none told.")


def test_what_is_to_be_packed_a_person_says_and_it_is_received_once(bazaar, account, strict):
    sale, desk = told_and_turned(bazaar, account, state="NEW_WORD"), officer("desk")
    given = {"state": "NEW_WORD", "pack": "yes", "nonce": "n"}
    for _turn in range(2):
        assert desk.post(page("read_state", sale.pk), given).status_code == 302
    turn(account)
    sale.refresh_from_db()
    assert (sale.problem, Order.objects.count(), sale.arrival_id is not None) == ("", 1, True)
    shown = text(desk.get(page("sale", sale.pk)))
    assert "It is to be packed: receive it" not in shown
    assert Event.objects.filter(kind="channels.state_read").count() == 1
    assert "a state that nobody here knows" not in both(account)[0]


def test_what_is_left_waits_again_with_another_word_and_is_received_with_one_that_is_known(bazaar, account, strict):
    sale, desk = told_and_turned(bazaar, account, state="NEW_WORD"), officer("desk")
    desk.post(page("read_state", sale.pk), {"state": "NEW_WORD", "nonce": "n"})
    turn(account)
    assert (Sale.objects.get().problem, Order.objects.count()) == ("", 0)
    assert "It is to be packed: receive it" in text(desk.get(page("sale", sale.pk)))
    bazaar.tell(account.key, told({make_good(): 1}, key="T-1", state="OTHER_WORD"))
    turn(account)
    assert Sale.objects.get().problem == "state"
    with refused("core.changed"):
        actions.read_state(sale, state="NEW_WORD", to_pack=True, by=BY)
    bazaar.tell(account.key, told({make_good(): 1}, key="T-1", state="Unshipped"))
    turn(account)
    assert (Sale.objects.get().problem, Order.objects.count()) == ("", 1)
    with refused("channels.no_word_needed"):
        actions.read_state(Sale.objects.get(), state="Unshipped", to_pack=True, by=BY)


def test_nothing_is_received_of_which_nothing_was_told(bazaar, account, strict):
    sale = told_and_turned(bazaar, account, state="NEW_WORD", facts=None)
    with refused("channels.not_told_enough", field="to_pack"):
        actions.read_state(sale, state="NEW_WORD", to_pack=True, by=BY)
    answer = officer("desk").post(
        page("read_state", sale.pk), {"state": "NEW_WORD", "pack": "yes", "nonce": "n"}, follow=True
    )
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_a_modelled_field_that_is_absent(bazaar, account):
    good = make_good()
    facts = told({good: 1}).facts
    lines = [{name: value for name, value in line.items() if name != "piece_minor"} for line in facts["lines"]]
    live(account, good)
    bazaar.tell(account.key, told({good: 1}, facts=facts | {"lines": lines}), told({good: 1}, key="T-2"))
    turn(account)
    assert Order.objects.count() == 1
    said(both(account), "1 order cannot be read in: the channel left something out.", "Nothing of it is lost.")
    sale = Sale.objects.get(problem="unreadable")
    said([text(officer("desk").get(page("sale", sale.pk)))], "The channel left out:", "price of a piece, line 1")


def test_foreign_currency(bazaar, account):
    good = make_good()
    sale = told_and_turned(bazaar, account, facts=told({good: 1}).facts | {"currency": "USD"})
    assert sale.problem == "rate"
    said(both(account), "1 order is in another money.", "Say what that money was worth on the day of the order")


def test_an_order_with_one_sku_that_is_none_of_ours(bazaar, account):
    good = make_good()
    live(account, good)
    bazaar.tell(account.key, told({good: 1, "NOBODY-KNOWS": 2}, key="T-1"))
    turn(account)
    assert (Order.objects.count(), Sale.objects.get().problem) == (1, "")
    shown = both(account)
    said(shown, "1 order has a line that is none of our goods, or cannot be taken.", "Say which size it is")
    said(shown, reverse("office:orders:arrivals"))


def test_a_buyer_who_asks_there_to_cancel(bazaar, account):
    told_and_turned(bazaar, account, asks_cancel=True)
    said(both(account), "The buyer of 1 order asks there to cancel it.", "Its pieces stay kept until that is done.")


@pytest.mark.parametrize(
    ("language", "words"),
    [("hi", "ऐसी हालत में है जिसे यहाँ कोई नहीं जानता"), ("mr", "अशा स्थितीत आहे जी इथे कोणाला माहीत नाही")],
)
def test_it_is_read_in_hindi_and_marathi(bazaar, account, strict, language, words):
    sale = told_and_turned(bazaar, account, state="NEW_WORD")
    desk = officer("desk", language=language)
    for address in (page("account", account.pk), page("overview"), page("sale", sale.pk)):
        assert words in text(desk.get(address))


def test_the_account_costs_the_same_for_one_order_that_waits_and_for_four(
    bazaar, account, strict, django_assert_max_num_queries
):
    told_and_turned(bazaar, account, state="WORD_0")
    desk, address = officer("desk"), page("account", account.pk)
    desk.get(address)
    with django_assert_max_num_queries(80) as few:
        desk.get(address)
    good = Offer.objects.get().variant
    for number in (1, 2, 3):
        bazaar.tell(account.key, told({good: 1}, key=f"T-{number + 1}", state=f"WORD_{number}"))
    turn(account)
    with django_assert_max_num_queries(len(few)):
        assert "4 orders are in states that nobody here knows" in text(desk.get(address))
