"""Lessons told, changed and judged by two at once."""

from datetime import timedelta

from django.utils import timezone

from haat.core.actor import Actor
from haat.core.models import Event
from haat.core.voices import Voice
from haat.helping.models import Faq
from haat.learning import actions
from haat.learning.lessons import Lesson
from haat.learning.models import LessonPicture, Meeting, OwnLesson, SceneCount, Study, Suggestion
from haat.learning.queries import lesson_of
from haat.makers.models import Maker
from haat.messages.models import Message
from tests.make import BY, make_maker, make_mart, make_own_mart, make_part, make_picture, make_stocked, number
from tests.races.race import Pair, given, race, told, twice


def hers(maker: Maker) -> Actor:
    return Actor(user_id=maker.members.get().user_id)


def lesson(slug: str = "photo") -> Lesson:
    found = lesson_of(make_mart(), slug)
    assert found is not None
    return found


def studied(slug: str = "photo") -> Study:
    maker = make_maker()
    study = actions.begin(maker, lesson=lesson(slug), by=hers(maker))
    Study.objects.filter(pk=study.pk).update(begun_at=timezone.now() - timedelta(days=4))
    return study


@race(actions.tell_tried)
def she_tells_twice_that_she_tried() -> Pair:
    maker, one = make_maker(), lesson()
    return twice(
        lambda row: actions.tell_tried(row, lesson=one, by=hers(row)), maker, counted=told("learning.tried", maker)
    )


@race(actions.answer)
def a_question_is_answered_twice() -> Pair:
    study = studied()
    actions.ask_again(study)
    maker, one = study.maker, lesson()
    return twice(
        lambda row: actions.answer(row, lesson=one, question="q1", right=True, later=True, by=hers(row)),
        maker,
        counted=told("learning.played", maker),
    )


@race(actions.follow_up)
def two_follow_up() -> Pair:
    study = studied()
    cause = f"lesson:{study.pk}"
    return twice(actions.follow_up, study, counted=lambda: Message.objects.filter(cause=cause).count())


@race(actions.offer)
def two_offer_one_lesson() -> Pair:
    maker = make_maker()
    return twice(lambda row: actions.offer(row, lesson="photo", by=BY), maker, counted=told("learning.offered", maker))


@race(actions.ask_again)
def two_ask_again() -> Pair:
    study = studied()
    return twice(actions.ask_again, study, counted=lambda: Study.objects.filter(pk=study.pk, asks=True).count())


@race(actions.look)
def two_look_at_once() -> Pair:
    part = make_part({make_stocked(make_maker()): 1})
    offered = Suggestion.objects.filter(maker=part.maker, lesson="packing")
    return Pair(lambda: actions.look(), lambda: actions.look(), offered.count)


def _write(text: str):
    one = lesson()
    seen = one.scenes[0].say.words["hi"]
    return lambda row: actions.write_words(row, lesson=one, key="s1.say", language="hi", text=text, seen=seen, by=BY)


@race(actions.write_words, "learning.words_changed")
def two_write_other_words() -> Pair:
    mart = make_own_mart()
    first, second = f"एक {number()}।", f"दो {number()}।"
    return Pair(
        given(_write(first), mart),
        given(_write(second), mart),
        Event.objects.filter(kind="learning.words_changed", data__after__in=[first, second]).count,
    )


def _shot(key: str):
    return lambda: LessonPicture.objects.filter(mart=make_mart(), lesson="photo", key=key).count()


@race(actions.put_picture)
def two_put_a_picture() -> Pair:
    one, picture = lesson(), make_picture()
    return twice(
        lambda row: actions.put_picture(row, lesson=one, key="s1", picture=picture, by=BY),
        make_mart(),
        counted=_shot("s1"),
    )


@race(actions.choose_drawing)
def two_choose_a_drawing() -> Pair:
    one = lesson()
    return twice(
        lambda row: actions.choose_drawing(row, lesson=one, key="s2", drawing="group-phone", by=BY),
        make_mart(),
        counted=_shot("s2"),
    )


@race(actions.take_picture_back)
def two_take_a_picture_back() -> Pair:
    mart, one = make_mart(), lesson()
    actions.choose_drawing(mart, lesson=one, key="s3", drawing="group-phone", by=BY)
    return twice(
        lambda row: actions.take_picture_back(row, lesson=one, key="s3", by=BY), mart, counted=_shot("s3"), once=0
    )


@race(actions.record_voice)
def two_record_the_same() -> Pair:
    mart, one, sound = make_own_mart(), lesson("label"), Voice("ogg", f"x{number()}".encode())
    told_of = {"lesson": one, "key": "s1.say", "language": "hi", "reader": "Sita", "by": BY}
    return twice(
        lambda row: actions.record_voice(row, voice=sound, **told_of),
        mart,
        counted=told("learning.voice_recorded", mart),
    )


@race(actions.take_voice_back)
def two_take_a_voice_back() -> Pair:
    mart, one = make_mart(), lesson("papers")
    sound = Voice("ogg", f"y{number()}".encode())
    actions.record_voice(mart, lesson=one, key="s1.say", language="hi", voice=sound, reader="Sita", by=BY)
    before = told("learning.voice_taken_back", mart)()
    return twice(
        lambda row: actions.take_voice_back(row, lesson=one, key="s1.say", language="hi", by=BY),
        mart,
        counted=lambda: told("learning.voice_taken_back", mart)() - before,
    )


