"""What the desk makes of a find, each step once; a yes taken back; what is forgotten by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.dates import today
from haat.core.models import Event
from haat.core.voices import Voice
from haat.makers.models import Maker
from haat.places.models import Place
from haat.survey import actions
from haat.survey.models import Find, FindFile, NoticeVoice
from haat.survey.queries import makers_like, twins_of
from haat.survey.rules import KEPT_CLOSED, KEPT_PUT_OFF, YES_COMES_WITHIN
from tests.make import BY, make_block, make_maker, make_mart, make_officer, make_pin
from tests.make_survey import SOUND, make_find, make_notice_voice, make_village, photo_file, said, sound_file
from tests.refusals import refused
from tests.sound import faults

pytestmark = pytest.mark.django_db


def enrol(find: Find, **more) -> Maker:
    make_pin("814149")
    given = {
        "kind": "artisan",
        "names": {"hi": "फूलमनी हेम्ब्रम", "en": find.name},
        "leader_names": {"hi": "फूलमनी हेम्ब्रम"},
        "leader_language": "hi",
        "block": find.block,
        "place": find.place,
        "pin": "814149",
        "phone": find.phone,
        "organisation": None,
    }
    return actions.make_maker(find, **given | more, by=BY)


def told(kind: str) -> int:
    return Event.objects.filter(kind=f"survey.{kind}").count()


def test_lead_is_made_once():
    find = make_find()
    for _turn in range(2):
        actions.make_lead(find, by=BY)
    find.refresh_from_db()
    assert (find.state, told("made_lead")) == ("lead", 1)


def test_maker_is_made_of_a_find_once_and_linked():
    find = make_find()
    maker = enrol(find)
    assert enrol(find) == maker
    find.refresh_from_db()
    assert (find.state, find.maker, maker.phone, Maker.objects.count()) == ("maker", maker, "+919876543210", 1)
    assert told("made_maker") == 1
    with refused("survey.bad_step"):
        actions.drop(find, why="other", reason="", by=BY)
    assert faults() == {}


def test_maker_who_is_here_already_is_said_and_linked():
    find = make_find()
    known = enrol(find)
    again = make_find()
    with refused("makers.same_phone_and_name", field="phone") as problem:
        enrol(again)
    assert problem.value.facts["maker_id"] == known.pk
    actions.mark_same(again, maker=known, by=BY)
    again.refresh_from_db()
    assert (again.state, again.maker, Maker.objects.count()) == ("duplicate", known, 1)
    assert faults() == {}


def test_duplicate_leads_to_another_find_of_its_mart():
    one, two = make_find(), make_find(name="Fulmanee Hembrom")
    actions.mark_same(two, twin=one, by=BY)
    with refused("survey.same_as_itself", field="twin"):
        actions.mark_same(one, twin=two, by=BY)
    with refused("survey.same_as_itself"):
        actions.mark_same(one, twin=one, by=BY)
    with refused("survey.same_as_itself"):
        actions.mark_same(one, by=BY)
    assert actions.make_lead(Find.objects.get(pk=two.pk), by=BY).twin is None
    assert faults() == {}


def test_put_off_until_a_day_to_come():
    find = make_find()
    with refused("survey.past_day", field="again_on"):
        actions.put_off(find, again_on=today(), by=BY)
    actions.put_off(find, again_on=today() + timedelta(days=9), reason="Harvest", by=BY)
    find.refresh_from_db()
    assert (find.state, find.state_words) == ("not_now", "Harvest")
    actions.make_lead(find, by=BY)
    assert Find.objects.get().again_on is None


def test_dropped_with_a_reason_and_taken_up_again():
    find = make_find()
    with refused("survey.no_reason", field="reason"):
        actions.drop(find, why="", reason=" ", by=BY)
    actions.drop(find, why="gone", reason="Moved to Dumka", by=BY)
    assert actions.make_lead(Find.objects.get(), by=BY).state == "lead"


def test_call_stands_on_the_find_and_in_its_history():
    find = make_find()
    with refused("survey.unknown_call", field="result"):
        actions.note_call(find, result="shouted", by=BY)
    actions.note_call(find, result="no_answer", by=BY)
    actions.note_call(find, result="reached", words="Comes on Friday", by=BY)
    find.refresh_from_db()
    assert (find.call, find.call_words, told("called")) == ("reached", "Comes on Friday", 2)


def test_who_said_no_is_not_followed():
    find = make_find(said=said(yes=False))
    for act in (
        lambda: actions.make_lead(find, by=BY),
        lambda: actions.note_call(find, result="reached", by=BY),
        lambda: enrol(find, names={"hi": "अ"}, leader_names={"hi": "अ"}),
    ):
        with refused("survey.bad_step"):
            act()


# ---- a yes is taken back


def test_withdrawn_yes_deletes_all_and_counts_on():
    find = make_find(files=("photo-1", "voice-1"))
    for file in (photo_file(), sound_file()):
        actions.give_file(find, file=file, by=BY)
    actions.note_call(find, result="reached", words="Her cousin answered", by=BY)
    for _turn in range(2):
        actions.withdraw(find, by=BY)
    find.refresh_from_db()
    assert (find.state, find.name, find.phone, find.call_words, find.latitude) == ("counted", "", "", "", None)
    assert (FindFile.objects.count(), told("withdrawn"), find.crafts.count()) == (0, 1, 1)
    with refused("survey.bad_step"):
        actions.make_lead(find, by=BY)
    with refused("survey.not_agreed"):
        actions.give_file(find, file=photo_file(), by=BY)
    assert faults() == {}


def test_withdrawn_yes_of_a_maker_leaves_the_maker():
    find = make_find()
    maker = enrol(find)
    actions.withdraw(find, by=BY)
    find.refresh_from_db()
    assert (find.state, find.name, find.maker, Maker.objects.get().pk) == ("maker", "", maker, maker.pk)
    assert faults() == {}


def test_number_is_forgotten_only_where_the_worker_walks():
    here, there = make_village(), make_village("Palojori Khas", block=Place.objects.get(pk=make_village().parent_id))
    mine, other = make_find(place=here), make_find(place=there)
    actions.withdraw_number(make_mart(), phone="9876543210", within=[here], by=BY)
    assert [Find.objects.get(pk=find.pk).state for find in (mine, other)] == ["counted", "new"]
    actions.withdraw_number(make_mart(), phone="9123456780", within=[here], by=BY)  # nobody's: nothing is said
    with refused("mobile.length", field="phone"):
        actions.withdraw_number(make_mart(), phone="12", within=[here], by=BY)


def test_what_nobody_needs_is_forgotten():
    dropped, fresh = make_find(), make_find(phone="9876500009")
    for find in (dropped, fresh):
        actions.drop(find, why="gone", reason="", by=BY)
    Find.objects.filter(pk=dropped.pk).update(state_at=timezone.now() - KEPT_CLOSED - timedelta(days=1))
    make_notice_voice("sat")
    silent = make_find(said=said(tongue="sat", how="recorded"), files=("yes-1",), phone="9876500008")
    Find.objects.filter(pk=silent.pk).update(told_at=timezone.now() - YES_COMES_WITHIN - timedelta(days=1))
    assert (actions.forget_old(), actions.forget_old()) == (2, 0)
    states = {find.pk: (find.state, bool(find.name)) for find in Find.objects.all()}
    assert states == {dropped.pk: ("counted", False), fresh.pk: ("dropped", True), silent.pk: ("counted", False)}
    assert faults() == {}


# ---- the notice aloud


def test_notice_is_recorded_once_and_only_the_office_replaces_it():
    first = make_notice_voice("gon")
    assert make_notice_voice("gon") == first
    other = Voice("ogg", SOUND + b"again")
    with refused("survey.recorded_already"):
        actions.record_notice(make_mart(), tongue="gon", voice=other, by=BY)
    newer = actions.record_notice(make_mart(), tongue="gon", voice=other, anew=True, by=BY)
    assert list(NoticeVoice.objects.filter(ended_at=None)) == [newer]
    assert NoticeVoice.objects.count() == 2
    with refused("survey.unknown_tongue", field="tongue"):
        actions.record_notice(make_mart(), tongue="elvish", voice=other, by=BY)


def test_maker_of_the_same_phone_is_named_beside():
    maker = make_maker("Chandni group", block=make_block("Sarath"))
    find = make_find(phone=maker.phone)
    other = make_find(name="Fulmanee Hembrom", phone="")
    desk = make_officer("desk")
    assert makers_like(find, desk) == [maker]
    assert twins_of(find, Find.objects.all()) == [other]


def test_put_off_once_more_the_last_day_counts_and_the_same_once():
    find, first, then = make_find(), today() + timedelta(days=20), today() + timedelta(days=90)
    for day in (first, then, then):
        actions.put_off(find, again_on=day, reason="Wedding", by=BY)
    find.refresh_from_db()
    assert (find.state, find.again_on, told("put_off")) == ("not_now", then, 2)
    with refused("survey.too_far", field="again_on"):
        actions.put_off(find, again_on=today() + KEPT_PUT_OFF + timedelta(days=1), by=BY)
