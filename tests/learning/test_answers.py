"""An answer that everybody may read becomes a lesson's draft, once; its words are all there, and nobody is named."""

import pytest

from haat.core.models import Event
from haat.helping.actions import answer, ask, draft_faq, publish_faq, word_faq
from haat.helping.models import Faq
from haat.learning.actions import make_lesson, teach_answer
from haat.learning.cutting import heading, pieces
from haat.learning.models import AnswerTaught, OwnLesson
from haat.learning.queries import lesson_of
from haat.learning.rules import SPOKEN_WORDS
from tests.make import BY, make_maker, make_member, make_user
from tests.refusals import refused
from tests.sound import faults

pytestmark = pytest.mark.django_db
STEPS = "Look at the parcel's number. Say it to us on the phone! We ask the post the same day. You hear from us."


def published(asks: str = "Where is my parcel?", words: str = STEPS) -> Faq:
    maker = make_maker("Chandni group")
    make_member(maker, "Rita Devi", user=make_user("Rita Devi"))
    type(maker).objects.filter(pk=maker.pk).update(member_count=maker.members.count())
    question = ask(maker, words="I am Rita Devi. Where?", voice=None, language="en", key=asks, by=BY)
    faq = draft_faq(answer(question, text="Rita, look.", by=BY), by=BY)
    word_faq(faq, asks=asks, answer=words, subject="parcel", language="en", by=BY)
    return publish_faq(faq, looked_at=True, by=BY)


def test_answer_becomes_a_closed_lesson_once_with_all_its_words_and_no_name():
    faq = published()
    first = teach_answer(faq, by=BY)
    assert (teach_answer(faq, by=BY), OwnLesson.objects.count(), first.lesson) == (first, 1, "where-is-my-parcel")
    lesson = lesson_of(faq.mart, first.lesson, closed=True)
    assert lesson is not None
    assert [(scene.role, scene.say.words.get("en", "")) for scene in lesson.scenes] == [
        ("why", "Where is my parcel?"),
        ("step", "Look at the parcel's number. Say it to us on the phone! We ask the post the same day."),
        ("step", "You hear from us."),
        ("practise", ""),
    ]
    assert (lesson.name.text, lesson.open, lesson_of(faq.mart, first.lesson)) == ("Where is my parcel?", False, None)
    assert "Rita" not in str([scene.say.words for scene in lesson.scenes]) + str(lesson.title)
    assert Event.objects.get(kind="learning.answer_taught").data["answer"] == faq.pk
    assert faults() == {}


def test_answer_becomes_scenes_before_the_practice_of_a_closed_lesson():
    faq = published("Where is it?", "Ask us. " * 6)
    made = make_lesson(faq.mart, title="Parcels", scenes=3, minutes=5, by=BY)
    teach_answer(faq, lesson=made.slug, by=BY)
    lesson = lesson_of(faq.mart, made.slug, closed=True)
    assert lesson is not None
    assert [scene.id for scene in lesson.scenes] == ["s1", "s2", "s4", "s3"]
    assert lesson.scenes[2].say.words == {"en": "Where is it? " + "Ask us. " * 5 + "Ask us."}
    other = published("And the other?", "Here.")
    teach_answer(other, lesson=made.slug, by=BY)
    again = lesson_of(faq.mart, made.slug, closed=True)
    assert again is not None
    assert [scene.id for scene in again.scenes] == ["s1", "s2", "s4", "s5", "s3"]


def test_only_a_published_answer_that_fits_is_taught():
    faq = published(words=". ".join(["one two three four five six seven eight nine ten eleven twelve"] * 8))
    with refused("learning.no_room", field="lesson"):
        teach_answer(faq, by=BY)
    with refused("learning.unknown_lesson"):
        teach_answer(faq, lesson="photo", by=BY)
    made = make_lesson(faq.mart, title="Parcels", scenes=9, minutes=5, by=BY)
    with refused("learning.no_room", field="lesson"):
        teach_answer(faq, lesson=made.slug, by=BY)
    OwnLesson.objects.update(open=True)
    with refused("learning.lesson_open", field="lesson"):
        teach_answer(faq, lesson=made.slug, by=BY)
    Faq.objects.update(state="draft")
    with refused("learning.not_for_all"):
        teach_answer(faq, by=BY)
    assert AnswerTaught.objects.count() == 0


def test_question_without_letters_has_an_address_all_the_same():
    assert teach_answer(published("?!"), by=BY).lesson == "answer"


def test_pieces_keep_every_word_and_whole_sentences_where_they_fit():
    text = " ".join(f"w{number}" for number in range(50)) + "। दो शब्द।\nतीन"
    cut = pieces(text)
    assert " ".join(cut).split() == text.split()
    assert [len(piece.split()) for piece in cut] == [SPOKEN_WORDS, SPOKEN_WORDS, 9]
    assert pieces("It costs 12.50 rupees") == ["It costs 12.50 rupees"]
    assert (heading("a b", 60), heading("word " * 20, 12), heading("x" * 80, 60)) == ("a b", "word word", "x" * 60)
