"""Parcels and rounds."""

from collections.abc import Callable

from django.db import transaction

from haat.core.dates import today
from haat.delivery import actions
from haat.delivery.models import Parcel, Round, Wish, Zone
from haat.orders import actions as orders
from haat.orders.promises import Wanted
from haat.people.models import User
from tests.make import BY, make_mart, make_place, make_rider, make_round, make_stocked, number
from tests.races.orders import article, paid_part, part, posted_part
from tests.races.race import Pair, given, race, read, told, twice


def parcel(state: str = "packed") -> Parcel:
    return Parcel.objects.get(part=part(state))


def plan(rider: User, *parcels: Parcel) -> Round:
    return actions.plan_round(parcels[0].mart, rider=rider, parcels=parcels, day=today(), by=BY)


def rider() -> User:
    return make_rider(make_mart())


@race(actions.pack)
def packed_twice() -> Pair:
    one = part("accepted")
    return twice(
        lambda row: actions.pack(row, weight_g=600, by=BY), one, counted=lambda: Parcel.objects.filter(part=one).count()
    )


@race(actions.hand_over)
def handed_over_twice() -> Pair:
    one = parcel("on_the_way")

    def count() -> tuple[int, int]:
        return told("delivery.handed_over", one)(), Round.objects.get(parcels=one).cash_paise

    return twice(
        lambda row: actions.hand_over(row, code=row.code, collected_paise=row.collect_paise, by=BY),
        one,
        counted=count,
        once=(1, one.collect_paise),
    )


@race(actions.hand_over, "delivery.wrong_parcel_state")
def handed_over_and_not_delivered() -> Pair:
    one = parcel("on_the_way")
    handed, back = told("delivery.handed_over", one), told("delivery.not_delivered", one)
    return Pair(
        given(lambda row: actions.hand_over(row, code=row.code, collected_paise=row.collect_paise, by=BY), one),
        given(lambda row: actions.not_delivered(row, reason="closed", by=BY), one),
        lambda: handed() + back(),
    )


@race(actions.hand_over, "delivery.wrong_parcel_state")
def handed_over_as_a_phone_tells_it_later_and_not_delivered() -> Pair:
    """In one transaction with the note that it was told: the order is held before the parcel all the same."""
    one = parcel("on_the_way")
    handed, back = told("delivery.handed_over", one), told("delivery.not_delivered", one)

    def hand_over(row: Parcel) -> None:
        with transaction.atomic():
            actions.hand_over(row, code=row.code, collected_paise=row.collect_paise, by=BY)

    return Pair(
        given(hand_over, one),
        given(lambda row: actions.not_delivered(row, reason="closed", by=BY), one),
        lambda: handed() + back(),
    )


@race(actions.new_code)
def a_new_code_is_asked_for_twice() -> Pair:
    one = parcel("on_the_way")
    Parcel.objects.filter(pk=one.pk).update(wrong_codes=5)
    return twice(
        lambda row: actions.new_code(row, by=BY), one, counted=lambda: Parcel.objects.get(pk=one.pk).wrong_codes, once=0
    )


@race(actions.not_delivered)
def not_delivered_twice() -> Pair:
    one = parcel("on_the_way")
    return twice(
        lambda row: actions.not_delivered(row, reason="closed", by=BY),
        one,
        counted=lambda: Parcel.objects.get(pk=one.pk).tries,
    )


@race(actions.call_back)
def called_back_twice() -> Callable[[], Pair]:
    one = parcel()

    def ready() -> Pair:
        orders.cancel(read(one.part), reason="late", by=BY)
        return twice(lambda row: actions.call_back(row, by=BY), one, counted=told("delivery.called_back", one))

    return ready


@race(actions.bring_home)
def brought_home_twice() -> Callable[[], Pair]:
    one = parcel("on_the_way")
    assert one.round is not None
    orders.cancel(read(one.part), reason="late", by=BY)

    def ready() -> Pair:
        Parcel.objects.filter(pk=one.pk).update(state="back")
        return twice(lambda row: actions.bring_home(row, by=BY), one, counted=told("delivery.brought_home", one))

    return ready


