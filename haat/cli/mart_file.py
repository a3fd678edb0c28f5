"""A mart as its district writes it down: one TOML file, read strictly, with every mistake named at its place."""

import tomllib
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from haat.core.texts import escaped
from haat.payments.rules import CLAIM_HOURS, UNPAID_HOURS
from haat.pricing.queries import MART_CHANNEL

Rupees = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)]
Text = Annotated[str, Field(min_length=1, max_length=240)]
Short = Annotated[str, Field(min_length=1, max_length=120)]
Names = dict[str, Short]


class BadFile(Exception):
    """The file cannot be read as a mart; `problems` are lines for the operator."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Table(BaseModel):
    """A part of the file; a key that means nothing is a mistake, not a comment."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Fee(Table):
    """What the mart keeps of a sale: percent of the price and rupees a piece for packing."""

    percent: Annotated[Decimal, Field(ge=0, le=50, decimal_places=2)]
    packing: Rupees = Decimal(0)
    since: date = Field(alias="from")
    source: Short


def _of_others(slug: str) -> str:
    if slug == MART_CHANNEL:
        raise ValueError("this is the mart itself; its fee stands under [fee]")
    return slug


class ChannelFee(Fee):
    """The same of what a channel sells, from a day on: a marketplace, a stall, the phone."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,19}$"), AfterValidator(_of_others)]


def _one_a_day(fees: list[ChannelFee]) -> list[ChannelFee]:
    days = [(fee.slug, fee.since) for fee in fees]
    for slug, since in days:
        if days.count((slug, since)) > 1:
            raise ValueError(f"{slug} has two fees from {since} on")
    return fees


class Slab(Table):
    """What a parcel up to so many grams costs."""

    up_to_g: Annotated[int, Field(ge=1, le=100_000)]
    charge: Rupees


class Zone(Table):
    """How goods reach a place: `where` is district, state, india, or the name of a block.

    `charge` is one charge an order; or `slabs` are the charges of a parcel by its weight.
    """

    where: Text
    carrier: str = ""
    days: Annotated[int, Field(ge=0, le=60)]
    charge: Rupees
    slabs: Annotated[list[Slab], Field(max_length=20)] = Field(default_factory=list)
    further_kg: Rupees | None = None
    free_from: Rupees | None = None
    free_up_to_g: Annotated[int, Field(ge=1, le=100_000)] | None = None
    cash: bool = True
    cash_up_to: Rupees = Decimal(5000)
    fresh_food: bool = True

    @model_validator(mode="before")
    @classmethod
    def _by_weight(cls, told: Any) -> Any:
        """With slabs the charge is that of the lightest parcel, and is not given beside them."""
        if not isinstance(told, dict) or not told.get("slabs"):
            return told
        if "charge" in told:
            raise ValueError("give either charge or slabs")
        return told | {"charge": 0}


class Cash(Table):
    """What is asked of who orders for cash or has not paid yet."""

    asks: Literal["never", "above", "always"]
    above: Rupees = Decimal(0)
    lapse_hours: Annotated[int, Field(ge=1, le=240)] = UNPAID_HOURS
    last_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    most_orders: Annotated[int, Field(ge=1, le=999)] | None = None
    most_pieces: Annotated[int, Field(ge=1, le=999)] | None = None
    claim_hours: Annotated[int, Field(ge=1, le=240)] | None = CLAIM_HOURS
    two_above: Rupees | None = None


class MartFile(Table):
    """Everything a mart is opened with. Rupees and percent are as people write them."""

    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    district: Text
    state: str = ""
    hosts: Annotated[list[Short], Field(min_length=1)]
    languages: Annotated[list[str], Field(min_length=1)]
    order_prefix: str
    accent: str = "#A3261F"
    motif: Literal["haat", "deoghar-sohrai", "chandrapur"] = "haat"
    legal_name: Short
    address: Text
    phone: Annotated[str, Field(min_length=5, max_length=16)]
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
    grievance_officer: Short
    vpa: Annotated[str, Field(pattern=r"^([\w.-]+@[\w.-]+)?$", max_length=120)] = ""
    names: Names
    lines: Names = Field(default_factory=dict)
    words: dict[str, Any] = Field(default_factory=dict)
    fee: Fee | None = None
    channels: Annotated[list[ChannelFee], Field(max_length=200), AfterValidator(_one_a_day)] = Field(
        default_factory=list
    )
    zones: list[Zone] = Field(default_factory=list)
    cash: Cash | None = None


class MartChange(MartFile):
    """The same of a mart that is there: what the file does not name stays as it is (`model_fields_set`)."""

    district: Text = ""
    hosts: Annotated[list[Short], Field(min_length=1)] = Field(default_factory=list)
    languages: Annotated[list[str], Field(min_length=1)] = Field(default_factory=list)
    order_prefix: str = ""
    legal_name: Short = ""
    address: Text = ""
    phone: Annotated[str, Field(min_length=5, max_length=16)] = ""
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)] = ""
    grievance_officer: Short = ""
    names: Names = Field(default_factory=dict)


def read(path: Path, *, there: Collection[str] = ()) -> MartFile:
    """The mart a file describes; of one that is `there`, by its slug, what is to change. Raises BadFile."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return (MartChange if told.get("slug") in list(there) else MartFile).model_validate(told)
    except (OSError, UnicodeDecodeError) as problem:
        raise BadFile([f"{path} cannot be read: {problem}"]) from None
    except tomllib.TOMLDecodeError as problem:
        raise BadFile([f"{path} is not TOML: {problem}"]) from None
    except ValidationError as wrong:
        raise BadFile([_sentence(problem) for problem in wrong.errors()]) from None


def _sentence(problem: Any) -> str:
    place = ".".join(str(part + 1) if isinstance(part, int) else escaped(part) for part in problem["loc"])
    known = {"missing": "is missing", "extra_forbidden": "is not known here; is it spelt right?"}
    return f"{place}: {known.get(problem['type'], problem['msg'].removeprefix('Value error, '))}"
