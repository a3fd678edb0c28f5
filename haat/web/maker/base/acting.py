"""For whom this page is: the maker herself, or a coordinator or the desk acting for one."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from haat.core.errors import NotAllowed
from haat.core.numerals import whole_number
from haat.makers.models import Maker
from haat.makers.queries import makers_of_mart, merged_into
from haat.makers.rules import lacks_code, makers_of, may_act_for
from haat.people.errors import FactorMissing
from haat.people.models import User
from haat.people.rules import can, lacks_factor
from haat.places.models import Mart
from haat.web.maker.base.request import Acting, Request
from haat.web.ui import unsent
from haat.web.ui.errors import not_allowed
from haat.web.ui.gate import to_proof

View = Callable[..., HttpResponse]
FOR, SEEN = "maker_for", "maker_seen"
# Phones are shared in a village: after half a day without use the code is asked again.
IDLE_SECONDS = 12 * 3600
SEEN_STEP = 600


def signed_in_now(request: Request) -> bool:
    """Is somebody signed in, and used this surface within IDLE_SECONDS? Ends the session when not."""
    if not request.user.is_authenticated:
        return False
    now, last = int(time.time()), request.user.last_login
    seen = request.session.get(SEEN) or (int(last.timestamp()) if last else 0)
    if now - seen > IDLE_SECONDS:
        logout(request)
        return False
    if now - request.session.get(SEEN, 0) > SEEN_STEP:
        request.session[SEEN] = now
    return True


def kept_ahead(request: Request) -> bool:
    """Is this page only fetched by the phone, to be opened later without net? Then nobody has seen it yet."""
    return "X-Keep" in request.headers


def to_sign_in(request: Request) -> HttpResponse:
    """Sign in by phone first, then come back here (to the front page when this was a sending).

    An officer whose session has just ended signs in as she did, and finds what she sent.
    """
    if request.ended and request.ended.proven:
        return to_proof(request)
    back = request.get_full_path() if request.method == "GET" else reverse("maker:home")
    return redirect(f"{reverse('ui:sign_in')}?{urlencode({'next': back})}")


def find_maker(mart: Mart, pk: object) -> Maker | None:
    """A maker of this mart by id, with what `may_act_for` and the pages read."""
    number = whole_number(str(pk))
    if number is None:
        return None
    found = makers_of_mart(mart).filter(pk=number).first()
    if found is None and (stays := merged_into(mart, number)) is not None:
        found = makers_of_mart(mart).filter(pk=stays.pk).first()
    if found is not None:
        found.mart = mart
    return found


def act_for(user: User, mart: Mart, pk: object) -> Acting:
    """The person acting for the maker with this id; raises NotAllowed, and FactorMissing, which is one."""
    maker = find_maker(mart, pk)
    if maker is None:
        raise NotAllowed("makers.unknown", "")
    return Acting(maker, may_act_for(user, maker))


def may_act_for_many(user: User, mart: Mart) -> bool:
    """True for a coordinator or the desk."""
    return can(user, "act_for_maker", mart=mart)


def helps_unproven(user: User, mart: Mart) -> bool:
    """True for a coordinator or the desk who has not given the second factor yet."""
    return lacks_factor(user, "act_for_maker", mart=mart)


def _only_maker(request: Request) -> int | None:
    """The id of her maker, when she has exactly one and no work for others now."""
    if may_act_for_many(request.user, request.mart):
        return None
    mine = list(makers_of(request.user).filter(mart=request.mart).values_list("pk", flat=True)[:2])
    return mine[0] if len(mine) == 1 else None


def belongs(request: Request) -> bool:
    """Has this person anything to do here?"""
    return may_act_for_many(request.user, request.mart) or makers_of(request.user).filter(mart=request.mart).exists()


def no_maker(request: Request) -> HttpResponse:
    """She is not at work for any maker yet: let her choose, or prove first that she may."""
    if belongs(request):
        return redirect("maker:choose")
    return to_proof(request) if helps_unproven(request.user, request.mart) else _not_hers(request)


def _not_hers(request: Request) -> HttpResponse:
    """No maker of hers, or only by a paper so far: then a code to her phone comes first."""
    return to_sign_in(request) if lacks_code(request.user, request.mart) else not_allowed(request)


def for_maker(view: View) -> View:
    """Sign in, find for whom, keep it in the session, and give the view `request.acting`."""

    @wraps(view)
    @never_cache
    def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not signed_in_now(request):
            return to_sign_in(request)
        asked = request.GET.get("for")
        # What was kept without net is done for whom it was meant, whomever she helps by now.
        wanted = asked or request.headers.get("X-Deed-For") or request.session.get(FOR) or _only_maker(request)
        if wanted is None:
            return no_maker(request)
        try:
            request.acting = act_for(request.user, request.mart, wanted)
        except FactorMissing:
            return to_proof(request)
        except NotAllowed:
            if not kept_ahead(request):
                request.session.pop(FOR, None)
            return _not_hers(request)
        # A form goes to the maker whose page it stood on; only a page that is opened turns her to another.
        if asked and request.method == "GET" and not kept_ahead(request):
            request.session[FOR] = request.acting.maker.pk
        unsent.forget(request)
        response = view(request, *args, **kwargs)
        # The service worker keeps pages by person and maker, and forgets them when either changes.
        response["X-Phone"] = f"{request.user.pk}-{request.acting.maker.pk}"
        return response

    return handle


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render `maker/<template>.html` with what every page of the phone needs.

    `whose` ends the address of what is one maker's: who helps many may have turned to another in a second window.
    """
    acting = request.acting
    whose = "" if acting.own else f"?for={acting.maker.pk}"
    frame = {"maker": acting.maker, "acting": acting, "acting_for": acting.for_name, "whose": whose}
    return render(request, f"maker/{template}.html", {**frame, **context}, status=status)
