"""Orders of simulated buyers: bought, paid, cancelled in part or whole, sent, and there."""

from collections import Counter
from collections.abc import Mapping, Sequence

from haat.cli.rehearsal.amazon.buyers import somebody
from haat.cli.rehearsal.amazon.listing import Listing
from haat.cli.rehearsal.amazon.listings import Listings
from haat.cli.rehearsal.amazon.order import Line, Order, Parcel
from haat.cli.rehearsal.amazon.wire import CURRENCY, DAY, BadInput, NotThere
from haat.cli.rehearsal.amazon.world import World

DELIVERED_AFTER = 3 * DAY
OF_ANOTHER_LIST = 19_900  # what a piece costs whose SKU we do not know


class Orders:
    """All orders, by number. `turn` counts how often it was said how many buyers come by themselves."""

    def __init__(self, world: World, listings: Listings) -> None:
        self.world, self.listings = world, listings
        self.known: dict[str, Order] = {}
        self.turn = 0
        world.on("paid", self._pay)
        world.on("buyer", self._somebody)
        world.on("delivered", self._deliver)

    def place(
        self,
        wanted: Sequence[tuple[str, int]],
        *,
        pending: bool = True,
        easy_ship: bool = True,
        currency: str = CURRENCY,
    ) -> Order:
        """A buyer buys these SKUs, so many of each: what stands there grows less. The money of another place is told
        in its own smallest unit. Raises BadInput when a good is not there in so many pieces.
        """
        now, dice = self.world.now(), self.world.random
        every = Counter[str]()
        for sku, number in wanted:
            every[sku] += number
        taken = [place for sku, number in every.items() if (place := self._place_of(sku, number))]
        lines = [self._line(sku, number) for sku, number in wanted]
        for listing, code, number in taken:
            listing.stock[code] -= number
        name = f"40{dice.randrange(2, 9)}-{self.world.number(7)}-{self.world.number(7)}"
        buyer = somebody(dice, abroad=currency != CURRENCY)
        order = Order(name, now, buyer, lines, currency, easy_ship, delivery=dice.choice((0, 4_000)))
        self.known[name] = order
        self.touch(order)
        if pending:
            self.world.later(self.world.switches.pay_seconds, "paid", order)
        else:
            self._pay(order)
        return order

    def find(self, *, makers: int = 1) -> list[tuple[str, int]]:
        """What a buyer finds who looks about: a good, or one each of two makers. Empty when nothing can be bought."""
        now, dice = self.world.now(), self.world.random
        live = [each for each in self.listings.by_sku.values() if "BUYABLE" in each.status(now)]
        if not live:
            return []
        found = [dice.choice(live)]
        others = [each for each in live if each.claim.maker != found[0].claim.maker]
        if makers > 1 and others:
            found.append(dice.choice(others))
        return [(each.sku, dice.randint(1, min(2, max(each.stock.values())))) for each in found]

    def touch(self, order: Order) -> None:
        """It has changed now, and is told of now or later."""
        order.updated = self.world.now()
        order.told_from = order.updated + self.world.switches.orders_late_seconds

    def ask_cancel(self, order: Order, why: str, line: str = "") -> None:
        """The buyer asks; whoever sells has still to agree."""
        for each in order.lines:
            if not line or each.name == line:
                each.asks = why
        self.touch(order)

    def cancel(self, order: Order, pieces: Mapping[str, int] | None = None, *, by: str = "BUYER") -> None:
        """Pieces of lines, or all that was not sent. They do not come back into stock by themselves.

        Raises BadInput when a line has not so many left; then nothing is cancelled.
        """
        numbers = {line.name: line.left if pieces is None else pieces.get(line.name, 0) for line in order.lines}
        if any(not 0 <= numbers[line.name] <= line.left for line in order.lines) or set(pieces or ()) - set(numbers):
            raise BadInput("a line has not so many pieces left")
        for line in order.lines:
            if numbers[line.name]:
                line.cancelled, line.cancelled_by = line.cancelled + numbers[line.name], by
                line.why = line.asks or "CHANGED_MIND"
        order.follow()
        self.touch(order)

    def ship(self, order: Order, pieces: Mapping[str, int], parcel: Parcel) -> None:
        """Pieces have left in a parcel, which arrives after some days."""
        for line in order.lines:
            line.shipped += pieces.get(line.name, 0)
        parcel.pieces, parcel.left = dict(pieces), self.world.now()
        order.follow()
        self.touch(order)
        self.world.later(DELIVERED_AFTER, "delivered", (order, parcel))

    def of(self, name: str) -> Order:
        """Raises NotThere."""
        order = self.known.get(name)
        if order is None:
            raise NotThere("The order is not known")
        return order

    def let_come(self) -> None:
        """Buyers come by themselves from now on, as many an hour as the switch says."""
        self.turn += 1
        if self.world.switches.buyers_an_hour > 0:
            self.world.later(1, "buyer", self.turn)

    def _line(self, sku: str, number: int) -> Line:
        listing, name = self.listings.by_sku.get(sku), self.world.number(14)
        if listing is None or listing.price is None:
            return Line(name, sku, "B0UNKNOWN0", "A good of another list", number, OF_ANOTHER_LIST)
        return Line(name, sku, listing.asin, listing.claim.title, number, listing.price)

    def _place_of(self, sku: str, number: int) -> tuple[Listing, str, int] | None:
        """From which stock of a listing so many pieces are taken; None for a SKU that is none of ours."""
        listing = self.listings.by_sku.get(sku)
        if listing is None:
            return None
        code = next((code for code, left in listing.stock.items() if left >= number), None)
        if number < 1 or code is None or "BUYABLE" not in listing.status(self.world.now()):
            raise BadInput(f"{sku} cannot be bought in {number} pieces now")
        return listing, code, number

    def _pay(self, order: Order) -> None:
        if order.state == "PENDING":
            order.state = "UNSHIPPED"
            self.touch(order)

    def _deliver(self, what: tuple[Order, Parcel]) -> None:
        order, parcel = what
        parcel.arrived = self.world.now()
        self.touch(order)

    def _somebody(self, turn: int) -> None:
        """One who comes by herself, and the next; an earlier turn ends when the number is set anew."""
        an_hour = self.world.switches.buyers_an_hour
        if an_hour <= 0 or turn != self.turn:
            return
        found = self.find(makers=self.world.random.choice((1, 1, 2)))
        if found:
            self.place(found)
        self.world.later(self.world.random.expovariate(an_hour / 3600), "buyer", turn)
