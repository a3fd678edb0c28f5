"""Handing over at the desk: the forms on an order's page, what waits, and who may."""

import re

import pytest
from django.urls import reverse

from haat.channels import actions
from haat.channels.models import Sale, Shipment
from haat.channels.parcels import CARRIED, NotTaken
from haat.channels.showing import for_the_desk
from haat.delivery.models import Parcel
from haat.orders.models import Part
from haat.review import stuck_at_channels
from tests.channels.handed import SIZE as PACKED
from tests.channels.handed import booked, now, offered, sold
from tests.channels.make import live, make_account, make_good, told, turn
from tests.channels.toy import LOST, once
from tests.make import BY, make_mart
from tests.web.office.signed import officer, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]
SIZE = {"size-weight_g": "350", "size-length_mm": "12.5", "size-width_mm": "12", "size-height_mm": "4"}


@pytest.fixture
def account(depot, db):
    return make_account()


def page(name, *args):
    return reverse(f"office:channels:{name}", args=args)


def text(answer):
    return answer.content.decode()


def post(desk, name, row, **given):
    return desk.post(page(name, row.sale_id, row.number), given)


def shown(desk, row):
    return text(desk.get(page("sale", row.sale_id)))


def test_the_page_leads_from_the_size_to_a_time_to_the_label(bazaar, account):
    row, desk = sold(bazaar, account), officer("desk")
    assert "Ask for times of a parcel of this size" in shown(desk, row)
    assert post(desk, "times", row, **SIZE).status_code == 302
    assert "10:00–13:00" in shown(desk, row)  # 04:30 UTC, in India
    assert post(desk, "book", row, slot="slot-2", seen="waits:").status_code == 302
    assert now(row).slot["key"] == "slot-2"
    page_now = shown(desk, row)
    assert "a time is booked" in page_now
    assert "waits for the van" in page_now
    assert "The label is being made" in page_now
    turn(account)
    turn(account)
    assert page("label", row.sale_id, 1) in shown(desk, row)
    answer = desk.get(page("label", row.sale_id, 1))
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 a label", "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"size-weight_g": ""}, "weight_g"),
        ({"size-weight_g": "0"}, "weight_g"),
        ({"size-weight_g": "100001"}, "weight_g"),
        ({"size-length_mm": "long"}, "length_mm"),
        ({"size-height_mm": "0"}, "height_mm"),
        ({"size-width_mm": "900"}, "width_mm"),
    ],
)
def test_a_size_that_cannot_be_stands_at_its_field_and_nothing_typed_is_lost(bazaar, account, depot, given, field):
    row, desk = sold(bazaar, account), officer("desk")
    answer = post(desk, "times", row, **(SIZE | given))
    assert answer.status_code == 422
    assert list(answer.context["rows"][0].size.errors) == [field]
    kept = [value for name, value in (SIZE | given).items() if value and name not in given]
    assert all(f'value="{value}"' in text(answer) for value in kept)
    assert depot.packed == []


def test_a_size_that_is_known_here_stands_in_the_form(bazaar, account):
    row, desk = sold(bazaar, account), officer("desk")
    line = Part.objects.get().lines.get()
    line.good.length_mm, line.good.width_mm, line.good.height_mm = 125, 120, 40
    line.good.save()
    form = desk.get(page("sale", row.sale_id)).context["rows"][0].size
    assert [form[name].value() for name in ("weight_g", "length_mm", "height_mm")] == [None, "12.5", "4"]


def test_a_refusal_stands_at_the_times_and_they_are_still_there(bazaar, account, depot):
    row, desk = offered(bazaar, account), officer("desk")
    depot.refuses["book"] = NotTaken("400 <b>gone</b>", "slot")
    answer = post(desk, "book", row, slot="slot-1")
    assert answer.status_code == 422
    assert "400 &lt;b&gt;gone&lt;/b&gt;" in text(answer)
    assert re.search(r'value="slot-1"[^>]*checked', re.sub(r"\s+", " ", text(answer)))
    assert post(desk, "book", row).context["rows"][0].book.errors["slot"] == ["Time: choose one."]


def test_who_looks_at_an_old_page_books_nothing(bazaar, account):
    row, desk = offered(bazaar, account), officer("desk")
    actions.book_pickup(row, slot="slot-1", by=BY)
    answer = post(desk, "book", row, slot="slot-2", seen="waits:")
    assert answer.status_code == 422
    assert (now(row).slot["key"], "changed in the meantime" in text(answer)) == ("slot-1", True)


def test_what_nobody_answered_says_so_and_offers_nothing(bazaar, account):
    row, desk = offered(bazaar, account), officer("desk")
    bazaar.happens = [once("book", "after", LOST)]
    answer = desk.post(page("book", row.sale_id, 1), {"slot": "slot-1"}, follow=True)
    assert "Nobody answered. It may have happened" in text(answer)
    assert "It is read back, and asked" not in shown(desk, row)
    assert 'name="slot"' not in shown(desk, row)
    assert post(desk, "book", row, slot="slot-1").status_code == 422
    assert bazaar.calls["book:before"] == 1


LEFT = {"left-carrier": "India Post", "left-tracking": "EJ123456789IN", "left-left_time": "10:00"}


def left(row, desk, **more):
    day = desk.get(page("sale", row.sale_id)).context["rows"][0].left["left_at"].value()
    return post(desk, "left", row, **(LEFT | {"left-left_at": day.isoformat(), "left-left_time": "00:00"} | more))


