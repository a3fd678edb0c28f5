"""Who may enter which room, what she sees there, and what is refused."""

import pytest
from django.urls import reverse

from haat.catalogue.models import Good
from haat.delivery.models import Parcel
from haat.ledger.models import Due, PayoutRun
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.people.rules import OFFICE
from tests.make import (
    make_hub,
    make_maker,
    make_mart,
    make_moved,
    make_officer,
    make_part,
    make_rider,
    make_stocked,
)
from tests.web.office.signed import district, officer, part_of, sign_in, waiting_good

pytestmark = pytest.mark.django_db

LISTS = (
    *("today:list", "makers:list", "goods:list", "orders:list", "money:payments", "delivery:list", "money:money"),
    *("review:review", "makers:new", "review:target"),
)
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


WHOLE_MART = {"/office/stock/", "/office/delivery/", "/office/money/"}


@pytest.mark.parametrize("kind", sorted(OFFICE))
@pytest.mark.parametrize("of_block", [True, False])
def test_rail_names_only_rooms_that_open(kind, of_block):
    here = district()
    client = officer(kind, place=here.here if of_block else None)
    named = {entry["url"] for entry in client.get(reverse("office:today:list")).context["rail"]}
    assert named >= {"/office/", "/office/makers/", "/office/goods/", "/office/orders/", "/office/review/"}
    assert named & WHOLE_MART == (set() if of_block or kind == "coordinator" else WHOLE_MART)
    assert {address: client.get(address, follow=True).status_code for address in named} == dict.fromkeys(named, 200)


def test_pages_lead_a_block_to_no_room_of_the_whole_mart():
    here = district()
    variant, hub = make_stocked(here.maker, pieces=5), make_hub(sells=["mart"])
    make_moved(variant, hub, 5)
    part = make_part({variant: 1}, state="on_the_way")
    pages = [reverse("office:orders:order", args=[part.number]), reverse("office:review:review")]
    shown = {
        place: [officer("desk", place=place).get(page).content.decode() for page in pages]
        for place in (here.here, here.mart.place)
    }
    doors = [
        reverse("office:stock:place", args=[hub.pk]),
        reverse("office:delivery:round", args=[part.parcel.round_id]),
    ]
    assert [door in shown[here.here][0] for door in doors] == [False, False]
    assert [door in shown[here.mart.place][0] for door in doors] == [True, True]
    assert ["/office/money/" in page for page in shown[here.here]] == [False, False]


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
    assert client.get(reverse("office:today:list"))["Location"] == "/sign-in/office/?next=%2Foffice%2F"


def test_second_factor_is_asked_for():
    here = district()
    client = sign_in(make_officer("desk", mart=here.mart), factor=False)
    assert client.get(reverse("office:money:money"))["Location"] == "/sign-in/office/?next=%2Foffice%2Fmoney%2F"
    good = waiting_good(here.maker)
    client.post(reverse("office:goods:approve", args=[good.pk]))
    good.refresh_from_db()
    assert good.state == Good.State.WAITING


def test_coordinator_sees_her_block_only():
    here = district()
    mine, other = waiting_good(here.maker), waiting_good(here.other)
    own, theirs = part_of(here.maker), part_of(here.other)
    client = officer("coordinator", place=here.here)
    addresses = {
        reverse("office:makers:maker", args=[here.maker.pk]): 200,
        reverse("office:makers:maker", args=[here.other.pk]): 404,
        reverse("office:goods:good", args=[mine.pk]): 200,
        reverse("office:goods:good", args=[other.pk]): 404,
        reverse("office:orders:order", args=[own.number]): 200,
        reverse("office:orders:order", args=[theirs.number]): 404,
        reverse("office:makers:list") + "?block=palojori": 404,
    }
    assert {address: client.get(address).status_code for address in addresses} == addresses
    assert [maker.pk for maker in client.get(reverse("office:makers:list")).context["listing"].rows] == [here.maker.pk]
    assert [part.pk for part in client.get(reverse("office:orders:list")).context["listing"].rows] == [own.pk]


def test_coordinator_cannot_act_in_another_block():
    here = district()
    good = waiting_good(here.other)
    Maker.objects.update(state="enrolled")
    client = officer("coordinator", place=here.here)
    assert client.post(reverse("office:goods:approve", args=[good.pk])).status_code == 404
    assert client.post(reverse("office:makers:open", args=[here.other.pk])).status_code == 404
    client.post(reverse("office:makers:open_many"), {"pick": [here.maker.pk, here.other.pk]})
    assert list(Maker.objects.filter(state="live").values_list("pk", flat=True)) == [here.maker.pk]


def test_auditor_reads_and_changes_nothing():
    here = district()
    good, part = waiting_good(here.maker), part_of(here.maker, state="packed")
    parcel, rider = Parcel.objects.get(part=part), make_rider(here.mart)
    client = officer("auditor")
    page = client.get(reverse("office:goods:good", args=[good.pk])).content.decode()
    assert "office/goods" in page
    assert 'id="approve"' not in page
    posts = {
        reverse("office:goods:approve", args=[good.pk]): {},
        reverse("office:goods:send_back", args=[good.pk]): {"reasons": "picture_cut"},
        reverse("office:makers:pause", args=[here.maker.pk]): {},
        reverse("office:orders:cancel", args=[part.number]): {"cancel-reason": "no"},
        reverse("office:delivery:plan"): {"parcel": parcel.pk, "rider": rider.pk, "day": "2026-11-22"},
        reverse("office:money:propose"): {},
        reverse("office:money:bank_cash"): {"amount": "10"},
    }
    assert {address: client.post(address, given).status_code for address, given in posts.items()} == dict.fromkeys(
        posts, 403
    )
    assert Part.objects.get(pk=part.pk).state == "packed"


def test_who_proposed_payouts_may_not_release_them():
    here = district()
    part_of(here.maker, state="delivered", method="cod")
    Due.objects.update(pay_from="2020-01-01")
    accountant = officer("accountant")
    accountant.post(reverse("office:money:propose"))
    run = PayoutRun.objects.get()
    page = accountant.get(reverse("office:money:payout_run", args=[run.pk])).content.decode()
    assert reverse("office:money:release", args=[run.pk]) not in page
    answer = accountant.post(reverse("office:money:release", args=[run.pk]), follow=True).content.decode()
    assert "Who proposed the payouts may not release them." in answer
    run.refresh_from_db()
    assert run.state == PayoutRun.State.PROPOSED


def test_rider_reaches_only_his_own_round():
    here = district()
    part = part_of(here.maker, state="on_the_way")
    parcel = Parcel.objects.get(part=part)
    stranger = sign_in(make_rider(here.mart), factor=False)
    given = {f"p{parcel.pk}-code": parcel.code, f"p{parcel.pk}-taken": "on"}
    assert stranger.post(reverse("office:delivery:hand_over", args=[parcel.pk]), given).status_code == 404
    assert stranger.get(reverse("office:delivery:ride")).context["round"] is None
    assert officer("desk").get(reverse("office:delivery:ride")).status_code == 403


def test_makers_of_another_mart_are_not_found():
    here = district()
    other = make_mart("chandrapur", place=here.mart.place, order_prefix="CH")
    maker = make_maker("Far group", mart=other, block=here.here)
    assert officer("desk").get(reverse("office:makers:maker", args=[maker.pk])).status_code == 404
