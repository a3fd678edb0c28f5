"""Who may do what, where: the table of deeds, a coordinator's block, another mart, people who left."""

import pytest
from django.contrib.auth.models import AnonymousUser

from haat.core.actor import MACHINE
from haat.core.models import Event
from haat.people import actions
from haat.people.models import Consent, Role, User
from haat.people.rules import BY_PHONE, DEEDS, can, holds, lacks_factor, require, roles_of, scope
from tests.make import BY, make_block, make_district, make_mart, make_officer, make_user, make_village
from tests.refusals import refused
from tests.web.doors import TABLE

pytestmark = pytest.mark.django_db
KINDS = ("collector", "desk", "coordinator", "accountant", "rider", "auditor")
# Which of KINDS may: c(ollector) d(esk) k(coordinator) a(ccountant) r(ider) u(auditor).
MAY = {
    "see_office": "cdkau",
    "see_makers": "cdkau",
    "answer_buyers": "d",
    "change_makers": "dk",
    "act_for_maker": "dk",
    "see_goods": "cdkau",
    "check_goods": "dk",
    "change_goods": "dk",
    "change_crafts": "cd",
    "see_orders": "cdkau",
    "change_orders": "d",
    "see_rounds": "cdau",
    "plan_rounds": "d",
    "close_rounds": "da",
    "ride": "r",
    "survey": "dk",
    "keep_node": "",
    "see_money": "cdau",
    "confirm_payments": "da",
    "propose_payouts": "da",
    "release_payouts": "cda",
    "see_review": "cdkau",
    "change_targets": "c",
}


def test_every_deed_stands_in_the_table_or_opens_an_address():
    """A room that comes later says in its own `doors.py` who enters; this table holds the deeds that were before it."""
    assert set(MAY) <= set(DEEDS)
    opening = {word for line in TABLE.values() for word in line.door.split(",")}
    assert set(DEEDS) - set(MAY) <= opening


@pytest.mark.parametrize(("kind", "letter"), list(zip(KINDS, "cdkaru", strict=True)))
def test_a_role_may_do_its_deeds_and_no_others(kind, letter):
    user, mart = make_officer(kind), make_mart()
    assert {deed for deed in MAY if can(user, deed, mart=mart)} == {
        deed for deed, letters in MAY.items() if letter in letters
    }


def test_coordinator_may_in_her_block_and_below_only():
    here, there = make_block("Sarath"), make_block("Palojori")
    user, mart = make_officer("coordinator", place=here), make_mart()
    village = make_village("Bamangama", block=here)
    assert [can(user, "check_goods", mart=mart, place=place) for place in (here, village)] == [True, True]
    assert [can(user, "check_goods", mart=mart, place=place) for place in (there, mart.place)] == [False, False]
    assert scope(user, mart) == here
    assert scope(user, mart, "see_money") is None


def test_desk_reaches_the_whole_district():
    user, mart = make_officer("desk"), make_mart()
    assert can(user, "check_goods", mart=mart, place=make_block()) is True
    assert scope(user, mart) == mart.place


def test_scope_is_the_widest_place():
    mart, here = make_mart(), make_block("Sarath")
    user = make_officer("coordinator", place=make_village(block=here))
    actions.give_role(user, mart=mart, kind="coordinator", place=here, by=BY)
    actions.give_role(user, mart=mart, kind="auditor", place=mart.place, by=BY)
    assert (scope(user, mart), scope(user, mart, "check_goods")) == (mart.place, here)


def test_role_at_another_mart_does_not_count():
    mart, other = make_mart(), make_mart("chandrapur", place=make_district("Chandrapur", lgd=500))
    user = make_officer("desk", mart=other)
    assert (roles_of(user, mart), can(user, "see_office", mart=mart), scope(user, mart)) == ([], False, None)
    with refused("people.not_allowed") as caught:
        require(user, "see_office", mart=mart)
    assert caught.value.facts == {"deed": "see_office"}
    require(user, "see_office", mart=other)


@pytest.mark.parametrize("who", ["left", "nobody", "anonymous"])
def test_who_left_or_holds_nothing_may_nothing(who):
    mart = make_mart()
    user = AnonymousUser() if who == "anonymous" else make_user()
    if who == "left":
        user = make_officer("desk", mart=mart)
        User.objects.update(is_active=False)
        user.refresh_from_db()
    assert [can(user, deed, mart=mart) for deed in DEEDS] == [False] * len(DEEDS)


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_second_factor_a_role_allows_only_what_a_phones_code_does(kind):
    user, mart = make_officer(kind, proven=False), make_mart()
    held = {deed for deed in DEEDS if holds(user, deed, mart=mart)}
    assert {deed for deed in DEEDS if can(user, deed, mart=mart)} == held & BY_PHONE
    assert {deed for deed in DEEDS if lacks_factor(user, deed, mart=mart)} == held - BY_PHONE
    assert {deed for deed in DEEDS if scope(user, mart, deed) is not None} == held & BY_PHONE
    for deed in held - BY_PHONE:
        with refused("people.factor_missing"):
            require(user, deed, mart=mart)


def test_who_is_read_from_the_table_has_proven_nothing():
    user, mart = make_officer("desk"), make_mart()
    assert can(User.objects.get(pk=user.pk), "see_office", mart=mart) is False


def test_roles_are_read_once_for_each_mart(django_assert_num_queries):
    user, mart = make_officer("desk"), make_mart()
    with django_assert_num_queries(1):
        assert [can(user, deed, mart=mart) for deed in ("see_office", "ride")] == [True, False]
        assert [role.place.pk for role in roles_of(user, mart)] == [mart.place_id]


def test_role_is_given_once_and_taken():
    user, mart = make_user(), make_mart()
    for _time in range(2):
        role = actions.give_role(user, mart=mart, kind="desk", place=mart.place, by=BY)
    assert str(role) == f"{user.pk} desk at {mart.place_id}"
    actions.take_role(role, by=MACHINE)
    assert Role.objects.count() == 0
    facts = [(event.kind, event.subject_id, event.mart_id, event.data) for event in Event.objects.order_by("pk")]
    said = {"role": "desk", "place": mart.place_id}
    assert facts == [
        ("people.role_given", user.pk, mart.pk, said),
        ("people.role_taken", user.pk, mart.pk, said),
    ]


def test_sign_up_fills_an_empty_name_and_keeps_a_given_one():
    user = actions.sign_up("+919000000001")
    assert str(user) == f"user {user.pk}"
    assert str(actions.sign_up("+919000000001", name="Sita Devi")) == "Sita Devi"
    assert actions.sign_up("+919000000001", name="Gita").name == "Sita Devi"
    assert User.objects.get_by_natural_key("+919000000001") == user
    assert Event.objects.count() == 1


def test_password_and_language_are_set():
    user = make_user()
    actions.set_password(user, password="long enough 12", by=BY)
    actions.set_language(user, language="mr", by=BY)
    user.refresh_from_db()
    assert (user.check_password("long enough 12"), user.language) == (True, "mr")
    assert "long enough" not in str(list(Event.objects.values_list("data", flat=True)))


def test_consent_is_given_once_a_notice():
    user = make_user()
    for _time in range(2):
        given = actions.give_consent(user, notice="privacy-1", language="hi", by=BY)
    assert (Consent.objects.count(), given.language, str(given)) == (1, "hi", f"{user.pk} privacy-1")


def test_consent_told_twice_is_recorded_once():
    user = make_user()
    for _time in range(2):
        actions.give_consent(user, notice="privacy-1", language="hi", by=BY)
    assert Event.objects.filter(kind="people.consent_given").count() == 1
