"""Tokens are counted by the database: whoever calls at once, never more than there are."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from haat.channels.actions import quotas
from haat.channels.channel import Rate, Throttled
from haat.channels.line import AccountLine, NoToken
from haat.channels.models import Account, Quota
from tests.channels.make import make_account
from tests.channels.toy import Speaks

pytestmark = pytest.mark.django_db
SLOW = Rate(0.001, 3)  # a token in a thousand seconds: none comes back while a test runs


def back(account: Account, operation: str, seconds: float) -> None:
    """As if so many seconds had gone by."""
    row = Quota.objects.get(account=account, operation=operation)
    Quota.objects.filter(pk=row.pk).update(at_micro=row.at_micro - round(seconds * 1_000_000))


def test_burst_is_spent_and_then_one_waits_for_the_next_token(account):
    assert [quotas.take(account.pk, "put", SLOW) for _call in range(3)] == [0, 0, 0]
    wait = quotas.take(account.pk, "put", SLOW)
    assert 990 < wait <= 1000
    row = Quota.objects.get(account=account, operation="put")
    assert (row.used, row.left_micro < 1_000_000, str(row)) == (3, True, f"put of {account.pk}")


def test_tokens_come_back_as_time_goes_by_and_never_more_than_the_bucket_holds(account):
    for _call in range(3):
        quotas.take(account.pk, "put", SLOW)
    back(account, "put", 1001)
    assert quotas.take(account.pk, "put", SLOW) == 0
    assert quotas.take(account.pk, "put", SLOW) > 0
    back(account, "put", 10_000_000)
    assert [quotas.take(account.pk, "put", SLOW) > 0 for _call in range(4)] == [False, False, False, True]


def test_each_operation_and_account_has_a_bucket_of_its_own(account, bazaar):
    other = make_account()
    for _call in range(3):
        quotas.take(account.pk, "put", SLOW)
    assert quotas.take(account.pk, "patch", SLOW) == 0
    assert quotas.take(other.pk, "put", SLOW) == 0
    assert quotas.take(account.pk, "put", SLOW) > 0


def test_clock_that_goes_back_gives_no_token_and_takes_none(account):
    quotas.take(account.pk, "put", SLOW)
    back(account, "put", -3600)
    assert [quotas.take(account.pk, "put", SLOW) > 0 for _call in range(3)] == [False, False, True]


def test_uses_are_counted_by_the_day(account):
    quotas.take(account.pk, "put", SLOW)
    quotas.take(account.pk, "put", SLOW)
    back(account, "put", 2 * 86_400)
    quotas.take(account.pk, "put", SLOW)
    assert Quota.objects.get(operation="put").used == 1


def test_header_teaches_the_rate_also_before_the_first_call(account):
    quotas.learn(account.pk, "put", SLOW, 2.5)
    assert Quota.objects.get(operation="put").rate_micro == 2_500_000
    quotas.learn(account.pk, "put", SLOW, 0.000_000_001)
    assert Quota.objects.get(operation="put").rate_micro == quotas.LEAST_RATE
    quotas.learn(account.pk, "put", SLOW, 1e9)
    assert Quota.objects.get(operation="put").rate_micro == quotas.MOST_RATE


def test_refusal_empties_the_bucket_and_lowers_the_rate_for_an_hour(account):
    quotas.take(account.pk, "put", SLOW)
    quotas.lower(account.pk, "put", SLOW)
    row = Quota.objects.get(operation="put")
    assert (row.left_micro, row.rate_micro, row.throttled) == (0, 800, 1)
    quotas.mend(account.pk, {"put": SLOW})
    assert Quota.objects.get(operation="put").rate_micro == 800
    Quota.objects.update(lowered_until_micro=1)
    quotas.mend(account.pk, {"put": SLOW})
    row = Quota.objects.get(operation="put")
    assert (row.rate_micro, row.lowered_until_micro) == (1000, 0)


def test_refusal_that_names_its_rate_is_believed(account):
    quotas.lower(account.pk, "put", SLOW, told=0.5)
    row = Quota.objects.get(operation="put")
    assert (row.left_micro < 1_000_000, row.rate_micro) == (True, 500_000)


def test_what_is_no_longer_the_channels_is_not_mended(account):
    quotas.lower(account.pk, "gone", SLOW)
    Quota.objects.update(lowered_until_micro=1)
    quotas.mend(account.pk, {})
    assert Quota.objects.get(operation="gone").rate_micro == 800


def test_take_costs_one_statement(account, django_assert_num_queries):
    quotas.take(account.pk, "put", SLOW)
    with django_assert_num_queries(1):
        quotas.take(account.pk, "put", SLOW)


# ---- the line that channels are given ----


class Slow(Speaks):
    rates = {"put": SLOW}


def test_line_waits_a_little_and_then_says_when_a_token_comes(account, monkeypatch):
    waited = []
    monkeypatch.setattr("haat.channels.line.pause", waited.append)
    line = AccountLine(account, Slow(), patience=5)
    for _call in range(3):
        line.spend("put")
    with pytest.raises(NoToken) as caught:
        line.spend("put")
    assert caught.value.after > 900
    assert waited == []
    monkeypatch.setattr(quotas, "take", lambda *_of, waits=[1.5, 2.0, 0.0]: waits.pop(0))
    line.spend("put")
    assert waited == [1.5, 2.0]


def test_line_counts_only_what_has_a_rate(account):
    line = AccountLine(account, Slow())
    line.spend("hello")
    line.learn("hello", rate=3)
    line.refused(Throttled())
    assert not Quota.objects.exists()


def test_line_lowers_what_was_refused_though_there_was_a_token(account):
    line = AccountLine(account, Slow())
    line.spend("put")
    line.refused(NoToken(after=3))
    assert Quota.objects.get().throttled == 0
    line.refused(Throttled("slower", rate=0.01))
    assert (Quota.objects.get().throttled, Quota.objects.get().rate_micro) == (1, 10_000)
    line.learn("put", rate=0.02)
    assert Quota.objects.get().rate_micro == 20_000


def taken(account_id: int) -> bool:
    try:
        return quotas.take(account_id, "crowd", Rate(0.001, 10)) == 0
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_exactly_as_many_pass_as_there_are_tokens_when_forty_try_at_once(bazaar):
    account = make_account()
    with ThreadPoolExecutor(40) as pool:
        passed = sum(pool.map(taken, [account.pk] * 40))
    assert (passed, Quota.objects.get(operation="crowd").used) == (10, 10)
