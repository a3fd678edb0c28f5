"""Easy Ship: slots for the pick-up of an order, in a clock nine hours ahead; one taken, once; picked up at its end."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from haat.cli.rehearsal.amazon.order import Order, Parcel
from haat.cli.rehearsal.amazon.orders import Orders
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, BadInput, Call, Calls, Refusal, moment, stamp

THERE = timezone(timedelta(hours=9))  # as has been seen, though nobody there lives by it
SLOTS = ((10, 13), (14, 17))
DAYS = 3


class EasyShip:
    def __init__(self, orders: Orders) -> None:
        self.orders, self.world = orders, orders.world
        self.world.on("picked up", self._pick_up)

    def calls(self) -> Calls:
        return {
            "listHandoverSlots": self.slots,
            "getScheduledPackage": self.get,
            "createScheduledPackage": self.create,
            "updateScheduledPackages": self.update,
            "createScheduledPackageBulk": self.create_many,
        }

    def slots(self, call: Call) -> dict[str, Any]:
        """What is free in the next days, for a parcel of this size and weight."""
        body = call.body
        order = self._order(body["amazonOrderId"], body["marketplaceId"])
        if order.state != "UNSHIPPED":
            raise BadInput(code="InvalidOrderState", message="The order cannot be scheduled in its state.")
        if "value" not in body["packageWeight"] or not {"length", "width", "height"} <= set(body["packageDimensions"]):
            raise BadInput("size and weight of the parcel")
        order.measured = body["packageDimensions"], body["packageWeight"]
        order.slots |= {slot["slotId"]: slot for slot in self._free()}
        found = [slot for slot in order.slots.values() if moment(slot["startTime"], "startTime") > self.world.now()]
        return {"amazonOrderId": order.name, "timeSlots": found}

    def get(self, call: Call) -> dict[str, Any]:
        order = self._order(call.query["amazonOrderId"], call.query["marketplaceId"])
        if order.package is None:
            raise _unknown()
        return _told(order, order.package)

    def create(self, call: Call) -> dict[str, Any]:
        return self._schedule(call.body["amazonOrderId"], call.body["marketplaceId"], call.body["packageDetails"])

    def create_many(self, call: Call) -> dict[str, Any]:
        """Each order by itself; one without a slot is given the first."""
        done, refused = list[dict[str, Any]](), list[dict[str, Any]]()
        for each in call.body["orderScheduleDetailsList"]:
            try:
                done.append(
                    self._schedule(each["amazonOrderId"], call.body["marketplaceId"], each.get("packageDetails"))
                )
            except Refusal as wrong:
                refused.append({"amazonOrderId": each["amazonOrderId"], "error": wrong.body["errors"][0]})
        return {"scheduledPackages": done} | ({"rejectedOrders": refused} if refused else {})

    def update(self, call: Call) -> dict[str, Any]:
        """Another slot for a parcel that has not been picked up."""
        found = []
        for each in call.body["updatePackageDetailsList"]:
            name = each["scheduledPackageId"]
            order = self._order(name["amazonOrderId"], call.body["marketplaceId"])
            if order.package is None or name.get("packageId", order.package.name) != order.package.name:
                raise _unknown()
            if order.package.left is not None:
                raise BadInput(code="OrderNotEligibleForRescheduling", message="The parcel was picked up.")
            order.package.slot = self._slot(order, each["packageTimeSlot"]["slotId"])
            self._await(order, order.package)
            found.append(_told(order, order.package))
        return {"packages": found}

    def _schedule(self, name: str, place: str, details: Mapping[str, Any] | None) -> dict[str, Any]:
        order, now = self._order(name, place), self.world.now()
        if order.package is not None:
            raise BadInput(code="ScheduledPackageAlreadyExists", message="A package was scheduled for this order.")
        if order.state != "UNSHIPPED":
            raise BadInput(code="InvalidOrderState", message="The order cannot be scheduled in its state.")
        if details is None:
            slot: Mapping[str, Any] = self._free()[0]
        else:
            slot = self._slot(order, details["packageTimeSlot"]["slotId"])
        size, weight = order.measured or (
            {"length": 20.0, "width": 15.0, "height": 10.0, "unit": "cm"},
            {"value": 500.0, "unit": "g"},
        )
        order.package = Parcel(
            self.world.name(64),
            slot,
            size,
            weight,
            identifier=(details or {}).get("packageIdentifier", ""),
            tracking=self.world.number(12),
            carrier="ATS",
            made=now,
        )
        self._await(order, order.package)
        return _told(order, order.package)

    def _slot(self, order: Order, name: str) -> Mapping[str, Any]:
        slot = order.slots.get(name)
        if slot is None:
            raise BadInput(code="InvalidTimeSlotId", message="The time slot was not offered for this order.")
        if moment(str(slot["startTime"]), "startTime") <= self.world.now():
            raise BadInput(code="ScheduleWindowExpired", message="The selected time slot has expired.")
        return slot

    def _await(self, order: Order, parcel: Parcel) -> None:
        self.orders.touch(order)
        ends = moment(str(parcel.slot["endTime"]), "endTime")
        self.world.later(ends - self.world.now(), "picked up", (order, parcel.slot["slotId"]))

    def _pick_up(self, what: tuple[Order, str]) -> None:
        """The van comes, unless the parcel waits for another slot or the order was cancelled."""
        order, slot = what
        parcel = order.package
        if parcel is None or parcel.left is not None or parcel.slot["slotId"] != slot or order.state != "UNSHIPPED":
            return
        self.orders.ship(order, {line.name: line.left for line in order.lines}, parcel)

    def _free(self) -> list[dict[str, Any]]:
        today = datetime.fromtimestamp(self.world.now(), UTC).astimezone(THERE)
        found = []
        for day in range(1, DAYS + 1):
            for begin, end in SLOTS:
                starts = (today + timedelta(days=day)).replace(hour=begin, minute=0, second=0, microsecond=0)
                found.append(
                    {
                        "slotId": f"slot-{starts:%Y%m%d-%H}",
                        "startTime": starts.isoformat(),
                        "endTime": starts.replace(hour=end).isoformat(),
                        "handoverMethod": "PICKUP",
                    }
                )
        return found

    def _order(self, name: str, place: str) -> Order:
        order = self.orders.known.get(name)
        if order is None or not order.easy_ship or place != MARKETPLACE:
            raise _unknown()
        return order


def _unknown() -> BadInput:
    return BadInput(code="ResourceNotFound", message="The order or the marketplace does not exist.")


def _told(order: Order, parcel: Parcel) -> dict[str, Any]:
    told: dict[str, Any] = {
        "scheduledPackageId": {"amazonOrderId": order.name, "packageId": parcel.name},
        "packageDimensions": dict(parcel.size),
        "packageWeight": dict(parcel.weight),
        "packageItems": [{"orderItemId": line.name} for line in order.lines],
        "packageTimeSlot": dict(parcel.slot),
        "invoice": {"invoiceNumber": f"IN-{parcel.tracking[-4:]}", "invoiceDate": stamp(parcel.made)},
        "packageStatus": _status(parcel),
        "trackingDetails": {"trackingId": parcel.tracking},
    }
    return told | ({"packageIdentifier": parcel.identifier} if parcel.identifier else {})


def _status(parcel: Parcel) -> str:
    if parcel.arrived is not None:
        return "Delivered"
    return "ReadyForPickup" if parcel.left is None else "PickedUp"
