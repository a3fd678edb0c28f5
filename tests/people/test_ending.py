"""Roles are moved and ended, people shut out and let in again: never one's own, never the last collector's."""

import pytest

from haat.core.actor import MACHINE, Actor
from haat.core.doctor import examine
from haat.core.models import Event
from haat.people import actions
from haat.people.models import Role, User
from tests.make import make_block, make_mart, make_officer
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_nobody_ends_her_own_role():
    user = make_officer("collector")
    make_officer("collector")
    with refused("people.not_yourself"):
        actions.take_role(user.roles.get(), by=Actor(user.pk))
    with refused("people.not_yourself"):
        actions.block_person(user, mart=make_mart(), reason="x", by=Actor(user.pk))
    assert user.roles.count() == 1


def test_the_last_collector_stays():
    only = make_officer("collector")
    for _time in range(2):
        with refused("people.last_collector"):
            actions.take_role(only.roles.get(), by=MACHINE)
    with refused("people.last_collector"):
        actions.block_person(only, mart=make_mart(), reason="x", by=MACHINE)
    second = make_officer("collector")
    actions.block_person(second, mart=make_mart(), reason="x", by=MACHINE)
    with refused("people.last_collector"):
        actions.take_role(only.roles.get(), by=MACHINE)
    actions.unblock_person(second, mart=make_mart(), by=MACHINE)
    actions.take_role(only.roles.get(), by=MACHINE)
    assert Role.objects.get(kind="collector").user == second


def test_a_role_moves_and_the_doctor_follows():
    user, there = make_officer("coordinator", place=make_block("Sarath")), make_block("Palojori")
    role = user.roles.get()
    for _time in range(2):
        actions.move_role(role, place=there, by=MACHINE)
    said = {"role": "coordinator", "place": there.pk, "before": role.place_id}
    assert [event.data for event in Event.objects.filter(kind="people.role_moved")] == [said]
    assert [finding for finding in examine() if finding.broken and "roles" in finding.name] == []
    Role.objects.update(place=make_block("Sarath"))
    assert [finding.name for finding in examine() if finding.broken] == ["people hold the roles they were given"]


def test_a_role_moves_only_where_it_can_be_held():
    user, mart, there = make_officer("coordinator", place=make_block("Sarath")), make_mart(), make_block("Palojori")
    role = user.roles.get()
    with refused("people.block_needed", field="place"):
        actions.move_role(role, place=mart.place, by=MACHINE)
    actions.give_role(user, mart=mart, kind="coordinator", place=there, by=MACHINE)
    with refused("people.already_held", field="place"):
        actions.move_role(role, place=there, by=MACHINE)
    with refused("people.not_yourself"):
        actions.move_role(role, place=make_block("Karon"), by=Actor(user.pk))
    actions.take_role(role, by=MACHINE)
    with refused("people.already_held"):
        actions.move_role(role, place=make_block("Karon"), by=MACHINE)


def test_blocked_is_signed_out_and_stays_so_when_unblocked():
    make_officer("collector")
    user = make_officer("desk")
    before = User.objects.get(pk=user.pk).get_session_auth_hash()
    for _time in range(2):
        actions.block_person(user, mart=make_mart(), reason="  lost   phone ", by=MACHINE)
    for _time in range(2):
        actions.unblock_person(user, mart=make_mart(), by=MACHINE)
    user.refresh_from_db()
    assert (user.is_active, user.get_session_auth_hash() == before) == (True, False)
    assert list(Event.objects.filter(subject_id=user.pk).order_by("pk").values_list("kind", "data")[1:]) == [
        ("people.blocked", {"reason": "lost phone"}),
        ("people.unblocked", {}),
    ]


def test_a_block_has_a_reason():
    with refused("people.no_reason", field="reason"):
        actions.block_person(make_officer("desk"), mart=make_mart(), reason=" \u200b ", by=MACHINE)


def test_the_doctor_sees_who_was_shut_out_by_nobody():
    make_officer("desk")
    User.objects.update(is_active=False)
    assert [finding.name for finding in examine() if finding.broken] == ["who is shut out was blocked by somebody"]
