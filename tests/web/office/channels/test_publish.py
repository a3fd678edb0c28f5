"""Goods chosen by how they stand at an account and by what they need: published, taken off, and each undone."""

import pytest
from django.urls import reverse

from haat.channels.actions import close_offers
from haat.channels.channel import Issue
from haat.channels.models import Cause, Offer
from haat.core.models import Event
from haat.studio.where import Reason
from haat.web.office.channels import publish as pages
from haat.web.office.channels import stand_table
from tests.channels.make import live, make_good, offers, publish, states, turn
from tests.make import BY, make_block, make_craft, make_mart, make_registered_maker
from tests.web.office.channels.test_overview import text
from tests.web.office.signed import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]
S = Offer.State


@pytest.fixture(autouse=True)
def forgotten():
    pages.CHOSEN.clear()
    stand_table.TABLES.clear()


def page(name, *args):
    return reverse(f"office:channels:{name}", args=args)


def needs(says, good, code, about=""):
    says.reasons[good.pk] = [Reason(code, "Because.", "Do this.", "desk", about)]


def sizes_of(account, **more):
    return sorted(Offer.objects.filter(account=account, **more).values_list("variant", flat=True))


def test_the_preview_says_how_many_are_ready_and_what_the_others_need_first(bazaar, account, says):
    ready, paper, other_paper, picture, asked = (make_good() for _number in range(5))
    needs(says, paper, "paper_missing", "fssai")
    needs(says, other_paper, "paper_missing", "fssai")
    needs(says, picture, "picture_none", "digest")
    needs(says, asked, "attribute_missing", "metal")
    desk = officer("desk")
    answer = desk.get(page("publish", account.pk))
    told = answer.context["told"]
    assert (told.goods, told.ready, told.paper, told.picture, told.answer, told.other) == (5, 1, 2, 1, 1, 0)
    html = text(answer)
    assert "FSSAI number is missing." in html
    assert [(reason.why, reason.goods) for reason in answer.context["reasons"]] == [
        ("paper_missing:fssai", 2),
        ("attribute_missing:metal", 1),
        ("picture_none:", 1),
    ]
    only = desk.get(page("publish", account.pk) + "?why=paper_missing%3Afssai&each=1")
    assert only.context["told"].goods == 2
    assert sorted(row.pk for row, _reasons in only.context["each"]["rows"]) == [paper.pk, other_paper.pk]
    assert desk.get(page("publish", account.pk) + "?why=ready").context["told"].goods == 1
    desk.post(page("do_publish", account.pk) + "?why=picture", {"nonce": "n"})
    assert sizes_of(account, open=True) == [picture.pk]
    assert ready.pk not in sizes_of(account)


def test_goods_are_chosen_by_how_they_stand_and_by_what_holds_them_back(bazaar, account):
    on_sale, bad, worse, new = (make_good() for _number in range(4))
    bazaar.refuses[bad.sku] = Issue("90220", "error", "Metal?", "metal_type", who="desk")
    bazaar.refuses[worse.sku] = Issue("X1", "error", "No.", who="desk")
    live(account, on_sale, bad, worse)
    assert sorted(states(account)) == [S.LIVE, S.REFUSED, S.REFUSED]
    desk = officer("desk")
    answer = desk.get(page("publish", account.pk))
    assert {code: number for code, _words, number in answer.context["standings"]} == {"": 1, "live": 1, "refused": 2}
    refused = desk.get(page("publish", account.pk) + "?stands=refused")
    assert (refused.context["sizes"], refused.context["goods"]) == (2, 2)
    assert sorted(reason.goods for reason in refused.context["reasons"]) == [1, 1]
    assert "Take 2 sizes off" in text(refused)
    cause = Cause.objects.get(code="X1")
    one = desk.get(f"{page('publish', account.pk)}?stands=refused&why={cause.pk}")
    assert [row.variant_id for row in one.context["listing"].rows] == [worse.pk]
    assert new.sku not in text(one)
    assert desk.get(page("publish", account.pk) + "?stands=moon&why=<b>").status_code == 200


