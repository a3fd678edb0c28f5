"""The office's two steps: nobody is signed in before the second, and strangers lock nobody out."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
import time_machine
from cryptography.fernet import Fernet
from django.db import connection
from django.test import Client
from django.utils import timezone

from haat.core.models import Limit
from haat.people import actions as people
from haat.people.models import SecondFactor, User
from haat.places.models import Mart
from haat.web.ui.middleware import HOSTS
from haat.web.ui.session import FACTOR_KEY, HALF_SECONDS
from tests.make import BY, make_mart, make_officer
from tests.web.test_signin import CODE, OFFICE, PHONE, SIGN_IN, TYPED, ask, code_sent

pytestmark = pytest.mark.django_db
SECOND = "/sign-in/second-step/"
PASSWORD = "river stone 19"


@pytest.fixture(autouse=True)
def _english(client):
    make_mart()
    client.cookies["language"] = "en"


def office_user(**more):
    user = make_officer("desk")
    User.objects.filter(pk=user.pk).update(phone=PHONE, **more)
    user.refresh_from_db()
    people.set_password(user, password=PASSWORD, by=BY)
    return user


def give_password(client, password=PASSWORD, **more):
    return client.post(OFFICE, {"phone": TYPED, "password": password, **more})


def test_office_gives_password_then_sets_up_the_app_with_its_picture(client):
    user = office_user()
    answer = give_password(client, next="/office/money/")
    assert answer["Location"] == SECOND + "?next=%2Foffice%2Fmoney%2F"
    page = client.get(answer["Location"]).content.decode()
    secret = people.open_secret(SecondFactor.objects.get(user=user))
    assert ("<svg" in page, secret in page, 'value="/office/money/"' in page) == (True, True, True)
    before = client.session.session_key
    answer = client.post(SECOND, {"code": pyotp.TOTP(secret).now(), "next": "/office/money/"})
    assert (answer["Location"], client.session[FACTOR_KEY]) == ("/office/money/", True)
    assert client.session.session_key != before
    assert client.get("/office/money/").status_code == 200


def test_mart_without_an_english_name_sets_up_the_app_too(client):
    names = {"hi": "देवघर मार्ट", "mr": "देवघर मार्ट"}
    Mart.objects.update(names=names, languages=["hi", "mr"])
    HOSTS.forget()
    user = office_user()
    give_password(client)
    answer = client.get(SECOND)
    assert (answer.status_code, "<svg" in answer.content.decode()) == (200, True)
    secret = people.open_secret(SecondFactor.objects.get(user=user))
    assert client.post(SECOND, {"code": pyotp.TOTP(secret).now()})["Location"] == "/office/"


def test_office_with_the_app_set_up_sees_no_picture(client):
    user = office_user()
    secret = people.begin_second_factor(user, by=BY)
    SecondFactor.objects.update(confirmed_at=timezone.now())
    give_password(client)
    page = client.get(SECOND).content.decode()
    assert (secret in page, "qr-box" in page) == (False, False)
    assert client.post(SECOND, {"code": pyotp.TOTP(secret).now()})["Location"] == "/office/"


def test_office_demonstration_shows_the_code_of_the_app(client, settings):
    settings.DEMO = True
    user = office_user()
    secret = people.begin_second_factor(user, by=BY)
    give_password(client)
    assert pyotp.TOTP(secret).now() in client.get(SECOND).content.decode()


def test_password_alone_signs_nobody_in(client):
    office_user()
    before = client.session.session_key
    give_password(client)
    assert ("_auth_user_id" in client.session, client.session.session_key == before) == (False, False)
    assert client.get("/en/orders/")["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("why", ["too late", "password changed", "closed"])
def test_second_step_ends_with_what_the_first_one_proved(client, why):
    user = office_user()
    secret = people.begin_second_factor(user, by=BY)
    give_password(client)
    if why == "password changed":
        people.set_password(user, password="another one 19", by=BY)
    if why == "closed":
        User.objects.update(is_active=False)
    with time_machine.travel(timezone.now() + timedelta(seconds=HALF_SECONDS + 1 if why == "too late" else 0)):
        answer = client.post(SECOND, {"code": pyotp.TOTP(secret).now()})
    assert (answer["Location"], "_auth_user_id" in client.session) == (OFFICE + "?next=", False)


def test_phone_then_password_and_app_is_the_same_person_with_more(client):
    user = office_user()
    secret = people.begin_second_factor(user, by=BY)
    ask(client)
    assert client.post(CODE, {"code": code_sent()})["Location"] == "/maker/groups/"
    by_phone = client.session.session_key
    page = client.get("/maker/", follow=True)
    assert page.redirect_chain == [(OFFICE + "?next=%2Fmaker%2F", 302)]
    assert f'value="{PHONE[3:]}"' in page.content.decode()
    assert "give your password and the authenticator" in page.content.decode()
    give_password(client, next="/maker/")
    client.post(SECOND, {"code": pyotp.TOTP(secret).now(), "next": "/maker/"})
    assert client.get("/maker/")["Location"] == "/maker/choose/"
    assert client.session.session_key != by_phone
    assert client.session["_auth_user_id"] == str(user.pk)
    ask(client)
    client.post(CODE, {"code": code_sent()})
    assert client.get("/office/")["Location"] == OFFICE + "?next=%2Foffice%2F"


def test_authenticator_sealed_under_another_key_is_told(client):
    user = office_user()
    people.begin_second_factor(user, by=BY)
    SecondFactor.objects.update(sealed_secret=Fernet(Fernet.generate_key()).encrypt(b"x").decode())
    give_password(client)
    for answer in (client.get(SECOND), client.post(SECOND, {"code": "123456"})):
        page = answer.content.decode()
        assert (answer.status_code, "_auth_user_id" in client.session) == (409, False)
        assert "Your authenticator cannot be read" in page
        assert "Ask the desk to set it up anew." in page


def test_office_wrong_code_of_the_app(client):
    user = office_user()
    secret = people.begin_second_factor(user, by=BY)
    give_password(client)
    typed = pyotp.TOTP(secret).at(timezone.now() + timedelta(hours=1))
    answer = client.post(SECOND, {"code": typed})
    assert (answer.status_code, FACTOR_KEY in client.session) == (422, False)
    assert f'value="{typed}"' in answer.content.decode()
    assert client.get("/office/")["Location"] == SECOND + "?next=%2Foffice%2F"


def test_office_wrong_password(client):
    office_user()
    answer = give_password(client, "another one 19")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The number or the password is not right." in page
    assert (f'value="{TYPED}"' in page, "another one 19" in page) == (True, False)


@pytest.mark.parametrize("why", ["no role", "another mart", "closed"])
def test_office_refuses_who_holds_no_role_here(client, why):
    user = office_user(is_active=why != "closed")
    if why == "no role":
        user.roles.all().delete()
    if why == "another mart":
        user.roles.update(mart=make_mart("chandrapur", place=make_mart().place))
    answer = give_password(client)
    assert answer.status_code == 422
    assert "The number or the password is not right." in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_office_password_may_be_guessed_ten_times(client, still):
    office_user()
    for _guess in range(10):
        give_password(client, "another one 19")
    answer = give_password(client)
    assert answer.status_code == 422
    assert "Too many tries. Wait ten minutes, then try again." in answer.content.decode()


def test_a_stranger_who_guesses_passwords_does_not_lock_her_out(client, still):
    office_user()
    stranger = Client(REMOTE_ADDR="10.6.6.6")
    for _guess in range(11):
        give_password(stranger, "another one 19")
    assert give_password(client)["Location"] == SECOND + "?next="


def test_a_crowd_that_guesses_passwords_does_not_lock_out_her_own_machine(client, still):
    user = office_user()
    secret = people.begin_second_factor(user, by=BY)
    give_password(client)
    client.post(SECOND, {"code": pyotp.TOTP(secret).now()})
    for number in range(50):
        give_password(Client(REMOTE_ADDR=f"10.6.6.{number}"), "another one 19")
    assert give_password(Client(REMOTE_ADDR="10.6.7.1")).status_code == 422
    assert give_password(client)["Location"] == SECOND + "?next="


def test_a_phone_code_alone_does_not_open_the_office(client):
    user = office_user()
    ask(client)
    client.post(CODE, {"code": code_sent()})
    assert client.get("/office/")["Location"] == OFFICE + "?next=%2Foffice%2F"
    assert client.get(SECOND + "?next=%2Foffice%2F")["Location"] == OFFICE + "?next=%2Foffice%2F"
    assert client.post(SECOND, {"code": "123456"})["Location"] == OFFICE + "?next="
    assert SecondFactor.objects.filter(user=user).count() == 0


def test_second_step_without_the_first_begins_there(client):
    assert client.get(SECOND)["Location"] == OFFICE + "?next="


def test_second_step_of_who_lost_her_role_begins_again(client):
    user = office_user()
    give_password(client)
    user.roles.all().delete()
    assert client.get(SECOND)["Location"] == OFFICE + "?next="


def guess(_turn: int) -> str:
    client = Client()
    client.cookies["language"] = "en"
    try:
        page = give_password(client, "another one 19").content.decode()
    finally:
        connection.close()
    return "limited" if "Too many tries" in page else "wrong" if "is not right" in page else page


@pytest.mark.django_db(transaction=True)
def test_forty_passwords_sent_at_once_are_ten_tries():
    office_user()
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(guess, range(40)))
    assert Counter(said) == {"wrong": 10, "limited": 30}
    assert max(Limit.objects.values_list("tries", flat=True)) == 40
