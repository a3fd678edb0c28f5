"""The words of the shop: looked at before they are saved, read by buyers as text, missed on the launch list."""

import pytest
from django.test import Client
from django.urls import reverse

from haat.core.models import Event
from haat.places.models import Mart
from haat.places.words import page_of
from haat.review import launch
from haat.web.ui.middleware import HOSTS
from tests.make import make_mart
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db
LIST = "office:settings:texts"


@pytest.fixture(autouse=True)
def fresh_hosts():
    HOSTS.forget()
    yield
    HOSTS.forget()


def address(slug="terms"):
    return reverse("office:settings:text", args=[slug])


def typed(**more):
    return {"title_hi": "बिक्री की शर्तें", "text_hi": "पहला **मोटा**।", "title_en": "", "text_en": "", **more}


def looked(client, sent, slug="terms"):
    """What the page asks to be sent back after the look."""
    page = client.post(address(slug), sent)
    assert page.status_code == 200
    return page, {**sent, "looked": page.context["form"].mark}


def test_page_is_looked_at_then_saved_and_buyers_read_it():
    district()
    desk = officer("desk")
    page, sent = looked(desk, typed(text_hi="पहला **मोटा**।\n\n<script>alert(1)</script>"))
    html = page.content.decode()
    assert ("<b>मोटा</b>" in html, "<script>alert" in html) == (True, False)
    assert (Mart.objects.get().words, "पहला" in html) == ({}, True)
    assert desk.post(address(), sent).url == reverse(LIST)
    shop = Client().get("/hi/p/terms/").content.decode()
    assert ("<b>मोटा</b>" in shop, "<script>alert" in shop, "&lt;script&gt;" in shop) == (True, False, True)
    assert "/hi/p/terms/" in Client().get("/hi/").content.decode()
    assert "बिक्री की शर्तें" in desk.get(reverse(LIST)).content.decode()


def test_what_was_not_looked_at_is_not_saved():
    district()
    desk = officer("desk")
    _page, sent = looked(desk, typed())
    again = desk.post(address(), sent | {"text_hi": "दूसरा।"})
    assert (again.status_code, Mart.objects.get().words) == (200, {})
    assert "You changed it after you looked" in again.content.decode()


def test_half_a_page_is_refused_at_its_field_and_nothing_typed_is_lost():
    district()
    desk = officer("desk")
    _page, sent = looked(desk, typed(title_en="Terms"))
    answer = desk.post(address(), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["text_en"])
    assert "पहला **मोटा**।" in answer.content.decode()


def test_page_that_somebody_else_changed_meanwhile_is_not_written_over_unread():
    district()
    desk = officer("desk")
    seen = desk.get(address()).context["form"].standing
    _page, sent = looked(desk, typed())
    desk.post(address(), sent)
    answer = desk.post(address(), typed(text_hi="तीसरा।", seen=seen))
    assert (answer.status_code, "Somebody has changed this" in answer.content.decode()) == (422, True)
    assert page_of(Mart.objects.get(), "terms").text == {"hi": "पहला **मोटा**।"}


def test_terms_stand_on_the_launch_list_until_every_language_has_them():
    district()
    desk, mart = officer("desk"), make_mart()
    assert "Terms of sale (हिन्दी, English)" in desk.get(reverse("office:settings:launch")).content.decode()
    _page, sent = looked(desk, typed(title_en="Terms", text_en="One."))
    desk.post(address(), sent)
    mart.refresh_from_db()
    assert {need.name: need.done for need in launch.needs(mart)}["texts"]


def test_front_page_says_the_marts_own_heading(client):
    district()
    desk = officer("desk")
    sent = {"intro_hi": "गाँवों से", "made_this_week_hi": "ताज़ा", "intro_en": "", "made_this_week_en": ""}
    _page, sent = looked(desk, sent, "home")
    assert desk.post(address("home"), sent).status_code == 302
    assert "गाँवों से" in Client().get("/hi/").content.decode()
    told = Event.objects.get(kind="places.words_written").data
    assert (told["page"], told["after"]["made_this_week"]) == ("home", {"hi": "ताज़ा"})


def test_auditor_reads_the_list_and_writes_nothing():
    district()
    auditor = officer("auditor", language="hi")
    html = auditor.get(reverse(LIST)).content.decode()
    assert ("दुकान की लिखावट" in html, address() in html) == (True, False)
