"""Signing in: makers, riders and buyers by phone and code; the office by password and an authenticator app.

Whoever signed in by phone and holds an office role gives password and authenticator as well before she uses it.
"""

import pyotp
from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.identifiers import mask_phone
from haat.core.languages import best
from haat.core.qr import qr as qr_of
from haat.makers.queries import works_in
from haat.messages.actions import send_code
from haat.messages.models import Message
from haat.messages.queries import code_told, codes_arrive
from haat.people import actions
from haat.people.models import SecondFactor, User
from haat.people.rules import can, holds, roles_of
from haat.people.tries import count_password
from haat.web.ui import device
from haat.web.ui.errors import error_page
from haat.web.ui.gate import safe_next
from haat.web.ui.request import Request, posted
from haat.web.ui.session import begin, begin_half, half_of
from haat.web.ui.signin_forms import CodeForm, PasswordForm, PhoneForm, refuse

PURPOSE = "sign_in"
FORM_METHODS = ["GET", "HEAD", "POST"]


def _page(request: Request, template: str, **context: object) -> HttpResponse:
    status = 422 if getattr(context.get("form"), "errors", None) else 200
    return render(request, template, {"next": safe_next(request, ""), **context}, status=status)


def _on(name: str, request: Request) -> HttpResponse:
    """The next step, carrying where the person was going."""
    return redirect(f"{reverse(name)}?{urlencode({'next': safe_next(request, '')})}")


@never_cache
@require_http_methods(FORM_METHODS)
def sign_in(request: Request) -> HttpResponse:
    """Ask for the phone number and send it a code."""
    form = PhoneForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if request.mart is None:  # before the first one is opened
            form.add_error(None, _("No code can be sent to a phone from here yet."))
        elif _is_sent(request, form):
            return _on("ui:sign_in_code", request)
    nobody = request.mart is not None and not codes_arrive(request.mart)
    return _page(request, "ui/sign_in.html", form=form, nobody_gets_codes=nobody)


def _is_sent(request: Request, form: PhoneForm) -> bool:
    """Send a code to the phone; a refusal stands at its field."""
    phone = form.cleaned_data["phone"]
    device.name_browser(request)
    try:
        code = send_code(phone, mart=request.mart, purpose=PURPOSE, caller=device.caller(request, phone))
    except HaatError as problem:
        refuse(form, problem)
        return False
    request.session["phone"] = phone
    if settings.DEMO:
        request.session["demo_code"] = code
    return True


@never_cache
@require_http_methods(FORM_METHODS)
def sign_in_code(request: Request) -> HttpResponse:
    """Take the code and sign in."""
    phone = request.session.get("phone")
    if not phone:
        return redirect("ui:sign_in")
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.check_code(
                phone, form.cleaned_data["code"], purpose=PURPOSE, caller=device.caller(request, phone)
            )
        except HaatError as problem:
            refuse(form, problem)
        else:
            begin(request, user, factor=False)
            request.session.pop("demo_code", None)
            return device.remember(request, redirect(safe_next(request, home_of(request, user))), phone)
    demo_code = request.session.get("demo_code") if settings.DEMO else None
    return _page(
        request,
        "ui/sign_in_code.html",
        form=form,
        phone=mask_phone(phone),
        demo_code=demo_code,
        rehearsal=settings.REHEARSAL,
        **_fate(request, phone),
    )


def _fate(request: Request, phone: str) -> dict[str, object]:
    """What became of the code so far; nothing is said of one that stays here."""
    told = code_told(phone, purpose=PURPOSE, browser=device.caller(request, phone).browser)
    state = told.state if told else ""
    return {
        "on_its_way": state == Message.State.WAITING,
        "is_sent": state in (Message.State.TAKEN, Message.State.DELIVERED),
        "not_sent": state == Message.State.FAILED,
    }


def home_of(request: Request, user: User) -> str:
    """Where a person begins: her own phone, those she helps, her round, her survey, groups she keeps, or her orders."""
    if holds(user, "act_for_maker", mart=request.mart):
        return reverse("maker:groups")
    if works_in(user, request.mart):
        return reverse("maker:home")
    if can(user, "ride", mart=request.mart):
        return reverse("office:delivery:ride")
    if can(user, "survey", mart=request.mart):
        return reverse("maker:survey")
    if can(user, "keep_node", mart=request.mart):
        return reverse("maker:node")
    return reverse("shop:orders")


@never_cache
@require_http_methods(FORM_METHODS)
def office_sign_in(request: Request) -> HttpResponse:
    """Password first; the second factor follows."""
    form = PasswordForm(posted(request), initial=_known(request))
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            count_password(phone, device.caller(request, phone))
        except HaatError as problem:
            refuse(form, problem)
        else:
            user = authenticate(request, username=phone, password=form.cleaned_data["password"])
            if isinstance(user, User) and roles_of(user, request.mart):
                begin_half(request, user)
                return _on("ui:second_factor", request)
            form.add_error(
                "password", _("The number or the password is not right. Both belong to your office account.")
            )
    return _page(request, "ui/office_sign_in.html", form=form, more=request.user.is_authenticated)


def _known(request: Request) -> dict[str, str]:
    """The number of who has signed in by phone already and now needs more."""
    return {"phone": request.user.phone.removeprefix("+91")} if request.user.is_authenticated else {}


@never_cache
@require_http_methods(FORM_METHODS)
def second_factor(request: Request) -> HttpResponse:
    """Ask for the authenticator's code; the first time, show the QR code to set it up. Then she is signed in."""
    user = half_of(request)
    if user is None or not roles_of(user, request.mart):
        return _on("ui:office_sign_in", request)
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_second_factor(user, form.cleaned_data["code"], caller=device.caller(request, user.phone))
        except HaatError as problem:
            refuse(form, problem)
        else:
            begin(request, user, factor=True)
            return device.remember(request, redirect(safe_next(request, _office_home(request, user))), user.phone)
    try:
        factor, secret = actions.ready_second_factor(user, by=Actor(user.pk))
    except HaatError as problem:
        title = _("Your authenticator cannot be read")
        return error_page(request, status=409, title=title, way_out=problem.message)
    return _page(request, "ui/second_factor.html", form=form, **_set_up(request, factor, secret))


def _office_home(request: Request, user: User) -> str:
    """Where her work begins: Today, or the organisation whose accounts she keeps."""
    sees = can(user, "see_office", mart=request.mart)
    return reverse("office:today:list" if sees else "office:federation:home")


def _set_up(request: Request, factor: SecondFactor, secret: str) -> dict[str, object]:
    """The QR code and secret while the factor is not yet confirmed; in the demonstration, the code of this minute."""
    context: dict[str, object] = {"demo_code": pyotp.TOTP(secret).now() if settings.DEMO else None}
    if factor.confirmed_at is None:
        name, issuer = mask_phone(factor.user.phone), best(request.mart.names, "en").text or request.mart.slug
        uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)
        qr = qr_of(uri).svg_inline(scale=5, omitsize=True, svgclass="qr")
        context |= {"secret": secret, "qr": qr}
    return context


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("shop:home")
