"""Pieces: counted, made, promised, freed, sold and taken back; each once per cause."""

import pytest
from django.db import transaction

from haat.core.doctor import examine
from haat.core.models import Event
from haat.stock import actions, doctor, queries
from haat.stock.errors import BadPieces, CountedTooFew, NotPromised, OutOfStock
from haat.stock.models import Movement, StockItem
from tests.make import BY, make_hub, make_moved, make_stocked, make_variant
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def item_of(variant):
    return StockItem.objects.get(variant=variant)


def levels(variant):
    item = item_of(variant)
    return item.on_hand, item.reserved


def healthy():
    return [*doctor.items_are_their_movements(), *doctor.weeks_are_their_movements()] == []


def test_count_makes_the_item_at_the_makers_place():
    variant = make_variant()
    actions.count(variant, on_hand=12, cause="a", by=BY)
    item = item_of(variant)
    assert (item.on_hand, item.place.maker_id, str(item.place)) == (
        12,
        variant.good.maker_id,
        str(variant.good.maker),
    )
    assert str(item) == f"{variant.pk}: 12"
    event = Event.objects.get(kind="stock.counted")
    facts = {"good_id": variant.good_id, "variant_id": variant.pk, "on_hand": 12, "change": 12}
    assert event.data == facts | {"before": {"on_hand": 0}, "after": {"on_hand": 12}}


def test_count_with_the_same_cause_counts_once():
    variant = make_variant()
    for on_hand in (12, 40):
        actions.count(variant, on_hand=on_hand, cause="a", by=BY)
    assert levels(variant) == (12, 0)
    actions.count(variant, on_hand=5, cause="b", by=BY)
    assert levels(variant) == (5, 0)
    assert healthy()


def test_count_below_what_is_promised_is_refused():
    variant = make_stocked(pieces=5)
    actions.reserve([(variant.pk, 3)], cause="order:1", by=BY)
    with pytest.raises(CountedTooFew) as refused:
        actions.count(variant, on_hand=2, cause="b", by=BY)
    assert (refused.value.on_hand, refused.value.reserved, refused.value.field) == (2, 3, "on_hand")
    assert "3 are promised" in refused.value.message
    assert levels(variant) == (5, 3)


@pytest.mark.parametrize("pieces", [-1, 100_001])
def test_count_outside_reason_is_refused(pieces):
    with pytest.raises(BadPieces):
        actions.count(make_variant(), on_hand=pieces, cause="a", by=BY)


def test_make_adds_pieces_once_a_cause():
    variant = make_stocked(pieces=5)
    for _turn in range(2):
        actions.make(variant, pieces=4, cause="phone-1", by=BY)
    assert levels(variant) == (9, 0)
    assert str(Movement.objects.get(kind="made")) == "made +4/+0"
    with pytest.raises(BadPieces):
        actions.make(variant, pieces=0, cause="phone-2", by=BY)


def test_reserve_promises_all_lines_or_none():
    one, two = make_stocked(pieces=5), make_stocked(pieces=1)
    with pytest.raises(OutOfStock) as refused, transaction.atomic():
        actions.reserve([(two.pk, 2), (one.pk, 5)], cause="order:1", by=BY)
    assert (refused.value.variant_id, refused.value.available) == (two.pk, 1)
    assert "only 1 piece is left" in refused.value.message
    assert (levels(one), levels(two)) == ((5, 0), (1, 0))
    assert actions.reserve([(two.pk, 1), (one.pk, 5)], cause="order:2", by=BY) == {}
    assert (levels(one), levels(two)) == ((5, 5), (1, 1))
    assert healthy()


def test_reserve_with_the_same_cause_counts_once():
    variant = make_stocked(pieces=5)
    for _turn in range(3):
        actions.reserve([(variant.pk, 2)], cause="order:1", by=BY)
    assert levels(variant) == (5, 2)


def test_reserve_takes_from_the_roomiest_place():
    variant = make_stocked(pieces=2)
    hub, empty = make_hub(sells=("mart",)), make_hub(sells=("mart",))
    there = actions.count(variant, on_hand=6, place=hub, cause="hub", by=BY)
    actions.count(variant, on_hand=0, place=empty, cause="empty", by=BY)
    assert queries.available([variant.pk]) == {variant.pk: 6}
    actions.reserve([(variant.pk, 4)], cause="order:1", by=BY)
    there.refresh_from_db()
    assert there.reserved == 4
    assert healthy()


@pytest.mark.parametrize(
    ("fields", "channel", "account"),
    [({"kind": "warehouse", "channel": "amazon", "account": "A1"}, "amazon", "A1"), ({"kind": "stall"}, "counter", "")],
)
def test_a_channels_own_place_goes_first_while_it_has_enough(fields, channel, account):
    """What was sold there lay there; what it has too few of comes from where most are free."""
    variant, own = make_stocked(pieces=9), make_hub(**fields)
    home = StockItem.objects.get(variant=variant)
    there = actions.count(variant, on_hand=4, place=own, cause="own", by=BY)
    account = account or str(own.pk)
    assert queries.lying({variant.pk: 4}, channel, account) == {variant.pk: queries.Lying(there.pk, own.pk)}
    assert queries.lying({variant.pk: 5}, channel, account) == {variant.pk: queries.Lying(home.pk, None)}
    assert queries.lying({variant.pk: 1}, channel, "other") == {variant.pk: queries.Lying(home.pk, None)}
    for pieces, cause in ((3, "order:1"), (2, "order:2")):
        actions.reserve([(variant.pk, pieces)], cause=cause, channel=channel, account=account, by=BY)
    assert list(StockItem.objects.order_by("pk").values_list("reserved", flat=True)) == [2, 3]
    assert healthy()


