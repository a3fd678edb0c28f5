"""What whoever rehearses may do: switch faults on, move the clock, send buyers. `POST /control` with JSON, or a form.

Each command is a key of the JSON; they are done in the order in which they stand there:

    {"switch": {"review_seconds": 0, "stale": 0.05}, "exempt": "*", "buy": {"sku": "LB-26", "quantity": 2},
     "fault": {"kind": "timeout", "operation": "createFeed", "times": 1}, "advance": 3600}
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from haat.cli.rehearsal.amazon.faults import FILES, KINDS
from haat.cli.rehearsal.amazon.operations import BY_NAME
from haat.cli.rehearsal.amazon.order import Order
from haat.cli.rehearsal.amazon.settlements import How
from haat.cli.rehearsal.amazon.shapes import Within, check
from haat.cli.rehearsal.amazon.wire import BadInput, stamp
from haat.cli.rehearsal.amazon.world import Some, Switches

if TYPE_CHECKING:
    from haat.cli.rehearsal.amazon.double import AmazonDouble

_FAULT = {
    "kind": KINDS, "operation?": ("*", *BY_NAME, *FILES), "times?": Within(int), "seconds?": Within(float, 0),
    "wait?": Within(float, 0, 600),
}  # fmt: skip
_LINE = {"sku": Within(str), "quantity?": Within(int, 1, 999)}
_BUY = {
    "sku?": Within(str), "quantity?": Within(int, 1, 999), "lines?": Within([_LINE]), "count?": Within(int, 1, 10_000),
    "makers?": (1, 2), "pending?": bool, "easy_ship?": bool, "currency?": Within(str, 3, 3),
}  # fmt: skip
_ORDER = {"order?": Within(str)}
_SETTLE = {f"{each.name}?": bool for each in fields(How)}
_SWITCHED: dict[type, Any] = {bool: bool, int: Within(float, 0), float: Within(float, 0), list: [str]}
_CHOICES = {"region": ("eu", "na"), "feeds": ("done", "fatal", "stuck")}
_GRANTED = ("exempt", "exempt_all")


class Control:
    """The commands, over the rooms of a double."""

    def __init__(self, double: "AmazonDouble") -> None:
        self.double = double
        self.world = double.world
        self._deeds: dict[str, Callable[[Any], Any]] = {
            "forget": self._forget,
            "calm": self._calm,
            "switch": self._switch,
            "fault": self._fault,
            "exempt": self._exempt,
            "change_schema": self._change_schema,
            "rates": self._rates,
            "buy": self._buy,
            "ask_cancel": self._ask_cancel,
            "cancel": self._cancel,
            "odd_state": self._odd_state,
            "settle": self._settle,
            "advance": self._advance,
        }

    def do(self, told: object) -> dict[str, Any]:
        """Do each command; answers what came of each, and the time it is then. Raises BadInput."""
        if not isinstance(told, dict) or set(told) - set(self._deeds):
            raise BadInput(f"commands: {', '.join(self._deeds)}")
        done = {name: self._deeds[name](value) for name, value in told.items()}
        return {"done": done, "now": self.world.now()}

    def standing(self) -> dict[str, Any]:
        """How everything stands."""
        double, now = self.double, self.world.now()
        status: dict[str, int] = {}
        for listing in double.listings.by_sku.values():
            name = "+".join(listing.status(now)) or ("REFUSED" if listing.issues else "WAITING")
            status[name] = status.get(name, 0) + 1
        states: dict[str, int] = {}
        for order in double.orders.known.values():
            states[order.state] = states.get(order.state, 0) + 1
        return {
            "now": now,
            "time": stamp(now),
            "listings": status,
            "orders": states,
            "feeds": [feed.told() for feed in list(double.feeds.sent.values())[-20:]],
            "told_whole_again": {sku: times for sku, times in double.listings.wholes.items() if times > 1},
            "reports": len(double.reports.known),
            "waiting": self.world.waiting(),
            "calls": {name: dict(counts) for name, counts in sorted(double.counts.items())},
            "throttled": dict(double.quotas.throttled),
            "tokens": double.quotas.left(),
            "faults": [fault.told() for fault in double.faults.standing],
            "switches": self.world.switches.told(),
        }

    def _forget(self, _told: Any) -> None:
        """The counts begin anew."""
        self.double.counts.clear()
        self.double.quotas.throttled.clear()

    def _calm(self, _told: Any) -> None:
        """All is as at the beginning, but for what was granted."""
        self.double.faults.standing.clear()
        for name, value in vars(Switches()).items():
            if name not in _GRANTED:
                setattr(self.world.switches, name, value)
        self.double.quotas.plans.clear()
        self.double.listings.review_all()

    def _switch(self, told: Any) -> None:
        check(told, dict, "switch")
        now = vars(self.world.switches)
        for name, value in told.items():
            if name not in now or name in _GRANTED:
                raise BadInput(f"no switch {name}; there are: {', '.join(sorted(now))}")
            if isinstance(now[name], Some):
                now[name] = Some.of(value)
                continue
            check(value, _CHOICES.get(name) or _SWITCHED.get(type(now[name]), dict), name)
            now[name] = value
        if "buyers_an_hour" in told:
            self.double.orders.let_come()
        if {"lettered", "grace_seconds"} & set(told):
            self.double.listings.review_all()

    def _fault(self, told: Any) -> None:
        for each in told if isinstance(told, list) else [told]:
            check(each, _FAULT, "fault")
            self.double.faults.switch(
                each["kind"],
                operation=each.get("operation", "*"),
                times=each.get("times"),
                seconds=each.get("seconds"),
                wait=each.get("wait", 0.0),
            )

    def _exempt(self, told: Any) -> None:
        """Grant an exemption from barcodes: for all, or for brands and product types."""
        if told == "*":
            self.world.switches.exempt_all = True
        else:
            for each in told if isinstance(told, list) else [told]:
                check(each, {"brand": Within(str), "product_type": Within(str)}, "exempt")
                self.world.switches.exempt.add((each["brand"].lower(), each["product_type"]))
        self.double.listings.review_all()

    def _change_schema(self, told: Any) -> None:
        check(told, {"product_type": str, "asks": str}, "change_schema")
        self.double.definitions.change(told["product_type"], told["asks"])

    def _rates(self, told: Any) -> None:
        check(told, {f"{name}?": Within(float, 1e-6) for name in BY_NAME}, "rates")
        self.double.quotas.plans.update(told)

    def _buy(self, told: Any) -> list[str]:
        """Buyers come: for a SKU, for several lines, or for whatever they find."""
        check(told, _BUY, "buy")
        how = {name: told[name] for name in ("pending", "easy_ship", "currency") if name in told}
        lines = [(each["sku"], each.get("quantity", 1)) for each in told.get("lines", ())]
        if "sku" in told:
            lines.append((told["sku"], told.get("quantity", 1)))
        names = []
        for _turn in range(told.get("count", 1)):
            wanted = lines or self.double.orders.find(makers=told.get("makers", 1))
            if not wanted:
                break
            names.append(self.double.orders.place(wanted, **how).name)
        return names

    def _ask_cancel(self, told: Any) -> str:
        check(told, _ORDER | {"why?": str, "line?": str}, "ask_cancel")
        order = self._order(told)
        self.double.orders.ask_cancel(order, told.get("why", "NO_LONGER_NEEDED"), told.get("line", ""))
        return order.name

    def _cancel(self, told: Any) -> str:
        check(told, _ORDER | {"pieces?": dict, "by?": ("BUYER", "MERCHANT", "AMAZON")}, "cancel")
        order, pieces = self._order(told), told.get("pieces")
        check(pieces or {}, {f"{line.name}?": int for line in order.lines}, "pieces")
        self.double.orders.cancel(order, pieces, by=told.get("by", "BUYER"))
        return order.name

    def _odd_state(self, told: Any) -> str:
        check(told, _ORDER | {"state": str}, "odd_state")
        order = self._order(told)
        order.odd_state = told["state"]
        self.double.orders.touch(order)
        return order.name

    def _settle(self, told: Any) -> str:
        check(told, _SETTLE, "settle")
        report = self.double.settlements.make(How(**told))
        return report.name if report else ""

    def _advance(self, told: Any) -> float:
        check(told, Within(float, 0, 400 * 86_400), "advance")
        self.world.advance(told)
        return self.world.now()

    def _order(self, told: Mapping[str, Any]) -> Order:
        """The order that was named, or the newest that is not over."""
        known = self.double.orders.known
        open_ones = [order for order in known.values() if order.state not in ("CANCELLED", "SHIPPED")]
        found = known.get(told["order"]) if "order" in told else open_ones[-1] if open_ones else None
        if found is None:
            raise BadInput("no such order")
        return found


# What the page offers: a key with its words, and the commands it stands for.
HOUR = 3600
DEEDS: dict[str, tuple[str, dict[str, Any]]] = {
    "buy": ("A buyer buys", {"buy": {}}),
    "buy_two": ("A buyer buys of two makers", {"buy": {"makers": 2}}),
    "buy_abroad": ("A buyer pays in dollars", {"buy": {"currency": "USD", "pending": False}}),
    "buy_unknown": ("A buyer buys what is not ours", {"buy": {"sku": "NOT-OURS", "pending": False}}),
    "ask_cancel": ("The buyer asks to cancel", {"ask_cancel": {}}),
    "cancel": ("The order is cancelled", {"cancel": {}}),
    "settle": ("A settlement comes", {"settle": {}}),
    "settle_odd": (
        "An odd settlement comes",
        {"settle": {"lost_line": True, "unknown_type": True, "comma": True}},
    ),
    "minutes": ("Ten minutes pass", {"advance": HOUR / 6}),
    "hour": ("An hour passes", {"advance": HOUR}),
    "day": ("A day passes", {"advance": 24 * HOUR}),
    "exempt": ("Grant all exemptions from barcodes", {"exempt": "*"}),
    "lettered": ("Find letters on all main pictures", {"switch": {"lettered": True}}),
    "never_live": ("Accept, and show nothing", {"switch": {"never_live": True}}),
    "stale": ("Leave quantities of feeds as they are", {"switch": {"stale": True}}),
    "feeds": ("Let feeds hang", {"switch": {"feeds": "stuck"}}),
    "bad_request": ("Answer 400 for an hour", {"fault": {"kind": "bad_request", "seconds": HOUR}}),
    "server_error": ("Answer 500 ten times", {"fault": {"kind": "server_error", "times": 10}}),
    "throttle": ("Throttle ten calls", {"fault": {"kind": "throttle", "times": 10}}),
    "timeout": ("Do the next thing, and not answer", {"fault": {"kind": "timeout", "times": 1, "wait": 90}}),
    "lost": ("Lose the next call", {"fault": {"kind": "lost", "times": 1}}),
    "late": ("Answer late for a while", {"fault": {"kind": "late", "times": 5, "wait": 8}}),
    "orders_late": ("Tell orders a quarter hour late", {"switch": {"orders_late_seconds": HOUR / 4}}),
    "repeated": ("Tell each order twice", {"switch": {"orders_repeated": True}}),
    "odd_state": ("Give the newest order an unknown state", {"odd_state": {"state": "ON_HOLD"}}),
    "lack": ("Leave out fields", {"switch": {"orders_lack": ["detailedStatus", "buyer", "deliverByWindow"]}}),
    "schema": ("Ask of bangles what nobody asked", {"change_schema": {"product_type": "BRACELET", "asks": "style"}}),
    "revoke": ("Take the permission back", {"switch": {"revoked": True}}),
    "secret": ("Let the secret come to its end", {"switch": {"secret_ended": True}}),
    "denied": (
        "Take away the role that reads orders",
        {"switch": {"denied": ["searchOrders", "getOrder", "getOrders", "getOrderItems"]}},
    ),
    "region": ("Be the address of another region", {"switch": {"region": "na"}}),
    "suspended": ("Suspend the seller", {"switch": {"suspended": True}}),
    "calm": ("Let all be well", {"calm": True}),
}