def test_what_is_taken_off_together_is_put_back_together(bazaar, account):
    goods = [make_good(), make_good()]
    other = make_good()
    live(account, *goods)
    desk = officer("desk")
    upto = desk.get(page("publish", account.pk) + "?stands=live").context["upto"]
    live(account, other)
    for _turn in range(2):
        desk.post(f"{page('take_all_off', account.pk)}?stands=live&upto={upto}", {"nonce": "n"})
    assert sizes_of(account, open=True) == [other.pk]
    event = Event.objects.get(kind="channels.taken_off")
    shown = text(desk.get(page("publish", account.pk)))
    assert "2 sizes taken off; 2 are off still" in shown
    assert "Put 2 sizes back" in shown
    desk.post(page("undo", account.pk, event.pk), {"nonce": "u"})
    assert sizes_of(account, open=True) == sorted(good.pk for good in (*goods, other))
    assert "Put 2 sizes back" not in text(desk.get(page("publish", account.pk)))


def test_what_became_of_a_deed_is_said_and_a_deed_half_sent_is_undone_whole(bazaar, account):
    went, waits = make_good(), make_good()
    live(account, went)
    close_offers(account, offers=[offers(account)[0].pk], by=BY)
    turn(account)
    desk = officer("desk")
    desk.post(page("do_publish", account.pk), {"nonce": "a"})
    bazaar.refuses[waits.sku] = Issue("X1", "error", "No.", who="desk")
    turn(account)
    shown = desk.get(page("publish", account.pk))
    event, since, _who = shown.context["lately"][0]
    assert (since.so, since.there, since.elsewhere, since.states) == (2, 1, 1, {"live": 1, "refused": 1})
    said = " ".join(text(shown).split())
    assert "1 stands there and goes with the next turn; of 1 nothing was there." in said
    desk.post(page("undo", account.pk, event.pk), {"nonce": "b"})
    turn(account)
    assert [(each.open, each.there) for each in offers(account)] == [(False, False)] * 2


def test_a_preview_that_is_older_than_a_change_says_so_and_does_nothing(bazaar, account, says):
    _good, other = make_good(), make_good()
    desk = officer("desk")
    address = "?q=Bamboo"
    drawn = desk.get(page("publish", account.pk) + address).context
    needs(says, other, "paper_missing", "fssai")
    make_good()  # what came after is not chosen
    pages.CHOSEN.clear()  # as when something has happened in the mart
    sent = {"nonce": "a", "shown": drawn["shown"]}
    to = f"{page('do_publish', account.pk)}{address}&upto={drawn['upto']}"
    answer = desk.post(to, sent)
    assert answer["Location"] == page("publish", account.pk) + address
    assert offers(account) == []
    again = desk.get(answer["Location"])
    assert "Since this page was drawn something has changed." in text(again)
    sent = {"nonce": "b", "shown": again.context["shown"]}
    answer = desk.post(f"{page('do_publish', account.pk)}{address}&upto={again.context['upto']}", sent)
    assert answer["Location"] == f"{page('publish', account.pk)}{address}#lately"  # the choice stays
    assert len(offers(account)) == 3


def test_taking_off_what_stands_otherwise_by_now_does_nothing(bazaar, account):
    first = make_good()
    live(account, first)
    desk = officer("desk")
    drawn = desk.get(page("publish", account.pk) + "?stands=live").context["shown"]
    live(account, make_good())
    to = page("take_all_off", account.pk) + "?stands=live"
    assert desk.post(to, {"nonce": "a", "shown": drawn})["Location"] == page("publish", account.pk) + "?stands=live"
    assert all(each.open for each in offers(account))


