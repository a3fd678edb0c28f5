"""The desk invites by phone, moves and ends roles, blocks and lets in anew; each step seen as people see it."""

import re
from datetime import timedelta
from functools import partial

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from haat.core.actor import MACHINE
from haat.people import actions
from haat.people.models import Invitation, Role, SecondFactor, User
from haat.people.queries import factor_of
from haat.web.office.desk.listing import listing
from tests.make import make_block, make_maker, make_mart, make_member, make_officer
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "three words for a desk"


def invite(client, *, kind="desk", phone="94311 00044", name="Anjali Toppo", place=None, **more):
    sent = {"phone": phone, "name": name, "kind": kind, "place": (place or make_mart().place).pk, "nonce": "a", **more}
    return client.post(reverse("office:people:invite"), sent)


def code_on(page):
    return re.search(r'invitation-code num">([\w-]+)<', page.content.decode()).group(1)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_invited_by_phone_she_comes_in_with_password_and_authenticator():
    page = invite(officer("collector"))
    assert page.status_code == 200
    assert "<svg" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store, private"
    her = Client()
    assert her.get(reverse("ui:join_link", args=[code_on(page).replace("-", "")])).url == "/join/"
    assert code_on(page) in her.get("/join/").content.decode()
    assert her.post("/join/", {"phone": "9431100044", "code": code_on(page).lower()}).url == "/join/password/"
    again = her.post("/join/password/", {"new": PASSWORD, "again": "another"})
    assert (again.status_code, again.context["form"].errors.keys()) == (422, {"again"})
    assert her.post("/join/password/", {"new": PASSWORD, "again": PASSWORD}).url == "/sign-in/second-step/"
    her.get("/sign-in/second-step/")
    user = User.objects.get(phone="+919431100044")
    secret = actions.open_secret(factor_of(user))
    assert her.post("/sign-in/second-step/", {"code": pyotp.TOTP(secret).now()}).status_code == 302
    assert her.get("/office/today/").status_code in (200, 404)
    assert her.get(reverse("office:people:list")).status_code == 200
    assert Invitation.objects.get().used_at is not None
    assert Client().post("/join/", {"phone": "9431100044", "code": code_on(page)}).status_code == 422


def test_a_weak_password_is_refused_and_the_way_stays_open():
    page, her = invite(officer("collector")), Client()
    her.post("/join/", {"phone": "9431100044", "code": code_on(page)})
    assert her.post("/join/password/", {"new": "haat", "again": "haat"}).status_code == 422
    assert her.get("/join/password/").status_code == 200


def test_without_a_code_nobody_chooses_a_password():
    assert Client().get("/join/password/").url == "/join/"


def test_a_rider_is_in_at_once():
    page, rider = invite(officer("desk"), kind="rider"), Client()
    paper = page.content.decode()
    assert ("You need no password" in paper, "authenticator" in paper) == (True, False)
    assert rider.post("/join/", {"phone": "9431100044", "code": code_on(page)}).url == reverse("office:delivery:ride")
    assert rider.get(reverse("office:delivery:ride")).status_code == 200


def test_a_field_worker_comes_in_at_her_survey():
    page, worker = invite(officer("desk"), kind="surveyor", place=make_block("Sarath")), Client()
    assert worker.post("/join/", {"phone": "9431100044", "code": code_on(page)}).url == reverse("maker:survey")
    assert worker.get(reverse("maker:survey")).status_code == 200


def test_who_has_something_of_her_own_shows_her_phone_before_the_paper_opens_anything():
    leader = actions.sign_up("+919431100044", name="Kavita Uike")
    make_member(make_maker(), user=leader, leads=True)
    page, other, her = invite(officer("collector")), Client(), Client()
    assert "The paper alone is not enough" in page.content.decode()
    answer = other.post("/join/", {"phone": "9431100044", "code": code_on(page)})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])
    assert "/sign-in/?next=/join/" in answer.content.decode()
    assert other.get("/join/password/").url == "/join/"
    her.force_login(leader)
    assert her.post("/join/", {"phone": "9431100044", "code": code_on(page)}).url == "/join/password/"
    assert her.post("/join/password/", {"new": PASSWORD, "again": PASSWORD}).url == "/sign-in/second-step/"


