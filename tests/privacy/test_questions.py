"""Questions and complaints as data of who asked: of nobody who wrote them down for her, and gone when she is."""

import pytest

from haat.core import worker
from haat.core.actor import Actor
from haat.core.models import Event
from haat.core.scans import Scan
from haat.core.voices import Voice
from haat.helping.actions import answer, ask, complain, play, reopen
from haat.helping.models import Enclosure, Entry, Question
from haat.helping.queries import complaint_by_token
from haat.messages.models import Message
from haat.privacy import actions
from haat.privacy.models import Petition, Sealed
from haat.privacy.persons import find_person
from haat.privacy.queries import held_of, looks_at
from tests.make import BY, make_mart, make_officer
from tests.privacy.made import artisan, petition
from tests.privacy.test_erasing import erased
from tests.refusals import refused
from tests.sound import faults

pytestmark = pytest.mark.django_db
BUYER = "+919876543210"


def complained(**more: object) -> Question:
    told = {"phone": BUYER, "name": "Asha", "words": "It is broken.", "language": "hi", "key": "k", "by": BY}
    return complain(make_mart(), **{**told, **more})  # type: ignore[arg-type]


def models_of(**who: object) -> set[str]:
    return {holds.model for holds, _number in held_of(find_person(make_mart().pk, **who))}  # type: ignore[arg-type]


def test_question_that_an_officer_wrote_down_for_a_maker_is_no_data_of_the_officers():
    maker, _seat, user = artisan()
    helper = make_officer("coordinator", place=maker.block)
    by = Actor(helper.pk, for_maker_id=maker.pk)
    ask(maker, words="Where?", voice=Voice("webm", b"said"), language="hi", key="a", by=by)
    assert not {model for model in models_of(user=helper) if model.startswith("helping.")}
    assert {"helping.question", "helping.entry", "helping.enclosure"} <= models_of(user=user)


def test_who_is_erased_is_answered_first_then_her_voice_is_sealed_and_gone():
    maker, _seat, user = artisan()
    said = ask(maker, words="Where?", voice=Voice("webm", b"said"), language="hi", key="a", by=Actor(user.pk))
    mine = petition(maker.mart, "erase", user=user)
    with refused("privacy.questions_open"):
        actions.agree_erase(mine, by=BY)
    answer(said, text="On Friday.", by=BY)
    erased(mine)
    assert Enclosure.objects.count() == 0
    assert {"helping.enclosure", "helping.entry", "helping.question"} <= set(
        Sealed.objects.values_list("model", flat=True)
    )
    assert set(Entry.objects.values_list("words", flat=True)) == {"—"}
    assert faults() == {}


def test_link_of_an_erased_buyer_opens_nothing_and_nobody_is_told():
    question = complained()
    link = question.token
    answer(question, text="We send another.", by=BY)
    worker.run_due()
    erased(petition(make_mart(), "erase", phone=BUYER))
    assert complaint_by_token(make_mart(), link) is None
    question.refresh_from_db()
    assert (question.phone, question.name, question.token not in ("", link)) == ("", "", True)
    reopen(question, words="Still broken", key="again", by=Actor(None), language="hi")
    answer(question, text="Once more.", by=BY)
    worker.run_due()
    assert [told.template for told in Message.objects.order_by("pk")] == ["complaint_kept", "complaint_answered"]
    assert faults() == {}


def test_all_that_she_asked_before_is_ended_and_wordless_however_she_came():
    complained()
    answer(Question.objects.get(), text="We send another.", by=BY)
    done = petition(make_mart(), "correct", phone=BUYER)
    actions.answer(done, words="Asha is written so now", by=BY)
    open_ = petition(make_mart(), "complain", phone=BUYER)
    erased(petition(make_mart(), "erase", phone=BUYER))
    rows = Petition.objects.order_by("pk").values_list("kind", "state", "phone", "words", "answer")
    assert list(rows) == [
        ("correct", "done", "", "", "—"),
        ("complain", "refused", "", "", "—"),
        ("erase", "done", "", "", ""),
    ]
    with refused("privacy.not_open"):
        actions.answer(open_, words="Too late", by=BY)
    assert faults() == {}


def test_reason_of_a_refusal_stands_with_the_petition_and_not_in_the_trail():
    maker, _seat, user = artisan()
    actions.refuse(petition(maker.mart, "correct", user=user), reason="Sita Devi is right", by=BY)
    assert Petition.objects.get().answer == "Sita Devi is right"
    assert Event.objects.get(kind="privacy.refused").data == {}


def test_buyer_reads_who_looked_at_the_photos_of_her_complaint():
    complained(pictures=[Scan("jpeg", b"broken")])
    play(Enclosure.objects.get(), by=Actor(7))
    (look,) = looks_at(find_person(make_mart().pk, phone=BUYER))
    assert (look.kind, look.by_id) == ("helping.complaint_picture_seen", 7)
