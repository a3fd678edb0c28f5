"""One good, whatever its state, and everything of it mended in its place; who changed what stands below."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good, GoodText, Variant
from haat.catalogue.queries import goods_within
from haat.core.languages import LANGUAGES
from haat.people.queries import people
from haat.people.rules import can
from haat.pricing.queries import tax_lines, worths_of
from haat.stock import actions as stock
from haat.stock.queries import pieces_of
from haat.studio import actions as studio
from haat.studio.queries import whites_of
from haat.web.office.desk.page import act, here, page
from haat.web.office.desk.saving import saved
from haat.web.office.goods.channel_words import for_channels
from haat.web.office.goods.mend_forms import FactsForm, Mending, PiecesForm, SizeForm, WordsForm
from haat.web.office.goods.pictures import PicturesForm
from haat.web.office.goods.told import history_of_good
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce, once

S = Good.State


def good_here(request: Request, deed: str, pk: int) -> Good:
    """The good with all that its page shows, when its maker lies within the reader's scope; 404 otherwise."""
    return one_or_404(goods_within(request.mart, here(request, deed)), pk=pk)


@require_safe
@office("see_goods")
def mend(request: Request, pk: int) -> HttpResponse:
    """Everything of one good."""
    return mend_page(request, good_here(request, "see_goods", pk))


def mend_page(request: Request, good: Good, *, status: int = 200, **refused: Any) -> HttpResponse:
    """The page, with the one form that was refused as it was sent: words, facts, pictures, size or pieces."""
    variants = list(good.variants.all())
    worths, pieces, whites = worths_of(good), pieces_of([good]), whites_of(good)
    context = {
        "good": good,
        "words": [refused.get(f"words_{code}") or WordsForm(good, code) for code in languages_of(good)],
        "readers": people(text.reviewed_by_id for text in good.texts.all()),
        "facts": refused.get("facts") or FactsForm(good, tax_lines()),
        "pictures": refused.get("pictures") or PicturesForm(good),
        "for_channels": for_channels(good, whites),
        "sizes": [_size(good, variant, worths.get(variant.pk), pieces, refused) for variant in variants],
        "new": refused.get("new") or SizeForm(good, None),
        "history": history_of_good(good, whites),
        "last_check": good.checks.order_by("-at").first(),
        "nonce": nonce(),
        "shelved": (S.LIVE, S.PAUSED),
        "may_change": can(request.user, "change_goods", mart=request.mart, place=good.maker.block),
    }
    return page(request, "goods/mend", status=status, **context)


def languages_of(good: Good) -> list[str]:
    """The mart's languages, and those in which the good has words besides."""
    more = [text.language for text in good.texts.all() if text.language not in good.mart.languages]
    return [code for code in (*good.mart.languages, *more) if code in LANGUAGES]


def _size(good: Good, variant: Variant, worth: Any, pieces: Any, refused: dict[str, Any]) -> dict[str, Any]:
    known = pieces.get(variant.pk)
    form = refused.get(f"pieces_{variant.pk}")
    return {
        "variant": variant,
        "form": refused.get(f"size_{variant.pk}") or SizeForm(good, variant),
        "worth": worth,
        "stock": known,
        "pieces": form or PiecesForm(variant, known=known.lies if known else None, to_order=good.made_to_order),
    }


def save(
    request: Request,
    good: Good,
    form: Mending | PiecesForm,
    action: Callable[[], object],
    done: "str | Promise",
    *,
    to: str = "office:goods:mend",
) -> HttpResponse | None:
    """Do it and go back to the page; None when the form, or a room, refused: what was typed stays."""
    there = f"{reverse(to, args=[good.pk])}#{request.POST.get('at', '')[:20]}".rstrip("#")
    return saved(request, form, action, done=done, back=there)


@require_POST
@office("change_goods")
def words(request: Request, pk: int, language: str) -> HttpResponse:
    """Its words in one language, live at once: a person of the desk wrote or read them."""
    good = good_here(request, "change_goods", pk)
    if language not in languages_of(good):
        raise Http404
    form = WordsForm(good, language, request.POST)

    def write() -> GoodText:
        given = form.cleaned_data
        return catalogue.set_text(
            good,
            language=language,
            name=given["name"],
            description=given["description"],
            care=given["care"],
            origin=given["origin"],
            reviewed_by_id=form.reviewer(request.user.pk),
            seen=form.seen_at,
            by=actor(request),
        )

    answer = save(request, good, form, once(request, write), _("Words saved."))
    return answer or mend_page(
        request, good_here(request, "change_goods", pk), status=422, **{f"words_{language}": form}
    )


