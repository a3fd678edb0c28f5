"""Delivery: parcels ready by PIN and block, planned into a rider's round or posted; rounds started and closed."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import today
from haat.core.kept import Kept
from haat.delivery import actions, carriers
from haat.delivery.carriers import Carrier
from haat.delivery.fetching import to_bring_home, to_fetch
from haat.delivery.models import Parcel, Round
from haat.delivery.notices import POSTED
from haat.delivery.queries import (
    given,
    open_rounds,
    open_wishes,
    parcels_of,
    ready_parcels,
    rounds_in,
    stops,
    stops_alone,
    to_give,
)
from haat.delivery.rules import NOT_BACK
from haat.delivery.telling import gets_code, gets_message, some_get_messages
from haat.ledger import actions as books
from haat.ledger.queries import missing_of
from haat.places.models import Mart, Place
from haat.web.office.delivery.forms import ArticleForm, BackForm, CountedForm, MissingForm, NotDeliveredForm, PlanForm
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.fields import rupees_text
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, numbered, with_those
from haat.web.office.desk.page import act, act_with, back_to, here, of_district, page, say_undrawn
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce, once

MOST = 200
# So many stand on a page: parcels for a rider, of each other carrier those to be given and those it has, and stops.
READY, OTHERS, STOPS = 20, 6, 20
Parcels = list[Parcel]
TOTALS: Kept[Mapping[str, int]] = Kept()


@require_safe
@office("see_rounds")
def rounds(request: Request) -> HttpResponse:
    """Parcels that wait, rounds that are not closed, and what other carriers have."""
    return rounds_page(request)


def rounds_page(
    request: Request,
    *,
    plan: PlanForm | None = None,
    articles: dict[int, ArticleForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with forms as they were sent when something in them was refused."""
    of_district(request, "see_rounds")
    blocks = Blocks(request, here(request, "see_rounds"))
    totals = _totals(request.mart, blocks.chosen)
    shown = numbered(request, ready_parcels(request.mart, blocks.chosen), size=READY, total=totals["ready"])
    ready, held = shown.rows, articles or {}
    say_undrawn(request, plan, drawn=bool(ready))
    others = [_with(request, carrier, held, totals) for carrier in carriers.off_rounds()]
    drawn = {parcel.pk for other in others for parcel, _form in other["to_give"]}
    for pk, form in held.items():
        say_undrawn(request, form, drawn=pk in drawn)
    context: dict[str, Any] = {
        "blocks": blocks,
        "pages_url": reverse("office:delivery:list"),
        "groups": by_pin(ready),
        "ready": ready,
        "listing": shown,
        "picked": request.POST.getlist("parcel"),
        "plan": plan or PlanForm(request.mart, initial={"day": today()}),
        "rounds": list(open_rounds(request.mart)),
        "others": others,
        "homeward": numbered(request, to_bring_home(request.mart), size=OTHERS, name="home", total=totals["home"]),
        "wishes": totals["wishes"],
        "to_fetch": totals["fetch"],
        "day": today(),
    }
    return page(request, "delivery/list", status=status, **context)


def _totals(mart: Mart, block: Place | None) -> Mapping[str, int]:
    """How many parcels there are of each kind, by the name of its page; kept until something happens."""

    def count() -> Mapping[str, int]:
        lists = {
            "ready": ready_parcels(mart, block),
            "home": to_bring_home(mart),
            "wishes": open_wishes(mart),
            "fetch": to_fetch(mart, block),
        }
        for carrier in carriers.off_rounds():
            lists[f"give-{carrier.slug}"] = to_give(mart).filter(carrier=carrier.slug)
            lists[f"has-{carrier.slug}"] = given(mart).filter(carrier=carrier.slug)
        return {name: rows.count() for name, rows in lists.items()}

    return TOTALS.get(mart.pk, block.pk if block else None, count)


