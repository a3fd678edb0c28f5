"""The questions about goods of a kind, or about all goods: the list, one to change, one more."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.catalogue import actions as catalogue
from haat.catalogue import asking
from haat.catalogue.models import Attribute, GoodKind
from haat.web.office.crafts.attribute_forms import AttributeForm
from haat.web.office.crafts.kinds import ALL, DEED
from haat.web.office.desk.history import history_of
from haat.web.office.desk.page import of_district, page
from haat.web.office.desk.saving import saved
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

SAVED = _("Question saved, for every mart.")


def _kind(slug: str) -> GoodKind | None:
    """The kind of an address; None for `all`."""
    return None if slug == ALL else one_or_404(asking.kinds_by_slug(), slug=slug)


@require_safe
@office(DEED)
def of_all(request: Request) -> HttpResponse:
    """What is asked about every good."""
    of_district(request, DEED)
    return page(request, "crafts/of_all", asks=list(asking.attributes_of(None)))


@require_http_methods(["GET", "HEAD", "POST"])
@office(DEED)
def new(request: Request, slug: str) -> HttpResponse:
    """One more question."""
    of_district(request, DEED)
    kind = _kind(slug)
    if request.method != "POST":
        return _drawn(request, AttributeForm(request.mart), kind, None)
    form = AttributeForm(request.mart, data=request.POST)

    def add() -> Attribute:
        return catalogue.add_attribute(kind, form.told(), slug=form.cleaned_data["slug"].strip(), by=actor(request))

    answer = saved(request, form, once(request, add), done=SAVED, back=_page_of(kind))
    return answer or _drawn(request, form, kind, None, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@office(DEED)
def attribute(request: Request, slug: str, name: str) -> HttpResponse:
    """All that is said of a question."""
    of_district(request, DEED)
    kind = _kind(slug)
    found = one_or_404(asking.attributes_of(kind), slug=name)
    if request.method != "POST":
        return _drawn(request, AttributeForm(request.mart, found), kind, found)
    form = AttributeForm(request.mart, found, request.POST)

    def change() -> Attribute:
        return catalogue.set_attribute(found, form.told(), seen=form.seen_at, by=actor(request))

    answer = saved(request, form, once(request, change), done=SAVED, back=_page_of(kind))
    return answer or _drawn(request, form, kind, found, status=422)


def _page_of(kind: GoodKind | None) -> str:
    return reverse("office:crafts:kind", args=[kind.slug]) if kind is not None else reverse("office:crafts:of_all")


def _drawn(
    request: Request, form: AttributeForm, kind: GoodKind | None, found: Attribute | None, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "kind": kind, "attribute": found, "nonce": nonce()}
    if found is not None:
        context["history"] = history_of(("catalogue.attribute", [found.pk]))
    return page(request, "crafts/attribute", status=status, **context)
