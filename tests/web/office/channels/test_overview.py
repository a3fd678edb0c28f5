"""The room's first page: how goods stand at each channel, what stops it and what to do, what keeps goods back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from haat.channels import actions
from haat.channels.channel import Issue
from haat.channels.models import Account, Cause
from haat.core.dates import today
from haat.core.models import Event
from haat.web.office.channels.publish import CHOSEN
from tests.channels.make import live, make_account, make_good, publish, turn
from tests.make import BY, make_mart
from tests.web.office.signed import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]


def page(name="overview", *args):
    return reverse(f"office:channels:{name}", args=args)


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def refuse(bazaar, good, about="metal_type", who="desk", slug=""):
    bazaar.refuses[good.sku] = Issue("90220", "error", "Metal?", about, who=who, slug=slug)


def test_a_channels_line_tells_its_counts_and_when_it_was_heard(bazaar, account):
    bad = make_good()
    refuse(bazaar, bad)
    live(account, make_good(), make_good(), bad)
    answer = officer("desk").get(page())
    shown = text(answer)
    (line,) = answer.context["lines"]
    assert {band.kind: band.number for band in line.bands} == {
        "live": 2,
        "hidden": 0,
        "waiting": 0,
        "refused": 1,
        "blocked": 0,
    }
    assert "Toy bazaar" in shown
    assert "Our shop" in shown
    assert 'class="band-live"' in shown
    assert len(answer.content) < 60_000


def test_what_keeps_goods_back_stands_with_whose_work_it_is_and_its_key(bazaar, account):
    mine, hers = make_good(), make_good()
    refuse(bazaar, mine)
    refuse(bazaar, hers, about="size", who="maker")
    live(account, mine, hers)
    desk = officer("desk")
    shown = text(desk.get(page()))
    assert "This desk 1" in shown
    assert "Makers 1" in shown
    assert "See 1 maker to ask" in shown
    only = desk.get(page() + "?who=maker")
    assert [row.cause.who for row in only.context["causes"]] == ["maker"]
    assert desk.get(page() + "?who=<b>").context["causes"] == []


def test_pausing_wants_to_know_why_and_says_who_did_it(bazaar, account):
    desk = officer("desk")
    desk.post(page("pause", account.pk), {"why": " "})
    account.refresh_from_db()
    assert account.paused_at is None
    desk.post(page("pause", account.pk), {"why": "until <b>prices</b> are read"})
    shown = text(desk.get(page()))
    assert "Paused by" in shown
    assert "until &lt;b&gt;prices&lt;/b&gt; are read" in shown
    desk.post(page("resume", account.pk))
    assert "Paused by" not in text(desk.get(page()))
    assert Event.objects.filter(kind="channels.account_paused").count() == 1


def test_all_changes_are_paused_and_go_on_with_one_key(bazaar, account):
    make_account()
    desk = officer("desk")
    desk.post(page("pause_all"), {"why": "stocktaking"})
    assert Account.objects.filter(paused_at=None).count() == 0
    assert "Let changes go on everywhere" in text(desk.get(page()))
    desk.post(page("resume_all"))
    assert Account.objects.exclude(paused_at=None).count() == 0


def test_a_stopped_account_says_what_to_do(bazaar, account):
    Account.objects.filter(pk=account.pk).update(state="stopped", trouble="keys_ended", trouble_since=timezone.now())
    shown = text(officer("desk").get(page()))
    assert "The keys of this account have ended." in shown
    assert "Connect again" in shown
    assert "Stopped" in shown
    assert "Connect again" not in text(officer("auditor").get(page()))


def test_keys_that_end_soon_are_told_thirty_days_before(bazaar, account):
    Account.objects.filter(pk=account.pk).update(keys_end=today() + timedelta(days=30))
    assert "The keys of this account end on" in text(officer("desk").get(page()))
    Account.objects.filter(pk=account.pk).update(keys_end=today() + timedelta(days=31))
    assert "The keys of this account end on" not in text(officer("desk").get(page()))


def test_without_an_account_the_way_to_the_first_one_is_shown(bazaar):
    make_mart()
    assert "Connect the first one" in text(officer("desk").get(page()))
    assert "Connect the first one" not in text(officer("accountant").get(page()))


def test_who_only_sees_channels_changes_nothing(bazaar, account):
    auditor = officer("auditor")
    assert "Pause all changes" not in text(auditor.get(page()))
    for name, args in (("pause_all", ()), ("pause", (account.pk,)), ("close", (account.pk,))):
        assert auditor.post(page(name, *args), {"why": "no"}).status_code == 403
    assert officer("coordinator").get(page()).status_code in (403, 404)


@pytest.mark.parametrize(("language", "words"), [("hi", "बिक्री की जगहें"), ("mr", "विक्रीची ठिकाणे")])
def test_the_page_is_read_in_hindi_and_marathi(bazaar, account, language, words):
    bad = make_good()
    refuse(bazaar, bad)
    live(account, bad)
    shown = text(officer("desk", language=language).get(page()))
    assert words in shown
    assert "What keeps goods back" not in shown


def test_the_page_costs_the_same_for_one_account_and_cause_as_for_several(
    bazaar, account, django_assert_max_num_queries
):
    bad = make_good()
    refuse(bazaar, bad)
    live(account, bad)
    make_good()
    desk = officer("desk")
    desk.get(page())
    CHOSEN.clear()
    with django_assert_max_num_queries(70) as few:
        desk.get(page())
    allowed = len(few)
    other = make_account()
    goods = [make_good() for _turn in range(3)]
    for place, good in enumerate(goods):
        refuse(bazaar, good, about=f"a{place}")
    publish(other, *goods)
    turn(other)
    assert Cause.objects.count() == 4
    desk.get(page())
    CHOSEN.clear()
    with django_assert_max_num_queries(allowed):
        assert len(desk.get(page()).context["causes"]) == 4


def test_troubles_of_channels_stand_on_today(bazaar, account):
    Account.objects.filter(pk=account.pk).update(state="stopped", trouble="keys_ended", trouble_since=timezone.now())
    shown = text(officer("desk").get(reverse("office:today:list")))
    assert "Toy bazaar (Our shop) lets us in no more" in shown
    assert page("account", account.pk) in shown


def test_goods_that_are_not_offered_lead_to_publishing(bazaar, account):
    make_good()
    shown = text(officer("desk").get(page()))
    assert "good is chosen for Toy bazaar" in shown
    assert page("publish", account.pk) in shown
    actions.pause_account(account, why="x", by=BY)
    assert page("publish", account.pk) in text(officer("desk").get(page()))
