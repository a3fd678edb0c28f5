"""Duties ahead of time, told once a stage, and papers days: turns, who came, who goes on the next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from haat.core.dates import today
from haat.core.models import Event
from haat.makers import actions as makers
from haat.makers.models import Document, Maker
from haat.makers.queries import seen_now
from haat.messages.models import Message
from haat.paperwork import actions, jobs
from haat.paperwork.board import board
from haat.paperwork.models import Camp, Duty, Road
from haat.paperwork.queries import coming_camps, lacking
from haat.paperwork.roads import road_of
from tests.make import BY, make_accountant, make_maker, make_mart, make_organisation, make_seller, number
from tests.make_paperwork import ONE, OTHER, make_camp, make_road, make_turn
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def accepted(maker, kind="fssai", number="22026123000456", **days):
    document = makers.give_document(maker, kind=kind, number=number, by=ONE, **days)
    return makers.decide_document(document, accept=True, by=OTHER)


def test_a_day_is_found_once_and_told_once_a_stage():
    maker = make_maker()
    accepted(maker, valid_until=today() + timedelta(days=25))
    for _time in range(2):
        jobs.watch()
    duty = Duty.objects.get()
    assert (duty.day, duty.told, Message.objects.filter(template="paper_due").count()) == (
        today() + timedelta(days=25), 30, 1,
    )  # fmt: skip
    Document.objects.filter(kind="fssai").update(valid_until=today() + timedelta(days=6))
    Duty.objects.update(day=today() + timedelta(days=6))
    for _time in range(2):
        jobs.watch()
    assert (Duty.objects.get().told, Message.objects.filter(template="paper_due").count()) == (7, 2)
    with refused("paperwork.renewed_by_paper"):
        actions.meet_duty(duty, by=ONE)
    assert make_road(maker).state == "making"  # it may be renewed
    Document.objects.filter(kind="fssai").update(valid_until=today() + timedelta(days=365))
    actions.find_duties()
    assert Duty.objects.get().done_at is not None


def test_a_yearly_fee_is_done_with_its_receipt():
    maker = make_maker()
    accepted(maker, valid_from=today() - timedelta(days=330))
    actions.find_duties()
    duty = Duty.objects.get()
    for _time in range(2):
        actions.meet_duty(duty, receipt="ab 12345678", by=ONE)
    (event,) = Event.objects.filter(kind="paperwork.duty_met")
    assert (Duty.objects.get().receipt, "12345678" in str(event.data)) == ("AB12345678", False)
    assert (actions.find_duties(), actions.tell_duty(Duty.objects.get())) == (0, False)
    with refused("paperwork.too_long", field="receipt"):
        actions.meet_duty(duty, receipt="9" * 41, by=ONE)


def test_a_duty_before_its_window_waits():
    duty = Duty.objects.create(
        mart=make_mart(),
        maker=(maker := make_maker()),
        document=accepted(maker),
        kind="iec",
        day=today() + timedelta(days=50),
        opens=today() + timedelta(days=3),
    )
    with refused("paperwork.not_due_yet"):
        actions.meet_duty(duty, by=ONE)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"where": " "}, "where"), ({"kinds": []}, "kinds"), ({"most": 0}, "most"), ({"most": 61}, "most")],
)
def test_a_day_without_what_it_needs_is_refused(wrong, field):
    with refused(f"paperwork.bad_camp_{field}", field=field):
        make_camp(make_maker(), **wrong)


def test_a_day_from_plan_to_end():
    maker, second, third = make_maker(), make_maker("Second"), make_maker("Third")
    camp = make_camp(maker, most=2, key="one")
    assert make_camp(maker, most=2, key="one") == camp
    with refused("paperwork.bad_camp_day"):
        make_camp(maker, day=today() - timedelta(days=1))
    assert actions.give_turns(camp, makers=[maker, second], by=BY) == 2
    assert actions.give_turns(camp, makers=[maker, second], by=BY) == 0
    with refused("paperwork.camp_full"):
        actions.give_turns(camp, makers=[third], by=BY)
    assert [actions.tell_camp(camp, by=BY) for _time in range(2)] == [2, 0]
    assert Message.objects.filter(template="papers_day").count() == 2
    turn = camp.turns.get(maker=maker)
    for deed in (actions.check_in, actions.call_up, actions.see_off):
        for _time in range(2):
            deed(turn, by=BY)
    assert [Event.objects.filter(kind=f"paperwork.{kind}").count() for kind in ("came", "called", "seen")] == [1, 1, 1]
    with refused("paperwork.came_already"):
        actions.take_off(turn, by=BY)
    later = make_camp(maker, day=today() + timedelta(days=7))
    with refused("paperwork.camp_not_over"):
        actions.end_camp(later, by=BY)
    for _time in range(2):
        actions.end_camp(camp, next_camp=later, by=BY)
    assert [row.maker for row in later.turns.all()] == [second]
    assert camp.turns.get(maker=second).next_camp == later
    with refused("paperwork.camp_ended"):
        actions.check_in(turn, by=BY)
    assert Event.objects.get(kind="paperwork.camp_ended").data == {"came": 1, "missed": 1}


def test_a_day_that_does_not_take_place_is_told_to_who_was_told_of_it():
    maker, second = make_maker(), make_maker("Second")
    camp = make_turn(maker).camp
    actions.tell_camp(camp, by=BY)
    actions.give_turns(camp, makers=[second], by=BY)
    assert [actions.call_off_camp(camp, by=BY) for _time in range(2)] == [1, 0]
    assert list(Message.objects.filter(template="papers_day_off").values_list("phone", flat=True)) == [maker.phone]
    assert [event.data for event in Event.objects.filter(kind="paperwork.camp_called_off")] == [{"makers": 1}]
    assert not coming_camps(Camp.objects.all()).exists()
    with refused("paperwork.camp_ended"):
        actions.give_turns(camp, makers=[make_maker("Third")], by=BY)


def test_a_day_on_which_somebody_came_or_that_is_over_is_not_called_off():
    turn = make_turn(make_maker())
    actions.check_in(turn, by=BY)
    with refused("paperwork.came_already"):
        actions.call_off_camp(turn.camp, by=BY)
    actions.end_camp(turn.camp, by=BY)
    with refused("paperwork.camp_ended"):
        actions.call_off_camp(turn.camp, by=BY)
    missed = make_turn(make_maker("Second")).camp
    actions.tell_camp(missed, by=BY)
    Camp.objects.filter(pk=missed.pk).update(day=today() - timedelta(days=1))
    assert actions.call_off_camp(missed, by=BY) == 0
    assert not Message.objects.filter(template="papers_day_off").exists()


def test_who_does_not_come_is_taken_off_once():
    turn = make_turn(make_maker())
    assert [actions.take_off(turn, by=BY) for _time in range(2)] == [True, False]


def test_board_asks_the_same_for_two_and_for_nine(django_assert_max_num_queries):
    maker = make_maker()
    camp = make_camp(maker, most=20)
    for turn in range(2):
        if turn:
            makers_ = [make_maker(f"Group {number()}") for _each in range(7)]
            actions.give_turns(camp, makers=makers_, by=BY)
        else:
            actions.give_turns(camp, makers=[maker, make_maker("Second")], by=BY)
        with django_assert_max_num_queries(9):
            found = board(Camp.objects.get(pk=camp.pk), Maker.objects.all())
        assert len(found.rows) == (9 if turn else 2)
    assert found.asked >= found.kept > 0
    assert sum(n for _state, n, _start in found.bar) == found.asked


def test_a_day_far_away_or_over_is_refused():
    maker = make_maker()
    with refused("paperwork.bad_camp_far", field="day"):
        make_camp(maker, day=date.max)
    over, now = make_turn(maker).camp, make_camp(maker)
    Camp.objects.filter(pk=over.pk).update(day=today() - timedelta(days=1))
    with refused("paperwork.camp_ended"):
        actions.tell_camp(over, by=BY)
    over.refresh_from_db()
    with refused("paperwork.bad_camp_day"):
        actions.end_camp(now, next_camp=over, by=BY)
    assert (Message.objects.count(), over.turns.count()) == (0, 1)


def test_who_is_given_a_turn_later_is_told_alone():
    maker, second = make_maker(), make_maker("Second")
    camp = make_turn(maker).camp
    told = [actions.tell_camp(camp, by=BY)]
    actions.give_turns(camp, makers=[second], by=BY)
    told += [actions.tell_camp(camp, by=BY), actions.tell_camp(camp, by=BY)]
    assert told == [1, 1, 0]
    assert [event.data for event in Event.objects.filter(kind="paperwork.camp_told")] == [{"makers": 1}, {"makers": 1}]


def test_a_federations_day_is_told_to_who_keeps_its_accounts():
    mart = make_mart()
    federation = make_organisation(mart)
    seller = make_seller(mart, organisation=federation)
    until = today() + timedelta(days=25)
    paper = makers.give_seller_paper(seller, kind="khadi_mark", number="K 1", valid_until=until, by=ONE)
    makers.decide_seller_paper(paper, accept=True, by=OTHER)
    jobs.watch()
    assert (Duty.objects.get().told, Event.objects.filter(kind="paperwork.duty_near").count()) == (0, 0)
    keeper = make_accountant(federation)
    for _time in range(2):
        jobs.watch()
    message = Message.objects.get(template="paper_due")
    assert (message.user_id, message.phone, message.link) == (keeper.pk, keeper.phone, "/office/paperwork/duties/")
    assert Duty.objects.get().told == 30


def test_nobody_is_said_to_be_told_who_has_no_phone():
    maker = make_maker()
    accepted(maker, valid_until=today() + timedelta(days=25))
    Maker.objects.update(phone="")
    jobs.watch()
    assert (Duty.objects.get().told, Event.objects.filter(kind="paperwork.duty_near").count()) == (0, 0)


def test_a_paper_from_the_last_year_there_is_stops_nobody_elses_days():
    accepted(make_maker("Far"), number="22026123000457", valid_from=date.max)
    accepted(make_maker(), valid_from=today() - timedelta(days=330))
    assert actions.find_duties() == 1


def test_what_was_granted_and_has_run_out_is_lacking_again():
    maker = make_maker()
    road = make_road(maker, "silk_mark")
    actions.write_number(road, number="SM1", valid_until=today(), by=ONE)
    held = Road.objects.select_related("document").get()
    actions.check_number(held, accept=True, seen=seen_now(held.document), by=OTHER)
    rows = lacking(Maker.objects.all(), replace(road_of("silk_mark"), asked="all"))
    assert list(rows) == []
    Document.objects.filter(kind="silk_mark").update(valid_until=today() - timedelta(days=1))
    assert list(rows.all()) == [maker]
