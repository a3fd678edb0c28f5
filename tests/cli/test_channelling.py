"""`haat channels`: what it prints, what it answers with, and that no key is ever shown."""

import json

import pytest

from haat.channels.actions import leasing
from haat.channels.channel import Issue
from haat.channels.models import Account, Offer
from haat.cli import channelling, main
from haat.core import worker
from haat.makers.actions import give_document
from tests.channels.make import make_account, make_good, publish, studio, told
from tests.channels.toy import SILENT, SLUG, once, opened
from tests.make import BY, make_hub, make_mart, make_registered_maker, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bazaar(tmp_path):
    with opened(tmp_path) as world, studio():
        yield world


@pytest.fixture
def account(bazaar):
    return make_account()


def run(*words):
    return main(["channels", *words])


# ---- connect ----


def test_account_is_connected_with_the_keys_of_the_environment(monkeypatch, capsys):
    mart, seller = make_mart(), make_registered_maker().seller
    monkeypatch.setenv("HAAT_TOY_TOKEN", "one/verysecret")
    hub = make_hub(mart)
    assert run("connect", SLUG, "--mart", mart.slug, "--place", hub.name) == 0
    out = capsys.readouterr().out
    account = Account.objects.get()
    assert out == (
        f"account {account.pk}: Our shop (shop-one) sells for {seller.legal_name}\nits keys end on 2027-03-01\n"
    )
    assert (account.seller, account.place) == (seller, hub)


def test_keys_are_taken_from_the_file_of_settings_too(monkeypatch, settings):
    settings.CHANNELS = {"toy_token": "filed"}
    monkeypatch.delenv("HAAT_TOY_TOKEN", raising=False)
    make_registered_maker()
    assert run("connect", SLUG, "--mart", make_mart().slug) == 0
    assert Account.objects.get().key == "shop-filed"


def test_what_is_missing_is_named_before_anything_is_asked(monkeypatch, capsys):
    monkeypatch.delenv("HAAT_TOY_TOKEN", raising=False)
    maker = make_registered_maker()
    mart = make_mart().slug
    assert run("connect", SLUG, "--mart", mart) == 2
    assert "Set HAAT_TOY_TOKEN in the environment" in capsys.readouterr().err
    assert run("connect", "nowhere", "--mart", mart) == 2
    assert SLUG in capsys.readouterr().err
    assert run("connect", SLUG, "--mart", "nowhere") == 2
    assert mart in capsys.readouterr().err
    monkeypatch.setenv("HAAT_TOY_TOKEN", "bad")
    assert run("connect", SLUG, "--mart", mart, "--place", "no hub") == 2
    assert "no hub" in capsys.readouterr().err
    assert run("connect", SLUG, "--mart", mart, "--seller", maker.seller.gstin.lower()) == 2
    assert "does not take the keys" in capsys.readouterr().err


def test_seller_is_named_where_there_are_several_or_none(monkeypatch, capsys):
    monkeypatch.setenv("HAAT_TOY_TOKEN", "one")
    mart = make_mart()
    assert run("connect", SLUG, "--mart", mart.slug) == 2
    assert "There is no such seller" in capsys.readouterr().err
    make_seller(mart, gstin="20AAATC1111D1Z1", legal_name="First")
    second = make_seller(mart, gstin="20AAATC2222D1Z2", legal_name="Second")
    assert run("connect", SLUG, "--mart", mart.slug) == 2
    assert "There are several" in capsys.readouterr().err
    assert run("connect", SLUG, "--mart", mart.slug, "--seller", "second") == 0
    assert Account.objects.get().seller == second


# ---- run ----


def test_one_whole_loop_goes_in_out_and_reads_back(bazaar, account, capsys):
    good = make_good(pieces=5)
    publish(account, good)
    bazaar.tell(account.key, told({good: 2}, key="T-1"))
    assert run("run", "--once") == 0
    said = capsys.readouterr().out
    assert said.startswith(f"account {account.pk} ({SLUG} {account.key}): 1 orders in, 1 offers out,")
    assert Offer.objects.get().state == "live"
    assert run("run", "--once", "--account", str(account.pk)) == 0
    assert bazaar.pieces(account.key, good.sku) == 3


def test_one_loop_notices_a_paper_that_no_worker_has_passed_on(account):
    good = make_good(pieces=5)
    publish(account, good)
    run("run", "--once")
    worker.run_due()
    before = Offer.objects.get().wanted_at
    give_document(good.good.maker, kind="pan", number="ABCPK1234F", by=BY)
    run("run", "--once")
    assert Offer.objects.get().wanted_at > before


def test_run_without_once_is_refused_and_so_is_an_account_that_is_not_there(account, capsys):
    with pytest.raises(SystemExit):
        run("run")
    assert run("run", "--once", "--account", "99") == 2
    assert "There is no account 99" in capsys.readouterr().err


def test_trouble_is_said_with_what_to_do_and_answers_1(bazaar, account, capsys):
    publish(account, make_good())
    bazaar.happens = [once("send", "before", SILENT)]
    assert run("run", "--once") == 1
    assert "silent: The channel does not answer. We ask again by ourselves" in capsys.readouterr().out


def test_who_is_at_an_account_is_waited_for(account, monkeypatch, capsys):
    leasing.take_turn(account.pk)
    monkeypatch.setattr(channelling, "PATIENCE_SECONDS", -1)
    assert run("run", "--once") == 1
    assert "another process is at it" in capsys.readouterr().out


def test_nothing_connected_is_said(capsys):
    assert run("run", "--once") == 0
    assert run("status") == 0
    assert capsys.readouterr().out == "no account is connected\nno account is connected\n"


# ---- status and offer ----


def test_status_is_read_by_people_and_by_programs(bazaar, account, capsys):
    good = make_good()
    bazaar.refuses[good.sku] = Issue("90220", "error", "Metal?\x1b[2J", "metal_type")
    publish(account, good)
    run("run", "--once")
    capsys.readouterr()
    assert run("status", "--json") == 0
    (said,) = json.loads(capsys.readouterr().out)["accounts"]
    assert (said["id"], said["offers"], said["causes"][0]["code"]) == (account.pk, {"refused": 1}, "90220")
    assert run("status", "--account", str(account.pk)) == 0
    lines = capsys.readouterr().out
    assert "1 refused" in lines
    assert "1 offers: 90220 about metal_type, for the desk" in lines
    assert "\x1b" not in lines
    Account.objects.update(paused_at="2026-11-20T10:00:00Z", paused_why="a fair", trouble="suspended")
    run("status")
    lines = capsys.readouterr().out
    assert "paused: a fair" in lines
    assert "suspended, since" in lines


def test_offer_is_shown_wanted_beside_seen(bazaar, account, capsys):
    good = make_good()
    bazaar.rewrites[good.sku] = "GOOD"
    publish(account, good)
    run("run", "--once")
    capsys.readouterr()
    assert run("offer", good.sku, "--mart", account.mart.slug, "--json") == 0
    (said,) = json.loads(capsys.readouterr().out)["offers"]
    assert (said["sku"], said["state"], said["fields"][0]["name"]) == (good.sku, "live", "title")
    assert run("offer", good.sku) == 0
    lines = capsys.readouterr().out
    assert f'listing title: wanted "Good {good.sku}", seen "GOOD"' in lines
    assert run("offer", "NOTHING") == 1
    assert capsys.readouterr().out == "NOTHING is offered nowhere\n"
    assert run("offer", "NOTHING", "--json") == 1
    assert json.loads(capsys.readouterr().out) == {"offers": []}
