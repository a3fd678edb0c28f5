"""The page of papers that goods wait for: counted by paper, filtered by block, craft and place of sale."""

from datetime import timedelta

import pytest
from django.urls import reverse

from haat.core.actor import Actor
from haat.core.dates import today
from haat.makers import actions
from tests.make import BY, make_craft, make_good, make_maker
from tests.web.office.signed import District, district, officer

pytestmark = pytest.mark.django_db
URL = reverse("office:makers:papers")


@pytest.fixture
def here() -> District:
    return district()


def rows(client, **chosen):
    answer = client.get(URL, chosen)
    assert answer.status_code == 200
    return [(row["paper"], row["makers"], row["goods"], row["codes"], row["asks"]) for row in answer.context["rows"]]


def test_each_paper_says_how_many_makers_and_goods_wait(here):
    food = make_craft("sweets", papers=["fssai"])
    for _number in range(2):
        make_good(maker=here.maker, craft=food)
    make_good(maker=here.other, craft=food)
    make_good("Khadi shawl", maker=here.other)
    desk = officer("desk")
    assert rows(desk, where="mart") == [
        ("fssai", 2, 3, [("missing", 3)], 0),
        ("khadi_mark", 1, 1, [("claimed_without", 1)], 0),
    ]
    assert rows(desk)[0] == ("enrolment", 2, 4, [("missing", 4)], 0)
    assert rows(desk, where="states")[0][0] == "gstin"
    assert rows(desk, where="mart", craft="sweets", block="sarath") == [("fssai", 1, 2, [("missing", 2)], 0)]
    assert rows(desk, where="mart", craft="moon") == []


def test_of_one_paper_the_makers_are_named_who_waits_most_first(here):
    food = make_craft("sweets", papers=["fssai"])
    make_good(maker=here.other, craft=food)
    for _number in range(2):
        make_good(maker=here.maker, craft=food)
    answer = officer("desk").get(URL, {"paper": "fssai", "where": "mart"})
    assert [(maker.pk, n) for maker, n in answer.context["listing"].rows] == [(here.maker.pk, 2), (here.other.pk, 1)]
    text = answer.content.decode()
    assert f"{reverse('office:makers:maker', args=[here.maker.pk])}#paper" in text
    assert "FSSAI number" in text
    assert officer("desk").get(URL, {"paper": "moon"}).context["listing"] is None


def test_a_coordinator_sees_her_block_only(here):
    food = make_craft("sweets", papers=["fssai"])
    for maker in (here.maker, here.other):
        make_good(maker=maker, craft=food)
    hers = officer("coordinator", place=here.here)
    assert rows(hers, where="mart") == [("fssai", 1, 1, [("missing", 1)], 0)]
    listed = hers.get(URL, {"paper": "fssai", "where": "mart"}).context["listing"]
    assert [maker.pk for maker, _n in listed.rows] == [here.maker.pk]
    assert hers.get(URL, {"block": here.there.slug}).status_code == 404


def test_a_paper_that_is_given_is_counted_as_such_at_once(here):
    make_good(maker=here.maker, craft=make_craft("sweets", papers=["fssai"]))
    desk = officer("desk")
    assert rows(desk, where="mart") == [("fssai", 1, 1, [("missing", 1)], 0)]
    given = actions.give_document(here.maker, kind="fssai", number="22026123000456", by=BY)
    assert rows(desk, where="mart") == []
    assert rows(desk)[-1] == ("fssai", 1, 1, [("unchecked", 1)], 0)
    actions.decide_document(given, accept=True, by=Actor(user_id=8))
    assert [row[0] for row in rows(desk)] == ["enrolment"]


def test_a_rule_that_is_ended_asks_for_nothing_at_once(here):
    make_good("Khadi shawl", maker=here.other)
    desk = officer("desk")
    assert rows(desk, where="mart") == [("khadi_mark", 1, 1, [("claimed_without", 1)], 0)]
    actions.end_paper_rule("khadi-word", last=today() - timedelta(days=1), by=BY)
    assert rows(desk, where="mart") == []


@pytest.mark.parametrize(
    ("language", "words"), [("hi", "सामान इन काग़ज़ों के लिए रुका है"), ("mr", "वस्तू या कागदांसाठी थांबल्या आहेत")]
)
def test_the_page_speaks_the_readers_language(here, language, words):
    make_good("Bastar Dhokra", maker=here.maker, craft=make_craft("sweets", papers=["fssai"]))
    text = officer("desk", language=language).get(URL, {"paper": "fssai"}).content.decode()
    assert words in text
    assert "Not known" not in text


def test_nothing_that_waits_is_said(here):
    assert "No good waits for a paper" in officer("auditor").get(URL).content.decode()


def test_page_costs_the_same_for_one_maker_and_many(here, django_assert_num_queries):
    craft = make_craft("sweets", papers=["fssai"])
    for number in (1, 3):
        for _maker in range(number):
            make_good(maker=make_maker(block=here.here), craft=craft)
        desk = officer("desk")
        desk.get(URL)  # the session is there
        make_good(maker=here.maker, craft=craft)
        with django_assert_num_queries(17):
            desk.get(URL, {"paper": "fssai"})
