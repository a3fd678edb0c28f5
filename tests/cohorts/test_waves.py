"""Stages are reached by facts, never by ticks; who waits is stuck from the day the plan says; waves begin and end."""

from datetime import timedelta

import pytest

from haat.cli.command import main
from haat.cohorts import actions
from haat.cohorts.choosing import Choice, choice_of, chosen_rows, fit
from haat.cohorts.doctor import costs_are_told, seats_are_as_reckoned, seats_fit_their_wave, stands_follow
from haat.cohorts.models import Cohort, Cost, Seat
from haat.cohorts.queries import by_kind, cohort_at, conditions_of, far, stuck_within
from haat.cohorts.rules import MOST_DAYS, STAGES, check_plan, stand, usual_plan
from haat.core import worker
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.models import Event
from haat.learning import actions as learning
from haat.learning.queries import lesson_of
from haat.makers import actions as makers
from haat.makers.models import Maker
from haat.roster import actions as roster
from haat.roster.models import Group
from tests.cohorts.waves import earlier, enrolled, make_wave, plan, seat_of
from tests.make import (
    BY,
    make_block,
    make_mart,
    make_organisation,
    make_own_mart,
    make_part,
    make_pin,
    make_stocked,
    make_village,
)
from tests.refusals import refused
from tests.web.office.roster.things import make_group

pytestmark = pytest.mark.django_db


def work():
    while worker.run_due():
        pass


def hers(maker):
    return Actor(user_id=maker.members.get(leads=True).user_id)


def sound():
    """What the doctor finds of waves."""
    checks = (seats_are_as_reckoned, stands_follow, seats_fit_their_wave, costs_are_told)
    return [said for check in checks for said in check()]


def test_stages_are_reached_by_what_happens():
    mart, block = make_mart(), make_block()
    group, maker = enrolled(mart, block)
    wave = make_wave(mart, block)
    seat = seat_of(group)
    assert (seat.survey_on, seat.training_on, seat.stage, seat.lacks) == (today(), None, "training", ["lesson"])
    learning.tell_tried(maker, lesson=lesson_of(mart, "photo"), by=hers(maker))
    work()
    seat.refresh_from_db()
    assert (seat.training_on, seat.stage, seat.lacks) == (today(), "good", ["good"])
    variant = make_stocked(maker)
    parts = [make_part({variant: 1}, state="delivered") for _each in range(2)]
    work()
    seat.refresh_from_db()
    assert (seat.good_on, seat.sale_on, seat.tenth_on, seat.sales) == (today(), today(), None, 2)
    assert seat.papers_on == today()
    assert (seat.stage, seat.lacks) == ("tenth", ["orders"])
    assert parts[0].maker_id == maker.pk
    assert far([wave], mart, mart.place)[wave.pk].reached == (1, 1, 1, 1, 1, 0, 1, 0)
    assert sound() == []


def test_group_that_is_enrolled_later_keeps_its_seat():
    mart, block = make_mart(), make_block()
    make_pin("814149")
    group = make_group(mart, block)
    make_wave(mart, block)
    assert seat_of(group).lacks == ["enrol"]
    names = {"hi": "रानी देवी"}
    maker = roster.enrol_group(group, pin="814149", phone="9431100077", leader_names=names, by=BY)
    work()
    seat = seat_of(group)
    assert (seat.lacks, seat.training_on) == (["lesson"], None)
    assert maker.pk != 0
    learning.tell_tried(maker, lesson=lesson_of(mart, "photo"), by=hers(maker))
    work()
    assert seat_of(group).stage == "good"
    assert sound() == []


def test_papers_are_there_when_nothing_is_missing_and_not_when_one_is_refused():
    mart, block = make_mart(), make_block()
    group, maker = enrolled(mart, block, state=Maker.State.ENROLLED)
    maker.seller.__class__.objects.filter(pk=maker.seller_id).update(pan="", gstin="", enrolment="")
    make_wave(mart, block)
    assert seat_of(group).papers_on is None
    paper = makers.give_document(maker, kind="pan", number="AAAPL1234C", by=BY)
    work()
    assert seat_of(group).papers_on == today()
    makers.decide_document(paper, accept=False, by=BY)
    work()
    assert seat_of(group).papers_on is None
    assert sound() == []


def waits(**reached):
    """What a group waits for that reached these stages, so many days ago."""
    days = dict.fromkeys(STAGES) | {stage: today() - timedelta(days=ago) for stage, ago in reached.items()}
    long_ago = today() - timedelta(days=100)
    return stand(days, usual_plan(long_ago), begun=long_ago, running=True)


