"""Signing in by phone and code, signing out, and what every answer carries."""

import re

import pytest
import structlog
from django.test import Client
from django.urls import reverse

from haat.messages.models import Message
from haat.people.models import PhoneCode, User
from haat.places.models import Mart
from haat.web.ui import middleware
from haat.web.ui.gate import client_address
from tests.make import make_maker, make_mart, make_officer, make_order, make_user
from tests.make_survey import make_village

pytestmark = pytest.mark.django_db
PHONE, TYPED = "+919876543210", "98765 43210"
SIGN_IN, CODE, OFFICE = "/sign-in/", "/sign-in/code/", "/sign-in/office/"


@pytest.fixture(autouse=True)
def _english(client):
    make_mart()
    client.cookies["language"] = "en"


def code_sent() -> str:
    return re.search(r"\d{6}", Message.objects.latest("pk").body).group()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def ask(client, typed=TYPED, **more):
    return client.post(SIGN_IN, {"phone": typed, **more})


# ---- by phone ----


@pytest.mark.parametrize("demo", [True, False])
def test_before_the_first_mart_stands_the_page_says_so(client, settings, demo):
    settings.DEMO = demo
    Mart.objects.all().delete()
    middleware.HOSTS.forget()
    page = client.get(SIGN_IN)
    assert page.status_code == 200
    answer = ask(client)
    assert (answer.status_code, "No code can be sent to a phone" in answer.content.decode()) == (422, True)
    assert PhoneCode.objects.count() == 0


def test_phone_then_code_signs_in_and_leads_to_the_orders(client):
    answer = ask(client)
    assert (answer.status_code, answer["Location"]) == (302, CODE + "?next=")
    page = client.get(CODE)
    assert (page.status_code, PHONE[3:] in page.content.decode()) == (200, False)
    answer = client.post(CODE, {"code": code_sent()})
    assert (answer.status_code, answer["Location"]) == (302, "/en/orders/")
    assert client.session["_auth_user_id"] == str(User.objects.get(phone=PHONE).pk)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "A code is on its way to"),
        ("taken", "Sent to"),
        ("delivered", "Sent to"),
        ("failed", "could not be sent to"),
        ("kept", ""),
    ],
)
def test_the_page_of_the_code_says_what_became_of_it(client, state, said):
    ask(client)
    Message.objects.update(state=state)
    page = client.get(CODE).content.decode()
    words = ("A code is on its way to", "Sent to", "could not be sent to")
    assert [each for each in words if each in page] == ([said] if said else [])
    assert (f'href="tel:{Mart.objects.get().phone}"' in page) == (state == "failed")


def test_what_became_of_the_code_of_another_browser_is_not_told(client):
    ask(client)
    Message.objects.update(state="failed")
    stranger = Client()
    stranger.cookies["language"] = "en"
    ask(stranger)
    assert "could not be sent" not in stranger.get(CODE).content.decode()


@pytest.mark.parametrize("typed", ["+91 98765-43210", "098765 43210", "९८७६५४३२१०", "9876543210"])
def test_phone_is_read_forgivingly(client, typed):
    assert ask(client, typed).status_code == 302
    assert PhoneCode.objects.get().phone == PHONE


def test_code_is_read_in_devanagari_digits_and_with_spaces(client):
    ask(client)
    code = code_sent().translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302


def test_everybody_begins_at_her_own_work():
    maker, rider, village = make_maker(), make_officer("rider"), make_village("Bhelwa")
    worker, crp = (make_officer(kind, place=village.parent, proven=False) for kind in ("surveyor", "crp"))
    at = ((maker.members.get().user, ""), (worker, "survey/"), (crp, "node/"))
    for user, address in (*((who, f"/maker/{page}") for who, page in at), (rider, "/office/ride/")):
        client = Client()
        ask(client, user.phone)
        assert client.post(CODE, {"code": code_sent()})["Location"] == address


def test_next_is_kept_through_both_pages(client):
    page = client.get(SIGN_IN, {"next": "/maker/money/"})
    assert 'name="next" value="/maker/money/"' in page.content.decode()
    answer = ask(client, next="/maker/money/")
    assert answer["Location"] == CODE + "?next=%2Fmaker%2Fmoney%2F"
    assert 'value="/maker/money/"' in client.get(answer["Location"]).content.decode()
    assert client.post(CODE, {"code": code_sent(), "next": "/maker/money/"})["Location"] == "/maker/money/"


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\elsewhere.example"]
)
def test_next_never_leads_elsewhere(client, address):
    answer = ask(client, next=address)
    assert answer["Location"] == CODE + "?next="
    assert client.post(CODE, {"code": code_sent(), "next": address})["Location"] == "/en/orders/"


