"""Payouts: proposed by one, released by another, settled by the bank's word, shared among the members."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from haat.core.actor import MACHINE
from haat.core.models import Event
from haat.core.money import share_out
from haat.ledger import actions
from haat.ledger.doctor.payouts import references_are_one_movements
from haat.ledger.models import Due, Payout, PayoutRun, Share
from haat.makers import actions as makers
from haat.makers.models import BankAccount, Maker
from haat.payments import actions as payments
from haat.payments.models import Payment
from tests.ledger.books import (
    ACCOUNTANT,
    COLLECTOR,
    books,
    broken,
    delivered,
    payable,
    proposed,
    ripen,
    sent,
    work,
)
from tests.make import make_maker, make_mart, make_member, make_order
from tests.refusals import refused

pytestmark = pytest.mark.django_db
UTR = "SBIN1234567"


def states():
    return (
        set(PayoutRun.objects.values_list("state", flat=True)),
        set(Payout.objects.values_list("state", flat=True)),
        set(Due.objects.values_list("state", flat=True)),
    )


def test_propose_gathers_every_due_of_a_maker_into_one_payout():
    maker = make_maker()
    first, second = payable(maker), payable(maker)
    run = actions.propose_payouts(first.mart, by=ACCOUNTANT)
    payout = run.payouts.get()
    assert (payout.amount_paise, run.number, run.proposed_by_id) == (
        first.maker_paise + second.maker_paise,
        "DMP-0001",
        ACCOUNTANT.user_id,
    )
    assert (payout.holder, payout.account_number, payout.ifsc) == ("Sita Devi", "30011223344", "SBIN0000064")
    assert str(run) == "DMP-0001"
    assert str(payout) == f"{payout.amount_paise} to {maker.pk} proposed"
    assert states() == ({"proposed"}, {"proposed"}, {"in_payout"})
    assert books()["maker_due"] == payout.amount_paise
    assert broken() == {}


def test_payment_under_the_reference_of_a_payout_is_refused():
    (payout,) = sent()
    actions.payout_paid(payout, utr="123456789012", by=ACCOUNTANT)
    payment = payments.ask(make_order(method="upi"), by=ACCOUNTANT)
    with refused("payments.reference_used", field="reference"):
        actions.claim_payment(payment, reference="1234 5678 9012", by=ACCOUNTANT)
    told = {"amount_paise": payment.amount_paise, "by": ACCOUNTANT}
    with refused("payments.reference_used", field="reference"):
        actions.confirm_payment(payment, reference="१२३४५६७८९०१२", **told)
    assert actions.confirm_payment(payment, reference="123456789013", **told).state == "confirmed"


def test_send_refund_under_the_reference_of_a_payout_is_refused():
    (payout,) = sent()
    actions.payout_paid(payout, utr=UTR, by=ACCOUNTANT)
    part = delivered(method="upi")
    owed = payments.owe_refund(part, cause=f"cancelled:{part.pk}", amount_paise=100, by=ACCOUNTANT)
    with refused("payments.reference_known", field="reference"):
        actions.send_refund(owed, reference=" sbin 1234567 ", by=ACCOUNTANT)
    assert actions.send_refund(owed, reference="123456789012", by=ACCOUNTANT).state == "sent"


def test_a_payout_under_the_reference_of_a_refund_or_a_payment_is_refused():
    """A refund by the road "account" has a UTR of the same statement."""
    (payout,) = sent()
    part = delivered(method="upi")
    owed = payments.owe_refund(part, cause=f"cancelled:{part.pk}", amount_paise=100, by=ACCOUNTANT)
    payments.prepare_refund(owed, road="account", whom="SBIN0000064 30011223344", by=ACCOUNTANT)
    actions.send_refund(owed, reference="AXISN12345678901", by=ACCOUNTANT)
    came = Payment.objects.get(order=part.order).reference
    for known in ("axisn 12345678901", came):
        with refused("ledger.utr_used", field="utr"):
            actions.payout_paid(payout, utr=known, by=ACCOUNTANT)
    payout.refresh_from_db()
    assert (payout.state, payout.utr) == ("sent", "")
    assert list(references_are_one_movements()) == []


def test_propose_takes_only_the_makers_named():
    one, two = make_maker("One"), make_maker("Two")
    payable(one)
    payable(two)
    run = actions.propose_payouts(make_mart(), by=ACCOUNTANT, maker_ids=[two.pk])
    assert [payout.maker_id for payout in run.payouts.all()] == [two.pk]


def test_propose_leaves_what_may_still_come_back():
    part = payable()
    Due.objects.update(pay_from="2999-01-01")
    with refused("ledger.nothing_owed"):
        actions.propose_payouts(part.mart, by=ACCOUNTANT)


def test_propose_leaves_makers_without_a_bank_account():
    part = payable()
    BankAccount.objects.all().delete()
    with refused("ledger.nothing_owed"):
        actions.propose_payouts(part.mart, by=ACCOUNTANT)


def test_propose_of_another_mart_finds_nothing():
    payable()
    with refused("ledger.nothing_owed"):
        actions.propose_payouts(make_mart("chandrapur"), by=ACCOUNTANT)


def test_propose_twice_proposes_nothing_twice():
    run = proposed()
    with refused("ledger.nothing_owed"):
        actions.propose_payouts(run.mart, by=COLLECTOR)


def test_propose_needs_a_person():
    payable()
    with refused("ledger.same_person"):
        actions.propose_payouts(make_mart(), by=MACHINE)


@pytest.mark.parametrize("by", [ACCOUNTANT, MACHINE])
def test_release_by_who_proposed_or_by_nobody_is_refused(by):
    run = proposed()
    with refused("ledger.same_person"):
        actions.release_payouts(run, by=by)
    assert states() == ({"proposed"}, {"proposed"}, {"in_payout"})


def test_release_by_who_proposed_is_refused_by_the_database():
    run = proposed()
    with pytest.raises(IntegrityError, match="payout_maker_is_not_checker"), transaction.atomic():
        PayoutRun.objects.filter(pk=run.pk).update(released_by_id=run.proposed_by_id)


def test_release_by_another_person_takes_the_money_from_the_bank():
    run = proposed()
    before, payout = books(), run.payouts.get()
    actions.release_payouts(run, by=COLLECTOR)
    assert states() == ({"released"}, {"sent"}, {"in_payout"})
    assert books() == {
        kind: paise - (payout.amount_paise if kind == "bank" else 0)
        for kind, paise in before.items()
        if kind != "maker_due"
    }
    assert broken() == {}


def test_release_without_money_in_the_bank_is_refused_whole():
    run = proposed()
    bank = books()["bank"]
    actions.transfer(
        run.mart,
        debit=actions.At("return_loss"),
        credit=actions.At("bank"),
        amount_paise=bank,
        cause="stolen",
        by=MACHINE,
    )
    with refused("ledger.overdrawn"):
        actions.release_payouts(run, by=COLLECTOR)
    assert states() == ({"proposed"}, {"proposed"}, {"in_payout"})


@pytest.mark.parametrize("second", [actions.release_payouts, actions.drop_payouts])
def test_release_and_drop_happen_once(second):
    run = actions.release_payouts(proposed(), by=COLLECTOR)
    with refused("ledger.run_closed"):
        second(run, by=COLLECTOR)


def test_drop_makes_everything_due_again():
    run = proposed()
    actions.drop_payouts(run, by=COLLECTOR)
    assert states() == ({"dropped"}, {"dropped"}, {"earned"})
    assert actions.propose_payouts(run.mart, by=ACCOUNTANT).number == "DMP-0002"
    assert broken() == {}


def test_paid_settles_dues_and_keeps_the_reference():
    (payout,) = sent()
    paid = actions.payout_paid(payout, utr=" sbin 1234 567 ", by=ACCOUNTANT)
    assert (paid.utr, paid.state) == (UTR, "paid")
    assert states() == ({"released"}, {"paid"}, {"paid"})
    assert Event.objects.get(kind="ledger.payout_paid").data["utr"] == UTR
    work()
    assert broken() == {}


@pytest.mark.parametrize("utr", ["", "SBIN123", "SBIN-1234567", "S" * 31, "एसबीआई12345"])
def test_paid_needs_a_bank_reference(utr):
    (payout,) = sent()
    with refused("ledger.utr_needed", field="utr"):
        actions.payout_paid(payout, utr=utr, by=ACCOUNTANT)


def test_a_bank_reference_counts_once():
    first, second = sent(make_maker("One"), make_maker("Two"))
    actions.payout_paid(first, utr=UTR, by=ACCOUNTANT)
    with refused("ledger.utr_used", field="utr"):
        actions.payout_paid(second, utr=UTR, by=ACCOUNTANT)
    second.refresh_from_db()
    assert (second.state, second.utr) == ("sent", "")
    actions.payout_paid(second, utr="SBIN7654321", by=ACCOUNTANT)


def test_paid_twice_is_refused():
    (payout,) = sent()
    actions.payout_paid(payout, utr=UTR, by=ACCOUNTANT)
    with refused("ledger.payout_closed"):
        actions.payout_paid(payout, utr="SBIN7654321", by=ACCOUNTANT)


def test_paid_before_it_was_released_is_refused():
    payout = proposed().payouts.get()
    with refused("ledger.payout_closed"):
        actions.payout_paid(payout, utr=UTR, by=ACCOUNTANT)


def test_failed_brings_the_money_back_and_it_is_due_again():
    (payout,) = sent()
    after_release = books()
    actions.payout_failed(payout, reason="account closed", by=ACCOUNTANT)
    assert states() == ({"released"}, {"failed"}, {"earned"})
    assert books() == {
        **after_release,
        "bank": after_release["bank"] + payout.amount_paise,
        "maker_due": payout.amount_paise,
    }
    assert broken() == {}
    with refused("ledger.nothing_owed"):  # until the account is mended
        actions.propose_payouts(payout.mart, by=ACCOUNTANT)
    account = makers.set_bank(payout.maker, holder="Sita", number="30011223355", ifsc="SBIN0000064", by=ACCOUNTANT)
    makers.confirm_bank(account, by=COLLECTOR)
    again = actions.propose_payouts(payout.mart, by=ACCOUNTANT)
    actions.release_payouts(again, by=COLLECTOR)
    actions.payout_paid(again.payouts.get(), utr=UTR, by=ACCOUNTANT)
    work()
    assert broken() == {}


def test_failed_after_paid_is_refused():
    (payout,) = sent()
    actions.payout_paid(payout, utr=UTR, by=ACCOUNTANT)
    with refused("ledger.payout_closed"):
        actions.payout_failed(payout, reason="no", by=ACCOUNTANT)


def shares_of_group(rule, weights, *, price_paise=52_000):
    """The shares of a paid payout among members with these (work units, amounts)."""
    maker = make_maker(share_rule=rule, member_count=len(weights))
    maker.members.all().delete()
    for place, (work_units, amount_share) in enumerate(weights):
        make_member(maker, work_units=work_units, amount_share=amount_share, leads=place == 0)
    gone = make_member(maker, "Left", active=False)
    payable(maker, price_paise=price_paise)
    run = actions.propose_payouts(maker.mart, by=ACCOUNTANT, maker_ids=[maker.pk])
    actions.release_payouts(run, by=COLLECTOR)
    payout = actions.payout_paid(run.payouts.get(), utr=UTR, by=ACCOUNTANT)
    assert not Share.objects.filter(member=gone).exists()
    amounts = list(Share.objects.filter(payout=payout).order_by("pk").values_list("amount_paise", flat=True))
    assert sum(amounts) == payout.amount_paise
    return amounts


@pytest.mark.parametrize(
    ("rule", "weights", "amounts"),
    [
        # 47,340 paise to the maker
        (Maker.ShareRule.EQUAL, [(5, 9), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1)], [6763] * 6 + [6762]),
        (Maker.ShareRule.BY_WORK, [(3, 1), (2, 9), (1, 9)], [23_670, 15_780, 7_890]),
        (Maker.ShareRule.BY_WORK, [(0, 1), (1, 9)], [0, 47_340]),
        (Maker.ShareRule.BY_AMOUNTS, [(9, 10), (9, 10), (1, 1)], [22_543, 22_543, 2_254]),
    ],
)
def test_shares_are_exact_by_the_groups_rule(rule, weights, amounts):
    assert shares_of_group(rule, weights) == amounts
    assert books()["group_purse"] == books()["member_share"] == 47_340
    work()
    assert broken() == {}


@given(st.integers(0, 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_shares_never_lose_a_paisa(paise, weights):
    shares = share_out(paise, weights)
    assert sum(shares) == paise
    assert min(shares) >= 0


def test_a_group_without_members_is_paid_and_shares_nothing():
    (payout,) = sent(maker := make_maker())
    maker.members.update(active=False)
    actions.payout_paid(payout, utr=UTR, by=ACCOUNTANT)
    assert Share.objects.count() == 0


def test_an_artisan_is_paid_and_shares_nothing():
    (payout,) = sent(make_maker(kind=Maker.Kind.ARTISAN))
    actions.payout_paid(payout, utr=UTR, by=ACCOUNTANT)
    assert (Share.objects.count(), "member_share" in books()) == (0, False)


def test_share_given_counts_once():
    (payout,) = sent()
    actions.payout_paid(payout, utr=UTR, by=ACCOUNTANT)
    share = Share.objects.get()
    assert str(share) == f"{share.amount_paise} to member {share.member_id}"
    first = actions.share_given(share, by=ACCOUNTANT).given_at
    assert actions.share_given(share, by=ACCOUNTANT).given_at == first
    assert "group_purse" not in books()
    assert Event.objects.filter(kind="ledger.shares_given").count() == 1


def test_shares_given_all_at_once_or_those_named():
    maker = make_maker()
    make_member(maker, "Gita")
    make_member(maker, "Mina")
    (payout,) = sent(maker)
    actions.payout_paid(payout, utr=UTR, by=ACCOUNTANT)
    first = Share.objects.order_by("pk").first()
    assert actions.shares_given(payout, share_ids=[first.pk], by=ACCOUNTANT) == 1
    assert actions.shares_given(payout, by=ACCOUNTANT) == 2
    assert actions.shares_given(payout, by=ACCOUNTANT) == 0


def test_two_runs_of_two_days_pay_each_due_once():
    maker = make_maker()
    (first,) = sent(maker)
    actions.payout_paid(first, utr=UTR, by=ACCOUNTANT)
    payable(maker)
    ripen()
    assert Due.objects.filter(state="paid").count() == 1
    run = actions.propose_payouts(maker.mart, by=ACCOUNTANT)
    assert run.payouts.get().dues.count() == 1
