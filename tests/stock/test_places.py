"""Places are opened, changed and closed; which channels sell from them is said."""

import pytest

from haat.core.models import Event
from haat.stock import actions
from haat.stock.models import SellsFrom, StockPlace
from tests.make import BY, make_block, make_hub, make_mart, make_moved, make_state, make_stocked
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def home(variant):
    return StockPlace.objects.get(maker=variant.good.maker)


def sells(place):
    rows = SellsFrom.objects.filter(place=place).order_by("pk")
    return [(row.channel, row.account, row.stopped_at is None) for row in rows]


def test_a_hub_is_opened_and_told():
    mart = make_mart()
    hub = make_hub(mart, name="  Mohanpur   hub ", where=make_block("Mohanpur"), phone="94311 00022")
    assert (hub.name, hub.phone, hub.away, hub.closed_at) == ("Mohanpur hub", "+919431100022", True, None)
    told = Event.objects.get(kind="stock.place_opened").data
    assert (told["before"], told["after"]["name"], told["kind"]) == ({}, "Mohanpur hub", "hub")
    assert sells(hub) == []


def test_a_counter_and_a_marketplace_sell_from_their_own_place():
    stall, mine = make_hub(kind="stall"), make_hub(kind="warehouse", channel="amazon", account="A1", where=None)
    assert (sells(stall), sells(mine)) == ([("counter", str(stall.pk), True)], [("amazon", "A1", True)])


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"name": " "}, "stock.name_missing", "name"),
        ({"where": None}, "stock.where_missing", "where"),
        ({"address": "x"}, "stock.bad_address", "address"),
        ({"pin": "12"}, "pin.length", "pin"),
        ({"phone": "12"}, "mobile.length", "phone"),
        ({"kind": "warehouse"}, "stock.marketplace_missing", "channel"),
        ({"kind": "warehouse", "channel": "mart"}, "stock.not_a_marketplace", "channel"),
        ({"kind": "warehouse", "channel": "counter", "account": "1"}, "stock.not_a_marketplace", "channel"),
    ],
)
def test_what_is_missing_stands_at_its_field(fields, code, field):
    with refused(code, field=field):
        make_hub(**fields)


def test_a_place_elsewhere_or_of_a_taken_name_is_refused():
    make_hub(name="Hub")
    with refused("stock.name_taken", field="name"):
        make_hub(name="Hub")
    with refused("stock.not_its_place", field="where"):
        make_hub(where=make_state("Maharashtra", lgd=27, gst="27"))
    with pytest.raises(ValueError, match="maker"):
        make_hub(kind="maker")


def test_a_place_is_changed_once_and_told():
    hub = make_hub(name="Hub")
    told = {"where": hub.place, "address": hub.address, "pin": hub.pin, "keeper": hub.keeper, "phone": hub.phone}
    for _turn in range(2):
        actions.change_place(hub, name="Big hub", **told, by=BY)
    (event,) = Event.objects.filter(kind="stock.place_changed")
    assert (event.data["before"]["name"], event.data["after"]["name"]) == ("Hub", "Big hub")
    actions.close_place(hub, by=BY)
    with refused("stock.place_closed"):
        actions.change_place(hub, name="Other", **told, by=BY)


def test_a_place_with_pieces_is_not_closed():
    variant, hub = make_stocked(pieces=5), make_hub()
    move = actions.dispatch(home(variant), target=hub, pieces={variant.pk: 2}, key="a", by=BY)
    with refused("stock.place_not_empty") as told:
        actions.close_place(hub, by=BY)
    assert (told.value.lying, told.value.going) == (0, 2)
    actions.receive(move, counts={}, by=BY)
    with refused("stock.place_not_empty"):
        actions.close_place(hub, by=BY)
    actions.settle_missing(move.lines.get(), found=1, reason="Broken", by=BY)
    with refused("stock.place_not_empty") as told:
        actions.close_place(hub, by=BY)
    assert (told.value.lying, told.value.going) == (1, 0)
    back = actions.dispatch(hub, target=home(variant), pieces={variant.pk: 1}, key="b", by=BY)
    with refused("stock.place_not_empty"):
        actions.close_place(hub, by=BY)
    actions.settle_missing(actions.receive(back, counts={}, by=BY).lines.get(), found=1, by=BY)
    for _turn in range(2):
        actions.close_place(hub, by=BY)
    assert Event.objects.filter(kind="stock.place_closed").count() == 1
    with refused("stock.place_closed"):
        actions.count(variant, on_hand=1, place=hub, cause="c", by=BY)


def test_its_name_is_free_again_when_a_place_is_closed():
    actions.close_place(make_hub(name="Hub"), by=BY)
    assert make_hub(name="Hub").closed_at is None


def test_selling_from_a_place_begins_and_stops_once():
    hub = make_hub()
    make_moved(make_stocked(pieces=3), hub, 2)
    for turn in (actions.sell_from, actions.stop_selling_from, actions.sell_from):
        for _again in range(2):
            turn(hub, channel="mart", by=BY)
    assert sells(hub) == [("mart", "", True)]
    kinds = Event.objects.filter(kind__startswith="stock.selling").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "stock.selling_begun",
        "stock.selling_stopped",
        "stock.selling_begun",
    ]
    assert all(len(event.data["good_ids"]) == 1 for event in kinds)


def test_a_warehouse_a_counter_and_a_maker_are_not_sold_from_by_others():
    mine, stall = make_hub(kind="warehouse", channel="amazon"), make_hub(kind="stall")
    with refused("stock.sold_by_its_marketplace", field="channel"):
        actions.sell_from(mine, channel="mart", by=BY)
    with refused("stock.counter_sells", field="channel"):
        actions.sell_from(make_hub(), channel="counter", account=str(stall.pk), by=BY)
    with refused("stock.not_a_marketplace", field="channel"):
        actions.sell_from(make_hub(), channel="mart", account="two", by=BY)
    with refused("stock.makers_sell", field="channel"):
        actions.sell_from(home(make_stocked()), channel="mart", by=BY)
    assert actions.sell_from(stall, channel="counter", account=str(stall.pk), by=BY).stopped_at is None