@pytest.mark.parametrize(
    ("reached", "stage"),
    [
        ((), "survey"),
        (("survey",), "training"),
        (("survey", "papers"), "training"),
        (("survey", "good"), "papers"),
        (("survey", "good", "papers"), "photos"),
        (("survey", "photos"), "papers"),
        (("live",), "sale"),
        (("survey", "live", "sale", "tenth"), ""),
    ],
)
def test_stage_that_was_left_behind_keeps_nobody(reached, stage):
    assert waits(**dict.fromkeys(reached, 1)).stage == stage


def test_stuck_from_the_plan_or_from_when_it_came_so_far():
    long_ago = today() - timedelta(days=100)
    where = waits(survey=100)
    assert (where.stage, where.stuck_from) == ("training", long_ago + timedelta(days=21))
    where = waits(survey=100, good=1)
    assert (where.stage, where.stuck_from) == ("papers", today() - timedelta(days=1))
    none = stand(dict.fromkeys(STAGES), usual_plan(today()), begun=None, running=False)
    assert (none.stage, none.since, none.stuck_from) == ("survey", None, None)


def test_stuck_groups_are_counted_and_their_coordinator_hears_of_them_once_a_week():
    from haat.messages.models import Message
    from haat.people.models import Role
    from tests.make import make_officer

    mart, block = make_mart(), make_block()
    other = make_block("Palojori")
    coordinator = make_officer(Role.Kind.COORDINATOR, mart=mart, place=block)
    wave = make_wave(mart, block, groups=3)
    assert actions.tell_stuck(mart) == 0
    earlier(wave, 60)
    assert stuck_within(mart, block).count() == 3
    assert stuck_within(mart, other).count() == 0
    assert stuck_within(mart, mart.place, 43).count() == 0
    assert stuck_within(mart, mart.place, 42).count() == 3
    assert actions.tell_stuck(mart) == 1
    assert actions.tell_stuck(mart) == 0
    message = Message.objects.get(template="wave_stuck")
    assert (message.user_id, message.values["count"]) == (coordinator.pk, "3")
    assert "3" in message.body
    assert sound() == []


def test_wave_is_made_once_of_who_fits_and_says_what_is_wrong():
    mart, block = make_mart(), make_block()
    village = make_village("Bhelwa", block=block)
    inside = make_group(mart, block, "Jyoti SHG", place=village, member_count=12)
    make_group(mart, block, "Tara SHG", member_count=5)
    choice = Choice(blocks=(block.pk,), villages=(village.pk,))
    assert (fit(mart, choice).number, fit(mart, choice).villages) == (1, 1)
    assert choice_of(choice.kept()) == choice
    told = {"title": " First  ", "choice": choice, "plan": plan(), "key": "one", "by": BY}
    made = actions.make_cohort(mart, **told)
    assert actions.make_cohort(mart, **told | {"title": "Second"}).pk == made.pk
    assert (made.title, made.state, made.seats.get().group) == ("First", "draft", inside)
    assert Event.objects.filter(kind="cohorts.made").count() == 1
    with refused("cohorts.no_title", field="title"):
        actions.make_cohort(mart, **told | {"title": " \u200b ", "key": "two"})
    with refused("cohorts.nobody_chosen", field="chosen"):
        actions.make_cohort(mart, **told | {"choice": Choice(least=99), "key": "two"})
    with refused("cohorts.others_chosen", field="chosen"):
        actions.make_cohort(mart, **told | {"seen": 2, "key": "two"})
    with refused("cohorts.bad_plan", field="papers"):
        actions.make_cohort(mart, **told | {"plan": {**plan(), "papers": None}, "key": "two"})
    assert Cohort.objects.count() == 1
    assert [row.pk for row in chosen_rows(mart, Choice(most=5), 9)] != [inside.pk]
    assert chosen_rows(mart, Choice(least=6, most=12), 9) == [inside]


def test_too_many_are_refused(monkeypatch):
    monkeypatch.setattr("haat.cohorts.actions.making.MOST_SEATS", 2)
    mart, block = make_mart(), make_block()
    with refused("cohorts.too_many_chosen", field="chosen"):
        make_wave(mart, block, groups=3)
    assert not Cohort.objects.exists()


