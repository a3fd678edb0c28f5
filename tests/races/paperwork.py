"""Papers on their way, worked on by two at once; each trial in a mart of its own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from haat.core.dates import today
from haat.core.models import Event
from haat.makers import actions as makers
from haat.makers.models import Maker
from haat.makers.queries import seen_now
from haat.messages.models import Message
from haat.paperwork import actions
from haat.paperwork.models import Camp, Duty, Road, Turn
from tests.make import BY, make_maker, make_organisation, make_own_mart, make_seller, number
from tests.make_paperwork import ONE, OTHER, make_camp, make_road
from tests.races.race import Pair, given, race, told, twice


def its_own() -> Maker:
    mart = make_own_mart()
    return make_maker(f"Group {number()}", mart=mart)


def fssai() -> str:
    return f"220261{number():08d}"[:14]


def on_road(kind: str = "fssai", **more: Any) -> Road:
    return make_road(its_own(), kind, **more)


def of_maker(maker: Maker, **more: Any) -> Callable[[], int]:
    return Road.objects.filter(maker=maker, **more).count


@race(actions.begin_road)
def a_road_is_begun_twice() -> Pair:
    maker = its_own()
    return twice(lambda row: actions.begin_road(row, kind="fssai", by=BY), maker, counted=of_maker(maker))


@race(actions.begin_for_seller)
def a_federations_road_is_begun_twice() -> Pair:
    mart = make_own_mart()
    seller = make_seller(mart, organisation=make_organisation(mart))
    rows = Road.objects.filter(seller=seller)
    return twice(lambda row: actions.begin_for_seller(row, kind="khadi_mark", by=BY), seller, counted=rows.count)


@race(actions.begin_roads)
def two_begin_the_same_for_many() -> Pair:
    maker = its_own()
    return twice(lambda row: actions.begin_roads([row], kind="fssai", by=BY), maker, counted=of_maker(maker))


@race(actions.tick)
def two_tick_the_same() -> Pair:
    road = on_road()
    return twice(lambda row: actions.tick(row, what="need:photos", by=BY), road, counted=told("paperwork.ticked", road))


@race(actions.untick)
def two_take_a_tick_back() -> Pair:
    road = on_road()
    actions.tick(road, what="need:photos", by=BY)
    return twice(
        lambda row: actions.untick(row, what="need:photos", by=BY), road, counted=told("paperwork.unticked", road)
    )


@race(actions.note_lacking)
def two_say_what_lacks() -> Pair:
    road = on_road()
    return twice(
        lambda row: actions.note_lacking(row, need="water", by=BY), road, counted=told("paperwork.lacking", road)
    )


@race(actions.fill_form)
def two_write_the_same_answer() -> Pair:
    road = on_road()
    return twice(
        lambda row: actions.fill_form(row, answers={"water": "well"}, by=BY),
        road,
        counted=told("paperwork.filled", road),
    )


@race(actions.note_printed)
def two_print_the_form() -> Pair:
    road = on_road()
    return twice(
        lambda row: actions.note_printed(row, sheet="form", by=BY),
        road,
        counted=told("paperwork.printed", road),
        once=2,
    )


@race(actions.note_applied)
def two_note_the_same_application() -> Pair:
    road = on_road()
    return twice(
        lambda row: actions.note_applied(row, where="FoSCoS", day=today(), by=BY),
        road,
        counted=told("paperwork.applied", road),
    )


@race(actions.note_refused)
def two_note_the_same_refusal() -> Pair:
    road = on_road()
    actions.note_applied(road, where="FoSCoS", day=today(), by=BY)
    return twice(
        lambda row: actions.note_refused(row, reason="photo", by=BY), road, counted=told("paperwork.refused", road)
    )


@race(actions.end_road)
def two_end_a_road() -> Pair:
    road = on_road()
    return twice(
        lambda row: actions.end_road(row, how="federation", by=BY), road, counted=told("paperwork.ended", road)
    )


@race(actions.write_number)
def two_write_the_same_number() -> Pair:
    road, digits = on_road(), fssai()
    return twice(
        lambda row: actions.write_number(row, number=digits, by=ONE),
        road,
        counted=told("paperwork.number_written", road),
    )


def written() -> tuple[Road, str]:
    road = on_road()
    actions.write_number(road, number=fssai(), by=ONE)
    found = Road.objects.select_related("document").get(pk=road.pk)
    assert found.document is not None
    return found, seen_now(found.document)


@race(actions.check_number)
def two_read_the_number() -> Pair:
    road, seen = written()
    return twice(
        lambda row: actions.check_number(row, accept=True, seen=seen, by=OTHER),
        road,
        counted=told("paperwork.granted", road),
    )


@race(actions.note_shown)
def two_are_shown_a_card() -> Pair:
    maker = its_own()
    road = make_road(maker, "pan_person", member=maker.members.get())
    return twice(lambda row: actions.note_shown(row, by=BY), road, counted=told("paperwork.granted", road))


@race(actions.hear_given)
def a_paper_given_elsewhere_is_heard_twice() -> Pair:
    road = on_road()
    assert road.maker is not None
    document = makers.give_document(road.maker, kind="fssai", number=fssai(), by=ONE)
    return twice(lambda row: actions.hear_given(row, by=ONE), document, counted=told("paperwork.number_written", road))


@race(actions.hear_decided)
def a_decision_elsewhere_is_heard_twice() -> Pair:
    road, _seen = written()
    assert road.document is not None
    makers.decide_document(road.document, accept=True, by=OTHER)
    return twice(
        lambda row: actions.hear_decided(row, accepted=True, by=OTHER),
        road.document,
        counted=told("paperwork.granted", road),
    )


@race(actions.hear_bank)
def a_confirmed_account_is_heard_twice() -> Pair:
    maker = its_own()
    road = Road.objects.create(mart=maker.mart, maker=maker, kind="passbook")
    return twice(
        lambda row: actions.hear_bank(row, confirmed=True, by=OTHER), maker, counted=told("paperwork.granted", road)
    )


@race(actions.hand_over_roads)
def roads_are_handed_over_twice() -> Pair:
    gone = its_own()
    kept = make_maker(f"Group {number()}", mart=gone.mart)
    road = make_road(gone)
    return twice(
        lambda row, to: actions.hand_over_roads(row, to=to, by=BY),
        gone,
        kept,
        counted=told("paperwork.handed_over", road),
    )


@race(actions.give_back_roads)
def roads_are_given_back_twice() -> Pair:
    gone = its_own()
    kept = make_maker(f"Group {number()}", mart=gone.mart)
    road = make_road(gone)
    actions.hand_over_roads(gone, to=kept, by=BY)
    return twice(
        lambda row, to: actions.give_back_roads(row, kept=to, by=BY),
        gone,
        kept,
        counted=told("paperwork.handed_over", road),
        once=2,
    )


def near_duty() -> Duty:
    maker = its_own()
    paper = makers.give_document(maker, kind="fssai", number=fssai(), valid_from=today() - timedelta(days=345), by=ONE)
    makers.decide_document(paper, accept=True, by=OTHER)
    return Duty.objects.create(
        mart=maker.mart, maker=maker, document=paper, kind="fssai", day=today() + timedelta(days=20)
    )


@race(actions.tell_duty)
def two_tell_of_a_day() -> Pair:
    duty = near_duty()
    cause = f"duty:{duty.pk}:30"
    return twice(actions.tell_duty, duty, counted=lambda: Message.objects.filter(cause=cause).count())


@race(actions.meet_duty)
def two_do_a_duty() -> Pair:
    duty = near_duty()
    return twice(
        lambda row: actions.meet_duty(row, receipt="R1", by=BY), duty, counted=told("paperwork.duty_met", duty)
    )


@race(actions.plan_camp)
def one_day_is_planned_twice() -> Pair:
    maker, key = its_own(), f"k{number()}"
    return twice(lambda row: make_camp(row, key=key), maker, counted=Camp.objects.filter(key=key).count)


@race(actions.give_turns)
def two_give_the_last_turn() -> Pair:
    maker = its_own()
    camp = make_camp(maker, most=1)
    return twice(
        lambda row: actions.give_turns(row, makers=[maker], by=BY), camp, counted=Turn.objects.filter(camp=camp).count
    )


@race(actions.give_turns, "paperwork.camp_full")
def two_makers_want_the_last_turn() -> Pair:
    maker = its_own()
    other, camp = make_maker(f"Group {number()}", mart=maker.mart), make_camp(maker, most=1)
    first = given(lambda row: actions.give_turns(row, makers=[maker], by=BY), camp)
    second = given(lambda row: actions.give_turns(row, makers=[other], by=BY), camp)
    return Pair(first, second, Turn.objects.filter(camp=camp).count)


def turn_of() -> Turn:
    maker = its_own()
    camp = make_camp(maker)
    actions.give_turns(camp, makers=[maker], by=BY)
    return camp.turns.get()


def told_of(kind: str, turn: Turn) -> Callable[[], int]:
    return lambda: Event.objects.filter(kind=kind, subject_id=turn.camp_id).count()


@race(actions.take_off)
def two_take_a_turn_off() -> Pair:
    turn = turn_of()
    return twice(lambda row: actions.take_off(row, by=BY), turn, counted=told_of("paperwork.turn_taken_off", turn))


@race(actions.tell_camp)
def two_tell_of_a_papers_day() -> Pair:
    turn = turn_of()
    return twice(lambda row: actions.tell_camp(row, by=BY), turn.camp, counted=told_of("paperwork.camp_told", turn))


@race(actions.check_in)
def two_note_who_came() -> Pair:
    turn = turn_of()
    return twice(lambda row: actions.check_in(row, by=BY), turn, counted=told_of("paperwork.came", turn))


@race(actions.call_up)
def two_call_the_same() -> Pair:
    turn = turn_of()
    return twice(lambda row: actions.call_up(row, by=BY), turn, counted=told_of("paperwork.called", turn))


@race(actions.see_off)
def two_see_off_the_same() -> Pair:
    turn = turn_of()
    return twice(lambda row: actions.see_off(row, by=BY), turn, counted=told_of("paperwork.seen", turn))


@race(actions.call_off_camp)
def two_call_a_papers_day_off() -> Pair:
    turn = turn_of()
    told = told_of("paperwork.camp_called_off", turn)
    return twice(lambda row: actions.call_off_camp(row, by=BY), turn.camp, counted=told)


@race(actions.end_camp)
def two_end_a_papers_day() -> Pair:
    turn = turn_of()
    return twice(lambda row: actions.end_camp(row, by=BY), turn.camp, counted=told_of("paperwork.camp_ended", turn))