def away() -> Parcel:
    """A parcel that was cancelled while its rider has it."""
    one = parcel("on_the_way")
    orders.cancel(read(one.part), reason="late", by=BY)
    return one


@race(orders.pieces_home)
def pieces_come_home_twice() -> Pair:
    part = away().part
    return twice(lambda row: orders.pieces_home(row, by=BY), part, counted=told("orders.pieces_home", part))


@race(orders.pieces_lost)
def pieces_come_home_and_are_lost() -> Pair:
    part = away().part
    both = [told(kind, part) for kind in ("orders.pieces_home", "orders.pieces_lost")]
    return Pair(
        given(lambda row: orders.pieces_home(row, by=BY), part),
        given(lambda row: orders.pieces_lost(row, by=BY), part),
        lambda: sum(count() for count in both),
    )


@race(actions.send_by_post)
def posted_twice() -> Pair:
    one, number = paid_part().parcel, article()
    return twice(
        lambda row: actions.send_by_post(row, article=number, by=BY), one, counted=told("delivery.posted", one)
    )


@race(actions.send_by_post, "delivery.article_used")
def two_parcels_are_posted_under_one_number() -> Pair:
    one, two, number = paid_part().parcel, paid_part().parcel, article()
    return Pair(
        lambda: actions.send_by_post(one, article=number, by=BY),
        lambda: actions.send_by_post(two, article=number, by=BY),
        lambda: Parcel.objects.filter(article=number).count(),
    )


@race(actions.post_delivered)
def the_post_tells_twice() -> Pair:
    one = posted_part().parcel
    return twice(lambda row: actions.post_delivered(row, by=BY), one, counted=told("delivery.post_delivered", one))


@race(actions.plan_round, "delivery.wrong_parcel_state")
def two_people_plan_one_parcel() -> Pair:
    one, two, first, second = parcel(), parcel(), rider(), rider()
    theirs = Round.objects.filter(rider__in=(first, second))
    return Pair(
        given(lambda row: plan(first, row), one),
        given(lambda row, other: plan(second, other, row), one, two),
        theirs.count,
    )


@race(actions.plan_round, "delivery.wrong_parcel_state", always=False)
def a_round_is_planned_while_an_order_is_cancelled() -> Pair:
    one, who = parcel(), rider()

    def agree() -> bool:
        return read(one.part).state == "cancelled" and told("orders.cancelled", one.part)() == 1

    return Pair(
        given(lambda row: plan(who, row), one),
        given(lambda row: orders.cancel(row, reason="late", by=BY), one.part),
        agree,
        once=True,
    )


@race(actions.drop_round, "delivery.wrong_round_state")
def dropped_twice() -> Pair:
    round = make_round(parcel(), started=False)
    return twice(lambda row: actions.drop_round(row, by=BY), round, counted=told("delivery.round_dropped", round))


@race(actions.drop_round, "delivery.wrong_round_state")
def dropped_and_started() -> Pair:
    one = parcel()
    round = make_round(one, started=False)

    def agree() -> bool:
        now = read(one)
        return (now.state, now.round_id) in {("out", round.pk), ("packed", None)}

    return Pair(
        given(lambda row: actions.drop_round(row, by=BY), round),
        given(lambda row: actions.start_round(row, by=BY), round),
        agree,
        once=True,
    )


@race(actions.take_from_round)
def the_last_two_parcels_are_taken_out() -> Pair:
    one, two = parcel(), parcel()
    round = make_round(one, two, started=False)
    return Pair(
        given(lambda row: actions.take_from_round(row, by=BY), one),
        given(lambda row: actions.take_from_round(row, by=BY), two),
        lambda: (Round.objects.filter(pk=round.pk).count(), told("delivery.taken_from_round", one)()),
        once=(0, 1),
    )