def test_nothing_is_taken_off_without_saying_how_it_stands(bazaar, account):
    live(account, make_good())
    answer = officer("desk").post(page("take_all_off", account.pk), {"nonce": "n"}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Offer.objects.get().open


def test_the_table_by_craft_and_block_leads_to_its_goods(bazaar, account):
    near, far = make_block("Sarath"), make_block("Palojori")
    makers = [make_registered_maker(block=near), make_registered_maker(block=far)]
    make_good(maker=makers[0])
    for _number in range(2):
        make_good(maker=makers[1], good={"craft": make_craft("weaving")})
    desk = officer("desk")
    by_craft = desk.get(page("publish", account.pk) + "?by=craft")
    assert [(row.slug, row.goods) for row in by_craft.context["table"]] == [("weaving", 2), ("bamboo", 1)]
    assert "?craft=weaving" in text(by_craft)
    by_block = desk.get(page("publish", account.pk) + "?by=block")
    assert [(row.slug, row.goods) for row in by_block.context["table"]] == [("palojori", 2), ("sarath", 1)]
    assert desk.get(page("publish", account.pk) + "?by=moon").context["table"] == ()


def test_what_was_reckoned_is_kept_until_something_happens(bazaar, account, django_assert_max_num_queries):
    for _number in range(3):
        make_good()
    desk, address = officer("desk"), page("publish", account.pk)
    with django_assert_max_num_queries(120) as first:
        desk.get(address)
    with django_assert_max_num_queries(len(first) - 3):
        assert desk.get(address).context["told"].goods == 3
    make_good()
    publish(account, make_good())
    assert desk.get(address).context["told"].goods == 4


@pytest.mark.parametrize("query", ["", "?stands=refused", "?each=1", "?by=craft"])
def test_big_selections_cost_as_many_statements_as_small_ones(bazaar, account, query, django_assert_max_num_queries):
    def more(number):
        for _number in range(number):
            make_good()
            bad = make_good()
            bazaar.refuses[bad.sku] = Issue("90220", "error", "Metal?", "metal_type", who="desk")
            live(account, bad)

    more(2)
    desk, address = officer("desk"), page("publish", account.pk) + query
    desk.get(address)
    forget()
    with django_assert_max_num_queries(140) as few:
        desk.get(address)
    allowed = len(few)
    more(6)
    desk.get(address)
    forget()
    with django_assert_max_num_queries(allowed):
        assert desk.get(address).status_code == 200


def forget():
    pages.CHOSEN.clear()
    stand_table.TABLES.clear()


def test_more_than_one_deed_bears_is_not_reckoned(bazaar, account, monkeypatch):
    for _number in range(3):
        make_good()
    monkeypatch.setattr(pages, "MOST", 2)
    answer = officer("desk").get(page("publish", account.pk))
    assert (answer.context["fits"], answer.context["told"].goods) == (False, 0)
    assert "3 sizes fit. At most 2 are published at once" in text(answer)


def test_the_first_page_reckons_what_could_be_published(bazaar, account, monkeypatch):
    goods = [make_good(), make_good()]
    desk = officer("desk")
    answer = desk.get(page("overview"))
    assert answer.context["foot"]["told"].goods == 2
    html = text(answer)
    assert page("do_publish", account.pk) in html
    assert f"{page('publish', account.pk)}?each=1" in html
    desk.post(f"{page('do_publish', account.pk)}?upto={answer.context['foot']['upto']}", {"nonce": "n"})
    assert [each.variant_id for each in offers(account)] == [good.pk for good in goods]
    make_good()
    monkeypatch.setattr(pages, "AT_ONCE", 0)
    answer = desk.get(page("overview"))
    assert answer.context["foot"] == {}
    assert "Choose what to publish" in text(answer)


def test_who_only_sees_channels_takes_nothing_off(bazaar, account):
    live(account, make_good())
    auditor = officer("auditor")
    shown = text(auditor.get(page("publish", account.pk) + "?stands=live"))
    assert "Take 1 size off" not in shown
    assert auditor.post(page("take_all_off", account.pk) + "?stands=live").status_code == 403
    far = officer("desk", mart=make_mart("chandrapur"))
    assert far.get(page("publish", account.pk)).status_code in (403, 404)


@pytest.mark.parametrize(("language", "words"), [("hi", "पहले क्या चाहिए"), ("mr", "आधी काय लागते")])
def test_it_is_read_in_hindi_and_marathi(bazaar, account, says, language, words):
    needs(says, make_good(), "paper_missing", "fssai")
    desk = officer("desk", language=language)
    assert words in text(desk.get(page("publish", account.pk)))
