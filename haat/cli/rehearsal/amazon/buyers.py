"""Who buys: names and places of nobody, from the double's dice."""

import random
import zlib
from dataclasses import dataclass

_FIRST = ("Asha", "Ravi", "Meera", "Imran", "Kavita", "Joseph", "Sunita", "Arjun", "Fatima", "Deepak", "Nandini")
_LAST = ("Verma", "Nair", "Das", "Khan", "Patil", "Minz", "Sharma", "Reddy", "Bose", "Toppo", "Iyer", "Gill")
# City, state as the interface writes it, PIN.
_PLACES = (
    ("RANCHI", "JHARKHAND", "834001"), ("PUNE", "MAHARASHTRA", "411001"), ("BENGALURU", "KARNATAKA", "560001"),
    ("NEW DELHI", "DELHI", "110001"), ("KOLKATA", "WEST BENGAL", "700001"), ("CHENNAI", "TAMIL NADU", "600001"),
    ("RAIPUR", "CHHATTISGARH", "492001"), ("DEOGHAR", "JHARKHAND", "814112"),
)  # fmt: skip
_ABROAD = ("DUBAI", "DUBAI", "", "AE")


@dataclass(frozen=True)
class Buyer:
    name: str
    address: str
    city: str
    state: str
    pin: str
    country: str

    @property
    def email(self) -> str:
        """An address of the marketplace's own, behind which the buyer stays unknown."""
        return f"{zlib.crc32(repr(self).encode()):010d}@marketplace.amazon.in"


def somebody(dice: random.Random, *, abroad: bool = False) -> Buyer:
    city, state, pin, country = _ABROAD if abroad else (*dice.choice(_PLACES), "IN")
    name = f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"
    return Buyer(name, f"House {dice.randrange(1, 400)}, Station Road", city, state, pin, country)
