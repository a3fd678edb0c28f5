"""What a coordinator's groups wait for, and whom she calls first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.catalogue.models import Good
from haat.core.dates import today
from haat.delivery.packing import pack_day
from haat.ledger import actions as ledger
from haat.makers.models import BankAccount, Maker
from haat.messages.models import Message
from haat.orders.models import Part
from haat.review.worklist import worklist
from tests.ledger.books import ACCOUNTANT, COLLECTOR, payable
from tests.make import make_block, make_good, make_maker, make_mart, make_part, make_stocked

pytestmark = pytest.mark.django_db


def ago(**span):
    return timezone.now() - timedelta(**span)


def in_a_month():
    return today() + timedelta(days=30)


def group(name, **fields):
    return make_maker(name, block=make_block("Mohanpur"), **fields)


def found():
    return worklist(Maker.objects.filter(mart=make_mart()))


def kinds():
    return {row.maker.slug: [need.kind for need in row.needs] for row in found().groups}


def test_group_that_has_all_waits_for_nothing():
    one = group("Fine")
    assert kinds() == {one.slug: []}
    assert [row.urgency for row in found().groups] == ["fine"]


def test_each_thing_a_group_waits_for_is_told():
    unseen, old, new = group("Unseen"), group("Old"), group("New")
    seen = make_part({make_stocked(unseen): 1})
    told = {"phone": seen.maker.phone, "template": "order_unseen", "language": "hi"}
    Message.objects.create(mart=seen.mart, cause=f"order_unseen:{seen.pk}", **told)
    for maker, age in ((old, ago(days=3)), (new, ago(hours=2))):
        part = make_part({make_stocked(maker): 1})
        Part.objects.filter(pk=part.pk).update(placed_at=age, promised_by=in_a_month())
    late = group("Late")
    packing = make_part({make_stocked(late): 1}, state="accepted")
    Part.objects.filter(pk=packing.pk).update(accepted_at=ago(days=3))
    mends = group("Mends")
    make_good(maker=mends, state=Good.State.SENT_BACK)
    silent = group("Silent")
    Maker.objects.filter(pk=silent.pk).update(phone="")
    poor = group("Poor")
    BankAccount.objects.filter(maker=poor).delete()
    unsure = group("Unsure")
    BankAccount.objects.filter(maker=unsure).update(confirmed=False)
    doubted = group("Doubted")
    BankAccount.objects.filter(maker=doubted).update(confirmed=False, sent_back=True)
    assert kinds() == {
        unseen.slug: ["accept"],
        old.slug: ["accept"],
        new.slug: ["accept"],
        late.slug: ["pack"],
        mends.slug: ["sent_back"],
        silent.slug: ["phone"],
        poor.slug: ["bank"],
        unsure.slug: ["confirm"],
        doubted.slug: ["doubted"],
    }
    assert [row.maker.slug for row in found().today][:2] == [old.slug, unseen.slug]
    assert new.slug in [row.maker.slug for row in found().week]


def test_what_cannot_wait_is_called_first_and_of_one_kind_who_waits_longest():
    two, one, week = group("Two days"), group("Three days"), group("This week")
    for maker, age in ((two, ago(days=2)), (one, ago(days=3)), (week, ago(hours=1))):
        part = make_part({make_stocked(maker): 1})
        Part.objects.filter(pk=part.pk).update(placed_at=age, promised_by=in_a_month())
    group("Nothing")
    assert [row.maker.names["en"] for row in found().groups] == ["Three days", "Two days", "This week", "Nothing"]


def test_what_must_be_packed_today_to_arrive_as_promised_cannot_wait_though_it_is_promised_for_next_week():
    parts = [make_part({make_stocked(group(name)): 1}, state="accepted") for name in ("Today", "Later")]
    for part, days in zip(parts, (0, 2), strict=True):
        by = pack_day(part)
        promised = part.promised_by + (today() - by.day) + timedelta(days=days)
        assert promised > today()
        Part.objects.filter(pk=part.pk).update(accepted_at=ago(days=1), promised_by=promised)
    rows = {row.maker.names["en"]: [(need.kind, need.today) for need in row.needs] for row in found().groups}
    assert rows == {"Today": [("pack", True)], "Later": []}


def test_money_that_came_back_cannot_wait():
    maker = group("Paid")
    payable(maker)
    run = ledger.release_payouts(ledger.propose_payouts(make_mart(), by=ACCOUNTANT), by=COLLECTOR)
    ledger.payout_failed(run.payouts.get(), reason="Account closed", by=ACCOUNTANT)
    (group_back,) = found().groups
    (first,) = group_back.needs
    assert (first.kind, first.today, first.facts["why"]) == ("money_back", True, "Account closed")


def test_forty_groups_cost_what_one_does(django_assert_num_queries):
    make_part({make_stocked(group("First")): 1})
    makers = Maker.objects.filter(mart=make_mart())
    with django_assert_num_queries(16):
        assert len(worklist(makers.all()).groups) == 1
    for number in range(40):
        maker = group(f"Group {number}")
        if number % 4 == 0:
            make_part({make_stocked(maker): 1})
    with django_assert_num_queries(16):
        assert len(worklist(makers.all()).groups) == 41
