"""Pick-ups, what comes back, and what is asked about both."""

from haat.core.actor import Actor
from haat.core.dates import today
from haat.delivery import actions
from haat.delivery.models import Clash, Fetch, Parcel, Pickup
from haat.orders import actions as orders
from tests.make import BY, make_hub, make_pickup
from tests.races.delivery import parcel, plan, rider
from tests.races.race import Pair, given, race, read, told, twice


def take(row: Pickup, one: Parcel) -> Fetch:
    return actions.take(row, parcel=one, by=Actor(row.rider_id))


def taken(one: Parcel) -> int:
    return Fetch.objects.filter(parcel=one, state="taken").count()


@race(actions.plan_pickup, "delivery.wrong_parcel_state")
def two_riders_are_sent_for_one_parcel() -> Pair:
    one, two = parcel(), parcel()
    return Pair(
        given(lambda row: make_pickup(row), one),
        given(lambda row, other: make_pickup(other, row), one, two),
        lambda: Fetch.objects.filter(parcel=one).count(),
    )


@race(actions.plan_pickup, "delivery.wrong_parcel_state")
def fetched_and_planned_for_a_round() -> Pair:
    one, who = parcel(), rider()

    def ways() -> int:
        return Fetch.objects.filter(parcel=one).count() + (read(one).round_id is not None)

    return Pair(given(lambda row: make_pickup(row), one), given(lambda row: plan(who, row), one), ways)


@race(actions.close_place)
def a_place_without_parcels_is_closed_twice() -> Pair:
    hub = make_hub(parcel().mart)
    return twice(lambda row: actions.close_place(row, by=BY), hub, counted=told("stock.place_closed", hub))


@race(actions.close_place, "delivery.pickup_on_its_way", "delivery.no_hub")
def a_place_is_closed_while_a_pickup_to_it_is_planned() -> Pair:
    one, who = parcel(), rider()
    hub = make_hub(one.mart)

    def agree() -> bool:
        return Pickup.objects.filter(hub=hub).exists() == (read(hub).closed_at is None)

    return Pair(
        given(lambda row: actions.close_place(row, by=BY), hub),
        given(
            lambda row, it: actions.plan_pickup(it.mart, rider=who, parcels=[it], hub=row, day=today(), by=BY), hub, one
        ),
        agree,
        once=True,
    )


@race(actions.take)
def taken_twice() -> Pair:
    one = parcel()
    pickup = make_pickup(one)
    return twice(lambda row: take(row, read(one)), pickup, counted=told("delivery.taken", pickup))


@race(actions.take, "delivery.already_taken")
def taken_by_two_riders() -> Pair:
    one = parcel()
    first, second = make_pickup(one), make_pickup(parcel())
    return Pair(
        given(lambda row, it: take(row, it), first, one),
        given(lambda row, it: take(row, it), second, one),
        lambda: taken(one),
    )


@race(actions.drop_pickup, "delivery.wrong_round_state")
def a_pickup_is_dropped_twice() -> Pair:
    pickup = make_pickup(parcel())
    return twice(lambda row: actions.drop_pickup(row, by=BY), pickup, counted=told("delivery.pickup_dropped", pickup))


@race(actions.drop_pickup, "delivery.pickup_begun", "delivery.pickup_dropped")
def dropped_while_it_is_taken() -> Pair:
    one = parcel()
    pickup = make_pickup(one)

    def agree() -> bool:
        there = Pickup.objects.filter(pk=pickup.pk).exists()
        return there == (taken(one) == 1)

    return Pair(
        given(lambda row: actions.drop_pickup(row, by=BY), pickup),
        given(lambda row, it: take(row, it), pickup, one),
        agree,
        once=True,
    )


@race(actions.not_there, "delivery.wrong_parcel_state", always=False)
def taken_and_not_there() -> Pair:
    one = parcel()
    pickup = make_pickup(one)
    return Pair(
        given(lambda row, it: take(row, it), pickup, one),
        given(lambda row, it: actions.not_there(row, parcel=it, reason="shut", by=BY), pickup, one),
        lambda: taken(one),
    )


@race(actions.receive_pickup, "delivery.pickup_received")
def counted_by_two_people() -> Pair:
    one, two = parcel(), parcel()
    pickup = make_pickup(one, two)
    return Pair(
        given(lambda row: actions.receive_pickup(row, came=[one], counted=1, by=BY), pickup),
        given(lambda row: actions.receive_pickup(row, came=[one, two], counted=2, by=BY), pickup),
        told("delivery.pickup_received", pickup),
    )


@race(actions.receive_pickup)
def counted_while_the_rider_tells() -> Pair:
    one = parcel()
    pickup = make_pickup(one)

    def agree() -> tuple[str, int]:
        return Fetch.objects.get(parcel=one).state, Clash.objects.filter(parcel=one, state="open").count()

    return Pair(
        given(lambda row: actions.receive_pickup(row, came=[one], counted=1, by=BY), pickup),
        given(lambda row, it: take(row, it), pickup, one),
        agree,
        once=("received", 0),
    )


@race(actions.receive_back)
def received_back_twice() -> Pair:
    one = parcel("on_the_way")
    assert one.round is not None
    actions.not_delivered(one, reason="closed", by=BY)
    round = actions.end_round(one.round, by=BY)
    return twice(
        lambda row: actions.receive_back(row, came=[one], hub=None, by=BY),
        round,
        counted=told("delivery.came_back", round),
    )


def asked() -> Clash:
    one = parcel()
    pickup = make_pickup(one)
    take(pickup, one)
    actions.receive_pickup(pickup, came=[], counted=0, by=BY)
    return Clash.objects.get(parcel=one)


@race(actions.answer_clash, "core.answered")
def a_clash_is_answered_twice() -> Pair:
    clash = asked()
    return Pair(
        given(lambda row: actions.answer_clash(row, answer="Here", outcome="hub", by=BY), clash),
        given(lambda row: actions.answer_clash(row, answer="Gone", outcome="lost", by=BY), clash),
        told("delivery.clash_answered", clash),
    )


@race(actions.tell_refused)
def a_refused_deed_is_told_twice() -> Pair:
    one = parcel("on_the_way")
    assert one.round is not None
    facts = {"who": one.round.rider, "deed": "hand_over", "words": "no", "done_at": None, "key": f"r{one.pk}"}
    return twice(
        lambda row: actions.tell_refused(row, **facts, by=BY),
        one,
        counted=lambda: Clash.objects.filter(parcel=one).count(),
    )


@race(actions.take, always=False)
def taken_while_its_order_is_cancelled() -> Pair:
    one = parcel()
    pickup = make_pickup(one)
    return Pair(
        given(lambda row, it: take(row, it), pickup, one),
        given(lambda row: orders.cancel(row, reason="late", by=BY), one.part),
        lambda: taken(one),
    )
