"""A payout run of any size is made in a few statements, and is what it would be maker by maker."""

import random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from haat.core import rows
from haat.core.actor import MACHINE
from haat.core.events import record
from haat.core.models import Event
from haat.ledger import actions
from haat.ledger.actions import At
from haat.ledger.models import Account, Due, Payout, PayoutRun, Transfer
from haat.ledger.queries import coming_back, not_come
from haat.ledger.queries import owed as what_is_owed
from haat.ledger.queries import payable as ready
from haat.makers.models import BankAccount
from haat.orders import actions as orders
from haat.places.models import Mart
from tests.ledger.books import ACCOUNTANT, COLLECTOR, broken, payable
from tests.make import make_maker, make_mart
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def owed(*counts: int) -> list[Due]:
    """So many ripe dues of one maker each, at prices of their own."""
    prices = random.Random(5)
    for number, count in enumerate(counts):
        maker = make_maker(f"Maker {number}")
        for _due in range(count):
            payable(maker, price_paise=prices.randrange(20_000, 90_000))
    return list(Due.objects.order_by("pk"))


def books() -> dict[str, Any]:
    """Everything a run writes, by what it is about instead of by its keys; moments and numbers left out."""
    made = Payout.objects.order_by("run", "maker")
    transfers = Transfer.objects.filter(payout__isnull=False).order_by("payout__maker", "pk")
    return {
        "runs": list(PayoutRun.objects.order_by("pk").values_list("state", "proposed_by_id", "released_by_id")),
        "payouts": list(
            made.values_list("maker", "mart", "amount_paise", "state", "holder", "account_number", "ifsc", "utr")
        ),
        "sent": [payout.sent_at is not None for payout in made],
        "dues": list(Due.objects.order_by("pk").values_list("pk", "state", "amount_paise", "payout__maker")),
        "transfers": list(
            transfers.values_list(
                "payout__maker", "debit__kind", "debit__owner_id", "credit__kind", "amount_paise", "by_id", "part"
            )
        ),
        "causes": [row.cause == f"payout:{row.payout_id}" for row in transfers],
        "accounts": list(Account.objects.order_by("pk").values_list("pk", "debits_paise", "credits_paise")),
        "events": list(
            Event.objects.filter(kind__startswith="ledger.payouts").order_by("pk").values_list("kind", "by_id", "data")
        ),
    }


def one_by_one(mart: Mart) -> PayoutRun:
    """What `propose_payouts` says, a maker at a time."""
    run = PayoutRun.objects.create(mart=mart, number="one by one", proposed_by_id=ACCOUNTANT.user_id)
    dues = ready(mart)
    for bank in BankAccount.objects.filter(confirmed=True, maker__in=dues.values("maker")).order_by("maker"):
        mine = list(dues.filter(maker=bank.maker_id))
        payout = Payout.objects.create(
            mart=mart,
            run=run,
            maker_id=bank.maker_id,
            amount_paise=sum(due.amount_paise for due in mine),
            holder=bank.holder,
            account_number=bank.number,
            ifsc=bank.ifsc,
        )
        Due.objects.filter(pk__in=[due.pk for due in mine]).update(state="in_payout", payout=payout)
    made = run.payouts.all()
    total = sum(payout.amount_paise for payout in made)
    with transaction.atomic():
        record("ledger.payouts_proposed", run, by=ACCOUNTANT, amount_paise=total, makers=len(made))
    return run


