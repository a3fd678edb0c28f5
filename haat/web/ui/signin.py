"""Signing in: makers, riders and buyers by phone and code; the office by password and an authenticator app."""

import pyotp
import segno
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from haat.core.errors import HaatError
from haat.core.identifiers import mask_phone
from haat.core.languages import current
from haat.core.limits import hit
from haat.makers.models import Member
from haat.messages.actions import tell
from haat.people import actions
from haat.people.models import PhoneCode, User
from haat.people.rules import can, roles_of
from haat.web.ui.gate import FACTOR_KEY, actor, client_address, safe_next
from haat.web.ui.request import Request
from haat.web.ui.signin_forms import CodeForm, PasswordForm, PhoneForm, refuse

PURPOSE = "sign_in"
BACKEND = "django.contrib.auth.backends.ModelBackend"
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
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            code = actions.make_code(phone, purpose=PURPOSE, address=client_address(request))
        except HaatError as problem:
            refuse(form, problem)
        else:
            _send(request, phone, code)
            return _on("ui:sign_in_code", request)
    return _page(request, "ui/sign_in.html", form=form)


def _send(request: Request, phone: str, code: str) -> None:
    row = PhoneCode.objects.filter(phone=phone, purpose=PURPOSE).latest("pk")
    body = _("Your code for %(mart)s is %(code)s. It works for ten minutes. Tell it to nobody.") % {
        "mart": request.mart.names.get(current()) or request.mart.names.get("en", ""),
        "code": code,
    }
    tell(phone, template="sign_in_code", language=current(), body=body, cause=f"code:{row.pk}", mart=request.mart)
    request.session["phone"] = phone
    if settings.DEMO:
        request.session["demo_code"] = code


@never_cache
@require_http_methods(FORM_METHODS)
def sign_in_code(request: Request) -> HttpResponse:
    """Take the code and sign in."""
    phone = request.session.get("phone")
    if not phone:
        return redirect("ui:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.check_code(
                phone, form.cleaned_data["code"], purpose=PURPOSE, address=client_address(request)
            )
        except HaatError as problem:
            refuse(form, problem)
        else:
            login(request, user, backend=BACKEND)
            request.session.pop("demo_code", None)
            return redirect(safe_next(request, _home_of(request, user)))
    demo_code = request.session.get("demo_code") if settings.DEMO else None
    return _page(request, "ui/sign_in_code.html", form=form, phone=mask_phone(phone), demo_code=demo_code)


def _home_of(request: Request, user: User) -> str:
    """Where a person begins: her group's phone, the rider's round, or her orders."""
    if Member.objects.filter(user=user, active=True, maker__mart=request.mart).exists():
        return reverse("maker:home")
    if can(user, "ride", mart=request.mart):
        return reverse("office:ride")
    return reverse("shop:orders")


@never_cache
@require_http_methods(FORM_METHODS)
def office_sign_in(request: Request) -> HttpResponse:
    """Password first; the second factor follows."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hit(f"password:{form.cleaned_data['phone']}", most=10, seconds=600)
            hit(f"password-from:{client_address(request)}", most=60, seconds=600)
        except HaatError as problem:
            refuse(form, problem)
        else:
            user = authenticate(request, username=form.cleaned_data["phone"], password=form.cleaned_data["password"])
            if isinstance(user, User) and roles_of(user, request.mart):
                login(request, user, backend=BACKEND)
                request.session[FACTOR_KEY] = False
                return _on("ui:second_factor", request)
            form.add_error(
                "password", _("The number or the password is not right. Both belong to your office account.")
            )
    return _page(request, "ui/office_sign_in.html", form=form)


@never_cache
@require_http_methods(FORM_METHODS)
def second_factor(request: Request) -> HttpResponse:
    """Ask for the authenticator's code; the first time, show the QR code to set it up."""
    user = request.user
    # The key is in the session once the password was given: a phone code alone opens no office.
    if not user.is_authenticated or FACTOR_KEY not in request.session or not roles_of(user, request.mart):
        return _on("ui:office_sign_in", request)
    factor = getattr(user, "second_factor", None)
    if factor is None:
        actions.begin_second_factor(user, by=actor(request))
        user.refresh_from_db()
        factor = user.second_factor
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_second_factor(user, form.cleaned_data["code"])
        except HaatError as problem:
            refuse(form, problem)
        else:
            request.session.cycle_key()
            request.session[FACTOR_KEY] = True
            return redirect(safe_next(request, reverse("office:today")))
    return _page(request, "ui/second_factor.html", form=form, **_set_up(request, user))


def _set_up(request: Request, user: User) -> dict[str, object]:
    """The QR code and secret while the factor is not yet confirmed; in the demonstration, the code of this minute."""
    secret = actions.open_secret(user.second_factor)
    context: dict[str, object] = {"demo_code": pyotp.TOTP(secret).now() if settings.DEMO else None}
    if user.second_factor.confirmed_at is None:
        uri = pyotp.TOTP(secret).provisioning_uri(name=mask_phone(user.phone), issuer_name=request.mart.names["en"])
        context |= {
            "secret": secret,
            "qr": segno.make(uri, error="m").svg_inline(scale=5, omitsize=True, svgclass="qr"),
        }
    return context


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("shop:home")
