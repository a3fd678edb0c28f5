"""A person is invited by phone: her code opens the door once, within its days, and stands nowhere but on her paper."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from haat.core.actor import MACHINE, Actor
from haat.core.models import Event
from haat.people import actions
from haat.people.invitation_codes import in_groups
from haat.people.models import Invitation, Role, SecondFactor, User
from haat.people.queries import invitation_of, open_invitation, staff, standing, wants_password, with_roles
from haat.people.rules import TWO_HANDS, kinds_to_give, lacks_hands, may_give, may_manage
from haat.people.tries import Caller
from tests.make import (
    make_block,
    make_district,
    make_maker,
    make_mart,
    make_member,
    make_officer,
    make_phone,
    make_user,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
CALLER = Caller("10.0.0.1")


def invited(kind="desk", **more):
    phone, mart = make_phone(), make_mart()
    place = make_block("Sarath") if kind in ("coordinator", "rider") else mart.place
    role, code = actions.invite(phone, mart=mart, name="Anjali Toppo", kind=kind, place=place, by=MACHINE, **more)
    return role.user, code


def come_in(user, code, password="three words for a desk"):
    found = invitation_of(user.phone, code, mart=make_mart(), caller=CALLER)
    return actions.accept_invitation(found, password=password)


def test_who_is_invited_has_the_role_and_comes_in_by_the_code():
    user, code = invited()
    assert (user.has_usable_password(), user.roles.get().kind, len(code)) == (False, "desk", 12)
    come_in(user, in_groups(code).lower())
    user.refresh_from_db()
    assert user.check_password("three words for a desk") is True
    assert [event.kind for event in Event.objects.filter(subject_id=user.pk).order_by("pk")] == [
        "people.signed_up",
        "people.role_given",
        "people.invited",
        "people.password_set",
        "people.joined",
    ]


def test_a_code_is_kept_nowhere():
    _user, code = invited()
    kept = [*Invitation.objects.values_list("digest"), *Event.objects.values_list("data"), *User.objects.values_list()]
    assert code not in str(kept)
    assert in_groups(code) not in str(kept)


def test_a_code_works_once():
    user, code = invited()
    found = invitation_of(user.phone, code, mart=make_mart(), caller=CALLER)
    actions.accept_invitation(found, password="three words for a desk")
    with refused("people.invitation_over", field="code"):
        invitation_of(user.phone, code, mart=make_mart(), caller=CALLER)
    with refused("people.invitation_over"):
        actions.accept_invitation(found, password="another of hers, later")


def test_a_code_is_for_one_phone():
    user, code = invited()
    other, _code = invited()
    with refused("people.invitation_over"):
        invitation_of(other.phone, code, mart=make_mart(), caller=CALLER)
    with refused("people.invitation_over"):
        invitation_of(user.phone, "7KQF-3M9T-XW2P", mart=make_mart(), caller=CALLER)
    with refused("people.invitation_over"):
        invitation_of(make_phone(), code, mart=make_mart(), caller=CALLER)


def test_a_code_holds_for_seven_days():
    user, code = invited()
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)), refused("people.invitation_over"):
        invitation_of(user.phone, code, mart=make_mart(), caller=CALLER)


def test_a_new_paper_ends_the_old_one():
    user, old = invited()
    new = actions.let_in_anew(user, mart=make_mart(), by=MACHINE)
    with refused("people.invitation_over"):
        invitation_of(user.phone, old, mart=make_mart(), caller=CALLER)
    assert invitation_of(user.phone, new, mart=make_mart(), caller=CALLER).user == user


def test_a_withdrawn_code_opens_nothing():
    user, code = invited()
    for _time in range(2):
        actions.withdraw_invitation(user, mart=make_mart(), by=MACHINE)
    with refused("people.invitation_over"):
        invitation_of(user.phone, code, mart=make_mart(), caller=CALLER)
    assert Event.objects.filter(kind="people.invitation_withdrawn").count() == 1


def test_guesses_are_counted():
    user, code = invited()
    for _guess in range(10):
        with refused("people.invitation_over"):
            invitation_of(user.phone, "2222-2222-2222", mart=make_mart(), caller=CALLER)
    with refused("limits.too_many"):
        invitation_of(user.phone, code, mart=make_mart(), caller=CALLER)
    assert invitation_of(user.phone, code, mart=make_mart(), caller=Caller("10.0.0.2")).user == user


def test_who_has_a_password_gets_no_code():
    user, code = invited()
    come_in(user, code)
    role, second = actions.invite(
        user.phone, mart=make_mart(), name="Other", kind="auditor", place=make_mart().place, by=MACHINE
    )
    assert (role.kind, second, role.user.name) == ("auditor", "", "Anjali Toppo")


def test_who_has_a_role_gets_no_second_code_with_another():
    """Else the desk, inviting a collector who has not come in yet as a coordinator, could come in as the collector."""
    collector, code = invited("collector")
    _role, second = actions.invite(
        collector.phone, mart=make_mart(), name="X", kind="coordinator", place=make_block("Sarath"), by=MACHINE
    )
    assert second == ""
    assert invitation_of(collector.phone, code, mart=make_mart(), caller=CALLER).user == collector


def test_a_paper_sets_no_password_where_there_is_one():
    user, code = invited()
    found = invitation_of(user.phone, code, mart=make_mart(), caller=CALLER)
    actions.set_password(user, password="three words for a desk", by=MACHINE)
    with refused("people.invitation_over"):
        actions.accept_invitation(found, password="of somebody with the paper")


def test_who_works_elsewhere_gets_no_code_here():
    """Else whoever invites her here could come in as her there."""
    far = make_mart("chandrapur", place=make_district("Chandrapur", lgd=500))
    role, _code = actions.invite(make_phone(), mart=far, name="Kavita", kind="desk", place=far.place, by=MACHINE)
    _role, code = actions.invite(
        role.user.phone, mart=make_mart(), name="Kavita", kind="desk", place=make_mart().place, by=MACHINE
    )
    assert code == ""
    with refused("people.works_elsewhere"):
        actions.let_in_anew(role.user, mart=make_mart(), by=MACHINE)
    with refused("people.works_elsewhere"):
        actions.block_person(role.user, mart=make_mart(), reason="x", by=MACHINE)


def a_leader_elsewhere():
    """Who leads a maker of another mart, and has never shown her phone to anybody."""
    far = make_mart("chandrapur", place=make_district("Chandrapur", lgd=500))
    leader = actions.sign_up(make_phone(), name="Kavita Uike")
    make_member(make_maker(mart=far), user=leader, leads=True)
    return leader


def test_a_paper_alone_opens_no_makers_account():
    """Else the desk of one mart, inviting the leader of a group of another, could read her passbook."""
    leader = a_leader_elsewhere()
    mart = make_mart()
    _role, code = actions.invite(leader.phone, mart=mart, name="K", kind="desk", place=mart.place, by=MACHINE)
    found = invitation_of(leader.phone, code, mart=mart, caller=CALLER)
    with refused("people.phone_unproven", field="code"):
        actions.accept_invitation(found, password="three words for a desk")
    leader.refresh_from_db()
    assert leader.has_usable_password() is False
    assert actions.accept_invitation(found, password="three words for a desk", signed_in=True) == leader


def test_who_makes_for_another_mart_is_not_shut_out_here():
    """A sign-in is one for all marts: her group's phone there would close, and nobody there be told."""
    leader, mart = a_leader_elsewhere(), make_mart()
    actions.invite(leader.phone, mart=mart, name="K", kind="rider", place=make_block("Sarath"), by=MACHINE)
    with refused("people.works_elsewhere"):
        actions.block_person(leader, mart=mart, reason="x", by=MACHINE)
    actions.take_role(leader.roles.get(), by=MACHINE)
    assert User.objects.get(pk=leader.pk).is_active is True


