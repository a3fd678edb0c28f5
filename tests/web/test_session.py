"""How long a sign-in lasts, on which device strangers do not matter, and that no personal page is kept."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from haat.catalogue.models import Good
from haat.people.tries import Caller
from haat.web.office.desk.rooms import rooms
from haat.web.ui import device, session
from tests.make import make_mart, make_officer, make_order, make_user
from tests.web.office.signed import BACKEND, district, sign_in, waiting_good

pytestmark = pytest.mark.django_db
NOON = timezone.datetime.fromisoformat("2026-11-22T06:30:00+00:00")


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(params=["memory", "database"])
def stored(request, settings):
    """Sessions beside the database's: in memory as tests have them, and in the cache table of an installation."""
    if request.param == "database":
        call_command("createcachetable", "sessions_tried", verbosity=0)
        table = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "sessions_tried"}
        settings.CACHES = {**settings.CACHES, "default": table}


def buyer() -> Client:
    make_mart()
    client = Client()
    client.force_login(make_user(phone_verified=True), backend=BACKEND)
    return client


def in_office(client: Client) -> bool:
    return client.get(reverse("office:today:list")).status_code == 200


def signed_in(client: Client) -> bool:
    return client.get("/en/orders/").status_code == 200


def test_office_ends_after_half_an_hour_without_use(stored, clock):
    client = sign_in(make_officer("desk"))
    for _visit in range(3):
        assert in_office(client) is True
        clock.shift(29 * 60)
    clock.shift(2 * 60)
    assert (in_office(client), signed_in(client), "_auth_user_id" in client.session) == (False, False, False)


def test_office_ends_after_twelve_hours_of_use(stored, clock):
    client = sign_in(make_officer("desk"))
    for _visit in range(12 * 3):
        assert in_office(client) is True
        clock.shift(20 * 60)
    assert in_office(client) is True
    clock.shift(1)
    assert in_office(client) is False


def test_half_an_hour_holds_under_every_address_for_who_gave_the_second_factor(clock):
    client = sign_in(make_officer("desk"))
    assert signed_in(client) is True
    clock.shift(31 * 60)
    assert signed_in(client) is False


def test_phone_stays_signed_in_for_thirty_days_without_use(stored, clock):
    client = buyer()
    assert signed_in(client) is True
    clock.shift(timedelta(days=29))
    assert signed_in(client) is True
    clock.shift(timedelta(days=31))
    assert signed_in(client) is False


def test_phone_signs_in_anew_after_half_a_year(stored, clock):
    client = buyer()
    for _visit in range(9):
        assert signed_in(client) is True
        clock.shift(timedelta(days=20))
    assert signed_in(client) is True
    clock.shift(1)
    assert signed_in(client) is False


def test_password_without_a_second_step_from_an_older_version_is_ended():
    client = sign_in(make_officer("desk"), factor=False)
    kept = client.session
    kept[session.FACTOR_KEY] = False
    kept.save()
    assert (signed_in(client), "_auth_user_id" in client.session) == (False, False)


def test_use_is_noted_once_a_day_on_a_phone(clock):
    client = buyer()
    signed_in(client)
    noted = client.session[session.SEEN]
    clock.shift(3600)
    signed_in(client)
    assert client.session[session.SEEN] == noted


def test_what_was_typed_is_offered_to_its_writer_alone(clock):
    here = district()
    good = waiting_good(here.maker)
    writer, other = make_officer("desk"), make_officer("desk")
    client = sign_in(writer)
    in_office(client)
    clock.shift(31 * 60)
    address = reverse("office:goods:send_back", args=[good.pk])
    answer = client.post(address, {"words": "Write the weight"})
    assert answer["Location"] == "/sign-in/office/?next=%2Fsign-in%2Funsent%2F"
    kept = client.session["unsent"]
    for user, offered in ((other, False), (writer, True)):
        again = sign_in(user)
        store = again.session
        store["unsent"] = kept
        store.save()
        page = again.get(reverse("ui:unsent"))
        assert (page.status_code == 200, "unsent" in again.session) == (offered, offered)
    assert Good.objects.get(pk=good.pk).state == Good.State.WAITING


# ---- the device ----


def as_asked(rf, cookie: str, address: str = "10.0.0.1"):
    request = rf.get("/", REMOTE_ADDR=address)
    request.COOKIES[device.NAME] = cookie
    request.session = {}
    return request


def test_device_is_known_for_the_phones_that_signed_in_on_it(rf):
    cookie = ""
    for number in range(device.MOST_PHONES + 1):
        response = device.remember(as_asked(rf, cookie), HttpResponse(), f"+91900000000{number}")
        cookie = response.cookies[device.NAME].value
    names = [device.caller(as_asked(rf, cookie), f"+91900000000{number}").device for number in range(10)]
    assert [bool(name) for name in names] == [False, *[True] * 8, False]
    assert len(set(names[1:9])) == 1
    assert "9000000001" not in cookie


def test_device_cookie_of_our_own_making_only(rf):
    response = device.remember(as_asked(rf, ""), HttpResponse(), "+919000000001")
    cookie = response.cookies[device.NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", device.SECONDS)
    forged = cookie.value.replace(cookie.value[:4], "abcd", 1)
    assert device.caller(as_asked(rf, forged), "+919000000001") == Caller("10.0.0.1")
    assert device.caller(as_asked(rf, "nonsense"), "+919000000001") == Caller("10.0.0.1")


# ---- what a browser or a proxy may keep ----


def test_no_page_made_for_a_person_is_kept():
    here = district()
    phone = sign_in(here.maker.members.get().user, factor=False)
    order = make_order(phone="9876543210")
    desk = sign_in(make_officer("desk"))
    stranger = Client()
    answers = [
        *(desk.get(reverse(room.first)) for room in rooms().values()),
        desk.get(reverse("office:password")),
        *(phone.get(f"/maker/{page}") for page in ("", "goods/", "orders/", "money/", "help/", "add/", "token/")),
        buyer().get("/en/orders/"),
        *(stranger.get(page) for page in (f"/en/o/{order.token}/", "/en/basket/", "/en/checkout/")),
        *(stranger.get(page) for page in ("/sign-in/", "/sign-in/code/", "/sign-in/office/", "/sign-in/second-step/")),
        stranger.get("/office/"),
    ]
    said = {answer.request["PATH_INFO"]: answer.headers.get("Cache-Control", "") for answer in answers}
    assert {path: words for path, words in said.items() if "no-store" not in words} == {}


def test_pages_for_everybody_are_kept_still():
    make_mart()
    assert Client().get("/en/").headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "max-age=3600" in Client().get("/robots.txt").headers["Cache-Control"]


def test_microphone_where_one_may_speak_and_nothing_else_anywhere():
    make_mart()
    said = {path: Client().get(path).headers["Permissions-Policy"] for path in ("/en/", "/maker/", "/office/", "/x/")}
    assert {path: words.split(", ")[-1] for path, words in said.items()} == {
        "/en/": "microphone=(self)",
        "/maker/": "microphone=(self)",
        "/office/": "microphone=()",
        "/x/": "microphone=()",
    }
    for words in said.values():
        assert {"camera=()", "geolocation=()"} < set(words.split(", "))