@race(actions.make_lesson, "learning.slug_taken")
def two_make_a_lesson_of_one_title() -> Pair:
    title = f"Fair {number()}"
    return twice(
        lambda row: actions.make_lesson(row, title=title, scenes=3, minutes=5, by=BY),
        make_mart(),
        counted=lambda: OwnLesson.objects.filter(slug=title.lower().replace(" ", "-")).count(),
    )


@race(actions.teach_answer)
def two_teach_an_answer() -> Pair:
    words = {"subject": "other", "language": "hi", "asks": f"कब {number()}?", "answer": "कल।"}
    faq = Faq.objects.create(
        mart=make_mart(), state="published", published_at=timezone.now(), published_by_id=1, **words
    )
    return twice(
        lambda row: actions.teach_answer(row, by=BY),
        faq,
        counted=Event.objects.filter(kind="learning.answer_taught", data__answer=faq.pk).count,
    )


def _whole() -> tuple[Lesson, OwnLesson]:
    mart = make_mart()
    made = actions.make_lesson(mart, title=f"Fair {number()}", scenes=3, minutes=5, by=BY)
    found = lesson_of(mart, made.slug, closed=True)
    assert found is not None
    for key in found.places() - {"title"}:
        actions.write_words(mart, lesson=found, key=key, language=mart.default_language, text="One.", seen="", by=BY)
    for shown in found.shown():
        actions.choose_drawing(mart, lesson=found, key=shown.key, drawing="group-phone", by=BY)
    return found, made


def _told_of(kind: str, slug: str):
    return lambda: Event.objects.filter(kind=kind, data__lesson=slug).count()


@race(actions.open_lesson)
def two_open_a_lesson() -> Pair:
    found, made = _whole()
    return twice(
        lambda row: actions.open_lesson(row, lesson=found, by=BY),
        make_mart(),
        counted=_told_of("learning.lesson_opened", made.slug),
    )


@race(actions.close_lesson)
def two_close_a_lesson() -> Pair:
    found, made = _whole()
    actions.open_lesson(make_mart(), lesson=found, by=BY)
    return twice(
        lambda row: actions.close_lesson(row, lesson=found, by=BY),
        make_mart(),
        counted=_told_of("learning.lesson_closed", made.slug),
    )


@race(actions.begin)
def a_lesson_is_begun_twice() -> Pair:
    maker, one = make_maker(), lesson()
    return twice(lambda row: actions.begin(row, lesson=one, by=hers(row)), maker, counted=told("learning.begun", maker))


@race(actions.tell_scenes)
def two_tell_of_one_scene() -> Pair:
    mart, one = make_own_mart(), lesson("codes-and-upi")
    rows = SceneCount.objects.filter(mart=mart, lesson=one.slug, scene="s1")
    return twice(
        lambda row: actions.tell_scenes(row, lesson=one, counts={"s1": (1, 0, 0)}),
        mart,
        counted=lambda: sum(rows.values_list("again", flat=True)),
        once=2,
    )


def met(key: str = "") -> Meeting:
    maker = make_maker()
    facts = {"where": "School", "teacher": "Sita", "minutes": 60, "begins_at": timezone.now()}
    return actions.hold_meeting(
        maker.mart, lesson=lesson(), block=maker.block, **facts, key=key or f"m{number()}", by=BY
    )


@race(actions.hold_meeting)
def one_meeting_is_written_down_twice() -> Pair:
    key, maker = f"m{number()}", make_maker()
    facts = {"where": "School", "teacher": "Sita", "minutes": 60, "begins_at": timezone.now(), "lesson": lesson()}
    return twice(
        lambda mart: actions.hold_meeting(mart, block=maker.block, **facts, key=key, by=BY),
        maker.mart,
        counted=lambda: Meeting.objects.filter(key=key).count(),
    )


@race(actions.note_present)
def two_tick_the_same_member() -> Pair:
    meeting, member = met(), make_maker().members.get()
    return twice(
        lambda row: actions.note_present(row, members=[member], by=BY),
        meeting,
        counted=told("learning.presence_noted", meeting),
    )


@race(actions.call_off_meeting)
def two_call_a_meeting_off() -> Pair:
    meeting = met()
    called_off = told("learning.meeting_called_off", meeting)
    return twice(lambda row: actions.call_off_meeting(row, by=BY), meeting, counted=called_off)


@race(actions.strike_present)
def two_strike_the_same_member() -> Pair:
    meeting = met()
    actions.note_present(meeting, members=[make_maker().members.get()], by=BY)
    presence = meeting.present.get().pk
    return twice(
        lambda row: actions.strike_present(row, presence=presence, by=BY),
        meeting,
        counted=told("learning.presence_struck", meeting),
    )


@race(actions.come)
def she_holds_her_phone_to_the_code_twice() -> Pair:
    meeting, maker = met(), make_maker()
    return twice(
        lambda row: actions.come(row, maker=maker, by=hers(maker)), meeting, counted=told("learning.came", meeting)
    )
