"""Easy Ship and self-ship: slots in UTC, a pick-up once, a label by the feed of documents, and what left."""

import re
from datetime import UTC, datetime

import httpx2
import pytest

from haat.channels import parcels
from haat.channels.amazon import easyship
from haat.channels.channel import Lost, Shut, Trouble
from haat.channels.parcels import CARRIED, DROPOFF, FETCHED, PICKUP, Left, NotTaken, Packed, Slot
from tests.channels.amazon.answering import KEYS, SELLER, STORE, Kept

INDIA, ORDER = "A21TJRUUN4KGV", "408-1234567-1234567"
TOLD = {
    "slotId": "AQc48w=",
    "startTime": "2026-12-01T14:30:00+09:00",
    "endTime": "2026-12-01T17:30:00+09:00",
    "handoverMethod": "PICKUP",
}
PACKAGE = {
    "scheduledPackageId": {"amazonOrderId": ORDER, "packageId": "PKG1"},
    "packageTimeSlot": TOLD,
    "packageStatus": "ReadyForPickup",
    "trackingDetails": {"trackingId": "TRK1"},
    "invoice": {"invoiceNumber": "IN-7"},
}
MISSING = {"errors": [{"code": "ResourceNotFound", "message": "The specified resource does not exist."}]}
PARCELS = parcels.find("amazon")


def slot():
    return Slot(
        "AQc48w=", datetime(2026, 12, 1, 5, 30, tzinfo=UTC), datetime(2026, 12, 1, 8, 30, tzinfo=UTC), told=TOLD
    )


def test_a_channel_without_parcels_has_none():
    assert parcels.find("nowhere") is None


def test_slots_carry_their_own_offset_and_stand_in_utc_the_earliest_first(amazon):
    later = {"slotId": "B", "startTime": "2026-12-01T12:00:00+05:30", "handoverMethod": "DROPOFF"}
    amazon.says("listHandoverSlots", {"amazonOrderId": ORDER, "timeSlots": [later, TOLD, {"slotId": "C"}, {}]})
    found = PARCELS.slots(ORDER, Packed(350, 125, 120, 40), KEYS, Kept())
    assert [(each.key, each.begins, each.way) for each in found] == [
        ("AQc48w=", datetime(2026, 12, 1, 5, 30, tzinfo=UTC), PICKUP),
        ("B", datetime(2026, 12, 1, 6, 30, tzinfo=UTC), DROPOFF),
        ("C", None, PICKUP),
    ]
    assert amazon.asked[0].body == {
        "marketplaceId": INDIA,
        "amazonOrderId": ORDER,
        "packageDimensions": {"length": 12.5, "width": 12, "height": 4, "unit": "cm"},
        "packageWeight": {"value": 350, "unit": "g"},
    }


def test_a_pick_up_is_booked_with_the_slot_as_it_was_told(amazon):
    amazon.says("getScheduledPackage", MISSING, 400)
    amazon.says("createScheduledPackage", PACKAGE)
    found = PARCELS.book(ORDER, slot(), KEYS, Kept(), reference="DM-12-1")
    assert (found.key, found.tracking, found.state, found.invoice) == ("PKG1", "TRK1", "ReadyForPickup", "IN-7")
    assert found.stage == "awaited"
    assert found.slot == slot()
    details = {"packageTimeSlot": TOLD, "packageIdentifier": "DM-12-1"}
    assert amazon.asked[1].body == {"amazonOrderId": ORDER, "marketplaceId": INDIA, "packageDetails": details}


def test_a_pick_up_that_is_booked_is_not_booked_again(amazon):
    amazon.says("getScheduledPackage", PACKAGE)
    assert PARCELS.book(ORDER, slot(), KEYS, Kept()).key == "PKG1"
    assert amazon.names == ["getScheduledPackage"]


