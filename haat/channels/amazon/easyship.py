"""Easy Ship: Amazon fetches a parcel at a time that is booked once for its order, and makes label and invoice."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from haat.channels.amazon import documents, feeds
from haat.channels.amazon.api import Refused, below, call, listed, seller
from haat.channels.amazon.instants import instant
from haat.channels.amazon.operations import DOCUMENTS_FEED, MARKETPLACE
from haat.channels.amazon.values import plain
from haat.channels.channel import Keys, Line, Lost, Trouble
from haat.channels.parcels import (
    AWAITED,
    DELIVERED,
    DROPOFF,
    DROPPED,
    ENDED,
    ON_ITS_WAY,
    PICKUP,
    Booked,
    NotTaken,
    Packed,
    Slot,
)

LEAST_GRAMS = 11  # of a parcel: the model takes no less
KIND = "text/xml; charset=UTF-8"
LABEL = "ShippingLabel"
REFERENCE = "DocumentReportReferenceID"
LAST = datetime.max.replace(tzinfo=UTC)
_WAYS = {"PICKUP": PICKUP, "DROPOFF": DROPOFF}
# Amazon's words for a parcel → where it is.
STAGES = {
    "ReadyForPickup": AWAITED,
    "PickedUp": ON_ITS_WAY,
    "AtOriginFC": ON_ITS_WAY,
    "AtDestinationFC": ON_ITS_WAY,
    "OutForDelivery": ON_ITS_WAY,
    "Delivered": DELIVERED,
    "Rejected": ENDED,
    "Undeliverable": ENDED,
    "ReturnedToSeller": ENDED,
    "LostInTransit": ENDED,
    "DamagedInTransit": ENDED,
    "LabelCanceled": DROPPED,
}
_EXISTS = "ScheduledPackageAlreadyExists"


def slots(order: str, packed: Packed, keys: Keys, line: Line) -> list[Slot]:
    """When Amazon fetches it, the earliest first; each tells its own offset, and is answered in UTC."""
    body = {
        "marketplaceId": MARKETPLACE,
        "amazonOrderId": order,
        "packageDimensions": {
            "length": _cm(packed.length_mm),
            "width": _cm(packed.width_mm),
            "height": _cm(packed.height_mm),
            "unit": "cm",
        },
        "packageWeight": {"value": max(packed.weight_g, LEAST_GRAMS), "unit": "g"},
    }
    try:
        found = call("listHandoverSlots", keys, line, body=body)
    except Refused as refused:
        raise NotTaken(refused.said, "size" if _says(refused, "InvalidInput") else "") from None
    told = [_slot(each) for each in listed(found, "timeSlots") if isinstance(each, dict) and each.get("slotId")]
    return sorted(told, key=lambda slot: (slot.begins or LAST, slot.key))


def booked(order: str, keys: Keys, line: Line) -> Booked | None:
    """What is booked for an order; None when nothing is."""
    query = {"amazonOrderId": order, "marketplaceId": MARKETPLACE}
    try:
        return _booked(order, call("getScheduledPackage", keys, line, query=query))
    except Refused as refused:
        if refused.status in (400, 404) and _says_missing(refused):
            return None
        raise


def move(order: str, key: str, slot: Slot, keys: Keys, line: Line) -> Booked:
    """Another time for a parcel that waits. An answer that was lost is looked for: what stands there is answered."""
    body = {
        "marketplaceId": MARKETPLACE,
        "updatePackageDetailsList": [
            {
                "scheduledPackageId": {"amazonOrderId": order, "packageId": key},
                "packageTimeSlot": dict(slot.told),
            }
        ],
    }
    try:
        told = listed(call("updateScheduledPackages", keys, line, body=body), "packages")
    except Refused as refused:
        raise NotTaken(refused.said, "slot") from None
    except Lost:
        told = []
    found = _booked(order, told[0]) if told and isinstance(told[0], dict) else booked(order, keys, line)
    if found is None:
        raise Lost("a package that was moved is not there")
    return found


def book(order: str, slot: Slot, keys: Keys, line: Line, *, reference: str = "") -> Booked:
    """Book a time. What is booked already stays; an answer that was lost is looked for, never asked for twice."""
    if found := booked(order, keys, line):
        return found
    details: dict[str, Any] = {"packageTimeSlot": dict(slot.told)}
    if reference:
        details["packageIdentifier"] = reference
    body = {"amazonOrderId": order, "marketplaceId": MARKETPLACE, "packageDetails": details}
    try:
        return _booked(order, call("createScheduledPackage", keys, line, body=body))
    except Refused as refused:
        if _says(refused, _EXISTS) and (found := booked(order, keys, line)):
            return found
        raise NotTaken(refused.said, "slot") from None
    except Lost:
        found = booked(order, keys, line)
        if found is None:
            raise
        return found


def ask_labels(order: str, keys: Keys, line: Line) -> str:
    """Ask for the label by the feed of documents; Amazon's number of the feed."""
    options = {"AmazonOrderId": order, "DocumentType": LABEL}
    return feeds.created(DOCUMENTS_FEED, _asking(order, keys), KIND, keys, line, options)


