"""A mart as its district writes it down: one TOML file, read strictly, with every mistake named at its place."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from haat.core.texts import escaped
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


class Zone(Table):
    """How goods reach a place: `where` is district, state, india, or the name of a block."""

    where: Text
    carrier: str = ""
    days: Annotated[int, Field(ge=0, le=60)]
    charge: Rupees
    free_from: Rupees | None = None
    cash: bool = True
    cash_up_to: Rupees = Decimal(5000)
    fresh_food: bool = True


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


def read(path: Path) -> MartFile:
    """The mart a file describes. Raises BadFile."""
    try:
        return MartFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
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
