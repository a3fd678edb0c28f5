"""My goods: how each stands, and changing stock, price and rest without writing to anybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Check, Good, Variant
from haat.catalogue.queries import goods_of, name
from haat.catalogue.rules import SEND_BACK_REASONS
from haat.core.errors import HaatError
from haat.core.languages import Text
from haat.core.money import format_rupees, parse_rupees
from haat.core.numerals import latin_digits, whole_number
from haat.makers.models import Maker
from haat.stock import actions as stock_actions
from haat.stock.models import OrdinaryWeek, StockItem
from haat.web.maker.acting import for_maker, page
from haat.web.maker.request import Request

S = Good.State
MOST_GOODS = 200
SLIP = 3
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
    """A variant with its pieces: lying with the maker, promised to buyers; or pieces a week."""

    variant: Variant
    on_hand: int
    promised: int

    @property
    def free(self) -> int:
        return self.on_hand - self.promised

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
    """The goods with stock and the desk's words: three queries for any number."""
    pieces = {
        row["variant_id"]: (row["lies"], row["promised"])
        for row in StockItem.objects.filter(variant__good__in=goods)
        .values("variant_id")
        .annotate(lies=Sum("on_hand"), promised=Sum("reserved"))
    }
    weekly = OrdinaryWeek.objects.filter(variant__good__in=goods).values_list("variant_id", "capacity")
    pieces |= {variant: (capacity, 0) for variant, capacity in weekly if variant not in pieces}
    said: dict[int, list[str]] = {}
    back = [good for good in goods if good.state == S.SENT_BACK]
    for check in Check.objects.filter(good__in=back, outcome=Check.Outcome.SENT_BACK).order_by("pk"):
        words = [str(SEND_BACK_REASONS[code]) for code in check.reasons if code in SEND_BACK_REASONS]
        said[check.good_id] = [*words, *filter(None, [check.note])]
    return [_row(good, pieces, said.get(good.pk, [])) for good in goods]


def _row(good: Good, pieces: Mapping[int, tuple[int, int]], said: list[str]) -> Row:
    active = sorted((v for v in good.variants.all() if v.active), key=lambda v: (v.position, v.pk))
    sizes = [Size(variant, *pieces.get(variant.pk, (0, 0))) for variant in active]
    out = good.state == S.LIVE and not good.made_to_order and all(size.free <= 0 for size in sizes)
    return Row(good, name(good), "sold_out" if out else good.state, sizes, said)


@require_safe
@for_maker
def goods(request: Request) -> HttpResponse:
    """All her goods, those that want something from her first."""
    maker = request.acting.maker
    rows = rows_of(maker, list(goods_of(maker)[:MOST_GOODS]))
    rows.sort(key=lambda row: ORDER.index(row.state))
    return page(request, "goods", rows=rows, nonce=get_random_string(12))


def _one(request: Request, pk: int) -> Good:
    return get_object_or_404(goods_of(request.acting.maker), pk=pk)


@require_safe
@for_maker
def good(request: Request, pk: int) -> HttpResponse:
    """One good: its state and reasons, its sizes with pieces and price, rest and back."""
    return _page(request, _one(request, pk))


def _page(request: Request, good: Good, **wrong: str) -> HttpResponse:
    row = rows_of(request.acting.maker, [good])[0]
    status = 422 if wrong else 200
    return page(request, "good", status=status, row=row, nonce=get_random_string(12), wrong=wrong, typed=request.POST)


def _variant(request: Request, good: Good) -> Variant:
    asked = request.POST.get("variant", "")
    return get_object_or_404(
        Variant.objects.select_related("good__maker"), good=good, active=True, pk=whole_number(asked) or 0
    )


def _change(request: Request, good: Good, field: str, action: Callable[[], object]) -> HttpResponse:
    """Do it and come back to where she was; a refusal stands beside what she typed."""
    try:
        action()
    except HaatError as problem:
        wrong = {field: problem.message, "variant": request.POST.get("variant", "")}
        if "sure" in problem.facts:
            wrong["sure"] = str(problem.facts["sure"])
        return _page(request, good, **wrong)
    messages.success(request, _("Saved."))
    if request.POST.get("back") == "goods":
        return redirect("maker:goods")
    return redirect("maker:good", good.pk)


@require_POST
@for_maker
def stock(request: Request, pk: int) -> HttpResponse:
    """One more, one less, or a new count; the same key pressed once counts once (`nonce`)."""
    good, by = _one(request, pk), request.acting.by
    variant, step = _variant(request, good), request.POST.get("step", "")
    cause = f"phone:{request.POST.get('nonce', '')[:20] or get_random_string(12)}:{step}"

    def save() -> None:
        pieces = _pieces(request, variant, step)
        if good.made_to_order:
            stock_actions.set_capacity(variant, capacity=pieces, by=by)
        elif step == "1":
            stock_actions.make(variant, pieces=1, cause=cause, by=by)
        else:
            stock_actions.count(variant, on_hand=pieces, cause=cause, by=by)

    return _change(request, good, "pieces", save)


def _pieces(request: Request, variant: Variant, step: str) -> int:
    """The count meant: what is there and one more or less, or what she typed."""
    if step in ("1", "-1"):
        if variant.good.made_to_order:
            there = OrdinaryWeek.objects.filter(variant=variant).values_list("capacity", flat=True).first() or 0
        else:
            there = StockItem.objects.filter(variant=variant).aggregate(lies=Sum("on_hand"))["lies"] or 0
        return max(0, there + int(step))
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
