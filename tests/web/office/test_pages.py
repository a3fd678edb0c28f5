"""Lists that stay cheap, forms that lose nothing, actions that count once, tables no spreadsheet runs."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from haat.catalogue.models import Check, Good
from haat.core.dates import today
from haat.delivery.models import Parcel
from haat.ledger.models import Account, Due, PayoutRun
from haat.makers.models import BankAccount, Maker
from haat.orders.models import Part
from haat.payments import actions as paying
from haat.payments.models import Payment
from tests.make import BY, make_maker, make_order, make_rider, make_stocked
from tests.web.office.signed import district, officer, part_of, sign_in, waiting_good, work_off

pytestmark = pytest.mark.django_db


def _count(client, address, django_assert_num_queries, number):
    client.get(address)
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


def test_list_of_makers_costs_the_same_for_two_and_three(django_assert_num_queries):
    here = district()
    desk = officer("desk")
    _count(desk, reverse("office:makers:list"), django_assert_num_queries, 8)
    make_maker("Sita group", mart=here.mart, block=here.here)
    _count(desk, reverse("office:makers:list"), django_assert_num_queries, 8)


def test_queue_of_goods_costs_the_same_for_one_and_three(django_assert_num_queries):
    here = district()
    waiting_good(here.maker)
    desk = officer("desk")
    _count(desk, reverse("office:goods:list"), django_assert_num_queries, 31)
    waiting_good(here.maker)
    waiting_good(here.other)
    _count(desk, reverse("office:goods:list"), django_assert_num_queries, 31)


def test_list_of_orders_costs_the_same_for_one_and_three(django_assert_num_queries):
    here = district()
    part_of(here.maker)
    desk = officer("desk")
    _count(desk, reverse("office:orders:list"), django_assert_num_queries, 10)
    part_of(here.maker)
    part_of(here.other)
    _count(desk, reverse("office:orders:list"), django_assert_num_queries, 10)


def test_parcels_cost_the_same_for_one_and_three(django_assert_num_queries):
    here = district()
    part_of(here.maker, state="packed")
    desk = officer("desk")
    _count(desk, reverse("office:delivery:list"), django_assert_num_queries, 9)
    part_of(here.maker, state="packed")
    part_of(here.other, state="packed")
    _count(desk, reverse("office:delivery:list"), django_assert_num_queries, 9)


def test_today_costs_the_same_for_one_and_three(django_assert_num_queries):
    here = district()
    for maker in (here.maker, here.other):
        part_of(maker)
    Part.objects.update(placed_at=timezone.now() - timedelta(days=3))
    desk = officer("desk")
    _count(desk, reverse("office:today:list"), django_assert_num_queries, 6)
    part_of(here.maker)
    Part.objects.update(placed_at=timezone.now() - timedelta(days=3))
    _count(desk, reverse("office:today:list"), django_assert_num_queries, 6)


def test_money_costs_the_same_for_one_and_three(django_assert_num_queries):
    here = district()
    part_of(here.maker, state="delivered")
    Due.objects.update(pay_from="2020-01-01")
    accountant = officer("accountant")
    accountant.post(reverse("office:money:propose"))
    run = PayoutRun.objects.get()
    _count(accountant, reverse("office:money:payout_run", args=[run.pk]), django_assert_num_queries, 9)
    _count(accountant, reverse("office:money:money"), django_assert_num_queries, 9)
    part_of(here.other, state="delivered")
    part_of(make_maker("Sita group", mart=here.mart, block=here.here), state="delivered")
    Due.objects.update(pay_from="2020-01-01")
    accountant.post(reverse("office:money:propose"))
    _count(accountant, reverse("office:money:payout_run", args=[run.pk + 1]), django_assert_num_queries, 9)
    _count(accountant, reverse("office:money:money"), django_assert_num_queries, 9)


def test_payments_cost_the_same_for_one_and_three(django_assert_num_queries):
    here = district()
    accountant = officer("accountant")
    for number, asked in enumerate((1, 2), start=1):
        for more in range(asked):
            order = make_order({make_stocked(here.maker): 1}, method="upi")
            paying.claim(paying.ask(order, by=BY), reference=f"12345678{number}{more}12", by=BY)
        _count(accountant, reverse("office:money:payments"), django_assert_num_queries, 7)


def test_unchecked_goods_of_a_maker_are_one_row():
    here = district()
    for maker in (here.maker, here.maker, here.other):
        waiting_good(maker)
    Good.objects.update(sent_at=timezone.now() - timedelta(days=4))
    rows = officer("desk").get(reverse("office:today:list")).context["rows"]
    assert sorted((row["maker"].pk, row["together"]) for row in rows) == [
        (here.maker.pk, "2 goods"),
        (here.other.pk, "1 good"),
    ]


def test_good_sent_back_without_a_reason_keeps_the_note():
    here = district()
    good = waiting_good(here.maker)
    answer = officer("desk").post(reverse("office:goods:send_back", args=[good.pk]), {"note": "Please call me"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please call me" in page
    assert "Reason: choose at least one" in page
    good.refresh_from_db()
    assert good.state == Good.State.WAITING


def test_good_sent_back_tells_reasons_in_the_makers_language():
    here = district()
    good = waiting_good(here.maker, weight_g=None)
    desk = officer("desk")
    page = desk.get(reverse("office:goods:good", args=[good.pk])).content.decode()
    assert "disabled" in page[page.index('form="approve"') :][:200]
    desk.post(reverse("office:goods:send_back", args=[good.pk]), {"reasons": ["weight_missing"], "note": ""})
    assert Check.objects.get(good=good).reasons == ["weight_missing"]


def test_good_decided_by_another_is_said_plainly():
    here = district()
    good = waiting_good(here.maker)
    first, second = officer("desk"), officer("desk")
    first.post(reverse("office:goods:approve", args=[good.pk]))
    answer = second.post(reverse("office:goods:send_back", args=[good.pk]), {"reasons": "picture_cut"}, follow=True)
    assert "Somebody has already decided about this good." in answer.content.decode()
    good.refresh_from_db()
    assert good.state == Good.State.LIVE


def test_bank_account_with_a_wrong_number_stays_typed():
    here = district()
    given = {"holder": "Sita Devi", "number": "12", "ifsc": "SBIN0000064"}
    answer = officer("desk").post(reverse("office:makers:set_bank", args=[here.maker.pk]), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="12"' in page
    assert "Account number: it has 8 to 18 digits." in page
    assert BankAccount.objects.get(maker=here.maker).number == "30011223344"


def test_account_numbers_are_masked_on_the_page():
    here = district()
    page = officer("desk").get(reverse("office:makers:maker", args=[here.maker.pk])).content.decode()
    assert "xxxxxxx3344" in page
    assert "30011223344" not in page


def test_enrolling_twice_with_one_form_enrols_once():
    here = district()
    before = Maker.objects.count()
    form = {
        "kind": "artisan", "block": here.here.pk, "pin": "814149", "phone": "9876543211", "leader_language": "hi",
        "name_hi": "रमेश लोहार", "leader_hi": "रमेश लोहार", "nonce": "same",
    }  # fmt: skip
    desk = officer("desk")
    desk.post(reverse("office:makers:new"), form)
    desk.post(reverse("office:makers:new"), form)
    assert Maker.objects.count() == before + 1


def test_enrolling_with_a_wrong_phone_keeps_what_was_typed():
    here = district()
    form = {"kind": "artisan", "block": here.here.pk, "pin": "814149", "phone": "12", "leader_language": "hi",
            "name_hi": "रमेश लोहार", "leader_hi": "रमेश", "nonce": "n"}  # fmt: skip
    answer = officer("desk").post(reverse("office:makers:new"), form)
    assert answer.status_code == 422
    assert answer.context["form"].errors["phone"]
    assert "रमेश लोहार" in answer.content.decode()


def test_cash_banked_twice_with_one_form_counts_once():
    here = district()
    Account.objects.create(mart=here.mart, kind="cash_desk", debits_paise=100_000)
    accountant = officer("accountant")
    for _time in range(2):
        accountant.post(reverse("office:money:bank_cash"), {"amount": "400", "nonce": "one"})
    desk = Account.objects.get(mart=here.mart, kind="cash_desk")
    assert desk.balance_paise == 60_000


def test_more_cash_than_there_is_cannot_be_banked():
    here = district()
    Account.objects.create(mart=here.mart, kind="cash_desk", debits_paise=10_000)
    answer = officer("accountant").post(reverse("office:money:bank_cash"), {"amount": "400", "nonce": "one"})
    assert answer.status_code == 422
    assert "There is not that much money in this account." in answer.content.decode()


def test_parcels_planned_twice_make_one_round():
    here = district()
    part = part_of(here.maker, state="packed")
    parcel, rider = Parcel.objects.get(part=part), make_rider(here.mart)
    given = {"parcel": parcel.pk, "rider": rider.pk, "day": today().isoformat()}
    desk = officer("desk")
    assert desk.post(reverse("office:delivery:plan"), given).status_code == 302
    assert desk.post(reverse("office:delivery:plan"), given).status_code == 422
    assert here.mart.rounds.count() == 1


def test_wrong_code_is_said_at_its_field_and_counted():
    here = district()
    part = part_of(here.maker, state="on_the_way")
    parcel = Parcel.objects.get(part=part)
    phone = sign_in(parcel.round.rider, factor=False)
    wrong = "0000" if parcel.code != "0000" else "1111"
    given = {f"p{parcel.pk}-code": wrong, f"p{parcel.pk}-taken": "on"}
    answer = phone.post(reverse("office:delivery:hand_over", args=[parcel.pk]), given)
    assert answer.status_code == 422
    assert "4 tries are left" in answer.content.decode()
    parcel.refresh_from_db()
    assert (parcel.state, parcel.wrong_codes) == (Parcel.State.OUT, 1)


def test_cash_must_be_ticked_before_a_parcel_is_handed_over():
    here = district()
    part = part_of(here.maker, state="on_the_way")
    parcel = Parcel.objects.get(part=part)
    phone = sign_in(parcel.round.rider, factor=False)
    answer = phone.post(reverse("office:delivery:hand_over", args=[parcel.pk]), {f"p{parcel.pk}-code": parcel.code})
    assert "Take the money first" in answer.content.decode()
    parcel.refresh_from_db()
    assert parcel.state == Parcel.State.OUT


def test_upi_claim_is_confirmed_once_and_the_order_is_placed():
    here = district()
    order = make_order({make_stocked(here.maker): 1}, method="upi")
    payment = paying.ask(order, by=BY)
    paying.claim(payment, reference="123456789012", by=BY)
    accountant = officer("accountant")
    rupees = str(payment.amount_paise // 100)
    given = {f"c{payment.pk}-reference": "123456789012", f"c{payment.pk}-amount": "1"}
    answer = accountant.post(reverse("office:money:confirm", args=[payment.pk]), given)
    assert answer.status_code == 422
    assert f"but ₹{rupees} was asked" in answer.content.decode().replace(",", "")
    given[f"c{payment.pk}-amount"] = rupees
    for _time in range(2):
        assert accountant.post(reverse("office:money:confirm", args=[payment.pk]), given).status_code == 302
    work_off()
    assert Payment.objects.get().state == Payment.State.CONFIRMED
    assert Account.objects.get(mart=here.mart, kind="bank").balance_paise == payment.amount_paise


def test_proposing_twice_makes_one_run():
    here = district()
    part_of(here.maker, state="delivered")
    Due.objects.update(pay_from="2020-01-01")
    accountant = officer("accountant")
    accountant.post(reverse("office:money:propose"))
    answer = accountant.post(reverse("office:money:propose"), follow=True)
    assert "Nothing is due for payment today." in answer.content.decode()
    assert PayoutRun.objects.count() == 1


def test_exported_cells_are_no_formulas():
    here = district()
    Maker.objects.filter(pk=here.maker.pk).update(names={"en": "=cmd|' /C calc'!A0", "hi": "x"})
    answer = officer("desk").get(reverse("office:makers:list"), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row[0] for row in rows} == {"Name", "'=cmd|' /C calc'!A0", "Gulab group"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_search_finds_a_maker_by_name_and_by_phone():
    here = district()
    desk = officer("desk")
    for words in ("gulab", here.other.phone[-6:]):
        found = desk.get(reverse("office:makers:list"), {"q": words}).context["listing"].rows
        assert [maker.pk for maker in found] == [here.other.pk]


def test_order_is_cancelled_with_a_reason_only():
    here = district()
    part = part_of(here.maker)
    desk = officer("desk")
    assert desk.post(reverse("office:orders:cancel", args=[part.number]), {"cancel-reason": ""}).status_code == 422
    assert (
        desk.post(
            reverse("office:orders:cancel", args=[part.number]), {"cancel-reason": "Not made any more"}
        ).status_code
        == 302
    )
    part.refresh_from_db()
    assert (part.state, part.cancel_reason) == (Part.State.CANCELLED, "Not made any more")