def test_a_channels_own_place_alone_says_how_many_it_has():
    variant, own = make_variant(), make_hub(kind="stall")
    actions.count(variant, on_hand=2, place=own, cause="own", by=BY)
    with refused("stock.out_of_stock", field="quantity") as told, transaction.atomic():
        actions.reserve([(variant.pk, 3)], cause="order:1", channel="counter", account=str(own.pk), by=BY)
    assert told.value.available == 2


def test_reserve_of_what_was_never_counted_is_out_of_stock():
    with pytest.raises(OutOfStock) as refused:
        actions.reserve([(make_variant().pk, 1)], cause="order:1", by=BY)
    assert refused.value.available == 0
    assert "just been sold" in refused.value.message


def test_release_frees_once():
    variant = make_stocked(pieces=5)
    actions.reserve([(variant.pk, 2)], cause="order:1", by=BY)
    for _turn in range(2):
        actions.release([(variant.pk, 2)], of="order:1", cause="order:1", by=BY)
    assert levels(variant) == (5, 0)
    with pytest.raises(NotPromised), transaction.atomic():
        actions.sell([(variant.pk, 2)], of="order:1", cause="order:1", by=BY)
    assert levels(variant) == (5, 0)
    assert healthy()


def test_what_was_divided_off_leaves_the_rest_promised():
    variant = make_stocked(pieces=5)
    actions.reserve([(variant.pk, 4)], cause="order:1", by=BY)
    actions.divide([(variant.pk, 1)], of="order:1", into="part:9", by=BY)
    actions.release([(variant.pk, 3)], of="order:1", cause="order:1", by=BY)
    assert levels(variant) == (5, 1)


def test_sell_takes_the_promised_pieces_away_once():
    variant = make_stocked(pieces=5)
    actions.reserve([(variant.pk, 2)], cause="order:1", by=BY)
    for _turn in range(2):
        actions.sell([(variant.pk, 2)], of="order:1", cause="order:1", by=BY)
    with pytest.raises(NotPromised), transaction.atomic():
        actions.release([(variant.pk, 2)], of="order:1", cause="order:1", by=BY)
    assert levels(variant) == (3, 0)
    assert healthy()


@pytest.mark.parametrize(("resale", "on_hand", "kind"), [(True, 5, "returned"), (False, 3, "spoilt")])
def test_take_back_lays_on_the_shelf_only_what_may_be_sold_again(resale, on_hand, kind):
    variant = make_stocked(pieces=5)
    with pytest.raises(NotPromised), transaction.atomic():
        actions.take_back([(variant.pk, 2)], of="order:1", cause="order:1", by=BY)
    actions.reserve([(variant.pk, 2)], cause="order:1", by=BY)
    actions.sell([(variant.pk, 2)], of="order:1", cause="order:1", by=BY)
    for _turn in range(2):
        actions.take_back([(variant.pk, 2)], of="order:1", cause="order:1", resale=resale, by=BY)
    assert levels(variant) == (on_hand, 0)
    assert Movement.objects.latest("pk").kind == kind
    assert healthy()


@pytest.mark.parametrize("pieces", [0, -1, 3])
@pytest.mark.parametrize("what", [actions.sell, actions.release, actions.take_back])
def test_nobody_sells_frees_or_brings_back_nothing_or_more_than_there_is(what, pieces):
    variant = make_stocked(pieces=5)
    actions.reserve([(variant.pk, 2)], cause="order:1", by=BY)
    if what == actions.take_back:
        actions.sell([(variant.pk, 2)], of="order:1", cause="order:1", by=BY)
    before = levels(variant), Movement.objects.count()
    with refused("stock.not_promised"), transaction.atomic():
        what([(variant.pk, pieces)], of="order:1", cause="door:1", by=BY)
    assert (levels(variant), Movement.objects.count()) == before


@pytest.mark.parametrize(("resale", "lies", "told_of"), [(True, 2, "maker"), (False, 0, "hub")])
def test_what_comes_back_to_a_closed_place_lies_with_its_maker_and_what_is_spoilt_nowhere(resale, lies, told_of):
    variant, hub = make_stocked(pieces=2), make_hub(sells=("mart",))
    make_moved(variant, hub, 2)
    actions.reserve([(variant.pk, 2)], cause="order:1", by=BY)
    actions.sell([(variant.pk, 2)], of="order:1", cause="order:1", by=BY)
    actions.close_place(hub, by=BY)
    actions.take_back([(variant.pk, 2)], of="order:1", cause="order:1", resale=resale, by=BY)
    rows = StockItem.objects.order_by("pk").values_list("place__kind", "on_hand", "reserved")
    assert list(rows) == [("maker", lies, 0), ("hub", 0, 0)]
    assert Movement.objects.latest("pk").item.place.kind == told_of
    assert healthy()


def test_doctor_finds_pieces_that_were_sold_and_stay_promised():
    variant = make_stocked(pieces=5)
    actions.reserve([(variant.pk, 2)], cause="order:1", by=BY)
    actions.sell([(variant.pk, 2)], of="order:1", cause="order:1", by=BY)
    check = "movements of stock do what their kind says"
    assert [finding.broken for finding in examine([check])] == [0]
    Movement.objects.filter(kind="sold").update(reserved=0)
    assert [finding.broken for finding in examine([check])] == [1]


def test_doctor_finds_an_item_that_is_not_its_movements():
    variant = make_stocked(pieces=5)
    StockItem.objects.update(on_hand=6)
    assert list(doctor.items_are_their_movements()) == [
        f"stock item {item_of(variant).pk}: 6 on hand and 0 reserved, but its movements say 5 and 0"
    ]
