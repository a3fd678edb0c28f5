"""Money: one meaning of owed, a button that does what it says, and what waits with its reason."""

import pytest
from django.urls import reverse

from haat.core.actor import Actor
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel, Round
from haat.ledger import actions as ledger
from haat.ledger.models import Account, Due, PayoutRun, Transfer
from haat.ledger.queries import balances
from haat.makers.models import BankAccount
from haat.orders import actions as orders
from haat.payments import actions as payments
from tests.ledger.books import ACCOUNTANT, COLLECTOR, delivered, payable, refund, send_back, work
from tests.make import BY, make_maker, make_officer
from tests.web.office.signed import district, officer, part_of, sign_in

pytestmark = pytest.mark.django_db


def test_owed_is_one_sum_in_parts_and_the_button_takes_what_it_says():
    here = district()
    lone, bare = make_maker("Alone", block=here.here), make_maker("Bare", block=here.there)
    for maker in (here.maker, here.other, lone, bare):
        payable(maker)
    BankAccount.objects.filter(maker=lone).update(confirmed=False)
    BankAccount.objects.filter(maker=bare).delete()
    run = ledger.propose_payouts(here.mart, maker_ids=[here.maker.pk], by=ACCOUNTANT)
    delivered(here.other, method="upi")
    work()
    accountant = officer("accountant")
    for _time in range(2):
        page = accountant.get(reverse("office:money:money")).context
        parts = {str(words): paise for words, paise, _to in page["parts"]}
        owed = sum(paise for _words, paise, _makers in page["ageing"])
        assert sum(parts.values()) == owed == 5 * 47_340
        assert balances(here.mart)["maker_due"] + page["sent_paise"] == owed
        if run.state == PayoutRun.State.PROPOSED:
            assert list(parts.values()) == [47_340, 94_680, 47_340, 0, 0, 47_340, 0]
            run = ledger.release_payouts(run, by=COLLECTOR)
    assert list(parts.values()) == [47_340, 94_680, 47_340, 0, 0, 0, 47_340]
    assert page["payable_paise"] == 47_340
    accountant.post(reverse("office:money:propose"))
    assert PayoutRun.objects.latest("pk").payouts.get().amount_paise == 47_340
    page = accountant.get(reverse("office:money:money"))
    assert (page.context["payable_paise"], page.context["nothing"]) == (0, True)
    words = page.content.decode()
    assert "bank account not confirmed" in words
    assert "no bank account" in words
    assert reverse("office:makers:maker", args=[lone.pk]) in words


def test_money_a_buyer_asked_to_send_back_is_named_and_leads_to_the_returns():
    here = district()
    orders.ask_return(payable(here.maker), reason="too small", by=BY)
    page = officer("accountant").get(reverse("office:money:money"))
    held = [(paise, to) for words, paise, to in page.context["parts"] if "asked" in str(words)]
    assert held == [(47_340, reverse("office:orders:list") + "?state=return")]
    assert page.context["nothing"] is True


def test_table_of_what_is_owed_says_what_the_account_waits_for():
    here = district()
    for maker in (here.maker, here.other):
        payable(maker)
    BankAccount.objects.filter(maker=here.other).update(confirmed=False)
    table = officer("accountant").get(reverse("office:money:money"), {"export": "csv"}).content.decode("utf-8-sig")
    assert [line.rsplit(",", 1)[1] for line in table.splitlines()] == ["Bank account", "confirmed", "not yet confirmed"]


def closed_short(maker, *, counted="1"):
    """A round of one parcel of which only so many rupees came in."""
    round = Parcel.objects.get(part=part_of(maker, state="delivered")).round
    delivery.end_round(round, by=BY)
    officer("desk").post(reverse("office:delivery:close", args=[round.pk]), {"counted": counted})
    work()
    return Round.objects.get(pk=round.pk)


