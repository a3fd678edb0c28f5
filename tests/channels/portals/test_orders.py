"""A portal's list of orders: looked through first, each order once and whole, what is wrong said at its row."""

import pytest

from haat.channels import actions
from haat.channels.portals.orders import import_orders, kind_name, kinds
from haat.core.actor import Actor
from haat.core.tables import Line, heading
from haat.orders.models import Arrival, Order
from haat.sheets import actions as sheets
from haat.sheets.kinds import KINDS, kinds_of
from haat.sheets.models import Sheet
from haat.sheets.queries import kinds_for, outcome, read_as, table_of
from tests.channels.feeds.items import make_ready
from tests.channels.portals.portals import ORDERS, make_portal
from tests.make import BY, HOME_PIN, make_fee, make_mart, make_officer, make_pin, make_zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    mart = make_mart()
    make_zone(mart)
    make_pin(HOME_PIN)
    make_fee(mart, packing_paise=500)
    return make_portal(mart)


def row(number, **told):
    """A row of the portal's list as the spreadsheet gives it."""
    usual = {
        "order": "S-1",
        "placed_on": "28/11/2026",
        "name": "Asha Rao",
        "phone": "9876543210",
        "address": "House 4",
        "pin": HOME_PIN,
        "sku": "",
        "quantity": 1.0,
        "price": "380",
        "delivery": "40",
    }
    cells = {ORDERS[name]: value for name, value in (usual | told).items()}
    return Line([(heading(head), value) for head, value in cells.items()], number)


def bring(portal, *rows, **more):
    return import_orders(rows, portal=portal, by=BY, **more)


def said(report):
    return [(refusal.row, refusal.field) for refusal in report.refused]


def test_an_order_of_two_rows_is_received_whole_and_once(portal):
    one, two = make_ready(price_paise=38_000), make_ready(price_paise=20_000)
    rows = (row(2, sku=one.sku, quantity=2.0), row(3, sku=two.sku, price="200.50"))
    report = bring(portal, *rows)
    assert (report.made, report.same, report.refused) == (2, 0, [])
    order = Order.objects.get()
    assert (order.channel, order.external_id, order.bills) == ("esaras", "S-1", "here")
    assert (order.goods_paise, order.delivery_paise) == (96_050, 4_000)
    assert (order.name, order.phone, order.pin) == ("Asha Rao", "+919876543210", HOME_PIN)
    again = bring(portal, *rows)
    assert (again.made, again.same, again.same_rows, Order.objects.count()) == (0, 2, [2, 3], 1)


def test_a_dry_run_says_the_same_and_keeps_nothing(portal):
    variant = make_ready()
    report = bring(portal, row(2, sku=variant.sku), row(3, order="S-2", quantity="many"), dry_run=True)
    assert (report.made, said(report)) == (1, [(3, "qty")])
    assert (Arrival.objects.count(), Order.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"order": ""}, "order_no."),
        ({"placed_on": "soon"}, "order_date"),
        ({"placed_on": "01/01/2090"}, "order_date"),
        ({"name": ""}, "customer"),
        ({"phone": "12"}, "mobile"),
        ({"pin": "99"}, "pincode"),
        ({"quantity": ""}, "qty"),
        ({"quantity": "0"}, "qty"),
        ({"price": ""}, "unit_price"),
        ({"price": "free"}, "unit_price"),
        ({"sku": "", "order": "S-9"}, "item_code"),
        ({"delivery": "x"}, "shipping"),
    ],
)
def test_what_is_wrong_is_said_at_its_row_and_heading(portal, told, field):
    variant = make_ready()
    report = bring(portal, row(2, **({"sku": variant.sku} | told)), row(3, sku=variant.sku, order="S-2"))
    assert said(report) == [(2, field)]
    assert [order.external_id for order in Order.objects.all()] == ["S-2"]


