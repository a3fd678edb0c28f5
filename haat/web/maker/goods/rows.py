"""Her goods as the phone shows them: state in one word, sizes with pieces, and the desk's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from haat.catalogue.models import Change, Check, Good, Variant
from haat.catalogue.queries import last_sent_back, name
from haat.catalogue.rules import SEND_BACK_REASONS
from haat.core.languages import Text
from haat.core.money import format_rupees
from haat.makers.models import Maker
from haat.stock.models import StockPlace
from haat.stock.queries import Pieces, available, going_of, pieces_of

S = Good.State
Going = Sequence[tuple[StockPlace, int]]
WORDS: dict[str, "str | Promise"] = {
    S.DRAFT: gettext_lazy("Not sent yet"),
    S.WAITING: gettext_lazy("The desk is looking at it"),
    S.SENT_BACK: gettext_lazy("One more look from you"),
    S.LIVE: gettext_lazy("In the shop"),
    S.PAUSED: gettext_lazy("Resting"),
    "sold_out": gettext_lazy("Sold out"),
}
TONES = {S.LIVE: "done", S.SENT_BACK: "wrong", "sold_out": "wrong", S.WAITING: "note", S.PAUSED: "", S.DRAFT: "note"}
# Said of each size: mended where all of them stand, for the questions ask about the first one only.
OF_SIZES = frozenset({"price_low", "price_high", "stock_count"})
ORDER = (S.SENT_BACK, "sold_out", S.DRAFT, S.WAITING, S.LIVE, S.PAUSED)


@dataclass(frozen=True)
class Size:
    """A variant with its pieces: lying with the maker, promised to buyers, free elsewhere; or pieces a week.

    `going`: the places to which some are on the way, and how many.
    """

    variant: Variant
    on_hand: int
    promised: int
    elsewhere: int
    going: Going = ()

    @property
    def price(self) -> str:
        """The price as she would type it: rupees without the sign."""
        return format_rupees(self.variant.price_paise, sign=False)


@dataclass(frozen=True)
class Asked:
    """A change of a good in the shop, and what the desk said when it sent it back."""

    change: Change
    said: list[str]


@dataclass(frozen=True)
class Row:
    """A good on her list: its state in one word, its sizes, and what the desk said, in words and as `reasons`."""

    good: Good
    name: Text
    state: str
    sizes: list[Size]
    said: list[str]
    reasons: Sequence[str] = ()

    @property
    def id(self) -> str:
        return str(self.good.pk)

    @property
    def word(self) -> "str | Promise":
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def first(self) -> Size | None:
        return self.sizes[0] if self.sizes else None

    @property
    def digest(self) -> str:
        photo = next(iter(self.good.photos.all()), None)
        return photo.picture.digest if photo else ""

    @property
    def open(self) -> bool:
        """True while it lies with the maker to be mended."""
        return self.good.state in (S.DRAFT, S.SENT_BACK)

    @property
    def opens_sizes(self) -> bool:
        """True for one to be mended whose sizes stand on its page, each with its price and pieces."""
        return self.open and len(self.sizes) > 1

    @property
    def mends_sizes(self) -> bool:
        """True when the desk asked about them."""
        return self.opens_sizes and not OF_SIZES.isdisjoint(self.reasons)

    @property
    def sells(self) -> bool:
        return self.good.state in (S.LIVE, S.PAUSED, S.WAITING)


def rows_of(maker: Maker, goods: list[Good]) -> list[Row]:
    """The goods with stock and the desk's words: a fixed number of queries for any number.

    One is sold out when the shop says so, whatever lies where the shop does not sell from.
    """
    pieces, going = pieces_of(goods), going_of(goods)
    sellable = available([variant.pk for good in goods if _may_run_out(good) for variant in _active(good)])
    back = last_sent_back([good for good in goods if good.state == S.SENT_BACK])
    rows = []
    for good in goods:
        sizes = [_size(variant, pieces, going) for variant in _active(good)]
        out = _may_run_out(good) and not any(sellable[size.variant.pk] for size in sizes)
        check = back.get(good.pk)
        said, reasons = (said_of(check), check.reasons) if check else ([], [])
        rows.append(Row(good, name(good), "sold_out" if out else good.state, sizes, said, reasons))
    return rows


def _active(good: Good) -> list[Variant]:
    return sorted((v for v in good.variants.all() if v.active), key=lambda v: (v.position, v.pk))


def _size(variant: Variant, pieces: Mapping[int, Pieces], going: Mapping[int, Going]) -> Size:
    own = pieces.get(variant.pk, Pieces())
    return Size(variant, own.lies, own.promised, own.elsewhere, going.get(variant.pk, ()))


def _may_run_out(good: Good) -> bool:
    return good.state == S.LIVE and not good.made_to_order


def said_of(check: Check | Change) -> list[str]:
    """The desk's words of a look."""
    words = [str(SEND_BACK_REASONS[code]) for code in check.reasons if code in SEND_BACK_REASONS]
    return [*words, *filter(None, [check.note])]