def test_invited_twice_by_one_press_counts_once():
    client = officer("collector")
    assert invite(client).status_code == 200
    assert invite(client).url == reverse("office:people:list")
    assert (Role.objects.filter(kind="desk").count(), Invitation.objects.count()) == (1, 1)


def test_a_refused_invitation_keeps_what_was_typed():
    page = invite(officer("collector"), kind="coordinator")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["place"])
    assert 'value="Anjali Toppo"' in page.content.decode()
    page = invite(officer("collector"), phone="02342 222222")
    assert list(page.context["form"].errors) == ["phone"]


def test_the_desk_invites_no_collector():
    page = invite(officer("desk"), kind="collector")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["kind"])
    assert Role.objects.filter(kind="collector").count() == 0


def test_who_has_a_password_is_led_to_her_page():
    user = make_officer("auditor")
    actions.set_password(user, password=PASSWORD, by=MACHINE)
    User.objects.filter(pk=user.pk).update(phone="+919431100044")
    assert invite(officer("collector"), name="").status_code == 422
    assert invite(officer("collector"), nonce="b").url == reverse("office:people:person", args=[user.pk])
    assert user.roles.count() == 2


def test_the_list_is_searched_filtered_and_cheap(django_assert_max_num_queries):
    client = officer("collector")
    for index in range(8):
        make_officer("coordinator", place=make_block(("Sarath", "Palojori")[index % 2]))
    url = reverse("office:people:list")
    client.get(url)
    with django_assert_max_num_queries(14):
        page = client.get(url)
    assert page.context["listing"].total == 9
    assert client.get(url, {"kind": "coordinator", "block": make_block("Sarath").slug}).context["listing"].total == 4
    some = User.objects.filter(name="The coordinator").first()
    assert [row.pk for row in client.get(url, {"q": some.phone[-10:]}).context["listing"].rows] == [some.pk]
    assert client.get(url, {"q": "nobody"}).context["listing"].total == 0
    assert client.get(url, {"standing": "left"}).context["listing"].total == 0


def test_one_officer_is_told_what_needs_two():
    page = officer("collector").get(reverse("office:people:list")).content.decode()
    assert "These need two people" in page
    for kind in ("desk", "desk", "rider"):
        make_officer(kind)
    assert "These need two people" not in officer("collector").get(reverse("office:people:list")).content.decode()


def test_a_role_is_moved_and_ended():
    client, user = officer("collector"), make_officer("coordinator", place=make_block("Sarath"))
    role = user.roles.get()
    moved = client.post(
        reverse("office:people:move", args=[user.pk, role.pk]), {f"role{role.pk}-place": make_block("Palojori").pk}
    )
    assert (moved.status_code, user.roles.get().place) == (302, make_block("Palojori"))
    page = client.get(reverse("office:people:person", args=[user.pk])).content.decode()
    assert "Role moved" in page
    wrong = client.post(
        reverse("office:people:move", args=[user.pk, role.pk]), {f"role{role.pk}-place": make_mart().place_id}
    )
    assert wrong.status_code == 422
    for _time in range(2):
        client.post(reverse("office:people:end", args=[user.pk, role.pk]))
    assert user.roles.count() == 0
    assert client.get(reverse("office:people:person", args=[user.pk])).status_code == 200


def test_a_role_taken_while_its_owner_types_is_refused_and_nothing_is_lost():
    collector, user = officer("collector"), make_officer("desk")
    desk = sign_in(user)
    assert desk.get(reverse("office:people:invite")).status_code == 200
    collector.post(reverse("office:people:end", args=[user.pk, user.roles.get().pk]))
    answer = invite(desk, kind="rider", name="Sunil Yadav")
    body = answer.content.decode()
    assert answer.status_code == 403
    assert "Sunil Yadav" in body
    assert "94311 00044" in body
    assert User.objects.filter(name="Sunil Yadav").count() == 0