def test_one_wrong_row_keeps_its_whole_order_out(portal):
    variant = make_ready()
    report = bring(portal, row(2, sku=variant.sku), row(3, sku=variant.sku, quantity="x"), row(4, order="S-2", sku="?"))
    assert said(report) == [(2, ""), (3, "qty")]
    assert "see row 3" in report.refused[0].sentence
    assert Order.objects.count() == 0  # nobody knows the SKU of the other: it waits for the desk
    assert Arrival.objects.get().state == Arrival.State.OPEN


def test_an_order_told_otherwise_is_kept_for_the_desk(portal):
    variant = make_ready()
    bring(portal, row(2, sku=variant.sku))
    report = bring(portal, row(2, sku=variant.sku, name="Asha R."))
    assert (report.made, report.refused) == (1, [])
    assert sorted(Arrival.objects.values_list("state", flat=True)) == ["changed", "done"]


def test_the_price_of_a_line_is_shared_among_its_pieces():
    mart = make_mart()
    make_fee(mart, packing_paise=500)
    heads = {name: head for name, head in ORDERS.items() if name != "price"} | {"total": "Line total"}
    portal, variant = make_portal(mart, orders=heads), make_ready()

    def line(number, total):
        cells = {
            head: row(number, sku=variant.sku, quantity="3")[heading(head)]
            for head in heads.values()
            if head != "Line total"
        }
        return Line([(heading(head), value) for head, value in (cells | {"Line total": total}).items()], number)

    assert said(bring(portal, line(2, "1000"))) == [(2, "line_total")]
    assert bring(portal, line(2, "1140")).made == 1
    assert Arrival.objects.get().lines.get().piece_paise == 38_000


def test_a_table_without_the_needed_headings_is_refused_once(portal):
    line = Line([("order_no.", "S-1"), ("qty", 1)], 2)
    report = bring(portal, line, Line([("order_no.", "S-1"), ("qty", 1)], 3))
    assert [refusal.row for refusal in report.refused] == [1]
    assert report.made == 0


def test_the_list_is_brought_like_every_other_table(portal):
    variant, desk = make_ready(), make_officer("desk")
    kind = kind_name(portal)
    assert kind in kinds_of(portal.mart)
    assert kind not in KINDS
    assert str(kinds(portal.mart)[kind].title) == "Orders: eSARAS"
    heads = ",".join(ORDERS.values())
    told = f"S-1,28/11/2026,Asha Rao,9876543210,House 4,{HOME_PIN},{variant.sku},2,380,40"
    content = f"{heads}\n{told}\n{told.replace('S-1', 'S-2').replace(',2,', ',x,')}\n".encode()
    table = read_as(kind, content, mart=portal.mart)
    sheet = sheets.receive_sheet(
        portal.mart, kind=kind, name="orders.csv", content=content, table=table, user=desk, by=Actor(desk.pk)
    )
    sheets.look(sheet)
    assert (sheet.made, sheet.refused, Order.objects.count()) == (1, 1, 0)
    sheets.bring_in(sheet, by=Actor(desk.pk))
    sheets.bring(Sheet.objects.get(), by=Actor(desk.pk))
    assert Order.objects.get().external_id == "S-1"
    found = Sheet.objects.get()
    assert [became for _cells, became, _why, _converted in outcome(found, table_of(found))] == ["new", "refused"]


def test_lists_stay_readable_when_no_sheet_is_made_any_more(portal):
    actions.close_portal(portal, by=BY)
    assert kind_name(portal) in kinds(portal.mart)


def test_a_portal_without_headings_of_orders_takes_none(portal):
    silent = make_portal(portal.mart, slug="odop", title="ODOP", orders={})
    assert kind_name(silent) not in kinds(portal.mart)


def test_only_who_may_change_orders_brings_them(portal):
    factor = {"proven": True}
    allowed = {}
    for kind in ("desk", "collector"):
        user = make_officer(kind, mart=portal.mart)
        for name, value in factor.items():
            setattr(user, name, value)
        allowed[kind] = kind_name(portal) in kinds_for(user, portal.mart)
    assert allowed == {"desk": True, "collector": False}
