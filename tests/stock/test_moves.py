"""Pieces go from one place to another: only free ones leave, what comes is counted once, what is missing is settled."""

from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction

from haat.core.doctor import examine
from haat.core.models import Event
from haat.stock import actions
from haat.stock.actions.items import items_at
from haat.stock.doctor.moves import moves_are_their_movements
from haat.stock.models import Move, MoveLine, Movement, StockItem, StockPlace
from haat.stock.rules import MOST_LINES, Came
from tests.make import BY, make_hub, make_maker, make_mart, make_moved, make_stocked
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def variant():
    return make_stocked(pieces=10)


@pytest.fixture
def hub(variant):
    return make_hub()


def home(variant):
    return StockPlace.objects.get(maker=variant.good.maker)


def levels(variant):
    """(kind of place, on hand, promised) wherever it lies."""
    rows = StockItem.objects.filter(variant=variant).order_by("pk")
    return [tuple(row) for row in rows.values_list("place__kind", "on_hand", "reserved")]


def send(variant, hub, pieces=6, key="a"):
    return actions.dispatch(home(variant), target=hub, pieces={variant.pk: pieces}, key=key, by=BY)


def broken():
    return [finding.name for finding in examine() if finding.broken]


def test_dispatched_pieces_lie_nowhere_until_they_are_received(variant, hub):
    move = send(variant, hub)
    assert (levels(variant), move.number) == ([("maker", 4, 0)], f"{move.mart.order_prefix}-T0001")
    assert broken() == []
    actions.receive(move, counts={variant.pk: Came(6)}, by=BY)
    assert levels(variant) == [("maker", 4, 0), ("hub", 6, 0)]
    assert broken() == []
    assert list(Movement.objects.order_by("pk").values_list("kind", "on_hand", "pieces"))[1:] == [
        ("dispatched", -6, 6),
        ("received", 6, 6),
    ]
    told = Event.objects.get(kind="stock.dispatched").data
    assert (told["good_ids"], told["lines"]) == ([variant.good_id], [{"variant_id": variant.pk, "pieces": 6}])


def test_dispatch_with_the_same_key_sends_once(variant, hub):
    assert send(variant, hub) == send(variant, hub)
    assert (levels(variant), Move.objects.count()) == ([("maker", 4, 0)], 1)


def test_only_free_pieces_leave(variant, hub):
    actions.reserve([(variant.pk, 7)], cause="order:1", by=BY)
    with refused("stock.not_free", field="pieces") as told:
        send(variant, hub, pieces=4)
    assert told.value.free == 3
    assert (levels(variant), Move.objects.count()) == ([("maker", 10, 7)], 0)
    send(variant, hub, pieces=3)
    assert levels(variant) == [("maker", 7, 7)]


def test_dispatch_of_nothing_to_itself_or_of_strange_goods_is_refused(variant, hub):
    with refused("stock.nothing_sent", field="pieces"):
        send(variant, hub, pieces=0)
    with refused("stock.same_place", field="target"):
        send(variant, home(variant))
    with refused("stock.bad_pieces", field="pieces"):
        send(variant, hub, pieces=-1)
    with refused("stock.not_free", field="pieces"):
        actions.dispatch(home(variant), target=hub, pieces={0: 1}, key="b", by=BY)
    actions.close_place(hub, by=BY)
    with refused("stock.place_closed", field="target"):
        send(variant, hub)


def test_to_a_maker_goes_only_what_is_hers(variant, hub):
    other = make_stocked(pieces=4)
    for each in (variant, other):
        actions.receive(send(each, hub, 4, key=str(each.pk)), counts={each.pk: Came(4)}, by=BY)
    with refused("stock.not_hers", field="target"):
        actions.dispatch(hub, target=home(variant), pieces={variant.pk: 1, other.pk: 1}, key="c", by=BY)
    back = actions.dispatch(hub, target=home(variant), pieces={variant.pk: 3}, key="d", by=BY)
    actions.receive(back, counts={variant.pk: Came(3)}, by=BY)
    assert levels(variant) == [("maker", 9, 0), ("hub", 1, 0)]
    assert broken() == []


def test_a_receipt_told_twice_counts_once(variant, hub):
    move = send(variant, hub)
    for _turn in range(2):
        actions.receive(move, counts={variant.pk: Came(5, spoilt=1)}, by=BY)
    assert levels(variant) == [("maker", 4, 0), ("hub", 5, 0)]
    assert MoveLine.objects.values_list("received", "spoilt", "missing").get() == (5, 1, 0)
    assert broken() == []


def test_more_than_was_sent_is_refused_and_nothing_is_counted(variant, hub):
    move = send(variant, hub)
    with refused("stock.counted_too_many", field="pieces") as told:
        actions.receive(move, counts={variant.pk: Came(6, spoilt=1)}, by=BY)
    assert told.value.variant_id == variant.pk
    with refused("stock.bad_pieces", field="pieces"):
        actions.receive(move, counts={variant.pk: Came(-1)}, by=BY)
    assert (levels(variant), Move.objects.get().received_at) == ([("maker", 4, 0)], None)


