"""What a channel tells is not trusted: whatever stands in it, it is kept as far as can be, and the rest goes on."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from haat.channels.actions import importing
from haat.channels.channel import Told
from haat.channels.models import Sale
from haat.orders.models import Order
from tests.channels.make import make_good, told, turn
from tests.channels.odd import ODD, SEEN_ODD, deep
from tests.channels.toy import Speaks

# ---- orders ----


@pytest.mark.django_db
@pytest.mark.usefixtures("says", "sound")
class TestOrders:
    """One order is odd; the others are received, and it is kept."""

    @pytest.mark.parametrize(
        "more",
        [
            {"raw": {"name": ODD, ODD: [ODD, float("nan"), 10**3000]}},
            {"raw": deep(3000)},
            {"state": ODD * 30, "raw": {"a": float("inf")}},
            {"at": datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "ship_by": datetime(1, 1, 1, tzinfo=UTC)},
            {"cancelled": {ODD: 3}},
        ],
    )
    def test_odd_words_beside_an_order_keep_nothing_from_being_received(self, bazaar, account, more):
        good = make_good(pieces=5)
        bazaar.tell(account.key, replace(told({good: 1}, key="T-1"), **more), told({good: 1}, key="T-2"))
        assert turn(account).troubles == []
        assert sorted(Order.objects.values_list("external_id", flat=True)) == ["T-1", "T-2"]
        assert Sale.objects.get(external_id="T-1").raw != {} or "raw" not in more

    @pytest.mark.parametrize(
        "facts",
        [
            {},
            {"lines": 5},
            {"lines": [5, None, {"sku": ["x"]}, {"quantity": "2"}]},
            {"lines": {"a": "b"}},
            {"name": ODD, "lines": [{"sku": ODD, "quantity": 10**30}]},
            deep(200),
            {"placed_at": "0001-01-01", "lines": [{"quantity": float("nan")}]},
        ],
    )
    def test_order_that_cannot_be_read_waits_for_a_person_and_the_others_come(self, bazaar, account, facts):
        good = make_good(pieces=5)
        bad = replace(told({good: 1}, key="BAD"), facts=facts)
        bazaar.tell(account.key, bad, told({good: 1}, key="T-2"))
        for _turn in range(2):
            turn(account)
        bazaar.tell(account.key, told({good: 2}, key="T-3"))
        assert turn(account).troubles == []
        assert sorted(Order.objects.values_list("external_id", flat=True)) == ["T-2", "T-3"]
        sale = Sale.objects.get(external_id="BAD")
        assert (sale.problem, bool(sale.said), sale.raw) == ("unreadable", True, {"name": "Ranjana Kumari"})

    def test_orders_without_a_name_or_with_one_without_end_are_kept_apart_and_made_by_nobody(self, bazaar, account):
        good = make_good(pieces=9)
        one, two = (replace(told({good: 1}), external_id="", raw={"number": number}) for number in (1, 2))
        long = "X" * 70
        bazaar.tell(account.key, one, two, one, replace(told({good: 1}), external_id=long + "1", raw={"a": 1}))
        bazaar.tell(account.key, replace(told({good: 1}), external_id=long + "2", raw={"a": 2}))
        turn(account)
        assert Sale.objects.filter(problem="unreadable").count() == 4
        assert sorted(map(str, Sale.objects.values_list("raw", flat=True))) == [
            "{'a': 1}",
            "{'a': 2}",
            "{'number': 1}",
            "{'number': 2}",
        ]
        assert not Order.objects.exists()

    def test_order_on_which_nobody_can_act_keeps_no_page_from_being_read(self, bazaar, account, monkeypatch):
        """What fails each time it is tried, whatever the reason, is tried last, and never instead of the others."""
        good, real = make_good(pieces=5), importing.act_on

        def acts(sale, channel, **more):
            if sale.external_id == "BAD":
                raise RuntimeError
            return real(sale, channel, **more)

        monkeypatch.setattr(importing, "act_on", acts)
        bazaar.tell(account.key, told({good: 1}, key="BAD"))
        assert turn(account).troubles == []
        bazaar.tell(account.key, told({good: 1}, key="T-2"))
        assert turn(account).troubles == []
        assert list(Order.objects.values_list("external_id", flat=True)) == ["T-2"]
        assert Sale.objects.get(external_id="BAD").said == "RuntimeError"
        monkeypatch.undo()
        turn(account)
        assert Order.objects.count() == 2

    def test_cursor_with_odd_letters_is_kept(self, bazaar, account, monkeypatch):
        real = Speaks.orders

        def orders(self, cursor, keys, line):
            page = real(self, cursor, keys, line)
            return replace(page, cursor={**page.cursor, "token": ODD})

        monkeypatch.setattr(Speaks, "orders", orders)
        assert turn(account).troubles == []
        account.refresh_from_db()
        assert account.cursor["token"] == SEEN_ODD


def test_told_without_words_is_told(db, account, bazaar):
    bazaar.tell(account.key, Told("T-9", "", None))
    turn(account)
    assert Sale.objects.get().facts is None
