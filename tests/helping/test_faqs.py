"""An answer for all is drafted without the asker, published only once a person has looked, and read in her language."""

import pytest

from haat.core.models import Event
from haat.helping.actions import answer, ask, draft_faq, publish_faq, take_back_faq, word_faq
from haat.helping.models import Faq, Question
from haat.helping.queries import faqs_for
from haat.helping.striking import left_in, strike
from tests.make import BY, make_maker, make_member, make_user
from tests.refusals import refused
from tests.sound import faults

pytestmark = pytest.mark.django_db
ASKED = "I am Rita Devi of Chandni group, 98765 43210. When is order DGHR-1234-5678 paid?"


def answered() -> Question:
    maker = make_maker("Chandni group")
    make_member(maker, "Rita Devi", user=make_user("Rita Devi"))
    type(maker).objects.filter(pk=maker.pk).update(member_count=maker.members.count())
    question = ask(maker, words=ASKED, voice=None, language="en", key="a", subject="payment", by=BY)
    return answer(question, text="Rita, after seven days. Rs 1500 to 814112 as always.", by=BY)


def test_draft_names_nobody_and_keeps_what_is_no_number_of_hers():
    faq = draft_faq(answered(), by=BY)
    assert draft_faq(Question.objects.get(), by=BY) == faq
    for word in ("Rita", "Chandni", "98765", "DGHR"):
        assert word not in faq.asks + faq.answer
    assert "after seven days. Rs 1500 to 814112" in faq.answer
    assert faqs_for(faq.mart, "en") == []


def test_only_what_names_nobody_is_published():
    question = answered()
    faq = draft_faq(question, by=BY)
    with refused("helping.not_looked_at", field="looked_at"):
        publish_faq(faq, looked_at=False, by=BY)
    given = {"asks": "When am I paid?", "subject": "payment", "language": "en"}
    word_faq(faq, answer="Rita was paid after seven days.", **given, by=BY)
    with refused("helping.personal_left"):
        publish_faq(faq, looked_at=True, by=BY)
    word_faq(faq, answer="After seven days.", **given, by=BY)
    for _turn in range(2):
        publish_faq(faq, looked_at=True, by=BY)
    assert Event.objects.filter(kind="helping.faq_published").count() == 1
    with refused("helping.personal_left", field="answer"):
        word_faq(faq, answer="Call 9876543210.", **given, by=BY)
    assert [(subject, [each.answer for each in rows]) for subject, rows in faqs_for(question.mart, "mr")] == [
        ("payment", ["After seven days."])
    ]
    assert faults() == {}
    take_back_faq(faq, by=BY)
    assert faqs_for(question.mart, "en") == []


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"asks": " "}, "helping.no_faq_words", "asks"),
        ({"answer": ""}, "helping.no_faq_words", "answer"),
        ({"asks": "x" * 301}, "helping.faq_too_long", "asks"),
        ({"subject": "moon"}, "helping.bad_subject", "subject"),
    ],
)
def test_words_for_all_are_whole(given: dict[str, str], code: str, field: str):
    faq = draft_faq(answered(), by=BY)
    with refused(code, field=field):
        word_faq(faq, **{"asks": "a", "answer": "b", "subject": "payment", "language": "en", **given}, by=BY)


def test_nobody_answered_is_no_answer_for_all():
    with refused("helping.not_answered"):
        draft_faq(ask(make_maker(), words="Where?", voice=None, language="hi", key="a", by=BY), by=BY)


def test_each_subject_is_read_in_the_nearest_language():
    faq = publish(draft_faq(answered(), by=BY), "en", "English")
    other = Faq.objects.create(mart=faq.mart, subject="payment", language="hi", asks="क्या?", answer="हिंदी")
    publish(other, "hi", "हिंदी")
    assert [[each.answer for each in rows] for _subject, rows in faqs_for(faq.mart, "hi")] == [["हिंदी"]]
    assert [[each.answer for each in rows] for _subject, rows in faqs_for(faq.mart, "en")] == [["English"]]


def publish(faq: Faq, language: str, text: str) -> Faq:
    word_faq(faq, asks="?!a", answer=text, subject="payment", language=language, by=BY)
    return publish_faq(faq, looked_at=True, by=BY)


def test_names_are_struck_whole_in_every_script():
    names = ["सीता", "rita"]
    assert strike("सीता का पैसा, सीतामढ़ी और RITA", names) == "… का पैसा, सीतामढ़ी और …"
    assert (left_in("फूलों की माला", ["फूल"]), left_in("फूल।", ["फूल"])) == ("", "फूल")
    assert left_in("write to a.b@c.in", names) == "a.b@c.in"
    assert left_in("₹1,50,000 on 31/12/2026 for 12 pieces", names) == ""
