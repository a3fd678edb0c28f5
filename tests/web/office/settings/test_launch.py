"""The launch list ticks itself; a mart opens with what it must have; until then only its office sees the shop."""

import pytest
from django.test import Client
from django.urls import reverse

from haat.core.doctor import examine
from haat.core.models import Event
from haat.makers.models import Maker
from haat.messages.queries import Ready
from haat.orders.actions import take_back_pieces
from haat.payments.actions import set_cash_rule
from haat.places import actions as places
from haat.places.models import Mart
from haat.review import launch
from haat.review.actions import open_to_buyers
from haat.web.ui.middleware import HOSTS
from tests.make import (
    BY,
    HOME_PIN,
    make_arrival,
    make_fee,
    make_mart,
    make_officer,
    make_order,
    make_pin,
    make_stocked,
    make_zone,
    walk,
)
from tests.refusals import refused
from tests.web.office.signed import district, officer, part_of, sign_in

pytestmark = pytest.mark.django_db

SET = 'sender_id = "A"\nentity_id = "1"\n[sms.gateway]\naddress = "https://gw.example.in/"\ntaken = "OK"'
LAUNCH, OPEN, CLOSE = "office:settings:launch", "office:settings:open", "office:settings:close"


@pytest.fixture(autouse=True)
def fresh_hosts():
    HOSTS.forget()
    yield
    HOSTS.forget()


def shut(**fields):
    """The district with its mart not yet open."""
    here = district()
    Mart.objects.filter(pk=here.mart.pk).update(opened_at=None, **fields)
    here.mart.refresh_from_db()
    HOSTS.forget()
    return here


def there(mart):
    return {need.name: need.done for need in launch.needs(mart)}


def ready():
    """All that a mart must have."""
    here = shut()
    make_zone(here.mart)
    make_stocked(here.maker)
    return here


def test_every_need_ticks_itself(settings, monkeypatch):
    here = shut(legal_name="", vpa="", names={"hi": "देवघर मार्ट"}, accent="#E0A526")
    before = {name for name, done in there(here.mart).items() if not done}
    assert before == {
        *("names", "look", "behind", "fee", "zones", "payment", "officers", "coordinators", "villages"),
        *("texts", "goods", "trial", "hosts", "messages"),
    }
    make_fee(here.mart)
    make_zone(here.mart)
    make_officer("desk"), make_officer("accountant"), make_officer("collector")
    make_officer("coordinator", place=here.here), make_officer("coordinator", place=here.there)
    names = {"hi": "देवघर मार्ट", "en": "Deoghar Mart"}
    mart = places.change_mart(here.mart, names=names, legal_name="Society", accent="#A3261F", by=BY)
    make_order({make_stocked(here.maker): 1})
    settings.ALLOWED_HOSTS, settings.SESSION_COOKIE_SECURE = ["*"], True
    monkeypatch.setattr(launch, "ready", lambda _mart: Ready(True, {}, [], reaches_people=True))
    after = {name for name, done in there(mart).items() if not done}
    assert after == {"texts", "villages", "trial"}


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("collector", {"officers": True, "coordinators": True, "makers": False, "goods": True}),
        ("desk", {"officers": False, "coordinators": True, "makers": True, "goods": True}),
        ("accountant", {"officers": False, "coordinators": False, "makers": False, "goods": True}),
        ("auditor", {"officers": False, "coordinators": False, "makers": False, "goods": True}),
    ],
)
def test_keys_lead_who_may_do_what_they_say(kind, keys):
    shut()
    answer = officer(kind).get(reverse(LAUNCH))
    lines = {line.name: bool(line.url) for _name, lines in answer.context["groups"] for line in lines}
    lines |= {line.name: bool(line.url) for line in answer.context["ready"]}
    assert {name: lines[name] for name in keys} == keys


def line(client, name):
    groups = client.get(reverse(LAUNCH)).context["groups"]
    return next(line for _name, lines in groups for line in lines if line.name == name)


