"""The mart's addresses are changed on a page; nobody shuts herself out, and no other mart's is taken."""

import pytest
from django.urls import reverse

from haat.core.models import Event
from haat.places.models import MartHost
from haat.places.rules import read_host
from haat.web.ui.middleware import HOSTS
from tests.make import make_mart
from tests.refusals import refused
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db
CHANGE, HERE = "office:settings:change_hosts", "deoghar.localhost"


@pytest.fixture(autouse=True)
def fresh_hosts():
    HOSTS.forget()
    yield
    HOSTS.forget()


def stands():
    return sorted(MartHost.objects.filter(mart=make_mart()).values_list("host", flat=True))


def test_addresses_are_changed_with_who_and_what_was():
    district()
    before = stands()
    sent = {"hosts": "\n".join([*before, "https://Mart.Deoghar.example.in/hi/", ""])}
    assert officer("desk").post(reverse(CHANGE), sent).url == reverse("office:settings:hosts")
    assert stands() == sorted([*before, "mart.deoghar.example.in"])
    told = Event.objects.get(kind="places.mart_changed").data
    assert told["before"]["hosts"] == before
    page = officer("auditor").get(reverse("office:settings:hosts")).content.decode()
    assert "mart.deoghar.example.in" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("{here} nobody@example", "is none"),
        ("{here} -a.example.in", "is none"),
        ("mart.deoghar.example.in", "keep it"),
        ("{here} other.localhost", "already leads to another mart"),
        ("", "required"),
    ],
)
def test_bad_address_is_refused_at_its_field_and_nothing_typed_is_lost(typed, words):
    district()
    make_mart("other")
    MartHost.objects.get_or_create(host="other.localhost", defaults={"mart": make_mart("other")})
    before, typed = stands(), typed.replace("{here}", HERE)
    answer = officer("desk").post(reverse(CHANGE), {"hosts": typed}, headers={"host": HERE})
    assert (answer.status_code, stands()) == (422, before)
    assert words in str(answer.context["form"].errors["hosts"])
    assert typed in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("http://a.in:8000/x", "a.in"),
        (" A.In. ", "a.in"),
        ("हाट.example.in", "हाट.example.in".encode("idna").decode()),
        ("localhost", "localhost"),
    ],
)
def test_address_is_read_as_it_is_pasted(typed, read):
    assert (read_host(typed), read_host(read)) == (read, read)


def test_what_is_no_address_is_refused():
    for typed in ("a b", "a..b", "<b>", "x" * 200, "a_b.in"):
        with refused("mart.bad_host", field="hosts"):
            read_host(typed)
