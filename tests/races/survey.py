"""Finds told, decided on and taken back by two at once."""

import dataclasses
from datetime import timedelta

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.voices import Voice
from haat.makers.models import Maker
from haat.survey import actions
from haat.survey.models import ClosedHouse, Find, FindFile, NoticeVoice, Walk
from tests.make import BY, make_mart, make_own_mart, make_pin, number
from tests.make_survey import SOUND, make_find, make_village, make_worker, sound_file, told
from tests.races.race import Pair, given, race, twice
from tests.races.race import told as said


def found(**more: object) -> Find:
    return make_find(phone=f"98{number():08d}", **more)


@race(actions.tell_find)
def one_find_is_told_twice() -> Pair:
    mart, one = make_mart(), told(phone=f"98{number():08d}")
    tell = given(lambda row: actions.tell_find(row, told=one, by=BY), mart)
    return Pair(tell, tell, lambda: Find.objects.filter(key=one.key).count())


@race(actions.tell_find, "survey.told_otherwise")
def two_phones_tell_other_words_under_one_key() -> Pair:
    mart, one = make_mart(), told(phone=f"98{number():08d}")
    other = dataclasses.replace(one, name="Salomi Kisku")
    return Pair(
        given(lambda row: actions.tell_find(row, told=one, by=BY), mart),
        given(lambda row: actions.tell_find(row, told=other, by=Actor(2)), mart),
        lambda: Find.objects.filter(key=one.key).count(),
    )


def _given(worker=None):
    place = make_village(f"Tola {number()}")
    worker = worker or make_worker()
    return place, worker, lambda row: actions.give_village(row, place=place, worker=worker, by=BY)


@race(actions.give_village, "survey.given_to_another")
def one_village_is_given_to_two() -> Pair:
    place, _one, first = _given()
    other = make_worker()
    return Pair(
        given(first, make_mart()),
        given(lambda row: actions.give_village(row, place=place, worker=other, by=BY), make_mart()),
        lambda: Walk.objects.filter(place=place, ended_at=None).count(),
    )


def _walk() -> Walk:
    place, worker, _give = _given()
    return actions.give_village(make_mart(), place=place, worker=worker, by=BY)


@race(actions.take_village_back)
def two_take_a_village_back() -> Pair:
    walk = _walk()
    return twice(
        lambda row: actions.take_village_back(row, by=BY), walk, counted=said("survey.village_taken_back", walk)
    )


@race(actions.hand_walk_on, "survey.walk_over")
def one_walk_is_handed_on_to_two() -> Pair:
    walk, one, other = _walk(), make_worker(), make_worker()
    return Pair(
        given(lambda row: actions.hand_walk_on(row, worker=one, by=BY), walk),
        given(lambda row: actions.hand_walk_on(row, worker=other, by=BY), walk),
        lambda: Walk.objects.filter(place=walk.place, ended_at=None).count(),
    )


@race(actions.end_walk)
def a_phone_tells_twice_that_a_village_is_walked() -> Pair:
    walk = _walk()
    by = Actor(walk.worker_id)
    return twice(lambda row: actions.end_walk(row, by=by), walk, counted=said("survey.village_walked", walk))


@race(actions.tell_closed)
def two_workers_note_one_closed_house() -> Pair:
    mart, place = make_mart(), make_village(f"Tola {number()}")
    tell = [
        given(lambda row, who=who: actions.tell_closed(row, place=place, house="Blue  Door", by=Actor(who)), mart)
        for who in (1, 2)
    ]
    return Pair(*tell, lambda: ClosedHouse.objects.filter(place=place).count())


@race(actions.end_house)
def two_find_somebody_at_home() -> Pair:
    house = actions.tell_closed(make_mart(), place=make_village(f"Tola {number()}"), house="Blue door", by=BY)
    return twice(lambda row: actions.end_house(row, how="met", by=BY), house, counted=said("survey.house_ended", house))


@race(actions.give_file)
def one_voice_is_sent_twice() -> Pair:
    find = found()
    return twice(
        lambda row: actions.give_file(row, file=sound_file(), by=BY),
        find,
        counted=lambda: FindFile.objects.filter(find=find).count(),
    )


@race(actions.make_lead)
def two_follow_her() -> Pair:
    find = found()
    return twice(lambda row: actions.make_lead(row, by=BY), find, counted=said("survey.made_lead", find))


@race(actions.note_call)
def two_note_their_calls() -> Pair:
    find = found()
    return twice(
        lambda row: actions.note_call(row, result="reached", by=BY),
        find,
        counted=said("survey.called", find),
        once=2,
    )


@race(actions.put_off)
def two_put_her_off() -> Pair:
    find, day = found(), today() + timedelta(days=9)
    return twice(lambda row: actions.put_off(row, again_on=day, by=BY), find, counted=said("survey.put_off", find))


@race(actions.drop, "survey.bad_step", always=False)
def one_drops_her_while_another_follows() -> Pair:
    find = found()
    return Pair(
        given(lambda row: actions.drop(row, why="gone", reason="", by=BY), find),
        given(lambda row: actions.make_lead(row, by=BY), find),
        said("survey.dropped", find),
    )


@race(actions.mark_same, "survey.same_as_itself")
def each_is_called_the_duplicate_of_the_other() -> Pair:
    one, two = found(), found()
    pair = [one.pk, two.pk]
    return Pair(
        given(lambda row, other: actions.mark_same(row, twin=other, by=BY), one, two),
        given(lambda row, other: actions.mark_same(row, twin=other, by=BY), two, one),
        lambda: Find.objects.filter(pk__in=pair, state="duplicate").count(),
    )


@race(actions.make_maker)
def two_enrol_her() -> Pair:
    make_pin("814149")
    find = found()

    def enrol(row: Find) -> Maker:
        names = {"hi": f"फूलमनी {find.pk}"}
        return actions.make_maker(
            row,
            kind="artisan",
            names=names,
            leader_names=names,
            leader_language="hi",
            block=find.block,
            place=find.place,
            pin="814149",
            phone=find.phone,
            organisation=None,
            by=BY,
        )

    return twice(enrol, find, counted=lambda: Maker.objects.filter(phone=find.phone).count())


@race(actions.withdraw)
def she_takes_her_yes_back_twice() -> Pair:
    find = found()
    return twice(lambda row: actions.withdraw(row, by=BY), find, counted=said("survey.withdrawn", find))


@race(actions.withdraw_number)
def her_number_is_forgotten_by_two_workers() -> Pair:
    find = found()
    phone, place = find.phone, find.place
    forget = given(lambda row: actions.withdraw_number(row, phone=phone, within=[place], by=BY), find.mart)
    return Pair(forget, forget, said("survey.withdrawn", find))


@race(actions.forget_old)
def two_workers_forget_what_is_old() -> Pair:
    find = found()
    actions.drop(find, why="gone", reason="", by=BY)
    Find.objects.filter(pk=find.pk).update(state_at=find.state_at - timedelta(days=400))
    return Pair(actions.forget_old, actions.forget_old, said("survey.forgotten", find))


@race(actions.record_notice, "survey.recorded_already")
def two_record_the_notice_in_one_tongue() -> Pair:
    mart = make_own_mart()
    one, two = (Voice("ogg", SOUND + each) for each in (b"1", b"2"))
    return Pair(
        given(lambda row: actions.record_notice(row, tongue="gon", voice=one, by=BY), mart),
        given(lambda row: actions.record_notice(row, tongue="gon", voice=two, by=BY), mart),
        lambda: NoticeVoice.objects.filter(mart=mart, tongue="gon", ended_at=None).count(),
    )
