"""What is cancelled under way: its pieces are promised until they lie again where they left from, or are lost."""

import pytest

from haat.core.actor import Actor
from haat.core.doctor import examine
from haat.core.worker import run_due
from haat.delivery import actions, fetching
from haat.delivery.models import Clash, Parcel
from haat.orders import actions as orders
from haat.orders.models import OrderLine, Part
from haat.shelf.models import Shelf
from haat.stock.models import StockItem
from tests.make import BY, make_officer, make_part, make_pickup, make_round

pytestmark = pytest.mark.django_db


def make_parcel() -> Parcel:
    return make_part(state="packed").parcel


def there(parcel: Parcel) -> tuple[int, int, str]:
    """(on hand, promised) of the parcel's good at its maker, and where its pieces are."""
    item = StockItem.objects.get(variant=OrderLine.objects.get(part=parcel.part_id).variant_id)
    return item.on_hand, item.reserved, Part.objects.get(pk=parcel.part_id).pieces


def cancel(parcel: Parcel) -> None:
    orders.cancel(Part.objects.get(pk=parcel.part_id), reason="late", by=BY)
    run_due()


def sound() -> bool:
    return [finding for finding in examine() if finding.broken] == []


def taken() -> Parcel:
    """A parcel that a rider has fetched from its maker."""
    parcel = make_parcel()
    pickup = make_pickup(parcel)
    actions.take(pickup, parcel=parcel, by=Actor(pickup.rider_id))
    return parcel


def test_what_never_left_is_free_at_once():
    parcel = make_parcel()
    make_pickup(parcel)
    before = there(parcel)
    cancel(parcel)
    assert there(parcel) == (before[0], before[1] - 1, "")
    assert sound()


def test_what_a_rider_fetched_is_free_when_it_is_home():
    parcel = taken()
    on_hand, reserved, _none = there(parcel)
    cancel(parcel)
    assert there(parcel) == (on_hand, reserved, "away")
    actions.receive_pickup(parcel.fetches.get().pickup, came=[parcel], counted=1, by=BY)
    assert there(parcel) == (on_hand, reserved, "away")
    assert list(fetching.to_bring_home(parcel.mart)) == [parcel]
    assert sound()
    for _turn in range(2):
        actions.bring_home(parcel, by=BY)
    assert there(parcel) == (on_hand, reserved - 1, "")
    run_due()
    shown = Shelf.objects.get(pk=OrderLine.objects.get(part=parcel.part_id).good_id)
    assert shown.available == on_hand - reserved + 1
    assert sound()


def test_what_was_sent_comes_back_when_it_is_home():
    parcel = make_parcel()
    on_hand, reserved, _none = there(parcel)
    round = make_round(parcel)
    cancel(parcel)
    assert there(parcel) == (on_hand - 1, reserved - 1, "away")
    actions.end_round(round, by=Actor(round.rider_id))
    actions.receive_back(round, came=[parcel], hub=None, by=Actor(make_officer("desk").pk))
    assert there(parcel)[0] == on_hand - 1
    assert sound()
    actions.bring_home(parcel, by=BY)
    assert there(parcel) == (on_hand, reserved - 1, "")
    assert sound()


def test_what_came_back_once_and_is_planned_again_has_a_way_home():
    """Called back it leaves its new round; it lies at the desk all the same."""
    parcel = make_parcel()
    round = make_round(parcel)
    actions.not_delivered(parcel, reason="Nobody home", by=Actor(round.rider_id))
    actions.end_round(round, by=Actor(round.rider_id))
    actions.receive_back(round, came=[parcel], hub=None, by=Actor(make_officer("desk").pk))
    parcel.refresh_from_db()
    make_round(parcel, started=False)
    cancel(parcel)
    assert there(parcel)[2] == "away"
    assert list(fetching.to_bring_home(parcel.mart)) == [parcel]
    actions.bring_home(parcel, by=BY)
    assert there(parcel)[2] == ""
    assert sound()


@pytest.mark.parametrize("first", ["cancelled", "lost"])
def test_what_is_lost_is_taken_off_what_there_is(first):
    parcel = taken()
    on_hand, reserved, _none = there(parcel)
    actions.receive_pickup(parcel.fetches.get().pickup, came=[], counted=0, by=BY)
    deeds = [
        lambda: cancel(parcel),
        lambda: actions.answer_clash(Clash.objects.get(), answer="Nobody knows", outcome="lost", by=BY),
    ]
    for deed in deeds if first == "cancelled" else reversed(deeds):
        assert there(parcel)[:2] == (on_hand, reserved)
        deed()
    assert there(parcel) == (on_hand - 1, reserved - 1, "lost")
    assert sound()


def test_what_was_sent_and_is_lost_does_not_come_back():
    parcel = make_parcel()
    on_hand, reserved, _none = there(parcel)
    round = make_round(parcel)
    actions.not_delivered(parcel, reason="Nobody home", by=Actor(round.rider_id))
    actions.end_round(round, by=Actor(round.rider_id))
    actions.receive_back(round, came=[], hub=None, by=BY)
    cancel(parcel)
    actions.answer_clash(Clash.objects.get(), answer="Nobody knows", outcome="lost", by=BY)
    assert there(parcel) == (on_hand - 1, reserved - 1, "lost")
    assert sound()


def test_what_turns_up_with_its_maker_is_free():
    parcel = taken()
    on_hand, reserved, _none = there(parcel)
    actions.receive_pickup(parcel.fetches.get().pickup, came=[], counted=0, by=BY)
    cancel(parcel)
    assert there(parcel)[2] == "away"
    actions.answer_clash(Clash.objects.get(), answer="She has it", outcome="maker", by=BY)
    assert there(parcel) == (on_hand, reserved - 1, "")
    assert sound()


def test_what_was_never_packed_and_what_was_brought_is_away_nowhere():
    assert fetching.whereabouts(make_part(state="placed")) == ""
    parcel = taken()
    assert fetching.whereabouts(parcel.part) == "away"
    Parcel.objects.filter(pk=parcel.pk).update(state=Parcel.State.DELIVERED)
    assert fetching.whereabouts(parcel.part) == ""


def test_parcel_is_found_by_its_square_and_by_what_is_typed():
    parcel = make_parcel()
    for text in (f"haat:parcel:{parcel.number}", parcel.number.lower(), f" {parcel.number[:4]} {parcel.number[4:]} "):
        assert fetching.parcel_named(parcel.mart, text) == parcel
    assert fetching.parcel_named(parcel.mart, "haat:parcel:") is None
    assert fetching.parcel_named(parcel.mart, f"{parcel.number}X") is None
