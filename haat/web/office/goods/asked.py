"""What channels ask about one good: of which kind it is, what must be said, what is known; its tax line follows."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue import actions as catalogue
from haat.catalogue.answers import OF_A_SIZE
from haat.catalogue.asking import CHANNELS, Asked, attributes_for, kinds_for, own_line, questions
from haat.catalogue.models import Good, Variant
from haat.people.rules import can
from haat.pricing.queries import tax_lines_called
from haat.web.office.desk.page import page
from haat.web.office.desk.words import word
from haat.web.office.goods.answered import handed_on, said_by
from haat.web.office.goods.asked_forms import AskedForm, KindForm
from haat.web.office.goods.mend import good_here, save
from haat.web.office.goods.mend_forms import Mending
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

HERE = "office:goods:asked"


@require_safe
@office("see_goods")
def asked(request: Request, pk: int) -> HttpResponse:
    """The page; `?for=amazon` asks only for one channel."""
    return _page(request, good_here(request, "see_goods", pk))


def _channels(request: Request) -> list[str]:
    chosen = request.GET.get("for", "")
    return [chosen] if chosen in CHANNELS else list(CHANNELS)


def _page(request: Request, good: Good, *, status: int = 200, **refused: Any) -> HttpResponse:
    """The page, with the one form that was refused as it was sent: kind, answers, or those of a size."""
    found = attributes_for([good.kind])
    channels = _channels(request)
    sizes = [variant for variant in good.variants.all() if variant.active]
    forms = {
        "kind": refused.get("kind") or KindForm(good, kinds_for(good.craft)),
        "form": refused.get("answers") or AskedForm(good, questions(good, channels, asked=found)),
        "sizes": [refused.get(f"size_{variant.pk}") or _size_form(good, variant, channels, found) for variant in sizes],
    }
    said = said_by(good)
    for form in (forms["form"], *forms["sizes"]):
        form.said_by = said
    context = {
        "good": good,
        **forms,
        "handed": handed_on(good),
        "line": _line(good, found),
        "taking": refused.get("taking") or Mending(good, prefix="line"),
        "channels": [(channel, word(channel, "asker")) for channel in CHANNELS],
        "chosen": channels[0] if len(channels) == 1 else "",
        "nonce": nonce(),
        "may_change": can(request.user, "change_goods", mart=request.mart, place=good.maker.block),
    }
    return page(request, "goods/asked", status=status, **context)


def _size_form(good: Good, variant: Variant, channels: list[str], found: Asked, data: Any = None) -> AskedForm:
    of_size = [
        question
        for question in questions(good, channels, variant=variant, asked=found)
        if question.attribute.slug in OF_A_SIZE
    ]
    return AskedForm(good, of_size, variant, data)


def _line(good: Good, found: Asked) -> dict[str, Any]:
    """The code and tax line it has, those its answers say, and what is lacking to say them."""
    own = own_line(good, found)
    slugs = {good.tax_slug, *([own[0].tax_slug] if own else [])} - {""}
    called = tax_lines_called(slugs)
    tax = called.get(good.tax_slug)
    told: dict[str, Any] = {"hsn": good.hsn or (tax.hsn if tax else ""), "tax": tax, "slug": good.tax_slug}
    if own is None:
        return told
    line, followed = own
    labels = {each.slug: each.labels for each in found[good.kind_id]}
    return told | {
        "said": line,
        "said_tax": called.get(line.tax_slug),
        "open": [labels[slug] for slug in line.open],
        "differs": followed.asked and bool(line.tax_slug),
        "unknown": not line.tax_slug and not line.tax_open,
    }


def _done(request: Request, good: Good, form: Mending, action: Any, done: Any, **refused: Mending) -> HttpResponse:
    answer = save(request, good, form, once(request, action), done, to=HERE)
    return answer or _page(request, good, status=422, **refused)


@require_POST
@office("change_goods")
def kind(request: Request, pk: int) -> HttpResponse:
    """Of which kind it is; its questions, papers, code and tax line follow."""
    good = good_here(request, "change_goods", pk)
    form = KindForm(good, kinds_for(good.craft), request.POST)

    def choose() -> Good:
        return catalogue.choose_kind(good, form.chosen, seen=form.seen_at, by=actor(request))

    return _done(request, good, form, choose, _("Kind saved."), kind=form)


@require_POST
@office("change_goods")
def answers(request: Request, pk: int) -> HttpResponse:
    """What is said of it; a good in the shop stays there."""
    good = good_here(request, "change_goods", pk)
    form = AskedForm(good, questions(good, _channels(request)), data=request.POST)

    def say() -> Good:
        return catalogue.say_answers(good, form.told(), seen=form.seen_at, by=actor(request))

    return _done(request, good, form, say, _("Answers saved."), answers=form)


@require_POST
@office("change_goods")
def answers_of(request: Request, pk: int, variant: int) -> HttpResponse:
    """What one size has of its own."""
    good = good_here(request, "change_goods", pk)
    size = next((each for each in good.variants.all() if each.pk == variant and each.active), None)
    if size is None:
        raise Http404
    form = _size_form(good, size, _channels(request), attributes_for([good.kind]), request.POST)

    def say() -> Good:
        return catalogue.say_answers(good, form.told(), variant=size, seen=form.seen_at, by=actor(request))

    return _done(request, good, form, say, _("Answers saved."), **{f"size_{variant}": form})


@require_POST
@office("change_goods")
def line(request: Request, pk: int) -> HttpResponse:
    """The code and tax line that its answers say, in the place of what was set by hand."""
    good = good_here(request, "change_goods", pk)
    form = Mending(good, request.POST, prefix="line")

    def take() -> Good:
        return catalogue.take_line(good, seen=form.seen_at, by=actor(request))

    return _done(request, good, form, take, _("HSN and tax line follow the answers now."), taking=form)
