"""People sign up by phone, and prove who they are: by a code, or by password and authenticator."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyotp
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from haat.core.actor import MACHINE, Actor
from haat.core.events import record
from haat.core.locks import hold, hold_all
from haat.people.consents import HOW
from haat.people.errors import CodeExpired, FactorUnreadable, NumberClosed, UnknownHow, WrongCode
from haat.people.models import Consent, PhoneCode, SecondFactor, User
from haat.people.queries import factor_of
from haat.people.tries import Caller, count_code, count_factor, count_guess
from haat.places.models import Mart

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

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
    elif name and not user.name and User.objects.filter(pk=user.pk, name="").update(name=name):
        user.name = name
    return user


@transaction.atomic
def set_password(user: User, *, password: str, by: Actor) -> None:
    """Set an (already validated) password."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("people.password_set", user, by=by)


@transaction.atomic
def set_language(user: User, *, language: str, by: Actor) -> None:
    """Remember the language a person reads."""
    user.language = language
    user.save(update_fields=["language"])
    record("people.language_set", user, by=by, language=language)


def make_code(phone: str, *, mart: Mart, purpose: str, caller: Caller) -> str:
    """A new six-digit code for a phone, to be sent to it by a mart; only the browser that asked can use it.

    Raises TooManyTries.
    """
    count_code(phone, caller)
    code = f"{secrets.randbelow(10**6):06d}"
    digest = _digest(phone, code)
    PhoneCode.objects.create(mart=mart, phone=phone, purpose=purpose, browser=caller.browser, digest=digest)
    return code


def check_code(phone: str, code: str, *, purpose: str, caller: Caller) -> User:
    """The user a right code belongs to (made if new). Each wrong one costs a try; a code is used once.

    Only the last code counts that this browser asked for.

    Raises WrongCode, CodeExpired, NumberClosed, TooManyTries.
    """
    count_guess(caller)
    asked = PhoneCode.objects.filter(phone=phone, purpose=purpose, browser=caller.browser, used_at=None)
    row = asked.order_by("-id").first()
    if row is None or row.made_at < timezone.now() - CODE_LIFE:
        raise CodeExpired()
    counted = PhoneCode.objects.filter(pk=row.pk, tries__lt=CODE_TRIES).update(tries=F("tries") + 1)
    if not counted:
        raise CodeExpired()
    if not hmac.compare_digest(row.digest, _digest(phone, code)):
        raise WrongCode()
    if not PhoneCode.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now()):
        raise CodeExpired()
    return _verified(phone)


@transaction.atomic
def _verified(phone: str) -> User:
    user = sign_up(phone)
    if not user.is_active:
        raise NumberClosed()
    if not user.phone_verified:
        user.phone_verified = True
        # Whoever came in before did so without this phone, by a paper that others may have had in their hands.
        user.session_turn += 1 if user.last_login else 0
        user.save(update_fields=["phone_verified", "session_turn"])
    return user


def _digest(phone: str, code: str) -> str:
    return salted_hmac("haat.people.code", f"{phone}:{code}", algorithm="sha256").hexdigest()


def _seal() -> "Fernet":
    from cryptography.fernet import Fernet

    key = hashlib.sha256(b"haat.second_factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))


@transaction.atomic
def begin_second_factor(user: User, *, by: Actor) -> str:
    """Make the shared secret of an authenticator app, not yet confirmed; answers the base32 secret."""
    secret = pyotp.random_base32()
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


@transaction.atomic
def ready_second_factor(user: User, *, by: Actor) -> tuple[SecondFactor, str]:
    """Her authenticator, begun when there is none yet, and its secret: the same in both of two windows.

    Raises FactorUnreadable.
    """
    factor = factor_of(user)
    if factor is None:
        hold(user)
        factor = factor_of(user)
    if factor is None:
        begin_second_factor(user, by=by)
        factor = SecondFactor.objects.select_related("user").get(user=user)
    return factor, open_secret(factor)


def open_secret(factor: SecondFactor) -> str:
    """The base32 secret of an authenticator app, to show once as a QR code.

    Raises FactorUnreadable when it was sealed under another key: after a restore, for one.
    """
    from cryptography.fernet import InvalidToken

    try:
        return _seal().decrypt(factor.sealed_secret.encode()).decode()
    except InvalidToken:
        raise FactorUnreadable() from None


def check_second_factor(user: User, code: str, *, caller: Caller) -> None:
    """Accept a TOTP code (30 s, one step early or late), each step once.

    Raises WrongCode, FactorUnreadable, TooManyTries.
    """
    count_factor(user.pk, caller)  # outside the transaction: a wrong code must stay counted
    _take_step(user, code)


@transaction.atomic
def _take_step(user: User, code: str) -> None:
    rows = hold_all(SecondFactor.objects.filter(user=user))
    if not rows:
        raise WrongCode()
    factor = rows[0]
    totp, now = pyotp.TOTP(open_secret(factor)), int(timezone.now().timestamp())
    for step in (now // 30 + shift for shift in (-1, 0, 1)):
        if step > factor.last_step and hmac.compare_digest(totp.at(step * 30), code):
            factor.last_step = step
            factor.confirmed_at = factor.confirmed_at or timezone.now()
            factor.save(update_fields=["last_step", "confirmed_at"])
            return
    raise WrongCode()


@transaction.atomic
def give_consent(
    user: User, *, notice: str, language: str, version: int = 1, how: str = "", mart_id: int | None = None, by: Actor
) -> Consent:
    """Note that a person agreed to a mart's notice, in the language in which it was read, and how she said so.

    Agreed to twice it counts once, for each mart. A new version takes the place of the one before. Raises UnknownHow.
    """
    if how and how not in HOW:
        raise UnknownHow()
    hold(user)
    key = _standing(user, notice, mart_id)
    told_so = {"language": language, "how": how}
    consent, made = Consent.objects.get_or_create(**key, version=version, defaults=told_so)
    if made:
        Consent.objects.filter(**key, version__lt=version).update(withdrawn_at=timezone.now())
        told = {"notice": notice, "version": version, "language": language, "how": how}
        record("people.consent_given", user, by=by, mart_id=mart_id, **told)
    return consent


def _standing(user: User, notice: str, mart_id: int | None) -> dict[str, Any]:
    """What says of a row that it is her yes to this mart's notice, and stands."""
    return {"user": user, "notice": notice, "mart_id": mart_id, "withdrawn_at": None}


@transaction.atomic
def refuse_consent(
    user: User, *, notice: str, language: str, version: int = 1, how: str = "", mart_id: int | None = None, by: Actor
) -> None:
    """She said no: that she was asked stands in the record, nothing else. A yes of before is taken back."""
    if how and how not in HOW:
        raise UnknownHow()
    withdraw_consent(user, notice=notice, mart_id=mart_id, by=by)
    told = {"notice": notice, "version": version, "language": language, "how": how}
    record("people.consent_refused", user, by=by, mart_id=mart_id, **told)


@transaction.atomic
def withdraw_consent(user: User, *, notice: str, mart_id: int | None = None, by: Actor) -> bool:
    """She takes her yes to this mart's notice back; False when there was none."""
    hold(user)
    if not Consent.objects.filter(**_standing(user, notice, mart_id)).update(withdrawn_at=timezone.now()):
        return False
    record("people.consent_withdrawn", user, by=by, mart_id=mart_id, notice=notice)
    return True