def test_a_booking_that_was_lost_is_looked_for(amazon):
    amazon.says("getScheduledPackage", MISSING, 404)
    amazon.says("getScheduledPackage", PACKAGE)
    amazon.says("createScheduledPackage", trouble=httpx2.ReadTimeout("late"))
    assert PARCELS.book(ORDER, slot(), KEYS, Kept()).key == "PKG1"
    assert amazon.names.count("createScheduledPackage") == 1


def test_a_booking_that_was_lost_and_is_not_there_stays_lost(amazon):
    amazon.says("getScheduledPackage", MISSING, 404)
    amazon.says("createScheduledPackage", trouble=httpx2.ReadTimeout("late"))
    with pytest.raises(Lost):
        PARCELS.book(ORDER, slot(), KEYS, Kept())


def test_a_slot_that_has_gone_is_told_in_amazons_words(amazon):
    amazon.says("getScheduledPackage", MISSING, 400)
    gone = {"errors": [{"code": "ScheduleWindowExpired", "message": "The selected time slot has expired."}]}
    amazon.says("createScheduledPackage", gone, 400)
    with pytest.raises(Trouble) as found:
        PARCELS.book(ORDER, slot(), KEYS, Kept())
    assert found.value.said == "400 ScheduleWindowExpired The selected time slot has expired."
    assert isinstance(found.value, NotTaken)
    assert found.value.about == "slot"


def test_a_booking_that_amazon_knows_already_is_answered(amazon):
    amazon.says("getScheduledPackage", MISSING, 404)
    amazon.says("getScheduledPackage", PACKAGE)
    exists = {"errors": [{"code": "ScheduledPackageAlreadyExists", "message": "A package exists."}]}
    amazon.says("createScheduledPackage", exists, 400)
    assert PARCELS.book(ORDER, slot(), KEYS, Kept()).key == "PKG1"


def test_a_size_that_amazon_refuses_is_said_of_the_size(amazon):
    amazon.says("listHandoverSlots", {"errors": [{"code": "InvalidInput", "message": "weight"}]}, 400)
    with pytest.raises(NotTaken) as found:
        PARCELS.slots(ORDER, Packed(1, 10, 10, 10), KEYS, Kept())
    assert (found.value.code, found.value.about) == ("bad_request", "size")


def test_a_pick_up_is_moved_under_its_number(amazon):
    amazon.says("updateScheduledPackages", {"packages": [PACKAGE]})
    assert PARCELS.move(ORDER, "PKG1", slot(), KEYS, Kept()).slot == slot()
    assert amazon.asked[0].body == {
        "marketplaceId": INDIA,
        "updatePackageDetailsList": [
            {"scheduledPackageId": {"amazonOrderId": ORDER, "packageId": "PKG1"}, "packageTimeSlot": TOLD}
        ],
    }


def test_a_move_that_was_lost_is_answered_as_it_stands(amazon):
    amazon.says("updateScheduledPackages", trouble=httpx2.ReadTimeout("late"))
    amazon.says("getScheduledPackage", PACKAGE)
    assert PARCELS.move(ORDER, "PKG1", slot(), KEYS, Kept()).key == "PKG1"
    assert amazon.names == ["updateScheduledPackages", "getScheduledPackage"]


def test_a_move_that_is_refused_or_finds_nothing(amazon):
    late = {"errors": [{"code": "OrderNotEligibleForRescheduling", "message": "It was picked up."}]}
    amazon.says("updateScheduledPackages", late, 400)
    with pytest.raises(NotTaken):
        PARCELS.move(ORDER, "PKG1", slot(), KEYS, Kept())
    amazon.now_says("updateScheduledPackages", {"packages": []})
    amazon.says("getScheduledPackage", MISSING, 404)
    with pytest.raises(Lost):
        PARCELS.move(ORDER, "PKG1", slot(), KEYS, Kept())


