"""Every address of every surface, asked by officers who have not given the second factor: nothing private, no write.

A new surface is walked here by itself, since the addresses are read from the resolver: whatever is not open to
everybody must refuse her, and what is open may hold nothing of a maker that strangers do not see.

The run on SQLite walks every other case, the run on PostgreSQL those between; with HAAT_WHOLE=1 a run walks all.
"""

import os
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver

from haat.core.models import Event
from haat.makers.models import BankAccount, Maker, Member
from haat.people import actions as people
from haat.people.models import Role, User
from haat.web.maker.base.acting import FOR
from haat.web.papers import press
from haat.web.ui.session import FACTOR_KEY
from tests.make import BY
from tests.web.doors import TABLE
from tests.web.test_scope import SAME_SITE, Blank, World, addresses, as_signed_in, here  # noqa: F401

pytestmark = pytest.mark.django_db
BY_CODE = (Role.Kind.RIDER, Role.Kind.SURVEYOR, Role.Kind.SECRETARY, Role.Kind.CRP)
OFFICERS = tuple(str(kind) for kind in Role.Kind if kind not in BY_CODE)
WAYS = ("a phone's code", "a password", "both, each by itself")
PASSWORD = "river stone 19"
CASES = tuple((kind, way) for kind in OFFICERS for way in WAYS)
WHOLE = os.environ.get("HAAT_WHOLE") == "1"
# Her own, for which her phone’s code is enough: her orders as a buyer, what is kept of her number, and the number and
# token of her session.
HER_OWN = {"shop:orders", "shop:privacy", "maker:token", "ui:deed_token", "ui:agree"}


def unproven(world: World, user: User, way: str) -> Client:
    """A browser in which she has given one thing or the other, and asks for the maker of this world."""
    client = Client(headers=SAME_SITE)
    client.cookies["language"] = "en"
    user = User.objects.get(pk=user.pk)
    if way != "a password":
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if way != "a phone's code":
        people.set_password(user, password=PASSWORD, by=BY)
        if way != "a password":
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.post("/sign-in/office/", {"phone": user.phone, "password": PASSWORD})
        assert answer["Location"].startswith("/sign-in/second-step/")
    store = client.session
    store[FOR] = world.maker_id
    store.save()
    assert client.get("/en/orders/").status_code == (302 if way == "a password" else 200)
    return client


def private_words(maker_id: int) -> set[bytes]:
    """What nobody reads of a maker but herself and who may act for her."""
    maker = Maker.objects.get(pk=maker_id)
    bank = BankAccount.objects.get(maker=maker)
    members = Member.objects.filter(maker=maker).select_related("user")
    return {word.encode() for word in (bank.number, maker.phone, *(member.user.phone for member in members))}


def refused(response: Any) -> bool:
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/sign-in/")
    return to_sign_in or response.status_code in (401, 403, 404, 405)


def of(vendor: str) -> tuple[tuple[str, str], ...]:
    """The cases of the run on this database, like the fields of one colour on a board; refusals ask it nothing more."""
    return tuple(
        (kind, way)
        for row, kind in enumerate(OFFICERS)
        for column, way in enumerate(WAYS)
        if (row + column) % 2 == (vendor == "postgresql")
    )


def test_both_databases_together_hear_every_case_and_each_every_kind_and_way():
    halves = of("sqlite"), of("postgresql")
    assert sorted(halves[0] + halves[1]) == sorted(CASES)
    for half in halves:
        assert ({kind for kind, _way in half}, {way for _kind, way in half}) == (set(OFFICERS), set(WAYS))


@pytest.mark.parametrize(("kind", "way"), CASES if WHOLE else of(connection.vendor))
def test_without_the_second_factor_an_officer_reaches_no_maker_and_writes_nothing(
    here,  # noqa: F811
    kind,
    way,
    media,
    monkeypatch,
):
    monkeypatch.setattr(press, "HTML", Blank)
    user, secret = here.people[kind], private_words(here.maker_id)
    signed = unproven(here, user, way)
    let_in, told, wrote = [], [], []
    for name, _pattern in addresses(get_resolver()):
        door = TABLE[name].door
        if name == "api:picture":  # a file, which this world has none of
            continue
        for method in TABLE[name].methods:
            before = Event.objects.count()
            with transaction.atomic():
                client = as_signed_in(signed)
                send = client.post if method == "POST" else client.get
                response = send(here.path(name), here.forms.get(name, {}) if method == "POST" else {})
                body = b"".join(response) if response.streaming else response.content
                if door != "open" and Event.objects.count() > before:
                    wrote.append(f"{method} {name}")
                transaction.set_rollback(True)
            # Who surveys writes what she finds and reads nothing: a phone's code is enough (people.rules.BY_PHONE).
            if door not in ("open", "walks") and name not in HER_OWN and not refused(response):
                let_in.append(f"{method} {name}: {response.status_code}")
            if any(word in body for word in secret):
                told.append(f"{method} {name}")
    assert (let_in, told, wrote) == ([], [], [])


def test_the_walk_would_see_what_she_may_when_proven(here):  # noqa: F811
    client = unproven(here, here.people["desk"], "a phone's code")
    store = client.session
    store[FACTOR_KEY] = True
    store.save()
    page = client.get(here.path("office:makers:maker"))
    assert (page.status_code, any(word in page.content for word in private_words(here.maker_id))) == (200, True)
    assert client.get("/maker/money/").status_code == 200
