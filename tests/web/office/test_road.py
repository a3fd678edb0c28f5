"""The thin road through the desk: check goods, plan a round, hand over, pay out by two people."""

import pytest
from django.urls import reverse

from haat.catalogue.models import Good
from haat.core.dates import today
from haat.delivery.models import Parcel, Round
from haat.ledger.models import Due, Payout, PayoutRun
from haat.makers.models import Maker
from tests.make import make_rider
from tests.web.office.signed import district, officer, part_of, sign_in, waiting_good, work_off

pytestmark = pytest.mark.django_db


def test_pages_open_for_the_desk():
    here = district()
    waiting_good(here.maker)
    part = part_of(here.maker, state="packed")
    desk = officer("desk")
    for name in (
        *("today:list", "makers:list", "makers:new", "goods:list", "orders:list"),
        *("money:payments", "delivery:list", "money:money"),
    ):
        assert desk.get(reverse(f"office:{name}")).status_code == 200, name
    assert desk.get(reverse("office:makers:maker", args=[here.maker.pk])).status_code == 200
    assert desk.get(reverse("office:orders:order", args=[part.number])).status_code == 200


def test_good_is_approved_and_the_next_one_opens():
    here = district()
    first, second = waiting_good(here.maker), waiting_good(here.maker, "Bamboo tray")
    desk = officer("desk")
    answer = desk.post(reverse("office:goods:approve", args=[first.pk]))
    assert answer["Location"] == reverse("office:goods:good", args=[second.pk])
    first.refresh_from_db()
    assert first.state == Good.State.LIVE


def test_parcel_goes_from_ready_to_handed_over_to_paid_out():
    here = district()
    part = part_of(here.maker, state="packed")
    parcel, rider = Parcel.objects.get(part=part), make_rider(here.mart)
    desk, accountant, phone = officer("desk"), officer("accountant"), sign_in(rider, factor=False)

    desk.post(reverse("office:delivery:plan"), {"parcel": parcel.pk, "rider": rider.pk, "day": today().isoformat()})
    round_ = Round.objects.get()
    assert (round_.state, round_.rider_id) == (Round.State.PLANNED, rider.pk)
    phone.post(reverse("office:delivery:leave", args=[round_.pk]))
    given = {f"p{parcel.pk}-code": parcel.code, f"p{parcel.pk}-taken": "on"}
    assert phone.post(reverse("office:delivery:hand_over", args=[parcel.pk]), given).status_code == 302
    phone.post(reverse("office:delivery:end", args=[round_.pk]))
    work_off()
    rupees = str(parcel.collect_paise // 100)
    desk.post(reverse("office:delivery:close", args=[round_.pk]), {"counted": rupees})
    work_off()
    round_.refresh_from_db()
    assert (round_.state, round_.counted_paise) == (Round.State.CLOSED, parcel.collect_paise)
    accountant.post(reverse("office:money:bank_cash"), {"amount": rupees, "nonce": "one"})

    Due.objects.update(pay_from="2020-01-01")
    accountant.post(reverse("office:money:propose"))
    run = PayoutRun.objects.get()
    assert desk.post(reverse("office:money:release", args=[run.pk])).status_code == 302
    run.refresh_from_db()
    assert run.state == PayoutRun.State.RELEASED
    assert desk.get(reverse("office:money:bank_file", args=[run.pk])).content.decode().count("\r\n") == 2
    payout = Payout.objects.get()
    accountant.post(reverse("office:money:paid", args=[run.pk, payout.pk]), {f"u{payout.pk}-utr": "SBIN2026112200"})
    payout.refresh_from_db()
    assert (payout.state, payout.amount_paise) == (Payout.State.PAID, part.maker_paise)


def test_maker_is_enrolled_given_a_bank_and_opened():
    here = district()
    coordinator = officer("coordinator", place=here.here)
    form = {
        "kind": "group", "block": here.here.pk, "pin": "814149", "phone": "98765 43210", "leader_language": "hi",
        "name_hi": "सीता समूह", "leader_hi": "सीता देवी", "nonce": "n1",
    }  # fmt: skip
    answer = coordinator.post(reverse("office:makers:new"), form)
    maker = Maker.objects.get(phone="+919876543210")
    assert answer["Location"] == reverse("office:makers:maker", args=[maker.pk])
    bank = {"holder": "Sita Devi", "number": "30011223399", "ifsc": "SBIN0000064"}
    coordinator.post(reverse("office:makers:set_bank", args=[maker.pk]), bank)
    coordinator.post(reverse("office:makers:give_paper", args=[maker.pk]), {"kind": "pan", "number": "AAATC1234D"})
    coordinator.post(reverse("office:makers:open", args=[maker.pk]))
    maker.refresh_from_db()
    assert maker.state == Maker.State.LIVE


def test_desk_names_a_good_its_maker_named_in_one_language():
    here = district()
    good = waiting_good(here.maker)
    good.texts.filter(language="en").delete()
    desk = officer("desk")
    desk.post(reverse("office:goods:approve", args=[good.pk]))
    assert Good.objects.get(pk=good.pk).state == Good.State.WAITING
    empty = desk.post(reverse("office:goods:give_name", args=[good.pk]), {"other-name": " "})
    assert (empty.status_code, list(empty.context["naming"].errors)) == (422, ["name"])
    desk.post(reverse("office:goods:give_name", args=[good.pk]), {"other-name": "Bamboo basket"})
    assert dict(good.texts.values_list("language", "origin")) == {"hi": "person", "en": "person"}
    assert good.texts.get(language="en").name == "Bamboo basket"
    desk.post(reverse("office:goods:approve", args=[good.pk]))
    assert Good.objects.get(pk=good.pk).state == Good.State.LIVE