@pytest.mark.parametrize(
    ("state", "raw", "way"),
    [
        ("UNSHIPPED", {"programs": ["AMAZON_EASY_SHIP"]}, FETCHED),
        ("PARTIALLY_SHIPPED", {"programs": ["INVOICE_BY_AMAZON"]}, CARRIED),
        ("Unshipped", {"EasyShipShipmentStatus": "PendingSchedule"}, FETCHED),
        ("UNSHIPPED", {"programs": "odd"}, CARRIED),
        ("UNSHIPPED", {}, CARRIED),
        ("SHIPPED", {"programs": ["AMAZON_EASY_SHIP"]}, ""),
        ("PENDING", {}, ""),
        ("ON_HOLD", {}, ""),
    ],
)
def test_an_order_says_how_it_leaves(state, raw, way):
    assert PARCELS.way(state, raw) == way
    assert not way or state in PARCELS.open_states


def test_every_state_of_a_parcel_that_is_known_has_its_words():
    assert set(PARCELS.states) == set(easyship.STAGES)


def test_another_refusal_to_look_is_no_booking_that_is_missing(amazon):
    amazon.says("getScheduledPackage", {"errors": [{"code": "InvalidInput", "message": "no"}]}, 400)
    with pytest.raises(Trouble):
        PARCELS.booked(ORDER, KEYS, Kept())


def test_a_right_that_is_missing_is_said(amazon):
    amazon.says("getScheduledPackage", {"errors": [{"code": "Unauthorized", "message": "denied"}]}, 403)
    with pytest.raises(Shut) as found:
        PARCELS.booked(ORDER, KEYS, Kept())
    assert found.value.code == "rights_missing"


def test_a_label_is_asked_for_by_the_feed_of_documents(amazon):
    amazon.takes_feeds("88")
    assert PARCELS.ask_labels(ORDER, KEYS, Kept()) == "88"
    document, feed = amazon.asked
    assert document.body == {"contentType": "text/xml; charset=UTF-8"}
    assert feed.body == {
        "feedType": "POST_EASYSHIP_DOCUMENTS",
        "marketplaceIds": [INDIA],
        "inputFeedDocumentId": "in-88",
        "feedOptions": {"AmazonOrderId": ORDER, "DocumentType": "ShippingLabel"},
    }
    told = dict(re.findall(r"<(\w+)>([^<>]+)</", amazon.laid["in-88"].decode()))
    assert told == {
        "DocumentVersion": "1.01",
        "MerchantIdentifier": SELLER,
        "MessageType": "EasyShipDocument",
        "MessageID": "1",
        "AmazonOrderID": ORDER,
        "DocumentType": "ShippingLabel",
    }


REPORT = b"<Report><DocumentReportReferenceID>50001</DocumentReportReferenceID></Report>"


def labelled(amazon, body=b"%PDF-1.7 label", state="DONE"):
    amazon.has_report("88", REPORT)
    amazon.says("getReport", {"reportId": "50001", "processingStatus": state, "reportDocumentId": "d1"})
    amazon.says("getReportDocument", {"reportDocumentId": "d1", "url": f"{STORE}/label"})
    amazon.documents["label"] = body


def test_a_label_is_fetched_from_the_report_that_the_feed_names(amazon):
    labelled(amazon)
    assert PARCELS.labels("88", KEYS, Kept()) == b"%PDF-1.7 label"
    assert amazon.named("getReport")[0].path == {"report": "50001"}


@pytest.mark.parametrize("state", ["IN_QUEUE", "IN_PROGRESS"])
def test_a_label_that_is_being_made_is_none_yet(amazon, state):
    amazon.says("getFeed", {"feedId": "88", "processingStatus": state})
    assert PARCELS.labels("88", KEYS, Kept()) is None


def test_a_label_whose_report_is_being_made_is_none_yet(amazon):
    labelled(amazon, state="IN_PROGRESS")
    assert PARCELS.labels("88", KEYS, Kept()) is None


