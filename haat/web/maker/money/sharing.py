"""Sharing out: the leader marks who has had her share; a member says that she has not got hers, or has it now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from haat.core.errors import HaatError
from haat.ledger.actions import dispute_share, settle_share, share_given, shares_given
from haat.ledger.models import Payout, Share
from haat.ledger.queries import settled_payouts, shares_of, shares_to_give
from haat.makers.models import Member
from haat.makers.queries import memberships
from haat.web.maker.base.acting import for_maker
from haat.web.maker.base.request import Acting, Request
from haat.web.ui.errors import not_allowed
from haat.web.ui.found import one_or_404

MOST_TO_GIVE = 200


@dataclass(frozen=True)
class Giving:
    """A payout whose members have not all had their shares, or say that they have not."""

    payout: Payout
    shares: list[Share]

    @property
    def open_paise(self) -> int:
        """What has not been given yet."""
        return sum(share.amount_paise for share in self.shares if share.given_at is None)


def seats(request: Request) -> list[Member]:
    """As whom she is, or was, a member of the maker; nobody when she acts for it. One query."""
    return list(memberships(request.acting.maker, request.user)) if request.acting.own else []


def may_share(acting: Acting, mine: Sequence[Member]) -> bool:
    """Whether she marks shares: the leader herself, or whoever acts for the maker."""
    return acting.maker.is_group and (not acting.own or any(_leads(acting, seat) for seat in mine))


def _leads(acting: Acting, seat: Member) -> bool:
    """Now, and of this very maker: her seat in one that was merged into it shows her what she was given there."""
    return seat.maker_id == acting.maker.pk and seat.leads and seat.active


def to_give(request: Request, mine: Sequence[Member]) -> list[Giving]:
    """By payout, the oldest first, what the leader still has to hand out or to settle."""
    if not may_share(request.acting, mine):
        return []
    return list(_by_payout(shares_to_give(request.acting.maker)[:MOST_TO_GIVE]))


def _by_payout(shares: Iterable[Share]) -> Iterable[Giving]:
    found: dict[int, Giving] = {}
    for share in shares:
        found.setdefault(share.payout_id, Giving(share.payout, [])).shares.append(share)
    return found.values()


@require_POST
@for_maker
def given(request: Request, payout: int) -> HttpResponse:
    """Members have had their shares: the one whose key was tapped, or all that are open."""
    if not may_share(request.acting, seats(request)):
        return not_allowed(request)
    paid = one_or_404(settled_payouts(request.acting.maker), pk=payout)
    one = request.POST.get("share", "")
    by = request.acting.by
    if one:
        share = one_or_404(paid.shares.all(), pk=one if one.isascii() and one.isdigit() and len(one) < 18 else 0)
        return _done(request, lambda: share_given(share, by=by), _("Written down. She sees it in her app."))
    return _done(request, lambda: shares_given(paid, by=by), _("Written down. Every member sees it in her app."))


@require_POST
@for_maker
def dispute(request: Request, share: int) -> HttpResponse:
    """A member has not got what is marked as given to her."""
    said = _("Written down. Your leader and the office see it.")
    return _done(request, lambda: dispute_share(_mine(request, share), by=request.acting.by), said)


@require_POST
@for_maker
def settle(request: Request, share: int) -> HttpResponse:
    """She has it now; the office may say so for her."""
    return _done(request, lambda: settle_share(_mine(request, share), by=request.acting.by), _("Written down."))


def _mine(request: Request, share: int) -> Share:
    """Her own share of this maker; whoever acts for the maker finds every member's."""
    maker = request.acting.maker
    members = memberships(maker, request.user if request.acting.own else None)
    return one_or_404(shares_of(members.values_list("pk", flat=True)), pk=share)


def _done(request: Request, action: Callable[[], object], said: str) -> HttpResponse:
    try:
        action()
    except HaatError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, said)
    return redirect("maker:money")
