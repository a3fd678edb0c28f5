"""What is asked of makers: one ask a question, no longer once it was answered, and handed on by who does not know."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Change, Good, Variant
from haat.channels import actions
from haat.channels.answered import answered_lately
from haat.channels.asks import ask_named, asks_of, commonest, known_of, open_asks, parse
from haat.channels.channel import Issue
from haat.channels.models import Account, MakerTask, Offer
from haat.core.dates import INDIA
from haat.core.doctor import examine
from haat.core.models import Event
from haat.makers.models import Maker
from haat.messages.models import Message
from tests.channels.asking import MADE_OF, WEIGHT, ask, make_asked
from tests.channels.make import later, make_account
from tests.make import BY, make_picture, make_registered_maker, make_variant
from tests.refusals import refused

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 30, 10, 0, tzinfo=INDIA)


def keys(maker: Maker, **more) -> list[str]:
    return [each.key for each in open_asks(maker, **more)]


def answer(good: Good, key: str, value, *, seen=None):
    kind, size, about = parse(key)
    variant = Variant.objects.get(pk=size) if size else None
    return actions.answer_ask(good, kind=kind, about=about, variant=variant, answer=value, seen=seen, by=BY)


# ---- what is asked ----


def test_one_question_of_two_accounts_and_two_sizes_is_one_ask(says, account):
    other, first = make_account(), make_asked()
    second = make_variant(first.good)
    for place in (account, other):
        for size in (first, second):
            ask(says, place, size, MADE_OF)
    (found,) = open_asks(first.good.maker)
    assert (found.key, str(found.what), len(found.causes)) == ("answer-0-made_of", "Made of", 4)
    assert [str(title) for title in found.where] == ["Toy bazaar"]
    assert (found.variant, found.value, found.handed_on) == (None, None, False)


def test_what_one_size_has_of_its_own_is_asked_of_each(says, account):
    first = make_asked()
    second = make_variant(first.good, position=1)
    for size in (first, second):
        Variant.objects.filter(pk=size.pk).update(weight_g=None)
        ask(says, account, size, ("attribute_missing", "length_cm"), WEIGHT)
    wanted = [f"weight-{first.pk}-", f"weight-{second.pk}-"]
    assert keys(first.good.maker) == [*wanted, f"answer-{first.pk}-length_cm", f"answer-{second.pk}-length_cm"]


def test_what_others_mend_and_goods_out_of_the_shop_are_not_asked(says, account):
    desk, paused, known = make_asked(), make_asked(), make_asked()
    ask(says, account, desk, MADE_OF, who="desk")
    ask(says, account, known, ("tax_missing", ""))
    ask(says, account, paused, MADE_OF)
    catalogue.pause_good(paused.good, by=BY)
    assert asks_of([variant.good.maker_id for variant in (desk, paused, known)]) == {}


def test_only_whose_goods_they_are_is_asked(says, account):
    mine, theirs = make_asked(), make_asked(make_registered_maker())
    ask(says, account, mine, MADE_OF)
    ask(says, account, theirs, MADE_OF, who="desk")
    assert set(asks_of([mine.good.maker_id, theirs.good.maker_id])) == {mine.good.maker_id}
    assert open_asks(mine.good.maker, good_id=theirs.good_id) == []


def test_goods_that_wait_longest_stand_first_and_pictures_behind_what_one_knows(says, account):
    maker = make_registered_maker()
    with time_machine.travel(timezone.now() - timedelta(days=2), tick=True):
        old = make_asked(maker)
        ask(says, account, old, ("picture_few", ""), MADE_OF)
    new = make_asked(maker)
    ask(says, account, new, MADE_OF)
    assert [(each.good.pk, each.kind) for each in open_asks(maker)] == [
        (old.good_id, "answer"),
        (old.good_id, "picture"),
        (new.good_id, "answer"),
    ]
    assert commonest(open_asks(maker)) == ("Made of", 2)
    assert commonest([]) == ("", 0)


def test_asks_cost_as_many_statements_for_many_goods_as_for_one(says, account, django_assert_num_queries):
    maker = make_registered_maker()
    with django_assert_num_queries(2):
        assert open_asks(maker) == []
    ask(says, account, make_asked(maker), MADE_OF, WEIGHT)
    with django_assert_num_queries(6):
        open_asks(maker)
    for _turn in range(3):
        ask(says, account, make_asked(maker), MADE_OF)
    with django_assert_num_queries(6):
        assert len(open_asks(maker)) == 4


def test_refusal_of_a_channel_is_asked_about_with_what_stands_there(says, account, bazaar):
    variant = make_asked(good={"attributes": {"made_of": "cane"}})
    told = Issue("90220", "error", "No such material", about="material", slug="made_of", who="maker")
    bazaar.refuses[variant.sku] = told
    ask(says, account, variant)
    (found,) = open_asks(variant.good.maker)
    assert (found.key, found.value) == ("answer-0-made_of", "cane")
    answer(variant.good, found.key, "bamboo", seen="cane")
    assert open_asks(variant.good.maker) == []  # until it was sent and read anew
    with later(hours=1):
        Offer.objects.update(sent_at=timezone.now(), seen_at=timezone.now())
        assert keys(variant.good.maker) == ["answer-0-made_of"]


def test_what_only_the_channel_can_name_is_an_ask_of_its_own(says, account, bazaar):
    variant = make_asked()
    bazaar.refuses[variant.sku] = Issue("7", "error", "Ask the maker", about="odd/name", who="maker")
    ask(says, account, variant)
    (found,) = open_asks(variant.good.maker)
    assert (found.kind, found.about, str(found.what)) == (
        "other",
        str(found.causes[0].pk),
        "Something the channel says",
    )
    assert ask_named(variant.good, found.key).causes == found.causes


# ---- answers ----


def test_answer_is_written_once_and_is_not_asked_again(says, account):
    variant = make_asked()
    ask(says, account, variant, MADE_OF)
    (found,) = open_asks(variant.good.maker)
    for _turn in range(2):
        answer(variant.good, found.key, "bamboo")
    good = Good.objects.get(pk=variant.good_id)
    assert (good.attributes, open_asks(good.maker)) == ({"made_of": "bamboo"}, [])
    assert Event.objects.filter(kind="catalogue.answers_said").count() == 1
    task = MakerTask.objects.get()
    assert (task.answered_by_id, task.handed_at, task.waits) == (BY.user_id, None, False)


def test_answer_that_is_still_missing_after_a_look_is_asked_with_what_was_said(says, account):
    variant = make_asked()
    ask(says, account, variant, MADE_OF)
    answer(variant.good, "answer-0-made_of", "bamboo")
    with later(minutes=5):
        ask(says, account, variant, MADE_OF)
        (found,) = open_asks(variant.good.maker)
    assert found.value == "bamboo"
    with later(minutes=10):
        ask(says, account, variant)
        assert open_asks(variant.good.maker) == []


def test_somebody_elses_answer_stands(says, account):
    variant = make_asked()
    ask(says, account, variant, MADE_OF)
    catalogue.say_answers(variant.good, {"made_of": "cane"}, by=BY)
    with refused("channels.other_answer", field="answer"):
        answer(variant.good, "answer-0-made_of", "bamboo")
    answer(variant.good, "answer-0-made_of", "cane")
    assert Good.objects.get(pk=variant.good_id).attributes == {"made_of": "cane"}


def test_the_same_once_more_goes_to_the_desk_as_right(says, account):
    variant = make_asked(good={"attributes": {"made_of": "cane"}})
    for _turn in range(2):
        answer(variant.good, "answer-0-made_of", "cane", seen="cane")
    assert MakerTask.objects.get().why == "right"
    assert Event.objects.get(kind="channels.ask_handed_on").data["why"] == "right"


def test_weight_and_sides_are_written_where_they_belong(says, account):
    variant = make_asked()
    Variant.objects.filter(pk=variant.pk).update(weight_g=None)
    ask(says, account, variant, WEIGHT, ("measures_missing", "package_size"))
    first, second = open_asks(variant.good.maker)
    assert (first.key, second.key) == (f"weight-{variant.pk}-", "size-0-")
    answer(variant.good, first.key, 640)
    answer(variant.good, second.key, [200, 150, 80])
    kept = Variant.objects.select_related("good").get(pk=variant.pk)
    assert (kept.weight_g, known_of(kept.good, None, "size", "")) == (640, [200, 150, 80])
    assert open_asks(variant.good.maker) == []
    with refused("weight.out_of_range", field="weight"):
        catalogue.weigh(kept, weight_g=0, by=BY)


def test_new_picture_waits_for_the_desk_and_is_not_asked_again(says, account, media):
    variant, picture = make_asked(), make_picture()
    ask(says, account, variant, ("picture_few", ""))
    for _turn in range(2):
        answer(variant.good, "picture-0-", picture)
    assert open_asks(variant.good.maker) == []
    change = Change.objects.get()
    assert (change.picture, Event.objects.filter(kind="catalogue.change_asked").count()) == (picture, 1)
    catalogue.send_back_change(change, reasons=["picture_blurred"], by=BY)
    with later(hours=1):
        ask(says, account, variant, ("picture_few", ""))
        assert keys(variant.good.maker) == ["picture-0-"]


def test_size_or_question_of_another_good_is_refused(says, account):
    mine, other = make_asked(), make_asked()
    with refused("channels.not_of_this_good"):
        actions.answer_ask(mine.good, kind="weight", about="", variant=other, answer=5, by=BY)
    with refused("channels.not_of_this_good"):
        actions.answer_ask(mine.good, kind="paper", about="fssai", answer="1", by=BY)


@pytest.mark.parametrize(
    "key", ["answer-0-brand", "answer-0-none", "weight-0-", "size-0-x", "size-1-", "x", "other-0-9"]
)
def test_key_that_is_no_question_of_the_good_is_none(db, key):
    assert ask_named(make_asked().good, key) is None


# ---- handed on ----


def test_what_she_does_not_know_is_handed_on_and_nothing_is_written(says, account):
    variant = make_asked()
    ask(says, account, variant, MADE_OF)
    for _turn in range(2):
        actions.hand_on_ask(variant.good, kind="answer", about="made_of", by=BY)
    assert open_asks(variant.good.maker) == []
    (found,) = asks_of([variant.good.maker_id])[variant.good.maker_id]
    assert (found.handed_on, found.task.why, found.task.handed_by_id) == (True, "unknown", BY.user_id)
    assert Good.objects.get(pk=variant.good_id).attributes == {}
    assert Event.objects.filter(kind="channels.ask_handed_on").count() == 1
    answer(variant.good, "answer-0-made_of", "cane")
    assert asks_of([variant.good.maker_id]) == {}


def test_what_is_asked_anew_after_it_was_handed_on_is_hers_again(says, account):
    variant = make_asked()
    ask(says, account, variant, MADE_OF)
    actions.hand_on_ask(variant.good, kind="answer", about="made_of", by=BY)
    with later(hours=1):
        ask(says, account, variant)
        ask(says, account, variant, MADE_OF)
        assert keys(variant.good.maker) == ["answer-0-made_of"]


# ---- what came of it ----


def test_what_came_of_answers_is_told_and_never_called_live(says, account, bazaar):
    ready = make_asked()
    maker = ready.good.maker
    waits, lives = make_asked(maker), make_asked(maker)
    for variant in (ready, waits, lives):
        ask(says, account, variant, MADE_OF)
    ask(says, account, lives)
    began = timezone.now()
    for variant in (ready, waits, lives):
        answer(variant.good, "answer-0-made_of", "cane")
    Offer.objects.filter(variant=waits).update(
        reasons=[{"code": "tax_missing", "about": "", "who": "desk", "hold": "all"}]
    )
    found = {each.good.pk: each for each in answered_lately(maker, began)}
    assert [str(title) for title in found[ready.good_id].goes] == ["Toy bazaar"]
    assert [str(title) for title in found[waits.good_id].others] == ["Toy bazaar"]
    assert [str(title) for title in found[lives.good_id].live] == ["Toy bazaar"]
    assert answered_lately(maker, timezone.now() + timedelta(hours=1)) == []


def test_what_is_still_asked_or_looked_after_is_counted(says, account):
    variant = make_asked()
    ask(says, account, variant, MADE_OF, ("attribute_missing", "story"))
    answer(variant.good, "answer-0-made_of", "cane")
    actions.hand_on_ask(variant.good, kind="answer", about="story", by=BY)
    (came,) = answered_lately(variant.good.maker, timezone.now() - timedelta(hours=1))
    assert (len(came.hers), came.goes, came.handed) == (1, [], 1)


# ---- telling leaders ----


def told() -> list[Message]:
    return list(Message.objects.filter(template="goods_asked").order_by("pk"))


def test_leader_is_told_once_of_each_question_and_once_a_day(says, account):
    variant = make_asked()
    with time_machine.travel(MORNING, tick=False):
        ask(says, account, variant, MADE_OF)
        assert actions.tell_makers() == 1
        assert actions.tell_makers() == 0
        ask(says, account, variant, MADE_OF, ("attribute_missing", "story"))
        assert actions.tell_makers() == 0  # of the second she hears tomorrow
    (first,) = told()
    assert (first.phone, first.values, first.link) == (variant.good.maker.phone, {"count": "1"}, "/maker/asks/")
    assert first.language == "hi"
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        assert actions.tell_makers() == 1
        assert actions.tell_makers() == 0
    assert [message.values["count"] for message in told()] == ["1", "1"]
    assert [finding.name for finding in examine(("messages speak of what has happened",)) if finding.broken] == []


def test_nobody_is_told_at_night_or_without_a_phone_or_of_what_was_answered(says, account):
    variant = make_asked()
    mute = make_asked(make_registered_maker())
    Maker.objects.filter(pk=mute.good.maker_id).update(phone="")
    with time_machine.travel(MORNING.replace(hour=21), tick=False):
        ask(says, account, variant, MADE_OF)
        ask(says, account, mute, MADE_OF)
        assert actions.tell_makers() == 0
    answer(variant.good, "answer-0-made_of", "cane")
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        assert actions.tell_makers() == 0
    assert told() == []


def test_account_that_is_closed_asks_nothing(says, account):
    variant = make_asked()
    ask(says, account, variant, MADE_OF)
    Account.objects.update(state="closed")
    assert open_asks(variant.good.maker) == []
