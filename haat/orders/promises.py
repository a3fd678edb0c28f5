"""What delivery promises for a basket and a PIN, handed to `place_order` from the room above."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise

from haat.catalogue.models import Variant
from haat.core.money import above_rupees

Reason = str | Promise


# What travels as one parcel: of one seller and one maker, from a hub, centre or stall (None: from the maker).
PartKey = tuple[int, int, int | None]


@dataclass(frozen=True)
class Wanted:
    """A variant, how many, and the stock place they leave from: a basket's line, or one piece of the good on its page.

    `place_id` is None when they leave from their maker, who makes or packs them.
    """

    variant: Variant
    quantity: int = 1
    place_id: int | None = None

    @property
    def part_key(self) -> PartKey:
        """Which part it goes with."""
        maker = self.variant.good.maker
        return maker.seller_id, maker.pk, self.place_id


@dataclass(frozen=True)
class PartPromise:
    """When one maker's part from one place arrives, its share of the delivery charge, and the price of its goods."""

    seller_id: int
    maker_id: int
    place_id: int | None
    promised_by: date
    delivery_paise: int
    goods_paise: int = 0


@dataclass(frozen=True)
class DeliveryPromise:
    """A promise for exactly these `pieces` (variant id → quantity) at these prices to this PIN.

    `days` is the way alone; `cod_reason` is empty when cash on delivery is open; `blocked` says per variant why it does
    not go with the others: it is neither among the pieces nor in the sums, and stays in the basket; `large` which of
    these are too large or heavy for a parcel; `weeks` (Monday) is when made-to-order variants are made; `places` the
    stock place that variants leave from which do not leave from their maker; `place_names` how district and state of
    the PIN are called, by language.
    """

    pin: str
    district_id: int
    state_id: int
    carrier: str
    days: int
    parts: dict[PartKey, PartPromise]
    pieces: dict[int, int]
    goods_paise: int
    charge_paise: int
    cod_reason: Reason = ""
    blocked: dict[int, Reason] = field(default_factory=dict)
    large: frozenset[int] = frozenset()
    weeks: dict[int, date] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    place_names: tuple[dict[str, str], ...] = ()

    @property
    def total_paise(self) -> int:
        return self.goods_paise + self.charge_paise

    @property
    def left_off_paise(self) -> int:
        """What is left off when it is paid in cash, parcel by parcel."""
        return sum(above_rupees(part.goods_paise + part.delivery_paise) for part in self.parts.values())

    @property
    def promised_by(self) -> date | None:
        """The day the last part arrives; None when nothing can go."""
        return max((part.promised_by for part in self.parts.values()), default=None)
