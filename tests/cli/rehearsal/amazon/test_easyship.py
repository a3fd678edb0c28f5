"""Slots, a parcel scheduled once, the van, and the label."""

import pytest
from pypdf import PdfReader

from haat.cli.rehearsal.amazon.labels import pdf
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, SELLER
from tests.cli.rehearsal.amazon.market import FEEDS, REPORTS, SHIP

XML = "text/xml; charset=UTF-8"


@pytest.fixture
def shop(market):
    market.put("LB-1")
    market.listing("LB-1")
    return market


def slots(market, name, **instead):
    body = {
        "marketplaceId": MARKETPLACE,
        "amazonOrderId": name,
        "packageDimensions": {"length": 20, "width": 15, "height": 10, "unit": "cm"},
        "packageWeight": {"value": 300, "unit": "g"},
    }
    return market.ask("POST", f"{SHIP}/timeSlot", body | instead)


def schedule(market, name, slot):
    details = {"packageTimeSlot": {"slotId": slot["slotId"]}, "packageIdentifier": "crate 4"}
    body = {"amazonOrderId": name, "marketplaceId": MARKETPLACE, "packageDetails": details}
    return market.ask("POST", f"{SHIP}/package", body)


def scheduled(market, place=0):
    name = market.buy("LB-1")
    slot = slots(market, name)[1]["timeSlots"][place]
    status, parcel = schedule(market, name, slot)
    assert status == 200, parcel
    return name, slot, parcel


def code(answer):
    status, body = answer
    return status, body["errors"][0]["code"]


def envelope(name, *kinds):
    wanted = "".join(f"<DocumentType>{kind}</DocumentType>" for kind in kinds)
    return (
        f"<AmazonEnvelope><Header><DocumentVersion>1.02</DocumentVersion><MerchantIdentifier>{SELLER}</MerchantIdentifier>"
        "</Header><MessageType>EasyShipDocument</MessageType><Message><MessageID>1</MessageID><EasyShipDocument>"
        f"<AmazonOrderID>{name}</AmazonOrderID>{wanted}</EasyShipDocument></Message></AmazonEnvelope>"
    ).encode()


def papers(market, data):
    """The processing report of a feed of papers."""
    feed = market.create(market.upload(data, kind=XML), kind="POST_EASYSHIP_DOCUMENTS")[1]["feedId"]
    market.at += 60
    found = market.get(f"{FEEDS}/feeds/{feed}")
    if found["processingStatus"] != "DONE":
        return found["processingStatus"]
    return market.fetch(market.get(f"{FEEDS}/documents/{found['resultFeedDocumentId']}")).decode()


def test_slots_lie_ahead_in_a_clock_of_their_own(shop):
    status, body = slots(shop, shop.buy("LB-1"))
    starts = [each["startTime"] for each in body["timeSlots"]]
    assert (status, len(starts), {each[-6:] for each in starts}) == (200, 6, {"+09:00"})
    assert {each["handoverMethod"] for each in body["timeSlots"]} == {"PICKUP"}


def test_parcel_is_scheduled_once_with_label_and_invoice(shop):
    name, slot, parcel = scheduled(shop)
    assert (parcel["packageTimeSlot"], parcel["packageStatus"]) == (slot, "ReadyForPickup")
    assert parcel["packageDimensions"]["length"] == 20
    assert parcel["invoice"]["invoiceNumber"][:3] == "IN-"
    assert code(schedule(shop, name, slot)) == (400, "ScheduledPackageAlreadyExists")
    query = f"?amazonOrderId={name}&marketplaceId={MARKETPLACE}"
    assert shop.get(f"{SHIP}/package{query}") == parcel
    (package,) = shop.order(name)["packages"]
    assert package["packageStatus"] == {"status": "PENDING", "detailedStatus": "PENDING_PICK_UP"}