@pytest.mark.parametrize("typed", ["", "12345", "1234567890", "abc"])
def test_wrong_phone_keeps_what_was_typed(client, typed):
    answer = ask(client, typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode() or typed == ""
    assert PhoneCode.objects.count() == 0


def test_wrong_code_keeps_what_was_typed_and_says_so(client):
    ask(client)
    typed = wrong(code_sent())
    answer = client.post(CODE, {"code": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{typed}"' in page
    assert "This code is not right. Look at the last message we sent." in page
    assert "_auth_user_id" not in client.session


def test_code_of_five_digits_is_refused_before_it_costs_a_try(client):
    ask(client)
    assert client.post(CODE, {"code": "12345"}).status_code == 422
    assert PhoneCode.objects.get().tries == 0


def test_code_page_without_a_phone_begins_again(client):
    for answer in (client.get(CODE), client.post(CODE, {"code": "123456"})):
        assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)


def test_too_many_codes_are_refused_with_a_sentence(client, still):
    for _code in range(3):
        ask(client)
    answer = ask(client)
    assert answer.status_code == 422
    assert "Too many tries. Wait ten minutes, then try again." in answer.content.decode()
    assert PhoneCode.objects.count() == 3


def test_who_was_closed_reads_why(client):
    make_user(phone=PHONE, is_active=False)
    ask(client)
    answer = client.post(CODE, {"code": code_sent()})
    assert answer.status_code == 422
    assert "This number may no longer sign in. Call the district desk." in answer.content.decode()


def test_demonstration_shows_the_code(client, settings):
    settings.DEMO = True
    ask(client)
    assert code_sent() in client.get(CODE).content.decode()
    client.post(CODE, {"code": code_sent()})
    assert "demo_code" not in client.session


def test_the_real_mart_does_not_show_the_code(client, settings):
    settings.DEMO = True
    ask(client)
    settings.DEMO = False
    assert code_sent() not in client.get(CODE).content.decode()
    other = Client()
    ask(other)
    assert "demo_code" not in other.session


def test_signing_in_takes_a_new_session_key(client):
    ask(client)
    before = client.session.session_key
    client.post(CODE, {"code": code_sent()})
    assert client.session.session_key != before


# ---- out, language, and every answer ----


def test_signing_out_is_a_post(client):
    ask(client)
    client.post(CODE, {"code": code_sent()})
    assert client.get(reverse("ui:sign_out")).status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post(reverse("ui:sign_out"))["Location"] == "/en/"
    assert "_auth_user_id" not in client.session


def test_language_is_remembered(client):
    answer = client.post("/language/", {"language": "hi", "next": SIGN_IN})
    assert (answer["Location"], answer.cookies["language"].value) == (SIGN_IN, "hi")
    assert (answer.cookies["language"]["max-age"], answer.cookies["language"]["httponly"]) == (31_536_000, True)
    assert client.get(SIGN_IN)["Content-Language"] == "hi"


def test_language_is_remembered_for_the_person_too(client):
    client.force_login(user := make_user(language="hi"))
    client.post("/language/", {"language": "mr"})
    user.refresh_from_db()
    assert user.language == "mr"


def test_language_nobody_speaks_here_changes_nothing(client):
    answer = client.post("/language/", {"language": "xx", "next": "//elsewhere.example/"})
    assert (answer["Location"], "language" in answer.cookies) == ("/", False)


def test_language_is_a_post(client):
    assert client.get("/language/").status_code == 405


@pytest.mark.parametrize("address", [SIGN_IN, CODE, OFFICE, "/office/", "/nowhere/", "/en/", "/healthz", "/language/"])
def test_every_answer_carries_policy_and_reference(client, address):
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert ("unsafe" in policy, "frame-ancestors 'none'" in policy) == (False, True)
    assert re.fullmatch(r"[0-9a-f]{8}", answer["X-Reference"])
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_sign_in_pages_are_never_cached(client):
    ask(client)
    for address in (SIGN_IN, CODE, OFFICE):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_log_holds_neither_numbers_nor_secret_links(client, monkeypatch):
    monkeypatch.setattr(middleware, "log", written := structlog.testing.CapturingLogger())
    order = make_order()
    ask(client)
    client.post(CODE, {"code": code_sent()})
    client.get(f"/en/o/{order.token}/")
    client.get("/nowhere/")
    said = [call.kwargs for call in written.calls]
    assert [(line["method"], line["path"], line["status"]) for line in said] == [
        ("POST", "/sign-in/", 302),
        ("POST", "/sign-in/code/", 302),
        ("GET", "/en/o/<str:token>/", 200),
        ("GET", "/nowhere/", 404),
    ]
    assert [secret in str(said) for secret in (PHONE[3:], order.token, code_sent())] == [False] * 3


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "2.2.2.2", "9.9.9.9"),
        (1, "", "9.9.9.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        (1, "::ffff:2.2.2.2", "2.2.2.2"),
        (1, "fe80::1%eth0", "fe80::/64"),
        (1, "unknown", "unknown"),
    ],
)
def test_caller_is_believed_as_far_as_proxies_are_trusted(rf, settings, proxies, header, address):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="9.9.9.9", headers={"X-Forwarded-For": header})
    assert client_address(request) == address
