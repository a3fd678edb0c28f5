"""The doctor finds what was tampered with, and does not mistake a busy worker for a broken book."""

from types import SimpleNamespace

import pytest
from django.db.models import F

from haat.core.models import Job
from haat.ledger import actions
from haat.ledger.actions import At
from haat.ledger.doctor import causes
from haat.ledger.models import Account, Due, Payout, Receivable, Transfer
from tests.ledger.books import broken, delivered, proposed, work
from tests.ledger.elsewhere import sold
from tests.make import BY, make_maker, make_part

pytestmark = pytest.mark.django_db


def test_doctor_finds_an_account_that_is_not_its_transfers():
    part = delivered(method="upi")
    work()
    row = Account.objects.get(kind="fee")
    Account.objects.filter(pk=row.pk).update(credits_paise=F("credits_paise") + 1)
    found = broken()
    assert found == {
        "ledger: every account = its transfers": [f"account {row.pk} fee:0 says 0/{part.fee_paise + 1}"],
        "ledger: debits = credits in every mart": [f"mart {part.mart_id}: 112000 debited, 112001 credited"],
    }


def test_doctor_finds_a_due_that_is_not_in_the_account():
    part = delivered(method="upi")
    work()
    Due.objects.update(amount_paise=1)
    name = "ledger: what makers are owed = their account"
    assert broken()[name] == [f"maker {part.maker_id}: account {part.maker_paise}"]


def test_doctor_finds_a_due_that_was_never_moved_and_is_another_makers():
    part = delivered(method="upi")
    work()
    due, other = Due.objects.get(), make_maker("Other", mart=part.mart)
    Due.objects.update(maker=other)
    assert broken()["ledger: a due is its part's share for the maker"] == [
        f"due {due.pk}: {part.maker_paise} paise, its part {part.number} says {part.maker_paise}",
        f"due {due.pk}: {part.maker_paise} paise to maker {other.pk}, earned as {part.maker_paise}",
    ]


def test_nothing_is_left_off_a_refund_of_what_left_nothing_off():
    assert causes._unrounded(["7"], SimpleNamespace(left_off={}), None) is None


def test_doctor_finds_a_due_without_an_account():
    part = delivered(method="upi")
    work()
    Transfer.objects.all().delete()
    Account.objects.all().delete()
    name = "ledger: what makers are owed = their account"
    assert broken()[name] == [f"maker {part.maker_id}: {part.maker_paise} due but no account"]
    Due.objects.update(amount_paise=0)
    assert name not in broken()


def test_doctor_finds_a_payout_that_is_not_its_dues():
    payout = proposed().payouts.get()
    Payout.objects.update(amount_paise=1)
    assert broken()["ledger: payouts = their dues"] == [f"payout {payout.pk}: 1"]


def test_doctor_finds_a_payout_without_dues():
    payout = proposed().payouts.get()
    Due.objects.update(payout=None, state=Due.State.EARNED)
    assert broken()["ledger: payouts = their dues"] == [f"payout {payout.pk}: {payout.amount_paise}"]


def test_doctor_waits_for_the_worker():
    part = delivered(method="upi")
    name = "ledger: a due for every delivered part"
    for state in (Job.State.WAITING, Job.State.RUNNING):
        Job.objects.update(state=state)
        assert name not in broken()
    Job.objects.update(state=Job.State.FAILED)
    assert broken()[name] == [f"part {part.number} is delivered and owes its maker nothing"]


def test_doctor_waits_only_for_what_is_coming():
    part = delivered(method="upi")
    work()
    Due.objects.all().delete()
    make_part()  # its own events wait
    name = "ledger: a due for every delivered part"
    assert broken()[name] == [f"part {part.number} is delivered and owes its maker nothing"]


def test_doctor_finds_a_sale_that_is_settled_in_its_row_and_not_in_the_books():
    part = sold()
    row = Receivable.objects.get(part=part)
    Receivable.objects.update(settled_paise=100)
    owed, whole = part.total_paise - 100, part.total_paise
    assert broken()["ledger: what a party owes = its sales"] == [
        f"part {part.number}: {owed} paise are owed, the books say {whole} open and 0 owed back",
        f"account receivable:{row.party_id}: {whole} paise, its sales come to {owed}",
    ]


def test_doctor_finds_a_sale_that_is_owed_to_us_and_back_to_the_party_at_once():
    part = sold()
    row, whole = Receivable.objects.get(part=part), part.total_paise
    ours, theirs = At("receivable", row.party_id), At("channel_due", row.party_id)
    actions.transfer(part.mart, debit=ours, credit=theirs, amount_paise=100, cause="forged", part=part, by=BY)
    found = broken()
    assert not any("cannot be examined" in sentence for sentences in found.values() for sentence in sentences)
    assert set(found["ledger: what a party owes = its sales"]) == {
        f"part {part.number}: {whole} paise are owed, the books say {whole + 100} open and 100 owed back",
        f"account receivable:{row.party_id}: {whole + 100} paise, its sales come to {whole}",
        f"account channel_due:{row.party_id}: 100 paise, its sales come to 0",
    }