def released_one_by_one(run: PayoutRun) -> None:
    """What `release_payouts` says, a due and then a payout at a time."""
    left = list(Due.objects.filter(coming_back() | not_come(), payout__run=run).order_by("pk"))
    for due in left:
        Payout.objects.filter(dues=due).update(amount_paise=F("amount_paise") - due.amount_paise)
        Due.objects.filter(pk=due.pk).update(state="earned", payout=None)
    run.payouts.filter(dues=None).update(state="dropped")
    with transaction.atomic():
        if left:
            paise, parts = sum(due.amount_paise for due in left), [due.part_id for due in left]
            record("ledger.payouts_reduced", run, by=COLLECTOR, amount_paise=paise, parts=parts)
        for payout in run.payouts.filter(state="proposed").order_by("pk"):
            actions.transfer(
                payout.mart,
                debit=At("maker_due", payout.maker_id),
                credit=At("bank"),
                amount_paise=payout.amount_paise,
                cause=f"payout:{payout.pk}",
                payout=payout,
                by=COLLECTOR,
            )
            Payout.objects.filter(pk=payout.pk).update(state="sent", sent_at="2026-01-01T00:00:00Z")
        PayoutRun.objects.filter(pk=run.pk).update(state="released", released_by_id=COLLECTOR.user_id)
        total = sum(run.payouts.values_list("amount_paise", flat=True))
        record("ledger.payouts_released", run, by=COLLECTOR, amount_paise=total)


@pytest.mark.parametrize("keys", [2, 2000])
def test_a_run_of_many_is_what_it_would_be_one_by_one(keys, monkeypatch):
    monkeypatch.setattr(rows, "KEYS", keys)
    monkeypatch.setattr(rows, "VALUES", 30 * keys)
    dues = owed(3, 1, 2, 1, 1)
    BankAccount.objects.filter(maker=dues[-1].maker_id).update(confirmed=False)
    Due.objects.filter(pk=dues[0].pk).update(pay_from="2999-01-01")
    orders.ask_return(dues[4].part, reason="too small", by=MACHINE)
    asked_later = (dues[1], dues[3])

    def lived(propose, release):
        with transaction.atomic():
            run = propose()
            for due in asked_later:
                orders.ask_return(due.part, reason="too large", by=MACHINE)
            release(run)
            found = books()
            transaction.set_rollback(True)
        return found

    mart = make_mart()
    right = lived(lambda: one_by_one(mart), released_one_by_one)
    assert (
        lived(
            lambda: actions.propose_payouts(mart, by=ACCOUNTANT), lambda run: actions.release_payouts(run, by=COLLECTOR)
        )
        == right
    )
    assert [row[3] for row in right["payouts"]] == ["sent", "dropped", "sent", "sent"]


def test_statements_of_a_run_do_not_grow_with_its_makers(django_assert_num_queries):
    owed(1, 1, 2, 1)
    mart, makers = make_mart(), sorted(set(Due.objects.values_list("maker", flat=True)))
    runs = [actions.propose_payouts(mart, maker_ids=makers[:1], by=ACCOUNTANT)]  # opens the running number
    for some in (makers[1:2], makers[2:]):
        with django_assert_num_queries(13):
            runs.append(actions.propose_payouts(mart, maker_ids=some, by=ACCOUNTANT))
    for run in runs:
        with django_assert_num_queries(20):
            actions.release_payouts(run, by=COLLECTOR)
    assert broken() == {}


def test_maker_reads_all_that_waits_for_the_second_signature():
    dues = owed(2)
    run = actions.propose_payouts(make_mart(), by=ACCOUNTANT)
    total = sum(due.amount_paise for due in dues)
    told = what_is_owed(dues[0].maker)
    assert (told.on_the_way_paise, told.unsigned_paise) == (total, total)
    actions.release_payouts(run, by=COLLECTOR)
    told = what_is_owed(dues[0].maker)
    assert (told.on_the_way_paise, told.unsigned_paise) == (total, 0)


def test_a_run_the_bank_cannot_pay_is_refused_whole():
    owed(1, 1)
    run = actions.propose_payouts(make_mart(), by=ACCOUNTANT)
    bank = Account.objects.get(kind="bank")
    last = run.payouts.order_by("-pk")[0].amount_paise
    actions.transfer(
        run.mart, debit=At("return_loss"), credit=At("bank"), amount_paise=last, cause="stolen", by=MACHINE
    )
    before = books()
    with refused("ledger.overdrawn") as caught:
        actions.release_payouts(run, by=COLLECTOR)
    assert caught.value.kind == bank.kind
    assert books() == before
