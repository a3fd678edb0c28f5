"""A list in which a search finds nothing says so; it does not say that nothing is there, nor send one astray."""

import re

import pytest
from django.urls import reverse

from haat.makers.models import Maker
from haat.people.models import User
from tests.make import make_accountant, make_officer, make_organisation
from tests.web.doors import TABLE
from tests.web.office.signed import district, officer, sign_in

pytestmark = pytest.mark.django_db
# What a list says of a search without a hit.
SAID = re.compile(r"\bfits\b|Nothing is called so|Nobody has free pieces|Nothing like this happened")


def lists(client):
    """Every page of the office one can search or filter, as far as this reader may enter it."""
    for name, line in TABLE.items():
        if name.startswith("office:") and "GET" in line.methods and not line.things:
            answer = client.get(reverse(name))
            page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
            if page and 'name="q"' in answer.content.decode():
                yield name


def silent(client):
    """The lists that say nothing of it."""
    pages = ((name, client.get(reverse(name), {"q": "qqqqqq"}, follow=True).content.decode()) for name in lists(client))
    return [name for name, html in pages if not SAID.search(html)]


def test_a_search_without_a_hit_is_called_so_on_every_list():
    district()
    client = officer("collector")
    assert len(list(lists(client))) >= 8
    assert silent(client) == []


def test_a_federations_lists_say_so_too():
    district()
    client = sign_in(make_accountant(make_organisation()))
    assert silent(client) == []
    for name, words in (("orders", "No order fits"), ("payouts", "No payout fits")):
        page = client.get(reverse(f"office:federation:{name}"), {"state": "cancelled"}).content.decode()
        assert (words in page, " yet" in page.split("<tbody>")[1]) == (True, False)


@pytest.mark.parametrize(("name", "key"), [("people", "invite somebody"), ("makers", "enrol the maker")])
def test_who_only_looks_is_sent_nowhere(name, key):
    district()
    said = [
        key in officer(kind).get(reverse(f"office:{name}:list"), {"q": "qqqqqq"}).content.decode()
        for kind in ("desk", "auditor")
    ]
    assert said == [True, False]


@pytest.mark.parametrize("typed", ["९८७६५ ४३२१०", "98765 43210"])
@pytest.mark.parametrize("name", ["people", "makers"])
def test_somebody_is_found_by_her_phone_in_the_digits_of_any_script(name, typed):
    here = district()
    Maker.objects.filter(pk=here.maker.pk).update(phone="+919876543210")
    client = officer("collector")
    User.objects.filter(pk=make_officer("desk").pk).update(phone="+919876543210")
    found = client.get(reverse(f"office:{name}:list"), {"q": typed}).context["listing"].rows
    assert [row.phone for row in found] == ["+919876543210"]
