"""Orders from a channel: raw first, each once, by pieces; late, twice, out of order, half unknown."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from haat.channels import actions
from haat.channels.actions import importing
from haat.channels.channel import EVERY, find
from haat.channels.models import Sale
from haat.core.models import Event
from haat.orders import actions as orders
from haat.orders.models import Arrival, Order, Part
from haat.stock.models import StockItem
from tests.channels.make import later, live, make_account, make_good, told, turn
from tests.channels.toy import SLUG, Speaks, once
from tests.make import BY, make_order, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]


def keep(account, one):
    return importing.keep(account, find(SLUG), one)


def free(good):
    return sum(item.available for item in StockItem.objects.filter(variant=good))


def pieces_alive(order):
    return sum(line.quantity for part in order.parts.exclude(state="cancelled") for line in part.lines.all())


def test_order_comes_home_once_with_its_number_and_lowers_the_others(bazaar, account):
    other, good = make_account(), make_good(pieces=5)
    live(account, good)
    live(other, good)
    one = told({good: 2}, key="T-1")
    bazaar.tell(account.key, one, one)
    came = turn(account)
    turn(other)
    order = Order.objects.get()
    sale = Sale.objects.get()
    assert (came.orders, order.channel, order.account, order.external_id) == (2, SLUG, account.key, "T-1")
    assert (order.bills, order.pays, sale.state, sale.arrival.order) == ("channel", "elsewhere", "Unshipped", order)
    assert (free(good), bazaar.pieces(account.key, good.sku)) == (3, 3)
    actions.touch([good.good_id])
    turn(other)
    assert bazaar.pieces(other.key, good.sku) == 3


def test_sold_in_the_shop_lowers_what_channels_offer(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    make_order({good: 2})
    actions.touch([good.good_id])
    turn(account)
    assert bazaar.pieces(account.key, good.sku) == 3


def test_order_that_is_not_to_be_packed_yet_is_kept_and_received_when_it_is(bazaar, account):
    good = make_good()
    whole = told({good: 1}, key="T-1")
    keep(account, replace(whole, facts=None, state="Pending"))
    assert (Sale.objects.get().state, Order.objects.count()) == ("Pending", 0)
    keep(account, whole)
    assert (Sale.objects.get().state, Order.objects.count()) == ("Unshipped", 1)


def test_order_in_a_state_that_nobody_knows_waits_for_a_person(bazaar, account, monkeypatch):
    one = told({make_good(): 1}, key="T-1")
    assert keep(account, replace(one, facts=None, state="Strange")).problem == ""
    monkeypatch.setattr(Speaks, "order_states", ("Pending", "Unshipped"))
    for _time in range(2):
        sale = keep(account, replace(one, facts=None, state="Strange"))
        assert (sale.problem, sale.said) == ("state", "Strange")
    assert keep(account, replace(one, facts=None, state="Pending")).problem == ""
    assert keep(account, replace(one, state="Strange")).problem == "state"


def test_raw_words_are_kept_also_of_what_cannot_be_read(bazaar, account):
    one = replace(told({"X": 1}), facts={"name": "Ranjana", "lines": [{"quantity": 0}], "strange": 1}, raw={"a": 1})
    sale = keep(account, one)
    assert (sale.raw, sale.problem, sale.arrival) == ({"a": 1}, "unreadable", None)
    assert "lines.0.quantity" in sale.said
    assert Arrival.objects.count() == 0


@pytest.mark.parametrize("lines", [[], "none", None, [3], [{"quantity": "two"}], [{"sku": ["a"], "quantity": 1}]])
def test_lines_that_are_none_are_said_and_stop_nothing(bazaar, account, lines):
    one = told({"X": 1})
    sale = keep(account, replace(one, facts={**one.facts, "lines": lines}))
    assert (sale.problem, Order.objects.count()) == ("unreadable", 0)


def test_one_order_nobody_can_act_on_keeps_no_other_back(bazaar, account, monkeypatch):
    good = make_good()
    bazaar.tell(account.key, told({good: 1}, key="bad"), told({good: 1}, key="good"))
    receive = orders.receive_order

    def fails(mart, facts, *, source, by):
        if source.external_id == "bad":
            raise RuntimeError("a fault of ours")
        return receive(mart, facts, source=source, by=by)

    monkeypatch.setattr(orders, "receive_order", fails)
    came = turn(account)
    assert (came.orders, came.troubles) == (2, [])
    assert sorted(Sale.objects.values_list("external_id", "problem", "said")) == [
        ("bad", "unreadable", "RuntimeError"),
        ("good", "", ""),
    ]
    bazaar.tell(account.key, told({good: 1}, key="next"))
    came = turn(account)
    assert (came.orders, came.troubles) == (1, [])
    assert Sale.objects.get(external_id="next").arrival is not None
    monkeypatch.undo()
    turn(account)
    assert set(Sale.objects.values_list("problem", flat=True)) == {""}


def test_cursor_moves_only_when_a_page_is_kept(bazaar, account):
    bazaar.page_size = 1
    good = make_good()
    bazaar.tell(account.key, told({good: 1}), told({good: 1}), told({good: 1}))
    bazaar.happens = [once("orders", "before", ValueError("no JSON"))]
    turn(account)
    account.refresh_from_db()
    assert account.cursor == {}
    turn(account)
    account.refresh_from_db()
    assert (account.cursor, Order.objects.count()) == ({"at": 3}, 3)


def test_line_of_an_unknown_good_waits_and_the_rest_goes_its_way(bazaar, account):
    good = make_good()
    sale = keep(account, told({good: 1, "NOBODY-KNOWS": 2}))
    assert [line.problem for line in sale.arrival.lines.order_by("pk")] == ["", "unknown"]
    assert Order.objects.get().parts.get().lines.get().variant == good


def test_offer_that_goes_by_another_code_there_is_the_same_good_here(bazaar, account):
    from haat.channels.models import Offer

    good = make_good()
    (offer,) = live(account, good)
    Offer.objects.filter(pk=offer.pk).update(sku="OLD-CODE")
    keep(account, told({"OLD-CODE": 1}))
    assert Order.objects.get().parts.get().lines.get().variant == good
    Offer.objects.filter(pk=offer.pk).update(sku=good.sku)


# ---- cancelled there ----


def test_cancelled_there_gives_pieces_back_here_by_pieces(bazaar, account):
    good = make_good(pieces=5)
    one = told({good: 3}, key="T-1")
    keep(account, one)
    assert free(good) == 2
    sale = keep(account, replace(one, cancelled={"L1": 2}))
    order = Order.objects.get()
    assert (free(good), pieces_alive(order), sale.problem) == (4, 1, "")
    keep(account, replace(one, cancelled={"L1": 2}))
    assert (free(good), pieces_alive(order)) == (4, 1)
    keep(account, replace(one, cancelled={"L1": 3}))
    assert (free(good), pieces_alive(order)) == (5, 0)
    order.refresh_from_db()
    assert order.state == "cancelled"
    assert [event.data["pieces"] for event in Event.objects.filter(kind="channels.cancelled_there")] == [2, 1]


def test_all_of_a_line_is_cancelled_when_more_is_said_than_it_has(bazaar, account):
    good = make_good(pieces=5)
    one = told({good: 3})
    keep(account, one)
    keep(account, replace(one, cancelled={"L1": 10_000}))
    assert (free(good), Order.objects.get().state) == (5, "cancelled")


def test_order_that_is_cancelled_without_its_lines_being_told_is_cancelled_whole(bazaar, account):
    good, other = make_good(pieces=5), make_good(pieces=5)
    one = told({good: 3, other: 1, "NOBODY-KNOWS": 1})
    sale = keep(account, one)
    keep(account, replace(one, state="Canceled", facts=None, cancelled={EVERY: 10_000}))
    assert (free(good), free(other), Order.objects.get().state) == (5, 5, "cancelled")
    assert sale.arrival.lines.get(sku="NOBODY-KNOWS").state == "dropped"
    assert keep(account, told({good: 1}, cancelled={EVERY: 10_000})).arrival is None


def test_what_was_cancelled_before_we_heard_of_it_is_not_made(bazaar, account):
    good, other = make_good(pieces=5), make_good(pieces=5)
    whole = told({good: 3}, cancelled={"L1": 3})
    assert keep(account, whole).arrival is None
    assert Order.objects.count() == 0
    half = told({good: 3, other: 1}, cancelled={"L1": 3})
    keep(account, half)
    assert [line.variant for line in Order.objects.get().parts.get().lines.all()] == [other]
    keep(account, half)
    assert (free(good), free(other), Arrival.objects.count()) == (5, 4, 1)


@pytest.mark.parametrize("facts", [True, False], ids=["with its facts", "without, as Amazon does"])
def test_stock_that_a_cancelled_order_left_there_is_read_and_set_right(bazaar, account, facts):
    good = make_good(pieces=5)
    live(account, good)
    bazaar.shop(account.key)[good.sku].parts["stock"] = {"pieces": 3}  # it counted down, and not up again
    order = told({good: 2}, key="T-1", cancelled={"L1": 2})
    bazaar.tell(account.key, order if facts else replace(order, facts=None, skus=[good.sku]))
    for minutes in (5, 25):
        with later(minutes=minutes):
            turn(account, whole=False)
    assert (Order.objects.count(), bazaar.pieces(account.key, good.sku)) == (0, 5)


def test_cancelled_stays_cancelled_when_an_older_telling_comes_later(bazaar, account):
    good, now = make_good(pieces=5), timezone.now()
    one = told({good: 3}, key="T-1", at=now)
    keep(account, one)
    keep(account, replace(one, state="Canceled", cancelled={"L1": 3}, at=now + timedelta(minutes=5)))
    sale = keep(account, replace(one, at=now + timedelta(minutes=1)))
    assert (sale.state, free(good), Order.objects.get().state) == ("Canceled", 5, "cancelled")


def test_older_telling_that_comes_first_is_only_filled_up(bazaar, account):
    good, now = make_good(pieces=5), timezone.now()
    keep(account, told({good: 1}, key="T-1", state="Pending", facts=None, at=now))
    sale = keep(account, told({good: 1}, key="T-1", at=now - timedelta(minutes=5)))
    assert (sale.state, Order.objects.count()) == ("Pending", 0)
    sale = keep(account, told({good: 1}, key="T-1", at=now + timedelta(minutes=5)))
    assert (sale.state, Order.objects.count()) == ("Unshipped", 1)


def test_what_the_desk_cancelled_here_first_is_not_cancelled_twice(bazaar, account):
    good = make_good(pieces=5)
    one = told({good: 3})
    keep(account, one)
    part = Part.objects.get()
    orders.cancel_pieces(part, pieces={part.lines.get().pk: 2}, reason="broken", by=BY)
    keep(account, replace(one, cancelled={"L1": 2}))
    assert (free(good), pieces_alive(Order.objects.get())) == (4, 1)


def test_open_line_that_is_cancelled_whole_needs_nobody_any_more(bazaar, account):
    one = told({"NOBODY-KNOWS": 2})
    keep(account, one)
    sale = keep(account, replace(one, cancelled={"L1": 1}))
    assert sale.problem == "waits"
    sale = keep(account, replace(one, cancelled={"L1": 2}))
    assert (sale.problem, sale.arrival.lines.get().state) == ("", "dropped")


def test_open_line_cancelled_in_part_is_cancelled_once_the_desk_has_found_its_good(bazaar, account):
    good = make_good(pieces=5)
    one = told({"NOBODY-KNOWS": 2})
    keep(account, one)
    sale = keep(account, replace(one, cancelled={"L1": 1}))
    orders.settle_line(sale.arrival.lines.get(), variant=good, by=BY)
    turn(account)
    assert (free(good), Sale.objects.get().problem) == (4, "")


def test_pieces_packed_with_others_wait_for_a_person(bazaar, account):
    good, other = make_good(pieces=5), None
    other = make_good(pieces=5, maker=good.good.maker)
    one = told({good: 2, other: 1})
    keep(account, one)
    walk(Part.objects.get(), "packed")
    sale = keep(account, replace(one, cancelled={"L1": 1}))
    assert (sale.problem, free(good)) == ("packed", 3)


def test_whole_packed_part_is_cancelled(bazaar, account):
    good = make_good(pieces=5)
    one = told({good: 2})
    keep(account, one)
    walk(Part.objects.get(), "packed")
    keep(account, replace(one, cancelled={"L1": 2}))
    assert (Part.objects.get().state, Sale.objects.get().problem) == ("cancelled", "")


def test_what_was_delivered_and_is_cancelled_then_waits_for_a_person(bazaar, account):
    good = make_good(pieces=5)
    one = told({good: 2})
    keep(account, one)
    walk(Part.objects.get(), "delivered")
    assert keep(account, replace(one, cancelled={"L1": 2})).problem == "gone"
    part = Part.objects.get()
    orders.take_back_pieces(part, pieces={part.lines.get().pk: 2}, reason="refused at the door", by=BY)
    turn(account)
    assert Sale.objects.get().problem == ""


def test_what_came_back_in_part_is_not_asked_for_again(bazaar, account):
    good = make_good(pieces=5)
    one = told({good: 3})
    keep(account, one)
    walk(Part.objects.get(), "delivered")
    assert keep(account, replace(one, cancelled={"L1": 2})).problem == "gone"
    part = Part.objects.get()
    for pieces, problem in ((1, "gone"), (1, "")):
        orders.take_back_pieces(part, pieces={part.lines.get().pk: pieces}, reason="refused at the door", by=BY)
        turn(account)
        assert Sale.objects.get().problem == problem


def test_orders_that_wait_are_tried_in_turns_however_many_never_heal(bazaar, account):
    rows = [Sale(mart=account.mart, account=account, external_id=f"T-{number}", problem="rate") for number in range(5)]
    Sale.objects.bulk_create(rows)
    moment, seen = timezone.now(), []
    for minutes in range(3):
        some = importing.unsettled(account, now=moment + timedelta(minutes=minutes), most=2)
        seen.append([sale.external_id for sale in some])
    assert seen == [["T-0", "T-1"], ["T-2", "T-3"], ["T-4", "T-0"]]


def test_pieces_that_were_divided_off_are_found_wherever_they_are(bazaar, account):
    good = make_good(pieces=9)
    one = told({good: 5})
    keep(account, one)
    part = Part.objects.get()
    orders.divide(part, pieces={part.lines.get().pk: 2}, by=BY)
    keep(account, replace(one, cancelled={"L1": 4}))
    assert (free(good), pieces_alive(Order.objects.get())) == (8, 1)


def test_two_lines_of_one_good_at_one_price_are_told_apart(bazaar, account):
    good = make_good(pieces=9)
    one = told({good: 2})
    line = one.facts["lines"][0]
    two = replace(one, facts={**one.facts, "lines": [line, {**line, "id": "L2", "quantity": 3}]})
    keep(account, two)
    keep(account, replace(two, cancelled={"L2": 3}))
    assert (free(good), pieces_alive(Order.objects.get())) == (7, 2)


def test_asked_to_be_cancelled_keeps_what_is_promised_and_is_told_once(bazaar, account):
    good = make_good(pieces=5)
    one = told({good: 2})
    keep(account, one)
    for _turn in range(2):
        sale = keep(account, replace(one, asks_cancel=True))
    assert (sale.asks_cancel, free(good)) == (True, 3)
    assert Event.objects.filter(kind="channels.cancel_asked").count() == 1
    assert keep(account, one).asks_cancel is False


# ---- told otherwise ----


def test_fewer_words_in_a_later_telling_change_nothing(bazaar, account):
    good = make_good()
    one = told({good: 2})
    keep(account, one)
    later = {key: value for key, value in one.facts.items() if key != "address"} | {"name": "R."}
    later["lines"] = [{**one.facts["lines"][0], "quantity": 1}]
    keep(account, replace(one, facts=later))
    assert (Arrival.objects.count(), pieces_alive(Order.objects.get())) == (1, 2)


def test_more_pieces_in_a_later_telling_wait_for_the_desk(bazaar, account):
    good = make_good()
    one = told({good: 2})
    keep(account, one)
    more = replace(one, facts={**one.facts, "lines": [{**one.facts["lines"][0], "quantity": 4}]})
    for _turn in range(2):
        keep(account, more)
    assert sorted(Arrival.objects.values_list("state", flat=True)) == ["changed", "done"]
    assert pieces_alive(Order.objects.get()) == 2


def test_order_that_somebody_brought_by_hand_before_is_the_same(bazaar, account):
    from haat.orders.facts import Source, facts_from

    good = make_good()
    one = told({good: 2}, key="T-1")
    source = Source(SLUG, account.key, "T-1")
    orders.receive_order(account.mart, facts_from({**one.facts, "language": "hi"}), source=source, by=BY)
    sale = keep(account, one)
    assert (sale.arrival.first, Order.objects.count(), free(good)) == (True, 1, 8)
