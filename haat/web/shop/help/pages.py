"""Complaints and help: who answers and until when, and writing to her about an order, a good or the shop."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from haat.catalogue.models import Good
from haat.catalogue.queries import good_by_slug
from haat.catalogue.queries import name as good_name
from haat.core.errors import HaatError
from haat.core.identifiers import mask_phone
from haat.core.languages import current
from haat.core.limits import hit
from haat.helping.actions import complain
from haat.helping.queries import clock_now, complaints_of_phone
from haat.helping.rules import MOST_PICTURES, NATIONAL_HELPLINE, answered_by
from haat.orders.models import Order
from haat.orders.queries import order_by_token, orders_of_phone
from haat.web.shop.base.frame import shop_page, show
from haat.web.shop.help.forms import ComplaintForm
from haat.web.ui.enclosed import pictures_of
from haat.web.ui.errors import too_many
from haat.web.ui.gate import actor, client_address
from haat.web.ui.request import Request
from haat.web.ui.signin_forms import refuse

KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
SHOWN_ORDERS, SHOWN_COMPLAINTS = 20, 20
MOST_TRIES, TRY_SECONDS = 10, 3600


@dataclass
class Writer:
    """Who writes: by the link of an order, or by a phone she has shown to be hers; and which orders she may name."""

    phone: str = ""
    name: str = ""
    order: Order | None = None
    orders: dict[str, Order] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether we know where to answer."""
        return bool(self.phone)

    def choices(self) -> list[tuple[str, str]]:
        """Her orders by token and number, where she did not come from one."""
        return [] if self.order else [(token, order.number) for token, order in self.orders.items()]


@shop_page(methods=("GET", "HEAD", "POST"), while_shut=True)
def help_page(request: Request) -> HttpResponse:
    """Who answers, until when, and the form for whoever we can answer."""
    try:
        writer = _writer(request)
        if request.method == "POST":
            hit(f"complain:{client_address(request)}", most=MOST_TRIES, seconds=TRY_SECONDS)
    except HaatError:
        return too_many(request)
    if request.method == "POST" and writer.known:
        return _sent(request, writer)
    form = ComplaintForm(writer.choices(), initial={"name": writer.name, "subject": "parcel"})
    return _page(request, writer, form)


def _writer(request: Request) -> Writer:
    """Who writes. Raises TooManyTries: guessing the link of an order is slow."""
    token = request.GET.get("order", "")[:40]
    if token:
        order = order_by_token(token) if len(token) <= 32 else None
        if order is not None and order.mart_id == request.mart.pk:
            return Writer(order.phone if order.reachable else "", order.name, order, {token: order})
        hit(f"order-miss:{client_address(request)}", most=40, seconds=600)
    if request.user.is_authenticated and request.user.phone_verified:
        rows = list(orders_of_phone(request.mart, request.user.phone)[:SHOWN_ORDERS])
        name = rows[0].name if rows else ""
        return Writer(request.user.phone, name, None, {order.token: order for order in rows})
    return Writer()


def _sent(request: Request, writer: Writer) -> HttpResponse:
    form, key = ComplaintForm(writer.choices(), request.POST), request.POST.get("key", "")
    if not form.is_valid() or not KEY.fullmatch(key):
        return _page(request, writer, form, status=422)
    given = form.cleaned_data
    order = writer.order or writer.orders.get(given.get("order", ""))
    try:
        question = complain(
            request.mart,
            phone=writer.phone,
            name=given["name"],
            words=given["words"],
            subject=given["subject"],
            pictures=pictures_of(request, most=MOST_PICTURES),
            order=order,
            good=_good(request),
            language=current(),
            key=key,
            by=actor(request),
        )
    except HaatError as problem:
        if problem.field in form.fields:
            refuse(form, problem)
            return _page(request, writer, form, key=key, status=422)
        return _page(request, writer, form, key=key, notice=problem.message, status=422)
    response = redirect(reverse("shop:complaint", args=[question.token]))
    response.status_code = 303
    return response


def _good(request: Request) -> Good | None:
    """The good whose page she came from; None when it is none of the shop."""
    slug = request.GET.get("good", "")[:80]
    good = good_by_slug(request.mart, slug) if slug else None
    return good if good is not None and good.state == Good.State.LIVE else None


def _page(
    request: Request, writer: Writer, form: ComplaintForm, *, key: str = "", notice: str = "", status: int = 200
) -> HttpResponse:
    clock = clock_now(request.mart)
    good, signed = _good(request), request.user.is_authenticated and request.user.phone_verified
    mine = complaints_of_phone(request.mart, request.user.phone)[:SHOWN_COMPLAINTS] if signed else []
    query = {name: request.GET[name][:80] for name in ("good",) if request.GET.get(name)}
    back = f"{request.path}?{urlencode(query)}" if query else request.path
    context: dict[str, Any] = {
        "writer": writer,
        "form": form,
        "key": key or secrets.token_urlsafe(16),
        "notice": notice,
        "good": good_name(good) if good is not None else None,
        "phone": mask_phone(writer.phone) if writer.known else "",
        "hours": clock.buyer_hours,
        "answer_by": answered_by(timezone.now(), clock.buyer_days, buyer=True) - timedelta(seconds=1),
        "helpline": NATIONAL_HELPLINE,
        "mine": list(mine),
        "sign_in": f"{reverse('ui:sign_in')}?{urlencode({'next': back})}",
    }
    return show(request, "shop/help/help.html", context, back="home_url", status=status)
