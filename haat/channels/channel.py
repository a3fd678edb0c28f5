"""What every marketplace says and answers to, and finding one by its folder's name.

To add one: a folder with `channel.py` that holds `CHANNEL`, an object of a class made from `Channel`; its README says
which keys it needs, its limits, and what it cannot do. The folder may lie outside the tree: append the path of what
holds it to `haat.channels.__path__`. A channel reads and sends, and writes nothing: `haat.channels.actions` does.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.utils.functional import Promise

from haat.core import folders
from haat.studio.where import PictureRule

PACKAGE = "haat.channels"
LISTING, PRICE, STOCK, CLOSE = "listing", "price", "stock", "close"
# In this order they are sent: what is sold out before everything, then stock, price, and last what is new.
OPERATIONS = (CLOSE, STOCK, PRICE, LISTING)
Words = "str | Promise"
# Why an answer is none there: it is not as the channel takes it, or not in English, and the channel takes no other.
UNFIT, ENGLISH = "attribute_unfit", "attribute_english"
EVERY = "*"  # in `Told.cancelled`: every line, where the channel names none
THEIRS = "theirs"  # the one key of a stock that is seen and is not ours to say: it lies in the channel's own warehouse
_PARENT = re.compile(r"G([1-9][0-9]{0,17})(?:R[1-9])?")


def parent_sku(good_id: int) -> str:
    """What the good above its sizes is called at a channel; it is no offer of ours."""
    return f"G{good_id}"


def parent_skus(good_id: int) -> list[str]:
    """All that it may be called: the first, or another where an account sells something of its own under that."""
    return [parent_sku(good_id), *(f"{parent_sku(good_id)}R{turn}" for turn in range(1, 10))]


def good_of(sku: str) -> int | None:
    """The good that `parent_sku` names; None for any other code."""
    found = _PARENT.fullmatch(sku)
    return int(found[1]) if found else None


@dataclass(frozen=True)
class Rate:
    """A channel's limit for an operation: calls a second in the long run, and how many at once."""

    per_second: float
    burst: int


@dataclass(frozen=True)
class Keys:
    """An account as a channel sees it: its own name of it, its keys, and what was learnt when it was checked."""

    key: str
    secrets: Mapping[str, str]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """What a check of an account found: what the channel says of it, and the day its keys end."""

    key: str
    name: str
    facts: Mapping[str, Any]
    keys_end: date | None = None


@dataclass(frozen=True)
class Good:
    """All that is known of a size, for a channel to make a listing of: see `studio.knowing`.

    `values`: attribute slug → answer or fact, in our own words (a choice is our value, a measure is in our unit); texts
    are {language: text}. `pictures` are absolute addresses, the main one first. `price_paise` and `mrp_paise` with tax.
    `stock` is what may be offered now, after buffer and cap. `names`: attribute slug → what this channel calls it
    (`|` between several). `units`: slug → the unit its measure is in.
    """

    sku: str
    variant_id: int
    kind: str
    product_type: str
    values: Mapping[str, Any]
    names: Mapping[str, str]
    pictures: Sequence[str]
    price_paise: int
    mrp_paise: int
    stock: int
    handling_days: int
    parent: str = ""  # the SKU of the good whose sizes these are; empty for a good of one size
    theme: Sequence[str] = ()  # attribute slugs in which the sizes differ
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gap:
    """What a channel asks for and nothing answers: `slug` is ours, when a table knows it; `name` the channel's own.

    `code` is UNFIT or ENGLISH where something is answered, and the channel cannot take that.
    """

    name: str
    slug: str = ""
    said: str = ""
    code: str = ""


@dataclass(frozen=True)
class Shaped:
    """What should stand at a channel, in its own form: a body for each part; `gaps` keep it back."""

    sku: str
    product_type: str
    bodies: Mapping[str, Any]  # LISTING, PRICE, STOCK → body
    gaps: Sequence[Gap] = ()


@dataclass(frozen=True)
class Sending:
    """One offer of a batch: the body of the part that is sent; of what is taken off, None.

    `before`: part → what we last saw there, {} when the channel has nothing of it. `beside`: of a listing that is new
    there, the bodies of those parts that go with it (`Channel.with_listing`). `number` is ours of the offer: a channel
    that reports by number gives it back.
    """

    sku: str
    product_type: str
    body: Any
    before: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0