def test_what_our_carrier_took_is_told(bazaar, account):
    row, desk = sold(bazaar, account, way=CARRIED), officer("desk")
    assert "Give the parcel to your carrier first." in shown(desk, row)
    assert left(row, desk).status_code == 302
    page_now = shown(desk, row)
    assert "EJ123456789IN" in page_now
    assert "has left" in page_now
    assert "It has left: tell the channel" not in page_now


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"left-carrier": ""}, "carrier"),
        ({"left-tracking": "x"}, "tracking"),
        ({"left-left_at": "2001-01-01"}, "left_at"),
        ({"left-left_at": "soon"}, "left_at"),
        ({"left-left_time": "25:00"}, "left_time"),
        ({"left-pieces": "9"}, "pieces"),
    ],
)
def test_what_cannot_be_told_stands_at_its_field(bazaar, account, given, field):
    row, desk = sold(bazaar, account, way=CARRIED, pieces=2), officer("desk")
    answer = left(row, desk, **({"left-pieces": "2"} | given))
    assert answer.status_code == 422
    assert list(answer.context["rows"][0].left.errors) == [field]
    assert bazaar.calls["left:before"] == 0


def test_a_part_of_an_order_leaves_and_the_rest_has_a_parcel_of_its_own(bazaar, account):
    row, desk = sold(bazaar, account, way=CARRIED, pieces=3), officer("desk")
    assert left(row, desk, **{"left-pieces": "1"}).status_code == 302
    assert "Parcel 2" in shown(desk, row)
    assert [each.pieces for each in Shipment.objects.order_by("number")] == [{"L1": 1}, {}]


def test_what_is_to_be_handed_over_stands_in_the_list_on_the_rail_and_on_today(bazaar, account):
    row, desk = sold(bazaar, account), officer("desk")
    work_off()
    listed = desk.get(page("sales") + "?show=hand")
    assert [sale.pk for sale in listed.context["listing"].rows] == [row.sale_id]
    assert "to be handed over" in text(listed)
    mart = account.mart
    assert [each.what for each in stuck_at_channels.shipments(mart, mart.place)] == [row.sale.external_id]
    today = text(desk.get(reverse("office:today:list")))
    assert f"Order {row.sale.external_id} is to be handed over" in today
    actions.book_pickup(actions.offer_times(row, packed=PACKED, by=BY), slot="slot-1", by=BY)
    assert desk.get(page("sales") + "?show=hand").context["listing"].rows == []
    assert list(stuck_at_channels.shipments(mart, mart.place)) == []
    assert [rows.count() for rows in for_the_desk(mart)] == [0, 0, 0]


def test_the_order_at_the_desk_says_how_it_is_handed_over(bazaar, account):
    row, desk = booked(bazaar, account), officer("desk")
    work_off()
    part = Part.objects.get()
    at_desk = text(desk.get(reverse("office:orders:order", args=[part.number])))
    assert "a time is booked" in at_desk
    assert "10:00–13:00" in at_desk
    assert f"{page('sale', row.sale_id)}#parcel-1" in at_desk


def test_what_is_late_is_said(bazaar, account):
    row, desk = sold(bazaar, account), officer("desk")
    assert "late</span>" not in shown(desk, row)
    Sale.objects.update(ship_by="2026-01-01T10:00:00Z")
    assert "late</span>" in shown(desk, row)
    assert "late</span>" in text(desk.get(page("sales")))


def test_who_only_sees_channels_sees_no_forms_and_no_label(bazaar, account):
    row = booked(bazaar, account)
    turn(account)
    turn(account)
    auditor = officer("auditor")
    shown_now = shown(auditor, row)
    assert "a time is booked" in shown_now
    assert "<form" not in shown_now.split('id="parcel-1"')[1].split("</section>")[0]
    assert auditor.get(page("label", row.sale_id, 1)).status_code == 403
    far = officer("desk", mart=make_mart("chandrapur"))
    assert far.get(page("label", row.sale_id, 1)).status_code in (403, 404)
    assert officer("desk").get(page("label", row.sale_id, 2)).status_code == 404


def test_an_order_with_four_parcels_costs_as_much_as_with_one(
    bazaar, account, django_assert_num_queries, django_assert_max_num_queries
):
    row, desk = sold(bazaar, account, way=CARRIED, pieces=4), officer("desk")
    Shipment.objects.update(state="left", left_at="2026-11-01T10:00:00Z")
    desk.get(page("sale", row.sale_id))
    with django_assert_max_num_queries(60) as one:
        desk.get(page("sale", row.sale_id))
    for number in (2, 3, 4):
        more = {"number": number, "way": CARRIED, "state": "left", "left_at": "2026-11-01T10:00:00Z"}
        Shipment.objects.create(mart=row.mart, sale=row.sale, **more)
    with django_assert_num_queries(len(one)):
        desk.get(page("sale", row.sale_id))


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_handing_over_is_read_in_hindi_and_marathi(bazaar, account, language):
    fetched, carried = offered(bazaar, account), sold(bazaar, account, way=CARRIED)
    desk = officer("desk", language=language)
    for row, words in ((fetched, ("Book this time", "Handing it over")), (carried, ("Tracking number", "It has left"))):
        assert [each for each in words if each in shown(desk, row)] == []


def test_goods_of_two_makers_are_said_to_go_as_one_parcel(bazaar, account):
    goods = [make_good(), make_good()]
    live(account, *goods)
    bazaar.tell(account.key, told(dict.fromkeys(goods, 1), raw={"way": "fetched"}))
    turn(account)
    row, desk = Shipment.objects.get(), officer("desk")
    assert "The goods of 2 makers go as one parcel, and lie at different places." in " ".join(shown(desk, row).split())
    assert Parcel(article="366001/2").tracked == Parcel(article="366001").tracked == "366001"
