"""Who went live and has no certificate yet; those that were made; and one of them, printed and handed over."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import today
from haat.core.languages import best
from haat.letters import actions
from haat.letters.frozen import names_of_place
from haat.letters.models import MART, Begun, Letter
from haat.letters.queries import begun_seen, handed_counts, letters_seen, signing_on, to_give
from haat.makers.queries import named
from haat.makers.rules import visible_to
from haat.people.rules import can
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, listing, typed
from haat.web.office.desk.page import act, act_with, back_to, here, page
from haat.web.office.desk.pdf import pdf
from haat.web.office.letters.forms import CeremonyForm, DaysForm, HandForm
from haat.web.papers.certificates import file_name, letters_pdf
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce

SORTS = {"day": "day", "block": "maker__block__slug", "maker": "maker__slug"}
LETTER_SORTS = {"number": "pk", "maker": "maker__slug", "block": "maker__block__slug", "handed": "handed_on"}
ROWS = 60
PRINTED = gettext_lazy("Printed, and counted.")


def where_words(request: Request) -> dict[str, str]:
    """Place of sale → what it is called here, of all there are in the mart."""
    rows = begun_seen(request.user, request.mart).order_by().values_list("where", flat=True).distinct()
    found = sorted({MART, *rows}, key=lambda where: (where != MART, where))
    return {where: best(names_of_place(request.mart, where)).text for where in found}


def base_of(request: Request) -> str:
    """Where the shop stands: `https://mart.example/`."""
    return request.build_absolute_uri("/")


@require_safe
@office("see_letters")
def to_make(request: Request) -> HttpResponse:
    """Makers whose goods went live and who have no certificate of it, the newest first."""
    return _to_make(request, CeremonyForm(initial={"held_on": today()}))


def _to_make(request: Request, form: CeremonyForm, status: int = 200) -> HttpResponse:
    blocks = Blocks(request, here(request, "see_letters"))
    rows = _narrowed(request, to_give(request.user, request.mart))
    if blocks.chosen:
        rows = rows.filter(maker__block=blocks.chosen)
    called = where_words(request)
    return page(
        request,
        "letters/list",
        status=status,
        blocks=blocks,
        days=DaysForm(request.GET),
        listing=listing(request, rows, SORTS, "-day", size=ROWS),
        wheres=list(called.items()),
        called=called,
        form=form,
        picked=set(ids(request.POST.getlist("pick"))),
        signing=signing_on(request.mart, today()),
        nonce=nonce(),
    )


def _narrowed(request: Request, rows: QuerySet[Begun]) -> QuerySet[Begun]:
    """By place of sale, the days between which goods went live, and words of a name."""
    if where := typed(request, "where"):
        rows = rows.filter(where=where)
    days = DaysForm(request.GET)
    days.full_clean()
    for name, test in (("since", "day__gte"), ("until", "day__lte")):
        if day := days.cleaned_data.get(name):
            rows = rows.filter(**{test: day})
    if words := typed(request, "q"):
        makers = named(visible_to(request.user, request.mart, "see_letters"), words, request.mart.languages)
        rows = rows.filter(maker__in=makers)
    return rows


@require_POST
@office("give_letters")
def make(request: Request) -> HttpResponse:
    """A ceremony for those that were ticked; or the certificate of the one whose key was pressed."""
    rows = begun_seen(request.user, request.mart, "give_letters")
    if one := ids([request.POST.get("one", "")]):
        return _make_one(request, one_or_404(rows, pk=one[0]))
    form, made = CeremonyForm(request.POST), []
    chosen = list(rows.filter(pk__in=ids(request.POST.getlist("pick"))).values_list("pk", flat=True))

    def hold() -> None:
        told = {name: form.cleaned_data[name] for name in ("title", "place", "held_on")}
        key = name_of_sending(request)
        made.append(actions.hold_ceremony(request.mart, chosen=chosen, **told, key=key, by=actor(request)))

    if act_with(request, form, hold, done=_("The certificates are made. Print them, and the list to sign.")):
        return redirect("office:letters:ceremony", made[0].pk)
    return _to_make(request, form, status=422)


def _make_one(request: Request, begun: Begun) -> HttpResponse:
    made: list[Letter] = []
    done = gettext_lazy("The certificate is made. Look at it, then print it.")
    if act(request, lambda: made.append(actions.make_letter(begun, by=actor(request))), done=done):
        return redirect("office:letters:letter", made[0].pk)
    return redirect("office:letters:list")


@require_safe
@office("see_letters")
def made(request: Request) -> HttpResponse:
    """The certificates, those first that nobody has handed over."""
    blocks = Blocks(request, here(request, "see_letters"))
    rows = letters_seen(request.user, request.mart)
    if blocks.chosen:
        rows = rows.filter(maker__block=blocks.chosen)
    counts = handed_counts(rows)
    state = request.GET.get("state", "")
    if state in ("open", "handed"):
        rows = rows.filter(handed_on__isnull=state == "open")
    if words := typed(request, "q"):
        makers = named(visible_to(request.user, request.mart, "see_letters"), words, request.mart.languages)
        rows = rows.filter(maker__in=makers) | rows.filter(number__iendswith=words)
    return page(
        request,
        "letters/made",
        blocks=blocks,
        listing=listing(request, rows, LETTER_SORTS, "-number"),
        called=where_words(request),
        tabs=[
            ("", _("All"), counts["open"] + counts["handed"]),
            ("open", _("To hand over"), counts["open"]),
            ("handed", _("Handed over"), counts["handed"]),
        ],
    )


def one_letter(request: Request, deed: str, pk: int) -> Letter:
    """A letter of a maker the reader may do `deed` for; 404 otherwise."""
    rows = letters_seen(request.user, request.mart, deed).select_related("mart__place", "maker__block", "ceremony")
    return one_or_404(rows, pk=pk)


@require_safe
@office("see_letters")
def letter(request: Request, pk: int) -> HttpResponse:
    """One certificate: what it says, whether that is so today, its prints and who handed it over."""
    return _letter(request, one_letter(request, "see_letters", pk))


def _letter(request: Request, found: Letter, form: HandForm | None = None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "letter": found,
        "called": where_words(request),
        "may_give": can(request.user, "give_letters", mart=request.mart, place=found.maker.block),
        "form": form or HandForm(initial={"handed_on": today(), "handed_by": str(request.user)}),
        "history": history_of(("letters.letter", [found.pk])),
        "nonce": nonce(),
    }
    return page(request, "letters/letter", status=status, **context)


@require_safe
@office("see_letters")
def look(request: Request, pk: int) -> HttpResponse:
    """The certificate as it will be printed, marked as a specimen: looking is not printing."""
    found = one_letter(request, "see_letters", pk)
    return pdf(f"{found.number}-specimen", letters_pdf([found], base=base_of(request), specimen=True))


@require_POST
@office("give_letters")
def printed(request: Request, pk: int) -> HttpResponse:
    """Print it: counted, and from the second time on it says that it was printed again."""
    found, key = one_letter(request, "give_letters", pk), name_of_sending(request)
    out: list[Letter] = []

    def count() -> None:
        out.extend(actions.print_letters([found.pk], key=key, by=actor(request)))

    if not act(request, count, done=PRINTED):
        return back_to(request, "office:letters:letter", pk)
    found.prints, found.printed_at = out[0].prints, out[0].printed_at
    return pdf(file_name(found), letters_pdf([found], base=base_of(request)))


@require_POST
@office("give_letters")
def hand(request: Request, pk: int) -> HttpResponse:
    """It was handed over: the day and by whom."""
    found, form = one_letter(request, "give_letters", pk), HandForm(request.POST)

    def tick() -> None:
        told = {name: form.cleaned_data[name] for name in ("handed_on", "handed_by")}
        actions.hand_over([found.pk], **told, by=actor(request))

    if act_with(request, form, tick, done=_("Written down as handed over.")):
        return redirect("office:letters:letter", pk)
    return _letter(request, found, form, status=422)


@require_POST
@office("give_letters")
def unhand(request: Request, pk: int) -> HttpResponse:
    """It was ticked by mistake."""
    found = one_letter(request, "give_letters", pk)
    act(request, lambda: actions.take_back_handing(found, by=actor(request)), done=_("Taken back."))
    return redirect("office:letters:letter", pk)


@require_POST
@office("give_letters")
def off(request: Request, pk: int) -> HttpResponse:
    """Off the list of its ceremony, and back to that, when others are still on it."""
    found = one_letter(request, "give_letters", pk)
    act(request, lambda: actions.take_off(found, by=actor(request)), done=_("Taken off the list."))
    return redirect("office:letters:letter", pk)