def test_who_was_shut_out_by_another_mart_is_not_let_in_here():
    user, _code = invited("rider")
    far = make_mart("chandrapur", place=make_district("Chandrapur", lgd=500))
    actions.block_person(user, mart=make_mart(), reason="x", by=MACHINE)
    with refused("people.works_elsewhere"):
        actions.unblock_person(user, mart=far, by=MACHINE)
    actions.take_role(user.roles.get(), by=MACHINE)
    with refused("people.works_elsewhere"):
        actions.unblock_person(user, mart=far, by=MACHINE)
    assert actions.unblock_person(user, mart=make_mart(), by=MACHINE).is_active is True


def test_who_has_something_of_her_own_gets_no_paper_for_a_role_by_phone():
    verified = actions.sign_up(make_phone(), name="Asha Toppo")
    User.objects.filter(pk=verified.pk).update(phone_verified=True)
    for user in (a_leader_elsewhere(), verified):
        role, code = actions.invite(
            user.phone, mart=make_mart(), name="A", kind="rider", place=make_block("Sarath"), by=MACHINE
        )
        assert (role.kind, code) == ("rider", "")


def test_let_in_anew_who_has_shown_her_phone_shows_it_again():
    user, code = invited()
    come_in(user, code)
    User.objects.filter(pk=user.pk).update(phone_verified=True)
    new = actions.let_in_anew(user, mart=make_mart(), by=MACHINE)
    with refused("people.phone_unproven"):
        come_in(user, new)