def test_blocked_she_is_out_with_her_next_press_and_old_sessions_stay_dead():
    collector, user = officer("collector"), make_officer("desk")
    hers, url = sign_in(user), reverse("office:people:list")
    assert hers.get(url).status_code == 200
    blank = collector.post(reverse("office:people:block", args=[user.pk]), {"reason": ""})
    assert (blank.status_code, hers.get(url).status_code) == (422, 200)
    collector.post(reverse("office:people:block", args=[user.pk]), {"reason": "lost the phone"})
    assert hers.get(url).status_code == 302
    listed = collector.get(url, {"standing": "blocked"}).context["listing"].rows
    assert [row.pk for row in listed] == [user.pk]
    collector.post(reverse("office:people:unblock", args=[user.pk]))
    assert hers.get(url).status_code == 302
    assert "lost the phone" in collector.get(reverse("office:people:person", args=[user.pk])).content.decode()


def test_let_in_anew_gives_a_paper_once():
    collector, user = officer("collector"), make_officer("desk")
    actions.begin_second_factor(user, by=MACHINE)
    url = reverse("office:people:let_in", args=[user.pk])
    page = collector.post(url, {"nonce": "a"})
    assert (page.status_code, len(code_on(page)), SecondFactor.objects.count()) == (200, 14, 0)
    assert collector.post(url, {"nonce": "a"}).status_code == 302
    assert Invitation.objects.count() == 1
    withdraw = reverse("office:people:withdraw", args=[user.pk])
    assert "Withdrawn." in collector.post(withdraw, follow=True).content.decode()
    assert "was over already" in collector.post(withdraw, follow=True).content.decode()
    assert Client().post("/join/", {"phone": user.phone, "code": code_on(page)}).status_code == 422


def test_who_came_in_by_her_paper_is_not_called_kept_out():
    desk, user = officer("collector"), make_officer("desk")
    Invitation.objects.create(
        user=user,
        mart=make_mart(),
        digest="d",
        expires_at=timezone.now() + timedelta(days=7),
        used_at=timezone.now(),
    )
    page = desk.post(reverse("office:people:withdraw", args=[user.pk]), follow=True).content.decode()
    assert ("This invitation was used on" in page, "Withdrawn." in page) == (True, False)


@pytest.mark.parametrize("deed", ["block", "let_in", "withdraw", "unblock"])
def test_the_desk_does_nothing_to_a_collector(deed):
    make_officer("collector")
    boss = make_officer("collector")
    desk = officer("desk")
    answer = desk.post(reverse(f"office:people:{deed}", args=[boss.pk]), {"reason": "x"}, follow=True)
    assert "Your role does not allow this" in answer.content.decode()
    boss.refresh_from_db()
    assert (boss.is_active, Invitation.objects.count()) == (True, 0)
    desk.post(reverse("office:people:end", args=[boss.pk, boss.roles.get().pk]))
    assert boss.roles.count() == 1


def test_herself_is_left_to_others():
    user = make_officer("collector")
    make_officer("collector")
    mine = sign_in(user)
    page = mine.get(reverse("office:people:person", args=[user.pk])).content.decode()
    assert "This is you" in page
    assert "End this role" not in page
    mine.post(reverse("office:people:end", args=[user.pk, user.roles.get().pk]))
    mine.post(reverse("office:people:let_in", args=[user.pk]))
    assert (user.roles.count(), Invitation.objects.count()) == (1, 0)


def test_the_auditor_sees_and_changes_nothing():
    user = make_officer("desk")
    page = officer("auditor").get(reverse("office:people:person", args=[user.pk]))
    assert "<form" not in page.content.decode().split('class="work"')[1].split("</main>")[0]


def test_those_who_never_signed_in_are_on_every_page_of_the_list_by_last_sign_in(monkeypatch):
    monkeypatch.setattr("haat.web.office.people.pages.listing", partial(listing, size=2))
    desk = officer("collector")
    for _number in range(4):
        make_officer("desk")
    User.objects.filter(pk=make_officer("desk").pk).update(last_login=timezone.now())
    everybody = set(User.objects.values_list("pk", flat=True))
    for sort in ("seen", "-seen"):
        found, page = [], ""
        while True:
            shown = desk.get(reverse("office:people:list"), {"sort": sort, "page": page}).context["listing"]
            found += [row.pk for row in shown.rows]
            if not shown.after:
                break
            page = shown.after
        assert (len(found), set(found)) == (len(everybody), everybody)
