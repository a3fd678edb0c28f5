"""A find is told as often as it takes and counts once; what she did not agree to is kept nowhere."""

import dataclasses
import json

import pytest

from haat.core.actor import Actor
from haat.core.models import Event
from haat.core.voices import MOST_BYTES, Voice
from haat.survey import actions
from haat.survey.facts import NewFile, Position
from haat.survey.models import Find, FindFile
from haat.survey.rules import MOST_PHOTOS
from tests.make import BY, make_block, make_craft, make_district, make_mart, make_user
from tests.make_survey import SOUND, make_find, make_notice_voice, make_village, photo_file, said, sound_file, told
from tests.refusals import refused
from tests.sound import faults

pytestmark = pytest.mark.django_db


def tell(one, by: Actor = BY) -> Find:
    return actions.tell_find(make_mart(), told=one, by=by)


def test_find_told_twice_counts_once():
    one = told()
    first = tell(one)
    again = tell(dataclasses.replace(one, found_at=one.found_at.replace(year=2027)))
    assert (again.pk, Find.objects.count(), again.found_at) == (first.pk, 1, first.found_at)
    assert Event.objects.filter(kind="survey.found").count() == 1
    assert (first.state, first.name, first.phone, first.block.slug) == (
        "new",
        "Phulmani Hembrom",
        "+919876543210",
        "sarath",
    )
    assert (first.latitude, first.longitude, first.accuracy_m) == (24.1235, 86.6543, 12)
    assert [craft.slug for craft in first.crafts.all()] == ["bamboo"]
    assert faults() == {}


def test_no_leaves_village_and_craft_and_nobody():
    find = make_find(said=said(yes=False))
    kept = {field.name: getattr(find, field.name) for field in Find._meta.concrete_fields}
    personal = ("name", "phone", "hamlet", "words", "latitude", "members", "month_pieces", "price_paise", "sells")
    assert {field: kept[field] for field in personal} == {
        **dict.fromkeys(("name", "phone", "hamlet", "words", "sells"), ""),
        **dict.fromkeys(("latitude", "members", "month_pieces", "price_paise"), None),
    }
    assert (find.state, find.place.slug, find.crafts.count()) == ("counted", "kusmaha", 1)
    assert "Phulmani" not in json.dumps([event.data for event in Event.objects.all()])
    with refused("survey.not_agreed"):
        actions.give_file(find, file=photo_file(), by=BY)
    assert faults() == {}


@pytest.mark.parametrize(
    ("no_to", "gone"),
    [("media", {"words": ""}), ("household", {"members": None, "women": None, "earners": None})],
)
def test_each_purpose_keeps_its_own(no_to, gone):
    allowed = frozenset({"contact", "media", "household"} - {no_to})
    find = make_find(said=said(purposes=allowed))
    assert {field: getattr(find, field) for field in gone} == gone
    assert find.name == "Phulmani Hembrom"
    if no_to == "media":
        with refused("survey.not_agreed"):
            actions.give_file(find, file=sound_file(), by=BY)
    assert faults() == {}


def test_events_hold_nothing_of_a_person():
    find = make_find()
    actions.give_file(find, file=sound_file(), by=BY)
    actions.note_call(find, result="reached", words="She is at her mother's", by=BY)
    trail = json.dumps([event.data for event in Event.objects.filter(kind__startswith="survey.")])
    assert [word for word in ("Phulmani", "98765", "Baskets", "mother") if word in trail] == []


def test_higher_turn_mends_and_what_the_desk_took_up_stands():
    one = told()
    find = tell(one)
    mended = tell(dataclasses.replace(one, turn=2, name="Basanti Marandi", crafts=[make_craft("pattal")]))
    assert (mended.pk, mended.name, [craft.slug for craft in mended.crafts.all()]) == (
        find.pk,
        "Basanti Marandi",
        ["pattal"],
    )
    actions.make_lead(mended, by=BY)
    with refused("survey.taken_up") as problem:
        tell(dataclasses.replace(one, turn=3, name="Another"))
    assert problem.value.conflict
    assert Find.objects.get().name == "Basanti Marandi"
    assert faults() == {}


@pytest.mark.parametrize("turn", [1, 2])
def test_one_key_from_two_phones_with_other_words_leaves_the_first(turn):
    one, other = told(), Actor(make_user().pk)
    tell(one)
    with refused("survey.told_otherwise") as problem:
        tell(dataclasses.replace(one, turn=turn, name="Salomi Kisku"), other)
    assert problem.value.conflict
    assert [find.name for find in Find.objects.all()] == ["Phulmani Hembrom"]


