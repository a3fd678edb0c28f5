"""My goods: how each stands, and changing stock, price and rest without writing to anybody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good, Variant
from haat.catalogue.queries import goods_of, last_sent_back, name, sizes_of
from haat.catalogue.rules import SEND_BACK_REASONS
from haat.core.errors import HaatError
from haat.core.languages import Text
from haat.core.money import format_rupees, parse_rupees
from haat.core.numerals import latin_digits, whole_number
from haat.core.sendings import Again
from haat.makers.models import Maker
from haat.stock import actions as stock_actions
from haat.stock.models import StockPlace
from haat.stock.queries import Pieces, available, going_of, pieces_of, told_pieces
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.ui.found import one_or_404
from haat.web.ui.sending import name_of_sending, nonce, once

S = Good.State
MOST_GOODS = 200
SLIP = 3
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
class Row:
    """A good on her list: its state in one word, its sizes, and what the desk said."""

    good: Good
    name: Text
    state: str
    sizes: list[Size]
    said: list[str]

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
    def sells(self) -> bool:
        return self.good.state in (S.LIVE, S.PAUSED, S.WAITING)


def rows_of(maker: Maker, goods: list[Good]) -> list[Row]:
    """The goods with stock and the desk's words: a fixed number of queries for any number.

    One is sold out when the shop says so, whatever lies where the shop does not sell from.
    """
    pieces, going = pieces_of(goods), going_of(goods)
    sellable = available([variant.pk for good in goods if _may_run_out(good) for variant in _active(good)])
    said: dict[int, list[str]] = {}
    back = [good for good in goods if good.state == S.SENT_BACK]
    for pk, check in last_sent_back(back).items():
        words = [str(SEND_BACK_REASONS[code]) for code in check.reasons if code in SEND_BACK_REASONS]
        said[pk] = [*words, *filter(None, [check.note])]
    rows = []
    for good in goods:
        sizes = [_size(variant, pieces, going) for variant in _active(good)]
        out = _may_run_out(good) and not any(sellable[size.variant.pk] for size in sizes)
        rows.append(Row(good, name(good), "sold_out" if out else good.state, sizes, said.get(good.pk, [])))
    return rows


def _active(good: Good) -> list[Variant]:
    return sorted((v for v in good.variants.all() if v.active), key=lambda v: (v.position, v.pk))


def _size(variant: Variant, pieces: Mapping[int, Pieces], going: Mapping[int, Going]) -> Size:
    own = pieces.get(variant.pk, Pieces())
    return Size(variant, own.lies, own.promised, own.elsewhere, going.get(variant.pk, ()))


def _may_run_out(good: Good) -> bool:
    return good.state == S.LIVE and not good.made_to_order


@require_safe
@for_maker
def goods(request: Request) -> HttpResponse:
    """All her goods, those that want something from her first."""
    maker = request.acting.maker
    rows = rows_of(maker, list(goods_of(maker)[:MOST_GOODS]))
    rows.sort(key=lambda row: ORDER.index(row.state))
    return page(request, "goods/list", rows=rows, nonce=nonce())


def _one(request: Request, pk: int) -> Good:
    return one_or_404(goods_of(request.acting.maker), pk=pk)


@require_safe
@for_maker
def good(request: Request, pk: int) -> HttpResponse:
    """One good: its state and reasons, its sizes with pieces and price, rest and back."""
    return _page(request, _one(request, pk))


def _page(request: Request, good: Good, **wrong: str) -> HttpResponse:
    row = rows_of(request.acting.maker, [good])[0]
    status = 422 if wrong else 200
    return page(request, "goods/good", status=status, row=row, nonce=nonce(), wrong=wrong, typed=request.POST)


def _variant(request: Request, good: Good) -> Variant:
    asked = request.POST.get("variant", "")
    return one_or_404(sizes_of(good), pk=whole_number(asked) or 0)


def _change(request: Request, good: Good, field: str, action: Callable[[], object]) -> HttpResponse:
    """Do it and come back to where she was; a refusal stands beside what she typed."""
    try:
        action()
    except Again as told:
        messages.info(request, told.message)
    except HaatError as problem:
        wrong = {field: problem.message, "variant": request.POST.get("variant", "")}
        if "sure" in problem.facts:
            wrong["sure"] = str(problem.facts["sure"])
        return _page(request, good, **wrong)
    else:
        messages.success(request, _("Saved."))
    if request.POST.get("back") == "goods":
        return redirect("maker:goods")
    return redirect("maker:good", good.pk)


@require_POST
@for_maker
def stock(request: Request, pk: int) -> HttpResponse:
    """One more, one less, or a new count; the same key of the same page counts once (`nonce`)."""
    good, by = _one(request, pk), request.acting.by
    variant, step = _variant(request, good), request.POST.get("step", "")
    cause = f"phone:{name_of_sending(request)}"

    def save() -> None:
        pieces = _pieces(request, variant, step)
        if good.made_to_order:
            stock_actions.set_capacity(variant, capacity=pieces, by=by)
        elif step == "1":
            stock_actions.make(variant, pieces=1, cause=cause, by=by)
        else:
            stock_actions.count(variant, on_hand=pieces, cause=cause, by=by)

    return _change(request, good, "pieces", once(request, save))


def _pieces(request: Request, variant: Variant, step: str) -> int:
    """The count meant: what is there and one more or less, or what she typed."""
    if step in ("1", "-1"):
        return max(0, (told_pieces(variant) or 0) + int(step))
    text = latin_digits(request.POST.get("pieces", "")).replace(",", "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise HaatError("pieces.not_a_number", _("Pieces: write how many in digits, for example 12."), field="pieces")
    return int(text)


@require_POST
@for_maker
def price(request: Request, pk: int) -> HttpResponse:
    """A new price."""
    good = _one(request, pk)
    variant = _variant(request, good)

    def save() -> None:
        paise = parse_rupees(request.POST.get("price", ""), field="price")
        if request.POST.get("sure") != str(paise):
            _no_slip(variant.price_paise, paise)
        catalogue.change_price(variant, price_paise=paise, by=request.acting.by)

    return _change(request, good, "price", save)


def _no_slip(before: int, after: int) -> None:
    """A price three times as high or as low is asked about once: a slip of the finger stands in the shop at once."""
    if before and not before <= after * SLIP <= before * SLIP**2:
        raise HaatError(
            "price.slip",
            _("From %(before)s to %(after)s? If that is right, press Change once more."),
            field="price",
            before=format_rupees(before),
            after=format_rupees(after),
            sure=after,
        )


@require_POST
@for_maker
def shelf(request: Request, pk: int) -> HttpResponse:
    """Let it rest for a while, or bring it back."""
    good = _one(request, pk)
    move = catalogue.resume_good if good.state == S.PAUSED else catalogue.pause_good
    return _change(request, good, "shelf", lambda: move(good, by=request.acting.by))
