"""Who may enter which room, what she sees there, and what is refused."""

import pytest
from django.urls import reverse

from haat.catalogue.models import Good
from haat.delivery.models import Parcel
from haat.ledger.models import Due, PayoutRun
from haat.makers.models import Maker
from haat.orders.models import SellerOrder
from tests.make import make_maker, make_mart, make_officer, make_rider
from tests.web.office.signed import district, officer, part_of, sign_in, waiting_good

pytestmark = pytest.mark.django_db

LISTS = ("today", "makers", "goods", "orders", "payments", "rounds", "money", "review", "maker_new", "target")
ENTERS = {
    "collector": "200 200 200 200 200 200 200 200 403 200",
    "desk": "200 200 200 200 200 200 200 200 200 403",
    "coordinator": "200 200 200 200 403 403 403 200 200 403",
    "accountant": "200 200 200 200 200 200 200 200 403 403",
    "auditor": "200 200 200 200 200 200 200 200 403 403",
    "rider": "403 403 403 403 403 403 403 403 403 403",
}


@pytest.mark.parametrize("kind", ENTERS)
def test_each_role_enters_its_rooms_only(kind):
    here = district()
    place = here.here if kind == "coordinator" else None
    client = officer(kind, place=place)
    found = [str(client.get(reverse(f"office:{name}")).status_code) for name in LISTS]
    assert dict(zip(LISTS, found, strict=True)) == dict(zip(LISTS, ENTERS[kind].split(), strict=True))


def test_rail_names_only_rooms_that_open():
    here = district()
    page = officer("coordinator", place=here.here).get(reverse("office:today"))
    assert [entry["url"] for entry in page.context["rail"]] == [
        "/office/", "/office/makers/", "/office/goods/", "/office/orders/", "/office/review/",
    ]  # fmt: skip


def test_rail_counts_what_waits_in_the_readers_block():
    here = district()
    waiting_good(here.maker)
    waiting_good(here.other)
    counts = {
        entry["url"]: entry["count"]
        for entry in officer("coordinator", place=here.here).get("/office/").context["rail"]
    }
    assert counts["/office/goods/"] == 1


def test_stranger_is_sent_to_sign_in(client):
    district()
    assert client.get(reverse("office:today"))["Location"] == "/sign-in/office/?next=%2Foffice%2F"


def test_second_factor_is_asked_for():
    here = district()
    client = sign_in(make_officer("desk", mart=here.mart), factor=False)
    assert client.get(reverse("office:money"))["Location"] == "/sign-in/second-step/?next=%2Foffice%2Fmoney%2F"
    good = waiting_good(here.maker)
    client.post(reverse("office:approve", args=[good.pk]))
    good.refresh_from_db()
    assert good.state == Good.State.WAITING


def test_coordinator_sees_her_block_only():
    here = district()
    mine, other = waiting_good(here.maker), waiting_good(here.other)
    own, theirs = part_of(here.maker), part_of(here.other)
    client = officer("coordinator", place=here.here)
    addresses = {
        reverse("office:maker", args=[here.maker.pk]): 200,
        reverse("office:maker", args=[here.other.pk]): 404,
        reverse("office:good", args=[mine.pk]): 200,
        reverse("office:good", args=[other.pk]): 404,
        reverse("office:order", args=[own.number]): 200,
        reverse("office:order", args=[theirs.number]): 404,
        reverse("office:makers") + "?block=palojori": 404,
    }
    assert {address: client.get(address).status_code for address in addresses} == addresses
    assert [maker.pk for maker in client.get(reverse("office:makers")).context["listing"].rows] == [here.maker.pk]
    assert [part.pk for part in client.get(reverse("office:orders")).context["listing"].rows] == [own.pk]


def test_coordinator_cannot_act_in_another_block():
    here = district()
    good = waiting_good(here.other)
    Maker.objects.update(state="enrolled")
    client = officer("coordinator", place=here.here)
    assert client.post(reverse("office:approve", args=[good.pk])).status_code == 404
    assert client.post(reverse("office:open", args=[here.other.pk])).status_code == 404
    client.post(reverse("office:open_many"), {"pick": [here.maker.pk, here.other.pk]})
    assert list(Maker.objects.filter(state="live").values_list("pk", flat=True)) == [here.maker.pk]


def test_auditor_reads_and_changes_nothing():
    here = district()
    good, part = waiting_good(here.maker), part_of(here.maker, state="packed")
    parcel, rider = Parcel.objects.get(part=part), make_rider(here.mart)
    client = officer("auditor")
    page = client.get(reverse("office:good", args=[good.pk])).content.decode()
    assert "office/goods" in page
    assert 'id="approve"' not in page
    posts = {
        reverse("office:approve", args=[good.pk]): {},
        reverse("office:send_back", args=[good.pk]): {"reasons": "picture_cut"},
        reverse("office:pause", args=[here.maker.pk]): {},
        reverse("office:cancel", args=[part.number]): {"cancel-reason": "no"},
        reverse("office:plan"): {"parcel": parcel.pk, "rider": rider.pk, "day": "2026-11-22"},
        reverse("office:propose"): {},
        reverse("office:bank_cash"): {"amount": "10"},
    }
    assert {address: client.post(address, given).status_code for address, given in posts.items()} == dict.fromkeys(
        posts, 403
    )
    assert SellerOrder.objects.get(pk=part.pk).state == "packed"


def test_who_proposed_payouts_may_not_release_them():
    here = district()
    part_of(here.maker, state="delivered", method="cod")
    Due.objects.update(pay_from="2020-01-01")
    accountant = officer("accountant")
    accountant.post(reverse("office:propose"))
    run = PayoutRun.objects.get()
    page = accountant.get(reverse("office:payout_run", args=[run.pk])).content.decode()
    assert reverse("office:release", args=[run.pk]) not in page
    answer = accountant.post(reverse("office:release", args=[run.pk]), follow=True).content.decode()
    assert "Who proposed the payouts may not release them." in answer
    run.refresh_from_db()
    assert run.state == PayoutRun.State.PROPOSED


def test_rider_reaches_only_his_own_round():
    here = district()
    part = part_of(here.maker, state="on_the_way")
    parcel = Parcel.objects.get(part=part)
    stranger = sign_in(make_rider(here.mart), factor=False)
    given = {f"p{parcel.pk}-code": parcel.code, f"p{parcel.pk}-taken": "on"}
    assert stranger.post(reverse("office:hand_over", args=[parcel.pk]), given).status_code == 404
    assert stranger.get(reverse("office:ride")).context["round"] is None
    assert officer("desk").get(reverse("office:ride")).status_code == 403


def test_makers_of_another_mart_are_not_found():
    here = district()
    other = make_mart("chandrapur", place=here.mart.place, order_prefix="CH")
    maker = make_maker("Far group", mart=other, block=here.here)
    assert officer("desk").get(reverse("office:maker", args=[maker.pk])).status_code == 404
