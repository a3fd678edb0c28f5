"""What follows a sale, by the desk's own pages against the rehearsed Amazon: fetched, sent, settled."""

import io
import re

import pytest
import stamina
from django.urls import reverse
from python_calamine import CalamineWorkbook

from haat.channels import actions
from haat.channels.models import Sale, Settlement, Shipment
from tests.channels.amazon.rehearsed import DAY, HOUR, connected, rehearsed
from tests.channels.make import studio, turn
from tests.make import BY, make_fee, make_registered_maker, make_stocked, make_zone
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def amazon(settings):
    with rehearsed(settings) as told, studio(), stamina.set_testing(True, attempts=2):
        yield told


@pytest.fixture
def account(amazon):
    maker = make_registered_maker()
    make_fee(maker.mart, channel="amazon")
    make_zone(maker.mart)
    found = connected(amazon, maker.seller)
    turn(found)
    return found


def page(name, *args):
    return reverse(f"office:channels:{name}", args=args)


def text(answer):
    return answer.content.decode()


def sold(amazon, account, **more):
    """An order that is received here, with its parcel."""
    good = make_stocked(account.seller.makers.get(), price_paise=19_900)
    number = amazon.buys(good.sku, **more)
    turn(account)
    sale = Sale.objects.get(external_id=number)
    assert (sale.problem, sale.said) == ("", "")
    return Shipment.objects.select_related("sale").get(sale=sale)


SIZE = {"size-weight_g": "350", "size-length_mm": "12.5", "size-width_mm": "12", "size-height_mm": "4"}


def offered(desk, row):
    answer = desk.post(page("times", row.sale_id, 1), SIZE)
    assert answer.status_code == 302, text(answer)
    return text(desk.get(page("sale", row.sale_id)))


def slots(shown):
    return re.findall(r'name="slot"[^>]*value="([^"]+)"', re.sub(r"\s+", " ", shown))


def test_easy_ship_is_booked_once_labelled_and_fetched(amazon, account):
    row, desk = sold(amazon, account, easy_ship=True), officer("desk")
    shown = text(desk.get(page("sale", row.sale_id)))
    assert "Amazon.in fetches it" in shown
    assert "Hand over by" in shown
    shown = offered(desk, row)
    assert "06:30–09:30" in shown  # 10:00 to 13:00 there, nine hours ahead of UTC
    seen = re.search(r'name="seen" value="([^"]*)"', shown)[1]
    for _turn in range(2):
        assert desk.post(page("book", row.sale_id, 1), {"slot": slots(shown)[0], "seen": seen}).status_code == 302
    assert amazon.calls("createScheduledPackage") == 1
    row.refresh_from_db()
    assert (row.state, row.there, len(row.tracking)) == ("booked", "ReadyForPickup", 12)
    assert "The label is being made" in text(desk.get(page("sale", row.sale_id)))
    turn(account)
    amazon.does(advance=HOUR)
    turn(account)
    answer = desk.get(page("label", row.sale_id, 1))
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="label-{row.sale.external_id}-1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    amazon.does(advance=3 * DAY)
    turn(account)
    row.refresh_from_db()
    assert (row.state, row.there) == ("left", "PickedUp")
    shown = text(desk.get(page("sale", row.sale_id)))
    assert "picked up" in shown
    assert 'name="slot"' not in shown


def test_a_booking_whose_answer_was_lost_is_found(amazon, account):
    row, desk = sold(amazon, account, easy_ship=True), officer("desk")
    shown = offered(desk, row)
    amazon.does(fault={"kind": "timeout", "operation": "createScheduledPackage", "times": 1})
    desk.post(page("book", row.sale_id, 1), {"slot": slots(shown)[0]})
    row.refresh_from_db()
    assert (row.state, amazon.double.orders.known[row.sale.external_id].package is not None) == ("booked", True)


def test_a_booking_that_never_arrived_is_read_back_before_it_may_be_sent_again(amazon, account):
    row, desk = sold(amazon, account, easy_ship=True), officer("desk")
    shown = offered(desk, row)
    amazon.does(fault={"kind": "lost", "operation": "createScheduledPackage", "times": 1})
    answer = desk.post(page("book", row.sale_id, 1), {"slot": slots(shown)[0]}, follow=True)
    assert "Nobody answered. It may have happened" in text(answer)
    assert 'name="slot"' not in text(answer)
    row.refresh_from_db()
    assert row.state == "unknown"
    for _turn in range(3):
        turn(account)
    row.refresh_from_db()
    assert (row.state, amazon.double.orders.known[row.sale.external_id].package) == ("waits", None)


