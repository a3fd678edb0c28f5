"""Perhaps the same: two makers side by side, made one, kept apart, made two again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.queries import goods_of
from haat.core.dates import day_of
from haat.core.identifiers import mask_account
from haat.core.languages import best
from haat.core.money import format_rupees
from haat.doubles.actions import keep_apart, merge_makers, part_again
from haat.doubles.models import Merge, Proposal
from haat.doubles.queries import Pair, likely_pairs, merges_of, pair_keys, proposals_of, proposed
from haat.doubles.rules import in_the_way, moves_money
from haat.ledger.queries import owed_now
from haat.makers.models import Maker, MakerQuerySet
from haat.makers.queries import merged_into, with_papers
from haat.makers.rules import ever_visible_to, visible_to
from haat.orders.queries import open_parts
from haat.web.office.desk.page import act, page
from haat.web.office.desk.words import word
from haat.web.office.makers.words import PAPERS
from haat.web.ui.dates import date_year
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.markup import text_of
from haat.web.ui.request import Request
from haat.web.ui.templatetags.ui import phone

MOST_PAIRS, MOST_MERGES = 50, 20
# What two makers share, in words.
SHARED = {
    "phone": _("Same phone"),
    "account": _("Same bank account"),
    "name": _("Name and village alike"),
}


@dataclass(frozen=True)
class Line:
    """One thing known of both: its label, what each has, and whether that differs."""

    label: "str | Promise"
    one: object
    two: object

    @property
    def differs(self) -> bool:
        return str(self.one) != str(self.two)


@require_safe
@office("change_makers")
def pairs(request: Request) -> HttpResponse:
    """Pairs that may be one maker, those that share most first; below, what can still be taken back."""
    makers = _mine(request)
    likely = likely_pairs(makers, most=MOST_PAIRS + 1)
    found = [{"pair": pair, "why": _why(pair.why)} for pair in likely[:MOST_PAIRS]]
    ever = _ever_mine(request)
    merges, waiting = list(merges_of(request.mart, ever)[:MOST_MERGES]), list(proposals_of(request.mart, ever))
    back = {(each.kept_id, each.gone_id): each for each in waiting if each.back}
    return page(
        request,
        "makers/alike",
        pairs=found,
        counted=f"{MOST_PAIRS}+" if len(likely) > MOST_PAIRS else str(len(likely)),
        merges=[{"merge": each, "waits": _waits(request, back.get((each.kept_id, each.gone_id)))} for each in merges],
        proposals=[each for each in waiting if not each.back],
    )


def _waits(request: Request, proposal: Proposal | None) -> str:
    """Who has to agree to what somebody proposed."""
    if proposal is None:
        return ""
    facts = {"day": date_year(day_of(proposal.at))}
    if proposal.by_id == request.user.pk:
        return say("You proposed it on %(day)s. Another person of the office has to agree.") % facts
    return say("Somebody proposed it on %(day)s. Money moves with it: you may agree, or leave it.") % facts


def _mine(request: Request) -> MakerQuerySet:
    return visible_to(request.user, request.mart, "change_makers")


def _ever_mine(request: Request) -> MakerQuerySet:
    return ever_visible_to(request.user, request.mart, "change_makers")


def _why(reasons: Iterable[str]) -> list["str | Promise"]:
    return [SHARED[reason] for reason in reasons]


@require_safe
@office("change_makers")
def pair(request: Request, one: int, two: int) -> HttpResponse:
    """Both side by side, and which of them may stay."""
    if (stays := _stays(request, one, two)) is not None:
        return _to_who_stayed(request, stays)
    return _pair_page(request, *_both(request, one, two))


def _stays(request: Request, *pks: int) -> Maker | None:
    """Who stayed, when one of these was made one with another already: sent twice, or an old address."""
    found = (merged_into(request.mart, pk) for pk in pks)
    stays = next((maker for maker in found if maker is not None), None)
    return stays if stays is not None and _mine(request).filter(pk=stays.pk).exists() else None


def _to_who_stayed(request: Request, stays: Maker) -> HttpResponse:
    """That it was done before, perhaps the other way round, and to whom that led."""
    said = say("One of the two was made one with another already: %(maker)s stays.") % {"maker": best(stays.names).text}
    messages.info(request, said)
    return redirect("office:makers:maker", stays.pk)


def _both(request: Request, one: int, two: int) -> tuple[Maker, Maker]:
    """The two makers, both within the reader's scope."""
    if one == two:
        raise Http404
    rows = with_papers(_mine(request))
    return one_or_404(rows, pk=one), one_or_404(rows, pk=two)