def test_a_paper_opens_the_mart_that_made_it_alone():
    user, code = invited()
    far = make_mart("chandrapur", place=make_district("Chandrapur", lgd=500))
    with refused("people.invitation_over"):
        invitation_of(user.phone, code, mart=far, caller=CALLER)
    found = invitation_of(user.phone, code, mart=make_mart(), caller=CALLER)
    assert (open_invitation(found.pk, far), open_invitation(found.pk, make_mart())) == (None, found)


def test_the_first_code_to_her_phone_ends_what_a_paper_began():
    user, code = invited("rider")
    come_in(user, code, password="")
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    before = User.objects.get(pk=user.pk).get_session_auth_hash()
    for shown in range(2):
        sent = actions.make_code(user.phone, mart=make_mart(), purpose="sign_in", caller=CALLER)
        now = actions.check_code(user.phone, sent, purpose="sign_in", caller=CALLER)
        assert (now.session_turn, now.get_session_auth_hash() == before) == (1, False), shown


@pytest.mark.parametrize(
    ("kind", "block", "code"),
    [
        ("coordinator", False, "people.block_needed"),
        ("collector", True, "people.whole_mart"),
        ("accountant", True, "people.whole_mart"),
        ("king", False, "people.unknown_role"),
    ],
)
def test_a_role_is_held_where_it_can_be(kind, block, code):
    mart = make_mart()
    place = make_block("Sarath") if block else mart.place
    with refused(code, field="kind" if code.endswith("role") else "place"):
        actions.invite(make_phone(), mart=mart, name="Anjali", kind=kind, place=place, by=MACHINE)
    assert Role.objects.count() == 0


def test_a_role_outside_the_mart_is_refused():
    with refused("people.outside_mart", field="place"):
        actions.invite(
            make_phone(),
            mart=make_mart(),
            name="A",
            kind="desk",
            place=make_district("Chandrapur", lgd=500),
            by=MACHINE,
        )


@pytest.mark.parametrize("name", ["", "   ", "\u200d\u200d\u200d", "123"])
def test_a_name_needs_a_letter(name):
    with refused("people.no_name", field="name"):
        actions.invite(make_phone(), mart=make_mart(), name=name, kind="desk", place=make_mart().place, by=MACHINE)


def test_who_is_blocked_is_not_invited():
    user, code = invited()
    actions.block_person(user, mart=make_mart(), reason="left with the phone", by=MACHINE)
    with refused("people.blocked", field="phone"):
        actions.invite(user.phone, mart=make_mart(), name="A", kind="desk", place=make_mart().place, by=MACHINE)
    with refused("people.invitation_over"):
        invitation_of(user.phone, code, mart=make_mart(), caller=CALLER)


def test_let_in_anew_makes_password_and_authenticator_void():
    user, code = invited()
    come_in(user, code)
    actions.begin_second_factor(user, by=MACHINE)
    before = User.objects.get(pk=user.pk).get_session_auth_hash()
    actions.let_in_anew(user, mart=make_mart(), by=MACHINE)
    user.refresh_from_db()
    assert (user.has_usable_password(), SecondFactor.objects.count()) == (False, 0)
    assert user.get_session_auth_hash() != before


