"""Orders 2026-01-01: searched by the time they were made or changed, a hundred a page; and told of as sent (v0)."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from haat.cli.rehearsal.amazon.order import Order, Parcel
from haat.cli.rehearsal.amazon.order_answers import order_told
from haat.cli.rehearsal.amazon.orders import Orders
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, Answer, BadInput, Call, Calls, moment, stamp

MOST, LAG, KEPT = 100, 120, 50  # orders a page; seconds before now up to which may be asked; searches that are kept


@dataclass(frozen=True)
class _Search:
    """What was asked, what was found, and until when: the pages of one search are of one moment."""

    asked: dict[str, Any]
    names: tuple[str, ...]
    name: str
    until: float


class OrderCalls:
    def __init__(self, orders: Orders) -> None:
        self.orders, self.world = orders, orders.world
        self._kept: OrderedDict[str, _Search] = OrderedDict()

    def calls(self) -> Calls:
        return {"searchOrders": self.search, "getOrder": self.get, "confirmShipment": self.confirm}

    def get(self, call: Call) -> dict[str, Any]:
        return {"order": self._told(self.orders.of(call.path["orderId"]), call)}

    def search(self, call: Call) -> dict[str, Any]:
        """The next page is asked for with the same words and the token of the last."""
        asked = dict(call.query)
        token, _, place = str(asked.pop("paginationToken", "")).partition(".")
        if not token:
            token = self.world.name(80)
            self._kept[token] = self._found(call, asked)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        kept = self._kept.get(token)
        if kept is None or kept.asked != asked or not (place or "0").isdigit():
            raise BadInput("paginationToken is of no search, or of another")
        begin, size = int(place or 0), int(call.query.get("maxResultsPerPage", MOST))
        page = [self._told(self.orders.known[name], call) for name in kept.names[begin : begin + size]]
        told: dict[str, Any] = {"orders": page, f"{kept.name}Before": stamp(kept.until)}
        if begin + size < len(kept.names):
            told["pagination"] = {"nextToken": f"{token}.{begin + size}"}
        return told

    def confirm(self, call: Call) -> Answer:
        """What the seller sent by a carrier of its own."""
        order, told = self.orders.of(call.path["orderId"]), call.body["packageDetail"]
        if call.body["marketplaceId"] != MARKETPLACE:
            raise BadInput("marketplaceId is not the order's")
        if order.state not in ("UNSHIPPED", "PARTIALLY_SHIPPED") or order.easy_ship:
            raise BadInput("an order in this state, or one of Easy Ship, is not confirmed as sent")
        if any(parcel.name == told["packageReferenceId"] for parcel in order.sent):
            raise BadInput("packageReferenceId was told of before")
        pieces: dict[str, int] = {}
        for each in told["orderItems"]:
            name = each["orderItemId"]
            line, pieces[name] = order.line(name), pieces.get(name, 0) + each["quantity"]
            if line is None or each["quantity"] < 1 or pieces[name] > line.left:
                raise BadInput(f"orderItemId {name} has not so many pieces left")
        carrier = told.get("carrierName") or told["carrierCode"]
        parcel = Parcel(told["packageReferenceId"], tracking=told["trackingNumber"], carrier=carrier)
        parcel.method, parcel.made = told.get("shippingMethod", ""), self.world.now()
        order.sent.append(parcel)
        self.orders.ship(order, pieces, parcel)
        return Answer(None, 204)

    def _told(self, order: Order, call: Call) -> dict[str, Any]:
        return order_told(order, call.many("includedData"), self.world.switches.orders_lack)

    def _found(self, call: Call, asked: dict[str, Any]) -> _Search:
        name, since, until = window(call.query, ("created", "lastUpdated"), self.world.now() - LAG)
        by = "created" if name == "created" else "updated"
        found = [order for order in self.orders.known.values() if self._fits(order, by, since, until, call)]
        found.sort(key=lambda order: (getattr(order, by), order.name))
        turns = 2 if self.world.switches.orders_repeated else 1
        return _Search(asked, tuple(order.name for order in found for _turn in range(turns)), name, until)

    def _fits(self, order: Order, by: str, since: float, until: float, call: Call) -> bool:
        states, places = call.many("fulfillmentStatuses"), call.many("marketplaceIds")
        return (
            since <= getattr(order, by) <= until
            and order.told_from <= self.world.now()
            and (not states or order.state in states)
            and (not places or MARKETPLACE in places)
            and "MERCHANT" in call.many("fulfilledBy", ("MERCHANT",))
        )


def window(query: Any, names: tuple[str, str], latest: float) -> tuple[str, float, float]:
    """Which of two times is asked for, from when, until when. Raises BadInput unless it is exactly one, in order."""
    asked = [name for name in names if f"{name}After" in query]
    ends = [name for name in names if f"{name}Before" in query]
    if len(asked) != 1 or set(ends) - set(asked):
        raise BadInput(f"exactly one of {names[0]}After and {names[1]}After, with its own end")
    name = asked[0]
    since, until = moment(query[f"{name}After"], f"{name}After"), latest
    if ends:
        until = moment(query[f"{name}Before"], f"{name}Before")
        if not since <= until <= latest:
            raise BadInput(f"{name}Before must be behind {name}After and two minutes before now")
    return name, since, until
