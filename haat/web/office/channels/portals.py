"""Portals without a door of their own: what their sheets hold, the sheets made, and where their orders are read in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.catalogue.queries import craft_words
from haat.channels import actions
from haat.channels.models import Portal
from haat.channels.portals.errors import PortalChanged
from haat.channels.portals.facts import sources
from haat.channels.portals.finding import portal_of, portals_of
from haat.channels.portals.orders import kind_name
from haat.channels.portals.sheet import MOST, goods_for, make_sheet
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES, best
from haat.core.sendings import Again
from haat.makers.queries import makers_by_id
from haat.web.office.channels.portal_forms import LIST, PortalForm
from haat.web.office.channels.sheet_page import taking_sheets
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, typed
from haat.web.office.desk.page import act, done_before, here, of_district, page
from haat.web.ui import deeds
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

SEE, CHANGE = "see_channels", "change_channels"


def _here(request: Request, pk: int, deed: str) -> Portal:
    """A portal of the mart; 404 for any other."""
    of_district(request, deed)
    found = portal_of(request.mart, pk)
    if found is None:
        raise Http404
    return found


@require_safe
@office(SEE)
def portals(request: Request) -> HttpResponse:
    """Every portal of the mart, those that were closed last."""
    of_district(request, SEE)
    return page(request, "channels/portals", portals=portals_of(request.mart), sheets=taking_sheets())


@require_safe
@office(SEE)
def portal(request: Request, pk: int) -> HttpResponse:
    """Its columns, a sheet to be taken, and where its orders are read in."""
    found = _here(request, pk, SEE)
    blocks = Blocks(request, here(request, SEE))
    craft, maker = _chosen(request)
    goods = goods_for(request.mart, blocks.place, craft=craft, maker_id=maker)
    called, count = sources(), goods.count()
    context: dict[str, Any] = {
        "portal": found,
        "language": LANGUAGES[found.language].endonym,
        "columns": [
            (column["heading"], called.get(column["from"], column["from"]), column["text"]) for column in found.columns
        ],
        "blocks": blocks,
        "crafts": craft_words(),
        "craft": craft,
        "maker": _maker(request, maker),
        "count": count,
        "too_many": count > MOST,
        "most": MOST,
        "kind": kind_name(found) if found.orders else "",
        "history": history_of(("channels.portal", [found.pk])),
        "nonce": nonce(),
    }
    return page(request, "channels/portal", **context)


def _chosen(request: Request) -> tuple[str, int | None]:
    return typed(request, "craft"), next(iter(ids([request.GET.get("maker", "")])), None)


def _maker(request: Request, pk: int | None) -> str:
    """The maker the sheet is narrowed to, when she is the mart's."""
    found = makers_by_id([pk]).get(pk) if pk else None
    return best(found.names).text if found is not None and found.mart_id == request.mart.pk else ""


@require_safe
@office(SEE)
def sheet(request: Request, pk: int) -> HttpResponse:
    """The sheet with its pictures, written while it is sent; what cannot be made is said on the portal's page."""
    found = _here(request, pk, SEE)
    if found.closed_at is not None:
        raise Http404
    blocks = Blocks(request, here(request, SEE))
    craft, maker = _chosen(request)
    goods = goods_for(request.mart, blocks.place, craft=craft, maker_id=maker)
    try:
        pieces = make_sheet(found, goods, base=f"{request.scheme}://{request.get_host()}")
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("office:channels:portal", pk)
    name = f"{found.slug}-{today().isoformat()}.zip"
    # Packed already, and pictures cannot be packed further.
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Encoding": "identity"}
    sent: Any = StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)
    return cast(HttpResponse, sent)


@require_http_methods(["GET", "HEAD", "POST"])
@office(CHANGE)
def new(request: Request) -> HttpResponse:
    """One more portal."""
    of_district(request, CHANGE)
    form = PortalForm(request.mart, sources(), data=request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made: list[Portal] = []

        def do() -> None:
            made.append(actions.set_portal(request.mart, form.told(), by=actor(request)))

        if _save(request, form, once(request, do)):
            return redirect("office:channels:portal", made[0].pk) if made else redirect("office:channels:portals")
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@office(CHANGE)
def change(request: Request, pk: int) -> HttpResponse:
    """All that is said of a portal; one that was closed is open again."""
    found = _here(request, pk, CHANGE)
    form = PortalForm(request.mart, sources(), found, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        seen = _moment(request.POST.get("seen", ""))

        def do() -> None:
            actions.set_portal(request.mart, form.told(), portal=found, seen=seen, by=actor(request))

        if _save(request, form, once(request, do)):
            return redirect("office:channels:portal", pk)
    return _form(request, form, found)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text[:40])
    except ValueError:
        return None


def _save(request: Request, form: PortalForm, action: Callable[[], object]) -> bool:
    """Do it; False when the form or the room refused: what was typed stays."""
    if done_before(request, action):
        return True
    if not form.is_valid():
        deeds.refuse_fields(request, form.errors)
        return False
    try:
        action()
    except Again as told:
        messages.info(request, told.message)
    except PortalChanged as problem:
        deeds.refuse(request, problem)
        form.told_of_change()
        return False
    except HaatError as problem:
        deeds.refuse(request, problem)
        form.refuse(problem)
        return False
    else:
        messages.success(request, str(_("Saved. The next sheet is made so.")))
    return True


def _form(request: Request, form: PortalForm, found: Portal | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return page(
        request, "channels/portal_form", status=status, form=form, portal=found, sources_list=LIST, nonce=nonce()
    )


@require_POST
@office(CHANGE)
def close(request: Request, pk: int) -> HttpResponse:
    """Make no sheet for it any more."""
    found = _here(request, pk, CHANGE)
    done = _("Closed. Its orders can still be read in.")
    act(request, lambda: actions.close_portal(found, by=actor(request)), done=done)
    return redirect("office:channels:portals")
