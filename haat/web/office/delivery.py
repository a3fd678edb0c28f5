"""Delivery: parcels ready by PIN and block, planned into a rider's round or posted; rounds started and closed."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import today
from haat.delivery import actions
from haat.delivery.models import Parcel, Round
from haat.delivery.queries import ready_parcels, stops
from haat.delivery.rules import WAITING
from haat.ledger import actions as books
from haat.ledger.queries import missing_of
from haat.people.models import Role, User
from haat.places.models import Mart
from haat.web.office.blocks import Blocks
from haat.web.office.day_field import DayField
from haat.web.office.history import history_of
from haat.web.office.listing import ids
from haat.web.office.maker_forms import choose_from
from haat.web.office.page import Once, act, act_with, here, nonce, of_district, page, say_undrawn
from haat.web.office.payments import RupeesField, rupees_text
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

MOST = 200
Parcels = list[Parcel]


class PlanForm(forms.Form):
    """Who rides, when, with which parcels."""

    rider = forms.ModelChoiceField(label=_("Rider"), queryset=User.objects.none(), empty_label=None)
    day = DayField(label=_("Day"))

    def __init__(self, mart: Mart, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rider = Role.objects.filter(mart=mart, kind=Role.Kind.RIDER)
        riders = User.objects.filter(pk__in=rider.values("user"), is_active=True).order_by("name")
        choose_from(self, "rider", riders)


class ArticleForm(forms.Form):
    """The number on the post office's receipt."""

    article = forms.CharField(
        label=_("Article number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )


class CountedForm(forms.Form):
    """Cash as counted at the desk."""

    counted = RupeesField(label=_("Cash counted"))


class MissingForm(forms.Form):
    """Cash a rider brings after his round was closed."""

    amount = RupeesField(label=_("Cash paid in"), least=1)


class NotDeliveredForm(forms.Form):
    """Why the post brought it back."""

    reason = forms.CharField(label=_("Why it came back"), max_length=200)


@require_safe
@office("see_rounds")
def rounds(request: Request) -> HttpResponse:
    """Parcels that wait, rounds that are not closed, and what the post carries."""
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
    ready = list(ready_parcels(request.mart, blocks.chosen)[:MOST])
    held = articles or {}
    say_undrawn(request, plan, drawn=bool(ready))
    going = Parcel.objects.filter(mart=request.mart, carrier="post").select_related(
        "part__order__district", "part__maker"
    )
    posted = list(going.filter(state=Parcel.State.OUT).order_by("pk")[:MOST])
    waiting = list(going.filter(state__in=WAITING, part__state="packed").order_by("part__promised_by", "pk")[:MOST])
    for pk, form in held.items():
        say_undrawn(request, form, drawn=pk in {parcel.pk for parcel in waiting})
    context: dict[str, Any] = {
        "blocks": blocks,
        "groups": by_pin(ready),
        "ready": ready,
        "picked": request.POST.getlist("parcel"),
        "plan": plan or PlanForm(request.mart, initial={"day": today()}),
        "rounds": list(
            Round.objects.filter(mart=request.mart)
            .exclude(state=Round.State.CLOSED)
            .select_related("rider")
            .prefetch_related("parcels")
            .order_by("day", "pk")
        ),
        "to_post": [(parcel, held.get(parcel.pk) or ArticleForm(prefix=f"a{parcel.pk}")) for parcel in waiting],
        "posted": [(parcel, NotDeliveredForm(prefix=f"n{parcel.pk}")) for parcel in posted],
        "day": today(),
    }
    return page(request, "rounds", "delivery", status=status, **context)


def by_pin(parcels: Parcels) -> list[tuple[str, dict[str, str], Parcels]]:
    """(PIN, names of its district, parcels) of every PIN, the most urgent first: neighbours ride together."""
    groups: dict[str, Parcels] = {}
    for parcel in parcels:
        groups.setdefault(parcel.part.order.pin, []).append(parcel)
    return [(pin, found[0].part.order.district.names, found) for pin, found in groups.items()]


@require_POST
@office("plan_rounds")
def plan(request: Request) -> HttpResponse:
    """Give the parcels ticked to a rider, in the order they stand."""
    of_district(request, "plan_rounds")
    form = PlanForm(request.mart, request.POST)
    picked = ids(request.POST.getlist("parcel"))[:MOST]
    found = Parcel.objects.filter(mart=request.mart).in_bulk(picked)
    made: list[Round] = []

    def do() -> None:
        given, parcels = form.cleaned_data, [found[pk] for pk in picked if pk in found]
        made.append(
            actions.plan_round(request.mart, rider=given["rider"], parcels=parcels, day=given["day"], by=actor(request))
        )

    if act_with(request, form, do, done=_("Planned. The rider sees the round on the phone.")):
        return redirect("office:round", made[0].pk)
    return rounds_page(request, plan=form, status=422)


def _round(request: Request, deed: str, pk: int) -> Round:
    of_district(request, deed)
    found = Round.objects.filter(mart=request.mart, pk=pk).select_related("rider").first()
    if found is None:
        raise Http404
    return found


@require_safe
@office("see_rounds")
def round_(request: Request, pk: int) -> HttpResponse:
    """One round with its stops, cash and labels."""
    return _round_page(request, _round(request, "see_rounds", pk))


def _round_page(
    request: Request,
    shown: Round,
    *,
    form: CountedForm | None = None,
    brought: MissingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    parcels = list(stops(shown))
    missing = missing_of(shown)
    own = shown.rider_id == request.user.pk
    say_undrawn(request, form, drawn=shown.state == Round.State.BACK and not own)
    say_undrawn(request, brought, drawn=bool(missing) and not own)
    context: dict[str, Any] = {
        "round": shown,
        "parcels": parcels,
        "to_collect": sum(parcel.collect_paise for parcel in parcels),
        "own": own,
        "out": sum(parcel.state == Parcel.State.OUT for parcel in parcels),
        "missing_paise": missing,
        "form": form or CountedForm(),
        "missing_form": brought or MissingForm(initial={"amount": rupees_text(missing)}),
        "nonce": nonce(),
        "history": history_of(("delivery.round", [shown.pk])),
    }
    return page(request, "round", "delivery", status=status, **context)


@require_POST
@office("plan_rounds")
def start(request: Request, pk: int) -> HttpResponse:
    """The rider has left."""
    found = _round(request, "plan_rounds", pk)
    act(request, lambda: actions.start_round(found, by=actor(request)), done=_("Started. The buyers are told."))
    return redirect("office:round", pk)


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
        return redirect("office:round", pk)
    return _round_page(request, _round(request, "close_rounds", pk), form=form, status=422)


@require_POST
@office("close_rounds")
def take_missing(request: Request, pk: int) -> HttpResponse:
    """The rider brings what was missing when his round was closed, or a part of it."""
    found, form, once = _round(request, "close_rounds", pk), MissingForm(request.POST), Once(request)
    if once.again:
        return redirect("office:round", pk)
    if act_with(
        request,
        form,
        lambda: books.take_missing(found, amount_paise=form.cleaned_data["amount"], cause=once.name, by=actor(request)),
        done=_("Written down. The cash is at the desk now."),
    ):
        return redirect("office:round", pk)
    once.give_up()
    return _round_page(request, found, brought=form, status=422)


@require_POST
@office("plan_rounds")
def drop_round(request: Request, pk: int) -> HttpResponse:
    """The round is given up before it starts."""
    found = _round(request, "plan_rounds", pk)
    done = _("Dropped. Its parcels wait for a rider again.")
    if act(request, lambda: actions.drop_round(found, by=actor(request)), done=done):
        return redirect("office:rounds")
    return redirect("office:round", pk)


@require_POST
@office("plan_rounds")
def take_out(request: Request, pk: int) -> HttpResponse:
    """A parcel leaves its round before it starts."""
    parcel = _parcel(request, pk)
    done = _("Taken out. It waits for a rider again.")
    act(request, lambda: actions.take_from_round(parcel, by=actor(request)), done=done)
    if parcel.round_id and Round.objects.filter(pk=parcel.round_id).exists():
        return redirect("office:round", parcel.round_id)
    return redirect("office:rounds")


def _parcel(request: Request, pk: int) -> Parcel:
    of_district(request, "plan_rounds")
    found = Parcel.objects.filter(mart=request.mart, pk=pk).select_related("part", "round").first()
    if found is None:
        raise Http404
    return found


@require_POST
@office("plan_rounds")
def send_by_post(request: Request, pk: int) -> HttpResponse:
    """Posted, under this article number."""
    parcel, form = _parcel(request, pk), ArticleForm(request.POST, prefix=f"a{pk}")
    if act_with(
        request,
        form,
        lambda: actions.send_by_post(parcel, article=form.cleaned_data["article"], by=actor(request)),
        done=_("Posted. The buyer is told the number."),
    ):
        return redirect("office:rounds")
    return rounds_page(request, articles={pk: form}, status=422)


@require_POST
@office("plan_rounds")
def post_delivered(request: Request, pk: int) -> HttpResponse:
    """The post says it was delivered."""
    parcel = _parcel(request, pk)
    act(request, lambda: actions.post_delivered(parcel, by=actor(request)), done=_("Written down as delivered."))
    return redirect("office:rounds")


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
    return redirect("office:rounds")


@require_POST
@office("plan_rounds")
def new_code(request: Request, pk: int) -> HttpResponse:
    """A fresh code for a buyer whose code was wrong too often."""
    parcel = _parcel(request, pk)
    act(request, lambda: actions.new_code(parcel, by=actor(request)), done=_("The buyer is sent a new code."))
    return redirect("office:round", parcel.round_id) if parcel.round_id else redirect("office:rounds")
