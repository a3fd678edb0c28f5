"""Days within the law's bounds, what is over is deleted in batches, and a breach with its clocks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core import worker
from haat.core.models import Event
from haat.messages.models import Message
from haat.orders.models import Order
from haat.people.models import PhoneCode
from haat.privacy import actions
from haat.privacy.actions import keeping
from haat.privacy.models import Breach
from haat.privacy.queries import answer_days, tonight, untold_breaches
from tests.make import BY, make_block, make_district, make_mart, make_officer, make_order, make_part, make_stocked
from tests.privacy.made import artisan
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def numbers(mart) -> dict[str, int]:
    return {clock.slug: number for clock, _days, number in tonight(mart) if number}


@pytest.mark.parametrize(
    ("name", "days", "code"),
    [
        ("messages", 364, "privacy.days_out_of_range"),
        ("messages", None, "privacy.days_out_of_range"),
        ("answer", 91, "privacy.days_out_of_range"),
        ("answer", 0, "privacy.days_out_of_range"),
        ("exports", 7, "privacy.unknown_kind"),
        ("nothing", 7, "privacy.unknown_kind"),
    ],
)
def test_days_outside_the_law_are_refused(name, days, code):
    with refused(code):
        actions.set_days(make_mart(), name=name, days=days, by=BY)


def test_days_are_set_once_and_told():
    mart = make_mart()
    for _turn in range(2):
        actions.set_days(mart, name="answer", days=90, by=BY)
    assert answer_days(mart) == 90
    told = Event.objects.get(kind="privacy.setting_changed").data
    assert told == {"name": "answer", "before": 30, "after": 90}


def test_what_is_over_is_deleted_in_batches_and_the_dry_run_says_so_before(monkeypatch):
    maker, _seat, user = artisan()
    mart, old = maker.mart, timezone.now() - timedelta(days=1200)
    order = make_order({make_stocked(maker): 1})
    Order.objects.update(state="done", placed_at=old)
    told = {"template": "help_heard", "language": "hi", "values": {}, "mart": mart, "state": "taken"}
    for at in range(3):
        Message.objects.create(phone=user.phone, body="x", cause=f"c{at}", made_at=old, **told)
    Message.objects.create(phone=user.phone, body="new", cause="new", **told)
    PhoneCode.objects.create(mart=mart, phone=user.phone, purpose="x", digest="x", made_at=old)
    assert numbers(mart) == {"messages": 3, "addresses": 1, "codes": 1}
    assert Message.objects.filter(body="x").count() == 3
    monkeypatch.setattr(keeping, "BATCH", 2)
    assert (actions.clear(mart), actions.clear(mart), actions.clear(mart)) == (4, 1, 0)
    assert numbers(mart) == {}
    order.refresh_from_db()
    assert (order.name, order.address) == ("—", "")
    assert list(Message.objects.exclude(phone="").filter(cause="new").values_list("body", flat=True)) == ["new"]
    assert Event.objects.filter(kind="privacy.cleared").count() == 4


def test_codes_go_by_the_clock_of_the_mart_that_sent_them():
    one, other = make_mart(), make_mart("chandrapur", place=make_district("Chandrapur", lgd=500))
    told = {"phone": "+919812345678", "purpose": "x", "digest": "x"}
    for mart, days in ((one, 3), (other, 3), (None, 3), (None, 366)):
        PhoneCode.objects.create(mart=mart, made_at=timezone.now() - timedelta(days=days), **told)
    actions.set_days(one, name="codes", days=1, by=BY)
    actions.clear(one)
    actions.clear(other)
    left = PhoneCode.objects.order_by("pk").values_list("mart__slug", "made_at__date")
    assert [slug for slug, _day in left] == ["chandrapur", None]


def breach(mart, **more: object) -> Breach:
    told = {"name": "A phone was lost", "words": "With the list open", "data": ["phones"], "people_count": 12,
            "whom": "members", "known_at": timezone.now() - timedelta(hours=7), "drill": False, "key": "b"}  # fmt: skip
    return actions.note_breach(mart, **{**told, **more}, by=BY)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"name": " "}, "privacy.no_words", "name"),
        ({"data": []}, "privacy.bad_breach", "kinds"),
        ({"data": ["souls"]}, "privacy.bad_breach", "kinds"),
        ({"people_count": -1}, "privacy.bad_breach", "people_count"),
        ({"whom": "all"}, "privacy.bad_breach", "whom"),
        ({"known_at": 1}, "privacy.bad_breach", "known_at"),
    ],
)
def test_bad_breaches_are_refused_at_their_field(more, code, field):
    if "known_at" in more:
        more = {"known_at": timezone.now() + timedelta(days=more["known_at"])}
    with refused(code, field=field):
        breach(make_mart(), **more)


def test_breach_is_told_in_its_order_and_everybody_once():
    maker, _seat, user = artisan()
    one = breach(maker.mart)
    assert breach(maker.mart) == one
    assert list(untold_breaches(maker.mart)) == [one]
    with refused("privacy.not_yet"):
        actions.give_details(one, by=BY)
    with refused("privacy.not_yet"):
        actions.close_breach(one, by=BY)
    actions.tell_board(one, by=BY)
    for _turn in range(2):
        actions.tell_persons(one, by=BY)
        worker.run_due()
    told = Message.objects.filter(template="privacy_breach")
    assert [message.phone for message in told] == [user.phone]
    actions.change_breach(one, measures="Number closed", people_count=11, by=BY)
    actions.give_details(one, by=BY)
    assert list(untold_breaches(maker.mart)) == []
    actions.close_breach(one, by=BY)
    with refused("privacy.not_yet"):
        actions.change_breach(one, measures="x", people_count=1, by=BY)


def phones_told(one: Breach) -> list[str]:
    actions.tell_persons(one, by=BY)
    one.refresh_from_db()
    worker.run_due()
    told = list(Message.objects.filter(template="privacy_breach").order_by("phone").values_list("phone", flat=True))
    assert one.told_count == len(told)
    return told


def test_only_whom_it_concerns_is_told():
    here, there = artisan("Sita Devi"), artisan("Gulab Devi", block=make_block("Palojori"))
    one = breach(here[0].mart)
    for numbers, wrong in (([f"{here[2].phone}", "12"], True), (["9812345678"] * 2, False), ([], False)):
        if wrong:
            with refused("privacy.bad_breach", field="numbers"):
                actions.name_concerned(one, numbers=numbers, by=BY)
        else:
            assert actions.name_concerned(one, numbers=numbers, by=BY) == len(set(numbers))
    for _turn in range(2):
        actions.name_concerned(one, numbers=[there[2].phone, " ", "\u096f\u096e12345678"], by=BY)
    told = Event.objects.filter(kind="privacy.concerned_named").order_by("pk").values_list("data", flat=True)
    assert list(told) == [{"people": 1}, {"people": 0}, {"people": 2}]
    assert phones_told(one) == sorted([there[2].phone, "+919812345678"])
    with refused("privacy.not_yet"):
        actions.name_concerned(one, numbers=[here[2].phone], by=BY)


@pytest.mark.parametrize("whom", ["members", "staff", "buyers"])
def test_only_the_block_it_concerns_is_told(whom):
    here, there = make_block("Sarath"), make_block("Palojori")
    mart, told = make_mart(), {}
    for block in (here, there):
        maker, _seat, user = artisan(block=block)
        order = make_part({make_stocked(maker): 1}).order
        phone = f"+9198123456{len(told):02d}"
        Order.objects.filter(pk=order.pk).update(phone=phone, buyer=None)
        staff = make_officer("coordinator", place=block)
        told[block] = {"members": user.phone, "staff": staff.phone, "buyers": phone}
    assert phones_told(breach(mart, whom=whom, block=there)) == [told[there][whom]]


def test_buyer_without_a_sign_in_is_told_in_the_language_of_her_order():
    order = make_order()
    Order.objects.update(phone="+919812345678", buyer=None, language="mr")
    assert phones_told(breach(order.mart, whom="buyers")) == ["+919812345678"]
    assert Message.objects.get(template="privacy_breach").language == "mr"


def test_block_of_elsewhere_is_refused():
    with refused("privacy.bad_breach", field="block"):
        breach(make_mart(), block=make_district("Chandrapur", lgd=500))


def test_of_a_drill_nothing_leaves():
    maker, _seat, _user = artisan()
    one = breach(maker.mart, drill=True)
    actions.tell_persons(one, by=BY)
    worker.run_due()
    assert Message.objects.filter(template="privacy_breach").count() == 0
    assert list(untold_breaches(maker.mart)) == []
