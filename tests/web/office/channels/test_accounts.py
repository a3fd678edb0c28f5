"""Connecting an account as a walk, publishing by filter with its undo, what stood there before, and closing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from haat.channels.keys import keys_of
from haat.channels.models import Account, Found, Offer
from haat.core.dates import today
from haat.core.models import Event
from haat.web.office.channels.publish import CHOSEN
from tests.channels.make import live, make_account, make_good, offers, publish, turn
from tests.channels.toy import SLUG, Listing
from tests.make import make_fee, make_hub, make_mart, make_registered_maker, make_zone
from tests.web.office.channels.test_overview import text
from tests.web.office.signed import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]
SECRET = "t7/very-secret-key"


def page(name, *args):
    return reverse(f"office:channels:{name}", args=args)


def chosen(**more):
    return {"seller": make_registered_maker().seller.pk, "place": "", "token": SECRET, "nonce": "n"} | more


# ---- connecting ----


def test_the_walk_leads_from_the_channel_to_the_first_goods(bazaar):
    mart = make_mart()
    make_zone(mart)
    make_fee(mart, channel=SLUG, packing_paise=500)
    desk = officer("desk")
    assert page("keys", SLUG) in text(desk.get(page("connect")))
    given = chosen()
    for _turn in range(2):
        answer = desk.post(page("keys", SLUG), given)
    account = Account.objects.get()
    assert Event.objects.filter(kind="channels.account_connected").count() == 1
    given = given | {"nonce": "m", "token": "t8/other"}
    answer = desk.post(page("keys", SLUG), given)
    account = Account.objects.latest("pk")
    assert answer.headers["Location"] == page("figures", account.pk)
    shown = text(desk.get(page("figures", account.pk)))
    assert "Save, and choose the first goods" in shown
    figures = {"name": "Our shop", "buffer": "2", "most": "0", "handling_days": "3", "prices": "uniform", "place": ""}
    answer = desk.post(page("figures", account.pk), figures | {"nonce": "a"})
    assert answer.headers["Location"] == page("publish", account.pk)
    account.refresh_from_db()
    assert (account.buffer, account.handling_days) == (2, 3)


def test_keys_are_never_drawn_again(bazaar):
    make_mart()
    desk = officer("desk")
    refused = desk.post(page("keys", SLUG), chosen(token="bad"), follow=True)
    assert "The channel does not take the keys of this account any more." in refused.content.decode()
    assert 'value="bad"' not in refused.content.decode()
    assert Account.objects.count() == 0
    desk.post(page("keys", SLUG), chosen())
    account = Account.objects.get()
    for name in ("account", "figures", "publish", "found"):
        assert "very-secret-key" not in text(desk.get(page(name, account.pk)))
    assert "very-secret-key" not in text(desk.get(f"{page('keys', SLUG)}?account={account.pk}"))
    assert "very-secret-key" not in str(list(Event.objects.values_list("data", flat=True)))


def test_keys_of_the_environment_are_taken_where_none_are_typed(bazaar, monkeypatch):
    make_mart()
    monkeypatch.setenv("HAAT_TOY_TOKEN", SECRET)
    desk = officer("desk")
    shown = text(desk.get(page("keys", SLUG)))
    assert "It stands in the environment" in shown
    assert "very-secret-key" not in shown
    desk.post(page("keys", SLUG), chosen(token=""))
    assert Account.objects.get().key == "shop-t7"


def test_what_the_environment_tells_of_its_own_keys_is_not_said_of_others(bazaar, monkeypatch):
    make_mart()
    monkeypatch.setenv("HAAT_TOY_TOKEN", SECRET)
    monkeypatch.setenv("HAAT_TOY_SINCE", "2026-01-01")
    desk = officer("desk")
    desk.post(page("keys", SLUG), chosen(token="t8/typed"))
    assert keys_of(Account.objects.get()).secrets == {"token": "t8/typed"}
    desk.post(page("keys", SLUG), chosen(token="", nonce="other"))
    assert keys_of(Account.objects.latest("pk")).secrets == {"token": SECRET, "since": "2026-01-01"}


@pytest.mark.parametrize("given", [{"seller": ""}, {"token": ""}, {"seller": "99999"}, {"place": "99999"}])
def test_what_is_missing_is_said_at_its_field(bazaar, given):
    make_mart()
    answer = officer("desk").post(page("keys", SLUG), chosen(**given))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(given)
    assert Account.objects.count() == 0


def test_without_a_gstin_nobody_sells_there_and_it_is_said(bazaar):
    make_mart()
    answer = officer("desk").get(page("keys", SLUG))
    assert "Nobody in this mart has a GST number yet" in text(answer)
    assert officer("desk").get(page("keys", "nowhere")).status_code == 404


def test_a_hub_is_its_pick_up_place(bazaar):
    mart = make_mart()
    hub = make_hub(mart)
    desk = officer("desk")
    desk.post(page("keys", SLUG), chosen(place=str(hub.pk)))
    assert Account.objects.get().place == hub


def test_figures_out_of_bounds_are_refused_and_nothing_typed_is_lost(bazaar, account):
    given = {"name": "Our shop", "buffer": "101", "most": "-1", "handling_days": "2", "prices": "uniform"}
    answer = officer("desk").post(page("figures", account.pk), given)
    assert answer.status_code == 422
    assert answer.context["form"].errors["most"]
    assert 'value="101"' in answer.content.decode()
    answer = officer("desk").post(page("figures", account.pk), given | {"most": "0"})
    assert answer.context["form"].errors["buffer"]
    account.refresh_from_db()
    assert account.buffer == 0


# ---- an account's own page ----


def test_health_is_said_in_words(bazaar, account):
    live(account, make_good())
    Account.objects.filter(pk=account.pk).update(keys_end=today() + timedelta(days=10))
    answer = officer("desk").get(page("account", account.pk))
    shown = text(answer)
    assert "The channel lets us in." in shown
    assert "The keys end within 30 days." in shown
    assert "All it sold before us was read once." in shown
    assert answer.context["quotas"]
    assert len(answer.content) < 60_000


def test_a_stopped_account_goes_on_when_the_channel_lets_it_in(bazaar, account):
    Account.objects.filter(pk=account.pk).update(state="stopped", trouble="keys_ended")
    desk = officer("desk")
    assert "The keys of this account have ended." in text(desk.get(page("account", account.pk)))
    desk.post(page("check", account.pk))
    account.refresh_from_db()
    assert account.state == "open"


def test_a_closed_account_can_be_looked_at_and_not_changed(bazaar, account):
    publish(account, make_good())
    desk = officer("desk")
    for _turn in range(2):
        assert desk.post(page("close", account.pk)).status_code == 302
    assert "closed" in text(desk.get(page("account", account.pk)))
    assert desk.get(page("figures", account.pk)).status_code == 404
    assert desk.post(page("pause", account.pk), {"why": "x"}).status_code == 404
    assert Offer.objects.filter(open=True).count() == 0


# ---- publishing ----


def test_publishing_by_filter_is_previewed_done_once_and_undone(bazaar, account):
    goods = [make_good(), make_good()]
    desk = officer("desk")
    answer = desk.get(page("publish", account.pk))
    shown = text(answer)
    assert answer.context["told"].goods == 2
    assert "goods are chosen for Toy bazaar" in shown
    upto = answer.context["upto"]
    later = make_good()
    for _turn in range(2):
        desk.post(f"{page('do_publish', account.pk)}?upto={upto}", {"nonce": "n"})
    assert [each.variant_id for each in offers(account)] == [good.pk for good in goods]
    assert later.pk not in [each.variant_id for each in offers(account)]
    event = Event.objects.get(kind="channels.published")
    shown = text(desk.get(page("publish", account.pk)))
    assert "Take 2 sizes off again" in shown
    desk.post(page("undo", account.pk, event.pk), {"nonce": "u"})
    assert Offer.objects.filter(open=True).count() == 0
    assert "Take 2 sizes off again" not in text(desk.get(page("publish", account.pk)))


def test_only_what_is_chosen_is_published(bazaar, account):
    good, other = make_good(), make_good()
    desk = officer("desk")
    desk.post(f"{page('do_publish', account.pk)}?maker={good.good.maker_id}&q={good.sku}", {"nonce": "n"})
    assert [each.variant_id for each in offers(account)] == [good.pk]
    answer = desk.get(f"{page('publish', account.pk)}?each=1")
    assert other.sku in text(answer)
    empty = desk.post(f"{page('do_publish', account.pk)}?q=nothing", {"nonce": "m"}, follow=True)
    assert [message.level_tag for message in empty.context["messages"]] == ["error"]


def test_an_undo_of_another_account_is_not_found(bazaar, account):
    publish(account, make_good())
    other, event = make_account(), Event.objects.get(kind="channels.published")
    assert officer("desk").post(page("undo", other.pk, event.pk)).status_code == 404


def test_the_preview_costs_the_same_for_one_good_and_for_four(bazaar, account, django_assert_max_num_queries):
    make_good()
    desk, address = officer("desk"), f"{page('publish', account.pk)}?each=1"
    desk.get(address)
    CHOSEN.clear()
    with django_assert_max_num_queries(110) as few:
        desk.get(address)
    allowed = len(few)
    for _turn in range(3):
        make_good()
    desk.get(address)
    CHOSEN.clear()
    with django_assert_max_num_queries(allowed):
        assert desk.get(address).context["told"].goods == 4


# ---- what stood there before us ----


def test_what_stood_there_is_ours_or_is_left(bazaar, account):
    good = make_good()
    for sku in ("OLD-1", "OLD-2"):
        bazaar.shop(account.key)[sku] = Listing({"listing": {"title": "<b>Old</b>"}, "stock": {"pieces": 3}})
    turn(account)
    one, two = Found.objects.order_by("pk")
    desk = officer("desk")
    shown = text(desk.get(page("found", account.pk)))
    assert "&lt;b&gt;Old&lt;/b&gt;" in shown
    answer = desk.post(page("adopt", one.pk), {"sku": "NOBODY"}, follow=True)
    assert "SKU: no size of ours is called so." in answer.content.decode()
    desk.post(page("adopt", one.pk), {"sku": good.sku, "nonce": "a"})
    desk.post(page("leave", two.pk), {"nonce": "b"})
    assert list(Found.objects.order_by("pk").values_list("state", flat=True)) == ["adopted", "left"]
    again = desk.post(page("adopt", two.pk), {"sku": good.sku, "nonce": "c"}, follow=True)
    assert [message.level_tag for message in again.context["messages"]][-1] == "error"


def test_accounts_of_another_mart_are_not_found(bazaar, account):
    far = officer("desk", mart=make_mart("chandrapur"))
    for name in ("account", "figures", "publish", "found"):
        assert far.get(page(name, account.pk)).status_code in (403, 404)


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_the_walk_is_read_in_hindi_and_marathi(bazaar, account, language):
    desk = officer("desk", language=language)
    for name, args, english in (
        ("connect", (), "Connect an account"),
        ("keys", (SLUG,), "Pick-up place"),
        ("figures", (account.pk,), "Days until it leaves"),
        ("publish", (account.pk,), "Choose goods of the shop"),
        ("account", (account.pk,), "How it is"),
        ("found", (account.pk,), "What stood there before us"),
    ):
        assert english not in text(desk.get(page(name, *args)))
