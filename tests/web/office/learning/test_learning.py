"""The desk's lessons: figures by block, words and voices changed at their place, meetings, and who sees whom."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from haat.core.actor import Actor
from haat.learning import actions
from haat.learning.models import LessonPicture, Meeting, OwnLesson, Presence, Recording, Study, Wording
from haat.learning.queries import lesson_of
from haat.learning.rules import MOST_VOICE
from tests.core.test_voices import OGG
from tests.web.maker.conftest import photo as jpeg
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db
ROOT, PHOTO = "/office/learning/", "/office/learning/photo/"
AT = f"{PHOTO}at/s2/"
NEW = "दिन में बैठिए।"


@pytest.fixture
def here():
    return district()


@pytest.fixture
def desk(here) -> Client:
    return officer("desk")


def say(here) -> str:
    return lesson_of(here.mart, "photo").scenes[1].say.words["hi"]


def begin(maker) -> Study:
    by = Actor(user_id=maker.members.get().user_id)
    return actions.begin(maker, lesson=lesson_of(maker.mart, "photo"), by=by)


def test_list_counts_what_lies_in_the_readers_blocks(here, desk: Client):
    begin(here.maker)
    begin(here.other)
    coordinator = officer("coordinator", place=here.here)
    counts = [client.get(ROOT).context["rows"][0][1].begun for client in (desk, coordinator)]
    assert counts == [2, 1]


def test_person_by_person_only_for_her_own_coordinator(here, desk: Client):
    begin(here.maker)
    begin(here.other)
    coordinator = officer("coordinator", place=here.here)
    page = coordinator.get(f"{PHOTO}results/")
    assert [study.maker for study in page.context["listing"].rows] == [here.maker]
    assert "listing" not in desk.get(f"{PHOTO}results/").context


@pytest.mark.parametrize("language", ["en", "hi", "mr"])
def test_lesson_and_its_places_are_drawn(here, language: str):
    desk = officer("desk", language=language)
    for path in (PHOTO, f"{PHOTO}results/", AT, f"{PHOTO}at/head/", f"{PHOTO}at/q1/", f"{ROOT}quality-by-craft/",
                 f"{ROOT}codes-and-upi/at/c1/", f"{ROOT}quality-by-craft/at/bamboo/", f"{ROOT}new/"):  # fmt: skip
        assert desk.get(path).status_code == 200
    assert desk.get(f"{PHOTO}at/s99/").status_code == 404


def test_words_are_changed_at_their_place_and_a_refusal_loses_nothing(here, desk: Client):
    sent = {"key": "s2.say", "text": NEW, "seen": say(here)}
    assert desk.post(f"{AT}words/?language=hi", sent).status_code == 302
    assert say(here) == NEW
    long = "एक " * 23
    refused = desk.post(f"{AT}words/?language=hi", {"key": "s2.say", "text": long, "seen": NEW})
    html = refused.content.decode()
    assert (refused.status_code, "These are 23 words." in html, long.strip() in html) == (422, True, True)
    assert desk.post(f"{AT}words/?language=hi", {"key": "s9.say", "text": "x", "seen": ""}).status_code == 404
    stale = desk.post(f"{AT}words/?language=hi", {"key": "s2.say", "text": "और।", "seen": "पहले।"})
    assert (stale.status_code, say(here), Wording.objects.count()) == (422, NEW, 1)
    assert "Words of a lesson changed" in desk.get(PHOTO).content.decode()


def test_voice_is_recorded_heard_and_taken_back(here, desk: Client):
    voice = SimpleUploadedFile("x.exe", OGG, "text/html")
    desk.post(f"{AT}voice/?language=hi", {"key": "s2.say", "reader": "Sita Devi", "voice": voice})
    row = Recording.objects.get()
    heard = desk.get(f"{ROOT}sound/{row.pk}/")
    assert (heard.content, heard["Content-Type"], row.reader) == (OGG, "audio/ogg", "Sita Devi")
    desk.post(f"{AT}voice/?language=hi", {"key": "s2.say", "deed": "back"})
    assert Recording.objects.count() == 0


@pytest.mark.parametrize("content", [b"<script>", b"", OGG.ljust(MOST_VOICE + 1)])
def test_hostile_or_large_sounds_are_refused_at_their_field(here, desk: Client, content: bytes):
    voice = SimpleUploadedFile("voice", content, "audio/ogg")
    answer = desk.post(f"{AT}voice/?language=hi", {"key": "s2.say", "reader": "Sita", "voice": voice})
    slot = next(slot for slot in answer.context["slots"] if slot.key == "s2.say")
    assert (answer.status_code, "voice" in slot.voice_form.errors, Recording.objects.count()) == (422, True, 0)


def test_picture_is_put_chosen_and_taken_back(here, desk: Client, media):
    photo = SimpleUploadedFile("x.jpg", jpeg(), "image/jpeg")
    desk.post(f"{AT}picture/?language=hi", {"key": "s2", "photo": photo})
    assert LessonPicture.objects.get().picture is not None
    desk.post(f"{AT}picture/?language=hi", {"key": "s2", "drawing": "group-phone"})
    assert LessonPicture.objects.get().drawing == "group-phone"
    desk.post(f"{AT}picture/?language=hi", {"key": "s2", "deed": "back"})
    assert LessonPicture.objects.count() == 0
    for sent in (
        {"key": "s2"},
        {"key": "s2", "drawing": "../../etc"},
        {"key": "s2", "photo": SimpleUploadedFile("x", b"<svg>")},
    ):
        assert desk.post(f"{AT}picture/?language=hi", sent).status_code == 422
    assert desk.post(f"{AT}picture/?language=hi", {"key": "s3", "drawing": "group-phone"}).status_code == 404


def test_own_lesson_is_made_once_and_not_shown_before_it_is_whole(here, desk: Client):
    sent = {"title": "मेले में", "scenes": "3", "minutes": "5", "nonce": "n" * 20}
    first, second = (desk.post(f"{ROOT}new/", sent) for _turn in range(2))
    made = OwnLesson.objects.get()
    assert (first["Location"], second.status_code) == (f"{ROOT}{made.slug}/", 302)
    assert "Show it to makers" in desk.get(f"{ROOT}{made.slug}/").content.decode()
    desk.post(f"{ROOT}{made.slug}/open/")
    assert OwnLesson.objects.get().open is False
    assert desk.post(f"{ROOT}new/", {**sent, "title": "", "nonce": "m" * 20}).status_code == 422


def test_meeting_is_held_once_and_who_was_there_is_ticked(here):
    teacher = officer("coordinator", place=here.here)
    sent = {"lesson": "photo", "block": str(here.here.pk), "where": "School", "teacher": "Sita", "day": "2026-12-01",
            "time": "10:30", "minutes": "60", "nonce": "n" * 20}  # fmt: skip
    for _turn in range(2):
        assert teacher.post(f"{ROOT}meetings/new/", sent).status_code == 302
    meeting = Meeting.objects.get()
    assert timezone.localtime(meeting.begins_at).strftime("%H:%M") == "10:30"
    page, member = f"{ROOT}meetings/{meeting.pk}/", here.maker.members.get()
    elsewhere = here.other.members.get()
    assert [row.pk for row in teacher.get(page).context["members"]] == [member.pk]
    teacher.post(f"{page}present/", {"member": [member.pk, elsewhere.pk]})
    presence = Presence.objects.get()
    assert (presence.member, meeting.code in teacher.get(page).content.decode()) == (member, True)
    teacher.post(f"{page}strike/", {"presence": presence.pk})
    assert Presence.objects.count() == 0
    assert "Call it off" in teacher.get(page).content.decode()
    assert teacher.post(f"{page}call-off/").status_code == 302
    shown = teacher.get(page).content.decode()
    assert ("called off" in shown, "Call it off" in shown, meeting.code in shown) == (True, False, False)
    told = teacher.post(f"{page}present/", {"member": [member.pk]}, follow=True).content.decode()
    assert ("This meeting was called off." in told, Presence.objects.count()) == (True, 0)
    assert teacher.post(f"{ROOT}meetings/new/", {**sent, "block": str(here.there.pk)}).status_code == 422


def test_list_costs_the_same_for_many(here, desk: Client, django_assert_num_queries):
    desk.get(ROOT)
    with django_assert_num_queries(QUERIES):
        desk.get(ROOT)
    begin(here.maker)
    begin(here.other)
    desk.get(ROOT)
    with django_assert_num_queries(QUERIES):
        desk.get(ROOT)


QUERIES = 10
