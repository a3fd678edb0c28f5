"""A second tab, a repeated press, a form somebody else has settled: said plainly, and nothing is changed."""

import pytest
from django.urls import reverse

from haat.core.dates import today
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel, Round
from haat.ledger import actions as ledger
from haat.ledger.models import Account, Payout, Transfer
from haat.orders import actions as orders
from haat.payments import actions as payments
from haat.payments.models import Payment, Refund
from tests.ledger.books import pay, sent, upi_reference, work
from tests.make import BY, make_order, make_rider, make_round, make_stocked
from tests.web.office.signed import district, officer, part_of

pytestmark = pytest.mark.django_db
UNCHANGED = "Nothing was changed."
MEANWHILE = f"Somebody has settled this in the meantime. {UNCHANGED}"
SETTLED = f"This payment is already settled. Open the order again to see how. {UNCHANGED}"


def said(answer):
    """What stands at the head of a page that refuses."""
    assert answer.status_code == 422
    return [str(message) for message in answer.context["messages"]][-1:]


def owed_refund(maker):
    part = make_order({make_stocked(maker): 1}, method="upi").parts.get()
    pay(part.order)
    part.refresh_from_db()
    orders.cancel(part, reason="no", by=BY)
    work()
    return Refund.objects.get(part=part)


@pytest.mark.parametrize(("typed", "words"), [("123456789012", SETTLED), ("12", MEANWHILE), ("", MEANWHILE)])
def test_refund_sent_again_with_another_reference(typed, words):
    refund = owed_refund(district().maker)
    accountant, address = officer("accountant"), reverse("office:money:refund_sent", args=[refund.pk])
    first = upi_reference()
    assert accountant.post(address, {f"s{refund.pk}-reference": first}).status_code == 302
    answer = accountant.post(address, {f"s{refund.pk}-reference": typed})
    # a number that is none is refused at its field before the state is looked at: the form is gone, so it is said above
    assert said(answer) == [words]
    refund.refresh_from_db()
    assert refund.reference == first


def test_payment_refused_after_it_was_confirmed():
    order = make_order({make_stocked(district().maker): 1}, method="upi")
    payment = payments.claim(payments.ask(order, by=BY), reference=upi_reference(), by=BY)
    payments.confirm(payment, reference=payment.reference, amount_paise=payment.amount_paise, by=BY)
    address = reverse("office:money:refuse", args=[payment.pk])
    assert said(officer("desk").post(address, {f"r{payment.pk}-reason": "Not there"})) == [SETTLED]
    assert Payment.objects.get().state == Payment.State.CONFIRMED


@pytest.mark.parametrize("first", ["paid", "failed"])
@pytest.mark.parametrize("again", ["paid", "failed"])
def test_payout_settled_twice(first, again):
    (payout,) = sent(district().maker)
    accountant = officer("accountant")
    given = {f"u{payout.pk}-utr": "SBIN7654321", f"f{payout.pk}-reason": "Account closed"}
    args = [payout.run_id, payout.pk]
    assert accountant.post(reverse(f"office:money:{first}", args=args), given).status_code == 302
    given[f"u{payout.pk}-utr"] = "SBIN0000001"
    words = said(accountant.post(reverse(f"office:money:{again}", args=args), given))
    assert words == [f"This payout is already settled. {UNCHANGED}"]
    payout.refresh_from_db()
    assert (payout.state, payout.utr) == (first, "SBIN7654321" if first == "paid" else "")
    assert accountant.post(reverse("office:money:paid", args=args), {f"u{payout.pk}-utr": "!"}).status_code == 422
    assert Payout.objects.get().state == first


def test_utr_that_is_none_of_a_settled_payout_is_said_at_the_head():
    (payout,) = sent(district().maker)
    ledger.payout_paid(payout, utr="SBIN7654321", by=BY)
    address = reverse("office:money:paid", args=[payout.run_id, payout.pk])
    assert said(officer("accountant").post(address, {f"u{payout.pk}-utr": "!"})) == [MEANWHILE]


def test_round_closed_before_it_is_back():
    part = part_of(district().maker, state="on_the_way")
    round = Parcel.objects.get(part=part).round
    words = said(officer("desk").post(reverse("office:delivery:close", args=[round.pk]), {"counted": "0"}))
    assert words == [f"Round: this step cannot be done now. Open the round again to see where it stands. {UNCHANGED}"]
    assert said(officer("desk").post(reverse("office:delivery:close", args=[round.pk]), {"counted": "x"})) == [
        MEANWHILE
    ]


def test_round_closed_again_with_another_sum():
    part = part_of(district().maker, state="delivered")
    round = Parcel.objects.get(part=part).round
    delivery.end_round(round, by=BY)
    desk, address = officer("desk"), reverse("office:delivery:close", args=[round.pk])
    assert desk.post(address, {"counted": "1"}).status_code == 302
    assert desk.post(address, {"counted": "1"}).status_code == 302
    assert said(desk.post(address, {"counted": "5"})) == [
        "This round is already closed: ₹1 was counted. Write down what comes later as missing cash. " + UNCHANGED
    ]
    assert Round.objects.get().counted_paise == 100


def test_parcel_somebody_else_has_planned():
    here = district()
    parcel = Parcel.objects.get(part=part_of(here.maker, state="packed"))
    make_round(parcel, started=False)
    given = {"parcel": parcel.pk, "rider": make_rider(here.mart).pk, "day": today().isoformat()}
    words = said(officer("desk").post(reverse("office:delivery:plan"), given))
    assert words == [
        f"Parcel {parcel.number}: this step cannot be done now. Open it again to see where it is. {UNCHANGED}"
    ]
    assert said(officer("desk").post(reverse("office:delivery:plan"), given | {"day": "never"})) == [MEANWHILE]


def test_order_cancelled_by_another():
    part = part_of(district().maker)
    orders.cancel(part, reason="no", by=BY)
    assert said(officer("desk").post(reverse("office:orders:cancel", args=[part.number]), {"cancel-reason": ""})) == [
        MEANWHILE
    ]


def test_other_content_from_the_same_page_is_a_new_deed():
    here = district()
    Account.objects.create(mart=here.mart, kind="cash_desk", debits_paise=100_000)
    accountant = officer("accountant")
    for amount in ("400", "100", "400", "100"):
        accountant.post(reverse("office:money:bank_cash"), {"amount": amount, "nonce": "one"})
    assert sorted(Transfer.objects.values_list("amount_paise", flat=True)) == [10_000, 40_000]
    accountant.post(reverse("office:money:bank_cash"), {"amount": "400", "nonce": "two"})
    assert Account.objects.get(mart=here.mart, kind="cash_desk").balance_paise == 10_000
