"""From a basket to an order: what is kept, what is refused, and how little it costs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.catalogue.models import GoodText, Variant
from haat.core.actor import MACHINE
from haat.core.errors import HaatError
from haat.core.models import Event
from haat.makers.models import Maker
from haat.orders import actions
from haat.orders.actions import placing
from haat.orders.doctor import sums as doctor
from haat.orders.errors import BadBuyer, BasketChanged, CannotSend, Change, EmptyBasket, MethodClosed
from haat.orders.models import Basket, BasketLine, Order, OrderLine, Part
from haat.payments.queries import terms
from haat.stock import actions as stock
from haat.stock import doctor as stock_doctor
from haat.stock.models import StockItem, WeekCapacity
from tests.make import (
    BY,
    PUNE_PIN,
    make_basket,
    make_buyer,
    make_maker,
    make_order,
    make_promise,
    make_pune_pin,
    make_registered_maker,
    make_stocked,
)

pytestmark = pytest.mark.django_db


def place(basket, *, key="k1", method="cod", promise=None, **more):
    buyer = more.pop("buyer", None) or make_buyer()
    promise = promise or make_promise(basket)
    return actions.place_order(basket, buyer=buyer, promise=promise, terms=terms(method), key=key, by=MACHINE, **more)


def healthy():
    checks = (
        doctor.reserved_is_open_lines,
        doctor.orders_have_events,
        doctor.orders_are_their_parts,
        doctor.parts_are_their_lines,
        doctor.orders_stand_with_parts,
        stock_doctor.items_are_their_movements,
    )
    return [sentence for check in checks for sentence in check()] == []


def reserved(variant):
    return StockItem.objects.get(variant=variant).reserved


def test_place_order_keeps_everything_as_it_was_sold():
    variant = make_stocked(make_registered_maker(), good={"hsn": "46021100"})
    basket = make_basket({variant: 2})
    promise = make_promise(basket)
    order = place(basket, promise=promise, buyer=make_buyer(phone="98765 43210", name=" Ranjana  Kumari "))
    assert (order.phone, order.name, order.pin) == ("+919876543210", "Ranjana Kumari", "814112")
    assert (order.goods_paise, order.delivery_paise, order.total_paise) == (104_000, 0, 104_000)
    assert (order.state, order.method, order.district_id) == ("placed", "cod", promise.district_id)
    part = order.parts.get()
    assert (part.number, part.state, part.carrier) == (f"{order.number}-1", "placed", "own")
    assert (str(order), str(part)) == (order.number, part.number)
    assert part.promised_by == promise.promised_by
    line = part.lines.get()
    assert str(line) == f"2 × {variant.pk}"
    assert line.names == {"hi": "Bamboo basket", "en": "Bamboo basket"}
    assert (line.hsn, line.tax_bp, line.weight_g) == ("46021100", 500, 900)
    assert (line.tax_paise, line.fee_paise, line.packing_paise) == (4952, 8320, 1000)
    assert line.maker_paise == part.maker_paise == 104_000 - 4952 - 8320 - 1000
    assert not BasketLine.objects.filter(basket=basket).exists()
    assert reserved(variant) == 2
    assert healthy()


def test_place_order_records_what_handlers_need():
    variant = make_stocked()
    order = make_order({variant: 1}, method="upi")
    part = order.parts.get()
    event = Event.objects.get(kind="orders.placed")
    assert (event.subject_type, event.subject_id, event.mart_id) == ("orders.order", order.pk, order.mart_id)
    assert event.data == {
        "number": order.number,
        "method": "upi",
        "pays": "before",
        "channel": "mart",
        "state": "awaiting_payment",
        "goods_paise": 52_000,
        "delivery_paise": 4000,
        "rounding_paise": 0,
        "total_paise": 56_000,
        "good_ids": [variant.good_id],
        "parts": [
            {
                "part_id": part.pk,
                "order_id": order.pk,
                "number": part.number,
                "maker_id": part.maker_id,
                "seller_id": part.seller_id,
                "goods_paise": 52_000,
                "delivery_paise": 4000,
                "delivery_tax_paise": 0,
                "rounding_paise": 0,
                "maker_paise": part.maker_paise,
                "tax_paise": 0,
                "fee_paise": 4160,
                "packing_paise": 500,
            }
        ],
    }
    assert part.state == "awaiting_payment"


def test_place_order_makes_a_part_for_each_maker_and_shares_the_charge():
    maker = make_maker()
    one, two, three = (
        make_stocked(maker, price_paise=10_000),
        make_stocked(),
        make_stocked(maker, price_paise=8_000),
    )
    order = make_order({one: 1, two: 1, three: 1})
    parts = list(order.parts.order_by("pk"))
    assert [(part.maker, part.goods_paise) for part in parts] == [(maker, 18_000), (two.good.maker, 52_000)]
    assert [part.number for part in parts] == [f"{order.number}-1", f"{order.number}-2"]
    assert sum(part.delivery_paise for part in parts) == order.delivery_paise == 4000
    assert parts[0].total_paise == 18_000 + 1_000
    assert healthy()


@pytest.mark.parametrize("lines", [1, 2])
def test_place_order_takes_at_most_twelve_statements(lines):
    maker = make_maker()
    basket = make_basket({make_stocked(maker): 1 for _line in range(lines)})
    promise = make_promise(basket)
    basket = Basket.objects.select_related("mart").get()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        place(basket, promise=promise)
    work = [query["sql"] for query in seen if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(work) == 10 + lines, "\n".join(work)


def test_place_order_with_the_same_key_gives_the_same_order():
    variant = make_stocked()
    basket = make_basket({variant: 1})
    promise = make_promise(basket)
    first = place(basket, promise=promise)
    assert place(basket, promise=promise) == first
    again = make_basket({variant: 1})
    assert place(again) == first
    assert place(again, promise=promise, method="upi") == first
    assert (Order.objects.count(), reserved(variant)) == (1, 1)


def test_order_number_comes_from_the_key_and_grows_when_taken(monkeypatch):
    number = placing.number_from("deoghar:mart::k1", digits=8)
    assert number == placing.number_from("deoghar:mart::k1", digits=8)
    assert (len(number), number[4]) == (9, "-")
    monkeypatch.setattr(placing, "number_from", lambda seed, digits: "1" * digits)
    variant = make_stocked()
    numbers = [make_order({variant: 1}).number for _turn in range(3)]
    assert numbers == ["DM-11111111", "DM-111111111", "DM-1111111111"]
    monkeypatch.setattr(placing, "NUMBER_DIGITS", (8,))
    with pytest.raises(RuntimeError):
        make_order({variant: 1})
    assert reserved(variant) == 3


def test_place_order_of_an_empty_basket_is_refused():
    basket = make_basket({make_stocked(): 1})
    promise = make_promise(basket)
    BasketLine.objects.all().delete()
    with pytest.raises(EmptyBasket):
        place(basket, promise=promise)


def test_place_order_names_every_wrong_field_of_the_buyer():
    basket = make_basket({make_stocked(): 1})
    buyer = make_buyer(phone="12", name="", address="here", landmark="x" * 121, pin="0")
    with pytest.raises(BadBuyer) as refused:
        place(basket, buyer=buyer)
    assert list(refused.value.fields) == ["phone", "name", "address", "landmark", "pin"]
    assert {name: error.field for name, error in refused.value.fields.items()} == {
        name: name for name in refused.value.fields
    }
    assert (refused.value.field, refused.value.message) == ("phone", refused.value.fields["phone"].message)


def test_place_order_with_a_new_price_asks_first():
    variant = make_stocked(price_paise=52_000)
    basket = make_basket({variant: 1})
    Variant.objects.update(price_paise=50_000)
    with pytest.raises(BasketChanged) as refused:
        place(basket)
    assert refused.value.changes == [Change(variant.pk, "price", 52_000, 50_000)]
    assert BasketLine.objects.get().quantity == 1
    assert place(basket, accept_changes=True).goods_paise == 50_000


def test_place_order_of_what_is_no_longer_for_sale_says_so():
    variant = make_stocked()
    basket = make_basket({variant: 2})
    Maker.objects.update(state=Maker.State.PAUSED)
    with pytest.raises(BasketChanged) as refused:
        place(basket, accept_changes=True)
    assert refused.value.changes == [Change(variant.pk, "gone", 2, 0)]


def test_place_order_of_what_was_sold_meanwhile_says_how_many_are_left():
    variant = make_stocked(pieces=5)
    basket = make_basket({variant: 4})
    stock.reserve([(variant.pk, 3)], cause="other", by=BY)
    with pytest.raises(BasketChanged) as refused:
        place(basket)
    assert refused.value.changes == [Change(variant.pk, "short", 4, 2)]
    StockItem.objects.all().delete()
    with pytest.raises(BasketChanged) as refused:
        place(basket)
    assert refused.value.changes == [Change(variant.pk, "short", 4, 0)]
    assert (Order.objects.count(), BasketLine.objects.count()) == (0, 1)


def test_place_order_on_a_basket_promise_something_else_is_refused():
    variant = make_stocked()
    basket = make_basket({variant: 2})
    promise = make_promise(basket)
    stale = (
        replace(promise, pin="814113"),
        replace(promise, pieces={variant.pk: 1}),
        replace(promise, goods_paise=1),
    )
    for other in stale:
        with pytest.raises(BasketChanged) as refused:
            place(basket, promise=other)
        assert refused.value.changes == []


def test_place_order_that_cannot_go_there_or_not_for_cash_is_refused():
    variant = make_stocked()
    basket = make_basket({variant: 1})
    promise = make_promise(basket)
    with pytest.raises(CannotSend) as refused:
        place(basket, promise=replace(promise, blocked={variant.pk: "too far"}))
    assert refused.value.reasons == {variant.pk: "too far"}
    assert lines_left(basket) == [variant.pk]
    closed = replace(promise, cod_reason="too dear")
    with pytest.raises(MethodClosed, match="too dear"):
        place(basket, promise=closed)
    assert place(basket, promise=closed, method="upi").state == "awaiting_payment"


def lines_left(basket):
    return list(BasketLine.objects.filter(basket=basket).values_list("variant", flat=True))


def test_what_cannot_go_there_stays_in_the_basket_and_out_of_the_order():
    make_pune_pin()
    goes, stays = make_stocked(make_registered_maker()), make_stocked()
    basket = make_basket({goes: 2, stays: 1})
    promise = make_promise(basket, PUNE_PIN)
    assert (promise.pieces, promise.goods_paise, list(promise.blocked)) == ({goes.pk: 2}, 104_000, [stays.pk])
    order = place(basket, promise=promise, buyer=make_buyer(pin=PUNE_PIN))
    assert (order.goods_paise, lines_left(basket)) == (104_000, [stays.pk])
    assert order.parts.count() == 1


def test_a_good_put_in_after_the_promise_was_made_is_told_first():
    variant, late = make_stocked(), make_stocked()
    basket = make_basket({variant: 1})
    promise = make_promise(basket)
    actions.put_in_basket(basket, variant=late, quantity=1)
    with pytest.raises(BasketChanged):
        place(basket, promise=promise)
    assert sorted(lines_left(basket)) == sorted([variant.pk, late.pk])


def test_place_order_from_two_tabs_at_once_makes_one(monkeypatch):
    variant = make_stocked()
    basket = make_basket({variant: 1})
    record = placing.BasketLine.objects.filter(basket=basket)
    read = placing._read

    def other_tab_first(held):
        lines = read(held)
        record._raw_delete(record.db)
        return lines

    promise = make_promise(basket)
    monkeypatch.setattr(placing, "_read", other_tab_first)
    with pytest.raises(BasketChanged):
        place(basket, promise=promise)
    assert Order.objects.count() == 0


def make_to_order(a_week=5):
    return make_stocked(pieces=a_week, good={"made_to_order": True, "making_days": 2})


def test_place_order_made_to_order_is_promised_for_its_week():
    variant = make_to_order()
    basket = make_basket({variant: 3})
    promise = make_promise(basket)
    order = place(basket, promise=promise)
    week = WeekCapacity.objects.get()
    assert (promise.weeks, week.reserved) == ({variant.pk: week.week}, 3)
    assert order.parts.get().promised_by == promise.promised_by > week.week + timedelta(days=4)
    assert healthy()


def test_place_order_whose_week_filled_meanwhile_asks_first_and_then_promises_later():
    late, plain = make_to_order(), make_stocked()
    basket = make_basket({late: 3, plain: 1})
    promise = make_promise(basket)
    stock.reserve([(late.pk, 4)], cause="other", by=BY)
    with pytest.raises(BasketChanged) as refused:
        place(basket, promise=promise)
    assert refused.value.changes == [Change(late.pk, "later", 0, 7)]
    assert WeekCapacity.objects.get().reserved == 4
    order = place(basket, promise=promise, accept_changes=True)
    promised = {part.maker_id: part.promised_by for part in Part.objects.filter(order=order)}
    assert promised == {
        part.maker_id: part.promised_by + timedelta(days=7 * (part.maker_id == late.good.maker_id))
        for part in promise.parts.values()
    }


def test_place_order_loses_nothing_when_the_price_cannot_pay_for_the_sale():
    variant = make_stocked(price_paise=100)
    basket = make_basket({variant: 1})
    with pytest.raises(HaatError) as refused:
        place(basket)
    assert refused.value.code == "pricing.too_low"
    assert (Order.objects.count(), BasketLine.objects.count(), OrderLine.objects.count()) == (0, 1, 0)


def test_place_order_keeps_only_the_names_there_are():
    variant = make_stocked()
    GoodText.objects.filter(language="en").delete()
    assert make_order({variant: 1}).parts.get().lines.get().names == {"hi": "Bamboo basket"}