def test_mended_to_no_takes_her_name_and_her_files():
    one = told(files=("photo-1", "voice-1"))
    find = tell(one)
    actions.give_file(find, file=photo_file(), by=BY)
    mended = tell(dataclasses.replace(one, turn=2, said=said(yes=False)))
    assert (mended.state, mended.name, mended.files_due, FindFile.objects.count()) == ("counted", "", [], 0)
    assert faults() == {}


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"crafts": []}, "survey.no_craft", "craft"),
        ({"name": "123"}, "survey.no_name", "name"),
        ({"phone": "12"}, "mobile.length", "phone"),
        ({"month_pieces": -1}, "survey.bad_number", "month_pieces"),
        ({"price_paise": 10**12}, "survey.bad_number", "price_paise"),
        ({"members": 2, "women": 3}, "survey.more_than_house", "women"),
        ({"sells": "moon"}, "survey.unknown_sells", "sells"),
        ({"position": Position(51.5, 0.1, 5)}, "survey.bad_position", "place"),
        ({"said": said(how="guessed")}, "survey.unanswered", "yes"),
        ({"said": said(purposes=frozenset({"media"}))}, "survey.unanswered", "yes"),
        ({"said": said(version=99)}, "survey.old_notice", "yes"),
        ({"said": said(tongue="hoc")}, "survey.tongue_unheard", "tongue"),
        ({"said": said(tongue="elvish")}, "survey.tongue_unheard", "tongue"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(wrong, code, field):
    with refused(code, field=field):
        make_find(**wrong)
    assert Find.objects.count() == 0


def test_find_without_phone_or_numbers_is_taken():
    find = make_find(
        phone="", month_pieces=None, price_paise=None, members=None, women=None, earners=None, position=None
    )
    assert (find.phone, find.month_pieces, find.latitude) == ("", None, None)


def test_village_of_another_district_is_refused():
    block = make_block("Rajura", district=make_district("Chandrapur", lgd=500))
    with refused("survey.no_village", field="place"):
        make_find(place=block)


# ---- files


def test_file_told_twice_is_one_and_sealed():
    find = make_find(files=("photo-1", "voice-1"))
    for _turn in range(2):
        actions.give_file(find, file=photo_file(), by=BY)
        actions.give_file(find, file=sound_file(), by=BY)
    find.refresh_from_db()
    assert (FindFile.objects.count(), find.files_due) == (2, [])
    kept = FindFile.objects.get(kind="voice")
    assert b"her voice" not in bytes(kept.sealed)
    assert actions.hear(kept, by=BY) == SOUND
    assert Event.objects.filter(kind="survey.voice_played", subject_id=find.pk).count() == 1
    picture = FindFile.objects.get(kind="photo")
    assert actions.look_at(picture, by=BY)[:2] == b"\xff\xd8"
    assert Event.objects.filter(kind="survey.photo_seen").count() == 1
    FindFile.objects.filter(pk=kept.pk).update(find=make_find(phone="9876500001"))
    kept.refresh_from_db()
    with refused("survey.file_unreadable"):
        actions.hear(kept, by=BY)


def test_voice_note_of_an_hour_is_refused_and_the_find_stands():
    find = make_find()
    with refused("voice.too_big", field="voice"):
        actions.give_file(find, file=sound_file(content=SOUND + bytes(MOST_BYTES)), by=BY)
    with refused("voice.not_a_voice", field="voice"):
        actions.give_file(find, file=sound_file(content=b"MZ not a sound"), by=BY)
    assert Find.objects.get().name == "Phulmani Hembrom"


def test_photo_is_hostile_until_encoded_anew(monkeypatch):
    find = make_find()
    with refused("picture.not_a_picture", field="photo"):
        actions.give_file(find, file=NewFile("photo-1", "photo", b"\x89PNG\r\n\x1a\nnothing"), by=BY)
    with refused("survey.no_picture", field="photo"):
        actions.give_file(find, file=NewFile("photo-1", "photo", b"%PDF-1.7\n%%EOF"), by=BY)
    monkeypatch.setattr("haat.core.decoding.MOST_SHRUNK", 640 * 640 - 1)
    with refused("picture.too_many_pixels", field="photo"):
        actions.give_file(find, file=photo_file(), by=BY)


def test_three_photos_are_enough_and_one_voice():
    find = make_find()
    for at in range(MOST_PHOTOS):
        actions.give_file(find, file=photo_file(f"photo-{at}"), by=BY)
    with refused("survey.too_many_photos", field="photo"):
        actions.give_file(find, file=photo_file("photo-9"), by=BY)
    for at in range(2):
        actions.give_file(find, file=NewFile(f"voice-{at}", "voice", SOUND), by=BY)
    assert [file.name for file in find.files.filter(kind="voice")] == ["voice-1"]


def test_file_of_another_workers_find_is_refused():
    with refused("survey.not_hers"):
        actions.give_file(make_find(), file=photo_file(), by=Actor(make_user().pk))


# ---- tongues that no phone writes


def test_unwritten_tongue_needs_its_recording_and_a_recorded_yes():
    heard = said(tongue="sat", how="recorded")
    with refused("survey.tongue_unheard", field="tongue"):
        make_find(said=heard)
    voice = make_notice_voice("sat")
    with refused("survey.unanswered", field="yes"):
        make_find(said=heard)
    find = make_find(said=heard, files=("yes-1",))
    assert (find.answer.voice, find.answer.tongue, find.yes_due) == (voice, "sat", True)
    with refused("survey.yes_missing"):
        actions.make_lead(find, by=BY)
    actions.give_file(find, file=sound_file("yes"), by=BY)
    assert actions.make_lead(find, by=BY).state == "lead"
    assert make_find(said=said(yes=False, tongue="sat", how="recorded"), phone="").state == "counted"
    assert faults() == {}


def test_yes_names_the_recording_she_heard_though_another_took_its_place():
    first = make_notice_voice("sat")
    newer = actions.record_notice(make_mart(), tongue="sat", voice=Voice("ogg", SOUND + b"2"), anew=True, by=BY)
    heard = said(tongue="sat", how="recorded", voice=first.pk)
    assert make_find(said=heard, files=("yes-1",)).answer.voice == first
    later = said(tongue="sat", how="recorded")
    assert make_find(said=later, files=("yes-1",), phone="9876500002").answer.voice == newer


def test_two_workers_in_one_village_do_not_collide():
    here = make_village()
    one = make_find(place=here, by=Actor(make_user().pk))
    two = make_find(place=here, by=Actor(make_user().pk), name="Fulmanee Hembrom")
    assert one.pk != two.pk
    assert one.name_key == two.name_key