def test_plan_goes_forwards_and_ends_in_three_years():
    good = plan()
    assert check_plan(good) == good
    with refused("cohorts.bad_plan", field="training"):
        check_plan({**good, "training": good["survey"] - timedelta(days=1)})
    with refused("cohorts.bad_plan", field="tenth"):
        check_plan({**good, "tenth": good["survey"] + timedelta(days=MOST_DAYS + 1)})
    assert check_plan(dict.fromkeys(STAGES, today()))["tenth"] == today()


def test_choice_by_federation_sells_artisans_and_craft():
    mart, block = make_mart(), make_block()
    federation = make_organisation(mart=mart)
    under, maker = enrolled(mart, block)
    Group.objects.filter(pk=under.pk).update(organisation=federation, stage="sells")
    make_group(mart, block, "Tara SHG")
    artisan = make_stocked(None).good.maker
    Maker.objects.filter(pk=artisan.pk).update(kind=Maker.Kind.ARTISAN)
    craft = artisan.goods.get().craft.slug
    assert chosen_rows(mart, Choice(organisation=federation.pk), 9) == [under]
    assert under not in chosen_rows(mart, Choice(far="not"), 9)
    assert chosen_rows(mart, Choice(far="sells"), 9) == [under]
    assert chosen_rows(mart, Choice(who="artisan", craft=craft), 9) == [artisan]
    assert chosen_rows(mart, Choice(who="artisan", craft=craft, far="not"), 9) == []
    assert chosen_rows(mart, Choice(craft=craft), 9) == []
    assert maker.pk != artisan.pk
    wave = make_wave(mart, block, choice=Choice(who="artisan"))
    assert seat_of(artisan).cohort == wave
    assert chosen_rows(mart, Choice(who="artisan"), 9) == []
    assert sound() == []


def test_group_is_in_one_running_wave():
    mart, block = make_mart(), make_block()
    first = make_wave(mart, block, groups=2, begun=False)
    second = make_wave(mart, block, groups=1, begun=False)
    assert second.seats.count() == 3
    actions.begin_cohort(first, by=BY)
    assert actions.begin_cohort(first, by=BY).begun_on == today()
    actions.begin_cohort(second, by=BY)
    assert (first.seats.filter(open=True).count(), second.seats.filter(open=True).count()) == (2, 1)
    assert second.seats.filter(left_why="elsewhere", left_on=today()).count() == 2
    told = Event.objects.get(kind="cohorts.begun", subject_id=second.pk).data
    assert (told["groups"], told["elsewhere"]) == (1, 2)
    actions.end_cohort(first, by=BY)
    actions.end_cohort(first, by=BY)
    assert Event.objects.filter(kind="cohorts.ended").count() == 1
    assert fit(mart, Choice()).number == 2
    with refused("cohorts.not_so"):
        actions.begin_cohort(first, by=BY)
    with refused("cohorts.not_so"):
        actions.take_out(first.seats.first(), by=BY)
    assert sound() == []


def test_wave_all_of_whose_groups_are_elsewhere_does_not_begin():
    mart, block = make_mart(), make_block()
    first, second = make_wave(mart, block, groups=1, begun=False), make_wave(mart, block, begun=False)
    actions.begin_cohort(first, by=BY)
    with refused("cohorts.all_elsewhere"):
        actions.begin_cohort(second, by=BY)
    second.refresh_from_db()
    assert (second.state, second.seats.get().left_on) == ("draft", None)


def test_plan_is_changed_by_who_has_seen_it():
    mart, block = make_mart(), make_block()
    wave = make_wave(mart, block, groups=1)
    later = plan(today() + timedelta(days=30))
    told = {"title": "Sarath", "plan": later, "budget_paise": 24_000_000, "by": BY}
    changed = actions.change_cohort(wave, seen=wave.turn, **told)
    assert (changed.title, changed.turn, changed.seats.get().stuck_from) == ("Sarath", wave.turn + 1, later["training"])
    assert actions.change_cohort(wave, seen=wave.turn, **told).turn == changed.turn
    with refused("cohorts.changed_since"):
        actions.change_cohort(wave, seen=wave.turn, **told | {"title": "Other"})
    after = Event.objects.get(kind="cohorts.changed").data["after"]
    assert (after["title"], after["budget_paise"]) == ("Sarath", 24_000_000)
    assert sound() == []