def labels(ref: str, keys: Keys, line: Line) -> bytes | None:
    """The label as PDF; None while Amazon makes it. Raises Trouble: it gave it up, and may be asked anew."""
    try:
        body = feeds.result(ref, keys, line)
    except feeds.Given as given:
        raise Trouble("down", f"labels {given}") from None
    if body is None:
        return None
    report = call("getReport", keys, line, path={"report": _reference(body)})
    if report.get("processingStatus") in feeds.WAITING:
        return None
    document = report.get("reportDocumentId")
    if report.get("processingStatus") != feeds.ENDED or not document:
        raise Trouble("down", f"labels {report.get('processingStatus')}")
    found = documents.of_report(str(document), keys, line)
    if not found.startswith(b"%PDF"):
        raise Trouble("unreadable", "labels")
    return found


def _cm(mm: int) -> int | float:
    return plain(Decimal(mm) / 10)


def _slot(told: Mapping[str, Any]) -> Slot:
    """A slot; what goes back to Amazon is what it told, to the letter."""
    names = ("slotId", "startTime", "endTime", "handoverMethod")
    return Slot(
        key=str(told.get("slotId") or ""),
        begins=instant(told.get("startTime")),
        ends=instant(told.get("endTime")),
        way=_WAYS.get(str(told.get("handoverMethod") or ""), PICKUP),
        told={name: str(told[name]) for name in names if told.get(name)},
    )


def _booked(order: str, told: Mapping[str, Any]) -> Booked:
    slot = told.get("packageTimeSlot")
    return Booked(
        order=order,
        key=str(below(told, "scheduledPackageId", "packageId") or ""),
        slot=_slot(slot if isinstance(slot, dict) else {}),
        tracking=str(below(told, "trackingDetails", "trackingId") or ""),
        state=str(told.get("packageStatus") or ""),
        invoice=str(below(told, "invoice", "invoiceNumber") or ""),
        stage=STAGES.get(str(told.get("packageStatus") or ""), ""),
    )


def _says_missing(refused: Refused) -> bool:
    return refused.status == 404 or _says(refused, "ResourceNotFound")


def _says(refused: Refused, code: str) -> bool:
    return any(each.get("code") == code for each in refused.errors)


def _asking(order: str, keys: Keys) -> bytes:
    """Amazon's envelope with one message."""
    envelope = ET.Element("AmazonEnvelope")
    header = ET.SubElement(envelope, "Header")
    ET.SubElement(header, "DocumentVersion").text = "1.01"
    ET.SubElement(header, "MerchantIdentifier").text = seller(keys)
    ET.SubElement(envelope, "MessageType").text = "EasyShipDocument"
    message = ET.SubElement(envelope, "Message")
    ET.SubElement(message, "MessageID").text = "1"
    asked = ET.SubElement(message, "EasyShipDocument")
    ET.SubElement(asked, "AmazonOrderID").text = order
    ET.SubElement(asked, "DocumentType").text = LABEL
    return ET.tostring(envelope, encoding="utf-8", xml_declaration=True)


def _reference(body: bytes) -> str:
    """The report that holds the label, as the feed's own report names it. Raises Trouble."""
    found = re.search(rb"<" + REFERENCE.encode() + rb">\s*([\w.:-]{1,200})\s*</", body)
    if found is None:
        raise Trouble("unreadable", "labels")
    return found[1].decode("ascii", "replace")