def _pair_page(request: Request, one: Maker, two: Maker, *, error: str = "", status: int = 200) -> HttpResponse:
    why = pair_keys(_mine(request).filter(pk__in=(one.pk, two.pk))).get((min(one.pk, two.pk), max(one.pk, two.pk)), ())
    waiting = proposed(one, two)
    context: dict[str, Any] = {
        "waits": _waits(request, waiting),
        "chosen": str(waiting.kept_id) if waiting is not None else "",
        "money": moves_money(one) or moves_money(two),
        "one": one,
        "two": two,
        "why": _why(Pair(one, two, tuple(sorted(why))).why),
        "lines": [Line(label, read(one), read(two)) for label, read in LINES],
        "choices": [_choice(one, two), _choice(two, one)],
        "error": error,
    }
    context["shut"] = all(choice["closed"] for choice in context["choices"])
    return page(request, "makers/pair", status=status, **context)


def _choice(kept: Maker, gone: Maker) -> dict[str, object]:
    """That `kept` stays: closed, with the reasons, when the other cannot go."""
    reasons = in_the_way(gone)
    hint = " ".join([best(gone.names).text + ":", *map(str, reasons)]) if reasons else ""
    return {"value": str(kept.pk), "title": text_of(kept.names), "hint": hint, "closed": bool(reasons)}


def _account(maker: Maker) -> str:
    account = getattr(maker, "bank", None)
    return f"{mask_account(account.number)} {account.ifsc}" if account else ""


def _place(maker: Maker) -> str:
    village = "" if maker.place_id == maker.block_id else f"{best(maker.place.names).text}, "
    return f"{village}{best(maker.block.names).text} {maker.pin}"


def _leader(maker: Maker) -> str:
    return ", ".join(best(member.names).text for member in maker.members.all() if member.leads)


def _papers(maker: Maker) -> str:
    return ", ".join(str(PAPERS[paper.kind]) for paper in maker.documents.all() if paper.kind in PAPERS)


LINES: tuple[tuple["str | Promise", Callable[[Maker], object]], ...] = (
    (_("Name"), lambda maker: " · ".join(maker.names.values())),
    (_("Kind"), lambda maker: word(maker.kind, "maker_kind")),
    (_("State"), lambda maker: word(maker.state, "maker")),
    (_("Village"), _place),
    (_("Phone"), lambda maker: phone(maker.phone) if maker.phone else ""),
    (_("Leader"), _leader),
    (_("Members"), lambda maker: maker.member_count),
    (_("Bank account"), _account),
    (_("LokOS number"), lambda maker: maker.lokos_id),
    (_("Papers"), _papers),
    (_("Goods"), lambda maker: goods_of(maker).count()),
    (_("Open orders"), lambda maker: open_parts(maker).count()),
    (_("Is owed"), lambda maker: format_rupees(sum(owed_now(maker).values_list("amount_paise", flat=True)))),
    (_("Enrolled"), lambda maker: date_year(day_of(maker.enrolled_at))),
)


@require_POST
@office("change_makers")
def merge(request: Request, one: int, two: int) -> HttpResponse:
    """They are one: the maker chosen stays, the other's address leads to it."""
    if (stays := _stays(request, one, two)) is not None:
        return _to_who_stayed(request, stays)
    first, second = _both(request, one, two)
    rows = {str(first.pk): (first, second), str(second.pk): (second, first)}
    chosen = rows.get(request.POST.get("stays", ""))
    if chosen is None:
        return _pair_page(request, first, second, error=str(_("Choose which of the two stays.")), status=422)
    kept, gone = chosen
    made = list[Merge | None]()
    done = _("They are one now. Papers and account that came over are looked at again.")
    act(request, lambda: made.append(merge_makers(kept, gone, by=actor(request))), done=_said(made, done))
    return redirect("office:makers:maker", kept.pk) if any(made) else redirect("office:makers:pair", one, two)


def _said(made: Sequence[object], done: "str | Promise") -> "str | Promise":
    """What is said of a deed once it was done: that it was, or that it waits for another person."""
    waits = _("Proposed. Money or open orders move with it: another person of the office has to agree.")
    return lazy(lambda: str(done if any(made) else waits), str)()


@require_POST
@office("change_makers")
def apart(request: Request, one: int, two: int) -> HttpResponse:
    """They are two: nobody is asked about them again."""
    first, second = _both(request, one, two)
    act(request, lambda: keep_apart(first, second, by=actor(request)), done=_("Written down: they are two makers."))
    return redirect("office:makers:alike")


@require_POST
@office("change_makers")
def undo(request: Request, merge: int) -> HttpResponse:
    """They are two after all."""
    found = one_or_404(merges_of(request.mart, _ever_mine(request)), pk=merge)
    made = list[Maker | None]()
    done = _("They are two again. Look at the papers and the account of both.")
    act(request, lambda: made.append(part_again(found, by=actor(request))), done=_said(made, done))
    return redirect("office:makers:maker", found.gone_id if any(made) else found.kept_id)