def test_what_is_booked_is_moved(amazon, account):
    row, desk = sold(amazon, account, easy_ship=True), officer("desk")
    chosen = slots(offered(desk, row))
    desk.post(page("book", row.sale_id, 1), {"slot": chosen[0]})
    shown = text(desk.get(page("sale", row.sale_id)))
    assert "Move it to this time" in shown
    seen = re.search(r'name="seen" value="([^"]*)"', shown)[1]
    desk.post(page("book", row.sale_id, 1), {"slot": chosen[1], "seen": seen})
    row.refresh_from_db()
    assert (row.state, row.slot["key"], amazon.calls("updateScheduledPackages")) == ("booked", chosen[1], 1)


def test_a_refusal_of_amazon_stands_at_its_field(amazon, account):
    row, desk = sold(amazon, account, easy_ship=True), officer("desk")
    shown = offered(desk, row)
    amazon.does(cancel={"order": row.sale.external_id})
    answer = desk.post(page("book", row.sale_id, 1), {"slot": slots(shown)[1]})
    assert answer.status_code == 422
    assert "InvalidOrderState" in answer.context["rows"][0].book.errors["slot"][0]


LEFT = {"left-carrier": "India Post", "left-tracking": "EJ123456789IN"}


def left_now(desk, row, **more):
    form = desk.get(page("sale", row.sale_id)).context["rows"][0].left
    day, clock = form["left_at"].value(), form["left_time"].value()
    told = LEFT | {"left-left_at": day.isoformat(), "left-left_time": f"{clock:%H:%M}"} | more
    return desk.post(page("left", row.sale_id, 1), told)


def test_what_our_own_carrier_took_is_confirmed_once(amazon, account):
    row, desk = sold(amazon, account, easy_ship=False), officer("desk")
    form = desk.get(page("sale", row.sale_id)).context["rows"][0].left
    day, clock = form["left_at"].value(), form["left_time"].value()
    told = LEFT | {"left-left_at": day.isoformat(), "left-left_time": f"{clock:%H:%M}"}
    for _turn in range(2):
        assert desk.post(page("left", row.sale_id, 1), told).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.carrier, amazon.calls("confirmShipment")) == ("left", "India Post", 1)
    assert amazon.double.orders.known[row.sale.external_id].state == "SHIPPED"


def test_a_confirmation_that_was_lost_on_its_way_back_is_found(amazon, account):
    row, desk = sold(amazon, account, easy_ship=False), officer("desk")
    amazon.does(fault={"kind": "timeout", "operation": "confirmShipment", "times": 1})
    left_now(desk, row)
    row.refresh_from_db()
    assert row.state == "unknown"
    turn(account)
    row.refresh_from_db()
    assert (row.state, row.tracking) == ("left", "EJ123456789IN")


def test_a_buyer_who_asks_to_cancel_is_told_with_what_to_do_and_keeps_her_pieces(amazon, account):
    row, desk = sold(amazon, account, easy_ship=True), officer("desk")
    amazon.does(ask_cancel={"order": row.sale.external_id}, advance=300)
    turn(account)
    shown = text(desk.get(page("sale", row.sale_id)))
    assert "agree or refuse there" in shown
    assert row.sale.arrival.order.parts.get().state == "placed"
    amazon.does(cancel={"order": row.sale.external_id}, advance=300)
    turn(account)
    turn(account)
    row.refresh_from_db()
    assert (row.state, row.sale.arrival.order.parts.get().state) == ("over", "cancelled")


def test_an_odd_settlement_is_read_in_beside_what_was_reckoned(amazon, account):
    row, desk = sold(amazon, account, easy_ship=False), officer("desk")
    left_now(desk, row)
    turn(account)
    amazon.does(settle={"lost_line": True, "unknown_type": True, "comma": True})
    actions.ask_for_settlements(account, by=BY)
    turn(account)
    found = Settlement.objects.get()
    assert (found.currency, found.problem) == ("INR", "")
    assert found.lacks_minor
    assert "Settlements" in text(desk.get(page("settlements", account.pk)))
    shown = text(desk.get(page("settlement", found.pk)))
    assert "Festival handling" in shown
    assert "is explained by no line" in shown
    assert "nothing of it is posted" in shown
    assert row.sale.external_id in shown
    csv = text(desk.get(page("settlement", found.pk) + "?export=csv"))
    assert "Principal" in csv
    workbook = desk.get(page("settlement", found.pk) + "?export=xlsx").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    assert book.sheet_names == ["Lines", "Orders"]
    assert len(book.get_sheet_by_name("Lines").to_python()) == found.number + 1