def test_van_comes_at_the_end_of_the_slot_and_the_parcel_arrives(shop):
    name, _slot, parcel = scheduled(shop)
    shop.at += 2 * 86_400
    assert shop.order(name)["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert shop.get(f"{SHIP}/package?amazonOrderId={name}&marketplaceId={MARKETPLACE}")["packageStatus"] == "PickedUp"
    shop.at += 3 * 86_400
    (package,) = shop.order(name)["packages"]
    assert (package["packageStatus"]["status"], package["trackingNumber"]) == (
        "DELIVERED",
        parcel["trackingDetails"]["trackingId"],
    )


def test_slot_is_changed_until_the_van_came(shop):
    name, slot, parcel = scheduled(shop)
    later = slots(shop, name)[1]["timeSlots"][3]
    change = {"scheduledPackageId": parcel["scheduledPackageId"], "packageTimeSlot": {"slotId": later["slotId"]}}
    body = {"marketplaceId": MARKETPLACE, "updatePackageDetailsList": [change]}
    assert shop.ask("PATCH", f"{SHIP}/package", body)[1]["packages"][0]["packageTimeSlot"] == later
    shop.at += 86_400
    assert shop.order(name)["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"
    shop.at += 2 * 86_400
    assert shop.order(name)["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert code(shop.ask("PATCH", f"{SHIP}/package", body)) == (400, "OrderNotEligibleForRescheduling")
    assert slot != later


def test_slot_that_is_over_or_was_never_offered_is_refused(shop):
    name = shop.buy("LB-1")
    slot = slots(shop, name)[1]["timeSlots"][0]
    assert code(schedule(shop, name, {"slotId": "slot-none"})) == (400, "InvalidTimeSlotId")
    shop.at += 2 * 86_400
    assert code(schedule(shop, name, slot)) == (400, "ScheduleWindowExpired")


def test_orders_that_cannot_go_are_refused(shop):
    (pending,) = shop.control(buy={"sku": "LB-1"})["buy"]
    by_hand = shop.buy("LB-1", easy_ship=False)
    assert code(slots(shop, pending)) == (400, "InvalidOrderState")
    assert code(slots(shop, by_hand)) == (400, "ResourceNotFound")
    assert code(slots(shop, shop.buy("LB-1"), packageWeight={"value": 10, "unit": "g"})) == (400, "InvalidInput")
    assert code(slots(shop, shop.buy("LB-1"), packageDimensions={"unit": "cm"})) == (400, "InvalidInput")


def test_many_are_scheduled_at_once_each_by_itself(shop):
    name = shop.buy("LB-1")
    rows = [{"amazonOrderId": name}, {"amazonOrderId": "none"}]
    body = {"marketplaceId": MARKETPLACE, "orderScheduleDetailsList": rows, "labelFormat": "PDF"}
    told = shop.ask("POST", f"{SHIP}/packages/bulk", body)[1]
    assert [each["scheduledPackageId"]["amazonOrderId"] for each in told["scheduledPackages"]] == [name]
    assert told["rejectedOrders"][0]["error"]["code"] == "ResourceNotFound"


def test_label_comes_by_a_feed_and_lies_in_a_report(shop, tmp_path):
    name, _slot, parcel = scheduled(shop)
    report = papers(shop, envelope(name, "ShippingLabel", "Invoice"))
    number = report.partition("<DocumentReportReferenceID>")[2].partition("<")[0]
    found = shop.get(f"{REPORTS}/reports/{number}")
    assert (found["reportType"], found["processingStatus"]) == ("GET_EASYSHIP_DOCUMENTS", "DONE")
    data = shop.fetch(shop.get(f"{REPORTS}/documents/{found['reportDocumentId']}"))
    (tmp_path / "label.pdf").write_bytes(data)
    first, second = [page.extract_text() for page in PdfReader(tmp_path / "label.pdf").pages]
    assert "REHEARSAL: ShippingLabel" in first
    assert parcel["trackingDetails"]["trackingId"] in first
    assert "REHEARSAL: Invoice" in second


def test_label_of_what_is_not_scheduled_is_refused_in_the_report(shop):
    assert "has no scheduled package" in papers(shop, envelope(shop.buy("LB-1"), "ShippingLabel"))
    assert papers(shop, b"<AmazonEnvelope>") == "FATAL"


def test_lines_of_a_page_may_hold_any_sign(tmp_path):
    (tmp_path / "page.pdf").write_bytes(pdf([["a (b) \\ c", "लाख"]]))
    assert PdfReader(tmp_path / "page.pdf").pages[0].extract_text().splitlines()[0] == "a (b) \\ c"
