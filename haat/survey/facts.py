"""What a worker tells of one maker, as the actions take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from haat.catalogue.models import Craft
from haat.places.models import Place


@dataclass(frozen=True)
class Position:
    """Where the phone stood: degrees north and east, and how exactly it knew that in metres."""

    latitude: float
    longitude: float
    accuracy_m: int


@dataclass(frozen=True)
class Said:
    """What she answered to the notice (`models.Answer`); `voice`: the key of the recording that was played."""

    yes: bool
    purposes: frozenset[str]
    version: int
    tongue: str
    how: str
    voice: int | None = None


@dataclass(frozen=True)
class Told:
    """One find as a phone tells it; texts as they were typed. `files`: the names of what follows by itself; `walker`:
    who walked, where several people share the phone."""

    key: str
    turn: int
    place: Place
    crafts: Sequence[Craft]
    said: Said
    found_at: datetime
    position: Position | None = None
    hamlet: str = ""
    name: str = ""
    phone: str = ""
    words: str = ""
    month_pieces: int | None = None
    price_paise: int | None = None
    sells: str = ""
    members: int | None = None
    women: int | None = None
    earners: int | None = None
    files: tuple[str, ...] = ()
    walker: str = ""


@dataclass(frozen=True)
class NewFile:
    """A file of a find, its bytes not judged yet; `kind` as in `FindFile.Kind`."""

    name: str
    kind: str
    content: bytes
