"""On the maker's addresses: who helps gives the second factor once a session, and loses nothing by being asked."""

import time
from uuid import uuid4

import pytest
from django.test import Client

from haat.makers.models import Maker
from haat.people.models import User
from haat.web.ui.session import BEGUN, FACTOR_KEY, OFFICE, SEEN
from tests.make import make_member, make_officer
from tests.web.office.signed import district, sign_in

pytestmark = pytest.mark.django_db
PROOF = "/sign-in/office/?next="


@pytest.fixture
def maker() -> Maker:
    return district().maker


@pytest.fixture
def helper(maker: Maker) -> User:
    return make_officer("coordinator", mart=maker.mart, place=maker.block)


@pytest.fixture
def by_phone(helper: User) -> Client:
    return sign_in(helper, factor=False)


def prove(client: Client) -> Client:
    store = client.session
    store[FACTOR_KEY] = True
    store.save()
    return client


def test_helper_is_asked_once_and_comes_back_to_the_maker(by_phone: Client, maker: Maker):
    page = by_phone.get(f"/maker/money/?for={maker.pk}")
    assert (page.status_code, page["Location"]) == (302, f"{PROOF}%2Fmaker%2Fmoney%2F%3Ffor%3D{maker.pk}")
    assert by_phone.get("/maker/")["Location"] == f"{PROOF}%2Fmaker%2F"
    assert by_phone.get("/maker/choose/")["Location"] == f"{PROOF}%2Fmaker%2Fchoose%2F"
    assert prove(by_phone).get(f"/maker/money/?for={maker.pk}").status_code == 200


def test_helper_who_is_a_member_works_for_her_own_group_by_phone(by_phone: Client, helper: User, maker: Maker):
    own = district().other
    make_member(own, user=helper)
    assert by_phone.get("/maker/").context["maker"] == own
    choose = by_phone.get("/maker/choose/")
    assert ([one.pk for one in choose.context["mine"]], choose.context["helps"]) == ([own.pk], False)
    assert "Help another maker: give your password" in choose.content.decode()
    assert by_phone.get(f"/maker/?for={maker.pk}")["Location"].startswith(PROOF)


def test_helper_of_another_block_is_refused_not_asked(by_phone: Client):
    assert by_phone.get(f"/maker/?for={district().other.pk}").status_code == 403


def test_outbox_of_a_helper_waits_until_she_has_proven_herself(by_phone: Client, maker: Maker):
    asked = by_phone.get("/maker/token/")
    assert (asked.status_code, asked.json()["sign_in"]) == (401, f"{PROOF}/maker/")
    sent = by_phone.post("/maker/sync/", {"maker": maker.pk, "key": str(uuid4()), "draft": "{}"})
    assert (sent.status_code, sent.json()["sign_in"]) == (401, f"{PROOF}/maker/")
    assert prove(by_phone).get("/maker/token/").status_code == 200


@pytest.mark.parametrize("stamp", [SEEN, BEGUN])
def test_helper_whose_session_ended_signs_in_as_she_did(helper: User, stamp: str):
    client = sign_in(helper)
    client.get("/maker/choose/")
    store = client.session
    store[stamp] = int(time.time()) - (OFFICE.idle if stamp == SEEN else OFFICE.longest) - 1
    store.save()
    cookies = client.cookies.output()
    assert client.get("/maker/token/").json()["sign_in"] == f"{PROOF}/maker/"
    assert ("_auth_user_id" in client.session, client.cookies.output() == cookies) == (False, False)
    assert client.get("/maker/")["Location"].startswith("/sign-in/?next=")


def test_what_a_helper_was_sending_is_offered_to_her_again(by_phone: Client, maker: Maker):
    store = by_phone.session
    store["maker_for"] = maker.pk
    store.save()
    answer = by_phone.post("/maker/orders/X-1/cannot/", {"reason": "The loom broke"})
    assert answer["Location"] == f"{PROOF}%2Fsign-in%2Funsent%2F"
    page = prove(by_phone).get("/sign-in/unsent/").content.decode()
    assert ('action="/maker/orders/X-1/cannot/"' in page, "The loom broke" in page, 'href="/maker/"' in page) == (
        True,
    ) * 3
    by_phone.post("/maker/orders/X-1/cannot/", {"reason": "The loom broke"})
    assert "unsent" not in by_phone.session


def test_member_who_came_by_a_paper_alone_is_asked_for_a_code_first(maker: Maker):
    rider = make_officer("rider", mart=maker.mart)
    make_member(maker, user=rider)
    User.objects.filter(pk=rider.pk).update(phone_verified=False)
    client = sign_in(rider, factor=False)
    for page in ("/maker/", f"/maker/money/?for={maker.pk}", "/maker/choose/"):
        assert client.get(page)["Location"].startswith("/sign-in/?next=")
    assert client.get("/maker/token/").json()["sign_in"].startswith("/sign-in/")
    assert client.post("/maker/sync/", {"maker": maker.pk, "key": str(uuid4()), "draft": "{}"}).status_code == 401
    assert client.get("/office/ride/").status_code == 200
    User.objects.filter(pk=rider.pk).update(phone_verified=True)
    assert client.get("/maker/").context["maker"] == maker