@dataclass(frozen=True)
class Issue:
    """What a channel says against an offer: its code, which attribute, its words, and how grave it is.

    `who` can mend it (maker, coordinator, desk, federation, channel), when the folder knows; `slug` is what `about` is
    called here, when a table knows it. `asks`: the channel asks it, and nobody has answered.
    """

    code: str
    severity: Literal["error", "warning", "info"]
    said: str
    about: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
    who: str = ""
    slug: str = ""
    asks: bool = False


@dataclass(frozen=True)
class Advice:
    """What a channel's code means in words: what keeps the good back, the one next step, and who can take it."""

    who: str
    sentence: "str | Promise"
    next_step: "str | Promise"


@dataclass(frozen=True)
class Answer:
    """What became of one offer of a batch: taken or not, and what was said of it.

    A report that names no SKU gives `number`, as it was sent (`Sending.number`).
    """

    sku: str
    taken: bool
    issues: Sequence[Issue] = ()
    number: int = 0


@dataclass(frozen=True)
class Receipt:
    """What a channel answered to a sending: its number of it where it reports later, else an answer for each offer.

    An offer that neither was answered nor is to be reported was not sent: it goes with the next batch.
    """

    ref: str = ""
    answers: Sequence[Answer] = ()


@dataclass(frozen=True)
class Seen:
    """An offer as the channel shows it: `parts` in the form of `Shaped.bodies`, as far as the channel tells them.

    `there`: it has it at all; `buyable`: a buyer can buy it now; `shown`: buyers find it.
    """

    sku: str
    there: bool
    buyable: bool = False
    shown: bool = False
    external_id: str = ""
    parts: Mapping[str, Any] = field(default_factory=dict)
    issues: Sequence[Issue] = ()


@dataclass(frozen=True)
class Report:
    """What a channel reports of a sending: not yet, or an answer for each offer (those left out were taken).

    `lost`: the channel gave it up, and what of it happened is found by reading. `whole`: it took nothing, because of
    these, which are about the sending itself.
    """

    ready: bool
    answers: Sequence[Answer] = ()
    lost: bool = False
    whole: Sequence[Issue] = ()


@dataclass(frozen=True)
class Page:
    """Orders as they came: each the channel's own words whole, and the facts `orders.facts.facts_from` reads.

    `cursor` is what the next reading begins with; `more`: there is another page now.
    """

    orders: Sequence["Told"]
    cursor: Mapping[str, Any]
    more: bool = False


@dataclass(frozen=True)
class Told:
    """One order of a channel: its number there, the state there, and what is to be received of it.

    `facts` is None for an order that is told of and not to be packed yet (unpaid, not confirmed); of a state that the
    folder does not know they are told as far as they can be read, and a person decides. `cancelled`: line id
    → pieces the channel has cancelled, all told (EVERY: of every line). `skus`: what it holds, also where there are no
    facts: the channel took it from its stock. `ship_by`: when it must leave. `at`: when the
    channel changed it last; of two tellings the later one says how it stands.
    """

    external_id: str
    state: str
    facts: Mapping[str, Any] | None
    cancelled: Mapping[str, int] = field(default_factory=dict)
    asks_cancel: bool = False
    ship_by: datetime | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    skus: Collection[str] = ()


class Trouble(Exception):
    """A channel did not answer, or not now: it may be asked again, `after` seconds. Nothing of the call happened."""

    def __init__(self, code: str, said: str = "", *, after: float = 0) -> None:
        super().__init__(code, said)
        self.code, self.said, self.after = code, said, after


class Throttled(Trouble):
    """The channel counts our calls otherwise than we do; `rate` is what its headers say, when they do."""

    def __init__(self, said: str = "", *, after: float = 0, rate: float | None = None) -> None:
        super().__init__("throttled", said, after=after)
        self.rate = rate


class Lost(Exception):
    """A call went out and no answer came back: it may have happened. It is settled by reading, never by sending."""


class Shut(Exception):
    """The channel lets this account in no more (`code`: a word of `channels.troubles`): a person must act."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code, said)
        self.code, self.said = code, said


class Line:
    """What a channel's call may use: it spends the account's quota before it speaks, and learns what headers say.

    The engine gives it. `spend` waits a little, and raises Throttled when no token comes by then; `learn` keeps the
    rate a header told.
    """

    def spend(self, operation: str) -> None:
        raise NotImplementedError

    def learn(self, operation: str, *, rate: float) -> None:
        raise NotImplementedError

    def schema(self, product_type: str) -> Mapping[str, Any] | None:
        """What is kept of the account's schema for a product type; None when it was never read, or too long ago."""
        raise NotImplementedError

    def keep_schema(self, product_type: str, version: str, body: Mapping[str, Any]) -> None:
        """Keep it; `body["asks"]` are the channel's names of all that it always asks: they win over our tables."""
        raise NotImplementedError


