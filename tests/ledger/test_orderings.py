"""Events arrive in any order and more than once: the books end the same."""

import random

import pytest
from django.db import transaction

from haat.core import worker
from haat.core.actor import MACHINE, Actor
from haat.core.errors import HaatError
from haat.core.jobs import HANDLERS
from haat.core.models import Event, Job
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.ledger.models import Account, Due, Invoice, Transfer
from haat.orders import actions as orders
from tests.ledger.books import ACCOUNTANT, delivered, pay, refund, send_back
from tests.make import make_maker, make_order, make_stocked, walk

pytestmark = pytest.mark.django_db
ORDERS_TRIED = 8


def work_but_the_books() -> None:
    """Every room reacts but the ledger."""
    Job.objects.filter(name__startswith="ledger.").delete()
    worker.run_due()


def upi_returned_and_refunded() -> None:
    part = delivered(method="upi")
    work_but_the_books()
    send_back(part)
    work_but_the_books()
    refund(part)


def upi_cancelled_and_refunded() -> None:
    part = make_order(method="upi").parts.get()
    pay(part.order)
    part.refresh_from_db()
    orders.cancel(part, reason="no", by=MACHINE)
    work_but_the_books()
    refund(part)


def upi_two_makers_one_cancelled() -> None:
    wanted = {make_stocked(make_maker("One")): 1, make_stocked(make_maker("Two")): 2}
    first, second = make_order(wanted, method="upi").parts.order_by("pk")
    orders.cancel(first, reason="no", by=MACHINE)
    pay(first.order)
    second.refresh_from_db()
    walk(second, "delivered")


def cash_counted_short_and_returned() -> None:
    part = delivered(method="cod")
    work_but_the_books()
    round = Parcel.objects.get(part=part).round
    delivery.end_round(round, by=Actor(round.rider_id))
    delivery.close_round(round, counted_paise=round.cash_paise - 500, by=ACCOUNTANT)
    send_back(part)


def snapshot() -> tuple[list[object], ...]:
    return (
        sorted(Account.objects.values_list("kind", "owner_id", "debits_paise", "credits_paise")),
        sorted(Transfer.objects.values_list("cause", "amount_paise", "debit__kind", "credit__kind")),
        sorted(Due.objects.values_list("part", "state", "amount_paise")),
        sorted(Invoice.objects.values_list("part", "kind", "number")),
    )


def react(told: list[tuple[str, int]]) -> None:
    """As the worker does: what fails is rolled back and tried again later."""
    left = list(told)
    for _turn in range(len(told)):
        again = []
        for name, event_id in left:
            try:
                HANDLERS.function(name)(event_id=event_id)
            except HaatError:
                again.append((name, event_id))
        left = again
    assert left == []


def of_the_books() -> list[tuple[str, int]]:
    """(handler, event) in the order they happened."""
    return [
        (name, event.pk)
        for event in Event.objects.order_by("pk")
        for name in HANDLERS.subscribers(event.kind)
        if name.startswith("ledger.")
    ]


@pytest.mark.parametrize(
    "happens",
    [
        upi_returned_and_refunded,
        upi_cancelled_and_refunded,
        upi_two_makers_one_cancelled,
        cash_counted_short_and_returned,
    ],
)
def test_events_in_any_order_and_twice_leave_the_same_books(happens):
    happens()
    work_but_the_books()
    told = of_the_books()
    assert len(told) >= 3
    right = None
    for seed in range(ORDERS_TRIED):
        mixed = list(told) if seed == 0 else random.Random(seed).sample(told * 2, len(told) * 2)
        with transaction.atomic():
            react(mixed)
            found = snapshot()
            transaction.set_rollback(True)
        right = right or found
        assert found == right, mixed
    assert right is not None
    assert right[1] != []
