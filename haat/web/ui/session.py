"""Who is signed in, what she has proven in this session, and how long that holds (docs/decisions/sign-in.md)."""

import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass

from django.contrib.auth import get_user, login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from haat.people.models import User
from haat.people.queries import active_person
from haat.web.ui.request import Request

GetResponse = Callable[[Request], HttpResponse]
BACKEND = "django.contrib.auth.backends.ModelBackend"
FACTOR_KEY = "second_factor_given"
BEGUN, SEEN, HALF = "begun", "seen", "half"
HOUR, DAY = 3600, 24 * 3600
HALF_SECONDS = 600


@dataclass(frozen=True)
class Span:
    """How long a session lasts without use and at most, and how exactly its last use is noted; all in seconds."""

    idle: int
    longest: int
    step: int


PHONE = Span(idle=30 * DAY, longest=180 * DAY, step=DAY)
# Whoever gave the second factor can do much: her session is short, on whatever surface she uses it.
OFFICE = Span(idle=HOUR // 2, longest=12 * HOUR, step=60)


def person(get_response: GetResponse) -> GetResponse:
    """Set `request.user`, read when first asked for; what was made from a session is kept by no browser or proxy."""

    def handle(request: Request) -> HttpResponse:
        request.ended = None
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]
        response = get_response(request)
        if request.session.accessed:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return handle


def as_nobody(request: Request) -> Request:
    """The same request with nobody signed in, to draw what a phone keeps for whoever holds it later."""
    plain = copy(request)
    plain.user = AnonymousUser()  # type: ignore[assignment]
    return plain


def _user(request: Request) -> User | AnonymousUser:
    """The session's person with `proven` set, or nobody: the session ends here when its time is over."""
    user, session, now = get_user(request), request.session, int(time.time())
    if not isinstance(user, User):
        return AnonymousUser()
    factor = session.get(FACTOR_KEY)
    span = OFFICE if factor else PHONE
    seen = session.get(SEEN, now)
    over = now - seen > span.idle or now - session.setdefault(BEGUN, now) > span.longest
    if over or factor is False:  # False: before 0.2.0, a password without the second step
        user.proven = bool(factor)
        request.ended = user
        session.flush()
        return AnonymousUser()
    if SEEN not in session or now - seen >= span.step:
        session[SEEN] = now
    user.proven = bool(factor)
    return user


def begin(request: Request, user: User, *, factor: bool) -> None:
    """Sign a person in, under a new session key. `factor`: with password and second factor, else by a phone's code."""
    if request.user.is_authenticated:
        request.session.cycle_key()  # which login() leaves when the same person signs in again
    login(request, user, backend=BACKEND)
    session, now = request.session, int(time.time())
    for name in (HALF, FACTOR_KEY):
        session.pop(name, None)
    if factor:
        session[FACTOR_KEY] = True
    session[BEGUN] = session[SEEN] = now
    session.set_expiry(OFFICE.longest if factor else None)
    user.proven = factor


def begin_half(request: Request, user: User) -> None:
    """Keep that a right password was given. It signs nobody in: for ten minutes it opens the second step alone."""
    request.session.cycle_key()
    request.session[HALF] = {"user": user.pk, "at": int(time.time()), "hash": user.get_session_auth_hash()}


def half_of(request: Request) -> User | None:
    """Who gave her password just now and not yet the second factor; None when that is over or the password changed."""
    half = request.session.get(HALF)
    if half is None or time.time() - half["at"] > HALF_SECONDS:
        return None
    user = active_person(half["user"])
    if user is None or not constant_time_compare(half["hash"], user.get_session_auth_hash()):
        return None
    return user
