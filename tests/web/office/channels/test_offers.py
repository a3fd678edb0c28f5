"""Goods by channel: the list, one offer's page, and what is done with it."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from haat.catalogue import data as catalogue_data
from haat.channels.actions import send_again
from haat.channels.beside import Field
from haat.channels.channel import Issue, get
from haat.channels.models import Offer
from haat.core.models import Event
from haat.web.office.channels.offer_page import Shown, steps_of
from tests.channels.make import live, make_account, make_good, offer, publish, turn
from tests.channels.toy import Speaks
from tests.make import BY, make_block, make_mart
from tests.web.office.channels.test_overview import refuse, text
from tests.web.office.signed import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]
S = Offer.State


def page(name="offers", *args):
    return reverse(f"office:channels:{name}", args=args)


def test_the_list_is_narrowed_by_account_state_craft_and_words(bazaar, account):
    good, bad, other = make_good(), make_good(), make_account()
    refuse(bazaar, bad)
    live(account, good, bad)
    live(other, good)
    desk = officer("desk")

    def skus(query):
        return [row.sku for row in desk.get(page() + query).context["listing"].rows]

    assert skus("") == [good.sku, bad.sku, good.sku]
    assert skus(f"?account={account.pk}&state=refused") == [bad.sku]
    assert skus("?state=nonsense") == [good.sku, bad.sku, good.sku]
    assert skus(f"?q={bad.sku}") == [bad.sku]
    assert skus("?craft=nothing-is-called-so") == []
    assert skus(f"?maker={good.good.maker_id}&account={other.pk}") == [good.sku]
    assert desk.get(page() + "?account=99999").status_code == 404


def test_a_long_list_is_turned_by_its_edge(bazaar, account):
    publish(account, *(make_good() for _turn in range(32)))
    desk = officer("desk")
    first = desk.get(page())
    assert (len(first.context["listing"].rows), first.context["listing"].total) == (30, 32)
    second = desk.get(f"{page()}?page={first.context['listing'].after}")
    assert len(second.context["listing"].rows) == 2
    assert len(first.content) < 60_000


def test_the_list_costs_the_same_for_one_row_and_for_many(bazaar, account, django_assert_max_num_queries):
    publish(account, make_good())
    desk = officer("desk")
    desk.get(page())
    with django_assert_max_num_queries(40) as few:
        desk.get(page())
    allowed = len(few)
    publish(account, *(make_good() for _turn in range(4)))
    desk.get(page())
    with django_assert_max_num_queries(allowed):
        assert len(desk.get(page()).context["listing"].rows) == 5


def test_accepted_is_not_live(bazaar, account):
    bazaar.review, good = 3, make_good()
    live(account, good)
    shown = text(officer("desk").get(page("offer", offer(account, good).pk)))
    assert "Accepted. Not on sale yet." in shown
    assert "It waits since" in shown
    assert "We look again by ourselves" in shown
    steps = steps_of(offer(account, good))
    assert [step.how for step in steps] == ["done", "done", "now", "next"]
    assert steps[-1].at is None


def test_a_live_offer_says_since_when_and_where_else_the_good_is(bazaar, account):
    good, other = make_good(), make_account()
    live(account, good)
    live(other, good)
    here = offer(account, good)
    answer = officer("desk").get(page("offer", here.pk))
    shown = text(answer)
    assert [step.how for step in steps_of(here)] == ["done"] * 4
    assert "0 of 4 fields differ." in shown
    assert page("offer", offer(other, good).pk) in shown
    assert "Own mart" in shown
    assert len(answer.content) < 60_000


def test_what_is_shown_otherwise_stands_beside_what_is_wanted(bazaar, account):
    good = make_good()
    bazaar.rewrites[good.sku] = "Cut <i>short</i>"
    live(account, good)
    shown = text(officer("desk").get(page("offer", offer(account, good).pk)))
    assert "1 of 4 fields differ." in shown
    assert "Cut &lt;i&gt;short&lt;/i&gt;" in shown
    assert f"Good {good.sku}" in shown


def test_a_refusal_says_what_to_do_who_can_and_the_channels_own_words(bazaar, account):
    good = make_good()
    bazaar.refuses[good.sku] = Issue("90220", "error", "<script>x</script> metal?", "metal_type", {"k": "<b>"}, "maker")
    live(account, good)
    shown = text(officer("desk").get(page("offer", offer(account, good).pk)))
    assert "Refused." in shown
    assert "<script>x" not in shown
    assert "&lt;b&gt;" in shown
    assert "only the maker knows it" in shown
    assert "tel:" in shown


def test_money_is_estimated_at_the_channel_and_reckoned_in_the_own_mart(bazaar, account):
    good = make_good()
    live(account, good)
    answer = officer("desk").get(page("offer", offer(account, good).pk))
    assert [row.estimated for row in answer.context["money"]] == [False, True]
    assert "band-about" in text(answer)


def test_an_offer_is_paused_and_goes_on(bazaar, account):
    good = make_good()
    live(account, good)
    here, desk = offer(account, good), officer("desk")
    desk.post(page("pause_offer", here.pk), {"why": ""})
    assert not offer(account, good).paused
    for _turn in range(2):
        desk.post(page("pause_offer", here.pk), {"why": "the price is read", "nonce": "n"})
    assert offer(account, good).paused
    shown = text(desk.get(page("offer", here.pk)))
    assert "Paused." in shown
    assert "the price is read" in shown
    desk.post(page("resume_offer", here.pk))
    assert not offer(account, good).paused
    assert Event.objects.filter(kind="channels.offer_paused").count() == 1


def test_an_offer_is_taken_off_and_put_back(bazaar, account):
    good = make_good()
    live(account, good)
    here, desk = offer(account, good), officer("desk")
    desk.post(page("take_off", here.pk), {"nonce": "a"})
    turn(account)
    assert bazaar.shop(account.key) == {}
    assert "Publish it again" in text(desk.get(page("offer", here.pk)))
    desk.post(page("put_back", here.pk), {"nonce": "b"})
    turn(account)
    assert list(bazaar.shop(account.key)) == [good.sku]


def test_a_refused_offer_is_sent_once_more(bazaar, account):
    good = make_good()
    refuse(bazaar, good)
    live(account, good)
    del bazaar.refuses[good.sku]
    desk = officer("desk")
    desk.post(page("send_offer", offer(account, good).pk), {"nonce": "a"})
    turn(account)
    assert offer(account, good).state == S.LIVE


def test_reading_back_is_asked_for(bazaar, account):
    good = make_good()
    live(account, good)
    here = offer(account, good)
    assert officer("desk").post(page("read_offer", here.pk)).status_code == 302
    assert offer(account, good).look_at is not None


def test_offers_of_another_mart_are_not_found(bazaar, account):
    good = make_good()
    publish(account, good)
    far = officer("desk", mart=make_mart("chandrapur"))
    assert far.get(page("offer", offer(account, good).pk)).status_code in (403, 404)


def test_a_block_narrows_the_list(bazaar, account):
    publish(account, make_good())
    make_block("Palojori")
    desk = officer("desk")
    assert desk.get(page() + "?block=palojori").context["listing"].rows == []
    assert desk.get(page() + "?block=nowhere").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("hi", "मंज़ूर"), ("mr", "मंजूर")])
def test_an_offers_page_is_read_in_hindi_and_marathi(bazaar, account, language, words):
    bazaar.review, good = 3, make_good()
    live(account, good)
    shown = text(officer("desk", language=language).get(page("offer", offer(account, good).pk)))
    assert words in shown
    assert "Wanted beside seen" not in shown
    assert "not on sale" not in text(officer("desk", language=language).get(page()))


def test_a_good_is_paused_in_all_sizes_at_every_channel_and_goes_on(bazaar, account):
    (one,) = live(account, make_good())
    (other,) = live(make_account(), one.variant)
    desk = officer("desk")
    page = desk.get(reverse("office:channels:offer", args=[one.pk]))
    sent = {"why": "the dye runs", "nonce": page.context["nonce"]}
    for _turn in range(2):
        assert desk.post(reverse("office:channels:pause_good", args=[one.pk]), sent).status_code == 302
    assert [Offer.objects.get(pk=each.pk).paused for each in (one, other)] == [True, True]
    assert Event.objects.filter(kind="channels.offer_paused").count() == 2
    desk.post(reverse("office:channels:resume_good", args=[other.pk]), {"nonce": "again"})
    assert [Offer.objects.get(pk=each.pk).paused for each in (one, other)] == [False, False]


def test_money_is_read_in_rupees_and_figures_by_their_names():
    row = Shown(Field("price", "price_paise", 52_000, None, False, False), "Price", "", "")
    assert (row.wanted, row.seen) == ("₹520", None)
    row = Shown(Field("stock", "quantity", 4, 6, False, False), "In hand", "", "")
    assert (row.wanted, row.seen) == (4, 6)


def test_what_was_never_read_is_not_said_to_agree(bazaar, account):
    good = make_good()
    bazaar.refuses[good.sku] = Issue("90220", "error", "Metal?", "metal_type", who="desk")
    live(account, good)
    answer = officer("desk").get(page("offer", offer(account, good).pk))
    context = answer.context
    assert (context["differing"], context["agreeing"], context["folded"], context["theirs"]) == ([], [], [], [])
    assert {str(row.mark) for row in context["unread"]} == {"never read"}
    shown = text(answer)
    assert "4 were never read there." in shown
    assert "agree" not in shown.partition('id="money"')[0].partition("Wanted beside seen")[2]


def test_what_the_channel_adds_by_itself_is_called_its_own():
    added = Field("listing", "status", None, "new", True, False)
    agreeing, unread = Field("stock", "quantity", 4, 4, True, False), Field("stock", "quantity", 4, None, True, False)
    marks = [(row.unread, row.theirs) for row in (Shown(each, "", "", "") for each in (added, agreeing, unread))]
    assert marks == [(False, True), (False, False), (True, False)]


# ---- plain words, and what was said


def test_fields_have_plain_words_and_what_has_none_is_marked_as_the_channels_own(bazaar, account, monkeypatch):
    monkeypatch.setattr(Speaks, "field_words", {"title": "Name there"})
    good = make_good()
    live(account, good)
    answer = officer("desk").get(page("offer", offer(account, good).pk))
    labels = {row.label: row.technical for row in (*answer.context["agreeing"], *answer.context["folded"])}
    assert labels == {"Name there": False, "type": True, "paise": True, "pieces": True}
    assert "its name there" in text(answer)


def test_every_name_of_an_amazon_listing_has_words_in_three_languages():
    known = get("amazon").field_words
    mapped = {name for row in catalogue_data.attributes() for name in row.get("maps", {}).get("amazon", [])}
    assert {name.partition(".")[0] for name in mapped} <= set(known)
    for language in ("en", "hi", "mr"):
        with override(language):
            assert all(str(words).strip() for words in known.values())
    with override("hi"):
        assert str(known["item_name"]) != "Name"


def test_what_was_asked_said_and_heard_stands_by_sending(bazaar, account):
    good = make_good()
    bazaar.refuses[good.sku] = Issue("90220", "error", "Metal?", "metal_type", {"k": "raw-word"}, "desk")
    publish(account, good)
    turn(account)
    one = offer(account, good)
    desk = officer("desk")
    answer = desk.get(page("offer", one.pk))
    (shown,) = answer.context["talks"]
    assert [refusal.cause.code for refusal, _said in shown.said] == ["90220"]
    assert (shown.talk.attempt.state, shown.heard, answer.context["deed"].kind) == ("done", [], "channels.published")
    html = text(answer)
    for word in ("Asked, said, heard", "raw-word", "Wanted there since", "What was sent"):
        assert word in html, word
    bazaar.refuses.clear()
    send_again(one, by=BY)
    turn(account)
    answer = desk.get(page("offer", one.pk))
    assert len(answer.context["talks"]) == 2
    latest, first = answer.context["talks"]
    assert [event.kind for event in latest.talk.turns] == ["channels.offer_live"]
    assert latest.talk.read_at is not None
    assert first.said[0][0].ended_at is not None
    assert "not any more since" in text(answer)


def test_an_offer_of_which_nothing_was_sent_says_so(bazaar, account):
    (one,) = publish(account, make_good())
    assert "Nothing was sent yet." in text(officer("desk").get(page("offer", one.pk)))


def test_who_must_do_what_stands_in_order(bazaar, account):
    good, other = make_good(), make_good()
    bazaar.refuses[good.sku] = Issue("90220", "error", "Metal?", "metal_type", who="maker")
    bazaar.refuses[other.sku] = Issue("X1", "error", "No.", who="desk")
    live(account, good, other)
    desk = officer("desk")
    hers = desk.get(page("offer", offer(account, good).pk)).context["doers"]
    assert [doer.how for doer in hers] == ["now", "next", "next"]
    assert hers[0].phone
    ours = desk.get(page("offer", offer(account, other).pk)).context["doers"]
    assert [(doer.how, str(doer.name)) for doer in ours[1:]] == [("now", "This desk"), ("next", "Toy bazaar")]


def test_pictures_stand_beside_those_that_are_seen(bazaar, account, monkeypatch):
    monkeypatch.setattr(Speaks, "picture_fields", ("main", "more"))
    good = make_good()
    live(account, good)
    one, digests = offer(account, good), ["a" * 64, "b" * 64]
    address = "http://x/media/pictures/{}/{}/square.jpg"
    wanted = {name: address.format(digest[:2], digest) for name, digest in zip(("main", "more"), digests, strict=True)}
    body = {**one.wanted_body["listing"], **wanted}
    Offer.objects.filter(pk=one.pk).update(
        wanted_body={**one.wanted_body, "listing": body}, seen_body={"listing": {"main": wanted["main"]}}
    )
    answer = officer("desk").get(page("offer", one.pk))
    pictures = answer.context["pictures"]
    assert (pictures.wanted, pictures.seen, pictures.left_out) == (digests, [True, False], 1)
    assert "1 left out" in text(answer)
    Offer.objects.filter(pk=one.pk).update(seen_body={"listing": {"main": "https://m.media-amazon.com/images/I/7.jpg"}})
    answer = officer("desk").get(page("offer", one.pk))
    assert (answer.context["pictures"].others, answer.context["pictures"].left_out) == (1, 0)
    assert "m.media-amazon.com" not in text(answer)


def test_the_page_costs_the_same_for_one_sending_and_for_three(bazaar, account, django_assert_max_num_queries):
    good = make_good()
    bazaar.refuses[good.sku] = Issue("90220", "error", "Metal?", "metal_type", who="desk")
    live(account, good)
    one, desk = offer(account, good), officer("desk")
    desk.get(page("offer", one.pk))
    with django_assert_max_num_queries(90) as few:
        desk.get(page("offer", one.pk))
    allowed = len(few)
    for _turn in range(2):
        send_again(one, by=BY)
        turn(account)
    desk.get(page("offer", one.pk))
    with django_assert_max_num_queries(allowed):
        assert len(desk.get(page("offer", one.pk)).context["talks"]) >= 1