class Channel:
    """A marketplace: its facts, and five methods that a folder answers in its own way."""

    title: "str | Promise"
    # The codes under which `catalogue.Attribute.required_for` and `maps` know it; usually its folder's name.
    asks_as: str = ""
    # Operation → limit; operations are the channel's own words for its calls.
    rates: Mapping[str, Rate] = {}
    # Of LISTING, PRICE, STOCK, CLOSE: how many offers go with one call.
    batches: Mapping[str, int] = {LISTING: 1, PRICE: 1, STOCK: 1, CLOSE: 1}
    # What must be known before it can be connected: name of a secret → what it is called.
    secrets: "Mapping[str, str | Promise]" = {}
    # Environment variables in which `haat channels connect` looks for them.
    environment: Mapping[str, str] = {}
    # Of PRICE and STOCK: which go with a listing that is new there (`Sending.beside`). The others are sent after it.
    with_listing: Sequence[str] = ()
    # What it asks of pictures, where its buyers are, and how long goods are on their way to them: `studio.where`.
    pictures: PictureRule = PictureRule()
    away: bool = True
    delivery_days: int = 7
    life_left_days: int | None = None
    life_left_bp: int | None = None
    # Its codes → what each means, and whose work it is; a code that is not here is told in the channel's own words.
    advice: Mapping[str, Advice] = {}
    # How often orders are asked for, and every state of an order that the folder knows: what is in another one waits
    # for a person. None named: the channel has no others.
    orders_every: timedelta = timedelta(minutes=3)
    order_states: Collection[str] = ()
    # So long a new listing may be on its way of whose sending nobody heard: it does not go once more before.
    late: timedelta = timedelta(0)
    # The channel's names of fields → what people call them; of the pictures, which they are, in their order.
    field_words: "Mapping[str, str | Promise]" = {}
    picture_fields: Sequence[str] = ()
    # Step of a turn → how the channel calls the right it needs, where keys can have some and not others.
    rights: "Mapping[str, str | Promise]" = {}
    # How long a change takes to be live, in words, for the desk.
    live_after: "str | Promise" = ""
    # True where the marketplace writes the only invoice.
    bills: bool = False
    # How long a buyer's name and address may be kept after the order has left (days); None: as our own.
    keeps_buyers_days: int | None = None

    @property
    def slug(self) -> str:
        """The name of its folder, which accounts keep."""
        return folders.folder_of(self)

    @property
    def rehearsed(self) -> bool:
        """Whether who answers is a double on this machine: it is shown test pictures too, which show nothing real."""
        return False

    def check(self, keys: Keys) -> Standing:
        """Sign in and see what the account may do. Raises Shut or Trouble."""
        raise NotImplementedError

    def shape(self, goods: Sequence[Good], keys: Keys, line: Line) -> Iterator[Shaped]:
        """What should stand there for each; may read schemas that are not kept yet. Raises Shut or Trouble."""
        raise NotImplementedError

    def send(self, operation: str, sendings: Sequence[Sending], keys: Keys, line: Line) -> Receipt:
        """Send one batch: one call, or a feed. Raises Trouble (nothing happened), Lost (it may have) or Shut.

        Where a batch takes several calls and one in the middle fails, those that were answered are, and the rest is
        left out.
        """
        raise NotImplementedError

    def look(self, what: "Sequence[str] | str", keys: Keys, line: Line) -> "Iterator[Seen] | Report":
        """Read back: SKUs → how each stands there; a sending's number → its report. Raises Trouble or Shut.

        No SKU at all: everything the account sells. A SKU that is left out is not there.
        """
        raise NotImplementedError

    def orders(self, cursor: Mapping[str, Any], keys: Keys, line: Line) -> Page:
        """Orders new or changed since `cursor` ({} for the first time). Raises Trouble or Shut."""
        raise NotImplementedError


def get(slug: str) -> Channel:
    """The channel in the folder `slug`; raises LookupError when there is none."""
    channel: Channel = folders.load(PACKAGE, slug, "channel")
    return channel


def find(slug: str) -> Channel | None:
    """The same, or None: it may have been taken out since."""
    return get(slug) if slug in folders.names(PACKAGE, "channel") else None


def every_channel() -> list[Channel]:
    """All channels there are, by their names."""
    return [get(slug) for slug in sorted(folders.names(PACKAGE, "channel"))]
