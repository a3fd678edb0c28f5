"""Ceremonies: one file of certificates in the order of the list, the list to sign, and ticks for who has hers."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import today
from haat.core.languages import current
from haat.letters import actions
from haat.letters.errors import CeremonyOff
from haat.letters.models import Ceremony, Letter
from haat.letters.queries import ceremonies_seen, letters_seen
from haat.people.rules import can
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, paged
from haat.web.office.desk.page import act, act_with, page
from haat.web.office.desk.pdf import pdf
from haat.web.office.letters.forms import HandForm
from haat.web.office.letters.pages import PRINTED, base_of, where_words
from haat.web.papers.certificates import handing_list_pdf, letters_pdf
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce


@require_safe
@office("see_letters")
def ceremonies(request: Request) -> HttpResponse:
    """The ceremonies, the last first."""
    found = paged(request, ceremonies_seen(request.user, request.mart), "-held_on")
    return page(request, "letters/ceremonies", listing=found)


def one(request: Request, deed: str, pk: int) -> Ceremony:
    """A ceremony at which somebody the reader may do `deed` for gets a certificate; 404 otherwise."""
    return one_or_404(ceremonies_seen(request.user, request.mart, deed).select_related("mart"), pk=pk)


def letters_at(request: Request, deed: str, ceremony: Ceremony) -> QuerySet[Letter]:
    """Of its list those the reader may do `deed` for, in its order."""
    rows = letters_seen(request.user, request.mart, deed).filter(ceremony=ceremony)
    return rows.select_related("mart__place", "maker__block").order_by("position", "pk")


@require_safe
@office("see_letters")
def ceremony(request: Request, pk: int) -> HttpResponse:
    """One ceremony with its list."""
    return _ceremony(request, one(request, "see_letters", pk))


def _ceremony(request: Request, found: Ceremony, form: HandForm | None = None, status: int = 200) -> HttpResponse:
    letters = list(letters_at(request, "see_letters", found))
    initial = {"handed_on": min(found.held_on, today()), "handed_by": ""}
    handed = sum(letter.handed_on is not None for letter in letters)
    may_give = found.called_off_at is None and can(request.user, "give_letters", mart=request.mart)
    context: dict[str, Any] = {
        "ceremony": found,
        "letters": letters,
        "handed": handed,
        "called": where_words(request),
        "may_give": may_give,
        "may_call_off": may_give and not handed and _all_hers(request, found),
        "form": form or HandForm(initial=initial),
        "picked": set(ids(request.POST.getlist("pick"))),
        "history": history_of(("letters.ceremony", [found.pk])),
        "nonce": nonce(),
    }
    return page(request, "letters/ceremony", status=status, **context)


@require_POST
@office("give_letters")
def printed(request: Request, pk: int) -> HttpResponse:
    """All certificates that are not handed over, one file in the order of the list; each printing is counted."""
    found, key = one(request, "give_letters", pk), name_of_sending(request)
    letters = {letter.pk: letter for letter in letters_at(request, "give_letters", found).filter(handed_on=None)}
    out: list[Letter] = []

    def count() -> None:
        if found.called_off_at is not None:
            raise CeremonyOff
        out.extend(actions.print_letters(list(letters), key=key, by=actor(request)))

    if not act(request, count, done=PRINTED):
        return redirect("office:letters:ceremony", pk)
    for printed_ in out:
        letters[printed_.pk].prints, letters[printed_.pk].printed_at = printed_.prints, printed_.printed_at
    content = letters_pdf([letters[letter.pk] for letter in out], base=base_of(request))
    return pdf(f"certificates-{found.held_on:%Y%m%d}-{found.pk}", content)


@require_safe
@office("see_letters")
def to_sign(request: Request, pk: int) -> HttpResponse:
    """The list of who receives one, to be signed."""
    found = one(request, "see_letters", pk)
    content = handing_list_pdf(found, list(letters_at(request, "see_letters", found)), current())
    return pdf(f"list-{found.held_on:%Y%m%d}-{found.pk}", content)


@require_POST
@office("give_letters")
def hand(request: Request, pk: int) -> HttpResponse:
    """Those that were ticked have theirs."""
    found, form = one(request, "give_letters", pk), HandForm(request.POST)
    mine = letters_at(request, "give_letters", found).filter(pk__in=ids(request.POST.getlist("pick")))
    chosen = list(mine.values_list("pk", flat=True))

    def tick() -> None:
        if found.called_off_at is not None:
            raise CeremonyOff
        told = {name: form.cleaned_data[name] for name in ("handed_on", "handed_by")}
        actions.hand_over(chosen, **told, by=actor(request))

    if act_with(request, form, tick, done=_("Written down as handed over.")):
        return redirect("office:letters:ceremony", pk)
    return _ceremony(request, found, form, status=422)


def _all_hers(request: Request, found: Ceremony) -> bool:
    """Whether the reader may give every certificate of the list: who has one block calls no day of others off."""
    return letters_at(request, "give_letters", found).count() == found.letters.count()


@require_POST
@office("give_letters")
def call_off(request: Request, pk: int) -> HttpResponse:
    """The day does not take place."""
    found = one(request, "give_letters", pk)
    if not _all_hers(request, found):
        raise Http404
    done = _("Called off. No message goes out: tell those you invited.")
    act(request, lambda: actions.call_off_ceremony(found, by=actor(request)), done=done)
    return redirect("office:letters:ceremony", pk)
