"""What keeps goods back: the causes, most goods first, and one of them, which one answer may mend for all its goods."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.models import Attribute, Good
from haat.catalogue.queries import main_pictures
from haat.channels import actions
from haat.channels.finding import find_offers, for_listing
from haat.channels.goods import FOUND
from haat.channels.models import Account, Cause
from haat.channels.queries import account_of, by_who, cause_of, causes_of
from haat.channels.showing import Kept, asked_in, kept_back, raw_words
from haat.channels.wording import Said, slug_of, words_of
from haat.core.errors import HaatError
from haat.core.queries import rows_by_id
from haat.places.models import Mart
from haat.web.office.channels.forms import AnswerForm
from haat.web.office.channels.frame import CHANGE, SEE, page
from haat.web.office.channels.words import WHOSE
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, paged
from haat.web.office.desk.page import act, act_with, of_district
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

SIZE, GOODS = 30, 20
UNLOOKED = "picture_unlooked"  # where the desk looks at many pictures one after another
W = Cause.Who


@dataclass(frozen=True)
class Shown:
    """A cause as a line of a list: its words, whose it is, and the first goods it keeps back with their pictures."""

    cause: Cause
    said: Said
    kept: Kept
    pictures: list[tuple[Good, str]]
    key: str

    @property
    def makers(self) -> str:
        """How many makers it is about, and in how many blocks."""
        makers = ngettext("%(n)s maker", "%(n)s makers", self.kept.makers) % {"n": self.kept.makers}
        blocks = ngettext("%(n)s block", "%(n)s blocks", self.kept.blocks) % {"n": self.kept.blocks}
        return gettext("%(makers)s in %(blocks)s") % {"makers": makers, "blocks": blocks}


def shown_causes(causes: Iterable[Cause]) -> list[Shown]:
    """Causes (with their counts) as lines; statements do not grow with their number."""
    rows = list(causes)
    said, kept = words_of(rows), kept_back(rows)
    wanted = {pk for each in kept.values() for pk in each.goods}
    goods, pictures = rows_by_id(Good, wanted), main_pictures(wanted)
    return [
        Shown(
            cause,
            said[cause.pk],
            kept[cause.pk],
            [(goods[pk], pictures.get(pk, "")) for pk in kept[cause.pk].goods if pk in goods],
            _key(cause, kept[cause.pk]),
        )
        for cause in rows
    ]


def _key(cause: Cause, kept: Kept) -> str:
    """The deed that the cause's page is opened for."""
    goods = getattr(cause, "goods", 0)
    if cause.code == FOUND and cause.ours:
        return gettext("Say whose they are")
    if cause.ours and cause.code == UNLOOKED:
        return ngettext("Look at the pictures of %(n)s good", "Look at the pictures of %(n)s goods", goods) % {
            "n": goods
        }
    if slug_of(cause) and cause.who in (W.DESK, W.FEDERATION):
        return ngettext("Answer for %(n)s good", "Answer for %(n)s goods", goods) % {"n": goods}
    if cause.who in (W.MAKER, W.COORDINATOR):
        return ngettext("See %(n)s maker to ask", "See %(n)s makers to ask", kept.makers) % {"n": kept.makers}
    if cause.who == W.CHANNEL:
        return gettext("See what waits")
    return ngettext("Mend %(n)s good", "Mend %(n)s goods", goods) % {"n": goods}


def by_whose(mart: Mart) -> "list[tuple[str, str | Promise, int]]":
    """Whose work → how many causes, those with some; all of them first."""
    numbers = by_who(mart)
    found: list[tuple[str, str | Promise, int]] = [("", _("All"), sum(numbers.values()))]
    return [*found, *((who, words, numbers[who]) for who, words in WHOSE.items() if who in numbers)]


@require_safe
@office(SEE)
def causes(request: Request) -> HttpResponse:
    """Every cause; `?who=` and `?account=` narrow it."""
    of_district(request, SEE)
    who, account = request.GET.get("who", ""), _account(request)
    rows = causes_of(request.mart, who=who, account=account)
    start = next(iter(ids([request.GET.get("from", "")])), 0)
    found = list(rows[start : start + SIZE + 1])
    context: dict[str, Any] = {
        "causes": shown_causes(found[:SIZE]),
        "whose": by_whose(request.mart),
        "who": who,
        "account": account,
        "before": max(0, start - SIZE) if start else None,
        "after": start + SIZE if len(found) > SIZE else None,
    }
    return page(request, "causes", tab="causes", **context)


def _account(request: Request) -> Account | None:
    """The account that `?account=` names; 404 when the mart has no such."""
    wanted = request.GET.get("account", "")
    if not wanted:
        return None
    found = account_of(request.mart, next(iter(ids([wanted])), 0))
    if found is None:
        raise Http404
    return found


def _here(request: Request, pk: int, deed: str) -> Cause:
    of_district(request, deed)
    found = cause_of(request.mart, pk)
    if found is None:
        raise Http404
    return found


def question_of(cause: Cause) -> Attribute | None:
    """The question whose answer mends it, as the goods it keeps back are asked; None when it is none."""
    slug = slug_of(cause)
    return asked_in(cause, slug) if slug else None


@require_safe
@office(SEE)
def cause(request: Request, pk: int) -> HttpResponse:
    """One cause: its words, whose work it is, its goods, and the answer that mends them all."""
    found = _here(request, pk, SEE)
    question = question_of(found) if found.closed_at is None else None
    return _page(request, found, AnswerForm(request.mart, question) if question else None)


@require_POST
@office(CHANGE)
def answer(request: Request, pk: int) -> HttpResponse:
    """The same answer for every good that it keeps back."""
    found = _here(request, pk, CHANGE)
    question = question_of(found)
    if question is None:
        messages.error(request, _("This keeps nothing back any more, or it is no question. Nothing was changed."))
        return redirect("office:channels:cause", pk)
    form = AnswerForm(request.mart, question, request.POST)

    def do() -> None:
        try:
            actions.answer_cause(found, answer=form.told(), by=actor(request))
        except HaatError as problem:
            problem.field = form.first if problem.field == form.slug else problem.field
            raise

    done = _("Answered for all of them. They are sent again with the next turn.")
    if act_with(request, form, once(request, do), done=done):
        return redirect("office:channels:causes")
    return _page(request, found, form, status=422)


def _page(request: Request, found: Cause, form: AnswerForm | None, *, status: int = 200) -> HttpResponse:
    listing = paged(request, for_listing(find_offers(request.mart, request.mart.place, cause=found)), "id", size=GOODS)
    counted = causes_of(request.mart).filter(pk=found.pk).first()
    context: dict[str, Any] = {
        "cause": counted or found,
        "open": found.closed_at is None,
        "said": words_of([found])[found.pk],
        "form": form,
        "listing": listing,
        "raw": [] if found.ours else raw_words(found),
        "is_found": found.ours and found.code == FOUND,
        "is_unlooked": found.ours and found.code == UNLOOKED,
        "history": history_of(("channels.cause", [found.pk])),
        "nonce": nonce(),
    }
    return page(request, "cause", tab="causes", status=status, **context)


@require_POST
@office(CHANGE)
def mended(request: Request, pk: int) -> HttpResponse:
    """It was mended at the goods: all of them are sent again."""
    found = _here(request, pk, CHANGE)
    done = _("All of them are sent again with the next turn. What the channel still refuses stands here again.")
    act(request, once(request, lambda: actions.answer_cause(found, by=actor(request))), done=done)
    return redirect("office:channels:cause", pk)
