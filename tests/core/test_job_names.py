"""Jobs are found by names that stay, and those that an older version queued by the place of their function too."""

import pytest

from haat.core import worker
from haat.core.jobs import HANDLERS, Registry
from haat.core.models import Event, Job
from haat.payments.models import Payment
from tests.make import make_order

pytestmark = pytest.mark.django_db


def note() -> None:
    """Something to run."""


def fail() -> None:
    """Something else."""


# As version 0.1.0 queued them: where the function lay.
OLD_JOBS = {
    "haat.catalogue.handlers.tell_approved": "catalogue.tell_approved",
    "haat.catalogue.handlers.tell_sent_back": "catalogue.tell_sent_back",
    "haat.delivery.handlers.call_back_cancelled": "delivery.call_back_cancelled",
    "haat.delivery.handlers.tell_codes": "delivery.tell_codes",
    "haat.delivery.handlers.tell_new_code": "delivery.tell_new_code",
    "haat.delivery.handlers.tell_posted": "delivery.tell_posted",
    "haat.ledger.handlers.receive_payment": "ledger.receive_payment",
    "haat.ledger.handlers.earn_delivered": "ledger.earn_delivered",
    "haat.ledger.handlers.write_invoice": "ledger.write_invoice",
    "haat.ledger.handlers.hold_back": "ledger.hold_back",
    "haat.ledger.handlers.give_back": "ledger.give_back",
    "haat.ledger.handlers.take_cash": "ledger.take_cash",
    "haat.ledger.handlers.send_refund": "ledger.send_refund",
    "haat.messages.jobs.send_message": "messages.send_message",
    "haat.orders.handlers.tell_placed": "orders.tell_placed",
    "haat.orders.handlers.tell_paid": "orders.tell_paid",
    "haat.orders.handlers.tell_cancelled": "orders.tell_cancelled",
    "haat.orders.handlers.tell_delivered": "orders.tell_delivered",
    "haat.orders.handlers.tell_return": "orders.tell_return",
    "haat.payments.handlers.ask_for_payment": "payments.ask_for_payment",
    "haat.payments.handlers.confirm_collected_cash": "payments.confirm_collected_cash",
    "haat.payments.handlers.refund_cancelled": "payments.refund_cancelled",
    "haat.payments.handlers.refund_returned": "payments.refund_returned",
    "haat.payments.jobs.release_unpaid": "payments.release_unpaid",
    "haat.review.handlers.count_order": "review.count_order",
    "haat.review.handlers.count_part": "review.count_part",
    "haat.review.handlers.count_payout": "review.count_payout",
    "haat.shelf.handlers.good_changed": "shelf.good_changed",
    "haat.shelf.handlers.figures_changed": "shelf.figures_changed",
    "haat.shelf.handlers.sold": "shelf.sold",
    "haat.shelf.handlers.maker_changed": "shelf.maker_changed",
    "haat.shelf.handlers.mart_changed": "shelf.mart_changed",
    "haat.shelf.jobs.sweep_leftovers": "shelf.sweep_leftovers",
    "haat.shelf.jobs.renew": "shelf.renew",
    "haat.shelf.marks.sweep": "shelf.sweep",
}


def test_every_job_of_0_1_0_still_runs():
    assert {old: HANDLERS.name_now(old) for old in OLD_JOBS} == OLD_JOBS


def test_rows_queued_by_0_1_0_run_after_an_upgrade():
    event = Event.objects.create(kind="orders.placed", subject_type="orders.order", subject_id=make_order().pk)
    Job.objects.all().delete()
    Job.objects.create(
        name="haat.payments.handlers.ask_for_payment",
        args={"event_id": event.pk},
        key=f"haat.payments.handlers.ask_for_payment:{event.pk}",
    )
    Job.objects.create(name="haat.shelf.jobs.sweep_leftovers", key="clock:haat.shelf.jobs.sweep_leftovers:29700000")
    assert worker.run_due() == 2
    assert Payment.objects.get().order_id == event.subject_id


def test_job_that_was_called_otherwise_runs_under_both_names():
    registry = Registry()
    registry.add("tests.note", note, was=["tests.jot"])
    assert [registry.function(name) for name in ("tests.note", "tests.jot")] == [note, note]
    assert (registry.knows("tests.jot"), registry.knows("tests.other")) == (True, False)


def test_two_functions_never_share_a_name():
    registry = Registry()
    registry.add("tests.note", note, was=["tests.jot"])
    for name in ("tests.note", "tests.jot"):
        with pytest.raises(ValueError, match=f"cannot both run as {name!r}: give one another name"):
            registry.add(name, fail)