def _with(
    request: Request, carrier: Carrier, held: dict[int, ArticleForm], totals: Mapping[str, int]
) -> dict[str, Any]:
    """What is to be given to a carrier and what it has, a page of each, each parcel with its form."""
    slug, waiting = carrier.slug, to_give(request.mart).filter(carrier=carrier.slug)
    give, has_name = f"give-{slug}", f"has-{slug}"
    giving = numbered(request, waiting, size=OTHERS, name=give, total=totals[give])
    rows = given(request.mart).filter(carrier=slug)
    has = numbered(request, rows, size=OTHERS, name=has_name, total=totals[has_name])
    drawn = with_those(giving.rows, waiting, held)
    return {
        "carrier": carrier,
        "giving": giving,
        "having": has,
        "give_name": give,
        "has_name": has_name,
        "to_give": [(parcel, held.get(parcel.pk) or ArticleForm(carrier, prefix=f"a{parcel.pk}")) for parcel in drawn],
        "has": [(parcel, NotDeliveredForm(prefix=f"n{parcel.pk}")) for parcel in has.rows],
    }


def by_pin(parcels: Parcels) -> list[tuple[str, dict[str, str], Parcels]]:
    """(PIN, names of its district, parcels) of every PIN, the most urgent first: neighbours ride together."""
    groups: dict[str, Parcels] = {}
    for parcel in parcels:
        groups.setdefault(parcel.part.order.pin, []).append(parcel)
    return [(pin, found[0].part.order.goes_to, found) for pin, found in groups.items()]


@require_POST
@office("plan_rounds")
def plan(request: Request) -> HttpResponse:
    """Give the parcels ticked to a rider, in the order they stand."""
    of_district(request, "plan_rounds")
    form = PlanForm(request.mart, request.POST)
    picked = ids(request.POST.getlist("parcel"))[:MOST]
    found = parcels_of(request.mart).in_bulk(picked)
    made: list[Round] = []

    def do() -> None:
        given, parcels = form.cleaned_data, [found[pk] for pk in picked if pk in found]
        made.append(
            actions.plan_round(request.mart, rider=given["rider"], parcels=parcels, day=given["day"], by=actor(request))
        )

    if act_with(request, form, do, done=_("Planned. The rider sees the round on the phone.")):
        return redirect("office:delivery:round", made[0].pk)
    return rounds_page(request, plan=form, status=422)


def _round(request: Request, deed: str, pk: int) -> Round:
    of_district(request, deed)
    return one_or_404(rounds_in(request.mart), pk=pk)


@require_safe
@office("see_rounds")
def round_(request: Request, pk: int) -> HttpResponse:
    """One round with its stops, cash and labels."""
    return round_page(request, _round(request, "see_rounds", pk))


