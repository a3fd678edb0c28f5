"""My goods: how each stands, and changing stock, price and rest without writing to anybody."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good, Variant
from haat.catalogue.queries import goods_of, sizes_of
from haat.core.errors import HaatError
from haat.core.money import format_rupees, parse_rupees
from haat.core.numerals import latin_digits, whole_number, without_groups
from haat.core.sendings import Again
from haat.stock import actions as stock_actions
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.goods.one import one, one_page
from haat.web.maker.goods.rows import ORDER, S, rows_of
from haat.web.ui.deeds import kept, queued, refuse
from haat.web.ui.found import one_or_404
from haat.web.ui.sending import name_of_sending, nonce, once

MOST_GOODS = 200
SLIP = 3


@require_safe
@for_maker
def goods(request: Request) -> HttpResponse:
    """All her goods, those that want something from her first."""
    maker = request.acting.maker
    rows = rows_of(maker, list(goods_of(maker)[:MOST_GOODS]))
    rows.sort(key=lambda row: ORDER.index(row.state))
    return page(request, "goods/list", rows=rows, nonce=nonce())


def _variant(request: Request, good: Good) -> Variant:
    asked = request.POST.get("variant", "")
    return one_or_404(sizes_of(good), pk=whole_number(asked) or 0)


def _change(request: Request, good: Good, field: str, action: Callable[[], object], done: str = "") -> HttpResponse:
    """Do it and come back to where she was; a refusal stands beside what she typed."""
    try:
        action()
    except Again as told:
        messages.info(request, told.message)
    except HaatError as problem:
        refuse(request, problem)
        wrong = {field: problem.message, "variant": request.POST.get("variant", "")}
        if "sure" in problem.facts:
            wrong["sure"] = str(problem.facts["sure"])
        return one_page(request, good, **wrong)
    else:
        messages.success(request, done or _("Saved."))
    if request.POST.get("back") == "goods":
        return redirect("maker:goods")
    return redirect("maker:good", good.pk)


@require_POST
@for_maker
@queued
def stock(request: Request, pk: int) -> HttpResponse:
    """One more, one less, or a new count; the same key of the same page counts once (`nonce`)."""
    good, by = one(request, pk), request.acting.by
    variant, step = _variant(request, good), request.POST.get("step", "")
    cause = f"phone:{name_of_sending(request)}"

    def save() -> None:
        if step in ("1", "-1"):
            stock_actions.say_one(variant, step=int(step), cause=cause, by=by)
        else:
            stock_actions.say_pieces(variant, pieces=_pieces(request), seen=_seen(request), cause=cause, by=by)

    return _change(request, good, "pieces", once(request, save))


def _seen(request: Request) -> int | None:
    """How many stood there for her: a count that was kept on the phone holds only while that is so."""
    return (whole_number(request.POST.get("seen", "")) or 0) if kept(request) else None


def _pieces(request: Request) -> int:
    text = without_groups(latin_digits(request.POST.get("pieces", "")).strip())
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise HaatError("pieces.not_a_number", _("Pieces: write how many in digits, for example 12."), field="pieces")
    return int(text)


@require_POST
@for_maker
def price(request: Request, pk: int) -> HttpResponse:
    """A new price."""
    good = one(request, pk)
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
@queued
def shelf(request: Request, pk: int) -> HttpResponse:
    """Let it rest for a while, or bring it back: what she saw on the key, however the good stands by now."""
    good = one(request, pk)
    rest = request.POST.get("to", "shop" if good.state == S.PAUSED else "rest") == "rest"
    move = catalogue.pause_good if rest else catalogue.resume_good
    return _change(request, good, "shelf", lambda: move(good, by=request.acting.by))


@require_POST
@for_maker
def send(request: Request, pk: int) -> HttpResponse:
    """As it stands, to the desk: a good whose sizes were mended one by one on its page."""
    good = one(request, pk)
    done = _("It has gone to the desk")
    return _change(request, good, "shelf", lambda: catalogue.send_for_check(good, by=request.acting.by), done)


@require_POST
@for_maker
@queued
def take_back(request: Request, pk: int) -> HttpResponse:
    """Back from the desk while nobody has answered it, and on to where it is mended."""
    good, done = one(request, pk), _("Taken back. Mend it, then send it again.")
    answer = _change(request, good, "shelf", lambda: catalogue.take_back(good, by=request.acting.by), done)
    several = sum(variant.active for variant in good.variants.all()) > 1
    if several or not isinstance(answer, HttpResponseRedirect):
        return answer
    whose = {} if request.acting.own else {"for": good.maker_id}
    return redirect(f"{reverse('maker:add')}?{urlencode({'mend': good.pk, **whose})}")
