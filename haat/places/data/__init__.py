"""Reference data of places as files of the project: read once, typed, never written.

`code`s are those of the Local Government Directory (LGD). Names not known in a language are empty strings;
`README.md` beside this file says where each file comes from and what in it is unsure.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class State:
    """A state or union territory. `gst` differs from the LGD code for Andhra Pradesh, Ladakh and DNHDD."""

    code: int
    gst: str
    iso: str
    name_en: str
    name_hi: str
    name_mr: str
    name_local: str
    lang: str
    is_union_territory: bool


@dataclass(frozen=True, slots=True)
class District:
    """A district of December 2022. `name_local` is in `lang`."""

    code: int
    state: int
    name_en: str
    name_local: str
    lang: str
    name_hi: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block; `names` by language, `position` is its seat's latitude and longitude, where known."""

    code: int
    district: int
    names: dict[str, str]
    position: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Locality:
    """A village or town. `position_is` post, hand or seat; or block, which is only near the block's seat.

    `also` is the post's spelling where it differs.
    """

    block: int
    names: dict[str, str]
    pin: str
    is_town: bool
    position: tuple[float, float]
    position_is: str
    also: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A PIN code. District and state are those of most of its offices, None where the post names none.

    `also` holds the other districts it reaches into.
    """

    pin: str
    state: int | None
    district: int | None
    also: frozenset[int]
    position: tuple[float, float] | None
    office: str


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival in one year, first and last day. `states`: LGD codes. `is_certain`: not if reckoned."""

    key: str
    starts: date
    ends: date
    name_en: str
    name_hi: str
    name_mr: str
    states: frozenset[int]
    is_certain: bool
    others: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """Language → name."""
        told = {"en": self.name_en, "hi": self.name_hi, "mr": self.name_mr} | dict(self.others)
        return {code: name for code, name in told.items() if name}


@dataclass(frozen=True, slots=True)
class BlockShape:
    """A block on the schematic map: corners, where its name goes, how far from there the nearest edge is."""

    block: int
    points: tuple[tuple[float, float], ...]
    label: tuple[float, float]
    room: float

    @property
    def svg_points(self) -> str:
        """The corners as SVG's `points` attribute wants them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class BlockMap:
    """A district's schematic map. Not surveyed: say so wherever it is shown."""

    district: int
    view_box: str
    outline: tuple[tuple[float, float], ...]
    shapes: tuple[BlockShape, ...]


LOCALITIES_OF = ("deoghar", "chandrapur")
_STATE_OF_LETTERS = {"JH": 20, "MH": 27}


def _rows(name: str) -> list[dict[str, str]]:
    raw = files(__name__).joinpath(name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _position(row: dict[str, str]) -> tuple[float, float] | None:
    return (float(row["lat"]), float(row["lon"])) if row["lat"] else None


@cache
def states() -> tuple[State, ...]:
    """The 36 states and union territories, by LGD code."""
    return tuple(
        State(
            int(row["lgd"]),
            row["gst"],
            row["iso"],
            row["name_en"],
            row["name_hi"],
            row["name_mr"],
            row["name_local"],
            row["lang"],
            row["kind"] == "UT",
        )
        for row in _rows("states.csv")
    )


@cache
def districts() -> tuple[District, ...]:
    """All 763 districts."""
    return tuple(
        District(
            int(row["lgd"]),
            int(row["state"]),
            row["name_en"],
            row["name_local"],
            row["lang"],
            row["name_hi"],
        )
        for row in _rows("districts.csv")
    )


@cache
def blocks() -> tuple[Block, ...]:
    """The 7,223 blocks of India; those of Deoghar, Chandrapur, Durg, Jaipur and Sonbhadra looked through by hand."""
    by_hand = [Block(int(row["lgd"]), int(row["district"]), _names(row), _position(row)) for row in _rows("blocks.csv")]
    others = [
        Block(
            int(row["lgd"]),
            int(row["district"]),
            {"en": row["name_en"]} | ({row["lang"]: row["name_local"]} if row["lang"] else {}),
            None,
        )
        for row in _rows("blocks_lgd.csv.gz")
    ]
    return (*by_hand, *others)


def _names(row: dict[str, str]) -> dict[str, str]:
    return {code: row[f"name_{code}"] for code in ("en", "hi", "mr") if row[f"name_{code}"]}


@cache
def localities(district: str) -> tuple[Locality, ...]:
    """The localities of `deoghar` or `chandrapur`; of another district the project knows none."""
    if district not in LOCALITIES_OF:
        return ()
    return tuple(
        Locality(
            int(row["block"]),
            _names(row),
            row["pin"],
            row["kind"] == "town",
            (float(row["lat"]), float(row["lon"])),
            row["position"],
            row["also"],
        )
        for row in _rows(f"localities_{district}.csv")
    )


@cache
def pins() -> dict[str, Pin]:
    """All 19,586 PIN codes, by code; about 0.1 s the first time."""
    return {
        row["pin"]: Pin(
            row["pin"],
            int(row["state"]) if row["state"] else None,
            int(row["district"]) if row["district"] else None,
            frozenset(int(code) for code in row["also"].split()),
            _position(row),
            row["office"],
        )
        for row in _rows("pins.csv.gz")
    }


@cache
def festivals() -> tuple[Festival, ...]:
    """The festivals of Jharkhand and Maharashtra that sell goods, 2026 to 2030, by first day."""
    return tuple(
        Festival(
            row["key"],
            date.fromisoformat(row["starts"]),
            date.fromisoformat(row["ends"]),
            row["name_en"],
            row["name_hi"],
            row["name_mr"],
            frozenset(_STATE_OF_LETTERS[letters] for letters in row["states"].split()),
            row["certain"] == "yes",
        )
        for row in _rows("festivals.csv")
    )


@cache
def block_map(district: str) -> BlockMap:
    """The schematic map of `deoghar` or `chandrapur`."""
    drawn = json.loads(files(__name__).joinpath(f"{district}_map.json").read_text(encoding="utf-8"))
    shapes = tuple(
        BlockShape(
            block=shape["block"],
            points=tuple((x, y) for x, y in shape["points"]),
            label=(shape["label"][0], shape["label"][1]),
            room=shape["room"],
        )
        for shape in drawn["blocks"]
    )
    return BlockMap(drawn["district"], drawn["view_box"], tuple((x, y) for x, y in drawn["outline"]), shapes)