def test_missing_pieces_wait_until_somebody_says_what_became_of_them(variant, hub):
    move = send(variant, hub)
    line = move.lines.get()
    with refused("stock.not_received"):
        actions.settle_missing(line, found=1, by=BY)
    actions.receive(move, counts={}, by=BY)
    line.refresh_from_db()
    assert (line.missing, line.lost, levels(variant)) == (6, True, [("maker", 4, 0)])
    with refused("stock.counted_too_many", field="pieces"):
        actions.settle_missing(line, found=7, by=BY)
    with refused("stock.why_missing", field="reason"):
        actions.settle_missing(line, found=4, reason=" ", by=BY)
    for _turn in range(2):
        line = actions.settle_missing(line, found=4, reason="Fell off the cart", by=BY)
    assert (line.found, line.written_off, line.lost) == (4, 2, False)
    assert levels(variant) == [("maker", 4, 0), ("hub", 4, 0)]
    assert broken() == []


def test_all_found_needs_no_reason(variant, hub):
    move = send(variant, hub)
    actions.receive(move, counts={variant.pk: Came(5)}, by=BY)
    actions.settle_missing(move.lines.get(), found=1, by=BY)
    assert levels(variant) == [("maker", 4, 0), ("hub", 6, 0)]
    assert broken() == []


@pytest.mark.parametrize(("gone", "found"), [(Movement, 1), (MoveLine, 2)])
def test_doctor_finds_a_line_nothing_left_for_and_pieces_that_left_without_a_line(variant, hub, gone, found):
    move = send(variant, hub)
    actions.receive(move, counts={variant.pk: Came(6)}, by=BY)
    rows = gone.objects.all() if gone is MoveLine else gone.objects.filter(kind="dispatched")
    rows.delete()
    assert len(list(moves_are_their_movements())) == found


def test_what_lies_at_a_place_is_held_in_the_order_of_variants(variant, hub):
    """As promises take it, whichever came first: nobody waits crosswise."""
    later = make_stocked(variant.good.maker, pieces=4)
    for one in (later, variant):
        make_moved(one, hub, 2)
    with transaction.atomic():
        assert list(items_at(hub, [later.pk, variant.pk])) == [variant.pk, later.pk]


def test_a_count_and_a_settlement_told_otherwise_are_refused(variant, hub):
    move = send(variant, hub)
    actions.receive(move, counts={variant.pk: Came(4, 1)}, by=BY)
    for other in ({variant.pk: Came(5, 1)}, {variant.pk: Came(4)}, {}):
        with refused("core.changed"):
            actions.receive(move, counts=other, by=BY)
    line = move.lines.get()
    for _turn in range(2):
        actions.settle_missing(line, found=0, reason=" Fell  off ", by=BY)
    for found, reason in ((1, ""), (0, "Stolen"), (0, "")):
        with refused("core.changed"):
            actions.settle_missing(line, found=found, reason=reason, by=BY)
    assert levels(variant) == [("maker", 4, 0), ("hub", 4, 0)]
    assert broken() == []


def test_pieces_are_counted_at_a_hub(variant, hub):
    actions.receive(send(variant, hub), counts={variant.pk: Came(6)}, by=BY)
    actions.count(variant, on_hand=8, place=hub, cause="c", by=BY)
    assert levels(variant) == [("maker", 4, 0), ("hub", 8, 0)]
    assert broken() == []


def test_lines_keep_the_price_and_code_of_the_day_they_left(variant, hub):
    send(variant, hub)
    variant.good.__class__.objects.update(hsn="9999")
    variant.__class__.objects.update(price_paise=100)
    assert MoveLine.objects.values_list("piece_paise", "hsn").get() == (52_000, "4602")


def test_what_was_sent_before_lines_kept_prices_gets_those_of_its_good(variant, hub):
    send(variant, hub)
    for own, code in (("", "4602"), ("5208", "5208")):
        MoveLine.objects.update(piece_paise=0, hsn="")
        variant.good.__class__.objects.update(hsn=own)
        import_module("haat.stock.migrations.0006_challans_stay").keep(apps, None)
        assert MoveLine.objects.values_list("piece_paise", "hsn").get() == (52_000, code)


def test_no_more_goods_go_with_a_move_than_one_page_can_count(variant, hub):
    with refused("stock.too_many_lines", field="pieces"):
        actions.dispatch(home(variant), target=hub, pieces=dict.fromkeys(range(1, MOST_LINES + 2), 1), key="a", by=BY)
    assert Move.objects.count() == 0
    assert 2 * MOST_LINES + 10 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_moves_are_numbered_in_their_mart(variant, hub):
    numbers = [send(variant, hub, 1, key=key).number[-5:] for key in "abc"]
    assert numbers == ["T0001", "T0002", "T0003"]


def test_nothing_goes_to_another_mart(variant):
    other = make_mart("other")
    strange = StockPlace.objects.create(mart=other, maker=make_maker(mart=other), name="Elsewhere")
    with refused("stock.place_closed", field="target"):
        send(variant, strange)
