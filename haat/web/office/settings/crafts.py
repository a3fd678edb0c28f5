"""In which order the crafts lie on the shop's home page."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from haat.catalogue.models import Craft
from haat.catalogue.queries import crafts as every_craft
from haat.core.languages import best
from haat.places import actions
from haat.places.models import Mart
from haat.places.queries import mart_now
from haat.shelf.queries import crafts_on_shelf
from haat.web.office.desk.meanwhile import SeenForm, digest
from haat.web.office.desk.page import act_with, of_district
from haat.web.office.settings.frame import page
from haat.web.office.settings.mart import history
from haat.web.ui.gate import actor, office
from haat.web.ui.middleware import HOSTS
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

TOLD = ("places.mart_changed",)


class OrderForm(SeenForm):
    """A place for each craft that shall lead; one without a place follows as it always does."""

    def __init__(self, mart: Mart, crafts: list[Craft], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = digest(mart.crafts)
        self.crafts = sorted(crafts, key=lambda craft: _place(mart, craft.slug))
        for craft in self.crafts:
            self.fields[craft.slug] = forms.IntegerField(
                label=best(craft.names).text,
                required=False,
                min_value=1,
                max_value=len(crafts),
                initial=mart.crafts.index(craft.slug) + 1 if craft.slug in mart.crafts else None,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    @property
    def rows(self) -> list[tuple[Craft, forms.BoundField]]:
        return [(craft, self[craft.slug]) for craft in self.crafts]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        taken: dict[int, str] = {}
        for craft in self.crafts:
            place = given.get(craft.slug)
            if place is None:
                continue
            if place in taken:
                self.add_error(craft.slug, say("%(craft)s stands there already.") % {"craft": taken[place]})
            taken.setdefault(place, best(craft.names).text)
        return given

    def order(self) -> list[str]:
        """The slugs of the crafts that lead, in their order."""
        placed = [(place, slug) for slug, place in self.cleaned_data.items() if place]
        return [slug for _place, slug in sorted(placed)]


def _place(mart: Mart, slug: str) -> int:
    return mart.crafts.index(slug) if slug in mart.crafts else len(mart.crafts)


@require_http_methods(["GET", "HEAD"])
@office("see_settings")
def crafts(request: Request) -> HttpResponse:
    """The crafts as they lie now."""
    of_district(request, "see_settings")
    now = mart_now(request.mart)
    return _page(request, now, OrderForm(now, every_craft()))


def _page(request: Request, now: Mart, form: OrderForm, *, status: int = 200) -> HttpResponse:
    context = {"mart": now, "form": form, "shown": set(crafts_on_shelf(now)), "history": history(now, TOLD)}
    return page(request, "crafts", status=status, nonce=nonce(), **context)


@require_http_methods(["POST"])
@office("change_settings")
def order(request: Request) -> HttpResponse:
    """Another order."""
    of_district(request, "change_settings")
    now = mart_now(request.mart)
    form = OrderForm(now, every_craft(), request.POST)
    if act_with(
        request,
        form,
        once(
            request,
            lambda: actions.change_mart(now, crafts=form.order(), seen={"crafts": now.crafts}, by=actor(request)),
        ),
        done=_("Saved. The shop shows it within a minute."),
    ):
        HOSTS.forget()
        return redirect("office:settings:crafts")
    return _page(request, now, form, status=422)
