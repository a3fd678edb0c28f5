"""People sign up by phone, prove it with a code, and are given roles at places."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta

import pyotp
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from haat.core.actor import MACHINE, Actor
from haat.core.events import record
from haat.core.limits import hit
from haat.people.errors import closed, code_expired, wrong_code
from haat.people.models import Consent, PhoneCode, Role, SecondFactor, User
from haat.places.models import Mart, Place

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5


@transaction.atomic
def sign_up(phone: str, *, name: str = "", language: str = "hi", by: Actor = MACHINE) -> User:
    """The user of a canonical phone number, made if new; an empty name or a better one is filled in."""
    user, made = User.objects.get_or_create(phone=phone, defaults={"name": name, "language": language})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        record("people.signed_up", user, by=by)
    elif name and not user.name:
        user.name = name
        user.save(update_fields=["name"])
    return user


@transaction.atomic
def give_role(user: User, *, mart: Mart, kind: str, place: Place, by: Actor) -> Role:
    """Let `user` act as `kind` at `place` and below, for `mart`; giving it twice changes nothing."""
    role, made = Role.objects.get_or_create(user=user, mart=mart, kind=kind, place=place)
    if made:
        record("people.role_given", user, by=by, mart_id=mart.pk, role=kind, place=place.pk)
    return role


@transaction.atomic
def take_role(role: Role, *, by: Actor) -> None:
    """End a role."""
    record("people.role_taken", role.user, by=by, mart_id=role.mart_id, role=role.kind, place=role.place_id)
    role.delete()


@transaction.atomic
def set_password(user: User, *, password: str, by: Actor) -> None:
    """Set an (already validated) password."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("people.password_set", user, by=by)


@transaction.atomic
def take_over_password(user: User, *, encoded: str, by: Actor) -> None:
    """Set a password already encoded by one of PASSWORD_HASHERS: people brought over from another installation."""
    identify_hasher(encoded)
    user.password = encoded
    user.save(update_fields=["password"])
    record("people.password_set", user, by=by)


@transaction.atomic
def set_language(user: User, *, language: str, by: Actor) -> None:
    """Remember the language a person reads."""
    user.language = language
    user.save(update_fields=["language"])
    record("people.language_set", user, by=by, language=language)


def make_code(phone: str, *, purpose: str, address: str) -> str:
    """A new six-digit code for a phone; the caller sends it. Raises HaatError(limits.too_many)."""
    hit(f"code:{phone}", most=3, seconds=600)
    hit(f"code-day:{phone}", most=10, seconds=86400)
    hit(f"code-from:{address}", most=20, seconds=600)
    code = f"{secrets.randbelow(10**6):06d}"
    PhoneCode.objects.create(phone=phone, purpose=purpose, digest=_digest(phone, code))
    return code


def check_code(phone: str, code: str, *, purpose: str, address: str) -> User:
    """The user a right code belongs to (made if new). Each wrong one costs a try; a code is used once.

    Raises HaatError(people.wrong_code), (people.code_expired), (people.closed), (limits.too_many).
    """
    hit(f"try-from:{address}", most=60, seconds=600)
    row = PhoneCode.objects.filter(phone=phone, purpose=purpose, used_at=None).order_by("-id").first()
    if row is None or row.made_at < timezone.now() - CODE_LIFE:
        raise code_expired()
    counted = PhoneCode.objects.filter(pk=row.pk, tries__lt=CODE_TRIES).update(tries=F("tries") + 1)
    if not counted:
        raise code_expired()
    if not hmac.compare_digest(row.digest, _digest(phone, code)):
        raise wrong_code()
    if not PhoneCode.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now()):
        raise code_expired()
    return _verified(phone)


@transaction.atomic
def _verified(phone: str) -> User:
    user = sign_up(phone)
    if not user.is_active:
        raise closed()
    if not user.phone_verified:
        user.phone_verified = True
        user.save(update_fields=["phone_verified"])
    return user


def _digest(phone: str, code: str) -> str:
    return salted_hmac("haat.people.code", f"{phone}:{code}", algorithm="sha256").hexdigest()


def _seal() -> Fernet:
    key = hashlib.sha256(b"haat.second_factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))


@transaction.atomic
def begin_second_factor(user: User, *, secret: str | None = None, by: Actor) -> str:
    """Make (or give) the shared secret of an authenticator app, not yet confirmed; answers the base32 secret."""
    secret = secret or pyotp.random_base32()
    SecondFactor.objects.update_or_create(
        user=user,
        defaults={
            "sealed_secret": _seal().encrypt(secret.encode()).decode(),
            "last_step": 0,
            "confirmed_at": None,
        },
    )
    record("people.second_factor_begun", user, by=by)
    return secret


def open_secret(factor: SecondFactor) -> str:
    """The base32 secret of an authenticator app, to show once as a QR code."""
    return _seal().decrypt(factor.sealed_secret.encode()).decode()


def check_second_factor(user: User, code: str) -> None:
    """Accept a TOTP code (30 s, one step early or late), each step once.

    Raises HaatError(people.wrong_code), (limits.too_many).
    """
    hit(f"totp:{user.pk}", most=10, seconds=600)  # outside the transaction: a wrong code must stay counted
    _take_step(user, code)


@transaction.atomic
def _take_step(user: User, code: str) -> None:
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    if factor is None:
        raise wrong_code()
    totp, now = pyotp.TOTP(open_secret(factor)), int(timezone.now().timestamp())
    for step in (now // 30 + shift for shift in (-1, 0, 1)):
        if step > factor.last_step and hmac.compare_digest(totp.at(step * 30), code):
            factor.last_step = step
            factor.confirmed_at = factor.confirmed_at or timezone.now()
            factor.save(update_fields=["last_step", "confirmed_at"])
            return
    raise wrong_code()


@transaction.atomic
def give_consent(user: User, *, notice: str, language: str, by: Actor) -> Consent:
    """Note that a person agreed to a notice, in the language she read it in."""
    consent, made = Consent.objects.get_or_create(
        user=user, notice=notice, withdrawn_at=None, defaults={"language": language}
    )
    if made:
        record("people.consent_given", user, by=by, notice=notice)
    return consent
