"""Who learns what: begun and tried once however often told, judged from events, followed up once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.actor import MACHINE, Actor
from haat.core.doctor import examine
from haat.core.events import record
from haat.core.models import Event
from haat.learning import actions
from haat.learning.models import Answer, SceneCount, Study, Suggestion
from haat.learning.queries import lesson_of, suggested_to, to_ask_again, to_follow
from haat.learning.results import results
from haat.makers.models import Maker
from haat.messages.models import Message
from haat.orders import actions as orders
from tests.make import BY, make_good, make_maker, make_mart, make_part, make_stocked, make_user
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def hers(maker: Maker) -> Actor:
    return Actor(user_id=maker.members.get().user_id)


def begun(maker: Maker, slug: str = "photo", days: int = 1, by: Actor | None = None) -> Study:
    study = actions.begin(maker, lesson=lesson_of(maker.mart, slug), by=by or hers(maker))
    Study.objects.filter(pk=study.pk).update(begun_at=timezone.now() - timedelta(days=days))
    study.refresh_from_db()
    return study


def looked(study: Study) -> tuple[str, str]:
    actions.look()
    study.refresh_from_db()
    return study.first, study.later


def told(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_begun_and_tried_count_once():
    maker = make_maker()
    lesson = lesson_of(maker.mart, "photo")
    for _turn in range(2):
        actions.begin(maker, lesson=lesson, by=hers(maker))
        actions.tell_tried(maker, lesson=lesson, by=hers(maker))
    study = Study.objects.get()
    assert (study.person_id, study.tried_at is not None) == (hers(maker).user_id, True)
    assert (told("learning.begun"), told("learning.tried")) == (1, 1)


def test_with_help_it_is_the_makers_and_not_the_helpers():
    maker = make_maker()
    for user in (make_user("Seven").pk, make_user("Eight").pk):
        actions.begin(maker, lesson=lesson_of(maker.mart, "photo"), by=Actor(user, for_maker_id=maker.pk))
    assert Study.objects.get().person is None


def test_a_question_sent_twice_counts_once_and_the_first_answer_stands():
    maker = make_maker()
    lesson = lesson_of(maker.mart, "photo")
    for right in (False, True):
        actions.answer(maker, lesson=lesson, question="q1", right=right, later=False, by=hers(maker))
    assert Answer.objects.get().right is False
    with refused("learning.not_in_lesson"):
        actions.answer(maker, lesson=lesson, question="q9", right=True, later=False, by=hers(maker))


def test_scenes_are_counted_together_and_never_wildly():
    maker = make_maker()
    lesson = lesson_of(maker.mart, "photo")
    for _turn in range(2):
        actions.tell_scenes(
            maker.mart, lesson=lesson, counts={"s1": (1, 0, 0), "s2": (10**9, -5, 1), "nowhere": (1, 1, 1)}
        )
    found = {row.scene: (row.again, row.back, row.left) for row in SceneCount.objects.all()}
    assert found == {"s1": (2, 0, 0), "s2": (40, 0, 2)}


def test_photo_is_right_when_a_good_passes_and_wrong_when_its_picture_comes_back():
    maker, other = make_maker(), make_maker()
    good, bad = make_good(maker=maker, state="draft"), make_good(maker=other, state="draft")
    one, two = begun(maker), begun(other)
    record("catalogue.good_approved", good, by=BY)
    record("catalogue.good_sent_back", bad, by=BY, reasons=["picture_cut"], note="")
    assert (looked(one), looked(two)) == (("right", ""), ("wrong", ""))


def test_what_is_sent_back_for_something_else_is_no_case():
    maker = make_maker()
    study = begun(maker)
    record(
        "catalogue.good_sent_back", make_good(maker=maker, state="draft"), by=BY, reasons=["weight_missing"], note=""
    )
    assert looked(study) == ("", "")


def test_a_week_is_a_week_and_what_was_before_says_nothing():
    maker = make_maker()
    late, early = begun(maker, days=8), begun(make_maker(), days=1)
    record("catalogue.good_approved", make_good(maker=maker, state="draft"), by=BY)
    old = record("catalogue.good_approved", make_good(maker=early.maker, state="draft"), by=BY)
    Event.objects.filter(pk=old.pk).update(at=early.begun_at - timedelta(hours=1))
    assert (looked(late), looked(early)) == (("", ""), ("", ""))


def test_thirty_days_later_is_judged_by_itself():
    maker = make_maker()
    study = begun(maker, days=35)
    Study.objects.filter(pk=study.pk).update(first="right", first_at=study.begun_at + timedelta(days=2), case="x")
    record("catalogue.good_sent_back", make_good(maker=maker, state="draft"), by=BY, reasons=["picture_cut"], note="")
    assert looked(study) == ("right", "wrong")


def test_yes_within_a_day_is_right_only_for_who_said_it():
    part = make_part({make_stocked(): 1})
    member, stranger = (
        begun(part.maker, "order-in-time"),
        begun(part.maker, "order-in-time", by=Actor(make_user("Stranger").pk)),
    )
    orders.accept(part, by=hers(part.maker))
    assert (looked(member), looked(stranger)) == (("right", ""), ("", ""))


def test_help_is_not_her_doing():
    part = make_part({make_stocked(): 1})
    study = begun(part.maker, "order-in-time")
    orders.accept(part, by=Actor(5, for_maker_id=part.maker_id))
    assert looked(study) == ("", "")


def test_a_parcel_that_comes_back_was_not_packed_rightly():
    part = make_part({make_stocked(): 1}, state="delivered")
    study = begun(part.maker, "packing")
    Event.objects.filter(kind="orders.delivered").update(at=timezone.now())
    assert looked(study) == ("right", "")
    orders.ask_return(part, reason="broken", by=MACHINE)
    assert looked(study) == ("wrong", "")


def test_lessons_are_offered_at_the_moment_of_need_and_once():
    part = make_part({make_stocked(): 1})
    actions.look()
    actions.look()
    assert [one.lesson for one in Suggestion.objects.filter(maker=part.maker, why="first_order")] == ["packing"]
    actions.begin(part.maker, lesson=lesson_of(part.maker.mart, "packing"), by=hers(part.maker))
    offered = [one.lesson for one in suggested_to(part.maker, hers(part.maker).user_id)]
    assert "packing" not in offered


def test_looking_again_reads_little_and_changes_nothing(django_assert_max_num_queries):
    make_part({make_stocked(): 1})
    actions.look()
    before = Suggestion.objects.count()
    with django_assert_max_num_queries(16):
        actions.look()
    assert Suggestion.objects.count() == before


def test_after_three_days_a_message_names_the_deed_once():
    study = begun(make_maker(), days=4)
    for _turn in range(2):
        for one in to_follow(timezone.now() - timedelta(days=3)):
            actions.follow_up(one)
        actions.follow_up(study)
    message = Message.objects.get(template="lesson_photo")
    assert (message.cause, Study.objects.get().asks) == (f"lesson:{study.pk}", False)


def test_done_right_already_there_is_a_question_instead():
    study = begun(make_maker(), days=4)
    Study.objects.filter(pk=study.pk).update(first="right", first_at=timezone.now())
    actions.follow_up(study)
    assert (Message.objects.count(), Study.objects.get().asks) == (0, True)
    lesson = lesson_of(study.mart, "photo")
    for right in (True, False):
        actions.answer(study.maker, lesson=lesson, question="q1", right=right, later=True, by=hers(study.maker))
    answer = Answer.objects.get()
    assert (answer.round, answer.right, Study.objects.get().asks, told("learning.played")) == (3, True, False, 1)


def test_after_thirty_days_she_is_asked_again():
    study = begun(make_maker(), days=31)
    actions.follow_up(study)
    (found,) = to_ask_again(timezone.now() - timedelta(days=30))
    actions.ask_again(found)
    assert (Study.objects.get().asks, list(to_ask_again(timezone.now()))) == (True, [])


def test_results_count_tried_and_right_never_seen():
    mart = make_mart()
    right, slow = begun(make_maker(mart=mart), days=10), begun(make_maker(mart=mart), days=10)
    fresh = begun(make_maker(mart=mart), days=1)
    Study.objects.filter(pk__in=[right.pk, slow.pk]).update(tried_at=timezone.now())
    Study.objects.filter(pk=right.pk).update(first="right", first_at=right.begun_at + timedelta(days=1))
    (row,) = results(mart, Maker.objects.filter(mart=mart), "lesson")
    assert (row.begun, row.tried, row.right, row.judged) == (3, 2, 1, 2)
    assert (row.tried_percent, row.right_percent, row.still_percent, row.redraw) == (67, 50, None, False)
    assert fresh.first == ""


def test_books_of_lessons_are_sound():
    begun(make_maker())
    assert [one for one in examine() if one.broken and "lesson" in one.name] == []