def test_group_leaves_and_is_noted():
    mart, block = make_mart(), make_block()
    make_wave(mart, block, groups=2)
    first, second = Seat.objects.order_by("pk")
    for _turn in range(2):
        actions.note_why(first, reason=" The bank asks again ", step="Visit", whose="bank", by=BY)
    assert Event.objects.filter(kind="cohorts.noted").count() == 1
    assert Seat.objects.get(pk=first.pk).reason == "The bank asks again"
    with refused("cohorts.no_reason", field="reason"):
        actions.note_why(first, reason="  ", by=BY)
    assert actions.note_why(first, reason="x" * 900, whose="nobody", by=BY).whose == ""
    actions.take_out(second, by=BY)
    with refused("cohorts.left_already"):
        actions.take_out(second, by=BY)
    with refused("cohorts.left_already"):
        actions.note_why(second, reason="x", by=BY)
    assert fit(mart, Choice()).number == 1
    assert sound() == []


def test_merged_group_goes_on_as_the_one_it_is_or_gives_its_seat_up():
    mart, block = make_mart(), make_block()
    gone = make_group(mart, block, "Jyoti SHG")
    make_wave(mart, block)
    kept = make_group(mart, block, "Jyoti group")
    roster.merge_groups(kept, gone, by=BY)
    work()
    assert seat_of(kept).open
    again = make_group(mart, block, "Jyothi SHG")
    make_wave(mart, block, choice=Choice(least=0))
    roster.merge_groups(kept, again, by=BY)
    work()
    seat = seat_of(again)
    assert (seat.open, seat.left_why) == (False, "same")
    assert sound() == []


def test_costs_are_written_once_struck_once_and_told():
    mart, block = make_mart(), make_block()
    wave = make_wave(mart, block, groups=1)
    told = {"kind": "travel", "amount_paise": 120_50, "day": today(), "by": BY}
    for _turn in range(2):
        cost = actions.write_cost(wave, key="bill", **told)
    actions.write_cost(wave, key="other", **told | {"kind": "training"})
    assert by_kind(cohort_at(mart, mart.place).get(pk=wave.pk).bills) == {"travel": 120_50, "training": 120_50}
    for _turn in range(2):
        actions.strike_cost(cost, by=BY)
    assert by_kind(cohort_at(mart, mart.place).get(pk=wave.pk).bills) == {"training": 120_50}
    assert Event.objects.filter(kind="cohorts.cost_struck").count() == 1
    for field, bad in (
        ("amount", {"amount_paise": 0}),
        ("day", {"day": today() + timedelta(days=1)}),
        ("kind", {"kind": "x"}),
    ):
        with refused("cohorts.bad_cost", field=field):
            actions.write_cost(wave, key="bad", **told | bad)
    assert sound() == []
    Cost.objects.filter(pk=cost.pk).update(struck_at=None)
    assert sound() != []


def test_wave_is_copied_once_it_works():
    mart, block = make_mart(), make_block()
    group, maker = enrolled(mart, block)
    wave = make_wave(mart, block)
    make_group(mart, make_block("Palojori"), "Tara SHG")
    with refused("cohorts.not_yet_working"):
        make_wave(mart, make_block("Palojori"), copied=wave)
    Seat.objects.filter(group=group).update(live_on=today(), sale_on=today())
    assert all(each.met for each in conditions_of(wave))
    assert make_wave(mart, make_block("Palojori"), copied=wave).copied == wave
    assert maker.pk


def test_one_mart_knows_nothing_of_another():
    mart, other = make_mart(), make_own_mart()
    make_group(mart, make_block(), "Tara SHG")
    assert fit(other, Choice()).number == 0
    wave = make_wave(mart, make_block())
    assert not cohort_at(other, other.place).filter(pk=wave.pk).exists()


@pytest.mark.parametrize("groups", [3, 40])
def test_following_costs_so_many_statements_however_many_seats(groups, django_assert_max_num_queries):
    mart, block = make_mart(), make_block()
    for at in range(groups):
        make_stocked(enrolled(mart, block, f"Group {at}")[1])
    wave = make_wave(mart, block)
    with django_assert_max_num_queries(22):
        actions.follow_cohort(wave)


def test_rebuild_makes_every_seat_anew(capsys):
    mart, block = make_mart(), make_block()
    make_wave(mart, block, groups=2)
    Seat.objects.update(training_on=today(), stage="good")
    assert sound() != []
    assert main(["rebuild", "cohorts"]) == 0
    assert capsys.readouterr().out == "2 rows\n"
    assert sound() == []


def test_wave_that_everybody_left_says_so_and_does_not_begin():
    wave = make_wave(make_mart(), make_block(), groups=1, begun=False)
    actions.take_out(wave.seats.get(), by=BY)
    with refused("cohorts.nobody_left"):
        actions.begin_cohort(wave, by=BY)