@pytest.mark.parametrize(
    ("more", "code"),
    [({"body": b"<html>"}, "unreadable"), ({"state": "FATAL"}, "down"), ({"state": "CANCELLED"}, "down")],
)
def test_a_label_that_cannot_be_had_is_trouble(amazon, more, code):
    labelled(amazon, **more)
    with pytest.raises(Trouble) as found:
        PARCELS.labels("88", KEYS, Kept())
    assert found.value.code == code


def test_a_feed_of_documents_that_was_given_up_or_names_no_report_is_trouble(amazon):
    amazon.says("getFeed", {"feedId": "88", "processingStatus": "FATAL"})
    with pytest.raises(Trouble):
        PARCELS.labels("88", KEYS, Kept())
    amazon._answers.pop("getFeed")
    amazon.has_report("88", b"<Report><Error>no such order</Error></Report>")
    with pytest.raises(Trouble) as found:
        PARCELS.labels("88", KEYS, Kept())
    assert found.value.code == "unreadable"


def test_what_left_with_another_carrier_is_told_by_its_name_and_pieces(amazon):
    amazon.says("confirmShipment", None, 204)
    left = Left(ORDER, 1, "India Post", "EJ123456789IN", datetime(2026, 12, 1, 6, tzinfo=UTC), {"item-1": 2})
    PARCELS.left(left, KEYS, Kept())
    (asked,) = amazon.asked
    assert asked.path == {"order": ORDER}
    assert asked.body == {
        "marketplaceId": INDIA,
        "packageDetail": {
            "packageReferenceId": "1",
            "carrierCode": "Other",
            "carrierName": "India Post",
            "trackingNumber": "EJ123456789IN",
            "shipDate": "2026-12-01T06:00:00Z",
            "orderItems": [{"orderItemId": "item-1", "quantity": 2}],
        },
    }


LEFT = Left(ORDER, 1, "India Post", "EJ123456789IN", datetime(2026, 12, 1, 6, tzinfo=UTC), {"item-1": 2})


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("trackingNumber is too long", "tracking"),
        ("carrierName", "carrier"),
        ("shipDate lies ahead", "left_at"),
        ("no", ""),
    ],
)
def test_what_amazon_refuses_of_it_is_said_of_what_it_names(amazon, said, about):
    amazon.says("confirmShipment", {"errors": [{"code": "InvalidInput", "message": said}]}, 400)
    with pytest.raises(NotTaken) as found:
        PARCELS.left(LEFT, KEYS, Kept())
    assert found.value.about == about


def item(sent):
    return {"orderItemId": "item-1", "fulfillment": {"quantityFulfilled": sent}}


@pytest.mark.parametrize(
    ("order", "known"),
    [
        ({"packages": [{"packageReferenceId": "1"}]}, True),
        ({"packages": [{"packageReferenceId": "7", "trackingNumber": "EJ123456789IN"}]}, True),
        ({"packages": [{"packageReferenceId": "2"}, "odd"], "orderItems": [item(1)]}, False),
        ({"orderItems": [item(2)]}, True),
        ({"orderItems": [{"orderItemId": "item-1"}]}, False),
        ({}, False),
    ],
)
def test_whether_amazon_knows_that_it_has_left_is_read_of_the_order(amazon, order, known):
    amazon.says("getOrder", {"order": order})
    assert PARCELS.has_left(LEFT, KEYS, Kept()) is known
    assert amazon.asked[0].query == {"includedData": "FULFILLMENT,PACKAGES"}


@pytest.mark.parametrize(("sent", "known"), [(2, True), (1, False), (None, False)])
def test_the_older_orders_tell_it_by_pieces(amazon, settings, sent, known):
    settings.CHANNELS = settings.CHANNELS | {"amazon_orders": "v0"}
    rows = [{"OrderItemId": "item-1", "QuantityShipped": sent}]
    amazon.says("getOrderItems", {"payload": {"OrderItems": rows}})
    assert PARCELS.has_left(LEFT, KEYS, Kept()) is known
