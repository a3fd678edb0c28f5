"""What delivery promises for a basket and a PIN, handed to `place_order` from the room above."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.utils.functional import Promise

from haat.catalogue.models import Variant

Reason = str | Promise


class Wish(Protocol):
    """A variant and how many: a basket line, or `Wanted` where there is no basket."""

    @property
    def variant(self) -> Variant: ...

    @property
    def quantity(self) -> int: ...


@dataclass(frozen=True)
class Wanted:
    """A variant and how many, where there is no basket (the promise on a good's page)."""

    variant: Variant
    quantity: int = 1


@dataclass(frozen=True)
class PartQuote:
    """When one maker's part arrives, and its share of the delivery charge (paise)."""

    seller_id: int
    maker_id: int
    promised_by: date
    delivery_paise: int


@dataclass(frozen=True)
class Quote:
    """A promise for exactly these `pieces` (variant id → quantity) at these prices to this PIN.

    `days` is the way alone; `cod_reason` is empty when cash on delivery is open; `blocked` says per variant
    why it cannot go there; `weeks` (Monday) is when made-to-order variants are made.
    """

    pin: str
    district_id: int
    state_id: int
    carrier: str
    days: int
    parts: dict[tuple[int, int], PartQuote]
    pieces: dict[int, int]
    goods_paise: int
    charge_paise: int
    cod_reason: Reason = ""
    blocked: dict[int, Reason] = field(default_factory=dict)
    weeks: dict[int, date] = field(default_factory=dict)

    @property
    def total_paise(self) -> int:
        return self.goods_paise + self.charge_paise

    @property
    def promised_by(self) -> date | None:
        """The day the last part arrives; None when nothing can go."""
        return max((part.promised_by for part in self.parts.values()), default=None)
