"""Ratings at the desk: found, shown, hidden, answered; and what the shop shows of them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from haat.orders import actions
from haat.orders.models import Rating
from haat.shelf import build
from haat.web.shop.base.kept_pages import PAGES
from tests.make import BY, make_part, make_stocked
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


def rated(words="Call 98765 43210", stars=2):
    line = make_part({make_stocked(district().maker): 1}, state="delivered").lines.get()
    return actions.rate(line, stars=stars, words=words, by=BY)


def get(name, /, *args, who="desk", **query):
    return officer(who).get(reverse(f"office:orders:{name}", args=args), query)


def post(name, one, /, **said):
    return officer("desk").post(reverse(f"office:orders:{name}", args=[one.pk]), said)


def shop(one):
    """The good's page as it is when what was kept of it is over."""
    build.rebuild()
    PAGES.clear()
    return Client(HTTP_HOST=one.mart.hosts.first().host).get(f"/en/g/{one.good.slug}/").content.decode()


@pytest.mark.parametrize(
    ("deed", "said"), [("show_words", {}), ("hide_words", {"hide-reason": "x"}), ("answer_rating", {"say-words": "x"})]
)
def test_words_that_came_after_the_look_were_not_looked_at(deed, said):
    one = rated()
    seen = re.search(r'name="seen" value="([^"]+)"', get("rating", one.pk).content.decode())[1]
    again = actions.rate(one.line, stars=1, words="Call 91234 56789", by=BY)
    answer = post(deed, one, seen=seen, **said)
    assert "This was changed in the meantime" in officer_reads(answer)
    again.refresh_from_db()
    assert (again.words_state, again.answer) == ("held", "")
    assert post(deed, one, seen=again.said_at, **said).status_code == 302
    again.refresh_from_db()
    assert (again.words_state, again.answer) != ("held", "")


def officer_reads(answer):
    """What stands on the page, or on the one it leads to."""
    return answer.content.decode() or " ".join(str(each) for each in answer.wsgi_request._messages)


def test_what_waits_stands_first_and_all_can_be_found():
    held, plain = rated(), rated("Lovely weave")
    page = get("ratings").content.decode()
    assert (held.words in page, plain.words in page) == (True, False)
    assert plain.words in get("ratings", state="shown").content.decode()
    every = get("ratings", state="all").content.decode()
    assert (held.words in every, plain.words in every) == (True, True)
    assert held.words in get("ratings", state="nonsense").content.decode()


def test_the_list_costs_the_same_for_one_and_for_five(django_assert_max_num_queries):
    rated()
    desk, url = officer("desk"), reverse("office:orders:ratings")
    with django_assert_max_num_queries(16):
        desk.get(url)
    for _more in range(4):
        rated()
    with django_assert_max_num_queries(16):
        desk.get(url)


def test_words_are_shown_in_the_shop_after_the_desk_has_looked():
    one = rated()
    assert ("98765" in shop(one), "of 5, said 1 buyer" in shop(one)) == (False, True)
    assert post("show_words", one).status_code == 302
    assert "98765 43210" in shop(one)


def test_hidden_words_leave_the_shop_and_their_stars_stay():
    one = rated("Bad people")
    assert "Bad people" in shop(one)
    answer = post("hide_words", one, **{"hide-reason": ""})
    assert (answer.status_code, Rating.objects.get().words_state) == (422, "shown")
    post("hide_words", one, **{"hide-reason": "An insult"})
    page = get("rating", one.pk).content.decode()
    assert ("An insult" in page, "Show the words in the shop" in page) == (True, True)
    assert ("Bad people" in shop(one), "of 5, said 1 buyer" in shop(one)) == (False, True)


def test_an_answer_stands_below_the_words():
    one = rated("Came late")
    post("answer_rating", one, **{"say-words": "<b>Sorry</b>, the road was closed."})
    page = shop(one)
    assert "The mart answers:" in page
    assert "&lt;b&gt;Sorry&lt;/b&gt;, the road was closed." in page
    long = post("answer_rating", one, **{"say-words": "x" * 501})
    assert (long.status_code, "x" * 501 in long.content.decode()) == (422, True)


def test_what_became_of_the_answer_is_said():
    one = rated("Came late")

    def said(words):
        there = reverse("office:orders:answer_rating", args=[one.pk])
        answer = officer("desk").post(there, {"say-words": words}, follow=True)
        return [str(message) for message in answer.context["messages"]]

    assert said(" \u200b ") == ["There was no answer, and there is none now."]
    assert said("Sorry") == ["The answer stands below the words."]
    assert said("") == ["The answer is taken away."]


def test_who_may_only_look_has_no_keys():
    one = rated()
    page = get("rating", one.pk, who="auditor").content.decode()
    assert (one.words in page, "Hide the words" in page) == (True, False)


def test_today_says_that_words_wait():
    one = rated()
    page = officer("desk").get(reverse("office:today:list")).content.decode()
    assert reverse("office:orders:rating", args=[one.pk]) in page
