"""Crafts of the installation: the list with its order, one to change, a new one, and those makers ask for."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Craft, CraftAsk
from haat.catalogue.queries import craft_asks, craft_uses, crafts_by_slug, kinds_for
from haat.catalogue.queries import crafts as all_crafts
from haat.core.languages import best
from haat.core.numerals import whole_number
from haat.pricing.queries import tax_lines
from haat.studio import actions as studio
from haat.web.office.crafts.forms import CraftForm
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids
from haat.web.office.desk.page import act, of_district, page
from haat.web.office.desk.saving import saved
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

DEED = "change_crafts"
LIST = "office:crafts:list"
MOST_ASKS = 50
ADDED = _("Craft added. It is offered in every mart now.")
ANSWERED_UNTOLD = _("Answered. The maker has no phone here: say it yourself.")


@require_safe
@office(DEED)
def crafts(request: Request) -> HttpResponse:
    """Every craft in its order, and what makers asked for."""
    of_district(request, DEED)
    return _list(request)


def _list(request: Request, typed: Mapping[str, str] | None = None, wrong: Collection[str] = ()) -> HttpResponse:
    """The list; with the places as they were typed, when those of some crafts (`wrong`) cannot be read."""
    uses, lines = craft_uses(), {rule.slug: rule for rule in tax_lines()}
    found = all_crafts()
    return page(
        request,
        "crafts/list",
        status=422 if wrong else 200,
        rows=[
            {
                "craft": craft,
                "uses": uses.get(craft.pk, (0, 0)),
                "line": lines.get(craft.tax_slug),
                "at": number if typed is None else typed.get(f"at_{craft.slug}", ""),
                "wrong": craft.slug in wrong,
            }
            for number, craft in enumerate(found, start=1)
        ],
        asks=craft_asks(request.mart).filter(answered_at=None).order_by("at")[:MOST_ASKS],
        choices=[(craft.slug, best(craft.names).text) for craft in found],
        nonce=nonce(),
    )


@require_POST
@office(DEED)
def order(request: Request) -> HttpResponse:
    """The order the numbers say; crafts without a number stay behind the others as they were."""
    of_district(request, DEED)
    wanted, wrong = [], []
    for place, craft in enumerate(all_crafts()):
        typed = request.POST.get(f"at_{craft.slug}", "").strip()
        number = whole_number(typed, most_digits=5)
        wanted.append((number if number is not None else 99_999, place, craft.slug))
        if typed and number is None:
            wrong.append(craft.slug)
    if wrong:
        return _list(request, request.POST, wrong)
    slugs = [slug for _number, _place, slug in sorted(wanted)]
    act(request, lambda: catalogue.order_crafts(slugs, by=actor(request)), done=_("Order saved, for every mart."))
    return redirect("office:crafts:list")


@require_http_methods(["GET", "HEAD", "POST"])
@office(DEED)
def new(request: Request) -> HttpResponse:
    """One more craft; `?ask=` is the maker's ask it answers, which is told once it is there."""
    of_district(request, DEED)
    ask = _open_ask(request)
    if request.method != "POST":
        form = CraftForm(request.mart, tax_lines(), name=ask.words if ask else "")
        return _new_page(request, form, ask)
    form = CraftForm(request.mart, tax_lines(), data=request.POST)

    def make() -> Craft:
        slug = form.cleaned_data["slug"].strip()
        return studio.make_craft(form.told(), slug=slug, answers=ask, by=actor(request))

    answer = saved(request, form, once(request, make), done=ADDED, back=LIST)
    return answer or _new_page(request, form, ask, status=422)


def _open_ask(request: Request) -> CraftAsk | None:
    found = ids([request.GET.get("ask", "")])
    return craft_asks(request.mart).filter(answered_at=None, pk__in=found).first()


def _new_page(request: Request, form: CraftForm, ask: CraftAsk | None, status: int = 200) -> HttpResponse:
    return page(request, "crafts/craft", status=status, form=form, craft=None, ask=ask, nonce=nonce())


@require_http_methods(["GET", "HEAD", "POST"])
@office(DEED)
def craft(request: Request, slug: str) -> HttpResponse:
    """All that is said of a craft, and who changed what."""
    of_district(request, DEED)
    found = one_or_404(crafts_by_slug(), slug=slug)
    form = CraftForm(request.mart, tax_lines(), found, request.POST if request.method == "POST" else None)
    answer = None
    if request.method == "POST":

        def change() -> Craft:
            return studio.change_craft(found, form.told(), seen=form.seen_at, by=actor(request))

        answer = saved(request, form, once(request, change), done=_("Craft saved, for every mart."), back=LIST)
    context: dict[str, Any] = {"form": form, "craft": found, "history": history_of(("catalogue.craft", [found.pk]))}
    context["kinds"] = [kind for kind in kinds_for(found) if kind.craft_id is not None]
    status = 422 if form.is_bound else 200
    return answer or page(request, "crafts/craft", status=status, nonce=nonce(), **context)


@require_POST
@office(DEED)
def answer(request: Request, pk: int) -> HttpResponse:
    """What a maker calls so is a craft of the list, or none that is sold here; she gets a message."""
    of_district(request, DEED)
    ask = one_or_404(craft_asks(request.mart), pk=pk)
    slug = request.POST.get("craft", "")
    chosen = next((craft for craft in all_crafts() if craft.slug == slug), None)
    if slug and chosen is None:
        messages.error(request, str(_("Craft: choose one of the list.")))
        return redirect("office:crafts:list")
    act(
        request,
        lambda: catalogue.answer_craft_ask(ask, craft=chosen, by=actor(request)),
        done=_("Answered. The maker gets a message.") if ask.maker.phone else ANSWERED_UNTOLD,
    )
    return redirect("office:crafts:list")
