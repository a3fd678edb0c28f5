"""Sharing out: the leader marks who has had her share, each member sees it and may say that she has not."""

import pytest
from django.test import Client

from haat.core.models import Event
from haat.ledger.models import Payout, Share
from haat.makers.models import Maker, Member
from tests.ledger.books import ACCOUNTANT, actions, broken, sent
from tests.make import make_maker, make_member, make_officer, make_user
from tests.web.maker.conftest import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def rina(maker: Maker) -> Member:
    member = make_member(maker, "Rina", user=make_user("Rina"))
    Maker.objects.filter(pk=maker.pk).update(member_count=2)
    return member


@pytest.fixture
def paid(maker: Maker, rina: Member) -> Payout:
    (payout,) = sent(maker)
    return actions.payout_paid(payout, utr="SBIN2026112201", by=ACCOUNTANT)


def share(member: Member) -> Share:
    return Share.objects.get(member=member)


def tap(phone: Client, deed: str, **more: object):
    return phone.post(f"/maker/money/{deed}/", more, follow=True)


def test_leader_gives_one_then_all_and_each_sees_it(phone, maker, rina, paid):
    page = phone.get("/maker/money/").content.decode()
    assert [words in page for words in ("To hand out to the members", "Rina", "I gave it to all of them")] == [True] * 3
    tap(phone, f"payouts/{paid.pk}/given", share=share(rina).pk)
    assert share(rina).given_at is not None
    assert "Given to me on" in sign_in(rina.user).get("/maker/money/").content.decode()
    for _turn in range(2):
        tap(phone, f"payouts/{paid.pk}/given")
    assert Share.objects.filter(given_at=None).count() == 0
    assert Event.objects.filter(kind="ledger.shares_given").count() == 2
    assert "To hand out to the members" not in phone.get("/maker/money/").content.decode()
    assert broken() == {}


def test_groups_money_is_the_groups_before_anything_was_shared(maker, rina):
    hers = sign_in(rina.user)
    page = hers.get("/maker/money/").content.decode()
    assert [words in page for words in ("The group is owed", "Nothing has been shared out yet.")] == [True] * 2
    assert [words in page for words in ("I am owed", "My money<")] == [False] * 2
    assert hers.get("/maker/").context["tiles"][2].name == "The group’s money"
    desk = sign_in(make_officer("desk", mart=maker.mart))
    acting = desk.get(f"/maker/money/?for={maker.pk}").content.decode()
    assert ("The group is owed" in acting, "My own money" in acting) == (True, False)


def test_artisans_money_is_her_own(maker):
    artisan = make_maker("Artisan", mart=maker.mart, kind="artisan")
    hers = sign_in(artisan.members.get().user)
    page = hers.get("/maker/money/").content.decode()
    assert ("I am owed" in page, "The group" in page) == (True, False)
    assert hers.get("/maker/").context["tiles"][2].name == "My money"


def test_member_marks_nothing_but_may_say_that_she_has_not_got_it(phone, maker, rina, paid):
    hers, mine = sign_in(rina.user), share(rina)
    assert "To hand out" not in hers.get("/maker/money/").content.decode()
    assert hers.post(f"/maker/money/payouts/{paid.pk}/given/").status_code == 403
    tap(hers, f"shares/{mine.pk}/dispute")  # not given yet
    assert share(rina).disputed_at is None
    tap(phone, f"payouts/{paid.pk}/given")
    for _turn in range(2):
        said = tap(hers, f"shares/{mine.pk}/dispute").content.decode()
    assert "You said: I have not got it" in said
    assert Event.objects.filter(kind="ledger.share_disputed").count() == 1
    assert "She says: I have not got it" in phone.get("/maker/money/").content.decode()
    desk = sign_in(make_officer("desk", mart=maker.mart))
    assert "Rina says that she has not got" in desk.get(f"/office/makers/{maker.pk}/").content.decode()
    assert "Rina says that she has not got her share" in desk.get("/office/").content.decode()
    tap(hers, f"shares/{mine.pk}/settle")
    assert share(rina).disputed_at is None
    assert "has not got" not in desk.get("/office/").content.decode()
    assert broken() == {}


def test_nobody_answers_for_another_member(phone, rina, paid):
    tap(phone, f"payouts/{paid.pk}/given")
    assert phone.post(f"/maker/money/shares/{share(rina).pk}/dispute/").status_code == 404
    stranger = sign_in(make_user("Stranger"))
    assert stranger.post(f"/maker/money/payouts/{paid.pk}/given/").status_code == 403


def test_who_acts_for_the_maker_marks_and_settles(maker, rina, paid):
    desk = sign_in(make_officer("desk", mart=maker.mart))
    desk.get("/maker/", {"for": maker.pk})
    tap(desk, f"payouts/{paid.pk}/given")
    tap(sign_in(rina.user), f"shares/{share(rina).pk}/dispute")
    assert "She has it now" in desk.get("/maker/money/").content.decode()
    tap(desk, f"shares/{share(rina).pk}/settle")
    told = Event.objects.get(kind="ledger.share_settled")
    assert (told.for_maker_id, share(rina).disputed_at) == (maker.pk, None)


@pytest.mark.parametrize("wrong", ["x", "-1", "9" * 30])
def test_share_that_is_none_is_not_found(phone, paid, wrong):
    assert phone.post(f"/maker/money/payouts/{paid.pk}/given/", {"share": wrong}).status_code == 404