def test_what_the_reader_may_not_do_says_whose_work_it_is_and_a_lone_collector_takes_it_on():
    here = shut()
    Maker.objects.all().update(state=Maker.State.ENROLLED)
    user = make_officer("collector")
    boss, invite = sign_in(user), reverse("office:people:invite")
    makers = line(boss, "makers")
    assert (makers.url, makers.by, makers.invite) == ("", "District desk, Block coordinator", invite)
    page = boss.get(reverse(LAUNCH)).content.decode()
    assert "Done by: District desk, Block coordinator" in page
    assert "Invite somebody for it, or yourself" in page
    given = {"phone": user.phone, "name": user.name, "kind": "desk", "place": here.mart.place_id}
    assert boss.post(invite, given).status_code == 302
    assert line(boss, "makers").url


def test_nobody_is_invited_for_what_somebody_does_already():
    shut()
    Maker.objects.all().update(state=Maker.State.ENROLLED)
    make_officer("desk")
    makers = line(officer("collector"), "makers")
    assert (makers.by, makers.invite) == ("District desk, Block coordinator", "")
    auditor = line(officer("auditor"), "coordinators")
    assert (auditor.by, auditor.invite) == ("Collector, District desk", "")


def test_trial_that_was_sent_back_was_delivered():
    here = shut()
    part = part_of(here.maker, state="delivered")
    assert there(here.mart)["trial"]
    take_back_pieces(part, pieces={part.lines.get().pk: 1}, reason="Broken", by=BY)
    part.refresh_from_db()
    assert (part.state, there(here.mart)["trial"]) == ("returned", True)


def test_order_of_a_marketplace_is_no_trial_of_the_shop():
    here = shut()
    make_pin(HOME_PIN)
    part = walk(make_arrival({make_stocked(here.maker): 1}).order.parts.get(), "delivered")
    assert part.delivered_at
    (need,) = [need for need in launch.needs(here.mart) if need.name == "trial"]
    assert (need.done, need.half) == (False, False)


def test_one_person_with_two_roles_is_no_second_officer():
    here = shut()
    from haat.people.models import Role

    user = make_officer("desk")
    Role.objects.create(user=user, mart=here.mart, kind="accountant", place=here.mart.place)
    assert not there(here.mart)["officers"]


def test_page_names_what_lacks_a_second_person_and_whose_role_it_is():
    """A collector and an accountant pay out together, and can agree to no UPI address."""
    here = shut()
    make_officer("accountant")
    boss = officer("collector")
    page = boss.get(reverse(LAUNCH)).content.decode()
    assert "the UPI address (Collector, District desk)" in page
    assert "payouts (" not in page
    assert "large refunds" not in page
    make_officer("desk"), make_officer("desk")
    assert there(here.mart)["officers"]


def test_refunds_that_take_two_count_where_a_sum_is_set():
    here = shut()
    make_officer("collector"), make_officer("desk"), make_officer("coordinator", place=here.here)
    assert there(here.mart)["officers"]
    set_cash_rule(here.mart, asks="never", two_above_paise=100_000, by=BY)
    (need,) = [need for need in launch.needs(here.mart) if need.name == "officers"]
    assert (need.done, need.half, need.missing) == (False, True, ("refund:accountant,desk",))


def test_page_says_what_is_missing_with_the_key_that_leads_there(django_assert_max_num_queries):
    shut(legal_name="", grievance_officer="")
    desk = officer("desk")
    with django_assert_max_num_queries(30):
        page = desk.get(reverse(LAUNCH)).content.decode()
    assert "lacks: Legal name, Grievance officer" in page
    assert reverse("office:settings:part", args=["behind"]) in page
    assert "Messages are only written to the log here: nobody gets them." in page
    assert reverse("office:people:list") in page
    assert "disabled" in page
    assert desk.get(reverse("office:settings:first")).url == reverse(LAUNCH)
    assert "The mart is not open to buyers" in desk.get(reverse("office:today:list")).content.decode()


@pytest.mark.parametrize(
    ("senders", "file", "says"),
    [
        ([], "", "No carrier is set: nobody gets a code"),
        (["log"], "", "Messages are only written to the log here: nobody gets them."),
        (
            ["sms"],
            'preset = "msg91"\nsender_id = "A"\nentity_id = "1"',
            "nobody gets a code: not set for sms: HAAT_SMS_KEY",
        ),
        (["sms"], None, "nobody gets a code: not set for sms: HAAT_SENDERS_FILE="),
        (["sms"], SET, "nobody gets a code: the words of the code are not registered"),
        (["whatsapp", "sms"], SET, "whatsapp tells only who has said yes to it"),
    ],
)
def test_line_of_messages_says_what_lacks_of_them(settings, tmp_path, senders, file, says):
    shut()
    settings.SENDERS, settings.SENDERS_FILE, settings.SENDER_SECRETS = senders, str(tmp_path / "senders.toml"), {}
    if file is not None:
        (tmp_path / "senders.toml").write_text(f"[sms]\n{file}\n", encoding="utf-8")
    assert says in line(officer("desk"), "messages").says