@require_POST
@office("change_goods")
def facts(request: Request, pk: int) -> HttpResponse:
    """What is declared of it."""
    good = good_here(request, "change_goods", pk)
    form = FactsForm(good, tax_lines(), request.POST)

    def write() -> Good:
        return studio.mend_good(good, form.told(), seen=form.seen_at, by=actor(request))

    answer = save(request, good, form, once(request, write), _("Saved."))
    return answer or mend_page(request, good, status=422, facts=form)


@require_POST
@office("change_goods")
def pictures(request: Request, pk: int) -> HttpResponse:
    """Its pictures: order, another one in the place of one, one more, one less."""
    good = good_here(request, "change_goods", pk)
    form = PicturesForm(good, request.POST, request.FILES)

    def show() -> Good:
        return catalogue.show_pictures(good, pictures=form.wanted(), seen=form.seen_at, by=actor(request))

    answer = save(request, good, form, once(request, show), _("Pictures saved."))
    return answer or mend_page(request, good, status=422, pictures=form)


@require_POST
@office("change_goods")
def add_size(request: Request, pk: int) -> HttpResponse:
    """One more size or colour; the same form sent twice makes one."""
    good = good_here(request, "change_goods", pk)
    form = SizeForm(good, None, request.POST)

    def add() -> Variant:
        told = form.told()
        return catalogue.add_variant(
            good,
            sku=told.sku,
            labels=told.labels,
            price_paise=told.price_paise,
            mrp_paise=told.mrp_paise,
            weight_g=told.weight_g,
            net_quantity=told.net_quantity,
            net_unit=told.net_unit,
            seen=form.seen_at,
            by=actor(request),
        )

    answer = save(request, good, form, once(request, add), _("Size added."))
    return answer or mend_page(request, good, status=422, new=form)


def _variant(good: Good, pk: int) -> Variant:
    found = next((variant for variant in good.variants.all() if variant.pk == pk), None)
    if found is None:
        raise Http404
    return found


@require_POST
@office("change_goods")
def size(request: Request, pk: int, variant: int) -> HttpResponse:
    """All that is said of a size; one that was stopped is made again."""
    good = good_here(request, "change_goods", pk)
    found = _variant(good, variant)
    form = SizeForm(good, found, request.POST)

    def write() -> Variant:
        reason = form.cleaned_data["reason"]
        return studio.mend_size(found, form.told(), reason=reason, seen=form.seen_at, by=actor(request))

    answer = save(request, good, form, once(request, write), _("Size saved."))
    return answer or mend_page(request, good, status=422, **{f"size_{variant}": form})


@require_POST
@office("change_goods")
def stop_size(request: Request, pk: int, variant: int) -> HttpResponse:
    """A size is not made any more."""
    good = good_here(request, "change_goods", pk)
    found = _variant(good, variant)
    act(request, lambda: catalogue.stop_variant(found, by=actor(request)), done=_("This size is not sold any more."))
    return redirect("office:goods:mend", pk)


@require_POST
@office("change_goods")
def pieces(request: Request, pk: int, variant: int) -> HttpResponse:
    """How many lie with the maker, or are made in a week."""
    good = good_here(request, "change_goods", pk)
    found, to_order = _variant(good, variant), good.made_to_order
    found.good = good
    form = PiecesForm(found, known=None, to_order=to_order, data=request.POST)
    cause = f"desk:{name_of_sending(request)}"

    def write() -> object:
        given, by = form.cleaned_data, actor(request)
        if to_order:
            return stock.set_capacity(found, capacity=given["pieces"], week=given["week"], by=by)
        return stock.count(found, on_hand=given["pieces"], cause=cause, by=by)

    answer = save(request, good, form, once(request, write), _("Pieces saved."))
    return answer or mend_page(request, good, status=422, **{f"pieces_{variant}": form})


@require_POST
@office("change_goods")
def shelf(request: Request, pk: int) -> HttpResponse:
    """Off the shelf for a while, or back on it."""
    good = good_here(request, "change_goods", pk)
    if request.POST.get("to") == S.PAUSED:
        act(request, lambda: catalogue.pause_good(good, by=actor(request)), done=_("Paused. Nobody can buy it now."))
    else:
        act(request, lambda: catalogue.resume_good(good, by=actor(request)), done=_("It is in the shop again."))
    return redirect("office:goods:mend", pk)
