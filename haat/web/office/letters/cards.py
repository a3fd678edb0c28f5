"""Cards: who has none that holds, making and printing them eight a sheet, and ending one that was lost."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haat.letters import actions
from haat.letters.models import Card
from haat.letters.queries import cards_seen, holding, sellers_without, workers_without
from haat.letters.rules import OUTSIDE, next_march
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import ids, listing, paged, typed
from haat.web.office.desk.page import act, act_with, here, page
from haat.web.office.desk.pdf import pdf
from haat.web.office.letters.forms import CardsForm
from haat.web.office.letters.pages import PRINTED, base_of
from haat.web.office.letters.words import CARD_KINDS, CARD_STATES
from haat.web.papers.cards import cards_pdf
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce

SORTS = {"number": "pk", "until": "valid_until"}
ROWS = 60


@require_safe
@office("see_letters")
def cards(request: Request) -> HttpResponse:
    """The cards that were made, the newest first."""
    blocks = Blocks(request, here(request, "see_letters"))
    rows = cards_seen(request.user, request.mart)
    if blocks.chosen:
        rows = rows.filter(blocks.chosen.range("place__path"))
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    if kind in Card.Kind.values:
        rows = rows.filter(kind=kind)
    if state in ("holds", "over"):
        rows = holding(rows, holds=state == "holds")
    if words := typed(request, "q"):
        said = Q(number__iendswith=words) | Q(user__name__icontains=words)
        for code in request.mart.languages:
            said |= Q(**{f"member__names__{code}__icontains": words})
        rows = rows.filter(said)
    found = listing(request, rows, SORTS, "-number", size=ROWS)
    return page(
        request,
        "letters/cards",
        listing=found,
        blocks=blocks,
        kinds=list(CARD_KINDS.items()),
        states=list(CARD_STATES.items()),
        nonce=nonce(),
    )


@require_safe
@office("give_cards")
def without(request: Request) -> HttpResponse:
    """Who sells, or works outside, and has no card that holds."""
    return _without(request, CardsForm(initial={"valid_until": next_march()}))


def _without(request: Request, form: CardsForm, status: int = 200) -> HttpResponse:
    blocks = Blocks(request, here(request, "give_cards"))
    workers = request.GET.get("kind") == Card.Kind.WORKER
    sellers = sellers_without(request.user, request.mart)
    roles = workers_without(request.user, request.mart, OUTSIDE)
    if blocks.chosen:
        sellers = sellers.filter(maker__block=blocks.chosen)
        roles = roles.filter(blocks.chosen.range("place__path"))
    found: Any = (
        paged(request, roles, "user__name", size=ROWS) if workers else paged(request, sellers, "maker__slug", size=ROWS)
    )
    return page(
        request,
        "letters/cards_without",
        status=status,
        blocks=blocks,
        listing=found,
        workers=workers,
        form=form,
        picked=set(ids(request.POST.getlist("pick"))),
        nonce=nonce(),
    )


@require_POST
@office("give_cards")
def make(request: Request) -> HttpResponse:
    """Cards for those that were ticked."""
    form, chosen = CardsForm(request.POST), ids(request.POST.getlist("pick"))
    workers = request.GET.get("kind") == Card.Kind.WORKER
    rows = (
        workers_without(request.user, request.mart, OUTSIDE) if workers else sellers_without(request.user, request.mart)
    )
    mine = list(rows.filter(pk__in=chosen).values_list("pk", flat=True))

    def write() -> None:
        told = {"roles" if workers else "members": mine, "valid_until": form.cleaned_data["valid_until"]}
        actions.make_cards(request.mart, **told, by=actor(request))

    if act_with(request, form, write, done=_("The cards are made. Tick them here to print.")):
        return redirect("office:letters:cards")
    return _without(request, form, status=422)


@require_POST
@office("give_cards")
def printed(request: Request) -> HttpResponse:
    """Print those that were ticked, eight a sheet; each printing is counted."""
    rows = cards_seen(request.user, request.mart, "give_cards").select_related(
        "mart", "place", "member__maker__portrait", "user"
    )
    chosen = {card.pk: card for card in rows.filter(pk__in=ids(request.POST.getlist("pick")))}
    key, out = name_of_sending(request), list[Card]()

    def count() -> None:
        out.extend(actions.print_cards(list(chosen), key=key, by=actor(request)))

    if not act(request, count, done=PRINTED):
        return redirect("office:letters:cards")
    return pdf("cards", cards_pdf([chosen[card.pk] for card in out], base=base_of(request)))


def _one(request: Request, pk: int) -> Card:
    return one_or_404(cards_seen(request.user, request.mart, "give_cards").select_related("mart", "place"), pk=pk)


@require_POST
@office("give_cards")
def lost(request: Request, pk: int) -> HttpResponse:
    """It was lost: a new number, and the old one says that it ended."""
    card = _one(request, pk)
    done = _("A new card with a new number is made. The old one is ended from now on.")
    act(request, lambda: actions.replace_card(card, by=actor(request)), done=done)
    return redirect("office:letters:cards")


@require_POST
@office("give_cards")
def end(request: Request, pk: int) -> HttpResponse:
    """It shall not be shown any more."""
    card = _one(request, pk)
    act(request, lambda: actions.end_card(card, by=actor(request)), done=_("The card is ended from now on."))
    return redirect("office:letters:cards")