def test_mart_does_not_open_without_what_it_must_have():
    here = shut()
    with refused("review.not_ready"):
        open_to_buyers(here.mart, by=BY)
    assert officer("desk").post(reverse(OPEN)).status_code == 302
    assert Mart.objects.get(pk=here.mart.pk).shut


def test_mart_opens_and_what_it_opens_without_is_kept():
    here = ready()
    desk = officer("desk")
    page = desk.get(reverse(LAUNCH)).content.decode()
    assert "It opens without:" in page
    desk.post(reverse(OPEN))
    desk.post(reverse(OPEN))
    assert not Mart.objects.get(pk=here.mart.pk).shut
    told = Event.objects.get(kind="places.doors_opened")
    assert "messages" in told.data["lacking"]
    assert told.by_id is not None
    assert [found.name for found in examine() if found.broken] == []
    assert desk.get(reverse("office:settings:first")).url == reverse("office:settings:mart")
    assert "is open since" in desk.get(reverse(LAUNCH)).content.decode()


def test_mart_closes_with_a_reason_and_its_orders_go_on():
    here = ready()
    open_to_buyers(here.mart, by=BY)
    order = make_order({make_stocked(here.maker): 1})
    HOSTS.forget()
    desk = officer("collector")
    assert desk.post(reverse(CLOSE), {"reason": " \u200b"}).status_code == 422
    assert not Mart.objects.get(pk=here.mart.pk).shut
    assert desk.post(reverse(CLOSE), {"reason": "Stock is counted"}).status_code == 302
    mart = Mart.objects.get(pk=here.mart.pk)
    assert (mart.shut, mart.closed_at is not None) == (True, True)
    assert "Stock is counted" in desk.get(reverse(LAUNCH)).content.decode()
    stranger = Client()
    assert "Closed for now" in stranger.get("/en/").content.decode()
    assert "Closed for now" not in stranger.get(f"/en/o/{order.token}/").content.decode()
    assert "Closed for now" not in stranger.get("/en/p/grievance/").content.decode()
    assert "Closed for now" in stranger.get("/en/checkout/").content.decode()


SHOP = ("/en/", "/en/crafts/", "/en/search/", "/en/makers/", "/en/basket/", "/en/checkout/")


def test_stranger_reads_that_it_opens_soon_and_no_crawler_keeps_it():
    ready()
    stranger = Client()
    for address in SHOP:
        answer = stranger.get(address)
        assert (address, answer.status_code, answer["X-Robots-Tag"]) == (address, 200, "noindex")
        assert "Opens soon" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store, private"
    assert "जल्द खुलेगा" in stranger.get("/hi/").content.decode()
    assert stranger.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert stranger.get("/sitemap.xml").status_code == 404


@pytest.mark.parametrize("kind", ["collector", "desk", "accountant", "auditor", "coordinator"])
def test_office_sees_the_shop_before_it_opens(kind):
    here = ready()
    place = here.here if kind == "coordinator" else None
    page = officer(kind, place=place).get("/en/").content.decode()
    assert "Opens soon" not in page
    assert "This mart is not open" in page


@pytest.mark.parametrize("kind", ["rider", "buyer", "half"])
def test_others_who_are_signed_in_are_strangers(kind):
    ready()
    user = make_officer("desk") if kind == "half" else make_officer(kind if kind == "rider" else "rider")
    client = sign_in(user, factor=kind != "half")
    page = client.get("/en/").content.decode()
    assert "Opens soon" in page
    assert "not open: only the office" not in page


def test_shop_of_an_open_mart_is_kept_as_before_and_says_nothing():
    make_mart()
    answer = Client().get("/en/")
    assert "s-maxage" in answer["Cache-Control"]
    assert "Opens soon" not in answer.content.decode()


def test_marts_made_without_the_launch_list_are_open():
    """As those of 0.1.0 are after the migration, which takes the same default."""
    assert not make_mart().shut
    assert Mart._meta.get_field("opened_at").get_default() is not None
