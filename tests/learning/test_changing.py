"""What an office changes: words with their limits, pictures, voices that 2G bears, lessons of its own, meetings."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.models import Event
from haat.core.voices import Voice
from haat.learning import actions
from haat.learning.lessons import Lesson
from haat.learning.models import Meeting, OwnLesson, Presence, Recording, Wording
from haat.learning.queries import lesson_of, lessons_of, titles_of
from haat.learning.results import cost_of
from haat.learning.rules import MOST_VOICE, MOST_VOICES
from haat.makers.models import Maker
from haat.places.models import Mart
from tests.make import BY, make_maker, make_mart, make_picture
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NEW = "दिन में, दरवाज़े के पास बैठिए।"


@pytest.fixture
def mart() -> Mart:
    return make_mart()


def photo(mart: Mart) -> Lesson:
    found = lesson_of(mart, "photo")
    assert found is not None
    return found


def say(mart: Mart, number: int = 1) -> str:
    return photo(mart).scenes[number].say.words["hi"]


def write(mart: Mart, text: str, *, key: str = "s2.say", seen: str | None = None, language: str = "hi") -> None:
    seen = say(mart) if seen is None else seen
    actions.write_words(mart, lesson=photo(mart), key=key, language=language, text=text, seen=seen, by=BY)


def read(mart: Mart, size: int = 10, *, key: str = "s2.say", reader: str = "Sita") -> Recording:
    voice = Voice("ogg", b"x" * size)
    return actions.record_voice(mart, lesson=photo(mart), key=key, language="hi", voice=voice, reader=reader, by=BY)


def test_words_are_the_marts_own_and_none_bring_back_what_ships(mart: Mart):
    shipped, elsewhere = say(mart), make_mart("chandrapur")
    write(mart, f"  {NEW}  ")
    assert (say(mart), say(elsewhere)) == (NEW, shipped)
    write(mart, "")
    assert (say(mart), Wording.objects.count()) == (shipped, 0)
    assert Event.objects.filter(kind="learning.words_changed").count() == 2


def test_words_that_cannot_be_heard_once_are_refused(mart: Mart):
    with refused("learning.too_many_words", field="text"):
        write(mart, "एक " * 23)
    with refused("learning.too_many_words", field="text"):
        write(mart, "one two three four five six seven", key="s2.screen")
    with refused("learning.too_long", field="text"):
        write(mart, "क" * 301)
    with refused("learning.not_in_lesson"):
        write(mart, "x", key="s99.say")
    assert Wording.objects.count() == 0


def test_two_who_write_the_same_place_do_not_lose_words(mart: Mart):
    seen = say(mart)
    write(mart, NEW, seen=seen)
    with refused("learning.words_changed"):
        write(mart, "और कुछ।", seen=seen)
    write(mart, NEW, seen=seen)  # the same again is no conflict
    assert say(mart) == NEW


def test_recording_is_heard_only_beside_the_words_it_reads(mart: Mart):
    read(mart)
    assert photo(mart).scenes[1].say.voices["hi"].reader == "Sita"
    told = Event.objects.filter(kind="learning.voice_recorded").values_list("data", flat=True)
    assert [data for data in told if "Sita" in str(data)] == []
    write(mart, NEW)
    assert dict(photo(mart).scenes[1].say.voices) == {}


def test_recording_is_small_named_and_once(mart: Mart):
    with refused("learning.voice_too_large", field="voice"):
        read(mart, MOST_VOICE + 1)
    with refused("learning.no_reader", field="reader"):
        read(mart, reader=" ")
    with refused("learning.not_in_lesson"):
        read(mart, key="s2.screen")
    assert read(mart).pk == read(mart).pk
    assert Event.objects.filter(kind="learning.voice_recorded").count() == 1
    read(mart, 20)
    assert Recording.objects.get().size == 20


def test_all_recordings_of_a_lesson_stay_below_what_2g_bears(mart: Mart):
    for number in (1, 2):
        read(mart, MOST_VOICE, key=f"s{number}.say")
    with refused("learning.lesson_too_large", field="voice"):
        read(mart, MOST_VOICES - 2 * MOST_VOICE + 1, key="s3.say")
    actions.take_voice_back(mart, lesson=photo(mart), key="s1.say", language="hi", by=BY)
    actions.take_voice_back(mart, lesson=photo(mart), key="s1.say", language="hi", by=BY)
    read(mart, MOST_VOICES - 2 * MOST_VOICE + 1, key="s3.say")
    assert Event.objects.filter(kind="learning.voice_taken_back").count() == 1


def test_picture_of_the_marts_own_or_another_drawing(mart: Mart):
    picture = make_picture()
    actions.put_picture(mart, lesson=photo(mart), key="s1", picture=picture, by=BY)
    assert photo(mart).scenes[0].picture.digest == picture.digest
    actions.choose_drawing(mart, lesson=photo(mart), key="s1", drawing="group-phone", by=BY)
    assert (photo(mart).scenes[0].picture.drawing, photo(mart).scenes[0].picture.digest) == ("group-phone", "")
    actions.take_picture_back(mart, lesson=photo(mart), key="s1", by=BY)
    assert photo(mart).scenes[0].picture.drawing == "picture-dark-bright"
    with refused("learning.not_in_lesson"):
        actions.put_picture(mart, lesson=photo(mart), key="s1.nowhere", picture=picture, by=BY)


def test_all_lessons_cost_four_statements(mart: Mart, django_assert_num_queries):
    read(mart)
    write(mart, NEW)
    with django_assert_num_queries(4):
        assert len(lessons_of(mart)) == 12


def test_own_lesson_is_shown_only_when_it_is_whole(mart: Mart):
    made = actions.make_lesson(mart, title="मेले में", scenes=3, minutes=5, by=BY)
    lesson = lesson_of(mart, made.slug, closed=True)
    assert (lesson.name.text, lesson_of(mart, made.slug), [scene.role for scene in lesson.scenes]) == (
        "मेले में",
        None,
        ["why", "step", "practise"],
    )
    with refused("learning.not_ready"):
        actions.open_lesson(mart, lesson=lesson, by=BY)
    for key in lesson.places() - {"title"}:
        actions.write_words(mart, lesson=lesson, key=key, language="hi", text="एक बात।", seen="", by=BY)
    for shown in lesson.shown():
        actions.choose_drawing(mart, lesson=lesson, key=shown.key, drawing="group-phone", by=BY)
    actions.open_lesson(mart, lesson=lesson, by=BY)
    assert made.slug in titles_of(mart)
    actions.close_lesson(mart, lesson=lesson, by=BY)
    assert (lesson_of(mart, made.slug), OwnLesson.objects.get().open) == (None, False)


def test_own_lesson_has_a_title_of_its_own_and_some_scenes(mart: Mart):
    with refused("learning.no_words", field="title"):
        actions.make_lesson(mart, title=" ", scenes=3, minutes=5, by=BY)
    with refused("learning.bad_number", field="scenes"):
        actions.make_lesson(mart, title="मेला", scenes=20, minutes=5, by=BY)
    actions.make_lesson(mart, title="मेला", scenes=3, minutes=5, by=BY)
    for title in ("मेला", "photo"):
        with refused("learning.slug_taken", field="title"):
            actions.make_lesson(mart, title=title, scenes=3, minutes=5, by=BY)
    with refused("learning.unknown_lesson"):
        actions.close_lesson(mart, lesson=photo(mart), by=BY)


# ---- meetings


def held(maker: Maker, hours: float = 0, **other):
    facts = {"where": "School", "teacher": "Sita", "minutes": 60, "key": "k", **other}
    begins = timezone.now() - timedelta(hours=hours)
    lesson = lesson_of(maker.mart, "photo")
    return actions.hold_meeting(maker.mart, lesson=lesson, block=maker.block, begins_at=begins, **facts, by=BY)


def test_meeting_is_written_down_once_and_with_all_it_needs():
    maker = make_maker()
    assert held(maker).pk == held(maker).pk
    for field, wrong in (("where", " "), ("teacher", ""), ("minutes", 481)):
        with refused("learning.bad_meeting", field=field):
            held(maker, **{field: wrong})


def test_present_by_list_and_by_code_count_once():
    maker = make_maker()
    member, meeting = maker.members.get(), held(maker)
    assert [actions.note_present(meeting, members=[member], by=BY) for _turn in range(2)] == [1, 0]
    her = Actor(user_id=member.user_id)
    assert actions.come(meeting, maker=maker, by=her).how == Presence.How.LIST
    presence = Presence.objects.get()
    struck = [actions.strike_present(meeting, presence=presence.pk, by=BY) for _turn in range(2)]
    assert struck == [True, False]
    assert actions.come(meeting, maker=maker, by=her).how == Presence.How.CODE


def test_code_is_taken_only_while_the_lesson_lasts_and_from_members():
    maker = make_maker()
    her = Actor(user_id=maker.members.get().user_id)
    for hours in (-1, 3):
        with refused("learning.not_now"):
            actions.come(held(maker, hours, key=str(hours)), maker=maker, by=her)
    meeting = held(maker)
    for by in (Actor(user_id=her.user_id + 999), Actor(user_id=her.user_id, for_maker_id=maker.pk)):
        with refused("learning.not_a_member"):
            actions.come(meeting, maker=maker, by=by)
    # Told without net, sent three hours later: it counts for when it was done.
    actions.come(held(maker, 3, key="late"), maker=maker, by=her, at=timezone.now() - timedelta(hours=3))
    assert Presence.objects.count() == 1


def test_meeting_is_called_off_once_unless_somebody_was_there():
    maker = make_maker()
    member, meeting, other = maker.members.get(), held(maker), held(maker, key="b")
    for _turn in range(2):
        assert actions.call_off_meeting(meeting, by=BY).called_off_at is not None
    assert Event.objects.filter(kind="learning.meeting_called_off").count() == 1
    with refused("learning.meeting_off"):
        actions.note_present(meeting, members=[member], by=BY)
    with refused("learning.meeting_off"):
        actions.come(meeting, maker=maker, by=Actor(member.user_id))
    actions.note_present(other, members=[member], by=BY)
    with refused("learning.somebody_came"):
        actions.call_off_meeting(other, by=BY)
    assert cost_of(Meeting.objects.all(), meeting.lesson).meetings == 1
