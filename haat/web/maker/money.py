"""My money: what I am owed, when it comes and why, order by order; what was paid; my own share."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haat.core.dates import today
from haat.ledger.models import Due, Payout
from haat.ledger.queries import Owed, owed, passbook, shares_of
from haat.makers.models import Maker, Member
from haat.web.maker.acting import for_maker, page
from haat.web.maker.request import Request
from haat.web.ui.dates import date_short, weekday_date

MOST_LINES, MOST_PAYOUTS, MOST_SHARES = 40, 12, 12


@dataclass(frozen=True)
class Line:
    """One order in the passbook and what happens with its money."""

    due: Due
    when: str
    done: bool


@require_safe
@for_maker
def money(request: Request) -> HttpResponse:
    """The passbook."""
    maker = request.acting.maker
    total = owed(maker)
    dues = list(passbook(maker)[:MOST_LINES])
    payouts = Payout.objects.filter(maker=maker, state__in=(Payout.State.PAID, Payout.State.FAILED)).order_by("-pk")
    return page(
        request,
        "money",
        owed=total,
        why=why(total),
        lines=[Line(due, when(due, today()), due.state == Due.State.PAID) for due in dues],
        payouts=list(payouts[:MOST_PAYOUTS]),
        shares=_shares(request, maker) if maker.is_group else [],
    )


def _shares(request: Request, maker: Maker) -> list[object]:
    mine = Member.objects.filter(maker=maker, user=request.user).values_list("pk", flat=True)
    return list(shares_of(mine)[:MOST_SHARES]) if request.acting.own else []


def why(money: Owed) -> str:
    """One sentence: when the next money comes, and what it waits for."""
    if money.on_the_way_paise:
        return _("The desk has sent it to the bank. It comes within two working days.")
    if money.ready_paise:
        return _("The days for sending goods back are over. The desk pays it next.")
    if money.next_day:
        day = weekday_date(money.next_day)
        return _("Until %(day)s the buyer may still send the goods back. Then the desk pays it.") % {"day": day}
    return _("When a parcel has reached its buyer, its money stands here.")


def when(due: Due, day: date) -> str:
    """What happens with the money of one order."""
    if due.state == Due.State.TAKEN_BACK:
        return _("The goods came back, nothing is owed")
    if due.state == Due.State.IN_PAYOUT:
        return _("On its way to the bank")
    if due.state == Due.State.PAID:
        paid = due.payout.paid_at if due.payout else None
        return _("Paid on %(day)s") % {"day": date_short(paid)} if paid else _("Paid")
    if due.pay_from <= day:
        return _("Comes with the next payment")
    return _("Comes after %(day)s") % {"day": date_short(due.pay_from)}