@race(actions.take_from_round, "delivery.wrong_round_state", "delivery.wrong_parcel_state")
def taken_out_while_it_is_dropped() -> Pair:
    one = parcel()
    round = make_round(one, started=False)
    return Pair(
        given(lambda row: actions.take_from_round(row, by=BY), one),
        given(lambda row: actions.drop_round(row, by=BY), round),
        told("delivery.round_dropped", round),
    )


@race(actions.start_round)
def started_twice() -> Pair:
    one, two = parcel(), parcel()
    round = make_round(two, one, started=False)
    return twice(lambda row: actions.start_round(row, by=BY), round, counted=told("delivery.round_started", round))


@race(actions.start_round, "delivery.wrong_parcel_state")
def started_while_its_parcel_is_planned_anew() -> Pair:
    one, who = parcel(), rider()
    round = make_round(one, started=False)
    return Pair(
        given(lambda row: actions.start_round(row, by=BY), round),
        given(lambda row: plan(who, row), one),
        lambda: (read(one).state, read(one).round_id),
        once=("out", round.pk),
    )


@race(actions.end_round)
def ended_twice() -> Pair:
    round = parcel("delivered").round
    assert round is not None
    return twice(lambda row: actions.end_round(row, by=BY), round, counted=told("delivery.round_ended", round))


@race(actions.end_round, "delivery.parcels_still_out", always=False)
def ended_while_the_last_is_handed_over() -> Pair:
    one = parcel("on_the_way")
    return Pair(
        given(lambda row: actions.hand_over(row, code=row.code, collected_paise=row.collect_paise, by=BY), one),
        given(lambda row: actions.end_round(row, by=BY), Round.objects.get(parcels=one)),
        lambda: Round.objects.get(parcels=one).cash_paise,
        once=one.collect_paise,
    )


@race(actions.close_round, "delivery.round_closed")
def two_people_count_two_sums() -> Pair:
    one = parcel("delivered")
    assert one.round is not None
    round, cash = actions.end_round(one.round, by=BY), one.collect_paise
    return Pair(
        given(lambda row: actions.close_round(row, counted_paise=cash, by=BY), round),
        given(lambda row: actions.close_round(row, counted_paise=cash - 100, by=BY), round),
        told("delivery.round_closed", round),
    )


@race(actions.set_zone)
def a_zone_is_set_twice() -> Pair:
    mart, place = make_mart(), make_place("district", f"District {number()}")
    return Pair(
        lambda: actions.set_zone(mart, place=place, carrier="own", days=2, charge_paise=4000, by=BY),
        lambda: actions.set_zone(mart, place=place, carrier="own", days=3, charge_paise=5000, by=BY),
        lambda: Zone.objects.filter(mart=mart, place=place).count(),
    )


def asked_for() -> Wish:
    lines = [Wanted(make_stocked())]
    who = {"phone": "9876543210", "name": "Asha Rao", "pin": "411038", "language": "hi"}
    return actions.wish(make_mart(), lines=lines, key=f"k{number()}", by=BY, **who)


@race(actions.answer_wish, "core.answered")
def a_wish_is_answered_twice() -> Pair:
    one = asked_for()
    return Pair(
        given(lambda row: actions.answer_wish(row, answer="By truck", by=BY), one),
        given(lambda row: actions.answer_wish(row, answer="Not at all", by=BY), one),
        told("delivery.wish_answered", one),
    )


@race(actions.remove_zone)
def a_zone_is_taken_away_twice() -> Pair:
    mart = make_mart(f"m{number()}")
    zone = actions.set_zone(mart, place=None, carrier="own", days=2, charge_paise=4000, by=BY)
    actions.set_zone(mart, place=mart.place, carrier="own", days=2, charge_paise=4000, by=BY)
    return twice(lambda row: actions.remove_zone(row, by=BY), zone, counted=told("delivery.zone_removed", zone))