def test_nobody_lets_herself_in():
    user, _code = invited()
    with refused("people.not_yourself"):
        actions.let_in_anew(user, mart=make_mart(), by=Actor(user.pk))


def test_who_has_no_role_any_more_is_not_let_in():
    user, _code = invited()
    actions.take_role(user.roles.get(), by=MACHINE)
    with refused("people.no_role_here"):
        actions.let_in_anew(user, mart=make_mart(), by=MACHINE)


def test_a_rider_needs_no_password():
    rider, _code = invited("rider")
    desk, _code = invited("desk")
    assert [wants_password(user) for user in (rider, desk)] == [False, True]


def test_the_desk_gives_coordinators_and_riders_and_a_collector_everything():
    mart, block = make_mart(), make_block("Sarath")
    desk, collector, auditor = (make_officer(kind) for kind in ("desk", "collector", "auditor"))
    assert kinds_to_give(desk, mart) == {"coordinator", "rider", "surveyor", "secretary", "crp"}
    assert kinds_to_give(collector, mart) == set(Role.Kind.values)
    assert kinds_to_give(auditor, mart) == set()
    assert may_give(desk, "coordinator", mart=mart, place=block) is True
    assert may_give(desk, "desk", mart=mart, place=block) is False
    assert may_manage(desk, collector.roles.all(), mart) is False
    assert may_manage(collector, desk.roles.all(), mart) is True
    assert may_manage(desk, [], mart) is False


def test_a_desk_of_a_block_gives_roles_there_only():
    mart, here, there = make_mart(), make_block("Sarath"), make_block("Palojori")
    desk = make_officer("desk", place=here)
    assert [may_give(desk, "rider", mart=mart, place=place) for place in (here, there, mart.place)] == [
        True,
        False,
        False,
    ]


def test_without_the_second_factor_nobody_gives_roles():
    collector = make_officer("collector", proven=False)
    assert kinds_to_give(collector, make_mart()) == set()


def test_one_officer_is_told_what_needs_two():
    mart = make_mart()
    make_officer("collector")
    assert set(lacks_hands(mart)) == set(TWO_HANDS)
    first = make_officer("desk")
    assert list(lacks_hands(mart)) == ["bank", "cash", "refund", "merge"]
    make_officer("rider"), make_officer("accountant")
    make_officer("coordinator", place=make_block("Sarath"))
    assert lacks_hands(mart) == {}
    User.objects.filter(pk=first.pk).update(is_active=False)
    lacking = lacks_hands(mart)
    assert list(lacking) == ["bank", "access", "account", "refund", "merge"]
    assert lacking["account"] == {"collector", "desk"}


def test_missing_role_is_named():
    mart = make_mart()
    make_officer("collector"), make_officer("accountant")
    lacking = lacks_hands(mart)
    assert "payout" not in lacking
    assert (lacking["bank"], lacking["cash"]) == ({"desk", "coordinator"}, {"rider"})


def test_staff_are_those_of_the_scope_and_of_the_past():
    mart, here = make_mart(), make_block("Sarath")
    collector, coordinator = make_officer("collector"), make_officer("coordinator", place=here)
    gone = make_officer("auditor")
    actions.take_role(gone.roles.get(), by=MACHINE)
    make_user("A buyer")
    assert set(staff(collector, mart)) == {collector, coordinator, gone}
    assert set(standing(staff(collector, mart), mart, "work")) == {collector, coordinator}
    assert set(standing(staff(collector, mart), mart, "left")) == {gone}
    assert set(staff(coordinator, mart)) == set()
    here_desk = make_officer("desk", place=here)
    assert set(staff(here_desk, mart)) == {coordinator, here_desk}


def test_a_list_of_people_costs_three_statements(django_assert_num_queries):
    collector = make_officer("collector")
    for _one in range(5):
        invited()
    rows = with_roles(standing(staff(collector, make_mart()), make_mart(), "work"), make_mart())
    with django_assert_num_queries(3):
        shown = [(str(user), [str(role.place) for role in user.roles_here], user.open_codes) for user in rows]
    assert len(shown) == 6
