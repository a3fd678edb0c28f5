"""Some goods lie away from their makers: at a hub the shop sells from, and at a sale centre."""

from datetime import date

from demo.clock import Clock
from demo.people import Team, phone_of
from haat.catalogue.models import Good
from haat.core.dates import day_of
from haat.people.models import Role
from haat.places.models import Mart, Place
from haat.stock import actions as stock
from haat.stock.models import Move, StockItem, StockPlace
from haat.stock.rules import Came

# The block, where in it, who keeps it, and the number of her telephone.
HUB = ("mohanpur", "Mohanpur Hub", "Beside the block office, Mohanpur", "814157", "Savita Devi", 91)
CENTRE = ("deoghar", "Tower Chowk Sale Centre", "Shop 3, Tower Chowk", "814112", "Rekha Kumari", 92)
# Days before the last one on which goods are sent, and how many goods.
TO_HUB, TO_CENTRE = {45: 5, 24: 4, 7: 3}, {30: 5, 3: 3}
MOST, LEAST, STEP = 6, 6, 7


class Consigning:
    """One mart's places besides its makers."""

    def __init__(self, mart: Mart, team: Team, clock: Clock) -> None:
        self.mart, self._by, self._clock = mart, team.actor(Role.Kind.DESK), clock
        self._places: dict[str, StockPlace] = {}
        self._sent = 0

    def day(self, day: date) -> None:
        """Open the places, send goods, and count two days later what came; the last to the hub is still on the way."""
        if not self._places and self._back(day) <= max(TO_HUB):
            self._open(StockPlace.Kind.HUB, *HUB)
            self._open(StockPlace.Kind.CENTRE, *CENTRE)
            stock.sell_from(self._places["hub"], channel="mart", by=self._by)
        for kind, days in (("hub", TO_HUB), ("centre", TO_CENTRE)):
            if self._back(day) in days:
                self._send(self._places[kind], days[self._back(day)])
        for move in Move.objects.filter(mart=self.mart, received_at=None).order_by("pk"):
            sent_on = day_of(move.sent_at)
            if (day - sent_on).days >= 2 and self._back(sent_on) != min(TO_HUB):
                self._count(move, short=self._back(sent_on) == min(TO_CENTRE))

    def _back(self, day: date) -> int:
        """How many days before the last one."""
        return (self._clock.last_day - day).days

    def _open(self, kind: str, block: str, name: str, address: str, pin: str, keeper: str, number: int) -> None:
        where = Place.objects.get(parent=self.mart.place, slug=block)
        self._places[kind] = stock.open_place(
            self.mart,
            kind=kind,
            name=name,
            where=where,
            address=address,
            pin=pin,
            keeper=keeper,
            phone=phone_of(number),
            by=self._by,
        )

    def _send(self, target: StockPlace, goods: int) -> None:
        """A half of what is free of some goods, maker by maker."""
        ready = StockItem.objects.filter(
            mart=self.mart, place__kind=StockPlace.Kind.MAKER, variant__good__state=Good.State.LIVE
        )
        ready = ready.filter(variant__good__made_to_order=False, variant__good__shelf_life_days=None)
        free = [item for item in ready.select_related("place").order_by("pk") if item.available >= LEAST]
        for item in free[self._sent % STEP :: STEP][:goods]:
            pieces = {item.variant_id: min(MOST, item.available // 2)}
            self._sent += 1
            stock.dispatch(item.place, target=target, pieces=pieces, key=f"demo:{self._sent}", by=self._by)

    def _count(self, move: Move, *, short: bool) -> None:
        """All came; or, `short`, one piece less of each."""
        counts = {line.variant_id: Came(line.sent - short) for line in move.lines.all()}
        stock.receive(move, counts=counts, by=self._by)
