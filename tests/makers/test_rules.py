"""Who sees and acts for which maker, and what keeps a maker closed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.errors import NotAllowed
from haat.core.models import Event
from haat.makers import actions, doctor, queries, rules
from haat.makers.models import BankAccount, Document, Maker, Member
from haat.people.errors import FactorMissing
from tests.make_rooms import (
    make_block,
    make_craft,
    make_district,
    make_maker,
    make_mart,
    make_member,
    make_officer,
    make_seller,
    make_user,
    make_village,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)


def codes(blockers) -> list[str]:
    for blocker in blockers:
        assert str(blocker.sentence)
        assert str(blocker.next_step)
        assert blocker.who in ("maker", "desk")
    return [blocker.code for blocker in blockers]


def test_open_maker_says_everything_that_is_missing():
    maker = make_maker(state="enrolled", names={"en": "Chandni"}, seller=make_seller(pan=""))
    BankAccount.objects.all().delete()
    Member.objects.update(leads=False)
    with refused("makers.not_ready", field="names") as caught:
        actions.open_maker(Maker.objects.get(), by=BY)
    assert codes(caught.value.missing) == ["names", "members", "bank", "pan"]
    assert str(caught.value).startswith("This maker cannot be opened yet: The name is missing")
    assert maker.live_at is None


def test_open_makers_opens_those_that_are_ready_and_names_the_others():
    ready = make_maker(state="enrolled")
    bare = make_maker(state="enrolled", names={})
    opened, left = actions.open_makers([bare, ready], by=BY)
    assert opened == [ready]
    assert [(maker, "names" in [each.code for each in problem.missing]) for maker, problem in left] == [(bare, True)]


def test_open_maker_opens_once_and_keeps_the_first_day():
    maker = make_maker(state="enrolled")
    opened = actions.open_maker(maker, by=BY)
    assert opened.state == "live"
    assert (
        actions.open_maker(opened, by=BY).live_at,
        opened.live_at > timezone.now() - timedelta(minutes=1),
    ) == (
        opened.live_at,
        True,
    )
    actions.pause_maker(maker, by=BY)
    assert actions.open_maker(maker, by=BY).live_at == opened.live_at
    kinds = Event.objects.filter(kind__in=("makers.opened", "makers.paused")).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["makers.opened", "makers.paused", "makers.opened"]


def test_pause_maker_needs_a_live_one():
    with refused("makers.not_live"):
        actions.pause_maker(make_maker(state="enrolled"), by=BY)


@pytest.mark.parametrize("kind", ["gstin", "enrolment", "pan"])
def test_missing_to_open_takes_any_tax_paper_that_was_not_refused(kind):
    maker = make_maker(seller=make_seller(pan=""))
    document = Document.objects.create(maker=maker, kind=kind, number="1")
    assert codes(rules.missing_to_open(maker)) == []
    document.state = "refused"
    document.save()
    assert codes(rules.missing_to_open(maker)) == ["pan"]


def test_readiness_adds_papers_and_state():
    food = make_craft("sweets", papers=["fssai", "ayush"])
    plain = make_craft()
    assert codes(rules.readiness(make_maker(), craft=plain)) == []
    assert codes(rules.readiness(make_maker(), craft=food)) == ["fssai", "paper"]
    assert codes(rules.readiness(make_maker(state="paused"), craft=plain)) == ["paused"]
    assert codes(rules.readiness(make_maker(state="enrolled"), craft=plain)) == ["not_open"]


def test_readiness_notices_a_paper_that_ran_out():
    food, maker = make_craft("sweets", papers=["fssai"]), make_maker()
    document = actions.give_document(maker, kind="fssai", number="20012345678901", valid_until=today(), by=BY)
    assert codes(rules.readiness(maker, craft=food)) == []
    tomorrow = today() + timedelta(days=1)
    assert codes(rules.readiness(maker, craft=food, on=tomorrow)) == ["fssai_expired"]
    document.valid_until = None
    document.save()
    assert codes(rules.papers_missing(maker, craft=food, on=date(2099, 1, 1))) == []
    assert codes(rules.papers_missing(make_maker(seller=make_seller(fssai="2")), craft=food)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_missing_to_open_of_many_costs_as_many_queries_as_of_one(number):
    for _ in range(number):
        make_maker()
    with CaptureQueriesContext(connection) as captured:
        found = [rules.missing_to_open(maker) for maker in queries.with_papers(Maker.objects.all())]
    assert (found, len(captured)) == ([[]] * number, 3)


def test_visible_to_is_cut_to_the_place_of_the_role():
    mart = make_mart()
    here = make_maker(block=make_block("Sarath"), place=make_village())
    there = make_maker(block=make_block("Karon"))
    desk = make_officer("desk")
    coordinator = make_officer("coordinator", place=make_block("Karon"))
    assert set(rules.visible_to(desk, mart)) == {here, there}
    assert set(rules.visible_to(coordinator, mart)) == {there}
    assert list(rules.visible_to(make_user(), mart)) == []
    assert list(rules.visible_to(make_officer("rider"), mart)) == []
    assert set(Maker.objects.live().within(make_block("Karon"))) == {there}


def test_makers_of_are_those_of_an_active_member():
    maker, user = make_maker(), make_user()
    member = make_member(maker, user=user)
    assert list(rules.makers_of(user)) == [maker]
    actions.remove_member(member, by=BY)
    assert list(rules.makers_of(user)) == []


def test_may_act_for_records_who_acts_for_whom():
    maker = make_maker(block=make_block("Karon"))
    leader = maker.members.get().user
    assert rules.may_act_for(leader, maker) == Actor(leader.pk)
    for officer in (make_officer("desk"), make_officer("coordinator", place=make_block("Karon"))):
        assert rules.may_act_for(officer, maker) == Actor(officer.pk, for_maker_id=maker.pk)
    strangers = [
        make_user(),
        make_officer("coordinator", place=make_block("Sarath")),
        make_officer("auditor"),
        make_maker().members.get().user,
    ]
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            rules.may_act_for(stranger, maker)


def test_names_and_languages_of_a_maker():
    maker = make_maker(names={"hi": "चाँदनी"})
    assert (queries.name(maker, "mr"), queries.language_of(maker)) == ("चाँदनी", "hi")
    assert queries.name(make_maker(names={}), "hi").startswith("maker-")
    assert str(maker) == maker.slug
    assert (maker.is_group, make_maker(kind="artisan").is_group) == (True, False)
    maker.members.all().delete()
    assert (queries.leader_of(maker), queries.language_of(maker)) == (None, "hi")


def test_doctor_finds_makers_out_of_order():
    checks = (doctor.payable, doctor.member_counts, doctor.places)
    maker = make_maker()
    assert [list(check()) for check in checks] == [[], [], []]
    BankAccount.objects.all().delete()
    Member.objects.update(leads=False)
    Maker.objects.update(member_count=4, place=make_district())
    assert [list(check()) for check in checks] == [
        [
            f"maker {maker.pk} ({maker}) is open without a bank account",
            f"maker {maker.pk} ({maker}) is open without a leader",
        ],
        [f"maker {maker.pk} ({maker}) counts 4 members, has 1"],
        [f"maker {maker.pk} ({maker}) lies outside its block or mart"],
    ]


def test_may_act_for_asks_an_officer_for_the_second_factor():
    maker = make_maker(block=make_block("Karon"))
    for kind, place in (("desk", None), ("coordinator", make_block("Karon"))):
        officer = make_officer(kind, place=place, proven=False)
        with pytest.raises(FactorMissing):
            rules.may_act_for(officer, maker)
        assert list(rules.visible_to(officer, maker.mart)) == []
    member = make_officer("coordinator", place=make_block("Karon"), proven=False)
    make_member(maker, user=member)
    assert rules.may_act_for(member, maker) == Actor(member.pk)


def test_member_who_came_by_a_paper_alone_opens_nothing_until_a_code_has_shown_that_the_phone_is_hers():
    maker, user = make_maker(block=make_block("Karon")), make_officer("coordinator", place=make_block("Karon"))
    make_member(maker, user=user)
    assert not rules.lacks_code(user, maker.mart)
    user.phone_verified = False
    assert list(rules.makers_of(user)) == []
    assert rules.lacks_code(user, maker.mart)
    assert not rules.lacks_code(make_user(), maker.mart)
    assert rules.may_act_for(user, maker) == Actor(user.pk, for_maker_id=maker.pk)  # in her office, with her factor
    user.proven = False
    with pytest.raises(FactorMissing):
        rules.may_act_for(user, maker)