def round_page(
    request: Request,
    shown: Round,
    *,
    form: CountedForm | None = None,
    brought: MissingForm | None = None,
    back: BackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with forms as they were sent when something in them was refused."""
    parcels = list(stops_alone(shown))
    missing = missing_of(shown)
    own = shown.rider_id == request.user.pk
    say_undrawn(request, form, drawn=shown.state == Round.State.BACK and not own)
    say_undrawn(request, brought, drawn=bool(missing) and not own)
    failed = [parcel for parcel in parcels if parcel.state in NOT_BACK]
    say_undrawn(request, back, drawn=bool(failed) and not own)
    context: dict[str, Any] = {
        "round": shown,
        "pages_url": reverse("office:delivery:round", args=[shown.pk]),
        "listing": numbered(request, stops(shown), size=STOPS, total=len(parcels)),
        "to_collect": sum(parcel.collect_paise for parcel in parcels),
        "own": own,
        "failed": failed,
        "back_form": back or BackForm(request.mart),
        "came": request.POST.getlist("came"),
        "out": sum(parcel.state == Parcel.State.OUT for parcel in parcels),
        "missing_paise": missing,
        "form": form or CountedForm(),
        "missing_form": brought or MissingForm(initial={"amount": rupees_text(missing)}),
        "nonce": nonce(),
        "history": history_of(("delivery.round", [shown.pk])),
    }
    return page(request, "delivery/round", status=status, **context)


@require_POST
@office("plan_rounds")
def start(request: Request, pk: int) -> HttpResponse:
    """The rider has left."""
    found = _round(request, "plan_rounds", pk)
    done = _("Started. The buyers get a message.") if some_get_messages(found) else _("Started.")
    act(request, lambda: actions.start_round(found, by=actor(request)), done=done)
    return redirect("office:delivery:round", pk)


@require_POST
@office("close_rounds")
def close(request: Request, pk: int) -> HttpResponse:
    """The cash is counted."""
    found, form = _round(request, "close_rounds", pk), CountedForm(request.POST)
    if act_with(
        request,
        form,
        lambda: actions.close_round(found, counted_paise=form.cleaned_data["counted"], by=actor(request)),
        done=_("Closed. The cash is at the desk now."),
    ):
        return redirect("office:delivery:round", pk)
    return round_page(request, _round(request, "close_rounds", pk), form=form, status=422)


@require_POST
@office("close_rounds")
def take_missing(request: Request, pk: int) -> HttpResponse:
    """The rider brings what was missing when his round was closed, or a part of it."""
    found, form, cause = _round(request, "close_rounds", pk), MissingForm(request.POST), name_of_sending(request)
    if act_with(
        request,
        form,
        once(
            request,
            lambda: books.take_missing(found, amount_paise=form.cleaned_data["amount"], cause=cause, by=actor(request)),
        ),
        done=_("Written down. The cash is at the desk now."),
    ):
        return redirect("office:delivery:round", pk)
    return round_page(request, found, brought=form, status=422)


@require_POST
@office("plan_rounds")
def drop_round(request: Request, pk: int) -> HttpResponse:
    """The round is given up before it starts."""
    found = _round(request, "plan_rounds", pk)
    done = _("Dropped. Its parcels wait for a rider again.")
    if act(request, lambda: actions.drop_round(found, by=actor(request)), done=done):
        return redirect("office:delivery:list")
    return redirect("office:delivery:round", pk)


@require_POST
@office("plan_rounds")
def take_out(request: Request, pk: int) -> HttpResponse:
    """A parcel leaves its round before it starts."""
    parcel = _parcel(request, pk)
    done = _("Taken out. It waits for a rider again.")
    act(request, lambda: actions.take_from_round(parcel, by=actor(request)), done=done)
    if parcel.round_id and rounds_in(request.mart).filter(pk=parcel.round_id).exists():
        return back_to(request, "office:delivery:round", parcel.round_id)
    return redirect("office:delivery:list")


def _parcel(request: Request, pk: int) -> Parcel:
    of_district(request, "plan_rounds")
    return one_or_404(parcels_of(request.mart), pk=pk)


@require_POST
@office("plan_rounds")
def send_by_post(request: Request, pk: int) -> HttpResponse:
    """Posted, under this article number."""
    parcel = _parcel(request, pk)
    form = ArticleForm(carriers.taking(parcel.carrier), request.POST, prefix=f"a{pk}")
    told = gets_message(parcel, POSTED)
    if act_with(
        request,
        form,
        lambda: actions.send_by_post(parcel, article=form.cleaned_data["article"], by=actor(request)),
        done=_("Posted. The buyer gets a message with the number.") if told else _("Posted."),
    ):
        return back_to(request, "office:delivery:list")
    return rounds_page(request, articles={pk: form}, status=422)


@require_POST
@office("plan_rounds")
def post_delivered(request: Request, pk: int) -> HttpResponse:
    """The post says it was delivered."""
    parcel = _parcel(request, pk)
    act(request, lambda: actions.post_delivered(parcel, by=actor(request)), done=_("Written down as delivered."))
    return back_to(request, "office:delivery:list")


@require_POST
@office("plan_rounds")
def post_returned(request: Request, pk: int) -> HttpResponse:
    """The post brought it back."""
    parcel = _parcel(request, pk)
    reason = request.POST.get(f"n{pk}-reason", "")
    act(
        request,
        lambda: actions.not_delivered(parcel, reason=reason, by=actor(request)),
        done=_("Written down. It lies at the desk again."),
    )
    return back_to(request, "office:delivery:list")


@require_POST
@office("plan_rounds")
def new_code(request: Request, pk: int) -> HttpResponse:
    """A fresh code for a buyer whose code was wrong too often."""
    parcel = _parcel(request, pk)
    done = _("A new code is made. No message brings it: it stands on the buyer's page of the order.")
    if gets_code(parcel):
        done = _("A new code is made. The buyer gets a message.")
    act(request, lambda: actions.new_code(parcel, by=actor(request)), done=done)
    if parcel.round_id:
        return back_to(request, "office:delivery:round", parcel.round_id)
    return redirect("office:delivery:list")


@require_POST
@office("plan_rounds")
def bring_home(request: Request, pk: int) -> HttpResponse:
    """What was cancelled under way lies again where it was packed."""
    parcel = _parcel(request, pk)
    done = _("Written down. It lies where it was packed.")
    act(request, lambda: actions.bring_home(parcel, by=actor(request)), done=done)
    return redirect("office:delivery:list")
