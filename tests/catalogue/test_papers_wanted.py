"""Papers goods wait for: by paper, maker and code, in the same number of statements however many goods there are."""

import pytest

from haat.catalogue.models import Good, GoodKind, GoodText
from haat.catalogue.papers_wanted import claims_of, moved_by_papers, papers_of, papers_wanted
from haat.core.dates import today
from haat.makers import actions
from haat.makers.models import Maker, PaperRule
from haat.makers.paper_book import book
from haat.makers.paper_told import with_rules
from tests.make import (
    BY,
    make_craft,
    make_good,
    make_maker,
    make_organisation,
    make_registered_maker,
    make_seller,
    make_variant,
)

pytestmark = pytest.mark.django_db
TOY = [{"paper": "bis", "need": "must_unless_relief"}, {"paper": "artisan_card", "need": "must_for_relief"}]


def wanted(*, marketplace=False, away=False):
    found = papers_wanted(Good.objects.all(), marketplace=marketplace, away=away, on=today())
    return {paper: (dict(each.makers), dict(each.codes), each.asks) for paper, each in found.items()}


def test_goods_wait_for_what_their_kind_needs_and_while_it_is_not_said_for_what_their_craft_does():
    food, toys = make_craft("sweets", papers=["fssai"]), make_craft("toys", papers=["artisan_card"])
    one, two = make_maker(), make_maker()
    sweet, _other = (make_good(maker=one, craft=food) for _number in range(2))
    toy = make_good(maker=two, craft=toys, kind=GoodKind.objects.create(slug="wood-toys", hsn="95030090", papers=TOY))
    assert wanted() == {
        "fssai": ({one.pk: 2}, {"missing": 2}, 0),
        "bis": ({two.pk: 1}, {"missing": 1}, 0),
    }
    food_alone = [{"paper": "fssai", "need": "must"}]
    assert (papers_of(toy), papers_of(sweet)) == (TOY, food_alone)
    toy.craft = food
    assert papers_of(toy) == TOY + food_alone
    actions.decide_document(actions.give_document(two, kind="artisan_card", number="1", by=BY), accept=True, by=BY)
    actions.give_document(one, kind="fssai", number="22026123000456", by=BY)
    assert wanted(marketplace=True)["fssai"] == ({one.pk: 2}, {"unchecked": 2}, 0)
    assert "bis" not in wanted()


def test_drafts_and_what_was_sent_back_wait_for_nothing():
    for state in ("draft", "sent_back"):
        make_good(craft=make_craft("sweets", papers=["fssai"]), state=state)
    assert wanted() == {}


def test_tax_papers_depend_on_where_goods_are_to_be_sold():
    poor, rich = make_maker(), make_registered_maker()
    for maker in (poor, rich):
        make_good(maker=maker)
    assert wanted() == {}
    assert wanted(marketplace=True) == {"enrolment": ({poor.pk: 1}, {"missing": 1}, 0)}
    assert wanted(marketplace=True, away=True) == {"gstin": ({poor.pk: 1}, {"missing": 1}, 0)}


def test_papers_of_the_seller_count_and_what_nobody_knows_does_not_wait():
    federation = make_seller(organisation=make_organisation())
    maker = make_maker(seller=federation)
    make_good("Khadi shawl with Bastar Dhokra bells", maker=maker)
    assert wanted() == {
        "khadi_mark": ({maker.pk: 1}, {"claimed_without": 1}, 0),
        "gi_user": ({}, {}, 1),
    }
    given = actions.give_seller_paper(federation, kind="khadi_mark", number="1", by=BY)
    actions.decide_seller_paper(given, accept=True, by=BY)
    assert list(wanted()) == ["gi_user"]


def test_every_word_said_of_a_good_is_looked_through():
    good = make_good("Shawl", attributes={"bullets": ["one", {"hi": "two"}], "search_words": "three", "pieces": 4})
    GoodText.objects.filter(good=good, language="hi").update(description="five", care="six")
    size = make_variant(good, labels={"en": "seven"}, attributes={"cloth": "eight"})
    said = claims_of(good, [size]).split()
    assert sorted(said) == sorted(["Shawl", "Shawl", "one", "two", "three", "five", "six", "seven", "eight"])


def test_many_goods_cost_as_many_statements_as_one(django_assert_num_queries):
    craft = make_craft("sweets", papers=["fssai"])
    for number in (1, 3):
        for _good in range(number):
            make_variant(make_good(maker=make_registered_maker(), craft=craft))
        with django_assert_num_queries(7):
            found = wanted()
        assert found["fssai"][1] == {"missing": Maker.objects.count()}


# ---- what other rules would move ----


def moves(*rules, papers=("handloom_mark",), where="everywhere"):
    """(good, what it needs then and did not, whether it waits then and did not) of each good that moves."""
    known = book()
    found = moved_by_papers(known, with_rules(known, *rules), papers, where=where, on=today())
    return [(move.good_id, [need.paper for need in move.after], move.is_held, move.is_freed) for move in found]


def rule(**more):
    told = {"slug": "new", "paper": "handloom_mark", "need": "must", "of_all": True, "source": "x", "position": 99}
    return PaperRule(**(told | more))


def test_goods_that_would_need_another_paper_move_and_the_others_do_not():
    cloth, pots = make_craft("weaving"), make_craft("pottery")
    shawl, _pot = make_good(craft=cloth), make_good(craft=pots)
    make_good(craft=cloth, state="draft")
    assert moves(rule(conditions={"crafts": ["weaving"]})) == [(shawl.pk, ["handloom_mark"], True, False)]
    assert moves(rule(conditions={"crafts": ["weaving"]}, sure=False)) == [(shawl.pk, ["handloom_mark"], False, False)]
    assert moves() == []


def test_goods_that_wait_for_nothing_any_more_are_freed():
    good = make_good(craft=make_craft("weaving"))
    GoodText.objects.filter(good=good).update(description="Pure khadi.")
    ended = next(each for each in book().rules if each.slug == "khadi-word")
    over = PaperRule(
        slug=ended.slug,
        paper=ended.paper,
        need=ended.need,
        of_all=True,
        conditions=ended.conditions,
        position=ended.position,
        until_on=today().replace(year=today().year - 1),
    )
    assert moves(over, papers=["khadi_mark"]) == [(good.pk, [], False, True)]


def test_a_rule_of_a_channel_or_of_other_states_is_looked_at_there():
    good = make_good(maker=make_registered_maker())
    assert moves(rule(where="walmart"), where="walmart") == [(good.pk, ["handloom_mark"], True, False)]
    assert moves(rule(where="other_states"), where="other_states") == [(good.pk, ["handloom_mark"], True, False)]
    assert moves(rule(where="walmart"), where="everywhere") == []


def test_moves_cost_as_many_statements_for_one_good_as_for_five(django_assert_num_queries):
    make_good(craft=make_craft("weaving"))
    with django_assert_num_queries(7):
        assert len(moves(rule())) == 1
    for _number in range(4):
        make_good(maker=make_maker(), craft=make_craft("weaving"))
    with django_assert_num_queries(7):
        assert len(moves(rule())) == 5
