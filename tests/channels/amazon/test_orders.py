"""Orders read by windows that overlap: the cursor outlives errors, and what Amazon does not tell is not made up."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from haat.channels.amazon.channel import CHANNEL
from haat.channels.channel import Throttled, Trouble
from haat.channels.states import is_odd
from haat.orders.errors import BadFacts
from haat.orders.facts import facts_from
from tests.channels.amazon.answering import KEYS, Kept

INDIA = "A21TJRUUN4KGV"
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
REFUSED = {"errors": [{"code": "InvalidInput", "message": "Invalid Input"}]}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def rupees(amount):
    return {"amount": amount, "currencyCode": "INR"}


def line(number=1, quantity=2, **more):
    told = {
        "orderItemId": f"item-{number}",
        "quantityOrdered": quantity,
        "product": {"sellerSku": f"DGR-{number}", "title": "Lac bangles", "price": {"unitPrice": rupees("520.50")}},
        "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": quantity},
    }
    return told | more


def order(state="UNSHIPPED", items=None, **more):
    told = {
        "orderId": "408-1234567-1234567",
        "createdTime": "2026-11-30T09:00:00Z",
        "lastUpdatedTime": "2026-11-30T09:30:00Z",
        "programs": ["AMAZON_EASY_SHIP"],
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": INDIA},
        "buyer": {"buyerName": "Asha", "buyerEmail": "x@marketplace.amazon.in"},
        "recipient": {
            "deliveryAddress": {
                "name": "Asha Kumari",
                "addressLine1": "12, Boring Road",
                "city": "Patna",
                "stateOrRegion": "BIHAR",
                "postalCode": "800001",
                "countryCode": "IN",
                "phone": "+91 98765 43210",
            }
        },
        "proceeds": {
            "grandTotal": rupees("1081.00"),
            "breakdowns": [{"type": "SHIPPING", "subtotal": rupees("40.00")}],
        },
        "fulfillment": {
            "fulfillmentStatus": state,
            "fulfilledBy": "MERCHANT",
            "shipByWindow": {"latestDateTime": "2026-12-02T18:29:59Z"},
            "deliverByWindow": {"latestDateTime": "2026-12-07T18:30:00Z"},
        },
        "orderItems": [line()] if items is None else items,
    }
    return {name: value for name, value in (told | more).items() if value is not None}


def answer(*orders, until="2026-11-30T09:58:00Z", token=""):
    told = {"orders": list(orders), "lastUpdatedBefore": until, "pagination": {"nextToken": token} if token else None}
    return {name: value for name, value in told.items() if value is not None}


def read(cursor=None, line=None):
    return CHANNEL.orders(cursor or {}, KEYS, line or Kept())


def told(amazon, *orders):
    amazon.says("searchOrders", answer(*orders))
    return read().orders


def test_the_first_reading_looks_two_weeks_back(amazon):
    amazon.says("searchOrders", answer())
    page = read()
    assert amazon.asked[0].query == {
        "lastUpdatedAfter": "2026-11-16T10:00:00Z",
        "marketplaceIds": INDIA,
        "maxResultsPerPage": "100",
        "includedData": "BUYER,RECIPIENT,PROCEEDS,CANCELLATION,FULFILLMENT,PACKAGES",
    }
    assert (page.more, list(page.orders)) == (False, [])
    assert page.cursor == {"first": "2026-11-30T10:00:00Z", "since": "2026-11-30T09:48:00Z"}


def test_the_next_window_begins_before_the_end_of_the_last_by_amazons_clock(amazon):
    amazon.says("searchOrders", answer(until="2026-11-29T08:00:00Z"))
    cursor = {"first": "2026-11-01T00:00:00Z", "since": "2026-11-29T07:00:00Z"}
    assert read(cursor).cursor["since"] == "2026-11-29T07:50:00Z"


@pytest.mark.parametrize(
    ("until", "since"),
    [
        (None, "2026-11-30T09:20:00Z"),
        ("2026-11-20T00:00:00Z", "2026-11-29T00:00:00Z"),
        ("soon", "2026-11-30T09:20:00Z"),
    ],
)
def test_where_amazon_does_not_say_how_far_it_told_the_last_change_counts_and_never_less(amazon, until, since):
    amazon.says("searchOrders", answer(order(), until=until))
    cursor = {"first": "2026-11-01T00:00:00Z", "since": "2026-11-29T00:00:00Z"}
    assert read(cursor).cursor["since"] == since


def test_nothing_told_at_all_moves_nothing(amazon):
    amazon.says("searchOrders", {"orders": []})
    cursor = {"first": "2026-11-01T00:00:00Z", "since": "2026-11-29T00:00:00Z"}
    assert read(cursor).cursor == cursor


def test_pages_are_read_one_after_the_other_within_one_window(amazon):
    amazon.says("searchOrders", answer(order(), token="t1"))
    amazon.says("searchOrders", answer(order(orderId="408-2")))
    first = read()
    assert (first.more, first.cursor["token"], first.cursor["since"]) == (True, "t1", "2026-11-16T10:00:00Z")
    second = read(first.cursor)
    assert (second.more, second.cursor) == (
        False,
        {"first": "2026-11-30T10:00:00Z", "since": "2026-11-30T09:48:00Z"},
    )
    asked = amazon.asked[1].query
    assert (asked["paginationToken"], asked["lastUpdatedAfter"]) == ("t1", "2026-11-16T10:00:00Z")


def test_an_hour_of_refusals_loses_nothing(amazon):
    cursor = {"first": "2026-11-01T00:00:00Z", "since": "2026-11-30T08:50:00Z"}
    amazon.says("searchOrders", REFUSED, 400)
    for _minute in range(20):
        with pytest.raises(Trouble) as found:
            read(cursor)
        assert found.value.code == "bad_request"
    amazon.now_says("searchOrders", answer(order()))
    assert {each.query["lastUpdatedAfter"] for each in amazon.asked} == {"2026-11-30T08:50:00Z"}
    assert [each.external_id for each in read(cursor).orders] == ["408-1234567-1234567"]


def test_a_page_whose_token_has_ended_is_begun_anew_once(amazon):
    cursor = {"first": "2026-11-01T00:00:00Z", "since": "2026-11-29T00:00:00Z", "token": "old"}
    amazon.says("searchOrders", REFUSED, 400)
    amazon.says("searchOrders", answer(order(), token="new"))
    page = read(cursor)
    assert [each.query.get("paginationToken") for each in amazon.asked] == ["old", None]
    assert (page.more, page.cursor["token"], page.cursor["again"]) == (True, "new", "2026-11-30T10:00:00Z")
    amazon.now_says("searchOrders", REFUSED, 400)
    with pytest.raises(Trouble):
        read(page.cursor)
    assert len(amazon.asked) == 3
    amazon.now_says("searchOrders", answer())
    assert "again" not in read(page.cursor).cursor


def test_a_window_that_was_begun_anew_is_begun_anew_again_after_an_hour(amazon):
    cursor = {"first": "2026-11-01T00:00:00Z", "since": "2026-11-29T00:00:00Z", "token": "dead"}
    for again in ("2026-11-30T09:00:00Z", True):
        amazon.asked.clear()
        amazon.now_says("searchOrders", REFUSED, 400)
        amazon.says("searchOrders", answer(order()))
        page = read(cursor | {"again": again, "until": "2026-11-29T12:00:00Z"})
        assert [each.query.get("paginationToken") for each in amazon.asked] == ["dead", None]
        assert page.cursor == {"first": "2026-11-01T00:00:00Z", "since": "2026-11-30T09:48:00Z"}


def test_what_changes_while_pages_are_read_is_in_the_next_window(amazon):
    amazon.says("searchOrders", answer(order(), token="t1", until="2026-11-30T09:00:00Z"))
    amazon.says("searchOrders", answer(order(orderId="408-2"), token="t2", until="2026-11-30T09:20:00Z"))
    amazon.says("searchOrders", answer(order(orderId="408-3"), until="2026-11-30T09:40:00Z"))
    page = read()
    while page.more:
        page = read(page.cursor)
    assert page.cursor == {"first": "2026-11-30T10:00:00Z", "since": "2026-11-30T08:50:00Z"}


def test_a_reading_without_a_token_of_the_quota_waits(amazon):
    with pytest.raises(Throttled):
        read(line=Kept({"searchOrders": 0}))


def test_an_order_is_told_with_facts_that_can_be_received(amazon):
    (found,) = told(amazon, order())
    assert (found.external_id, found.state, found.asks_cancel, found.cancelled) == (
        "408-1234567-1234567",
        "UNSHIPPED",
        False,
        {},
    )
    assert found.ship_by == datetime(2026, 12, 2, 18, 29, 59, tzinfo=UTC)
    assert found.at == datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
    facts = facts_from(found.facts)
    assert (facts.name, facts.address, facts.region, facts.pin) == (
        "Asha Kumari",
        "12, Boring Road, Patna",
        "BIHAR",
        "800001",
    )
    (first,) = facts.lines
    assert (first.external_id, first.sku, first.quantity, first.piece_minor) == ("item-1", "DGR-1", 2, 52050)
    assert (facts.bills, facts.currency, facts.delivery_minor, facts.total_minor) == ("channel", "INR", 4000, 108100)
    assert str(facts.promised_by) == "2026-12-08"


def test_neither_phone_nor_mail_of_a_buyer_is_taken_or_kept(amazon):
    (found,) = told(amazon, order())
    assert "phone" not in found.facts
    kept = str(found.raw)
    assert [each for each in ("98765", "marketplace.amazon.in") if each in kept] == []
    assert found.raw["programs"] == ["AMAZON_EASY_SHIP"]


@pytest.mark.parametrize("state", ["PENDING", "PENDING_AVAILABILITY", "UNFULFILLABLE"])
def test_what_is_not_to_be_packed_is_told_and_not_received(amazon, state):
    (found,) = told(amazon, order(state))
    assert (found.state, found.facts, found.cancelled) == (state, None, {})
    assert found.raw["orderId"] == "408-1234567-1234567"
    assert not is_odd(state, CHANNEL)


def test_of_a_state_nobody_knows_all_is_told_and_a_person_decides(amazon):
    (found,) = told(amazon, order("HELD_FOR_REVIEW"))
    assert (found.state, [each["id"] for each in found.facts["lines"]]) == ("HELD_FOR_REVIEW", ["item-1"])
    assert is_odd(found.state, CHANNEL)


def test_every_published_state_is_known_and_no_other():
    published = {"PENDING_AVAILABILITY", "PENDING", "UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"}
    assert published | {"UNFULFILLABLE", "Pending", "Canceled"} <= CHANNEL.order_states
    assert {"HELD_FOR_REVIEW", ""} & CHANNEL.order_states == set()


def test_an_order_without_a_state_is_told_as_it_came(amazon):
    (found,) = told(amazon, order(fulfillment=None))
    assert (found.state, found.ship_by) == ("", None)
    assert found.facts["lines"]
    assert is_odd("", CHANNEL)


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"createdTime": None}, {"placed_at"}),
        ({"items": []}, {"lines"}),
        ({"items": [line(product={"sellerSku": "DGR-1"})]}, {"lines.0.piece_minor"}),
        ({"items": [line(product=None)]}, {"lines.0.piece_minor", "lines.0.sku"}),
        ({"items": [line(quantity=None)]}, {"lines.0.quantity"}),
    ],
)
def test_a_modelled_field_that_is_absent_is_named_and_not_guessed(amazon, more, wrong):
    (found,) = told(amazon, order(**more))
    with pytest.raises(BadFacts) as refused:
        facts_from(found.facts)
    assert set(refused.value.fields) == wrong


def test_a_price_that_is_not_told_is_reckoned_from_what_the_line_brings(amazon):
    proceeds = {"breakdowns": [{"type": "TAX", "subtotal": rupees("1")}, {"type": "ITEM", "subtotal": rupees("1041")}]}
    (found,) = told(amazon, order(items=[line(product={"sellerSku": "DGR-1"}, proceeds=proceeds)]))
    assert facts_from(found.facts).lines[0].piece_minor == 52050


@pytest.mark.parametrize("recipient", [None, {"deliveryAddress": {}}, {"deliveryAddress": {"postalCode": "800001"}}])
def test_an_address_that_is_not_told_stays_untold(amazon, recipient):
    (found,) = told(amazon, order(recipient=recipient, buyer=None))
    facts = facts_from(found.facts)
    assert (facts.name, facts.address) == ("Amazon buyer", "")


def test_a_pin_that_is_none_stands_in_the_address_for_a_person_to_read(amazon):
    address = {"name": "Asha", "city": "Patna", "postalCode": "8000", "countryCode": "IN"}
    (found,) = told(amazon, order(recipient={"deliveryAddress": address}))
    facts = facts_from(found.facts)
    assert (facts.pin, facts.address) == ("", "Patna, 8000")


def test_a_long_address_is_cut_at_a_word_and_kept_whole_beside(amazon):
    long = "near the old well " * 20
    (found,) = told(amazon, order(recipient={"deliveryAddress": {"name": "Asha", "addressLine1": long}}))
    address = facts_from(found.facts).address
    assert len(address) <= 240
    assert long.startswith(address)
    assert found.raw["recipient"]["deliveryAddress"]["addressLine1"] == long


def test_an_order_in_another_money_waits_for_its_rate_and_names_nothing_else(amazon):
    dollars = {"amount": "9.99", "currencyCode": "USD"}
    items = [line(product={"sellerSku": "DGR-1", "price": {"unitPrice": dollars}})]
    (found,) = told(amazon, order(items=items, proceeds={"grandTotal": dollars}))
    with pytest.raises(BadFacts) as refused:
        facts_from(found.facts)
    assert set(refused.value.fields) == {"rate", "rate_on"}
    assert (found.facts["currency"], found.facts["total_minor"]) == ("USD", 999)


def test_an_order_with_a_sku_we_do_not_know_keeps_all_its_lines(amazon):
    (found,) = told(
        amazon, order(items=[line(1), line(2, product={"title": "Old", "price": {"unitPrice": rupees("1")}})])
    )
    assert [each.get("sku") for each in found.facts["lines"]] == ["DGR-1", None]
    assert len(facts_from(found.facts).lines) == 2


def test_a_buyer_who_asks_to_cancel_is_told_of_and_the_order_stays(amazon):
    asked = {"cancellationRequest": {"requester": "BUYER", "cancelReason": "NO_LONGER_NEEDED"}}
    (found,) = told(amazon, order(items=[line(cancellation=asked)]))
    assert (found.asks_cancel, found.cancelled, found.facts is None) == (True, {}, False)


def test_a_request_that_was_decided_asks_no_more(amazon):
    done = {"cancellationRequest": {"requester": "BUYER"}, "cancellationExecution": {"cancelledBy": "MERCHANT"}}
    counts = {"quantityFulfilled": 0, "quantityUnfulfilled": 0}
    (found,) = told(amazon, order(items=[line(cancellation=done, fulfillment=counts)]))
    assert (found.asks_cancel, found.cancelled) == (False, {"item-1": 10_000})


@pytest.mark.parametrize(
    ("fulfillment", "pieces"),
    [
        ({"quantityFulfilled": 0, "quantityUnfulfilled": 1}, {"item-1": 2}),
        ({"quantityFulfilled": 1, "quantityUnfulfilled": 1}, {"item-1": 1}),
        ({"quantityFulfilled": 0, "quantityUnfulfilled": 3}, {}),
        ({}, {"item-1": 10_000}),
    ],
)
def test_pieces_of_a_line_are_cancelled_one_by_one(amazon, fulfillment, pieces):
    done = {"cancellationExecution": {"cancelledBy": "BUYER"}}
    (found,) = told(amazon, order(items=[line(quantity=3, cancellation=done, fulfillment=fulfillment)]))
    assert found.cancelled == pieces


def test_an_order_that_is_cancelled_is_cancelled_with_all_its_lines(amazon):
    (found,) = told(amazon, order("CANCELLED", items=[line(1), line(2)]))
    assert (found.facts, found.cancelled) == (None, {"item-1": 10_000, "item-2": 10_000})


def test_an_order_that_is_cancelled_without_its_lines_is_cancelled_whole(amazon):
    (found,) = told(amazon, order("CANCELLED", items=[]))
    assert (found.facts, found.cancelled) == (None, {"*": 10_000})


def test_a_line_that_was_cancelled_before_we_heard_of_it_is_not_received(amazon):
    (found,) = told(amazon, order(items=[line(1), line(2, quantity=0)]))
    assert [each["id"] for each in found.facts["lines"]] == ["item-1"]


def test_what_amazon_sends_itself_is_not_ours(amazon):
    theirs = order(fulfillment={"fulfillmentStatus": "SHIPPED", "fulfilledBy": "AMAZON"})
    assert list(told(amazon, theirs)) == []


def test_what_had_left_before_the_account_was_connected_is_told_and_not_received(amazon):
    amazon.says("searchOrders", answer(order("SHIPPED"), order("UNSHIPPED", orderId="408-2")))
    cursor = {"first": "2026-11-30T09:30:00Z", "since": "2026-11-29T00:00:00Z"}
    assert [each.facts is None for each in read(cursor).orders] == [True, False]
    later = {"first": "2026-11-29T09:30:00Z", "since": "2026-11-29T00:00:00Z"}
    assert [each.facts is None for each in read(later).orders] == [False, False]


def test_the_clock_of_this_machine_moves_no_window(amazon):
    amazon.says("searchOrders", answer(until="2026-11-30T09:58:00Z"))
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert read({"first": "x", "since": "2026-11-29T00:00:00Z"}).cursor["since"] == "2026-11-30T09:48:00Z"