def test_missing_cash_stands_on_today_and_money_until_it_is_paid_in():
    here = district()
    round = closed_short(here.maker)
    desk, address = officer("desk"), reverse("office:delivery:take_missing", args=[round.pk])
    (row,) = desk.get(reverse("office:today:list")).context["rows"]
    assert (row["what"], row["who"], row["holds"]) == ("Cash of a round is missing", round.rider.name, 55_900)
    assert row["url"] == reverse("office:delivery:round", args=[round.pk])
    assert [found.paise for found in desk.get(reverse("office:money:money")).context["missing"].rows] == [55_900]
    for _time in range(2):
        assert desk.post(address, {"amount": "500", "nonce": "a"}).status_code == 302
    assert balances(here.mart)["rider_cash"] == 5_900
    page = desk.get(reverse("office:delivery:round", args=[round.pk]))
    assert (page.context["missing_paise"], page.context["history"][0].reason) == (5_900, "₹500")
    answer = desk.post(address, {"amount": "60", "nonce": "b"})
    assert (answer.status_code, answer.context["missing_form"].errors["amount"]) == (
        422,
        ["Cash: only ₹59 is missing. Count again."],
    )
    desk.post(address, {"amount": "59", "nonce": "b"})
    assert (balances(here.mart)["rider_cash"], balances(here.mart)["cash_desk"]) == (0, 56_000)
    assert desk.get(reverse("office:today:list")).context["rows"] == []
    assert desk.get(reverse("office:money:money")).context["missing"].rows == []
    answer = desk.post(address, {"amount": "1", "nonce": "c"})
    assert "No cash of this round is missing any more." in answer.content.decode()
    assert Account.objects.get(kind="cash_desk").balance_paise == 56_000


def test_rider_does_not_take_his_own_missing_cash():
    here = district()
    round = closed_short(here.maker)
    make_officer("desk")
    round.rider.roles.create(mart=here.mart, kind="desk", place=here.mart.place)
    answer = sign_in(round.rider).post(
        reverse("office:delivery:take_missing", args=[round.pk]), {"amount": "9", "nonce": "a"}
    )
    assert "somebody else than the rider must count it" in answer.content.decode()
    assert Transfer.objects.filter(cause__startswith="missing:").count() == 0


def test_a_refund_goes_as_the_page_showed_it_or_not_at_all():
    part = payable()
    send_back(part)
    work()
    owed, accountant = part.refunds.get(), officer("accountant")
    payments.prepare_refund(owed, road="vpa", whom="asha@sbi", by=COLLECTOR)
    listed, address = reverse("office:money:payments"), reverse("office:money:refund_sent", args=[owed.pk])
    name = f"s{owed.pk}-seen"
    assert f'name="{name}" value="vpa asha@sbi"' in accountant.get(listed).content.decode()
    payments.prepare_refund(owed, road="vpa", whom="bina@sbi", by=COLLECTOR)
    sent = {f"s{owed.pk}-reference": "700000000001", name: "vpa asha@sbi"}
    assert "This was changed in the meantime" in accountant.post(address, sent).content.decode()
    assert accountant.post(address, {**sent, name: ""}).status_code == 422
    assert accountant.post(address, {**sent, name: "vpa bina@sbi"}).status_code == 302
    owed.refresh_from_db()
    assert owed.state == "sent"


def test_refund_under_a_payouts_reference_is_refused():
    here = district()
    payable(here.maker)
    (payout,) = ledger.release_payouts(ledger.propose_payouts(here.mart, by=ACCOUNTANT), by=COLLECTOR).payouts.all()
    ledger.payout_paid(payout, utr="700000000001", by=Actor(501))
    part = delivered(here.other, method="upi")
    work()
    send_back(part)
    work()
    owed, accountant = part.refunds.get(), officer("accountant")
    answer = accountant.post(
        reverse("office:money:refund_sent", args=[owed.pk]), {f"s{owed.pk}-reference": "7000 0000 0001"}
    )
    assert answer.status_code == 422
    assert "already belongs to other money" in answer.content.decode()
    assert refund(part).state == "sent"
    assert Due.objects.get(part=part).state == Due.State.TAKEN_BACK
