"""Goods that wait for a check: the list on one side, the good with its six checks on the other."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue import actions
from haat.catalogue.models import Good, Variant
from haat.catalogue.queries import changes_within, goods_within, waiting
from haat.catalogue.rules import FAIL, PASS, SEND_BACK_REASONS, CheckLine
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.makers.queries import language_of
from haat.people.rules import can
from haat.places.models import Place
from haat.pricing.checks import checks_of
from haat.pricing.queries import rules_for
from haat.stock.queries import counted
from haat.studio.queries import whites_of, whites_to_look_at
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import MOST_COUNTED, numbered
from haat.web.office.desk.page import act, act_with, here, page
from haat.web.office.goods.forms import NameForm, SendBackForm
from haat.web.office.goods.told import history_of_good
from haat.web.office.goods.words import BACK_UNTOLD
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

ROWS = 20
# What to ask for when a check does not pass: the reason sent to the maker, and the words of the tick.
ASKS = {
    "picture": ("picture_blurred", _("Ask for a better picture")),
    "names": ("name_unclear", _("Ask for a clear name")),
    "price": ("price_low", _("Ask about the price")),
    "papers": ("paper_missing", _("Ask for the paper")),
    "size_and_weight": ("weight_missing", _("Ask for weight")),
    "stock": ("stock_count", _("Ask for a count")),
}


def _here(request: Request, deed: str, pk: int) -> Good:
    """The good, when its maker lies within the reader's scope; 404 otherwise."""
    return one_or_404(goods_within(request.mart, here(request, deed)), pk=pk)


@require_safe
@office("see_goods")
def goods(request: Request) -> HttpResponse:
    """The queue; on a desk the oldest stands open beside it."""
    return _page(request, None)


@require_safe
@office("see_goods")
def good(request: Request, pk: int) -> HttpResponse:
    """One good with its six checks."""
    return _page(request, _here(request, "see_goods", pk))


def _page(
    request: Request,
    shown: Good | None,
    form: SendBackForm | None = None,
    naming: NameForm | None = None,
    status: int = 200,
) -> HttpResponse:
    place = here(request, "see_goods")
    blocks = Blocks(request, place)
    queue = waiting(request.mart, blocks.chosen or place)
    listed = queue.select_related("maker__block").prefetch_related("texts", "photos__picture")
    found = numbered(request, listed, size=ROWS)
    rows, total = found.rows, found.total
    alone = shown is not None
    if shown is None and rows:
        shown = _here(request, "see_goods", rows[0].pk)
    detail = _detail(request, shown, form) | {"naming": naming or NameForm(shown)} if shown else {}
    context: dict[str, Any] = {
        "changed": changes_within(request.mart, blocks.place)[:MOST_COUNTED].count(),
        "on_white": whites_to_look_at(request.mart, blocks.place)[:MOST_COUNTED].count(),
    }
    context |= {"blocks": blocks, "rows": rows, "total": total, "listing": found, "good": shown, "alone": alone}
    return page(request, "goods/list", status=status, **context, **detail)


def _detail(request: Request, good: Good, form: SendBackForm | None) -> dict[str, Any]:
    stock = counted(good)
    checks = checks_of(good, **asdict(stock))
    asked = [ASKS[line.code][0] for line in checks if line.outcome != PASS]
    picked = form["reasons"].value() if form is not None else asked
    return {
        "checks": [_check(line, picked) for line in checks],
        "passed": sum(line.outcome == PASS for line in checks),
        "fails": any(line.outcome == FAIL for line in checks),
        "unnamed": any(line.code == "names" and line.outcome == FAIL for line in checks),
        "others": [(code, text, code in picked) for code, text in SEND_BACK_REASONS.items() if code not in asked],
        "asked": len(picked),
        "picked": picked,
        "heard": _heard(good),
        "form": form or SendBackForm(),
        "split": _split(good),
        "stock": stock,
        "history": history_of_good(good, whites_of(good)),
        "first": next((v for v in good.variants.all() if v.active), None),
        "last_check": good.checks.order_by("-at").first(),
        "may_check": good.state == Good.State.WAITING
        and can(request.user, "check_goods", mart=request.mart, place=good.maker.block),
    }


def _check(line: CheckLine, picked: list[str]) -> dict[str, Any]:
    code, words = ASKS[line.code]
    return {"line": line, "reason": code, "ask": words, "ticked": code in picked}


def _split(good: Good) -> dict[str, int]:
    """Where the price of the first variant goes; empty when there is no price or no tax rate."""
    variants: list[Variant] = [variant for variant in good.variants.all() if variant.active][:1]
    try:
        rules = rules_for(good.mart, variants, today()) if variants else {}
        if not rules:
            return {}
        rule = rules[variants[0].pk]
        split = rule.split(variants[0].price_paise)
    except HaatError:
        return {}
    return {"total": split.goods, "maker": split.maker, "packing": split.packing, "mart": split.fee + split.tax}


def _heard(good: Good) -> dict[str, Any]:
    """The reasons as the maker will read them, and the language of that."""
    code = language_of(good.maker)
    with translation.override(code):
        return {"language": code, "reasons": {key: str(text) for key, text in SEND_BACK_REASONS.items()}}


def _decided(request: Request, good: Good) -> bool:
    """Say so when somebody else has decided about it in the meantime."""
    if good.state == Good.State.WAITING:
        return False
    messages.info(request, gettext("Somebody has already decided about this good. Nothing was changed."))
    return True


def _next(request: Request, place: Place, done: Good) -> HttpResponse:
    """On to the next good of the queue, so that checking goes without going back."""
    following = waiting(request.mart, place).exclude(pk=done.pk).first()
    return redirect("office:goods:good", following.pk) if following else redirect("office:goods:list")


@require_POST
@office("check_goods")
def approve(request: Request, pk: int) -> HttpResponse:
    """Into the shop."""
    found = _here(request, "check_goods", pk)
    if _decided(request, found):
        return redirect("office:goods:good", pk)
    checks = checks_of(found, **asdict(counted(found)))
    done = act(
        request,
        lambda: actions.approve(found, checks=checks, by=actor(request)),
        done=_("Approved. It is in the shop now."),
    )
    return _next(request, here(request, "check_goods"), found) if done else redirect("office:goods:good", pk)


@require_POST
@office("check_goods")
def give_name(request: Request, pk: int) -> HttpResponse:
    """Its name in the other language, written by a person of the desk: makers write their own alone."""
    found = _here(request, "check_goods", pk)
    if _decided(request, found):
        return redirect("office:goods:good", pk)
    form = NameForm(found, request.POST)

    def write() -> object:
        return actions.set_text(found, language=form.language, name=form.cleaned_data["name"], by=actor(request))

    if act_with(request, form, write, done=_("Name saved.")):
        return redirect("office:goods:good", pk)
    return _page(request, found, naming=form, status=422)


@require_POST
@office("check_goods")
def send_back(request: Request, pk: int) -> HttpResponse:
    """Back to the maker, with what to do."""
    found = _here(request, "check_goods", pk)
    if _decided(request, found):
        return redirect("office:goods:good", pk)
    form = SendBackForm(request.POST)

    def send() -> object:
        reasons, note = form.cleaned_data["reasons"], form.cleaned_data["note"]
        return actions.send_back(found, reasons=reasons, note=note, by=actor(request))

    done = _("Sent back. The maker gets a message that says why.") if found.maker.phone else BACK_UNTOLD
    if act_with(request, form, send, done=done):
        return _next(request, here(request, "check_goods"), found)
    return _page(request, found, form, status=422)
