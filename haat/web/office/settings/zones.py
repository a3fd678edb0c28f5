"""Where the mart delivers, with whom, in how many days and for how much."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.delivery import actions
from haat.delivery.errors import PlaceTaken
from haat.delivery.queries import zones_of
from haat.places.queries import mart_now
from haat.web.office.desk.page import act, act_with, of_district, say_gone
from haat.web.office.settings.figures import ZoneForm
from haat.web.office.settings.frame import page
from haat.web.office.settings.mart import history
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

TOLD = ("delivery.zone_set", "delivery.zone_removed")


@require_safe
@office("see_settings")
def zones(request: Request) -> HttpResponse:
    """Every place with what delivery there takes, and what becomes of all others."""
    of_district(request, "see_settings")
    found = zones_of(request.mart)
    context: dict[str, Any] = {
        "zones": found,
        "everywhere": any(zone.place is None for zone in found),
        "history": history(request.mart, TOLD),
    }
    return page(request, "zones", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_settings")
def add(request: Request) -> HttpResponse:
    """Deliver to one more place."""
    of_district(request, "change_settings")
    now = mart_now(request.mart)
    taken = {zone.place_id for zone in zones_of(now)}
    form, status = ZoneForm(now, None, taken), 200
    if request.method == "POST":
        form, status = ZoneForm(now, None, set(), request.POST), 422

        def do() -> None:
            given = form.given()
            if (given["place"].pk if given["place"] else None) in taken:
                raise PlaceTaken()
            actions.set_zone(now, **given, by=actor(request))

        if act_with(request, form, once(request, do), done=_("Saved.")):
            return redirect("office:settings:zones")
    return page(request, "zone", status=status, tab="zones", form=form, zone=None, nonce=nonce())


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_settings")
def change(request: Request, pk: int) -> HttpResponse:
    """Deliver there otherwise; orders keep what they were promised."""
    of_district(request, "change_settings")
    zone = one_or_404(request.mart.zones.select_related("place"), pk=pk)
    now = mart_now(request.mart)
    form, status = ZoneForm(now, zone, set()), 200
    if request.method == "POST":
        form, status = ZoneForm(now, zone, set(), request.POST), 422
        kept = once(request, lambda: actions.set_zone(now, **form.given(), by=actor(request)))
        if act_with(request, form, kept, done=_("Saved.")):
            return redirect("office:settings:zones")
    return page(request, "zone", status=status, tab="zones", form=form, zone=zone, nonce=nonce())


@require_POST
@office("change_settings")
def remove(request: Request, pk: int) -> HttpResponse:
    """This place is delivered to like the wider one around it, or no more."""
    of_district(request, "change_settings")
    zone = request.mart.zones.select_related("mart").filter(pk=pk).first()
    if zone is None:
        say_gone(request, "delivery.zone_removed", subject_id=pk)
        return redirect("office:settings:zones")
    done = _("Taken away. Orders keep what they were promised.")
    act(request, lambda: actions.remove_zone(zone, by=actor(request)), done=done)
    return redirect("office:settings:zones")
