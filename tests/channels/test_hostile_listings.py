"""An odd answer about one listing, report or good keeps no other back; what it says is kept as far as can be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from haat.channels.actions import reading, sending, wanting
from haat.channels.channel import LISTING, STOCK, Answer, Issue, Receipt, Report, Seen, Shaped, Shut, Trouble
from haat.channels.models import Account, Attempt, Cause, Found, Offer, Refusal
from tests.channels.make import died, live, make_account, make_good, offer, publish, recount, states, turn
from tests.channels.odd import ODD, SEEN_ODD, deep
from tests.channels.toy import LOST, Killed, Listing, Speaks, once

S = Offer.State


# ---- listings, reports, refusals ----


@pytest.mark.django_db
@pytest.mark.usefixtures("says", "sound")
class TestListings:
    """One answer is odd; what the others say is read."""

    def test_what_is_said_against_a_good_is_kept_whatever_letters_it_has(self, bazaar, account):
        good = make_good()
        raw = {"code": ODD, "deep": deep(500), "number": float("nan")}
        bazaar.refuses[good.sku] = Issue(ODD, "error", ODD, ODD * 50, raw, asks=True)
        live(account, good)
        cause = Cause.objects.get()
        assert (cause.code, cause.said, len(cause.about)) == (SEEN_ODD, SEEN_ODD, 80)
        assert Refusal.objects.get().raw["number"] == "nan"
        assert states(account) == [S.REFUSED]

    def test_what_is_seen_of_a_good_is_kept_whatever_letters_it_has(self, bazaar, account, monkeypatch):
        good = make_good(pieces=3)
        (one,) = live(account, good)
        parts = {LISTING: {"title": ODD, "deep": deep(300)}, STOCK: {"pieces": 10**400}}
        seen = Seen(good.sku, True, True, True, ODD * 40, parts)
        monkeypatch.setattr(Speaks, "look", lambda *_of: iter([seen]))
        actions_read(one)
        turn(account)
        one.refresh_from_db()
        assert one.seen_body[LISTING]["title"] == SEEN_ODD
        assert (one.external_id[:5], len(one.external_id)) == (SEEN_ODD, 60)

    def test_listing_that_cannot_be_read_keeps_no_other_from_being_read(self, bazaar, account, monkeypatch):
        goods = [make_good(pieces=3) for _good in range(5)]
        publish(account, *goods)
        bad, real = goods[2].sku, Speaks._seen

        def seen(self, skus, keys, line):
            for one in real(self, skus, keys, line):
                if one.sku == bad:
                    raise TypeError("no listing is so")
                yield one

        monkeypatch.setattr(Speaks, "_seen", seen)
        Account.objects.update(listed_at=datetime.now(UTC))
        came = turn(account)
        assert came.troubles == ["unreadable"]
        assert states(account) == [S.LIVE, S.LIVE, S.ACCEPTED, S.LIVE, S.LIVE]
        first = offer(account, goods[2])
        assert first.look_at > datetime.now(UTC) + timedelta(seconds=60)
        monkeypatch.undo()
        turn(account)
        assert states(account) == [S.LIVE] * 5

    def test_channel_whose_every_answer_is_odd_is_left_alone_after_some(self, bazaar, account, monkeypatch):
        publish(account, *[make_good() for _good in range(30)])
        turn(account)
        Offer.objects.update(look_at=datetime.now(UTC))
        asked = []

        def look(self, what, keys, line):
            asked.append(what)
            raise Trouble("unreadable", "html")

        monkeypatch.setattr(Speaks, "look", look)
        assert turn(account).troubles == ["unreadable"]
        assert len(asked) < 60

    def test_report_that_cannot_be_read_keeps_no_other_from_being_read_and_is_given_up(
        self, bazaar, account, monkeypatch
    ):
        bazaar.by_feed, bazaar.report_after = True, 100
        one, two = make_good(), make_good()
        publish(account, one)
        turn(account)
        publish(account, two)
        turn(account)
        first, second = Attempt.objects.order_by("pk")
        bazaar.feeds[second.ref].reports_after = bazaar.report_after = 0
        real = Speaks._report

        def report(self, ref, line):
            if ref == first.ref:
                raise Trouble("unreadable", ODD)
            return real(self, ref, line)

        monkeypatch.setattr(Speaks, "_report", report)
        assert turn(account).troubles == ["unreadable"]
        account.refresh_from_db()
        assert (account.trouble, account.trouble_said) == ("unreadable", SEEN_ODD)
        assert [offer(account, good).state for good in (one, two)] == [S.ACCEPTED, S.LIVE]
        for _turn in range(reading.LONG):
            turn(account)
        first.refresh_from_db()
        assert first.state in ("unknown", "done")
        monkeypatch.undo()
        for _turn in range(4):
            turn(account)
        assert offer(account, one).state == S.LIVE
        assert not Attempt.objects.filter(ended_at=None).exists()

    @pytest.mark.parametrize(
        "answer", [Answer(ODD, False), Answer("", False, number=10**40), Answer("x", True, number=-3)]
    )
    def test_report_about_what_we_never_sent_changes_nothing(self, bazaar, account, monkeypatch, answer):
        bazaar.by_feed = True
        monkeypatch.setattr(Speaks, "_report", lambda self, ref, line: _worked_off(bazaar, ref, answer))
        live(account, make_good())
        turn(account)
        assert states(account) == [S.LIVE]
        assert not Cause.objects.exists()

    def test_number_of_a_sending_may_have_any_letters(self, bazaar, account, monkeypatch):
        monkeypatch.setattr(Speaks, "send", lambda *_of: Receipt(ref=ODD * 40))
        monkeypatch.setattr(Speaks, "_report", lambda *_of: Report(ready=False))
        publish(account, make_good())
        turn(account)
        assert len(Attempt.objects.get().ref) == 80

    def test_what_stood_there_before_is_kept_whatever_letters_it_has(self, bazaar, account):
        bazaar.shop(account.key)[ODD] = Listing({LISTING: {"title": ODD}})
        bazaar.shop(account.key)["OLD"] = Listing({LISTING: {"title": "Old"}})
        turn(account)
        assert sorted(Found.objects.values_list("sku", flat=True)) == sorted(["OLD", SEEN_ODD])
        account.refresh_from_db()
        assert account.listed_at is not None

    def test_good_that_cannot_be_shaped_keeps_no_other_back_nor_its_own_stock_for_ever(
        self, bazaar, account, monkeypatch
    ):
        goods = [make_good(pieces=3) for _good in range(3)]
        live(account, *goods)
        bad, real = goods[0].sku, Speaks.shape

        def shape(self, wanted, keys, line):
            for good in wanted:
                if good.sku == bad:
                    raise KeyError("schema")
                yield from real(self, [good], keys, line)

        monkeypatch.setattr(Speaks, "shape", shape)
        for good in goods:
            recount(good, 1)
        assert turn(account).troubles == ["unreadable"]
        assert [bazaar.pieces(account.key, good.sku) for good in goods] == [3, 1, 1]
        monkeypatch.undo()
        turn(account)
        assert bazaar.pieces(account.key, bad) == 1

    def test_channel_that_shuts_the_account_in_the_midst_is_obeyed(self, bazaar, account, monkeypatch):
        publish(account, make_good())

        def shape(self, goods, keys, line):
            yield Shaped("x", "y", {})
            raise Shut("suspended", ODD)

        monkeypatch.setattr(Speaks, "shape", shape)
        came = turn(account)
        account.refresh_from_db()
        assert (came.stopped, account.state, account.trouble_said) == ("suspended", "stopped", SEEN_ODD)

    def test_account_may_be_called_anything_there(self, bazaar, monkeypatch):
        real = Speaks.check
        monkeypatch.setattr(
            Speaks, "check", lambda self, keys: replace(real(self, keys), name=ODD * 40, facts={"store": ODD})
        )
        account = make_account()
        assert account.facts == {"store": SEEN_ODD}
        assert len(account.name) == 80


def actions_read(one: Offer) -> None:
    Offer.objects.filter(pk=one.pk).update(look_at=datetime.now(UTC))


def _worked_off(bazaar: Any, ref: str, answer: Answer) -> Report:
    bazaar.work_off(bazaar.feeds[ref])
    return Report(ready=True, answers=[answer])


# ---- a process that dies in the midst of a loss ----


@pytest.mark.django_db
@pytest.mark.usefixtures("says", "sound")
def test_killed_while_it_is_written_down_that_a_call_was_lost_nothing_stays_unread(bazaar, account, monkeypatch):
    """Of many offers some hundred are written at a time; the attempt is unknown only when all are to be read."""
    publish(account, *[make_good() for _good in range(4)])
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    bazaar.happens = [once("send", "after", LOST)]
    real, done = sending.write, []

    def dies(*args, **more):
        if done:
            raise Killed
        done.append(real(*args, **more))

    monkeypatch.setattr(sending, "write", dies)
    with pytest.raises(Killed):
        turn(account)
    monkeypatch.undo()
    died()
    for _turn in range(3):
        turn(account)
    assert states(account) == [S.LIVE] * 4
    assert len(bazaar.sent) == 1
    assert wanting.next_touched(account) == []
